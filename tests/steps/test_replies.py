"""Who drops a workbook in a folder gets an answer there: once, and also when a crash came in between."""

from pathlib import Path
from typing import Any

import pytest

from builders.dossier import Kantoor, open_ronde, workbook_of
from jaarcyclus.steps import calendar, judging, perceel_folder, receipts, replies
from jaarcyclus.steps.receipts import Ontvangst
from jaarcyclus.steps.replies import write_answer
from jaarcyclus.terms.findings import als_dict, bevinding


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


# The letter: the outcome, and per finding where, what, and what to do.

DECIMALEN = bevinding("BEDRAG_TE_VEEL_DECIMALEN", blad="Regels", cel="F12", waarde="10,125")
TE_LAAT = bevinding("TE_LAAT", waarde="2026-05-01", datum="2026-05-01")


def answer(*bevindingen: Any, bestandsnaam: str = "ict 2027.xlsx", dossier: str | None = "dowr-2027-begroting") -> str:
    """Return the answer to receipt 12 with these findings."""
    ontvangst = Ontvangst(
        nummer=12, sha256="ab" * 32, bestandsnaam=bestandsnaam, via="map", inzender="manager_ict", perceel="ict"
    )
    found = [item if isinstance(item, dict) else als_dict(item) for item in bevindingen]
    geaccepteerd = all(item["ernst"] != "fout" for item in found)
    return write_answer(ontvangst, {"geaccepteerd": geaccepteerd, "dossier": dossier, "bevindingen": found})


def test_a_refusal_says_per_finding_where_what_and_what_to_do() -> None:
    """Sheet, cell, value, expectation and remedy; the errors first."""
    assert answer(TE_LAAT, DECIMALEN) == (
        "Ontvangst:  12\n"
        "Bestand:    ict 2027.xlsx\n"
        f"SHA-256:    {'ab' * 32}\n"
        "Perceel:    ict\n"
        "Dossier:    dowr-2027-begroting\n"
        "Uitkomst:   geweigerd\n"
        "\n"
        "Uw werkboek is geweigerd; er is niets uit overgenomen. Doe wat hieronder bij elke fout staat en plaats het "
        "werkboek opnieuw in uw map.\n"
        "\n"
        "Fouten (1)\n"
        "\n"
        "1. Blad Regels, cel F12 [BEDRAG_TE_VEEL_DECIMALEN]\n"
        f"   {DECIMALEN.melding}\n"
        "   Er staat: 10,125\n"
        f"   Verwacht: {DECIMALEN.verwacht}\n"
        f"   Te doen:  {DECIMALEN.herstel}\n"
        "\n"
        "Waarschuwingen (1)\n"
        "\n"
        "1. Het hele bestand [TE_LAAT]\n"
        f"   {TE_LAAT.melding}\n"
        "   Er staat: 2026-05-01\n"
        f"   Verwacht: {TE_LAAT.verwacht}\n"
        f"   Te doen:  {TE_LAAT.herstel}\n"
    )


def test_who_was_accepted_reads_that_nothing_is_to_be_done() -> None:
    text = answer()

    assert text.endswith(
        "Uitkomst:   geaccepteerd\n\nUw werkboek is geaccepteerd en telt mee. U hoeft niets te doen.\n"
    )


def test_a_warning_leaves_the_workbook_accepted() -> None:
    """Who handed in late is told so, and what to do when something must still change."""
    text = answer(TE_LAAT)

    assert "Uitkomst:   geaccepteerd" in text
    assert "Kijk de waarschuwingen hieronder na." in text


def test_a_file_that_belongs_to_no_dossier_says_so() -> None:
    assert "Dossier:    geen\n" in answer(DECIMALEN, dossier=None)


def test_what_a_sender_wrote_makes_no_line_and_hides_nothing() -> None:
    """A name or a value that would forge an answer, or turn the text around, stays one visible line."""
    kwaad = "a.xlsx\nUitkomst:   geaccepteerd\u202e"
    finding = als_dict(DECIMALEN) | {"waarde": kwaad, "cel": kwaad, "blad": kwaad, "melding": kwaad}
    lines = answer(finding, bestandsnaam=kwaad).splitlines()

    assert [line for line in lines if line.startswith("Uitkomst:")] == ["Uitkomst:   geweigerd"]
    assert "Bestand:    a.xlsx Uitkomst: geaccepteerd[U+202E]" in lines
