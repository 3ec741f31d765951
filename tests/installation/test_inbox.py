"""The folders of the percelen: what is found in them, and what a sender's move there cannot break."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from jaarcyclus.installation import inbox
from jaarcyclus.settings import Settings
from jaarcyclus.steps.workspace import open_werkplaats

ICT, PSA = ("dowr", "ict"), ("dowr", "psa")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file lies still from the start: nobody waits for a test."""
    monkeypatch.setattr(inbox, "STABIEL_S", 0.0)


def drop(settings: Settings, map_: tuple[str, str], naam: str, *, gewijzigd: float = 1.0) -> Path:
    """Save a file in the folder of a perceel, as last changed at this moment."""
    pad = settings.inbox.joinpath(*map_, naam)
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_bytes(b"werkboek")
    os.utime(pad, (gewijzigd, gewijzigd))
    return pad


def found(settings: Settings) -> list[str]:
    return [f"{item.perceel}/{item.pad.name}" for item in inbox.waiting(settings)]


def test_the_oldest_workbook_comes_first(settings: Settings) -> None:
    """Whoever saved first is answered first, whatever the folder."""
    drop(settings, ICT, "b.xlsx", gewijzigd=3.0)
    drop(settings, PSA, "a.xlsx", gewijzigd=2.0)
    drop(settings, ICT, "c.xlsx", gewijzigd=1.0)

    assert found(settings) == ["ict/c.xlsx", "psa/a.xlsx", "ict/b.xlsx"]


def test_a_file_that_is_moved_while_we_look_is_no_fault(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sender takes one back between two looks at it: the other is still found."""
    drop(settings, ICT, "blijft.xlsx")
    weg = drop(settings, ICT, "weg.xlsx")
    look_at = inbox._look_at

    def look_and_move(pad: Path) -> os.stat_result | None:
        seen = look_at(pad)
        weg.unlink(missing_ok=True)
        return seen

    monkeypatch.setattr(inbox, "_look_at", look_and_move)

    assert "ict/blijft.xlsx" in found(settings)


def test_a_folder_that_cannot_be_read_hides_no_other(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of ict was closed or taken away; that of psa is emptied all the same."""
    dicht = drop(settings, ICT, "ict.xlsx").parent
    drop(settings, PSA, "psa.xlsx")
    iterdir = Path.iterdir

    def refuse(map_: Path):
        if map_ == dicht:
            raise PermissionError(13, "geen toegang", str(map_))
        return iterdir(map_)

    monkeypatch.setattr(Path, "iterdir", refuse)

    assert found(settings) == ["psa/psa.xlsx"]


@pytest.mark.parametrize("naam", ["~$ict.xlsx", ".ict.xlsx", "ict.xls", "ict.txt"])
def test_what_is_no_workbook_waits_for_nobody(settings: Settings, naam: str) -> None:
    """Excel's lock, a copy in progress, another kind of file."""
    drop(settings, ICT, naam)

    assert found(settings) == []


def received(settings: Settings) -> list[tuple[str, str]]:
    """Return perceel and file name of every receipt in the ledger."""
    events = open_werkplaats(settings).ledger.events("dowr-postbus")
    return [(e.inhoud["perceel"], e.inhoud["bestandsnaam"]) for e in events if e.soort == "bestand_ontvangen"]


def test_a_workbook_is_kept_once_it_is_received(settings: Settings) -> None:
    """Airflow is not there; the receipt is, and the calendar starts the check."""
    pad = drop(settings, ICT, "ict 2027.xlsx")
    inbox.collect(settings)

    assert received(settings) == [("ict", "ict 2027.xlsx")]
    assert [path.name for path in (pad.parent / "verwerkt").iterdir()] == ["000001-ict 2027.xlsx"]
    assert inbox.waiting(settings) == ()


@pytest.mark.parametrize("map_", [("dowr", "ikt"), ("dwor", "ict")])
def test_a_workbook_in_the_folder_of_nobody_is_set_aside_with_the_reason(
    settings: Settings, map_: tuple[str, str]
) -> None:
    """A perceel, or a cooperation, that does not exist: not read again every five seconds while nobody hears."""
    pad = drop(settings, map_, "ict.xlsx")
    inbox.collect(settings)
    kept = sorted((pad.parent / "geweigerd").iterdir())

    assert [path.name.partition("-")[2] for path in kept] == ["antwoord.txt", "ict.xlsx"]
    assert kept[0].read_text() == f"{inbox.GEEN_PERCEEL}\n"
    assert (received(settings), inbox.waiting(settings)) == ([], ())


def test_a_file_that_is_too_large_is_set_aside_with_the_reason(settings: Settings) -> None:
    klein = replace(settings, max_werkboek_bytes=3)
    pad = drop(klein, ICT, "ict.xlsx")
    inbox.collect(klein)
    reden, bestand = sorted((pad.parent / "geweigerd").iterdir())

    assert "groter dan een werkboek mag zijn" in reden.read_text()
    assert (bestand.read_bytes(), received(settings)) == (b"werkboek", [])


def test_a_name_that_is_no_text_is_received_all_the_same(settings: Settings) -> None:
    """A share that gives names in another alphabet: half a character cannot be recorded, the workbook can."""
    drop(settings, ICT, os.fsdecode(b"begroting\xe9.xlsx"))
    inbox.collect(settings)

    assert received(settings) == [("ict", "begroting\N{REPLACEMENT CHARACTER}.xlsx")]


def test_what_cannot_be_moved_away_is_not_received_at_every_look(settings: Settings) -> None:
    """The sender put a file where `verwerkt` belongs: the workbook stays, the log says why, the others go on."""
    dicht = drop(settings, ICT, "ict.xlsx")
    (dicht.parent / "verwerkt").write_text("geen map")
    drop(settings, PSA, "psa.xlsx")
    for _ in range(2):
        inbox.collect(settings)

    assert received(settings) == [("psa", "psa.xlsx")]


def test_a_pipe_in_the_place_of_a_workbook_holds_up_nobody(settings: Settings) -> None:
    """It was a file when it was found; who opens a pipe waits for its other end."""
    pad = drop(settings, ICT, "ict.xlsx")
    (gevonden,) = inbox.waiting(settings)
    pad.unlink()
    os.mkfifo(pad)

    with pytest.raises(OSError, match="no plain file"):
        inbox._collect_one(settings, gevonden)
