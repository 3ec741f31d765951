"""What a reader has beside an export, and what it proves: heads from elsewhere, other chains, earlier dossiers."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jaarcyclus.errors import JaarcyclusError, tell
from jaarcyclus.ledger.chain import Event
from jaarcyclus.proof.anchors import Anchor, judge_anchors, latest_fitting
from jaarcyclus.proof.damage import find_damage
from jaarcyclus.proof.holders import (
    has_unheld_votes,
    holdings_in,
    is_bezetting,
    tell_holders,
    verify_bezetting,
    verify_holders,
)
from jaarcyclus.proof.issuances import describe_marks, verify_marks
from jaarcyclus.proof.links import links_in, verify_links
from jaarcyclus.proof.opened import Opened, open_export
from jaarcyclus.proof.passkeys import NOT_OF_HOLDER, OF_HOLDER, signatures_in, verify_passkeys
from jaarcyclus.proof.postbus import is_postbus, receipts_in, told_later, verify_postbus, verify_receipts
from jaarcyclus.proof.reach import Reach, reach_of_bezetting, reach_of_postbus
from jaarcyclus.proof.replay import verify_chain
from jaarcyclus.proof.report import ReportLine, describe_head, find_head, judged, name_due
from jaarcyclus.terms.formats import format_day


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the reader has beside the export, and whether to print the documents anew.

    `head` is a head of its chain that he has from elsewhere: printed in the annex, or kept when exporting; `anchors`
    are more of them, of any chain. `postbus` is the export of the postbus, `bezetting` that of who held which
    function, `plaatsing` that of what was put on SharePoint, `earlier` are those of the dossiers that this one took
    figures from; each as a zip or as the folder where it was unpacked.
    """

    head: str | None = None
    documents: bool = False
    anchors: tuple[Anchor, ...] = ()
    postbus: bytes | Path | None = None
    bezetting: bytes | Path | None = None
    plaatsing: bytes | Path | None = None
    earlier: tuple[bytes | Path, ...] = ()


def check_heads(opened: Opened, breaks: Sequence[str], asked: Asked) -> Iterator[ReportLine]:
    """Say what the heads prove: an anchor that fits is one, and the last serves when the reader gives no other."""
    if breaks and (asked.head is not None or asked.anchors):
        yield ReportLine(onderwerp="kop", houdt=None, tekst="Niet te vergelijken: eerst moet de keten kloppen.")
        return
    yield from judge_heads(opened, asked.anchors, asked.head)


def judge_heads(opened: Opened, anchors: tuple[Anchor, ...], head: str | None, *, of: str = "") -> Iterator[ReportLine]:
    """Say what these heads prove of a chain; `of` is which, when it is not that of the dossier itself."""
    events = opened.events
    if anchors:
        yield from (replace(line, onderwerp=f"ankers {of}".strip()) for line in judge_anchors(events, anchors))
    yield from describe_head(
        events,
        head,
        of=of,
        anchored=latest_fitting(events, anchors),
        due=name_due(events, opened.read),
    )


def is_covered(events: Sequence[Event], breaks: Sequence[str], asked: Asked) -> bool:
    """Return whether a head that the reader has from elsewhere is that of the last event."""
    found = find_head(events, asked.head) if asked.head is not None else None
    return not breaks and (found == events[-1] or latest_fitting(events, asked.anchors) == len(events))


def check_unfit(what: str, asked: Asked) -> Iterator[ReportLine]:
    """Say of what was asked of a dossier that nobody looked: `what` is the chain that was given instead."""
    given = (
        ("documenten", "--documenten", asked.documents),
        ("ontvangsten", "--postbus", asked.postbus is not None),
        ("houders", "--bezetting", asked.bezetting is not None),
        ("plaatsing", "--plaatsing", asked.plaatsing is not None),
        ("eerdere cijfers", "--eerder", bool(asked.earlier)),
    )
    for subject, option, is_asked in given:
        if is_asked:
            text = (
                f"Dit is een {what} en geen dossier: met {option} is hier niets nagegaan. Geef het dossier als bestand."
            )
            yield ReportLine(onderwerp=subject, houdt=None, tekst=text)


