"""Which event may follow: the one place where the rules refuse. Used when writing and again when verifying.

`check(dossier, event, context)` raises `Geweigerd` with a closed code and the Dutch sentence the person reads.
Because the accountant's verification replays the same checks, a ledger that was rewritten with a sound chain but
an unsound vote is still found out. Do not read a clock here: the event carries the moment that counts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jaarcyclus import manifest as manifests
from jaarcyclus.besluitroute import Uitslag, find_antwoord, tally
from jaarcyclus.calendar import format_date
from jaarcyclus.dossier import Dossier, Gate, Gatezetel, Gebeurtenis
from jaarcyclus.errors import Geweigerd
from jaarcyclus.gates import gate_inhoud
from jaarcyclus.manifest import Manifest
from jaarcyclus.planning import climb_day, missing_submissions, reminders_due
from jaarcyclus.profile import Profile, Rol
from jaarcyclus.routestand import Stand, applicable_steps, held_up, is_adopted, reached, walk

SYSTEEM = "systeem"


@dataclass(frozen=True, kw_only=True)
class Context:
    """The pinned profile of the round, and how to read an artefact by its SHA-256."""

    profile: Profile
    read: Callable[[str], bytes]

    def manifest(self, sha256: str) -> Manifest:
        return manifests.from_bytes(self.read(sha256))


def check(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    """Raise Geweigerd when `event` may not follow. The field's rules: domain.md section 3."""
    if (dossier.ronde is None) != (event.soort == "ronde_geopend"):
        raise Geweigerd(
            "RONDE_NIET_OPEN", "Deze ronde is niet open; de controller opent haar op de kalenderdag."
        )
    if dossier.publicatie is not None and event.soort not in _AFTER_PUBLICATION:
        raise Geweigerd(
            "DOSSIER_GESLOTEN",
            "Dit product is gepubliceerd en de ronde is gesloten. Een wijziging loopt via een begrotingswijziging "
            "of de volgende rapportage; neem contact op met de controller.",
        )
    _CHECKS[event.soort](dossier, event, context)


def _require(holds: bool, code: str, melding: str) -> None:
    if not holds:
        raise Geweigerd(code, melding)


def _today(event: Gebeurtenis) -> date:
    return date.fromisoformat(event.klok[:10])


