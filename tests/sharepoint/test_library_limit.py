"""A file that is larger than a workbook may be: its sender reads so once, beside it, while that is true."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders.library_inbox import InboxDesk
from graph.running import Graph

ICT = "Inbox/ict/ict.csv"
ANSWER = f"{ICT}-antwoord.txt"
TOO_LARGE = "groter dan een werkboek mag zijn"


@pytest.fixture
def desk(graph: Graph, tmp_path: Path) -> InboxDesk:
    """Return an inbox of files of at most three bytes."""
    return _with_limit(InboxDesk(graph, tmp_path / "var"), 3)


def _with_limit(desk: InboxDesk, most: int) -> InboxDesk:
    desk.workspace = replace(desk.workspace, settings=replace(desk.workspace.settings, max_werkboek_bytes=most))
    return desk


def lay(desk: InboxDesk, content: bytes, path: str = ICT) -> None:
    desk.graph.upload_as_human(path, content)
    desk.finish()


def test_it_is_not_fetched_and_its_sender_reads_why(desk: InboxDesk) -> None:
    lay(desk, b"werkboek")

    assert (desk.received(), desk.graph.requests("download")) == ([], [])
    assert TOO_LARGE in desk.answers()[ANSWER]


def _ask_for_everything(desk: InboxDesk) -> None:
    desk.graph.forget_delta_tokens()


def _a_day_later(desk: InboxDesk) -> None:
    desk.graph.advance(25 * 3600)


def _fill_a_column(desk: InboxDesk) -> None:
    desk.graph.act_as_human("set_fields", ICT, Title="Begroting")


def _rename(desk: InboxDesk) -> None:
    desk.graph.act_as_human("rename", ICT, name="groot.csv")


@pytest.mark.parametrize("tell_again", [_ask_for_everything, _a_day_later, _fill_a_column, _rename])
def test_who_tidies_that_away_does_not_read_it_again(desk: InboxDesk, tell_again) -> None:
    lay(desk, b"werkboek")
    desk.graph.act_as_human("delete", ANSWER)
    tell_again(desk)
    desk.finish()

    assert desk.answers() == {}


def test_another_one_that_is_too_large_too_is_told_of_again(desk: InboxDesk) -> None:
    lay(desk, b"werkboek")
    desk.graph.act_as_human("delete", ANSWER)
    lay(desk, b"een ander werkboek")

    assert TOO_LARGE in desk.answers()[ANSWER]


def test_when_larger_files_may_be_handed_in_it_is_received(desk: InboxDesk) -> None:
    lay(desk, b"werkboek")
    _a_day_later(_with_limit(desk, 8))
    desk.finish()

    assert [content for _, _, content in desk.received()] == [b"werkboek"]
    assert "Ontvangst:  1" in desk.answers()[ANSWER]


def test_who_puts_back_what_counts_reads_the_answer_to_that(desk: InboxDesk) -> None:
    """Else it says beside the workbook that counts that nobody read it."""
    lay(desk, b"A")
    lay(desk, b"werkboek")
    lay(desk, b"A")

    assert [content for _, _, content in desk.received()] == [b"A"]
    assert list(desk.answers()) == [ANSWER]
    assert "Ontvangst:  1" in desk.answers()[ANSWER]


def test_an_answer_that_cannot_lie_there_again_yet_does_later(desk: InboxDesk) -> None:
    lay(desk, b"A")
    lay(desk, b"werkboek")
    desk.graph.act_as_human("lock", ANSWER, seconds=7200)
    lay(desk, b"A")
    desk.graph.advance(7200)
    desk.finish()

    assert "Ontvangst:  1" in desk.answers()[ANSWER]


def test_under_another_name_and_small_enough_it_has_one_answer(desk: InboxDesk) -> None:
    lay(desk, b"werkboek")
    _rename(desk)
    lay(desk, b"A", "Inbox/ict/groot.csv")

    assert list(desk.answers()) == ["Inbox/ict/groot.csv-antwoord.txt"]


def test_what_somebody_wrote_in_it_stays(desk: InboxDesk) -> None:
    lay(desk, b"werkboek")
    desk.graph.act_as_human("edit", ANSWER, content=b"gezien!")
    lay(desk, b"A")

    assert desk.graph.content(ANSWER) == b"gezien!"
    assert "Ontvangst:  1" in desk.answers()["Inbox/ict/ict.csv-antwoord-2.txt"]


def test_a_name_too_long_for_the_answer_holds_nothing_up(desk: InboxDesk) -> None:
    lay(desk, b"werkboek", f"Inbox/ict/{'x' * 350}.csv")

    (text,) = desk.answers().values()
    assert TOO_LARGE in text