def check_postbus(opened: Opened, asked: Asked, *, of_old_rules: bool = False) -> Iterator[ReportLine]:
    """Say whether dossier and postbus tell the same of each workbook.

    `of_old_rules`: it says to be under rules that hold no receipt to the postbus, and that is in doubt.
    """
    count = receipts_in(opened.events, of_old_rules=of_old_rules)
    if asked.postbus is None:
        yield from describe_marks(opened.events, None, opened.read)
        if count:
            yield ReportLine(onderwerp="ontvangsten", houdt=None, tekst=_NO_POSTBUS.format(count=count))
        return
    box = yield from open_beside("postbus", asked.postbus, is_postbus, verify_postbus)
    if box is not None:
        reach = reach_of_postbus(opened.events, box.events)
        faults = verify_receipts(opened.events, box.events, opened.read, reach)
        yield from _judged_within("ontvangsten", _RECEIPTS, faults, "postbus", reach)
        yield from _told_later(opened.events, box.events)
        faults = verify_marks(opened.events, box.events, reach)
        yield from _judged_within("wachtwoorden", _MARKED, faults, "postbus", reach)
        yield from describe_marks(opened.events, box.events, opened.read)
        yield from judge_heads(box, asked.anchors, None, of="van de postbus")


_NO_POSTBUS = (
    "{count} werkboeken zijn volgens dit dossier in de postbus ontvangen en beoordeeld. Of zij daar zo staan, of er "
    "geen geweigerd werkboek is weggelaten of verzonnen, en of elke stem na een uitgegeven wachtwoord dat zegt, is "
    "niet nagegaan; geef haar export erbij met --postbus."
)
_RECEIPTS = (
    "Elk werkboek staat met hetzelfde oordeel in de postbus, en geen oordeel van vóór de laatste gebeurtenis van dit "
    "dossier ontbreekt hier."
)
_MARKED = "Elke stem na een uitgegeven wachtwoord zegt dat, en geen andere."


def check_bezetting(opened: Opened, asked: Asked) -> Iterator[ReportLine]:
    """Say whether the dossier was told of each holder what the bezetting says."""
    if asked.bezetting is None:
        yield from _tell_unseen(opened.events)
        return
    chain = yield from open_beside("bezetting", asked.bezetting, is_bezetting, verify_bezetting)
    if opened.events[0].inhoud.get("regels", 1) == 1:
        yield ReportLine(onderwerp="houders", houdt=None, tekst=_OF_OLD_RULES)
    elif chain is not None:
        reach = reach_of_bezetting(opened.events, chain.events)
        faults = verify_holders(opened.events, chain.events, opened.read, reach)
        yield from _judged_within("houders", _HELD, faults, "bezetting", reach)
        for subject, (holds, verify) in _MARKS.items():
            if count := _COUNTS[subject](opened.events):
                found = verify(opened.events, chain.events, reach)
                yield from _judged_within(subject, holds.format(n=count), found, "bezetting", reach)
        for told in () if faults or reach.beyond else tell_holders(opened.events, chain.events, opened.read):
            yield ReportLine(onderwerp="houders", houdt=True, tekst=told)
        yield from _tell_unheld(opened.events)
        yield from judge_heads(chain, asked.anchors, None, of="van de bezetting")


def _tell_unseen(events: Sequence[Event]) -> Iterator[ReportLine]:
    for subject, unseen in _UNSEEN.items():
        if count := _COUNTS[subject](events):
            yield ReportLine(onderwerp=subject, houdt=None, tekst=unseen.format(n=count))
    yield from _tell_unheld(events)


def _tell_unheld(events: Sequence[Event]) -> Iterator[ReportLine]:
    """Say that no name can be looked at where none was recorded; a round of rules 1 keeps the report of then."""
    if has_unheld_votes(events):
        yield ReportLine(onderwerp="namen", houdt=None, tekst=_NOBODY_HELD)


