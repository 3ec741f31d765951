"""The rules of the bezetting: who may come to hold a function, and what a dossier may say of it.

A function has one holder at a time, and a person one function in a gremium: else one hand has two votes, as the profile
is not allowed to give two seats to one function (art. 5.2; for a person: chosen). Asked when writing and proving.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from jaarcyclus.dossier import links as told_links
from jaarcyclus.dossier import passkeys as told_passkeys
from jaarcyclus.dossier.holders import Tenure, after, functions_of, last_tenure, told_holders
from jaarcyclus.dossier.links import Link
from jaarcyclus.dossier.passkeys import Passkey
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.errors import Refused
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import GENESIS, SYSTEM, Event
from jaarcyclus.ledger.events import BezettingVastgelegd
from jaarcyclus.ledger.holders_events import FunctieBezet, FunctieVerlaten, VertrekHersteld
from jaarcyclus.ledger.parts import Functiehouder, Ketenkop
from jaarcyclus.profile.gremium import Gremium
from jaarcyclus.profile.records import Profile
from jaarcyclus.rules import links, passkeys
from jaarcyclus.rules.context import Context, require
from jaarcyclus.rules.own_chain import read_event
from jaarcyclus.terms.days import is_day
from jaarcyclus.terms.formats import format_day
from jaarcyclus.terms.words import fault_in_name, fault_in_words, to_letters

_FARTHEST = timedelta(days=366)  # chosen: who comes later is recorded later
_LATIN = re.compile("[A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ]")


def refusals(events: Iterable[Event]) -> Iterator[tuple[Event, Refused]]:
    """Yield each event of a bezetting that could not follow on those before it, with the reason."""
    known: dict[int, Tenure] = {}
    linked: dict[int, Link] = {}
    keys: dict[int, Passkey] = {}
    last: datetime | None = None  # by the machine's own clock; an exercise may play another day
    for event in events:
        try:
            content = read_event(event, wire.BEZETTING_KINDS, "bezetting")
            _check_clock(event, last)
            _check(known, event, content)
            links.check(known, linked, event, content)
            passkeys.check(known, keys, event, content)
        except Refused as refusal:
            yield event, refusal
            continue
        known |= after(known.values(), event.seq, content)
        linked |= told_links.after(linked, event.seq, content)
        keys |= told_passkeys.after(keys, event.seq, content)
        last = last if event.gesimuleerd else datetime.fromisoformat(event.klok)


def _check_clock(event: Event, last: datetime | None) -> None:
    """A wrong clock would put this before what dossiers were told already."""
    require(
        event.gesimuleerd or last is None or datetime.fromisoformat(event.klok) >= last,
        "KLOK_TERUG",
        "De klok van deze machine loopt achter op wat al is vastgelegd; laat de beheerder haar gelijk zetten.",
    )


def _check(known: dict[int, Tenure], event: Event, content: object) -> None:
    bound = (date.fromisoformat(event.klok[:10]) + _FARTHEST).isoformat()
    require(event.actor != SYSTEM, "NIET_BEVOEGD", "Wie een functie heeft, legt een mens vast; vraag het de beheerder.")
    if isinstance(content, FunctieBezet):
        _require_day(content.vanaf, bound)
        _check_taken(last_tenure(known.values(), content.functie), content)
    elif isinstance(content, FunctieVerlaten):
        _require_day(content.per, bound)
        _check_left(last_tenure(known.values(), content.functie), content)


def _check_taken(last: Tenure | None, content: FunctieBezet) -> None:
    fault = fault_in_name(content.naam) or _fault_in_letters(content.naam)
    require(
        fault is None, "NAAM_ONLEESBAAR", f"Zo is de naam niet vast te leggen: {fault}. Vul de naam in op één regel."
    )
    require(
        bool(re.fullmatch("[a-z][a-z0-9_]*", content.functie) and re.fullmatch("[0-9a-f]{32}", content.zout)),
        "VELD_ANDERS",
        "Een functie heeft een code en elke vastlegging een eigen zout; gebruik: jaarcyclus handeling bezetting",
    )
    if last is None:
        return
    if last.until is None:
        raise Refused(
            "FUNCTIE_BEZET",
            f"{content.functie} heeft al een houder; leg eerst vast per wanneer die vertrekt, met: "
            "jaarcyclus handeling vertrek",
        )
    require(
        content.vanaf >= last.until,
        "DAGEN_OVERLAPPEN",
        f"De vorige houder van {content.functie} had de functie tot {format_day(last.until)}; kies die dag of een "
        "latere.",
    )


def _check_left(last: Tenure | None, content: FunctieVerlaten) -> None:
    fault = fault_in_words(content.reden)
    require(
        fault is None,
        "REDEN_ONTBREEKT",
        f"Zet er in woorden bij waarom. Nu gaat het niet: {fault}; vul de reden in.",
    )
    is_mended = isinstance(content, VertrekHersteld)
    if last is None or (last.until is not None) is not is_mended:
        raise _no_departure(content.functie) if is_mended else _no_holder(content.functie)
    require(
        content.per != last.until, "VERTREK_ONGEWIJZIGD", "Deze dag staat er al; vul de dag in die het had moeten zijn."
    )
    require(
        content.per >= last.since,
        "DAGEN_OVERLAPPEN",
        f"De houder heeft {content.functie} pas sinds {format_day(last.since)}; kies die dag of een latere.",
    )


def _no_holder(functie: str) -> Refused:
    return Refused(
        "FUNCTIE_VRIJ",
        f"Van {functie} is geen houder bekend die nog moet vertrekken; bekijk de lijst met: jaarcyclus bezetting toon. "
        "Stond er een verkeerde dag, gebruik dan --herstel.",
    )


def _no_departure(functie: str) -> Refused:
    return Refused(
        "VERTREK_ONBEKEND",
        f"De laatste houder van {functie} is niet vertrokken; bekijk de lijst met: jaarcyclus bezetting toon. Is er al "
        "een opvolger, laat die dan eerst vertrekken op zijn eigen eerste dag.",
    )


def _fault_in_letters(name: str) -> str | None:
    """A letter of another script that looks like ours makes two people of one."""
    strange = next((sign for sign in name if sign.isalpha() and not _LATIN.match(sign)), None)
    return f"er staat een letter in uit een ander schrift ({strange})" if strange else None


def _require_day(day: str, bound: str) -> None:
    """What lies far ahead is a slip of the pen, and nobody can hold the function before it any more."""
    require(is_day(day), "DAG_ONLEESBAAR", "Een dag staat er als jjjj-mm-dd; vul hem zo in.")
    require(
        day <= bound,
        "DAG_TE_VER",
        f"Deze dag ligt meer dan een jaar vooruit; kies een dag tot en met {format_day(bound)}.",
    )


def require_one_function(profile: Profile, known: Iterable[Tenure], content: FunctieBezet) -> None:
    """Raise Refused when this person has, or is to have, another function in one gremium; `profile` of that day."""
    others = {
        tenure.functie
        for tenure in known
        if is_same_person(tenure.name, content.naam) and tenure.functie != content.functie
        if tenure.until is None or tenure.until > content.vanaf
    }
    for gremium in profile.gremia:
        functions = _functions_in(gremium)
        double = sorted(others & functions) if content.functie in functions else []
        require(
            not double,
            "PERSOON_TWEE_ZETELS",
            f"Deze persoon is in {gremium.naam} al {'; '.join(map(profile.name_person, double))}: dan had één mens "
            "twee stemmen. Leg daarvan eerst het vertrek vast. Is het een ander die zo heet, vul dan de hele naam in.",
        )


def is_same_person(name: str, other: str) -> bool:
    """Two people of one name in one gremium need a name that tells them apart, for a reader too."""
    return to_letters(name) == to_letters(other)


def _functions_in(gremium: Gremium) -> set[str]:
    return {person for zetel in gremium.zetels for person in (zetel.houder, zetel.plaatsvervanger) if person}


def check_bezetting_vastgelegd(dossier: Dossier, event: Event, content: BezettingVastgelegd, context: Context) -> None:
    """Raise Refused unless it tells of each function of an open gate something new that can be.

    That it is what the bezetting said, only its export can show (`proof.holders`).
    """
    gate = dossier.gate(content.gate)
    if gate is None or not gate.is_open or dossier.opened.regels == 1:
        raise Refused("GATE_GESLOTEN", f"Gate {content.gate} is niet open, of van een ronde onder de regels van toen.")
    require(
        set(content.houders) == set(functions_of(gate.zetels)),
        "FUNCTIES_ANDERS",
        "Vastgelegd wordt wie de functies van deze zetels bekleden, en van geen andere.",
    )
    require(
        _is_head(content.keten),
        "KETEN_ONJUIST",
        "De kop van de bezetting is geen kop van een keten met een dag.",
    )
    named = context.profile.namen_in_openbare_stukken
    require(
        all(_can_hold(holder, content.keten, named=named) for holder in content.houders.values() if holder),
        "HOUDER_ONJUIST",
        "Een houder staat in de bezetting: met een naam als het profiel namen in openbare stukken wil, anders zonder.",
    )
    require(told_holders(gate) != content.houders, "BEZETTING_ONGEWIJZIGD", "De houders zijn dezelfde als hiervoor.")


def _is_head(chain: Ketenkop) -> bool:
    """Its day may lie after today: who practised with a later day in the same place kept holders then too."""
    named = chain.seq > 0 and re.fullmatch("[0-9a-f]{64}", chain.kop) and chain.kop != GENESIS
    return bool(named) and chain.dag is not None and is_day(chain.dag)


def _can_hold(holder: Functiehouder, chain: Ketenkop, *, named: bool) -> bool:
    fits = (holder.naam is not None) == named
    return fits and 1 <= holder.bezetting <= chain.seq and (holder.naam is None or fault_in_name(holder.naam) is None)
