"""An export that somebody unpacked, or packed again with another program: what is in it is still ours to judge.

The wrapping proves nothing then, and every byte of it is a stranger's: nothing is unpacked beyond a limit, and no name
or link in it leads anywhere.
"""

import bz2
import lzma
import os
import re
import tarfile
import zlib
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from jaarcyclus.errors import InvalidArchive
from jaarcyclus.proof.archive import EPOCH, MAX_BYTES, MAX_FILES, REGULAR_FILE, UNIX, demand, unpack

MAX_LAYERS = 3  # chosen: who packs an export packs it in a folder, and perhaps in another zip
_ZIP, _TAR_MARK = b"PK", slice(257, 262)
_SQUEEZED: dict[bytes, Callable[[], Any]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(wbits=31),
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\x00": lambda: lzma.LZMADecompressor(memlimit=MAX_BYTES),
}
# No file of an export has such a name, so that leaving them out can hide nothing of ours.
_OF_THE_DESK = re.compile(r"(^|/)(__MACOSX/|(\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)$)")


def is_rewrapped(content: bytes) -> bool:
    """Return whether somebody unpacked ours and packed it again: it is a tar, compressed, or no file is as we write it.

    One foreign file among ours is no other program's work; then the zip was changed.
    """
    if content.startswith(tuple(_SQUEEZED)) or content[_TAR_MARK] == b"ustar":
        return True
    try:
        with ZipFile(BytesIO(content)) as package:
            members = package.infolist()
            return any(member.compress_type == ZIP_DEFLATED for member in members) or not any(map(_is_ours, members))
    except Exception:
        return False  # whatever a crafted zip makes the library raise, it is no wrapping that we read


def unwrap(content: bytes, layers: int = MAX_LAYERS) -> dict[str, bytes]:
    """Return the files of a zip or tar in another wrapping, also of one that is all there is in another.

    Within limits. Raises InvalidArchive.
    """
    files = _open_one(content)
    (inner, *others) = files.values() if files else (b"",)
    if others or not _is_package(inner):
        return files
    demand(layers > 1, f"het is meer dan {MAX_LAYERS} keer ingepakt")
    return unwrap(inner, layers - 1) if is_rewrapped(inner) else unpack(inner)


def _is_package(content: bytes) -> bool:
    return content.startswith((_ZIP, *_SQUEEZED)) or content[_TAR_MARK] == b"ustar"


def _open_one(content: bytes) -> dict[str, bytes]:
    content = _unsqueeze(content)
    if not content.startswith(_ZIP):
        return _untar(content)
    try:
        with ZipFile(BytesIO(content)) as package:
            members = [member for member in package.infolist() if not member.is_dir()]
            demand(len(members) <= MAX_FILES, f"het bevat meer dan {MAX_FILES} bestanden")
            # Others unpack whole blocks before they count, so that a few bytes may be a gigabyte.
            known = all(member.compress_type in (ZIP_STORED, ZIP_DEFLATED) for member in members)
            demand(known, "een bestand erin is ingepakt op een manier die wij niet lezen")
            demand(sum(member.file_size for member in members) <= MAX_BYTES, "het is uitgepakt te groot")
            return collect((member.filename, package.read(member)) for member in members)
    except InvalidArchive:
        raise
    except Exception as fault:
        raise InvalidArchive("Dit is geen leesbaar zipbestand; vraag een nieuwe export.") from fault


def find_unpacked(folder: Path, name: str) -> Path | None:
    """Return the folder with the file of this name: this one, or the only one in it, not too deep.

    None when it is no export: a folder that happens to be named is never walked through.
    """
    for depth in range(MAX_LAYERS):
        inside = [path for path in folder.glob(f"{'*/' * depth}{name}") if path.is_file()]
        if inside:
            return inside[0].parent if len(inside) == 1 else None
    return None


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of an unpacked export, within limits and without following a link. Raises InvalidArchive."""
    found = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    demand(len(found) <= MAX_FILES, f"het bevat meer dan {MAX_FILES} bestanden")
    demand(sum(path.stat().st_size for path in found) <= MAX_BYTES, "het is te groot")
    return collect((path.relative_to(folder).as_posix(), path.read_bytes()) for path in found)


def collect(pieces: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Return the files by name, without what packing programs and desktops add. Raises InvalidArchive.

    That is a folder around them all, or more, `./` before each, and what a desktop lays in every folder.
    """
    files: dict[str, bytes] = {}
    for told, content in pieces:
        name = told.removeprefix("./")
        if _OF_THE_DESK.search(name):
            continue
        demand(name not in files, "een bestand staat er twee keer in")
        files[name] = content
    around = os.path.commonprefix(list(files)).rpartition("/")[0]  # noqa: RUF071 – up to a slash, and no path of ours
    if not around:
        return files
    return {name.removeprefix(f"{around}/"): content for name, content in files.items()}


def _untar(content: bytes) -> dict[str, bytes]:
    try:
        with tarfile.open(fileobj=BytesIO(content), mode="r:") as package:
            members = [member for member in package if member.isfile()]
            demand(len(members) <= MAX_FILES, f"het bevat meer dan {MAX_FILES} bestanden")
            return collect((member.name, _read_member(package, member)) for member in members)
    except InvalidArchive:
        raise
    except Exception as fault:
        raise InvalidArchive("Dit is geen leesbaar pakket; vraag een nieuwe export.") from fault


def _unsqueeze(content: bytes) -> bytes:
    """Return what was squeezed, bounded, as its headers may claim any size; other bytes as they are."""
    make = next((make for mark, make in _SQUEEZED.items() if content.startswith(mark)), None)
    if make is None:
        return content
    squeezed = make()
    try:
        whole: bytes = squeezed.decompress(content, MAX_BYTES)
    except Exception as fault:
        raise InvalidArchive("Dit is geen leesbaar pakket; vraag een nieuwe export.") from fault
    demand(squeezed.eof, "het is uitgepakt te groot, of het einde is eraf")
    return whole


def _read_member(package: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = package.extractfile(member)
    demand(stream is not None and member.size <= MAX_BYTES, "een bestand erin is niet te lezen")
    return stream.read() if stream else b""


def _is_ours(member: ZipInfo) -> bool:
    made = (member.date_time, member.create_system, member.external_attr, member.extra)
    return made == (EPOCH, UNIX, REGULAR_FILE, b"")
