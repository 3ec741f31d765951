"""Whether an export holds the files that its events name: each of them, unchanged, and no other."""

from collections.abc import Iterator, Mapping

from jaarcyclus.errors import JaarcyclusError, raise_if_of_machine, tell
from jaarcyclus.proof.exhibits import exhibits
from jaarcyclus.proof.export import ARTEFACTS_FOLDER, EVENTS_FILE, MANIFEST, README_FILE, Find, build_files
from jaarcyclus.proof.opened import Opened
from jaarcyclus.terms.kept import Kept

_DERIVED = (EVENTS_FILE, README_FILE, MANIFEST)


def find_damage(opened: Opened) -> Iterator[str]:
    """Yield in Dutch what is missing, changed or too much. Raises nothing for any files."""
    try:
        pieces = exhibits(opened.events, opened.read)
    except Exception as fault:
        raise_if_of_machine(fault)
        # Forged events may name anything as a manifest; that they do is the finding.
        yield f"Een manifest van een versie is onleesbaar ({tell(fault).removesuffix('.')})."
        return
    names = {f"{ARTEFACTS_FOLDER}{piece.sha256}": piece.name for piece in pieces}
    for path in sorted(opened.files.keys() - names.keys() - set(_DERIVED)):
        yield f"Bestand {path!r} hoort niet in dit dossier."
    damaged = [sentence for piece in pieces if (sentence := _damage(opened.find, piece.sha256, piece.name))]
    yield from damaged
    if not damaged:
        expected = build_files(opened.events, opened.find)
        yield from (sentence for name in _DERIVED if (sentence := _difference(name, opened.files, expected)))


def _damage(find: Find, sha: str, name: str) -> str | None:
    try:
        find(sha)
    except JaarcyclusError as fault:
        return f"{tell(fault)} Het is {name}."
    return None


def _difference(name: str, files: Mapping[str, Kept], expected: Mapping[str, Kept]) -> str | None:
    if name not in files:
        return f"Bestand {name} ontbreekt."
    if files[name] != expected[name]:
        return f"Bestand {name} is niet wat uit de gebeurtenissen en de bestanden volgt."
    return None
