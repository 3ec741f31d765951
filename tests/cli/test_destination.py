"""What a command writes for people comes there whole or not at all, and takes nothing away before it does."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from jaarcyclus.cli.destination import write_file, write_files
from jaarcyclus.errors import InvalidDestination, StoreFailed


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the disk be full once so many files are on it."""

    def fill(after: int) -> None:
        def flush(_: int, seen: list[int] = []) -> None:  # noqa: B006  the count of this disk
            seen.append(1)
            if len(seen) > after:
                raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", flush)

    return fill


def left(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_export_of_yesterday_survives_a_full_disk(tmp_path: Path, full_disk: Callable[[int], None]) -> None:
    (tmp_path / "uit.zip").write_bytes(b"gisteren")
    full_disk(0)

    with pytest.raises(StoreFailed, match="is vol; er is niets bewaard"):
        write_file(tmp_path / "uit.zip", b"vandaag")

    assert left(tmp_path) == {"uit.zip": b"gisteren"}


def test_of_several_files_none_is_left_when_one_does_not_fit(tmp_path: Path, full_disk: Callable[[int], None]) -> None:
    """Three workbooks out of seven look like all there are."""
    (tmp_path / "a.xlsx").write_bytes(b"gisteren")
    full_disk(1)

    with pytest.raises(StoreFailed):
        write_files(tmp_path, {"a.xlsx": b"1", "b.xlsx": b"2"})

    assert left(tmp_path) == {"a.xlsx": b"gisteren"}


def test_a_folder_that_was_made_for_them_goes_too(tmp_path: Path, full_disk: Callable[[int], None]) -> None:
    full_disk(1)

    with pytest.raises(StoreFailed):
        write_files(tmp_path / "nieuw" / "begroting", {"a.xlsx": b"1", "b.xlsx": b"2"})

    assert list(tmp_path.iterdir()) == []


def test_it_is_as_readable_as_its_folder_and_never_wider_than_what_lay_there(tmp_path: Path) -> None:
    (tmp_path / "eigen.zip").touch(mode=0o600)
    before = os.umask(0o022)
    try:
        write_files(tmp_path, {"eigen.zip": b"1", "nieuw.zip": b"2"})
    finally:
        os.umask(before)

    assert [oct((tmp_path / name).stat().st_mode & 0o777) for name in ("eigen.zip", "nieuw.zip")] == ["0o600", "0o644"]


def test_a_link_is_followed_and_a_device_keeps_its_place(tmp_path: Path) -> None:
    (tmp_path / "echt.zip").write_bytes(b"oud")
    (tmp_path / "link.zip").symlink_to(tmp_path / "echt.zip")

    write_file(tmp_path / "link.zip", b"nieuw")
    write_file(Path(os.devnull), b"weg")

    assert (tmp_path / "link.zip").is_symlink()
    assert (tmp_path / "echt.zip").read_bytes() == b"nieuw"
    assert Path(os.devnull).is_char_device()


def test_a_folder_in_the_place_of_a_file_is_no_reason_to_write_the_others(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").mkdir()

    with pytest.raises(InvalidDestination):
        write_files(tmp_path, {"a.xlsx": b"1", "b.xlsx": b"2"})

    assert [path.name for path in tmp_path.iterdir()] == ["b.xlsx"]
