"""An export that somebody unpacked, or packed again with another program: what is in it is still ours to judge.

The wrapping proves nothing then, and every byte of it is a stranger's: nothing is unpacked beyond a limit, and no name
or link in it leads anywhere.
"""

import bz2
import lzma
import re
import tarfile
import zlib
from collections.abc import Callable, Iterable
from functools import partial
from io import BytesIO
from pathlib import Path
from struct import unpack_from
from typing import Any, BinaryIO, TypeVar
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

from jaarcyclus.errors import InvalidArchive, UnreadPackage, raise_if_of_machine
from jaarcyclus.proof.archive import EPOCH, MAX_BYTES, MAX_FILES, REGULAR_FILE, UNIX, demand, unpack
from jaarcyclus.terms.kept import Kept, look_at

T = TypeVar("T")

MAX_LAYERS = 3  # chosen: who packs an export packs it in a folder, and perhaps in another zip
MAX_PIECES = 1_000  # chosen: pbzip2 makes one of each 900 kB; each costs a copy of what follows
_ZIP, _TAR_HEADER = b"PK", slice(512)
_READ = (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA)
_LOCAL_HEADER, _LZMA_PROPERTIES, _OF_ANY_SIZE = 30, slice(4, 9), b"\xff" * 8
_SQUEEZED: dict[bytes, Callable[[], Any]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(wbits=31),
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\x00": lambda: lzma.LZMADecompressor(memlimit=MAX_BYTES),
}
# No file of an export has such a name, so that leaving them out can hide nothing of ours.
_OF_THE_DESK = re.compile(
    r"(^|/)((__MACOSX|@eaDir)/|"
    r"(\.DS_Store|\._[^/]*|\.directory|\.localized|Icon\r|Thumbs\.db|desktop\.ini|[^/]+:Zone\.Identifier)$)"
)
_NOT_READ = {
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
    b"\x04\x22\x4d\x18": "lz4",
    b"LZIP": "lzip",
    b"07070": "cpio",
}


def is_rewrapped(file: BinaryIO) -> bool:
    """Return whether somebody unpacked ours and packed it again: it is a tar, compressed, or no file is as we write it.

    One foreign file among ours is no other program's work; then the zip was changed.
    """
    head = file.read(_TAR_HEADER.stop)
    if head.startswith((*_SQUEEZED, *_NOT_READ)) or _is_tar(head):
        return True
    try:
        with ZipFile(file) as package:
            members = package.infolist()
            return any(member.compress_type != ZIP_STORED for member in members) or not any(map(_is_ours, members))
    except Exception as fault:
        raise_if_of_machine(fault)
        return False  # whatever a crafted zip makes the library raise, it is no wrapping that we read


def require_read(content: bytes) -> None:
    """Raise UnreadPackage when this is a package of a kind that we do not read.

    `content` begins as the file does. Nothing is said of what is in it.
    """
    kind = next((name for mark, name in _NOT_READ.items() if content.startswith(mark)), None)
    if kind is not None:
        raise UnreadPackage(f"Een pakket van het soort {kind} lezen wij niet; pak het uit en geef de map.")


def unwrap(content: bytes, layers: int = MAX_LAYERS) -> dict[str, bytes]:
    """Return the files of a zip or tar in another wrapping, also of one that is all there is in another.

    Within limits. Raises InvalidArchive.
    """
    files = _open_one(content)
    if not files or not all(map(_is_package, files.values())):
        return files
    if len(files) > 1:
        raise InvalidArchive(f"Hierin zitten {len(files)} pakketten; pak ze uit en geef elk apart.")
    demand(layers > 1, f"het is meer dan {MAX_LAYERS} keer ingepakt")
    (inner,) = files.values()
    return unwrap(inner, layers - 1) if is_rewrapped(BytesIO(inner)) else unpack(inner)


def _is_package(content: bytes) -> bool:
    return content.startswith((_ZIP, *_SQUEEZED, *_NOT_READ)) or _is_tar(content)


def _open_one(content: bytes) -> dict[str, bytes]:
    require_read(content)
    content = _unsqueeze(content)
    if not content.startswith(_ZIP):
        return _untar(content)
    try:
        with ZipFile(BytesIO(content)) as package:
            members = [member for member in package.infolist() if not member.is_dir()]
            demand(len(members) <= MAX_FILES, f"het bevat meer dan {MAX_FILES} bestanden")
            known = all(member.compress_type in _READ for member in members)
            demand(known, "een bestand erin is ingepakt op een manier die wij niet lezen; pak het uit en geef de map")
            demand(sum(member.file_size for member in members) <= MAX_BYTES, "het is uitgepakt te groot")
            return collect((member.filename, _unpack_member(content, package, member)) for member in members)
    except InvalidArchive:
        raise
    except Exception as fault:
        raise_if_of_machine(fault)
        raise InvalidArchive("Dit is geen leesbaar zipbestand; vraag een nieuwe export.") from fault


