"""The folders of the percelen: what is found in them, and what a sender's move there cannot break."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from jaarcyclus.installation import inbox
from jaarcyclus.settings import Settings
from jaarcyclus.steps import perceel_folder
from jaarcyclus.steps.workspace import open_workspace

ICT, PSA = ("dowr", "ict"), ("dowr", "psa")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file lies still from the start: nobody waits for a test."""
    monkeypatch.setattr(inbox, "STABLE_S", 0.0)


def drop(settings: Settings, folder: tuple[str, str], name: str, *, modified: float = 1.0) -> Path:
    """Save a file in the folder of a perceel, as last changed at this moment."""
    path = settings.inbox.joinpath(*folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"werkboek")
    os.utime(path, (modified, modified))
    return path


def found(settings: Settings) -> list[str]:
    return [f"{item.perceel}/{item.path.name}" for item in inbox.waiting(settings)]


def test_the_oldest_workbook_comes_first(settings: Settings) -> None:
    """Whoever saved first is answered first, whatever the folder."""
    drop(settings, ICT, "b.xlsx", modified=3.0)
    drop(settings, PSA, "a.xlsx", modified=2.0)
    drop(settings, ICT, "c.xlsx", modified=1.0)

    assert found(settings) == ["ict/c.xlsx", "psa/a.xlsx", "ict/b.xlsx"]


def test_what_lies_where_nobody_looks_is_found(settings: Settings) -> None:
    """Beside the folders of percelen, in a folder below one, and a link: never read, so somebody must be told."""
    drop(settings, ICT, "goed.xlsx")
    drop(settings, ICT, ".half.xlsx")
    drop(settings, (*ICT, "verwerkt"), "000001-goed.xlsx")
    wrong = [drop(settings, ("dowr",), "los.xlsx"), drop(settings, (), "verdwaald.xlsx")]
    below = drop(settings, (*ICT, "maart"), "werkboek.xlsx").parent
    link = settings.inbox.joinpath(*ICT, "link.xlsx")
    link.symlink_to(wrong[0])

    assert set(inbox.overlooked(settings)) == {*wrong, below, link}


def test_an_inbox_that_is_not_there_holds_nothing(settings: Settings) -> None:
    assert inbox.overlooked(settings) == ()


