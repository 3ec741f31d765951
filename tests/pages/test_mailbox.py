"""A postbus is read on from where it was read, and anew when it was put back."""

from pathlib import Path

import pytest

from builders.dossier import Office, open_round, workbook_of
from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages.attempts import Outcome, list_sent, outcome_of
from jaarcyclus.pages.hand_in_page import find_attempt, show_attempt, show_owed
from jaarcyclus.pages.mailbox import Attempt, Mailboxes
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.standings import Standing, Standings
from jaarcyclus.pages.submissions import read_refusals
from jaarcyclus.steps import judging, receipts
from jaarcyclus.steps.receipts import Receipt


def send(office: Office, content: bytes, perceel: str = "ict") -> Receipt:
    return receipts.receive(
        office.workspace, "dowr", content, file_name=f"{perceel}.xlsx", inzender=f"manager_{perceel}", via="api",
        perceel=perceel,
    )  # fmt: skip


def reader(office: Office, person: str = "manager_ict") -> Reader:
    return reader_of(office.workspace.profile("dowr"), person, office.workspace.today())


def standing(office: Office) -> Standing:
    found = Standings(office.workspace).of_dossier(office.dossier)
    assert found is not None
    return found


def test_what_comes_later_is_read_behind_what_was_known(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    boxes = Mailboxes(office.workspace)
    assert boxes.of_profile("dowr") == {}
    first = send(office, b"een")
    before = boxes.of_profile("dowr")
    second = send(office, b"twee")
    judging.judge(office.workspace, "dowr", first.number)
    after = boxes.of_profile("dowr")

    assert list(before) == [first.number]
    assert before[first.number].verdict is None
    assert list(after) == [first.number, second.number]
    assert after[first.number].verdict is not None
    assert after == Mailboxes(office.workspace).of_profile("dowr")


def judged(office: Office, content: bytes) -> Attempt:
    received = send(office, content)
    judging.judge(office.workspace, "dowr", received.number)
    return Mailboxes(office.workspace).of_profile("dowr")[received.number]


def test_a_workbook_is_accepted_and_then_known_and_then_replaced(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    first = judged(office, workbook_of("ict")[0])
    again = judged(office, workbook_of("ict")[0])
    judged(office, workbook_of("ict", lines=4)[0])

    assert outcome_of(again, standing(office)) == Outcome.KNOWN
    assert outcome_of(first, standing(office)) == Outcome.REPLACED


def test_the_page_tells_what_changed_since_the_last_one(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    judged(office, workbook_of("ict")[0])
    attempt = judged(office, workbook_of("ict", lines=4)[0])
    boxes = Mailboxes(office.workspace)
    html = show_attempt(Standings(office.workspace), attempt, boxes, reader(office), still=False)

    assert "Uw werkboek is geaccepteerd" in html
    assert "Verschil met uw vorige werkboek" in html
    assert attempt.receipt.sha256 in html


def test_what_is_no_workbook_is_told_as_faults_in_the_whole_file(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    attempt = judged(office, b"geen werkboek")
    html = show_attempt(Standings(office.workspace), attempt, Mailboxes(office.workspace), reader(office), still=False)

    assert outcome_of(attempt, None) == Outcome.REFUSED
    assert "1 fout in uw werkboek" in html
    assert "Het hele bestand" in html


def test_a_file_of_another_is_as_one_that_is_not_there(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    received, boxes = send(office, b"een"), Mailboxes(office.workspace)

    for person, number in (("manager_psa", received.number), ("manager_ict", 999)):
        with pytest.raises(UnknownKey, match="bestaat niet, of u hebt haar niet ingediend"):
            find_attempt(boxes, number, reader(office, person), "controller")
    assert find_attempt(boxes, received.number, reader(office, "controller"), "controller").receipt == received


def test_a_list_shows_what_this_person_sent(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    first, _, third = send(office, b"een"), send(office, b"twee", "psa"), send(office, b"drie")
    found = list_sent(Mailboxes(office.workspace).of_profile("dowr").values(), "manager_ict", {})

    assert [item.number for item in found] == [third.number, first.number]


def test_the_page_of_what_is_owed_shows_form_and_workbook(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    html = show_owed(Standings(office.workspace), Mailboxes(office.workspace), reader(office))

    assert "Begroting 2027" in html
    assert f"/jaarcyclus/inleveren/werkboek/{office.dossier}/ict" in html
    assert 'name="bestand"' in html


def test_what_is_owed_says_that_the_last_file_was_refused_and_leads_to_why(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    refused = judged(office, b"geen werkboek")
    before = show_owed(Standings(office.workspace), Mailboxes(office.workspace), reader(office))
    judged(office, workbook_of("ict")[0])
    after = show_owed(Standings(office.workspace), Mailboxes(office.workspace), reader(office))

    assert "Uw laatste inzending is geweigerd: 1 fout." in before
    assert f'<a href="/jaarcyclus/inleveren/{refused.receipt.number}">Lees wat er mis is' in before
    assert "Uw laatste inzending is" not in after


def test_what_counts_stays_beside_a_later_file_that_was_refused(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    judged(office, workbook_of("ict")[0])
    judged(office, b"geen werkboek")
    html = show_owed(Standings(office.workspace), Mailboxes(office.workspace), reader(office))

    assert "Inzending 1 telt mee" in html
    assert "Uw laatste inzending is geweigerd: 1 fout." in html


def test_a_postbus_that_was_put_back_is_read_anew(tmp_path: Path) -> None:
    """An older copy that went on with other files: what is kept of the newer one is nobody's any more."""
    office, other = open_round(tmp_path / "een"), open_round(tmp_path / "ander")
    for content in (b"een", b"twee"):
        send(office, content)
    send(other, b"drie")
    boxes = Mailboxes(office.workspace)
    boxes.of_profile("dowr")
    boxes.workspace = other.workspace
    fewer = boxes.of_profile("dowr")
    send(other, b"vier")
    more = boxes.of_profile("dowr")

    assert list(fewer) == [1]
    assert [item.receipt.sha256 for item in more.values()] == [
        item.receipt.sha256 for item in Mailboxes(other.workspace).of_profile("dowr").values()
    ]


def test_the_last_refusal_is_told_as_if_all_were_read_at_once(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    boxes, counted = Mailboxes(office.workspace), []
    others = [perceel for perceel in office.state.indieners() if perceel != "ict"][:2]
    for content in (b"geen werkboek", *(workbook_of(perceel)[0] for perceel in others)):
        judging.judge(office.workspace, "dowr", send(office, content).number)
        counted.append(len(boxes.refusals("dowr")))

    assert counted == [0, 1, 2]
    assert boxes.refusals("dowr") == read_refusals(office.workspace.ledger.events("dowr-postbus"))
