"""The one file an exported dossier is: a zip whose every byte follows from the files in it.

Nothing is compressed and no clock is involved, so the same files are the same bytes; reading is writing again and
comparing. What a zip can hide (comments, a prefix, doubled or overlapping members, a bomb) cannot survive that.
"""

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from jaarcyclus.errors import InvalidArchive

MAX_BYTES = 500_000_000  # chosen: a dossier is some tens of megabytes
MAX_FILES = 20_000  # chosen: a dossier has some dozens a version
_EPOCH = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3
_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return the zip of these files by name. The order in which they are given makes no difference."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as package:
        for name in sorted(files):
            info = ZipInfo(name, _EPOCH)
            info.create_system, info.external_attr = _UNIX, _REGULAR_FILE
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


def is_rewrapped(content: bytes) -> bool:
    """Return whether somebody unpacked ours and packed it again: it is compressed, or no file in it is as we write it.

    One foreign file among ours is no other program's work; then the zip was changed.
    """
    try:
        with ZipFile(BytesIO(content)) as package:
            members = package.infolist()
            return any(member.compress_type == ZIP_DEFLATED for member in members) or not any(map(_is_ours, members))
    except Exception:
        return False  # whatever a crafted zip makes the library raise, it is no wrapping that we read


def unwrap(content: bytes) -> dict[str, bytes]:
    """Return the files of a zip in another wrapping, within limits. Raises InvalidArchive."""
    try:
        with ZipFile(BytesIO(content)) as package:
            members = [member for member in package.infolist() if not member.is_dir()]
            _require(len(members) <= MAX_FILES, f"het bevat meer dan {MAX_FILES} bestanden")
            # Others unpack whole blocks before they count, so that a few bytes may be a gigabyte.
            known = all(member.compress_type in (ZIP_STORED, ZIP_DEFLATED) for member in members)
            _require(known, "een bestand erin is ingepakt op een manier die wij niet lezen")
            _require(sum(member.file_size for member in members) <= MAX_BYTES, "het is uitgepakt te groot")
            return collect((member.filename, package.read(member)) for member in members)
    except InvalidArchive:
        raise
    except Exception as fault:
        raise InvalidArchive("Dit is geen leesbaar zipbestand; vraag een nieuwe export.") from fault


def find_unpacked(folder: Path, name: str) -> Path | None:
    """Return the folder with the file of this name: this one, or the only one in it; None when it is no export."""
    inside = [path for path in folder.glob(f"*/{name}") if path.is_file()]
    if (folder / name).is_file():
        return folder
    return inside[0].parent if len(inside) == 1 else None


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of an unpacked export, within limits and without following a link. Raises InvalidArchive."""
    found = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    _require(len(found) <= MAX_FILES, f"het bevat meer dan {MAX_FILES} bestanden")
    _require(sum(path.stat().st_size for path in found) <= MAX_BYTES, "het is te groot")
    return collect((path.relative_to(folder).as_posix(), path.read_bytes()) for path in found)


def collect(pieces: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Return the files by name, without the one folder that packing programs add. Raises InvalidArchive.

    What a computer leaves in every folder that somebody opens is passed over: it says nothing of the export.
    """
    files: dict[str, bytes] = {}
    for name, content in pieces:
        if _is_litter(name):
            continue
        _require(name not in files, "een bestand staat er twee keer in")
        files[name] = content
    tops = {name.partition("/")[0] for name in files}
    if len(tops) == 1 and all("/" in name for name in files):
        return {name.partition("/")[2]: content for name, content in files.items()}
    return files


def _is_litter(name: str) -> bool:
    *folders, last = name.split("/")
    return "__MACOSX" in folders or last.startswith("._") or last in _LITTER


def _is_ours(member: ZipInfo) -> bool:
    made = (member.date_time, member.create_system, member.external_attr, member.extra)
    return made == (_EPOCH, _UNIX, _REGULAR_FILE, b"")


def _read(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as package:
        members = package.infolist()
        _require(len(members) <= MAX_FILES, f"het bevat meer dan {MAX_FILES} bestanden")
        names = [member.filename for member in members]
        _require(len(set(names)) == len(names), "een bestand staat er twee keer in")
        # Stored members together are smaller than the file, or they overlap: nothing can grow while it is read.
        _require(all(member.compress_type == ZIP_STORED for member in members), "een bestand erin is gecomprimeerd")
        _require(sum(member.file_size for member in members) < len(content), "de bestanden erin overlappen elkaar")
        return {member.filename: _read_member(package, member) for member in members}


def _read_member(package: ZipFile, member: ZipInfo) -> bytes:
    try:
        return package.read(member)
    except BadZipFile as fault:
        raise InvalidArchive(f"Het bestand {member.filename!r} in de zip is beschadigd of gewijzigd.") from fault


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise InvalidArchive(f"Dit is geen export van Jaarcyclus: {what}. Vraag een nieuwe export.")
