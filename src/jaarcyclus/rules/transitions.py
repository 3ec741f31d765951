"""Which event may follow: the one place where the rules refuse. Used when writing and again when verifying.

`check(dossier, event, read)` raises `Refused` with a closed code and the Dutch sentence the person reads.
Because the accountant's verification replays the same checks, a ledger that was rewritten with a sound chain but
an unsound vote is still found out. Do not read a clock here: the event carries the moment that counts.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import RULES_2_SINCE, profile_of
from jaarcyclus.errors import InvalidContent, Refused
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import SYSTEM, Event
from jaarcyclus.ledger.correction_events import (
    CorrectieBesloten,
    CorrectieGepubliceerd,
    Ingetrokken,
    IntrekkingBesloten,
)
from jaarcyclus.ledger.earlier_events import (
    CijfersBekend,
    CijfersHerzien,
    CijfersOvergenomen,
    InzendingGehandhaafd,
    WaarschuwingAfgedaan,
)
from jaarcyclus.ledger.events import (
    AdviesVastgelegd,
    BedenktijdOvergeslagen,
    BezettingVastgelegd,
    BijlageGemaakt,
    BijlageVastgelegd,
    ConsolidatieAfgekeurd,
    GateGeopend,
    GateGesloten,
    GateVervallen,
    GateVoorgelegd,
    Gepubliceerd,
    Herinnerd,
    Heropend,
    InzendingGeaccepteerd,
    InzendingGeweigerd,
    KenmerkenVastgelegd,
    Klaargezet,
    OntvangstBevestigd,
    RondeGeopend,
    StemAangemeld,
    StemNaUitgifte,
    StemUitgebracht,
    StilteGeconstateerd,
    TermijnVerlengd,
    Toegezonden,
    VersieGemaakt,
    VoorwaardeBewezen,
    VoorwaardeVervuld,
)
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.signing_events import StemOndertekend
from jaarcyclus.profile.records import Profile
from jaarcyclus.rules import (
    corrections,
    earlier_figures,
    gates,
    holders,
    publication,
    rounds,
    signing,
    versions,
    votes,
    warnings,
)
from jaarcyclus.rules.context import Context, Read, require
from jaarcyclus.terms.products import base_of

# Chosen: two machines that write to one dossier may differ, and a writer may wait for the lock; no more than this.
MAX_CLOCK_SKEW = timedelta(minutes=15)


def check(dossier: Dossier, event: Event, read: Read) -> None:
    """Raise Refused when `event` may not follow; `read` gives an artefact by SHA-256. Sources: docs/rules.md."""
    content = _read_content(event)
    _check_clock(dossier, event)
    _check_spelling(dossier, event, content)
    if (dossier.ronde is None) != (event.soort == "ronde_geopend"):
        raise Refused("RONDE_NIET_OPEN", "Deze ronde is niet open; vraag de controller wanneer zij opengaat.")
    if dossier.is_closed and event.soort not in _AFTER_PUBLICATION:
        raise Refused(
            "DOSSIER_GESLOTEN",
            "Dit product is gepubliceerd en de ronde is gesloten. Neem wat anders moet op in de volgende rapportage, "
            "of vraag de controller om een correctie.",
        )
    _check_kind_of_rules(dossier, event)
    signing.require_followed(dossier, content)
    _CHECKS[type(content)](dossier, event, content, Context(profile=_profile_of(dossier, content, read), read=read))


def _read_content(event: Event) -> Content:
    """The fields are those of its record, no more and no less; what the program does is not a person's."""
    record = wire.DOSSIER_KINDS.get(event.soort)
    if record is None:
        raise Refused("SOORT_ONBEKEND", f"Een gebeurtenis '{event.soort}' bestaat niet.")
    names = wire.field_names(record)
    require(
        set(event.inhoud) == set(names),
        "VELDEN_ANDERS",
        f"Een gebeurtenis '{event.soort}' heeft precies deze velden: {' '.join(names)}.",
    )
    require(
        event.actor == SYSTEM or event.soort not in _BY_PROGRAM or _is_request(event),
        "NIET_BEVOEGD",
        f"Een gebeurtenis '{event.soort}' legt alleen het programma vast.",
    )
    try:
        content: Content = wire.read(event)
    except InvalidContent as fault:
        sentence = f"Van een gebeurtenis '{event.soort}' klopt niet wat voor waarde dit is: {list(fault.fields)}."
        raise Refused("VELD_ANDERS", sentence) from fault
    return content


