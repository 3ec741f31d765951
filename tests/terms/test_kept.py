"""A file that is not held in memory: each byte that is read of it is what it was when it was looked through."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.errors import ArtefactDamaged
from jaarcyclus.terms.canonical import sha256
from jaarcyclus.terms.kept import BLOCK, Kept, keep, look_at, look_through

CONTENT = bytes(range(256)) * (2 * BLOCK // 256) + b"het laatste blok"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "dossier.zip"
    path.write_bytes(CONTENT)
    return path


def kept_at(path: Path) -> Kept:
    return look_at(lambda: path.open("rb"))


def test_it_is_told_by_hash_and_size_and_comes_in_blocks(path: Path) -> None:
    kept = kept_at(path)

    assert kept == keep(CONTENT)
    assert (kept.sha256, kept.size) == (sha256(CONTENT), len(CONTENT))
    assert [len(piece) for piece in kept.pieces()] == [BLOCK, BLOCK, 16]
    assert kept.read() == b"".join(kept.pieces()) == CONTENT


@given(st.integers(0, len(CONTENT)), st.integers(0, 3 * BLOCK))
def test_it_is_read_from_anywhere_as_any_file(start: int, length: int) -> None:
    with look_through(keep(CONTENT).open(), keep(CONTENT).open).open() as stream:
        stream.seek(start)

        assert stream.read(length) == CONTENT[start : start + length]


def test_part_of_another_file_is_one_too(path: Path) -> None:
    """As a file lies in a zip."""
    with path.open("rb") as stream:
        stream.seek(1000)
        kept = look_through(stream, lambda: path.open("rb"), start=1000)

    assert kept.read() == CONTENT[1000:]


@pytest.mark.parametrize("place", [0, BLOCK, len(CONTENT) - 1])
def test_a_byte_that_changed_since_is_never_given_out(path: Path, place: int) -> None:
    kept = kept_at(path)
    with path.open("r+b") as file:
        file.seek(place)
        file.write(bytes([CONTENT[place] ^ 1]))

    given_out = []
    with pytest.raises(ArtefactDamaged, match=f"{kept.sha256} veranderde"):
        given_out.extend(kept.pieces())
    assert b"".join(given_out) == CONTENT[: place // BLOCK * BLOCK]


def test_a_file_that_was_cut_since_is_not_taken_for_a_shorter_one(path: Path) -> None:
    kept = kept_at(path)
    path.write_bytes(CONTENT[:BLOCK])

    with pytest.raises(ArtefactDamaged):
        kept.read()
