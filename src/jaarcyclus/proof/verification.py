"""Verifies an exported dossier, and says line by line in Dutch what holds and what does not.

It needs the zip and nothing else: no settings, no ledger, no folder of profiles. The zip is a stranger's file, so
whatever is in it ends as a line, never as an exception. Do not judge here: `proof.replay` does, with the rules that
judged when the events were written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jaarcyclus.errors import JaarcyclusError, name_fault, tell
from jaarcyclus.ledger.chain import Event
from jaarcyclus.proof.anchors import Anchor, judge_anchors, latest_fitting
from jaarcyclus.proof.exhibits import exhibits
from jaarcyclus.proof.export import ARTEFACTS_FOLDER, EVENTS_FILE, MANIFEST, README_FILE, build_files, form_in
from jaarcyclus.proof.opened import Open, Opened, open_folder, open_zip
from jaarcyclus.proof.postbus import is_postbus, receipts_in, verify_postbus, verify_receipts
from jaarcyclus.proof.replay import verify_chain, verify_figures, verify_rules
from jaarcyclus.proof.report import Report, ReportLine, describe_head, describe_rules, describe_standing, make_report
from jaarcyclus.proof.reprint import verify_annex, verify_documents, verify_spreadsheets
from jaarcyclus.proof.reread import reread_workbooks
from jaarcyclus.rules.context import Read
from jaarcyclus.terms.text import on_one_line

_DERIVED = (EVENTS_FILE, README_FILE, MANIFEST)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the reader has beside the export, and whether to print the documents anew."""

    head: str | None = None
    documents: bool = False
    anchors: tuple[Anchor, ...] = ()
    postbus: bytes | Path | None = None


def verify_zip(
    content: bytes,
    head: str | None = None,
    *,
    documents: bool = False,
    anchors: tuple[Anchor, ...] = (),
    postbus: bytes | Path | None = None,
) -> Report:
    """Return what holds of an exported dossier or postbus. Raises nothing for any bytes.

    `head` is a chain head that the reader has from elsewhere: printed in the annex, or kept when exporting; `anchors`
    are more of them, of any chain. `documents`: also print the documents anew and compare, which takes as long as
    printing them took. `postbus` is the export of the postbus, or the folder where it was unpacked,
    to which each receipt in the dossier must point.
    """
    return _report(lambda: open_zip(content), Asked(head=head, documents=documents, anchors=anchors, postbus=postbus))


def verify_folder(
    folder: Path,
    head: str | None = None,
    *,
    documents: bool = False,
    anchors: tuple[Anchor, ...] = (),
    postbus: bytes | Path | None = None,
) -> Report:
    """Return what holds of an export that somebody unpacked, as `verify_zip`. Raises nothing for any files in it."""
    return _report(lambda: open_folder(folder), Asked(head=head, documents=documents, anchors=anchors, postbus=postbus))


def _report(open_it: Open, asked: Asked) -> Report:
    lines = tuple(replace(line, tekst=on_one_line(line.tekst)) for line in _safely(open_it, asked))
    return make_report(lines)


def _safely(open_it: Open, asked: Asked) -> Iterator[ReportLine]:
    try:
        yield from _verify(open_it, asked)
    except Exception as fault:
        # Whatever a forger's bytes make us stumble over is a finding, and the dossier does not hold.
        yield ReportLine(onderwerp="dossier", houdt=False, tekst=f"De controle liep vast ({name_fault(fault)}).")


def _verify(open_it: Open, asked: Asked) -> Iterator[ReportLine]:
    try:
        opened = open_it()
    except JaarcyclusError as fault:
        yield ReportLine(onderwerp="zipbestand", houdt=False, tekst=tell(fault))
        return
    sound = "Elke byte van de zip volgt uit de bestanden erin."
    yield ReportLine(onderwerp="zipbestand", houdt=None if opened.wrapping else True, tekst=opened.wrapping or sound)
    events = opened.events
    breaks = verify_chain(events)
    yield from _judged("keten", f"{len(events)} gebeurtenissen, zonder breuk.", breaks)
    broken = tuple(_check_files(opened.files, events, opened.read))
    yield from _judged(
        "bestanden", f"{len(opened.files)} bestanden, elk aanwezig en ongewijzigd; geen te veel.", broken
    )
    if is_postbus(events):
        yield from _judged(
            "postbus", "Elk bestand is ontvangen, dan beoordeeld, dan beantwoord.", verify_postbus(events)
        )
        yield from _check_heads(events, breaks, asked)
        return
    yield describe_rules(events, opened.read)
    yield from _judged("besluitvorming", "Elke gebeurtenis mocht volgens de regels.", verify_rules(events, opened.read))
    if broken:
        yield ReportLine(onderwerp="cijfers", houdt=False, tekst="Niet nagerekend: eerst moeten de bestanden kloppen.")
    else:
        yield from _check_figures(events, opened.read)
        yield from _check_documents(events, opened.read, asked.documents)
    yield from _check_postbus(opened, asked)
    yield from _check_heads(events, breaks, asked)
    yield describe_standing(events, opened.read)