def _is_request(event: Event) -> bool:
    """A round that is opened on request is a person's act; whose, its own rule asks."""
    product = event.inhoud.get("product")
    return event.soort == "ronde_geopend" and isinstance(product, str) and base_of(product) != product


def _profile_of(dossier: Dossier, content: Content, read: Read) -> Profile:
    """The pinned one, for the first event too: whoever verifies later has no other (ADR 0004)."""
    return profile_of(content if isinstance(content, RondeGeopend) else dossier.opened, read)


def _check_kind_of_rules(dossier: Dossier, event: Event) -> None:
    if dossier.ronde is None:
        return
    if dossier.ronde.regels == 1:
        _check_under_rules_1(event)
        return
    if event.soort not in _REPLACED_BY:
        return
    instead = _REPLACED_BY[event.soort]
    raise Refused(
        "SOORT_VERVANGEN",
        f"Onder regelversie {dossier.ronde.regels} is '{event.soort}' vervangen; gebruik '{instead}'.",
    )


def _check_under_rules_1(event: Event) -> None:
    """Rules that were put back by one digit take what came with the next ones with them."""
    require(
        event.soort not in _NEVER_UNDER_RULES_1,
        "SOORT_ANDERE_REGELS",
        f"Onder regelversie 1 bestaat '{event.soort}' niet; gebruik een gave kopie.",
    )
    require(
        event.soort not in _REPLACED_BY.values() or datetime.fromisoformat(event.tijd) >= RULES_2_SINCE,
        "SOORT_TE_VROEG",
        f"Toen '{event.soort}' volgens de tijd van de machine is vastgelegd, bestond dat nog niet; laat de beheerder "
        "de klok controleren.",
    )


def _check_clock(dossier: Dossier, event: Event) -> None:
    moment, machine = datetime.fromisoformat(event.klok), datetime.fromisoformat(event.tijd)
    require(
        event.gesimuleerd or abs(moment - machine) <= MAX_CLOCK_SKEW,
        "KLOK_WIJKT_AF",
        "De klok wijkt af van de tijd van de machine; laat de beheerder de klok controleren.",
    )
    if dossier.klok is not None:
        _check_clock_follows(dossier, event, moment)
    require(
        moment.astimezone(AMSTERDAM).isoformat() == event.klok,
        "KLOK_ANDERE_ZONE",
        "De klok van een gebeurtenis is die van Nederland, want haar datum telt voor de termijn; laat de beheerder de "
        "klok controleren.",
    )


def _check_spelling(dossier: Dossier, event: Event, content: Content) -> None:
    """The moment of the machine has one spelling, as the clock's has."""
    opened = content if isinstance(content, RondeGeopend) else dossier.ronde
    require(
        opened is None or opened.regels == 1 or datetime.fromisoformat(event.tijd).isoformat() == event.tijd,
        "TIJD_ANDERS",
        "De tijd van de machine staat er anders dan wij haar schrijven; laat de beheerder de klok controleren.",
    )


def _check_clock_follows(dossier: Dossier, event: Event, moment: datetime) -> None:
    require(
        event.gesimuleerd == dossier.oefening,
        "KLOK_GEMENGD",
        "Een oefening en een echt dossier gaan niet samen: verwijder de gesimuleerde datum, of begin een oefening "
        "in een eigen map (JAARCYCLUS_VAR).",
    )
    require(
        moment >= datetime.fromisoformat(dossier.klok or event.klok) - MAX_CLOCK_SKEW,
        "KLOK_TERUG",
        "De klok staat vóór de laatste gebeurtenis van dit dossier; laat de beheerder de klok controleren.",
    )


