"""How a file gets onto the disk: whole or not at all, and for its owner only."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from jaarcyclus import disk
from jaarcyclus.errors import StoreFailed


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_file_and_the_folders_above_it_are_for_the_owner(tmp_path: Path) -> None:
    """Whatever mask the program was started with."""
    before = os.umask(0)
    try:
        disk.write(tmp_path / "a" / "b" / "geheim", b"x")
    finally:
        os.umask(before)

    assert [mode(path) for path in (tmp_path / "a", tmp_path / "a" / "b", tmp_path / "a" / "b" / "geheim")] == [
        0o700, 0o700, 0o600,
    ]  # fmt: skip


def test_a_full_disk_leaves_what_lay_there_and_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "klok").write_bytes(b"oud")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreFailed, match="is vol; er is niets bewaard"):
        disk.write(tmp_path / "klok", b"nieuw")

    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"oud"]


def test_a_draft_that_is_discarded_or_fails_leaves_what_lay_there(tmp_path: Path) -> None:
    (tmp_path / "werkboek").write_bytes(b"oud")

    with disk.writing(tmp_path / "werkboek") as draft:
        draft.file.write(b"half")
        draft.discard()
    with pytest.raises(ZeroDivisionError), disk.writing(tmp_path / "werkboek") as draft:
        draft.file.write(bytes(1 // 0))

    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"oud"]


def test_a_disk_is_full_by_its_room_or_by_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing lies yet the folder above it tells."""
    real = os.statvfs(tmp_path)
    assert not disk.is_full(tmp_path / "nog" / "niet")
    for changes in ({"f_bavail": 4}, {"f_files": 100, "f_favail": 0}):
        room = SimpleNamespace(
            **{name: getattr(real, name) for name in ("f_bavail", "f_frsize", "f_files", "f_favail")}
        )
        monkeypatch.setattr(os, "statvfs", lambda _, found=room, new=changes: SimpleNamespace(**{**vars(found), **new}))

        assert disk.is_full(tmp_path)


def test_what_others_could_read_is_shut_and_named(tmp_path: Path) -> None:
    """But for the folders that are there for others; of a link it is not its goal that changes."""
    for name in ("airflow.db", "publicatie/index.html", "elders"):
        (tmp_path / name).parent.mkdir(exist_ok=True, mode=0o755)
        (tmp_path / name).write_bytes(b"x")
        (tmp_path / name).chmod(0o644)
    var = tmp_path / "var"
    var.mkdir(mode=0o755)
    (tmp_path / "airflow.db").rename(var / "airflow.db")
    (tmp_path / "publicatie").rename(var / "publicatie")
    (var / "link").symlink_to(tmp_path / "elders")

    found = disk.shut(var, besides=(var / "publicatie",))

    assert set(found.shut) == {var, var / "airflow.db"}
    assert found.left_open == ()
    assert [mode(path) for path in (var, var / "airflow.db")] == [0o700, 0o600]
    assert [mode(path) for path in (var / "publicatie" / "index.html", tmp_path / "elders")] == [0o644, 0o644]


def test_a_new_file_takes_nobody_s_place(tmp_path: Path) -> None:
    """What is there stays as it was, and nothing is left beside it."""
    first = disk.write_new(tmp_path / "geheim", b"oud")
    second = disk.write_new(tmp_path / "geheim", b"nieuw")

    assert (first, second) == (True, False)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"oud"]
    assert mode(tmp_path / "geheim") == 0o600


def test_what_root_keeps_is_read_through_the_group(tmp_path, monkeypatch):
    """So a service reads a secret that it may not change; a file of its own needs no group."""
    path = tmp_path / "geheim"
    path.touch()
    owner = path.stat().st_uid
    found = {}
    for who in (owner, owner + 1):
        monkeypatch.setattr("os.geteuid", lambda who=who: who)
        for mode in (0o600, 0o640, 0o644):
            path.chmod(mode)
            with path.open() as file:
                found[who - owner, oct(mode)] = disk.is_open_to_others(file)

    assert found == {
        (0, "0o600"): False, (0, "0o640"): True, (0, "0o644"): True,
        (1, "0o600"): False, (1, "0o640"): False, (1, "0o644"): True,
    }  # fmt: skip
