"""The one file an exported dossier is: a zip whose every byte follows from the files in it.

Nothing is compressed and no clock is involved, so the same files are the same bytes; reading is writing again and
comparing. What a zip can hide (comments, a prefix, doubled or overlapping members, a bomb) cannot survive that.
"""

from collections.abc import Mapping
from io import SEEK_END, SEEK_SET, BytesIO, RawIOBase
from struct import unpack as unpack_numbers
from typing import Any, BinaryIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from jaarcyclus.errors import InvalidArchive, raise_if_of_machine
from jaarcyclus.terms.kept import Kept, Open, look_through

MAX_BYTES = 500_000_000  # chosen: a dossier is some tens of megabytes
MAX_FILES = 20_000  # chosen: a dossier has some dozens a version
EPOCH = (1980, 1, 1, 0, 0, 0)
REGULAR_FILE = 0o100644 << 16
UNIX = 3
_NAME_AND_EXTRA, _LOCAL_HEADER = 26, 30  # where a header has their lengths, and its own


def pack(files: Mapping[str, Kept], target: BinaryIO) -> None:
    """Write the zip of these files by name, a block at a time. The order in which they are given makes no difference.

    `target` can seek and is empty. Raises ArtefactDamaged when a file changes meanwhile: the zip is not whole then.
    """
    with ZipFile(target, "w", ZIP_STORED) as package:
        for name in sorted(files):
            info = ZipInfo(name, EPOCH)
            info.create_system, info.external_attr, info.file_size = UNIX, REGULAR_FILE, files[name].size
            with package.open(info, "w") as member:
                for piece in files[name].pieces():
                    member.write(piece)


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the files of what `pack` wrote, in memory. Raises as `look_into`."""
    return {name: file.read() for name, file in look_into(lambda: BytesIO(content)).items()}


def look_into(again: Open) -> dict[str, Kept]:
    """Return the files of what `pack` wrote, without holding them: `again` opens the zip, also when one is read.

    Raises InvalidArchive with a Dutch sentence on any other bytes.
    """
    try:
        with again() as file:
            files = _read(file, again)
            is_ours = _is_packed(files, file)
    except InvalidArchive:
        raise
    except Exception as fault:
        raise_if_of_machine(fault)
        # A crafted zip makes the library raise whatever it likes; none of it is for the reader.
        raise InvalidArchive("Dit is geen leesbaar zipbestand; vraag een nieuwe export.") from fault
    if not is_ours:
        raise InvalidArchive(
            "Het zipbestand zelf is gewijzigd: het bevat bytes die niet uit zijn bestanden volgen "
            "(opmerking, voorloop, aanhangsel, datum of kenmerk van een bestand). Vraag een nieuwe export."
        )
    return files


def _read(file: BinaryIO, again: Open) -> dict[str, Kept]:
    with ZipFile(file) as package:
        members = package.infolist()
        demand(len(members) <= MAX_FILES, f"het bevat meer dan {MAX_FILES} bestanden")
        names = [member.filename for member in members]
        demand(len(set(names)) == len(names), "een bestand staat er twee keer in")
        # Stored members together are smaller than the file, or they overlap: nothing can grow while it is read.
        demand(all(member.compress_type == ZIP_STORED for member in members), "een bestand erin is gecomprimeerd")
        size = file.seek(0, SEEK_END)
        demand(sum(member.file_size for member in members) < size, "de bestanden erin overlappen elkaar")
        return {member.filename: _look_through(package, member, file, again) for member in members}


def _look_through(package: ZipFile, member: ZipInfo, file: BinaryIO, again: Open) -> Kept:
    file.seek(member.header_offset + _NAME_AND_EXTRA)
    start = member.header_offset + _LOCAL_HEADER + sum(unpack_numbers("<HH", file.read(4)))
    try:
        with package.open(member) as stream:
            return look_through(stream, again, start=start)  # type: ignore[arg-type]  # it reads as one
    except BadZipFile as fault:
        raise InvalidArchive(f"Het bestand {member.filename!r} in de zip is beschadigd of gewijzigd.") from fault


def _is_packed(files: Mapping[str, Kept], file: BinaryIO) -> bool:
    """Return whether packing these files gives the bytes of this one."""
    compared = _Comparison(file)
    pack(files, compared)  # type: ignore[arg-type]  # a zip is written into it
    return compared.is_equal


class _Comparison(RawIOBase):
    """Takes what is written, and remembers where that is not what lies in another file.

    A zip is written with places that are filled in later: what counts is what was last written there.
    """

    def __init__(self, other: BinaryIO) -> None:
        self._other, self._at = other, 0
        self._differing: set[int] = set()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        assert whence == SEEK_SET, "the library goes to places that it wrote before"
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    def write(self, piece: Any) -> int:
        self._other.seek(self._at)
        if self._other.read(len(piece)) == piece:
            self._differing.discard(self._at)
        else:
            self._differing.add(self._at)
        self._at += len(piece)
        return len(piece)

    @property
    def is_equal(self) -> bool:
        return not self._differing and self._other.seek(0, SEEK_END) == self._at


def demand(holds: bool, what: str) -> None:
    """Raise InvalidArchive that says what makes it no export of ours."""
    if not holds:
        raise InvalidArchive(f"Dit is geen export van Jaarcyclus: {what}. Vraag een nieuwe export.")
