"""The one file an exported dossier is: a zip whose every byte follows from the files in it.

Nothing is compressed and no clock is involved, so the same files are the same bytes; reading is writing again and
comparing. What a zip can hide (comments, a prefix, doubled or overlapping members, a bomb) cannot survive that.
"""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from jaarcyclus.errors import InvalidArchive

MAX_BYTES = 500_000_000  # chosen: a dossier is some tens of megabytes
MAX_FILES = 20_000  # chosen: a dossier has some dozens a version
EPOCH = (1980, 1, 1, 0, 0, 0)
REGULAR_FILE = 0o100644 << 16
UNIX = 3


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return the zip of these files by name. The order in which they are given makes no difference."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as package:
        for name in sorted(files):
            info = ZipInfo(name, EPOCH)
            info.create_system, info.external_attr = UNIX, REGULAR_FILE
            package.writestr(info, files[name])
    return target.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the files of what `pack` wrote. Raises InvalidArchive with a Dutch sentence on any other bytes."""
    try:
        files = _read(content)
        again = pack(files)
    except InvalidArchive:
        raise
    except Exception as fault:
        # A crafted zip makes the library raise whatever it likes; none of it is for the reader.
        raise InvalidArchive("Dit is geen leesbaar zipbestand; vraag een nieuwe export.") from fault
    if again != content:
        raise InvalidArchive(
            "Het zipbestand zelf is gewijzigd: het bevat bytes die niet uit zijn bestanden volgen "
            "(opmerking, voorloop, aanhangsel, datum of kenmerk van een bestand). Vraag een nieuwe export."
        )
    return files


def _read(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as package:
        members = package.infolist()
        demand(len(members) <= MAX_FILES, f"het bevat meer dan {MAX_FILES} bestanden")
        names = [member.filename for member in members]
        demand(len(set(names)) == len(names), "een bestand staat er twee keer in")
        # Stored members together are smaller than the file, or they overlap: nothing can grow while it is read.
        demand(all(member.compress_type == ZIP_STORED for member in members), "een bestand erin is gecomprimeerd")
        demand(sum(member.file_size for member in members) < len(content), "de bestanden erin overlappen elkaar")
        return {member.filename: _read_member(package, member) for member in members}


def _read_member(package: ZipFile, member: ZipInfo) -> bytes:
    try:
        return package.read(member)
    except BadZipFile as fault:
        raise InvalidArchive(f"Het bestand {member.filename!r} in de zip is beschadigd of gewijzigd.") from fault


def demand(holds: bool, what: str) -> None:
    """Raise InvalidArchive that says what makes it no export of ours."""
    if not holds:
        raise InvalidArchive(f"Dit is geen export van Jaarcyclus: {what}. Vraag een nieuwe export.")
