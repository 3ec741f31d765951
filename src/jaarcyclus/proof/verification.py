"""Verifies an exported dossier, and says line by line in Dutch what holds and what does not.

It needs the zip and nothing else: no settings, no ledger, no folder of profiles. The zip is a stranger's file, so
whatever is in it ends as a line, never as an exception. Do not judge here: `proof.replay` does, with the rules that
judged when the events were written.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from jaarcyclus.errors import ArtefactDamaged, ArtefactMissing, InvalidArchive, JaarcyclusError, name_fault, tell
from jaarcyclus.ledger.chain import Event, event_from_line
from jaarcyclus.proof.archive import is_rewrapped, read_folder, unpack, unwrap
from jaarcyclus.proof.exhibits import exhibits
from jaarcyclus.proof.export import ARTEFACTS_FOLDER, EVENTS_FILE, MANIFEST, README_FILE, build_files
from jaarcyclus.proof.replay import verify_chain, verify_figures, verify_rules
from jaarcyclus.proof.report import Report, ReportLine, describe_head, describe_rules, describe_standing, make_report
from jaarcyclus.proof.reprint import verify_documents, verify_spreadsheets
from jaarcyclus.proof.reread import verify_workbooks
from jaarcyclus.rules.context import Read
from jaarcyclus.terms.canonical import sha256
from jaarcyclus.terms.text import on_one_line

MAX_EVENTS = 20_000  # chosen: a year's dossier has a few hundred
_DERIVED = (EVENTS_FILE, README_FILE, MANIFEST)


def verify_zip(content: bytes, head: str | None = None, *, documents: bool = False) -> Report:
    """Return what holds of an exported dossier. Raises nothing for any bytes.

    `kop` is a chain head that the reader has from elsewhere: printed in the annex, or kept when exporting.
    `documenten`: also print the documents anew and compare, which takes as long as printing them took.
    """
    return _report(lambda: _unpack(content), head, documents)


def verify_folder(folder: Path, head: str | None = None, *, documents: bool = False) -> Report:
    """Return what holds of an export that somebody unpacked. Raises nothing for any files in it."""
    return _report(lambda: (read_folder(folder), _NOT_OURS.format(wat="een map")), head, documents)


def _report(open_it: Callable[[], tuple[Mapping[str, bytes], str]], head: str | None, documents: bool) -> Report:
    lines = tuple(replace(line, tekst=on_one_line(line.tekst)) for line in _safely(open_it, head, documents))
    return make_report(lines)


_NOT_OURS = "Dit is {wat}, en niet de verpakking die wij maken; wat erin zit is beoordeeld, de verpakking niet."


def _unpack(content: bytes) -> tuple[Mapping[str, bytes], str]:
    if is_rewrapped(content):
        return unwrap(content), _NOT_OURS.format(wat="een opnieuw ingepakte export")
    return unpack(content), ""


def _safely(
    open_it: Callable[[], tuple[Mapping[str, bytes], str]], head: str | None, documents: bool
) -> Iterator[ReportLine]:
    try:
        yield from _verify(open_it, head, documents)
    except Exception as fault:
        # Whatever a forger's bytes make us stumble over is a finding, and the dossier does not hold.
        yield ReportLine(onderwerp="dossier", houdt=False, tekst=f"De controle liep vast ({name_fault(fault)}).")


def _verify(
    open_it: Callable[[], tuple[Mapping[str, bytes], str]], head: str | None, documents: bool
) -> Iterator[ReportLine]:
    try:
        files, other = open_it()
        events = _read_events(files)
    except JaarcyclusError as fault:
        yield ReportLine(onderwerp="zipbestand", houdt=False, tekst=tell(fault))
        return
    read = _reader(files)
    sound = "Elke byte van de zip volgt uit de bestanden erin."
    yield ReportLine(onderwerp="zipbestand", houdt=None if other else True, tekst=other or sound)
    breaks = verify_chain(events)
    yield from _judged("keten", f"{len(events)} gebeurtenissen, zonder breuk.", breaks)
    broken = tuple(_check_files(files, events, read))
    yield from _judged("bestanden", f"{len(files)} bestanden, elk aanwezig en ongewijzigd; geen te veel.", broken)
    yield describe_rules(events, read)
    yield from _judged("besluitvorming", "Elke gebeurtenis mocht volgens de regels.", verify_rules(events, read))
    if broken:
        yield ReportLine(onderwerp="cijfers", houdt=False, tekst="Niet nagerekend: eerst moeten de bestanden kloppen.")
    else:
        yield from _check_figures(events, read)
        yield from _check_documents(events, read, documents)
    if breaks and head is not None:
        yield ReportLine(onderwerp="kop", houdt=False, tekst="Niet te vergelijken: eerst moet de keten kloppen.")
    else:
        yield describe_head(events, head)
    yield describe_standing(events, read)


def _read_events(files: Mapping[str, bytes]) -> tuple[Event, ...]:
    if EVENTS_FILE not in files:
        raise InvalidArchive(f"Het bestand {EVENTS_FILE} ontbreekt; vraag een nieuwe export.")
    *lines, rest = files[EVENTS_FILE].split(b"\n")
    if rest or not lines or len(lines) > MAX_EVENTS:
        raise InvalidArchive(f"Het bestand {EVENTS_FILE} is leeg, onvolledig of te lang; vraag een nieuwe export.")
    return tuple(event_from_line(line) for line in lines)


def _reader(files: Mapping[str, bytes]) -> Read:
    """Read artefacts from the zip, as the store would: by SHA-256, and whole or not at all."""

    whole: set[str] = set()

    def read(sha: str) -> bytes:
        content = files.get(f"{ARTEFACTS_FOLDER}{sha}")
        if content is None:
            raise ArtefactMissing(f"Bestand {ARTEFACTS_FOLDER}{sha} ontbreekt.")
        if sha not in whole and sha256(content) != sha:
            raise ArtefactDamaged(f"Bestand {ARTEFACTS_FOLDER}{sha} is gewijzigd: de inhoud hoort niet bij zijn naam.")
        whole.add(sha)
        return content

    return read


def _check_files(files: Mapping[str, bytes], events: Sequence[Event], read: Read) -> Iterator[str]:
    try:
        pieces = exhibits(events, read)
    except Exception as fault:
        # Forged events may name anything as a manifest; that they do is the finding.
        yield f"Een manifest van een versie is onleesbaar ({tell(fault).removesuffix('.')})."
        return
    names = {f"{ARTEFACTS_FOLDER}{piece.sha256}": piece.name for piece in pieces}
    for path in sorted(files.keys() - names.keys() - set(_DERIVED)):
        yield f"Bestand {path!r} hoort niet in dit dossier."
    damaged = [sentence for piece in pieces if (sentence := _damage(read, piece.sha256, piece.name))]
    yield from damaged
    if not damaged:
        expected = build_files(events, read)
        yield from (sentence for name in _DERIVED if (sentence := _difference(name, files, expected)))


def _damage(read: Read, sha: str, name: str) -> str | None:
    try:
        read(sha)
    except JaarcyclusError as fault:
        return f"{tell(fault)} Het is {name}."
    return None


def _difference(name: str, files: Mapping[str, bytes], expected: Mapping[str, bytes]) -> str | None:
    if name not in files:
        return f"Bestand {name} ontbreekt."
    if files[name] != expected[name]:
        return f"Bestand {name} is niet wat uit de gebeurtenissen en de bestanden volgt."
    return None


def _check_figures(events: Sequence[Event], read: Read) -> Iterator[ReportLine]:
    yield from _judged(
        "cijfers", "Elke versie is de consolidatie van haar inzendingen, tot op de cent.", verify_figures(events, read)
    )
    yield from _judged(
        "werkboeken", "De cijfers van elke inzending staan zo in de cellen van haar werkboek.",
        verify_workbooks(events, read),
    )  # fmt: skip


def _check_documents(events: Sequence[Event], read: Read, asked: bool) -> Iterator[ReportLine]:
    """The product as a workbook says its figures, and costs no printing: it is made again unasked."""
    again = verify_documents(events, read) if asked else verify_spreadsheets(events, read)
    if again.faults:
        yield from _judged("documenten", "", again.faults)
    elif again.obstacle:
        yield ReportLine(onderwerp="documenten", houdt=None, tekst=again.obstacle)
    elif asked:
        yield ReportLine(
            onderwerp="documenten",
            houdt=True,
            tekst="De documenten van de laatste versie en de bijlage zijn opnieuw gemaakt en byte voor byte gelijk.",
        )
    else:
        yield ReportLine(
            onderwerp="documenten",
            houdt=None,
            tekst="Het zijn de bytes waarop is gestemd, en het Excel-bestand van het product zegt wat de cijfers "
            "zeggen. Of ook de PDF's dat doen, is niet nagegaan; dat doet --documenten door ze opnieuw te maken.",
        )


def _judged(subject: str, holds: str, faults: Sequence[str]) -> Iterator[ReportLine]:
    if not faults:
        yield ReportLine(onderwerp=subject, houdt=True, tekst=holds)
    for fault in faults:
        yield ReportLine(onderwerp=subject, houdt=False, tekst=fault)
