"""A folder that a sender can write to: what we lay there is whole, is ours, and goes where we meant."""

import os
from pathlib import Path

import pytest

from jaarcyclus.steps import perceel_folder

TEXT = "Uitkomst: geweigerd\n"


def place(directory: Path, text: str = TEXT) -> str:
    """Lay down the answer to receipt 12."""
    with perceel_folder.opened(directory, perceel_folder.PROCESSED) as folder:
        return perceel_folder.place_text(folder, "000012-antwoord", text)


def lying(folder: Path) -> dict[str, str]:
    """Return what lies in `verwerkt`, by name."""
    return {path.name: path.read_text() for path in (folder / "verwerkt").iterdir()}


def test_a_text_is_laid_down_once(tmp_path: Path) -> None:
    """A task that is tried again finds its own work, and nothing half is left beside it."""
    names = [place(tmp_path), place(tmp_path)]

    assert names == ["000012-antwoord.txt"] * 2
    assert lying(tmp_path) == {"000012-antwoord.txt": TEXT}


def test_what_a_sender_put_under_that_name_stays(tmp_path: Path) -> None:
    """Another text, a link, a folder: ours takes the next name."""
    (tmp_path / "verwerkt" / "000012-antwoord-3.txt").mkdir(parents=True)
    (tmp_path / "verwerkt" / "000012-antwoord.txt").write_text("van de indiener")
    (tmp_path / "verwerkt" / "000012-antwoord-2.txt").symlink_to(tmp_path / "elders.txt")
    name = place(tmp_path)

    assert name == "000012-antwoord-4.txt"
    assert (tmp_path / "verwerkt" / "000012-antwoord.txt").read_text() == "van de indiener"
    assert not (tmp_path / "elders.txt").exists()


def test_a_pipe_under_that_name_makes_nobody_wait(tmp_path: Path) -> None:
    """Who opens a pipe waits for its other end; the supervisor of the inbox must not."""
    (tmp_path / "verwerkt").mkdir()
    os.mkfifo(tmp_path / "verwerkt" / "000012-antwoord.txt")

    assert place(tmp_path) == "000012-antwoord-2.txt"


@pytest.mark.parametrize("kind", ["link", "bestand"])
def test_a_folder_that_is_none_gets_nothing(tmp_path: Path, kind: str) -> None:
    """A sender points `verwerkt` at another place: nothing is written there."""
    folder, elders = tmp_path / "ict", tmp_path / "elders"
    folder.mkdir()
    elders.mkdir()
    if kind == "link":
        (folder / "verwerkt").symlink_to(elders)
    else:
        (folder / "verwerkt").write_text("geen map")

    with pytest.raises(OSError, match="verwerkt"):
        place(folder)

    assert list(elders.iterdir()) == []


def test_a_text_that_cannot_be_finished_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk half-way: no half answer, and no rest of it."""

    def full(_: int) -> None:
        raise OSError(28, "geen ruimte meer")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="ruimte"):
        place(tmp_path)

    assert lying(tmp_path) == {}


def test_a_name_that_is_too_long_for_a_number_is_replaced(tmp_path: Path) -> None:
    """The file is kept under its number: a move that fails would have it received again at every look."""
    long, gewoon = tmp_path / f"{'é' * 120}.xlsx", tmp_path / "ict 2027.xlsx"
    with perceel_folder.opened(tmp_path, perceel_folder.PROCESSED) as folder:
        for number, path in (("000001", long), ("000002", gewoon)):
            path.write_text("werkboek")
            perceel_folder.keep(path, folder, number)

    assert sorted(lying(tmp_path)) == ["000001-werkboek.xlsx", "000002-ict 2027.xlsx"]
