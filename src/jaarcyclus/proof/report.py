"""The report of a verification: its lines, and what it tells beside what holds (head, rules, where it stands).

Everything in it comes from a stranger's file: that a line holds says no more than its own sentence. `proof.replay`
judges.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.route import walk
from jaarcyclus.dossier.standing import name_standing
from jaarcyclus.dossier.warnings import tell_count
from jaarcyclus.errors import raise_if_of_machine
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import (
    BijlageGemaakt,
    BijlageVastgelegd,
    Gepubliceerd,
    OntvangstBevestigd,
    RondeGeopend,
)
from jaarcyclus.ledger.wire import kind_of
from jaarcyclus.profile.gremium import Routestap
from jaarcyclus.profile.records import Profile
from jaarcyclus.proof.replay import profile_of_first
from jaarcyclus.rules.context import Read


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """One subject: whether it holds, None when nobody looked, and the Dutch sentence."""

    onderwerp: str
    houdt: bool | None
    tekst: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """The outcome. `houdt` when no line says otherwise; `niet_nagegaan`: the subjects at which nobody looked."""

    houdt: bool
    niet_nagegaan: tuple[str, ...]
    regels: tuple[ReportLine, ...]


def make_report(lines: tuple[ReportLine, ...]) -> Report:
    """Return the outcome of these lines."""
    unseen = dict.fromkeys(line.onderwerp for line in lines if line.houdt is None)
    return Report(
        houdt=all(line.houdt is not False for line in lines),
        niet_nagegaan=tuple(unseen),
        regels=lines,
    )


def judged(subject: str, holds: str, faults: Sequence[str]) -> Iterator[ReportLine]:
    """Say what holds, or a line for each fault."""
    if not faults:
        yield ReportLine(onderwerp=subject, houdt=True, tekst=holds)
    for fault in faults:
        yield ReportLine(onderwerp=subject, houdt=False, tekst=fault)


def describe_head(
    events: Sequence[Event], head: str | None, *, of: str = "", anchored: int = 0, due: str = ""
) -> Iterator[ReportLine]:
    """Say what a head that the reader has from elsewhere proves of these events; the chain must be sound.

    `of` names the chain in the subject when it is not the dossier's own. `anchored` is the number of the last event
    that an anchor fits, 0 without one: it serves when no head is given, and covers what comes after a head. After both
    nobody looked. `due`: what must come and is not here (`name_due`).
    """
    subject = f"kop {of}".strip()
    if head is None and not anchored:
        text = f"{_NO_HEAD} De laatste is {events[-1].hash}."
        yield ReportLine(onderwerp=subject, houdt=None, tekst=text)
        return
    found = events[anchored - 1] if head is None else find_head(events, head)
    if found is None:
        text = _NOT_IN_CHAIN if re.fullmatch("[0-9a-f]{64}", _spelled(head or "")) else _NO_SUCH_HEAD
        yield ReportLine(onderwerp=subject, houdt=False, tekst=text)
        return
    yield ReportLine(onderwerp=subject, houdt=True, tekst=_place_of_head(events, found))
    subject, last = f"na de {subject}", max(found.seq, anchored)
    if last < len(events):
        what = "Na de opgegeven kop" if last == found.seq else "Na het laatste anker dat past"
        yield ReportLine(onderwerp=subject, houdt=None, tekst=_after_head(events[last:], what))
    elif due:
        yield ReportLine(onderwerp=subject, houdt=None, tekst=due)
    elif found.seq < last:
        yield ReportLine(onderwerp=subject, houdt=True, tekst=_ANCHORED)


def find_head(events: Sequence[Event], head: str) -> Event | None:
    """Return the event that this head is of, however a person spelled it; None when it is of none."""
    return next((event for event in events if event.hash == _spelled(head)), None)


def _spelled(head: str) -> str:
    return re.sub(r"[\s\u00ad-]", "", head).lower()


def name_due(events: Sequence[Event], read: Read) -> str:
    """Say what the program does by itself after these events: it is due, or was cut off. Empty when nothing is."""
    try:
        state = fold(events, events[0].dossier)
        adopted = state.active_version is not None and walk(state, profile_of_first(events, read)).is_adopted
    except Exception as fault:
        raise_if_of_machine(fault)
        # Forged events, or no dossier; what is wrong with them is told elsewhere.
        return _UNPUBLISHED if events[-1].soort in _ANNEX else ""
    if any(item.waits_for_withdrawal for item in state.publications):
        return _NOT_WITHDRAWN
    return _UNPUBLISHED if adopted and not state.is_closed else ""


_NO_HEAD = (
    "Geen kop opgegeven. Dat één hand het hele dossier herschreef of het laatste deel wegliet, zou nu niet "
    "blijken; vergelijk met een kop die u elders hebt."
)
_NO_SUCH_HEAD = (
    "De opgegeven kop is geen kop: die heeft 64 cijfers en letters a tot en met f. Neem haar over en probeer het "
    "opnieuw."
)
_NOT_IN_CHAIN = "De opgegeven kop komt in deze keten niet voor: het dossier is herschreven of het einde is eraf."
_UNPUBLISHED = (
    "Na de vaststelling volgen de bijlage en de publicatie, en de publicatie staat hier niet in. Of zij er nog niet "
    "was of is weggelaten, zegt deze kop niet; geef een latere kop, of als die er is de metadata.json ervan."
)
_NOT_WITHDRAWN = (
    "Na het besluit tot intrekking gaat de publicatie weg, en dat staat hier niet in. Of zij er nog stond of dit is "
    "weggelaten, zegt deze kop niet; geef een latere kop, of de metadata.json van de plaats waar zij stond."
)
_ANCHORED = (
    "Een anker dat past, is van de laatste gebeurtenis: ook van wat na de opgegeven kop komt, is niets gewijzigd of "
    "weggelaten."
)
_ANNEX = (kind_of(BijlageGemaakt), kind_of(BijlageVastgelegd))


def _place_of_head(events: Sequence[Event], found: Event) -> str:
    if found == events[-1]:
        return _LAST_OF_OLD if _keeps_first_words(events) else _LAST
    printed = any(event.inhoud.get("kop") == found.hash for event in events[found.seq :] if event.soort in _ANNEX)
    what = "staat in de bijlage Besluitvorming en hoort bij" if printed else "hoort bij"
    return (
        f"De opgegeven kop {what} gebeurtenis {found.seq} van {len(events)}: tot en met die is niets gewijzigd of "
        "weggelaten."
    )


_LAST_OF_OLD = "De opgegeven kop is die van de laatste gebeurtenis: tot het einde is niets gewijzigd of weggelaten."
_LAST = (
    "De opgegeven kop is die van de laatste gebeurtenis: tot en met die is niets gewijzigd of weggelaten. Of er daarna "
    "nog iets kwam, zegt zij niet."
)


def _keeps_first_words(events: Sequence[Event]) -> bool:
    """A round of rules 1 that was published keeps the report that it had: people compare the two."""
    is_first = events[0].soort == kind_of(RondeGeopend) and events[0].inhoud.get("regels", 1) == 1
    return is_first and events[-1].soort in _ENDS


_ENDS = (kind_of(Gepubliceerd), kind_of(OntvangstBevestigd))


def _after_head(later: Sequence[Event], what: str) -> str:
    kinds = ", ".join(dict.fromkeys(event.soort for event in later))
    count = "volgt nog één gebeurtenis" if len(later) == 1 else f"volgen nog {len(later)} gebeurtenissen"
    return (
        f"{what} {count} ({kinds}). Of daarvan iets is gewijzigd of ontbreekt, is niet nagegaan; geef een latere kop."
    )


def describe_standing(events: Sequence[Event], read: Read) -> ReportLine:
    """Say how far the dossier got."""
    try:
        state = fold(events, events[0].dossier)
        position = name_standing(state, profile_of_first(events, read))
    except Exception as fault:
        raise_if_of_machine(fault)
        # Forged events may lead anywhere; what is wrong with them is told elsewhere.
        return ReportLine(onderwerp="stand", houdt=False, tekst="Waar dit dossier staat, is niet vast te stellen.")
    exercise = " Dit is een OEFENING: de klok was gesimuleerd." if state.oefening else ""
    return ReportLine(onderwerp="stand", houdt=True, tekst=f"{state.dossier}: {position}.{exercise}")


def describe_warnings(events: Sequence[Event]) -> Iterator[ReportLine]:
    """Say how many warnings passed and how many are open, where any passed; `events` hold by the rules."""
    state = fold(events, events[0].dossier)
    if state.passed:
        text = f"{tell_count(state)} Welke, wanneer en waarom staat in het logboek, bij waarschuwing_afgedaan."
        yield ReportLine(onderwerp="waarschuwingen", houdt=True, tekst=text.strip())


def describe_rules(events: Sequence[Event], read: Read) -> ReportLine:
    """Say by which rules it was judged: a weaker profile shows nowhere else when nobody kept a head."""
    try:
        opened: RondeGeopend = wire.read(events[0])
        profile = profile_of_first(events, read)
        steps = "; ".join(_name_step(step, profile) for step in profile.routes[opened.product])
    except Exception as fault:
        raise_if_of_machine(fault)
        # A forger may pin anything; that it is no profile is a finding of the rules too.
        return ReportLine(onderwerp="profiel", houdt=False, tekst="Het vastgelegde profiel is niet te lezen.")
    text = f"Getoetst aan profiel {profile.profiel} ({opened.profiel_sha256}): {steps}."
    return ReportLine(onderwerp="profiel", houdt=True, tekst=text)


def _name_step(step: Routestap, profile: Profile) -> str:
    gremia = (profile.gremium(code) for code in step.gremia)
    when = f", als {step.als}" if step.als else ""
    return f"ter {step.rol}{when}: " + ", ".join(
        f"{gremium.naam} ({len(gremium.zetels)} zetels, {gremium.regel.replace('_', ' ')})" for gremium in gremia
    )