_NOBODY_HELD = (
    "Wie welke functie had, is in dit dossier niet vastgelegd; wie er stemde, is alleen als functie na te gaan. Laat "
    "de beheerder voor de volgende ronde vastleggen wie welke functie heeft."
)
_HELD = "Bij elke stem staat wie volgens de bezetting toen de functie had."
_LINKED = (
    "Van {n} stemmen zegt dit dossier dat wie haar gaf zich bij de organisatie aanmeldde, als wie de bezetting daar "
    "toen aan de functie koppelde. Dat de andere met een wachtwoord zijn gegeven, zegt alleen dit dossier."
)
_NOT_LINKED = (
    "Van {n} stemmen zegt dit dossier dat wie haar gaf zich bij de organisatie aanmeldde. Of de bezetting wie dat was "
    "toen aan de functie koppelde, is niet nagegaan; geef haar export erbij met --bezetting."
)
_OF_OLD_RULES = "Dit dossier begon onder regels 1 en noemt geen houders; wie er antwoordde, is niet na te gaan."
_NO_BEZETTING = (
    "Dit dossier noemt {n} keer, met een nummer in de bezetting, wie de functies van een gate hadden. Wie dat "
    "waren, en of geen wisseling is weggelaten of verzonnen, is niet nagegaan; geef de export van de bezetting erbij "
    "met --bezetting."
)
_UNSEEN = {"houders": _NO_BEZETTING, "aanmelden": _NOT_LINKED, "ondertekening": NOT_OF_HOLDER}
_COUNTS = {"houders": holdings_in, "aanmelden": links_in, "ondertekening": signatures_in}
_MARKS = {"aanmelden": (_LINKED, verify_links), "ondertekening": (OF_HOLDER, verify_passkeys)}


def open_beside(
    name: str,
    content: bytes | Path,
    is_it: Callable[[Sequence[Event]], bool],
    verify: Callable[[Sequence[Event]], tuple[str, ...]],
) -> Generator[ReportLine, None, Opened | None]:
    """Judge the export of another chain that lies beside the dossier; return it when it holds by itself."""
    try:
        box = open_export(content)
    except JaarcyclusError as fault:
        yield ReportLine(onderwerp=name, houdt=False, tekst=tell(fault))
        return None
    faults = (*_damage(box), *(verify(box.events) if is_it(box.events) else (f"Dit is geen export van een {name}.",)))
    if box.wrapping:
        yield ReportLine(onderwerp=name, houdt=None, tekst=box.wrapping)
    yield from judged(name, f"{len(box.events)} gebeurtenissen, zonder breuk en volgens haar regels.", faults)
    return None if faults else box


def _damage(box: Opened) -> tuple[str, ...]:
    return (*verify_chain(box.events), *find_damage(box))


def _judged_within(subject: str, holds: str, faults: Sequence[str], what: str, reach: Reach) -> Iterator[ReportLine]:
    """Say what does not hold; and what holds only where the other chain reaches as far as this dossier."""
    if faults or not reach.beyond:
        yield from judged(subject, holds, faults)
    if reach.beyond:
        text = (
            f"Deze {what} gaat tot en met {format_day(reach.last)}, en gebeurtenis {reach.beyond[0]} van dit dossier "
            f"noemt iets van daarna: de {what} is eerder geëxporteerd, of haar einde is eraf. Tot daar is alles "
            f"nagegaan en daarna niet. Exporteer de {what} opnieuw."
        )
        yield ReportLine(onderwerp=subject, houdt=None, tekst=text)


def _told_later(events: Sequence[Event], postbus: Sequence[Event]) -> Iterator[ReportLine]:
    if count := told_later(events, postbus):
        judgements = "één oordeel" if count == 1 else f"{count} oordelen"
        text = (
            f"Na de laatste gebeurtenis van dit dossier noemt de postbus nog {judgements} in dit dossier: deze "
            "export is ouder, of het einde is eraf. Exporteer het dossier opnieuw."
        )
        yield ReportLine(onderwerp="einde", houdt=None, tekst=text)