_AFTER_PUBLICATION = {
    "ontvangst_bevestigd", "inzending_geweigerd", "intrekking_besloten", "ingetrokken", "correctie_besloten",
}  # fmt: skip
_BY_PROGRAM = {
    "ronde_geopend", "consolidatie_afgekeurd", "versie_gemaakt", "gate_geopend", "herinnerd", "gate_gesloten",
    "gate_vervallen", "toegezonden", "bijlage_gemaakt", "gepubliceerd", "gate_voorgelegd", "stilte_geconstateerd",
    "klaargezet", "cijfers_bekend", "bijlage_vastgelegd", "stem_na_uitgifte", "bezetting_vastgelegd",
    "stem_aangemeld",
    "ingetrokken", "correctie_gepubliceerd", "cijfers_herzien",
}  # fmt: skip
# What a round under rules 2 records instead. One of rules 1 that goes on in this release records these too.
_REPLACED_BY = {
    "gate_geopend": "gate_voorgelegd", "herinnerd": "stilte_geconstateerd", "toegezonden": "klaargezet",
    "bijlage_gemaakt": "bijlage_vastgelegd",
}  # fmt: skip
# A pause, a holder and a correction are refused there by their own rules, in the words of who asks for one.
_NEVER_UNDER_RULES_1 = {
    "cijfers_bekend", "cijfers_herzien", "termijn_verlengd", "cijfers_overgenomen", "inzending_gehandhaafd",
    "voorwaarde_bewezen", "waarschuwing_afgedaan",
}  # fmt: skip
_CHECKS: Mapping[type[Content], Callable[[Dossier, Event, Any, Context], None]] = {
    RondeGeopend: rounds.check_ronde_geopend,
    CijfersBekend: earlier_figures.check_cijfers_bekend,
    CijfersHerzien: earlier_figures.check_cijfers_herzien,
    KenmerkenVastgelegd: rounds.check_kenmerken_vastgelegd,
    InzendingGeaccepteerd: versions.check_inzending_geaccepteerd,
    CijfersOvergenomen: earlier_figures.check_cijfers_overgenomen,
    InzendingGehandhaafd: versions.check_inzending_gehandhaafd,
    WaarschuwingAfgedaan: warnings.check_waarschuwing_afgedaan,
    InzendingGeweigerd: versions.check_inzending_geweigerd,
    ConsolidatieAfgekeurd: versions.check_consolidatie_afgekeurd,
    BedenktijdOvergeslagen: versions.check_bedenktijd_overgeslagen,
    VersieGemaakt: versions.check_versie_gemaakt,
    Heropend: rounds.check_heropend,
    GateGeopend: gates.check_gate_geopend,
    GateVoorgelegd: gates.check_gate_voorgelegd,
    Herinnerd: gates.check_silence,
    StilteGeconstateerd: gates.check_silence,
    GateGesloten: gates.check_gate_gesloten,
    GateVervallen: gates.check_gate_vervallen,
    AdviesVastgelegd: gates.check_advies_vastgelegd,
    TermijnVerlengd: gates.check_termijn_verlengd,
    BezettingVastgelegd: holders.check_bezetting_vastgelegd,
    StemUitgebracht: votes.check_stem,
    StemOndertekend: signing.check_stem_ondertekend,
    StemNaUitgifte: votes.check_stem_na_uitgifte,
    StemAangemeld: votes.check_stem_aangemeld,
    VoorwaardeVervuld: votes.check_voorwaarde_vervuld,
    VoorwaardeBewezen: votes.check_voorwaarde_bewezen,
    BijlageGemaakt: publication.check_bijlage_gemaakt,
    BijlageVastgelegd: publication.check_bijlage_vastgelegd,
    Gepubliceerd: publication.check_gepubliceerd,
    CorrectieGepubliceerd: publication.check_correctie_gepubliceerd,
    IntrekkingBesloten: corrections.check_intrekking_besloten,
    Ingetrokken: corrections.check_ingetrokken,
    CorrectieBesloten: corrections.check_correctie_besloten,
    Toegezonden: publication.check_klaargezet,
    Klaargezet: publication.check_klaargezet,
    OntvangstBevestigd: publication.check_ontvangst_bevestigd,
}