def _unpack_member(content: bytes, package: ZipFile, member: ZipInfo) -> bytes:
    """Return its bytes. Of what is not stored or deflated the library unpacks whole blocks before it counts."""
    if member.compress_type in (ZIP_STORED, ZIP_DEFLATED):
        return package.read(member)
    name_and_extra = unpack_from("<HH", content, member.header_offset + _LOCAL_HEADER - 4)
    start = member.header_offset + _LOCAL_HEADER + sum(name_and_extra)
    packed = content[start : start + member.compress_size]
    if member.compress_type == ZIP_BZIP2:
        whole = bz2.BZ2Decompressor().decompress(packed, member.file_size)
    else:
        alone = packed[_LZMA_PROPERTIES] + _OF_ANY_SIZE + packed[_LZMA_PROPERTIES.stop :]
        whole = lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=MAX_BYTES).decompress(alone, member.file_size)
    demand((len(whole), zlib.crc32(whole)) == (member.file_size, member.CRC), "een bestand erin is beschadigd")
    return whole


def find_unpacked(folder: Path, name: str) -> Path | None:
    """Return the folder with the file of this name: this one, or the only one in it, not too deep.

    None when it is no export: a folder that happens to be named is never walked through.
    """
    for depth in range(MAX_LAYERS):
        inside = [path for path in folder.glob(f"{'*/' * depth}{name}") if path.is_file()]
        if inside:
            return inside[0].parent if len(inside) == 1 else None
    return None


def read_folder(folder: Path) -> dict[str, Kept]:
    """Return the files of an unpacked export, within limits and without following a link. Raises InvalidArchive."""
    found = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    demand(len(found) <= MAX_FILES, f"het bevat meer dan {MAX_FILES} bestanden")
    demand(sum(path.stat().st_size for path in found) <= MAX_BYTES, "het is te groot")
    return collect((path.relative_to(folder).as_posix(), look_at(partial(_open, path))) for path in found)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def collect(pieces: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Return the files by name, without what packing programs and desktops add. Raises InvalidArchive.

    That is folders around them all, `./` before each, `\\` for `/`, and what a desktop lays in every folder.
    """
    files: dict[str, T] = {}
    for told, content in pieces:
        name = told.replace("\\", "/").removeprefix("./")
        if _OF_THE_DESK.search(name):
            continue
        demand(name not in files, "een bestand staat er twee keer in")
        files[name] = content
    while len({name.partition("/")[0] for name in files}) == 1 and all("/" in name for name in files):
        files = {name.partition("/")[2]: content for name, content in files.items()}
    return files


def _untar(content: bytes) -> dict[str, bytes]:
    """Return the files of a tar: not squeezed any more and bounded, as its headers may claim any size."""
    try:
        with tarfile.open(fileobj=BytesIO(content), mode="r:") as package:
            members = [member for member in package if member.isfile()]
            demand(len(members) <= MAX_FILES, f"het bevat meer dan {MAX_FILES} bestanden")
            return collect((member.name, _read_member(package, member)) for member in members)
    except InvalidArchive:
        raise
    except Exception as fault:
        raise_if_of_machine(fault)
        raise InvalidArchive("Dit is geen leesbaar pakket; vraag een nieuwe export.") from fault


def _is_tar(content: bytes) -> bool:
    """The oldest form has no mark: the sum of its first header tells."""
    try:
        tarfile.TarInfo.frombuf(content[_TAR_HEADER], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _unsqueeze(content: bytes) -> bytes:
    """Return what was squeezed, bounded, as its headers may claim any size; other bytes as they are.

    A program that works in pieces, such as pbzip2 or bgzip, puts them one behind the other.
    """
    mark, make = next(((mark, make) for mark, make in _SQUEEZED.items() if content.startswith(mark)), (b"", None))
    if make is None:
        return content
    pieces: list[bytes] = []
    room = MAX_BYTES
    try:
        while content.startswith(mark):
            demand(len(pieces) < MAX_PIECES, f"het is in meer dan {MAX_PIECES} stukken ingepakt")
            squeezed = make()
            pieces.append(squeezed.decompress(content, room + 1))  # 0 would be no limit
            room -= len(pieces[-1])
            demand(squeezed.eof and room >= 0, "het is uitgepakt te groot, of het einde is eraf")
            content = squeezed.unused_data
    except InvalidArchive:
        raise
    except Exception as fault:
        raise_if_of_machine(fault)
        raise InvalidArchive("Dit is geen leesbaar pakket; vraag een nieuwe export.") from fault
    return b"".join(pieces)


def _read_member(package: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = package.extractfile(member)
    demand(stream is not None and member.size <= MAX_BYTES, "een bestand erin is niet te lezen")
    return stream.read() if stream else b""


def _is_ours(member: ZipInfo) -> bool:
    made = (member.date_time, member.create_system, member.external_attr, member.extra)
    return made == (EPOCH, UNIX, REGULAR_FILE, b"")