def _check_heads(events: Sequence[Event], breaks: Sequence[str], asked: Asked) -> Iterator[ReportLine]:
    """An anchor that fits is a head that the reader has from elsewhere: the last one serves when he gives no other."""
    if breaks and (asked.head is not None or asked.anchors):
        yield ReportLine(onderwerp="kop", houdt=False, tekst="Niet te vergelijken: eerst moet de keten kloppen.")
        return
    if asked.anchors:
        yield from judge_anchors(events, asked.anchors)
    fitting = latest_fitting(events, asked.anchors)
    yield describe_head(events, events[fitting - 1].hash if asked.head is None and fitting else asked.head)


def _check_postbus(opened: Opened, asked: Asked) -> Iterator[ReportLine]:
    count = receipts_in(opened.events)
    if asked.postbus is None:
        if count:
            yield ReportLine(
                onderwerp="ontvangsten",
                houdt=None,
                tekst=f"{count} werkboeken zijn volgens dit dossier in de postbus ontvangen en beoordeeld. Of zij daar "
                "zo staan, en of er geen geweigerd werkboek is weggelaten of verzonnen, is niet nagegaan; geef haar "
                "export erbij met --postbus.",
            )
        return
    try:
        box = open_folder(asked.postbus) if isinstance(asked.postbus, Path) else open_zip(asked.postbus)
    except JaarcyclusError as fault:
        yield ReportLine(onderwerp="postbus", houdt=False, tekst=tell(fault))
        return
    faults = (
        *verify_chain(box.events),
        *_check_files(box.files, box.events, box.read),
        *(verify_postbus(box.events) if is_postbus(box.events) else ("Dit is geen export van een postbus.",)),
    )
    if box.wrapping:
        yield ReportLine(onderwerp="postbus", houdt=None, tekst=box.wrapping)
    yield from _judged("postbus", f"{len(box.events)} gebeurtenissen, zonder breuk en volgens haar regels.", faults)
    if not faults:
        told = "Elk werkboek staat met hetzelfde oordeel in de postbus, en geen oordeel van de postbus ontbreekt."
        yield from _judged("ontvangsten", told, verify_receipts(opened.events, box.events, opened.read))
        if asked.anchors:
            yield from (replace(line, onderwerp="ankers postbus") for line in judge_anchors(box.events, asked.anchors))


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
        expected = build_files(events, read, form_in(files, events))
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
    again = reread_workbooks(events, read)
    if again.faults or not again.obstacle:
        yield from _judged(
            "werkboeken", "De cijfers van elke inzending staan zo in de cellen van haar werkboek.", again.faults
        )
    else:
        yield ReportLine(onderwerp="werkboeken", houdt=None, tekst=again.obstacle)


def _check_documents(events: Sequence[Event], read: Read, asked: bool) -> Iterator[ReportLine]:
    """The product as a workbook costs no printing and the annex little: they are made again unasked."""
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
    annex = verify_annex(events, read)
    if annex is not None and annex.obstacle:
        yield ReportLine(onderwerp="bijlage", houdt=None, tekst=annex.obstacle)
    elif annex is not None:
        made = "De bijlage Besluitvorming is opnieuw gemaakt en byte voor byte gelijk."
        yield from _judged("bijlage", made, annex.faults)


def _judged(subject: str, holds: str, faults: Sequence[str]) -> Iterator[ReportLine]:
    if not faults:
        yield ReportLine(onderwerp=subject, houdt=True, tekst=holds)
    for fault in faults:
        yield ReportLine(onderwerp=subject, houdt=False, tekst=fault)