def _ronde_geopend(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    _require(
        event.inhoud["profiel"] == context.profile.profiel,
        "PROFIEL_ONJUIST",
        f"Dit dossier hoort bij profiel {event.inhoud['profiel']}, niet bij {context.profile.profiel}.",
    )


def _inzending_geaccepteerd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    duties = {duty["code"] for duty in (dossier.ronde or {})["inzendplichten"]}
    _require(
        content["perceel"] in duties,
        "PERCEEL_ONBEKEND",
        f"Perceel '{content['perceel']}' levert voor dit product niets aan; kies het werkboek van een perceel uit: "
        f"{', '.join(sorted(duties))}.",
    )
    known = next((item for item in dossier.inzendingen if item.sha256 == content["sha256"]), None)
    _require(
        known is None,
        "AL_ONTVANGEN",
        f"Dit werkboek is al ontvangen en geaccepteerd op {_day(known.klok) if known else ''}; u hoeft niets te doen.",
    )
    _require(
        dossier.actieve_versie is None,
        "RONDE_GESLOTEN",
        "Van deze ronde is al een versie gemaakt die op haar besluitroute is. Vraag de controller om de ronde voor "
        "uw perceel te heropenen en dien daarna opnieuw in.",
    )
    late = _today(event) > date.fromisoformat((dossier.ronde or {})["deadlines"]["indienen"])
    _require(
        content["te_laat"] == late, "TE_LAAT_ONJUIST", "Of de inzending te laat is, volgt uit de kalender."
    )


def _inzending_geweigerd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    _require(
        bool(event.inhoud["bevindingen"]), "BEVINDING_ONTBREEKT", "Een weigering noemt haar bevindingen."
    )


def _consolidatie_afgekeurd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    _require(
        bool(event.inhoud["bevindingen"]), "BEVINDING_ONTBREEKT", "Een afkeuring noemt haar bevindingen."
    )


def _versie_gemaakt(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    current = dossier.huidige_inzendingen()
    _require(dossier.actieve_versie is None, "VERSIE_BESTAAT", "Er is al een versie op haar besluitroute.")
    _require(
        content["versie"] == len(dossier.versies) + 1, "VERSIE_NUMMER", "Het versienummer sluit niet aan."
    )
    _require(
        not missing_submissions(dossier),
        "INZENDING_ONTBREEKT",
        f"Nog niet ingediend: {', '.join(missing_submissions(dossier))}; de versie wordt daarna gemaakt.",
    )
    _require(
        dict(content["inzendingen"]) == {code: item.sha256 for code, item in current.items()},
        "INZENDING_ANDERS",
        "De versie is niet gemaakt van de laatst geaccepteerde werkboeken.",
    )
    _require(
        set(content["makers"]) == {item.inzender for item in current.values()},
        "MAKERS_ONJUIST",
        "De makers zijn de indieners van de werkboeken.",
    )
    manifest = context.manifest(content["manifest_sha256"])
    _require(
        (manifest.dossier, manifest.versie, manifest.product, manifest.boekjaar)
        == (dossier.dossier, content["versie"], dossier.product, dossier.boekjaar)
        and {code: item["werkboek"] for code, item in manifest.inzendingen.items()}
        == dict(content["inzendingen"])
        and manifest.profiel_sha256 == (dossier.ronde or {})["profiel_sha256"],
        "MANIFEST_ANDERS",
        "Het manifest hoort niet bij deze versie.",
    )


def _gate_geopend(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    places = reached(dossier, context.profile)
    voorstel = next((p.voorstel for p in places if p.voorstel and p.voorstel.gate == content["gate"]), None)
    if voorstel is None or dossier.actieve_versie is None:
        raise Geweigerd(
            "GATE_NIET_AAN_DE_BEURT", f"Gate {content['gate']} is niet aan de beurt op de besluitroute."
        )
    manifest = context.manifest(dossier.actieve_versie.manifest_sha256)
    expected = gate_inhoud(dossier, context.profile, voorstel, manifest, _today(event))
    _require(
        _plain(content) == _plain(expected), "GATE_ANDERS", "De gate wijkt af van profiel, route of manifest."
    )


def _stem_uitgebracht(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    gate = _votable_gate(dossier, content["gate"], _today(event))
    zetel = _votable_seat(gate, content["zetel"], event.actor, context.profile)
    _require(
        content["namens"] == (event.actor != zetel.houder),
        "NAMENS_ONJUIST",
        "Een plaatsvervanger stemt namens de zetel; de houder zelf niet.",
    )
    _require(
        content["manifest_sha256"] == gate.manifest_sha256
        and content["document_sha256"] == gate.document_sha256,
        "ANDERE_VERSIE",
        "Uw antwoord hoort bij een andere versie van het document; open de gate opnieuw en lees de huidige versie.",
    )
    _check_answer(gate, event, context.profile)


def _votable_gate(dossier: Dossier, gate_id: str, today: date) -> Gate:
    gate = dossier.gate(gate_id)
    if gate is None:
        raise Geweigerd(
            "GATE_ONBEKEND", f"Gate {gate_id} bestaat niet in dit dossier; open uw openstaande acties."
        )
    active = dossier.actieve_versie
    _require(
        gate.vervallen is None and active is not None and active.versie == gate.versie,
        "GATE_VERVALLEN",
        "Deze versie is vervangen; uw antwoord is niet vastgelegd. Zodra de nieuwe versie er is, vragen wij het opnieuw.",
    )
    _require(
        gate.uitslag is None,
        "GATE_GESLOTEN",
        f"Deze gate is al gesloten ({gate.uitslag}); uw antwoord is niet vastgelegd.",
    )
    deadline = date.fromisoformat(gate.deadline)
    _require(
        today <= deadline,
        "TERMIJN_VERSTREKEN",
        f"De termijn liep tot en met {format_date(deadline)}; uw antwoord is niet vastgelegd. "
        "De controller legt de gate voor aan het volgende niveau.",
    )
    return gate


def _votable_seat(gate: Gate, zetel_code: str, person: str, profile: Profile) -> Gatezetel:
    zetel = next((item for item in gate.zetels if item.zetel == zetel_code), None)
    if zetel is None:
        raise Geweigerd("ZETEL_ONBEKEND", f"Zetel {zetel_code} hoort niet bij deze gate.")
    _require(
        person != profile.controller,
        "CONTROLLER_STEMT_NIET",
        "De controller bewaakt de cyclus en heeft geen zetel; laat de zetelhouder antwoorden.",
    )
    _require(
        person in (zetel.houder, zetel.plaatsvervanger),
        "NIET_DE_ZETELHOUDER",
        f"De zetel '{zetel.naam}' is niet van u; alleen de houder of de plaatsvervanger kan antwoorden.",
    )
    _require(
        person not in zetel.uitgesloten,
        "MAKER_STEMT_NIET",
        "U hebt cijfers voor dit document ingediend en stemt er dan niet over mee; laat uw plaatsvervanger antwoorden.",
    )
    _require(
        all(stem.zetel != zetel_code for stem in gate.stemmen),
        "AL_GESTEMD",
        f"Voor de zetel '{zetel.naam}' is al geantwoord; een zetel heeft één stem en die staat vast.",
    )
    return zetel


def _check_answer(gate: Gate, event: Gebeurtenis, profile: Profile) -> None:
    content = event.inhoud
    antwoord = find_antwoord(gate.rol, gate.soort, content["antwoord"])
    if antwoord is None:
        raise Geweigerd(
            "ANTWOORD_ONBEKEND", f"'{content['antwoord']}' is hier geen antwoord; kies er een uit de lijst."
        )
    _require(
        bool(content["toelichting"].strip()) or not antwoord.eist_toelichting,
        "REDEN_ONTBREEKT",
        f"Bij '{antwoord.tekst}' hoort een toelichting; vul die in en antwoord opnieuw.",
    )
    condition = content["voorwaarde"]
    _require(
        (condition is not None) == antwoord.eist_voorwaarde,
        "VOORWAARDE_ONVOLLEDIG",
        f"Bij '{antwoord.tekst}' hoort {'een' if antwoord.eist_voorwaarde else 'geen'} voorwaarde.",
    )
    if condition is not None:
        _check_condition(condition, _today(event), profile)


def _check_condition(condition: Mapping[str, Any], today: date, profile: Profile) -> None:
    sentence = (
        "Een voorwaarde heeft een tekst, een eigenaar uit de lijst en een datum vanaf vandaag (jjjj-mm-dd); vul ze "
        "alle drie in en antwoord opnieuw."
    )
    _require(set(condition) == {"tekst", "eigenaar", "datum"}, "VOORWAARDE_ONVOLLEDIG", sentence)
    _require(bool(condition["tekst"].strip()), "VOORWAARDE_ONVOLLEDIG", sentence)
    _require(
        condition["eigenaar"] in {person.sleutel for person in profile.personen},
        "VOORWAARDE_ONVOLLEDIG",
        sentence,
    )
    try:
        day = date.fromisoformat(condition["datum"])
    except ValueError:
        raise Geweigerd("VOORWAARDE_ONVOLLEDIG", sentence) from None
    _require(day >= today, "VOORWAARDE_ONVOLLEDIG", sentence)


def _herinnerd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    gate = _existing_open_gate(dossier, event.inhoud["gate"])
    due = reminders_due(gate, context.profile, _today(event))
    _require(
        event.inhoud["moment"] in due and tuple(event.inhoud["zetels"]) == gate.stille_zetels(),
        "HERINNERING_NIET_AAN_DE_BEURT",
        "Deze herinnering is niet aan de beurt.",
    )


def _gate_gesloten(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    gate = _existing_open_gate(dossier, content["gate"])
    counted = [
        {"zetel": stem.zetel, "antwoord": stem.antwoord, "gewicht": stem.gewicht}
        for stem in gate.zetelstemmen()
    ]
    _require(
        _plain(content["telling"]) == counted, "TELLING_ANDERS", "De telling is niet die van de stemmen."
    )
    outcome = outcome_of(gate, context.profile, _today(event))
    _require(
        outcome is not None and content["uitslag"] == outcome,
        "UITSLAG_ANDERS",
        f"De stemmen leiden niet tot '{content['uitslag']}'; wacht tot elke zetel heeft geantwoord.",
    )


def outcome_of(gate: Gate, profile: Profile, today: date) -> Uitslag | None:
    """Return what the gate comes to on this day: its votes, or `over_tijd` once it must climb; None while open."""
    gremium = profile.gremium(gate.gremium)
    counted = tally(gate.rol, gate.soort, gremium.regel, gate.zetelstemmen(), gremium.voorzitter)
    if counted is None and today > climb_day(gate, profile):
        return Uitslag.OVER_TIJD
    return counted


def _gate_vervallen(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    gate = _existing_open_gate(dossier, event.inhoud["gate"])
    active = dossier.actieve_versie
    _require(
        active is None or active.versie != gate.versie,
        "VERSIE_GELDT_NOG",
        "Deze gate hoort bij de geldende versie en vervalt alleen door heropening.",
    )


def _voorwaarde_vervuld(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    gate = dossier.gate(event.inhoud["gate"])
    stem = (
        next((item for item in gate.stemmen if item.zetel == event.inhoud["zetel"]), None) if gate else None
    )
    if gate is None or stem is None or stem.voorwaarde is None:
        raise Geweigerd("VOORWAARDE_ONBEKEND", "Er is bij deze zetel en gate geen voorwaarde gesteld.")
    _require(stem.voorwaarde.vervuld_door is None, "VOORWAARDE_AL_VERVULD", "Deze voorwaarde is al afgemeld.")
    zetel = next(item for item in gate.zetels if item.zetel == stem.zetel)
    _require(
        event.actor in (stem.voorwaarde.eigenaar, zetel.houder, zetel.plaatsvervanger),
        "NIET_DE_EIGENAAR",
        f"Alleen de eigenaar ({_functie(context.profile, stem.voorwaarde.eigenaar)}) of de zetel die de voorwaarde "
        "stelde, meldt haar af.",
    )
    _require(
        bool(event.inhoud["toelichting"].strip()),
        "REDEN_ONTBREEKT",
        "Beschrijf hoe aan de voorwaarde is voldaan.",
    )


def _advies_vastgelegd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    _require(
        event.actor in (context.profile.controller, context.profile.ambtelijk_secretaris),
        "NIET_BEVOEGD",
        "Alleen de controller of de ambtelijk secretaris legt een bindend advies vast.",
    )
    _require(
        content["gate"] in {gate.gate for gate in held_up(dossier, context.profile)},
        "NIET_AANGEHOUDEN",
        "Het dossier is op deze gate niet aangehouden; een bindend advies (art. 16) is nu niet aan de orde.",
    )
    _require(
        content["advies"] in (Uitslag.DOORGANG, Uitslag.TERUG)
        and bool(content["tekst"].strip())
        and bool(content["deskundige"].strip()),
        "ADVIES_ONVOLLEDIG",
        "Een bindend advies noemt 'doorgang' of 'terug', de tekst van het advies en de externe deskundige.",
    )


def _heropend(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    _require(bool(content["reden"].strip()), "REDEN_ONTBREEKT", "Een heropening heeft een reden; vul die in.")
    _require(
        dossier.actieve_versie is not None,
        "GEEN_VERSIE",
        "Er is geen versie op haar besluitroute; percelen kunnen gewoon indienen.",
    )
    duties = {duty["code"] for duty in (dossier.ronde or {})["inzendplichten"]}
    _require(
        set(content["percelen"]) <= duties,
        "PERCEEL_ONBEKEND",
        f"Kies percelen uit: {', '.join(sorted(duties))}.",
    )
    if content["grond"] is None:
        _require(
            event.actor == context.profile.controller,
            "NIET_BEVOEGD",
            "Alleen de controller heropent een ronde; vraag het de controller, met de reden erbij.",
        )
        return
    sent_back = any(
        place.stand == Stand.TERUG and place.gate is not None and place.gate.gate == content["grond"]
        for step in walk(dossier, context.profile)
        for place in step
    )
    _require(sent_back, "NIET_TERUGVERWEZEN", f"Gate {content['grond']} is niet terugverwezen.")


def _bijlage_gemaakt(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    _require_adopted(dossier, event, context)


def _gepubliceerd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    _require_adopted(dossier, event, context)
    content = event.inhoud
    manifest = context.manifest(content["manifest_sha256"])
    _require(
        dict(content["documenten"]) == dict(manifest.documenten),
        "ANDERE_DOCUMENTEN",
        "Gepubliceerd wordt precies wat is vastgesteld: de documenten van het manifest.",
    )
    _require(
        dossier.bijlage is not None and dossier.bijlage["bijlage_sha256"] == content["bijlage_sha256"],
        "BIJLAGE_ANDERS",
        "De bijlage Besluitvorming is niet die van dit dossier.",
    )


def _require_adopted(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    active = dossier.actieve_versie
    _require(
        active is not None
        and event.inhoud["manifest_sha256"] == active.manifest_sha256
        and is_adopted(dossier, context.profile),
        "NIET_VASTGESTELD",
        "De besluitroute is niet voltooid op deze versie; er wordt niets gepubliceerd.",
    )


def _toegezonden(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    if content["rol"] == "besluit":
        gate = dossier.gate(content["gate"])
        _require(
            gate is not None and gate.uitslag is not None,
            "GATE_NIET_GESLOTEN",
            "Dit besluit is nog niet genomen.",
        )
        _require(
            tuple(content["gremia"]) == route_gremia(dossier, context.profile),
            "GREMIA_ONVOLLEDIG",
            "Een besluit gaat naar alle gremia van de route.",
        )
        return
    steps = dict(applicable_steps(dossier, context.profile))
    stap = steps.get(content["stap"])
    _require(
        stap is not None and stap.rol == Rol.INFO and tuple(content["gremia"]) == stap.gremia,
        "INFO_ONJUIST",
        "Deze toezending staat niet op de route.",
    )


def _ontvangst_bevestigd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    gremium = event.inhoud["gremium"]
    sent = any(
        toezending.rol == Rol.INFO and gremium in toezending.gremia for toezending in dossier.toezendingen
    )
    _require(
        sent, "NIET_TOEGEZONDEN", "Er is nog niets toegezonden; de ontvangst kan nog niet worden bevestigd."
    )
    _require(
        all(known != gremium for known, _ in dossier.ontvangsten),
        "AL_BEVESTIGD",
        "De ontvangst is al bevestigd; u hoeft niets te doen.",
    )
    people = {
        p for zetel in context.profile.gremium(gremium).zetels for p in (zetel.houder, zetel.plaatsvervanger)
    }
    _require(
        event.actor in people,
        "NIET_BEVOEGD",
        "Alleen wie een zetel in dit gremium heeft, bevestigt de ontvangst.",
    )


def route_gremia(dossier: Dossier, profile: Profile) -> tuple[str, ...]:
    """Return every gremium of the route once, in order: each decision goes to all of them (covenant section 4)."""
    return tuple(
        dict.fromkeys(gremium for _, stap in applicable_steps(dossier, profile) for gremium in stap.gremia)
    )


def _existing_open_gate(dossier: Dossier, gate_id: str) -> Gate:
    gate = dossier.gate(gate_id)
    if gate is None or not gate.is_open:
        raise Geweigerd("GATE_GESLOTEN", f"Gate {gate_id} is niet open.")
    return gate


def _functie(profile: Profile, person: str) -> str:
    return profile.persoon(person).functie


def _day(klok: str) -> str:
    return format_date(date.fromisoformat(klok[:10]))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


_AFTER_PUBLICATION = {"ontvangst_bevestigd", "inzending_geweigerd", "toegezonden"}
_CHECKS: dict[str, Callable[[Dossier, Gebeurtenis, Context], None]] = {
    "ronde_geopend": _ronde_geopend,
    "inzending_geaccepteerd": _inzending_geaccepteerd,
    "inzending_geweigerd": _inzending_geweigerd,
    "consolidatie_afgekeurd": _consolidatie_afgekeurd,
    "versie_gemaakt": _versie_gemaakt,
    "gate_geopend": _gate_geopend,
    "stem_uitgebracht": _stem_uitgebracht,
    "herinnerd": _herinnerd,
    "gate_gesloten": _gate_gesloten,
    "gate_vervallen": _gate_vervallen,
    "voorwaarde_vervuld": _voorwaarde_vervuld,
    "advies_vastgelegd": _advies_vastgelegd,
    "heropend": _heropend,
    "bijlage_gemaakt": _bijlage_gemaakt,
    "gepubliceerd": _gepubliceerd,
    "toegezonden": _toegezonden,
    "ontvangst_bevestigd": _ontvangst_bevestigd,
}
