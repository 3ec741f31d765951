"""People are told once, in time, and what came of it stands in a chain: whatever the mail server does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from builders.dossier import Office, cast_vote, open_gates, open_round, submit_workbooks, wait_until, with_version
from builders.ledger import run_together
from builders.messages import contact_of, tell_all, told_in
from builders.post_office import GONE, PostOffice, open_post_office
from jaarcyclus import clock
from jaarcyclus.dossier.round import berichten_id
from jaarcyclus.installation.repair import verify_chains
from jaarcyclus.rules.messages import LEASE, refusals

SEAT = "regiegroep_ict"


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


@pytest.fixture
def asked(tmp_path: Path) -> Office:
    """A dossier of which the first gates opened on 11 May."""
    office = with_version(tmp_path / "var")
    wait_until(office, "2026-05-11")
    open_gates(office)
    return office


def subjects_to(post: PostOffice, person: str) -> list[str]:
    return [str(mail["Subject"]) for mail in post.messages if mail["To"] == f"{person}@gemeente.example"]


ICT_DEVENTER = "vertegenwoordiger_ict_deventer"


def test_a_seat_is_told_of_its_question_once_with_a_link(asked: Office, post: PostOffice) -> None:
    tell_all(asked, post, "2026-05-11T09:05")
    again = tell_all(asked, post, "2026-05-11T10:05")

    (subject,) = subjects_to(post, ICT_DEVENTER)
    assert subject.startswith("OEFENING: Begroting 2027: uw antwoord, uiterlijk 22 mei 2026")
    assert again.taken == again.not_taken == again.unknown == 0
    mail = next(mail for mail in post.messages if mail["To"] == f"{ICT_DEVENTER}@gemeente.example")
    for part in ("plain", "html"):
        text = mail.get_body((part,)).get_content()
        assert (
            "https://jaarcyclus.example/jaarcyclus/besluiten/dowr-2027-begroting/v1-s0-regiegroep_ict-r1/deventer"
            in text
        )
        assert "https://jaarcyclus.example/jaarcyclus/berichten" in text


def test_nothing_is_sent_before_the_hour_or_in_a_weekend(asked: Office, post: PostOffice) -> None:
    early = tell_all(asked, post, "2026-05-11T07:59")
    assert early.taken == 0
    tell_all(asked, post, "2026-05-16T09:05")
    assert not post.heard


def test_what_a_server_took_and_when_stands_in_a_chain_that_holds(asked: Office, post: PostOffice) -> None:
    tell_all(asked, post, "2026-05-11T09:05")

    events = asked.workspace.ledger.events(berichten_id("dowr"))
    assert not list(refusals(events))
    verify_chains(asked.workspace, "dowr")
    assert len(post.taken) == len(told_in(asked.workspace)) > 3
    first = told_in(asked.workspace)[0]
    assert first.content.bericht in post.messages[0]["Message-ID"]
    assert first.outcome is not None
    assert "queued" in first.outcome.antwoord
    assert "@" not in first.outcome.antwoord  # type: ignore[union-attr]


def test_each_rung_is_told_once_and_only_the_last_one_that_was_missed(asked: Office, post: PostOffice) -> None:
    for day in ("2026-05-11", "2026-05-12", "2026-05-19", "2026-05-20", "2026-05-22", "2026-05-26"):
        tell_all(asked, post, f"{day}T09:05")

    keys = [
        key
        for message in told_in(asked.workspace)
        if message.content.persoon == ICT_DEVENTER
        for key in message.content.sleutels
    ]
    rungs = [key.rpartition("/")[2] for key in keys if "/deventer/" in key]
    assert rungs == ["T-10", "T-3", "T0", "T+1"]


def test_nobody_is_reminded_after_the_answer(asked: Office, post: PostOffice) -> None:
    tell_all(asked, post, "2026-05-11T09:05")
    cast_vote(asked, "v1-s0-regiegroep_ict-r1", "deventer", "afgestemd")
    before = len(subjects_to(post, ICT_DEVENTER))

    tell_all(asked, post, "2026-05-19T09:05")
    tell_all(asked, post, "2026-05-22T09:05")

    assert len(subjects_to(post, ICT_DEVENTER)) == before


def test_a_perceel_is_reminded_of_its_workbook_until_it_is_in(tmp_path: Path, post: PostOffice) -> None:
    office = open_round(tmp_path / "var")
    for day in ("2026-04-01", "2026-04-22", "2026-05-04"):
        tell_all(office, post, f"{day}T09:05")
    submit_workbooks(office, "ict")
    for day in ("2026-05-08", "2026-05-11"):
        tell_all(office, post, f"{day}T09:05")

    assert len(subjects_to(post, "manager_ict")) == 3
    assert len(subjects_to(post, "manager_psa")) == 5
    assert subjects_to(post, "manager_psa")[-1] == "OEFENING: Begroting 2027: uw werkboek is te laat"


def test_mail_that_may_have_gone_is_not_sent_again(asked: Office, post: PostOffice) -> None:
    post.answers["text"] = GONE
    first = tell_all(asked, post, "2026-05-11T09:05")
    post.answers.clear()
    second = tell_all(asked, post, "2026-05-11T15:05")

    assert first.unknown > 3
    assert first.taken == 0
    assert (second.taken, second.unknown) == (0, 0)


def test_mail_that_a_server_put_off_goes_later_with_the_same_message_id(asked: Office, post: PostOffice) -> None:
    post.answers["rcpt"] = "451 4.7.1 greylisted, try later"
    first = tell_all(asked, post, "2026-05-11T09:05")
    assert first.not_taken == 2, "after two in a row the server is left alone until the next look"
    post.answers.clear()
    soon = tell_all(asked, post, "2026-05-11T10:05")
    later = tell_all(asked, post, "2026-05-11T10:05", now=lambda: clock.real_time() + timedelta(hours=1))

    assert later.taken == 2
    assert soon.taken > 2
    put_off = [item.content.bericht for item in told_in(asked.workspace)[:2]]
    assert sorted(put_off) == sorted(item.content.bericht for item in told_in(asked.workspace)[-2:])


def test_a_refused_address_is_tried_again_only_when_it_is_another(asked: Office, post: PostOffice) -> None:
    post.answers["rcpt"] = "550 5.1.1 <wie@gemeente.example> unknown"
    refused = tell_all(asked, post, "2026-05-11T09:05")
    post.answers.clear()
    same = tell_all(asked, post, "2026-05-11T10:05")
    moved = tell_all(
        asked,
        post,
        "2026-05-11T11:05",
        find=lambda person: (
            contact_of(person.replace("deventer", "dvt"))
            and type(contact_of(person))(person=person, holding=0, mail=f"nieuw_{person}@gemeente.example")
        ),
    )

    assert refused.not_taken > 3
    assert same.taken == 0
    assert moved.taken == refused.not_taken
    told = [item.outcome for item in told_in(asked.workspace)]
    assert "@" not in str(told)


def test_looks_at_the_same_moment_tell_each_person_once(asked: Office, post: PostOffice) -> None:
    """An orphan of before and the run that replaced it, both alive."""
    codes = run_together(tell_all, [(asked, post, "2026-05-11T09:05")] * 3)

    assert codes == [0, 0, 0]
    receivers = [str(mail["To"]) for mail in post.messages]
    assert len(receivers) == len(set(receivers)) == 12
    assert not list(refusals(asked.workspace.ledger.events(berichten_id("dowr"))))


def test_an_attempt_that_was_killed_is_recorded_as_unknown_and_not_repeated(asked: Office, post: PostOffice) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    post.answers["text"] = "250 2.0.0 ok"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jaarcyclus.steps.messages._outcome", die)
        with pytest.raises(Killed):
            tell_all(asked, post, "2026-05-11T09:05")
    busy = tell_all(asked, post, "2026-05-11T09:06")
    after = tell_all(asked, post, "2026-05-11T10:05", now=lambda: clock.real_time() + LEASE)

    assert busy.lost == 0
    assert after.lost == 1
    first = told_in(asked.workspace)[0]
    assert type(first.outcome).__name__ == "BerichtOnzeker"
    person = first.content.persoon
    assert len([item for item in told_in(asked.workspace) if item.content.persoon == person]) == 1
