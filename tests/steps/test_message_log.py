"""What is said of a message to who runs the cycle: no word more than is known, and no address."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.dossier import Office, open_gates, wait_until, with_version
from builders.messages import tell_all
from builders.post_office import GONE, PostOffice, open_post_office
from jaarcyclus.steps import contacts
from jaarcyclus.steps.message_log import MessageBook, list_messages, tell_failed, tell_unreachable


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = with_version(tmp_path / "var")
    wait_until(made, "2026-05-11")
    open_gates(made)
    return made


def lines(office: Office) -> list[str]:
    profile = office.workspace.profile("dowr")
    known = MessageBook(office.workspace).of_profile("dowr")
    return [f"{line.about}: {line.told}" for line in list_messages(known, profile, most=100)]


@pytest.mark.parametrize(
    ("word", "answer", "told"),
    [
        ("text", "250 2.0.0 queued", "Begroting 2027: aangenomen door de server (250 2.0.0 queued)"),
        ("text", GONE, "Begroting 2027: onzeker: De verbinding viel weg nadat het bericht was verzonden"),
        ("rcpt", "550 5.1.1 no", "Begroting 2027: niet verzonden: De mailserver neemt het bericht niet aan: 550 5.1.1"),
    ],
)
def test_each_end_has_its_words(office: Office, post: PostOffice, word: str, answer: str, told: str) -> None:
    post.answers[word] = answer
    tell_all(office, post, "2026-05-11T09:05")
    failed = list(tell_failed(office.workspace, office.workspace.profile("dowr")))

    assert all(line.startswith(told) for line in lines(office))
    assert bool(failed) == (answer != "250 2.0.0 queued")
    assert "@" not in " ".join([*lines(office), *failed])


def test_what_failed_is_told_until_a_later_one_went(office: Office, post: PostOffice) -> None:
    post.answers["text"] = GONE
    tell_all(office, post, "2026-05-11T09:05")
    before = list(tell_failed(office.workspace, office.workspace.profile("dowr")))
    post.answers.clear()
    tell_all(office, post, "2026-05-19T09:05")

    assert before
    assert not list(tell_failed(office.workspace, office.workspace.profile("dowr")))


def test_a_book_reads_on_and_anew_when_the_chain_was_put_back(office: Office, post: PostOffice) -> None:
    book = MessageBook(office.workspace)
    empty = book.of_profile("dowr")
    tell_all(office, post, "2026-05-11T09:05")
    first = book.of_profile("dowr")
    tell_all(office, post, "2026-05-19T09:05")

    assert not empty
    assert 0 < len(first) < len(book.of_profile("dowr"))
    assert book.of_profile("dowr") == MessageBook(office.workspace).of_profile("dowr")


def test_who_has_no_address_is_named_a_few_at_a_time(office: Office) -> None:
    profile = office.workspace.profile("dowr").on(office.workspace.today())
    (everybody,) = tell_unreachable(office.workspace, profile)
    for person in profile.personen[:-1]:
        contacts.choose(office.workspace, "dowr", person.sleutel, mail="iemand@gemeente.example", teams=None)
    (last,) = tell_unreachable(office.workspace, profile)

    assert f"nog {len(profile.personen) - 5} anderen" in everybody
    assert profile.personen[-1].functie in last
    assert "anderen" not in last
