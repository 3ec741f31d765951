"""Files by their hash: stored once, whole or not at all, and never returned when a byte differs."""

import errno
import os
import signal
import stat
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.ledger import FORK, run_together
from jaarcyclus.errors import ArtefactDamaged, ArtefactMissing, StoreFailed
from jaarcyclus.ledger.artefacts import ArtefactStore
from jaarcyclus.terms.canonical import sha256

PDF = b"%PDF-1.7 begroting 2027"
SHA = sha256(PDF)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "var" / "artefacten"


@pytest.fixture
def store(root: Path) -> ArtefactStore:
    return ArtefactStore(f"file://{root}")


def find_files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_a_file_is_fetched_by_the_hash_of_its_bytes(store: ArtefactStore) -> None:
    assert store.put(PDF) == SHA
    assert store.get(SHA) == PDF
    assert store.has(SHA)


def test_an_empty_file_is_a_file(store: ArtefactStore) -> None:
    assert store.get(store.put(b"")) == b""


@given(st.binary(max_size=300))
def test_any_bytes_come_back_as_they_went_in(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        store = ArtefactStore(f"file://{folder}")

        assert store.get(store.put(content)) == content


def test_what_was_never_stored_is_missing(store: ArtefactStore) -> None:
    assert not store.has(SHA)
    with pytest.raises(ArtefactMissing, match=SHA):
        store.get(SHA)


def test_another_store_sees_the_same_files(root: Path) -> None:
    ArtefactStore(f"file://{root}").put(PDF)

    assert ArtefactStore(f"file://{root}").get(SHA) == PDF


def test_storing_again_changes_nothing(root: Path) -> None:
    store = ArtefactStore(f"file://{root}")
    store.put(PDF)
    path = root / SHA[:2] / SHA[2:4] / SHA
    before = path.stat()

    assert store.put(PDF) == SHA
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_files_are_spread_over_two_levels_and_nothing_else_is_left(root: Path) -> None:
    ArtefactStore(f"file://{root}").put(PDF)

    assert find_files(root) == [f"{SHA[:2]}/{SHA[2:4]}/{SHA}"]


def test_nobody_else_on_the_machine_may_read(root: Path) -> None:
    ArtefactStore(f"file://{root}").put(PDF)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in root.rglob("*") if path.is_dir()}
    assert modes | {stat.S_IMODE(root.stat().st_mode)} == {0o700}
    assert {stat.S_IMODE((root / name).stat().st_mode) for name in find_files(root)} == {0o600}


@pytest.mark.parametrize("damage", [b"", PDF[:-1], PDF + b" ", PDF.replace(b"2027", b"2028")])
def test_a_damaged_file_is_refused_and_left_as_evidence(root: Path, damage: bytes) -> None:
    store = ArtefactStore(f"file://{root}")
    store.put(PDF)
    path = root / SHA[:2] / SHA[2:4] / SHA
    path.write_bytes(damage)

    with pytest.raises(ArtefactDamaged, match=SHA):
        store.get(SHA)
    with pytest.raises(ArtefactDamaged, match=SHA):
        store.put(PDF)
    assert path.read_bytes() == damage


@pytest.mark.parametrize("name", ["", "../../geheim", SHA.upper(), SHA[:-1], SHA + "\n", f"{SHA}/..", "é" * 64])
def test_only_a_hash_is_a_name(store: ArtefactStore, name: str) -> None:
    """What comes in by URL or manifest can never point outside the store."""
    store.put(PDF)

    assert not store.has(name)
    with pytest.raises(ArtefactMissing, match="geen SHA-256"):
        store.get(name)


def test_eight_processes_storing_the_same_file_at_once_store_it_once(root: Path) -> None:
    store = ArtefactStore(f"file://{root}")

    def put_many() -> None:
        for number in range(25):
            store.put(b"werkboek %d" % number)

    assert run_together(put_many, [()] * 8) == [0] * 8
    assert len(find_files(root)) == 25
    assert all(store.get(sha256(b"werkboek %d" % number)) for number in range(25))


def test_a_writer_killed_halfway_leaves_no_half_file_under_a_hash(root: Path) -> None:
    """kill -9 at any moment: what has a hash for a name is whole; the rest is a file that nobody asks for."""
    store = ArtefactStore(f"file://{root}")

    def put_for_ever() -> None:
        while True:
            store.put(os.urandom(500_000))

    for _ in range(5):
        known = len(find_files(root))
        process = FORK.Process(target=put_for_ever)
        process.start()
        while len(find_files(root)) < known + 3:
            time.sleep(0.001)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
    stored = [name.rpartition("/")[2] for name in find_files(root) if not name.endswith(".nieuw")]

    assert stored
    assert all(sha256(store.get(sha)) == sha for sha in stored)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "is vol; er is niets bewaard. Maak ruimte vrij"),
        (errno.EROFS, "mag niet worden geschreven"),
        (errno.EIO, "Laat de beheerder de schijf nakijken"),
    ],
)
def test_a_disk_that_does_not_take_it_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    store = ArtefactStore(f"file://{tmp_path}/artefacten")
    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(StoreFailed, match=sentence):
        store.put(b"een werkboek")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_that_is_written_in_pieces_is_stored_by_what_it_became(store: ArtefactStore) -> None:
    """A zip goes back to fill in what it did not know."""

    def write(file: BinaryIO) -> None:
        file.write(b"????" + PDF[4:])
        file.seek(0)
        file.write(PDF[:4])

    taken = store.take(write)

    assert (taken.sha256, taken.size, taken.read()) == (SHA, len(PDF), PDF)
    assert store.get(SHA) == PDF
    assert store.take(write) == taken == store.find(SHA)


def test_what_cannot_be_written_whole_leaves_nothing(root: Path) -> None:
    def write(file: BinaryIO) -> None:
        file.write(PDF)
        raise ArtefactMissing("een stuk ontbreekt")

    with pytest.raises(ArtefactMissing):
        ArtefactStore(f"file://{root}").take(write)
    assert find_files(root) == []


def test_written_again_beside_a_damaged_file_it_is_refused_and_nothing_is_left(root: Path) -> None:
    store = ArtefactStore(f"file://{root}")
    store.put(PDF)
    (root / SHA[:2] / SHA[2:4] / SHA).write_bytes(b"anders")

    with pytest.raises(ArtefactDamaged, match=SHA):
        store.take(lambda file: file.write(PDF))
    with pytest.raises(ArtefactDamaged, match=SHA):
        store.find(SHA)
    assert find_files(root) == [f"{SHA[:2]}/{SHA[2:4]}/{SHA}"]


def test_a_file_that_changes_after_it_was_found_is_not_given_out(root: Path) -> None:
    store = ArtefactStore(f"file://{root}")
    found = store.find(store.put(PDF))
    (root / SHA[:2] / SHA[2:4] / SHA).write_bytes(PDF.replace(b"2027", b"2028"))

    with pytest.raises(ArtefactDamaged, match=SHA):
        found.read()
