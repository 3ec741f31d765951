"""Which event may follow: the one place where the rules refuse. Used when writing and again when verifying.

`check(dossier, event, context)` raises `Geweigerd` with a closed code and the Dutch sentence the person reads.
Because the accountant's verification replays the same checks, a ledger that was rewritten with a sound chain but
an unsound vote is still found out. Do not read a clock here: the event carries the moment that counts.
"""

from collections.abc import Callable, Mapping
from datetime import date

from jaarcyclus.besluitroute import Uitslag, tally
from jaarcyclus.calendar import format_date
from jaarcyclus.dossier import Dossier, Gate, Gebeurtenis
from jaarcyclus.errors import Geweigerd
from jaarcyclus.gates import gate_inhoud
from jaarcyclus.planning import climb_day, missing_submissions, reminders_due
from jaarcyclus.profile import Profile, Rol
from jaarcyclus.routestand import Stand, applicable_steps, held_up, is_adopted, reached, walk
from jaarcyclus.stemregels import check_stem, check_voorwaarde_vervuld
from jaarcyclus.toets import Context, functie, plain, require, today

__all__ = ["SYSTEEM", "Context", "check", "outcome_of", "route_gremia"]

SYSTEEM = "systeem"


def check(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    """Raise Geweigerd when `event` may not follow. The field's rules: domain.md section 3."""
    if (dossier.ronde is None) != (event.soort == "ronde_geopend"):
        raise Geweigerd("RONDE_NIET_OPEN", "Deze ronde is niet open; de controller opent haar op de kalenderdag.")
    if dossier.publicatie is not None and event.soort not in _AFTER_PUBLICATION:
        raise Geweigerd(
            "DOSSIER_GESLOTEN",
            "Dit product is gepubliceerd en de ronde is gesloten. Een wijziging loopt via een begrotingswijziging "
            "of de volgende rapportage; neem contact op met de controller.",
        )
    _CHECKS[event.soort](dossier, event, context)


def _ronde_geopend(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    require(
        event.inhoud["profiel"] == context.profile.profiel,
        "PROFIEL_ONJUIST",
        f"Dit dossier hoort bij profiel {event.inhoud['profiel']}, niet bij {context.profile.profiel}.",
    )


def _inzending_geaccepteerd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    duties = _duties(dossier)
    require(
        content["perceel"] in duties,
        "PERCEEL_ONBEKEND",
        f"Perceel '{content['perceel']}' levert voor dit product niets aan; kies het werkboek van een perceel uit: "
        f"{', '.join(sorted(duties))}.",
    )
    indiener = next(
        duty["indiener"] for duty in (dossier.ronde or {})["inzendplichten"] if duty["code"] == content["perceel"]
    )
    require(
        content["inzender"] == indiener,
        "NIET_UW_PERCEEL",
        f"Het werkboek van '{content['perceel']}' wordt ingediend door {functie(context.profile, indiener)}; dien het "
        "werkboek van uw eigen perceel in.",
    )
    known = next((item for item in dossier.inzendingen if item.sha256 == content["sha256"]), None)
    require(
        known is None,
        "AL_ONTVANGEN",
        f"Dit werkboek is al ontvangen en geaccepteerd op {_day(known.klok) if known else ''}; u hoeft niets te doen.",
    )
    require(
        dossier.actieve_versie is None,
        "RONDE_GESLOTEN",
        "Van deze ronde is al een versie gemaakt die op haar besluitroute is. Vraag de controller om de ronde voor "
        "uw perceel te heropenen en dien daarna opnieuw in.",
    )
    late = today(event) > date.fromisoformat((dossier.ronde or {})["deadlines"]["indienen"])
    require(content["te_laat"] == late, "TE_LAAT_ONJUIST", "Of de inzending te laat is, volgt uit de kalender.")


def _inzending_geweigerd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    require(bool(event.inhoud["bevindingen"]), "BEVINDING_ONTBREEKT", "Een weigering noemt haar bevindingen.")


def _consolidatie_afgekeurd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    require(bool(event.inhoud["bevindingen"]), "BEVINDING_ONTBREEKT", "Een afkeuring noemt haar bevindingen.")


def _versie_gemaakt(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    current = dossier.huidige_inzendingen()
    require(dossier.actieve_versie is None, "VERSIE_BESTAAT", "Er is al een versie op haar besluitroute.")
    require(content["versie"] == len(dossier.versies) + 1, "VERSIE_NUMMER", "Het versienummer sluit niet aan.")
    require(
        not missing_submissions(dossier),
        "INZENDING_ONTBREEKT",
        f"Nog niet ingediend: {', '.join(missing_submissions(dossier))}; de versie wordt daarna gemaakt.",
    )
    require(
        dict(content["inzendingen"]) == {code: item.sha256 for code, item in current.items()},
        "INZENDING_ANDERS",
        "De versie is niet gemaakt van de laatst geaccepteerde werkboeken.",
    )
    require(
        set(content["makers"]) == {item.inzender for item in current.values()},
        "MAKERS_ONJUIST",
        "De makers zijn de indieners van de werkboeken.",
    )
    manifest = context.manifest(content["manifest_sha256"])
    require(
        (manifest.dossier, manifest.versie, manifest.product, manifest.boekjaar)
        == (dossier.dossier, content["versie"], dossier.product, dossier.boekjaar)
        and {code: item["werkboek"] for code, item in manifest.inzendingen.items()} == dict(content["inzendingen"])
        and manifest.profiel_sha256 == (dossier.ronde or {})["profiel_sha256"],
        "MANIFEST_ANDERS",
        "Het manifest hoort niet bij deze versie.",
    )


def _gate_geopend(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    places = reached(dossier, context.profile)
    voorstel = next((p.voorstel for p in places if p.voorstel and p.voorstel.gate == content["gate"]), None)
    if voorstel is None or dossier.actieve_versie is None:
        raise Geweigerd("GATE_NIET_AAN_DE_BEURT", f"Gate {content['gate']} is niet aan de beurt op de besluitroute.")
    manifest = context.manifest(dossier.actieve_versie.manifest_sha256)
    expected = gate_inhoud(dossier, context.profile, voorstel, manifest, today(event))
    require(plain(content) == plain(expected), "GATE_ANDERS", "De gate wijkt af van profiel, route of manifest.")


def _herinnerd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    gate = _existing_open_gate(dossier, event.inhoud["gate"])
    due = reminders_due(gate, context.profile, today(event))
    require(
        event.inhoud["moment"] in due and tuple(event.inhoud["zetels"]) == gate.stille_zetels(),
        "HERINNERING_NIET_AAN_DE_BEURT",
        "Deze herinnering is niet aan de beurt.",
    )


def _gate_gesloten(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    gate = _existing_open_gate(dossier, content["gate"])
    counted = [
        {"zetel": stem.zetel, "antwoord": stem.antwoord, "gewicht": stem.gewicht} for stem in gate.zetelstemmen()
    ]
    require(plain(content["telling"]) == counted, "TELLING_ANDERS", "De telling is niet die van de stemmen.")
    outcome = outcome_of(gate, context.profile, today(event))
    require(
        outcome is not None and content["uitslag"] == outcome,
        "UITSLAG_ANDERS",
        f"De stemmen leiden niet tot '{content['uitslag']}'; wacht tot elke zetel heeft geantwoord.",
    )


def outcome_of(gate: Gate, profile: Profile, day: date) -> Uitslag | None:
    """Return what the gate comes to on this day: its votes, or `over_tijd` once it must climb; None while open."""
    gremium = profile.gremium(gate.gremium)
    counted = tally(gate.rol, gate.soort, gremium.regel, gate.zetelstemmen(), gremium.voorzitter)
    if counted is None and day > climb_day(gate, profile):
        return Uitslag.OVER_TIJD
    return counted


def _gate_vervallen(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    gate = _existing_open_gate(dossier, event.inhoud["gate"])
    active = dossier.actieve_versie
    require(
        active is None or active.versie != gate.versie,
        "VERSIE_GELDT_NOG",
        "Deze gate hoort bij de geldende versie en vervalt alleen door heropening.",
    )


def _advies_vastgelegd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    require(
        event.actor in (context.profile.controller, context.profile.ambtelijk_secretaris),
        "NIET_BEVOEGD",
        "Alleen de controller of de ambtelijk secretaris legt een bindend advies vast.",
    )
    require(
        content["gate"] in {gate.gate for gate in held_up(dossier, context.profile)},
        "NIET_AANGEHOUDEN",
        "Het dossier is op deze gate niet aangehouden; een bindend advies (art. 16) is nu niet aan de orde.",
    )
    require(
        content["advies"] in (Uitslag.DOORGANG, Uitslag.TERUG)
        and bool(content["tekst"].strip())
        and bool(content["deskundige"].strip()),
        "ADVIES_ONVOLLEDIG",
        "Een bindend advies noemt 'doorgang' of 'terug', de tekst van het advies en de externe deskundige.",
    )


def _heropend(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    content = event.inhoud
    require(bool(content["reden"].strip()), "REDEN_ONTBREEKT", "Een heropening heeft een reden; vul die in.")
    require(
        dossier.actieve_versie is not None,
        "GEEN_VERSIE",
        "Er is geen versie op haar besluitroute; percelen kunnen gewoon indienen.",
    )
    duties = _duties(dossier)
    require(
        set(content["percelen"]) <= set(duties),
        "PERCEEL_ONBEKEND",
        f"Kies percelen uit: {', '.join(sorted(duties))}.",
    )
    if content["grond"] is None:
        require(
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
    require(sent_back, "NIET_TERUGVERWEZEN", f"Gate {content['grond']} is niet terugverwezen.")


def _bijlage_gemaakt(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    _check_adopted(dossier, event, context)


def _gepubliceerd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    _check_adopted(dossier, event, context)
    content = event.inhoud
    manifest = context.manifest(content["manifest_sha256"])
    require(
        dict(content["documenten"]) == dict(manifest.documenten),
        "ANDERE_DOCUMENTEN",
        "Gepubliceerd wordt precies wat is vastgesteld: de documenten van het manifest.",
    )
    require(
        dossier.bijlage is not None and dossier.bijlage["bijlage_sha256"] == content["bijlage_sha256"],
        "BIJLAGE_ANDERS",
        "De bijlage Besluitvorming is niet die van dit dossier.",
    )


def _check_adopted(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    active = dossier.actieve_versie
    require(
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
        require(
            gate is not None and gate.uitslag is not None,
            "GATE_NIET_GESLOTEN",
            "Dit besluit is nog niet genomen.",
        )
        require(
            tuple(content["gremia"]) == route_gremia(dossier, context.profile),
            "GREMIA_ONVOLLEDIG",
            "Een besluit gaat naar alle gremia van de route.",
        )
        return
    steps = dict(applicable_steps(dossier, context.profile))
    stap = steps.get(content["stap"])
    require(
        stap is not None and stap.rol == Rol.INFO and tuple(content["gremia"]) == stap.gremia,
        "INFO_ONJUIST",
        "Deze toezending staat niet op de route.",
    )


def _ontvangst_bevestigd(dossier: Dossier, event: Gebeurtenis, context: Context) -> None:
    gremium = event.inhoud["gremium"]
    sent = any(toezending.rol == Rol.INFO and gremium in toezending.gremia for toezending in dossier.toezendingen)
    require(sent, "NIET_TOEGEZONDEN", "Er is nog niets toegezonden; de ontvangst kan nog niet worden bevestigd.")
    require(
        all(known != gremium for known, _ in dossier.ontvangsten),
        "AL_BEVESTIGD",
        "De ontvangst is al bevestigd; u hoeft niets te doen.",
    )
    people = {p for zetel in context.profile.gremium(gremium).zetels for p in (zetel.houder, zetel.plaatsvervanger)}
    require(
        event.actor in people,
        "NIET_BEVOEGD",
        "Alleen wie een zetel in dit gremium heeft, bevestigt de ontvangst.",
    )


def route_gremia(dossier: Dossier, profile: Profile) -> tuple[str, ...]:
    """Return every gremium of the route once, in order: each decision goes to all of them (covenant section 4)."""
    return tuple(dict.fromkeys(gremium for _, stap in applicable_steps(dossier, profile) for gremium in stap.gremia))


def _existing_open_gate(dossier: Dossier, gate_id: str) -> Gate:
    gate = dossier.gate(gate_id)
    if gate is None or not gate.is_open:
        raise Geweigerd("GATE_GESLOTEN", f"Gate {gate_id} is niet open.")
    return gate


def _duties(dossier: Dossier) -> Mapping[str, str]:
    """Return who submits what: code of the submission and key of the person."""
    return {duty["code"]: duty["indiener"] for duty in (dossier.ronde or {})["inzendplichten"]}


def _day(klok: str) -> str:
    return format_date(date.fromisoformat(klok[:10]))


_AFTER_PUBLICATION = {"ontvangst_bevestigd", "inzending_geweigerd", "toegezonden"}
_CHECKS: dict[str, Callable[[Dossier, Gebeurtenis, Context], None]] = {
    "ronde_geopend": _ronde_geopend,
    "inzending_geaccepteerd": _inzending_geaccepteerd,
    "inzending_geweigerd": _inzending_geweigerd,
    "consolidatie_afgekeurd": _consolidatie_afgekeurd,
    "versie_gemaakt": _versie_gemaakt,
    "gate_geopend": _gate_geopend,
    "stem_uitgebracht": check_stem,
    "herinnerd": _herinnerd,
    "gate_gesloten": _gate_gesloten,
    "gate_vervallen": _gate_vervallen,
    "voorwaarde_vervuld": check_voorwaarde_vervuld,
    "advies_vastgelegd": _advies_vastgelegd,
    "heropend": _heropend,
    "bijlage_gemaakt": _bijlage_gemaakt,
    "gepubliceerd": _gepubliceerd,
    "toegezonden": _toegezonden,
    "ontvangst_bevestigd": _ontvangst_bevestigd,
}