def test_a_file_that_is_moved_while_we_look_is_no_fault(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sender takes one back between two looks at it: the other is still found."""
    drop(settings, ICT, "blijft.xlsx")
    taken_back = drop(settings, ICT, "weg.xlsx")
    look_at = inbox._look_at

    def look_and_move(path: Path) -> os.stat_result | None:
        seen = look_at(path)
        taken_back.unlink(missing_ok=True)
        return seen

    monkeypatch.setattr(inbox, "_look_at", look_and_move)

    assert "ict/blijft.xlsx" in found(settings)


def test_a_folder_that_cannot_be_read_hides_no_other(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of ict was closed or taken away; that of psa is emptied all the same."""
    dicht = drop(settings, ICT, "ict.xlsx").parent
    drop(settings, PSA, "psa.xlsx")
    iterdir = Path.iterdir

    def refuse(folder: Path):
        if folder == dicht:
            raise PermissionError(13, "geen toegang", str(folder))
        return iterdir(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)

    assert found(settings) == ["psa/psa.xlsx"]


@pytest.mark.parametrize("name", ["~$ict.xlsx", ".ict.xlsx", "ict.xlsx.part", "ict.tmp", "Thumbs.db", "desktop.ini"])
def test_half_a_copy_waits_for_nobody(settings: Settings, name: str) -> None:
    """Excel's lock, a copy in progress, what a desktop lays in every folder."""
    drop(settings, ICT, name)

    assert found(settings) == []


@pytest.mark.parametrize(
    "name",
    [
        "ict.xlsm",
        "ict.XLS",
        "ict.ods",
        "begroting.pdf",
        "ict",
        "ict.tar.zst",
        "ict.xlsx.zst",
        "ict.7z",
        "ict.zip",
        "ict.msg",
    ],
)
def test_another_kind_of_file_is_received_too(settings: Settings, name: str) -> None:
    """Its sender then hears that it is none, instead of finding it there for ever."""
    drop(settings, ICT, name)

    assert found(settings) == [f"ict/{name}"]


def received(settings: Settings) -> list[tuple[str, str]]:
    """Return perceel and file name of every receipt in the ledger."""
    events = open_workspace(settings).ledger.events("dowr-postbus")
    return [(e.inhoud["perceel"], e.inhoud["bestandsnaam"]) for e in events if e.soort == "bestand_ontvangen"]


def test_a_workbook_is_kept_once_it_is_received(settings: Settings) -> None:
    """Airflow is not there; the receipt is, and the calendar starts the check."""
    dropped = drop(settings, ICT, "ict 2027.xlsx")
    inbox.collect(settings)

    assert received(settings) == [("ict", "ict 2027.xlsx")]
    assert [path.name for path in (dropped.parent / "verwerkt").iterdir()] == ["000001-ict 2027.xlsx"]
    assert inbox.waiting(settings) == ()


@pytest.mark.parametrize("folder", [("dowr", "ikt"), ("dwor", "ict")])
def test_a_workbook_in_the_folder_of_nobody_is_set_aside_with_the_reason(
    settings: Settings, folder: tuple[str, str]
) -> None:
    """A perceel, or a cooperation, that does not exist: not read again every five seconds while nobody hears."""
    dropped = drop(settings, folder, "ict.xlsx")
    inbox.collect(settings)
    kept = sorted((dropped.parent / "geweigerd").iterdir())

    assert [path.name.partition("-")[2] for path in kept] == ["antwoord.txt", "ict.xlsx"]
    assert kept[0].read_text() == f"{inbox.NO_PERCEEL}\n"
    assert (received(settings), inbox.waiting(settings)) == ([], ())


def test_a_file_that_is_too_large_is_set_aside_with_the_reason(settings: Settings) -> None:
    small = replace(settings, max_werkboek_bytes=3)
    path = drop(small, ICT, "ict.xlsx")
    inbox.collect(small)
    reason, file = sorted((path.parent / "geweigerd").iterdir())

    assert "groter dan een werkboek mag zijn" in reason.read_text()
    assert (file.read_bytes(), received(settings)) == (b"werkboek", [])


def test_a_name_that_is_no_text_is_received_all_the_same(settings: Settings) -> None:
    """A share that gives names in another alphabet: half a character cannot be recorded, the workbook can."""
    drop(settings, ICT, os.fsdecode(b"begroting\xe9.xlsx"))
    inbox.collect(settings)

    assert received(settings) == [("ict", "begroting\N{REPLACEMENT CHARACTER}.xlsx")]


def test_what_cannot_be_moved_away_is_not_received_at_every_look(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of ict takes nothing: the workbook stays, the log says why, the others go on."""
    dicht = drop(settings, ICT, "ict.xlsx").parent
    drop(settings, PSA, "psa.xlsx")
    opened = perceel_folder.opened

    def refuse(directory: Path, under: str):
        if directory == dicht:
            raise PermissionError(13, "geen toegang", str(directory))
        return opened(directory, under)

    monkeypatch.setattr(perceel_folder, "opened", refuse)
    for _ in range(2):
        inbox.collect(settings)

    assert received(settings) == [("psa", "psa.xlsx")]


def lay_file(path: Path) -> None:
    path.write_bytes(b"geen map")


def lay_link(path: Path) -> None:
    path.symlink_to("nergens")


@pytest.mark.parametrize("lay", [lay_file, lay_link, os.mkfifo])
@pytest.mark.parametrize("names", [["verwerkt"], ["geweigerd"], ["verwerkt", "geweigerd"]])
def test_what_has_the_name_of_a_folder_of_ours_is_set_aside_with_the_reason(
    settings: Settings, names: list[str], lay: Callable[[Path], None]
) -> None:
    """The workbook that lies beside it is received at once."""
    folder = drop(settings, ICT, "ict.xlsx").parent
    for name in names:
        lay(folder / name)
    told = inbox.overlooked(settings)
    inbox.collect(settings)
    aside = {path.name.partition("-")[2] for path in (folder / "geweigerd").iterdir()}

    assert set(told) == {folder / name for name in names}
    assert received(settings) == [("ict", "ict.xlsx")]
    assert aside == {"antwoord.txt", *names}
    assert inbox.overlooked(settings) == inbox.waiting(settings) == ()


def test_a_half_copy_under_such_a_name_is_left_until_it_lies_still(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "STABLE_S", 60.0)
    drop(settings, ICT, "verwerkt")

    assert inbox.waiting(settings) == ()


@pytest.mark.parametrize("lay", [lay_file, lay_link, Path.mkdir])
def test_what_lies_under_the_name_that_a_workbook_gets_stays(settings: Settings, lay: Callable[[Path], None]) -> None:
    """Else it would be lost, or the workbook received again at every look."""
    folder = drop(settings, ICT, "ict.xlsx").parent / "verwerkt"
    folder.mkdir()
    lay(folder / "000001-ict.xlsx")
    for _ in range(2):
        inbox.collect(settings)

    assert received(settings) == [("ict", "ict.xlsx")]
    assert sorted(path.name for path in folder.iterdir()) == ["000001-2-ict.xlsx", "000001-ict.xlsx"]


def test_a_pipe_in_the_place_of_a_workbook_holds_up_nobody(settings: Settings) -> None:
    """It was a file when it was found; who opens a pipe waits for its other end."""
    path = drop(settings, ICT, "ict.xlsx")
    (found,) = inbox.waiting(settings)
    path.unlink()
    os.mkfifo(path)

    with pytest.raises(OSError, match="no plain file"):
        inbox._collect_one(settings, found)
