"""Who drops a workbook in a folder gets an answer there: once, and also when a crash came in between."""

from pathlib import Path

import pytest

from builders.dossier import Kantoor, open_ronde, workbook_of
from jaarcyclus.steps import calendar, judging, perceel_folder, receipts, replies


def receive(kantoor: Kantoor, content: bytes = b"geen werkboek", via: str = "map", perceel: str = "psa") -> int:
    """Receive a file of this perceel and return its number."""
    return receipts.receive(
        kantoor.werkplaats,
        "dowr",
        content,
        bestandsnaam="psa.xlsx",
        inzender="manager_psa",
        via=via,
        perceel=perceel,
    ).nummer


def answers(kantoor: Kantoor, perceel: str = "psa") -> dict[str, str]:
    """Return the answers that lie in the folder of a perceel."""
    map_ = kantoor.werkplaats.settings.inbox / "dowr" / perceel / "verwerkt"
    return {path.name: path.read_text() for path in map_.glob("*")}


def recorded(kantoor: Kantoor) -> list[int]:
    """Return the receipts of which the postbus says that they are answered."""
    events = kantoor.werkplaats.ledger.events("dowr-postbus")
    return [event.inhoud["ontvangst"] for event in events if event.soort == "bestand_beantwoord"]


def test_an_accepted_workbook_is_answered_beside_the_kept_file(tmp_path: Path) -> None:
    kantoor = open_ronde(tmp_path)
    nummer = receive(kantoor, workbook_of("psa")[0])
    replies.judge_and_reply(kantoor.werkplaats, "dowr", nummer)

    assert list(answers(kantoor)) == [f"{nummer:06d}-antwoord.txt"]
    assert "Uitkomst:   geaccepteerd" in answers(kantoor)[f"{nummer:06d}-antwoord.txt"]


def test_what_is_no_workbook_is_answered_with_what_to_do(tmp_path: Path) -> None:
    kantoor = open_ronde(tmp_path)
    replies.judge_and_reply(kantoor.werkplaats, "dowr", receive(kantoor))
    (text,) = answers(kantoor).values()

    assert "1. Het hele bestand [BESTAND_GEEN_XLSX]" in text
    assert "Te doen:  Open het werkboek in Excel" in text


def test_who_handed_in_by_the_api_reads_the_verdict_there(tmp_path: Path) -> None:
    kantoor = open_ronde(tmp_path)
    replies.judge_and_reply(kantoor.werkplaats, "dowr", receive(kantoor, via="api"))

    assert (answers(kantoor), recorded(kantoor)) == ({}, [])


def test_the_calendar_answers_what_a_crash_left(tmp_path: Path) -> None:
    """Killed after the verdict was recorded: the next tick lays the answer down."""
    kantoor = open_ronde(tmp_path)
    nummer = receive(kantoor)
    judging.judge(kantoor.werkplaats, "dowr", nummer)
    before = answers(kantoor)
    calendar.tick(kantoor.werkplaats, "dowr")

    assert before == {}
    assert list(answers(kantoor)) == [f"{nummer:06d}-antwoord.txt"]


def test_a_crash_after_the_answer_gives_no_second_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before it was recorded: the next try finds its own file and records it, once."""
    kantoor = open_ronde(tmp_path)
    nummer = receive(kantoor)
    judging.judge(kantoor.werkplaats, "dowr", nummer)
    with monkeypatch.context() as crash:
        crash.setattr(replies, "NieuwEvent", _killed)
        with pytest.raises(KeyboardInterrupt):
            replies.answer_due(kantoor.werkplaats, "dowr")
    lying = answers(kantoor)
    for _ in range(2):
        replies.judge_and_reply(kantoor.werkplaats, "dowr", nummer)

    assert answers(kantoor) == lying
    assert len(lying) == 1
    assert recorded(kantoor) == [nummer]


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_answer_that_was_tidied_away_does_not_come_back(tmp_path: Path) -> None:
    kantoor = open_ronde(tmp_path)
    replies.judge_and_reply(kantoor.werkplaats, "dowr", receive(kantoor))
    for path in (kantoor.werkplaats.settings.inbox / "dowr" / "psa" / "verwerkt").iterdir():
        path.unlink()
    calendar.tick(kantoor.werkplaats, "dowr")

    assert answers(kantoor) == {}


def test_two_runs_at_once_answer_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run's task and the calendar both saw that the answer was due."""
    kantoor = open_ronde(tmp_path)
    nummer = receive(kantoor)
    replies.judge_and_reply(kantoor.werkplaats, "dowr", nummer)
    monkeypatch.setattr(replies, "unanswered", lambda _: (nummer,))
    replies.answer_due(kantoor.werkplaats, "dowr")

    assert len(answers(kantoor)) == 1
    assert recorded(kantoor) == [nummer]


def test_a_folder_that_takes_no_answer_holds_up_nobody(tmp_path: Path) -> None:
    """A sender put a file where the folder belongs: the verdict stands, others are answered, and it stays due."""
    kantoor = open_ronde(tmp_path)
    dicht = kantoor.werkplaats.settings.inbox / "dowr" / "psa" / perceel_folder.VERWERKT
    dicht.parent.mkdir(parents=True)
    dicht.write_text("geen map")
    eerste, tweede = receive(kantoor), receive(kantoor, perceel="ict")
    for nummer in (eerste, tweede):
        replies.judge_and_reply(kantoor.werkplaats, "dowr", nummer)
    during = recorded(kantoor)
    dicht.unlink()
    calendar.tick(kantoor.werkplaats, "dowr")

    assert during == [tweede]
    assert recorded(kantoor) == [tweede, eerste]
    assert len(answers(kantoor)) == len(answers(kantoor, "ict")) == 1
