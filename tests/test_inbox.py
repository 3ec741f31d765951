"""The folders of the percelen: what is found in them, and what a sender's move there cannot break."""

import os
from pathlib import Path

import pytest

from jaarcyclus import inbox
from jaarcyclus.settings import Settings

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
