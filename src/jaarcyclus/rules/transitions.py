"""Which event may follow: the one place where the rules refuse. Used when writing and again when verifying.

`check(dossier, event, context)` raises `Refused` with a closed code and the Dutch sentence the person reads.
Because the accountant's verification replays the same checks, a ledger that was rewritten with a sound chain but
an unsound vote is still found out. Do not read a clock here: the event carries the moment that counts.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import SYSTEM, Event
from jaarcyclus.rules import gates, publication, rounds, versions, votes
from jaarcyclus.rules.context import Context, require

# Chosen: two machines that write to one dossier may differ, and a writer may wait for the lock; no more than this.
MAX_CLOCK_SKEW = timedelta(minutes=15)


def check(dossier: Dossier, event: Event, context: Context) -> None:
    """Raise Refused when `event` may not follow. The rules and their sources: docs/rules.md."""
    if event.soort not in _CHECKS:
        raise Refused("SOORT_ONBEKEND", f"Een gebeurtenis '{event.soort}' bestaat niet.")
    _check_shape(event)
    _check_clock(dossier, event)
    if (dossier.ronde is None) != (event.soort == "ronde_geopend"):
        raise Refused("RONDE_NIET_OPEN", "Deze ronde is niet open; vraag de controller wanneer zij opengaat.")
    if dossier.publication is not None and event.soort not in _AFTER_PUBLICATION:
        raise Refused(
            "DOSSIER_GESLOTEN",
            "Dit product is gepubliceerd en de ronde is gesloten. Een wijziging loopt via een begrotingswijziging "
            "of de volgende rapportage; neem contact op met de controller.",
        )
    _CHECKS[event.soort](dossier, event, context)


def _check_shape(event: Event) -> None:
    """The fields are those of docs/architecture.md, no more and no less; what the program does is not a person's."""
    require(
        set(event.inhoud) == set(_FIELDS[event.soort].split()),
        "VELDEN_ANDERS",
        f"Een gebeurtenis '{event.soort}' heeft precies deze velden: {_FIELDS[event.soort]}.",
    )
    odd = [name for name, kind in _TYPES.items() if name in event.inhoud and type(event.inhoud[name]) is not kind]
    require(not odd, "VELD_ANDERS", f"Van een gebeurtenis '{event.soort}' klopt niet wat voor waarde dit is: {odd}.")
    require(
        event.actor == SYSTEM or event.soort not in _BY_PROGRAM,
        "NIET_BEVOEGD",
        f"Een gebeurtenis '{event.soort}' legt alleen het programma vast.",
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


_AFTER_PUBLICATION = {"ontvangst_bevestigd", "inzending_geweigerd"}
_BY_PROGRAM = {
    "ronde_geopend", "consolidatie_afgekeurd", "versie_gemaakt", "gate_geopend", "herinnerd", "gate_gesloten",
    "gate_vervallen", "toegezonden", "bijlage_gemaakt", "gepubliceerd",
}  # fmt: skip
_FIELDS = {
    "ronde_geopend": "profiel product boekjaar profiel_sha256 inzendplichten regels deadlines",
    "kenmerken_vastgelegd": "kenmerken reden",
    "inzending_geaccepteerd": "perceel sha256 cijfers_sha256 inzender via te_laat ontvangst bevindingen",
    "inzending_geweigerd": "perceel sha256 inzender via ontvangst bevindingen",
    "consolidatie_afgekeurd": "inzendingen bevindingen",
    "versie_gemaakt": "versie manifest_sha256 makers inzendingen",
    "gate_geopend": "gate stap gremium rol soort versie ronde betwist manifest_sha256 document_sha256 "
    "oplegnota_sha256 zetels deadline",
    "stem_uitgebracht": "gate zetel antwoord namens toelichting voorwaarde manifest_sha256 document_sha256",
    "herinnerd": "gate moment zetels",
    "gate_gesloten": "gate uitslag telling",
    "gate_vervallen": "gate reden",
    "voorwaarde_vervuld": "gate zetel toelichting",
    "advies_vastgelegd": "gate advies tekst deskundige",
    "heropend": "reden percelen grond",
    "bijlage_gemaakt": "manifest_sha256 bijlage_sha256 kop",
    "gepubliceerd": "versie manifest_sha256 documenten bijlage_sha256 doel metadata_sha256",
    "toegezonden": "gremia rol stap gate versie",
    "ontvangst_bevestigd": "gremium",
}
# What Python would take for another: True is 1 and 0 is false, and a forger's text is no text.
_TYPES: dict[str, type] = {
    "te_laat": bool, "namens": bool, "versie": int, "boekjaar": int, "ontvangst": int, "via": str, "doel": str,
    "toelichting": str, "reden": str, "tekst": str, "deskundige": str,
}  # fmt: skip
_CHECKS: dict[str, Callable[[Dossier, Event, Context], None]] = {
    "ronde_geopend": rounds.check_ronde_geopend,
    "kenmerken_vastgelegd": rounds.check_kenmerken_vastgelegd,
    "inzending_geaccepteerd": versions.check_inzending_geaccepteerd,
    "inzending_geweigerd": versions.check_inzending_geweigerd,
    "consolidatie_afgekeurd": versions.check_consolidatie_afgekeurd,
    "versie_gemaakt": versions.check_versie_gemaakt,
    "heropend": rounds.check_heropend,
    "gate_geopend": gates.check_gate_geopend,
    "herinnerd": gates.check_herinnerd,
    "gate_gesloten": gates.check_gate_gesloten,
    "gate_vervallen": gates.check_gate_vervallen,
    "advies_vastgelegd": gates.check_advies_vastgelegd,
    "stem_uitgebracht": votes.check_stem,
    "voorwaarde_vervuld": votes.check_voorwaarde_vervuld,
    "bijlage_gemaakt": publication.check_bijlage_gemaakt,
    "gepubliceerd": publication.check_gepubliceerd,
    "toegezonden": publication.check_toegezonden,
    "ontvangst_bevestigd": publication.check_ontvangst_bevestigd,
}
