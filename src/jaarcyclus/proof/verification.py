"""Verifies an exported dossier, and says line by line in Dutch what holds and what does not.

It needs the zip and nothing else: no settings, no ledger, no folder of profiles. The zip is a stranger's file, so
whatever is in it ends as a line, never as an exception. Do not judge here: `proof.replay` does, with the rules that
judged when the events were written.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jaarcyclus.errors import JaarcyclusError, name_fault, raise_if_of_machine, tell
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import StemUitgebracht, VersieGemaakt
from jaarcyclus.proof.beside import (
    Asked,
    check_bezetting,
    check_heads,
    check_postbus,
    check_unfit,
    is_covered,
)
from jaarcyclus.proof.damage import find_damage
from jaarcyclus.proof.earlier import check_earlier
from jaarcyclus.proof.holders import is_bezetting, verify_bezetting
from jaarcyclus.proof.messages import describe_berichten, is_berichten, verify_berichten
from jaarcyclus.proof.old_rules import describe_old_rules, is_in_doubt
from jaarcyclus.proof.opened import Opened, OpenExport, open_folder, open_zip
from jaarcyclus.proof.passkeys import tell_signatures
from jaarcyclus.proof.placed import check_plaatsing
from jaarcyclus.proof.placing import describe_plaatsing, is_plaatsing, verify_plaatsing
from jaarcyclus.proof.postbus import describe_postbus, is_postbus, verify_postbus
from jaarcyclus.proof.replay import verify_chain, verify_figures, verify_rules
from jaarcyclus.proof.report import (
    Report,
    ReportLine,
    describe_rules,
    describe_standing,
    describe_warnings,
    judged,
    make_report,
)
from jaarcyclus.proof.reprint import verify_annex, verify_documents, verify_spreadsheets
from jaarcyclus.proof.reread import reread_workbooks
from jaarcyclus.rules.context import Read
from jaarcyclus.terms.text import on_one_line


def verify_zip(given: bytes | Path, head: str | None = None, *, asked: Asked | None = None) -> Report:
    """Return what holds of an exported dossier, postbus or other chain. Raises nothing for any bytes.

    A file that we packed ourselves is read a block at a time.

    `asked.documents`: also print the documents anew and compare, which takes as long as printing them took.
    """
    return _report(lambda: open_zip(given), asked or Asked(head=head))


def verify_folder(folder: Path, asked: Asked | None = None) -> Report:
    """Return what holds of an export that somebody unpacked, as `verify_zip`. Raises nothing for any files in it."""
    return _report(lambda: open_folder(folder), asked or Asked())


def _report(open_it: OpenExport, asked: Asked) -> Report:
    lines = tuple(replace(line, tekst=on_one_line(line.tekst)) for line in _safely(open_it, asked))
    return make_report(lines)


def _safely(open_it: OpenExport, asked: Asked) -> Iterator[ReportLine]:
    try:
        yield from _verify(open_it, asked)
    except Exception as fault:
        raise_if_of_machine(fault)
        # Whatever a forger's bytes make us stumble over is a finding, and the dossier does not hold.
        yield ReportLine(onderwerp="dossier", houdt=False, tekst=f"De controle liep vast ({name_fault(fault)}).")


def _verify(open_it: OpenExport, asked: Asked) -> Iterator[ReportLine]:
    try:
        opened = open_it()
    except JaarcyclusError as fault:
        yield ReportLine(onderwerp="zipbestand", houdt=False, tekst=tell(fault))
        return
    sound = "Elke byte van de zip volgt uit de bestanden erin."
    yield ReportLine(onderwerp="zipbestand", houdt=None if opened.wrapping else True, tekst=opened.wrapping or sound)
    events = opened.events
    breaks = verify_chain(events)
    yield from judged("keten", f"{len(events)} gebeurtenissen, zonder breuk.", breaks)
    broken = tuple(find_damage(opened))
    yield from judged("bestanden", f"{len(opened.files)} bestanden, elk aanwezig en ongewijzigd; geen te veel.", broken)
    other = next((name for name, chain in _OTHER_CHAINS.items() if chain.is_it(events)), None)
    if other is not None:
        yield from _judge_other(other, events)
        yield from check_unfit(other, asked)
        yield from check_heads(opened, breaks, asked)
        return
    yield describe_rules(events, opened.read)
    refused = verify_rules(events, opened.read)
    yield from judged("besluitvorming", "Elke gebeurtenis mocht volgens de regels.", refused)
    if not refused:
        yield from tell_signatures(events)
        yield from describe_warnings(events)
    if broken:
        for subject in ("cijfers", "werkboeken", "documenten"):
            yield ReportLine(onderwerp=subject, houdt=None, tekst=FILES_FIRST)
    else:
        yield from _check_figures(opened)
        yield from _check_documents(events, opened.read, asked.documents)
    in_doubt = is_in_doubt(events, covered=is_covered(events, breaks, asked))
    yield from check_postbus(opened, asked, of_old_rules=in_doubt)
    yield from check_bezetting(opened, asked)
    yield from check_plaatsing(opened, asked)
    yield from check_earlier(opened, asked.earlier)
    yield from describe_old_rules(in_doubt)
    yield from check_heads(opened, breaks, asked)
    yield describe_standing(events, opened.read)


FILES_FIRST = "Niet nagegaan: eerst moeten de bestanden kloppen."


@dataclass(frozen=True, kw_only=True)
class _Chain:
    """A chain that is no dossier: how to know it, to judge it by its own rules, and to tell what it says."""

    is_it: Callable[[Sequence[Event]], bool]
    verify: Callable[[Sequence[Event]], tuple[str, ...]]
    describe: Callable[[Sequence[Event]], str]


_OTHER_CHAINS = {
    "postbus": _Chain(is_it=is_postbus, verify=verify_postbus, describe=describe_postbus),
    "bezetting": _Chain(
        is_it=is_bezetting,
        verify=verify_bezetting,
        describe=lambda _: "Elke functie had één houder tegelijk, en de dagen sluiten aan.",
    ),
    "plaatsing": _Chain(is_it=is_plaatsing, verify=verify_plaatsing, describe=describe_plaatsing),
    "berichten": _Chain(is_it=is_berichten, verify=verify_berichten, describe=describe_berichten),
}


def _judge_other(name: str, events: Sequence[Event]) -> Iterator[ReportLine]:
    faults = _OTHER_CHAINS[name].verify(events)
    yield from judged(name, "" if faults else _OTHER_CHAINS[name].describe(events), faults)


def _check_figures(opened: Opened) -> Iterator[ReportLine]:
    found = verify_figures(opened.events, opened.read)
    yield from judged("cijfers", "Elke versie is de consolidatie van haar inzendingen, tot op de cent.", found)
    again = reread_workbooks(opened.events, opened.find)
    if again.faults or not again.obstacle:
        yield from judged(
            "werkboeken", "De cijfers van elke inzending staan zo in de cellen van haar werkboek.", again.faults
        )
    else:
        yield ReportLine(onderwerp="werkboeken", houdt=None, tekst=again.obstacle)
    if again.stricter:
        yield ReportLine(onderwerp="strenger geworden", houdt=None, tekst=again.stricter)


def _check_documents(events: Sequence[Event], read: Read, asked: bool) -> Iterator[ReportLine]:
    """The product as a workbook costs no printing and the annex little: they are made again unasked."""
    if not any(wire.of_kind(events, VersieGemaakt)):
        yield ReportLine(onderwerp="documenten", houdt=True, tekst="Er is nog geen versie gemaakt, dus geen document.")
        return
    again = verify_documents(events, read) if asked else verify_spreadsheets(events, read)
    if asked and again.obstacle:
        again = replace(again, faults=tuple(dict.fromkeys((*again.faults, *verify_spreadsheets(events, read).faults))))
    if again.faults:
        yield from judged("documenten", "", again.faults)
    elif again.obstacle:
        yield ReportLine(onderwerp="documenten", houdt=None, tekst=again.obstacle)
    elif asked:
        yield ReportLine(
            onderwerp="documenten",
            houdt=True,
            tekst="De documenten van elke versie zijn opnieuw gemaakt en byte voor byte gelijk.",
        )
    else:
        yield ReportLine(
            onderwerp="documenten",
            houdt=None,
            tekst=f"{_say_of_bytes(events)} Het Excel-bestand van het product zegt wat de cijfers zeggen. Of ook de "
            "PDF's dat doen, is niet nagegaan; dat doet --documenten door ze opnieuw te maken.",
        )
    annex = verify_annex(events, read)
    if annex is not None and annex.obstacle:
        yield ReportLine(onderwerp="bijlage", houdt=None, tekst=annex.obstacle)
    elif annex is not None:
        made = "De bijlage Besluitvorming is opnieuw gemaakt en byte voor byte gelijk."
        yield from judged("bijlage", made, annex.faults)


def _say_of_bytes(events: Sequence[Event]) -> str:
    """Say of which documents these are the bytes. That a vote names them, the rules judged."""
    if any(wire.of_kind(events, StemUitgebracht)):
        return "Het zijn de bytes waarop is gestemd."
    return "Het zijn de bytes die zijn vastgelegd; gestemd is er nog niet."
