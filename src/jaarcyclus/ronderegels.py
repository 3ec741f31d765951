"""The rules of a round: how it opens, what may be handed in, when a version may be made, who may reopen.

What opens is recomputed from the pinned profile, so that no date or duty in the ledger is a matter of trust.
"""

import re
from collections.abc import Mapping
from datetime import date

from jaarcyclus.calendar import format_date
from jaarcyclus.chain import Event
from jaarcyclus.dossier import Dossier
from jaarcyclus.errors import Geweigerd, OngeldigProfiel
from jaarcyclus.planning import missing_submissions
from jaarcyclus.profile import Profile
from jaarcyclus.profile_check import require_sound
from jaarcyclus.profile_pin import whole_profile
from jaarcyclus.publicatiegegevens import BIJLAGE
from jaarcyclus.ronde import REGELVERSIE, dossier_id, round_inhoud
from jaarcyclus.routestand import Stand, walk
from jaarcyclus.toets import SYSTEEM, Context, functie, plain, require, today

BESTANDSNAAM = re.compile(r"[a-z0-9_]{1,100}\.(pdf|xlsx)")


def check_ronde_geopend(dossier: Dossier, event: Event, context: Context) -> None:
    """Raise Geweigerd unless the pinned profile is sound and dates and duties are its own for product and boekjaar."""
    content = event.inhoud
    profile = whole_profile(context.read(content["profiel_sha256"]))
    _require_sound(profile)
    require(
        content["profiel"] == profile.profiel,
        "PROFIEL_ONJUIST",
        f"Dit dossier hoort bij profiel {content['profiel']}, niet bij {profile.profiel}.",
    )
    require(
        content["product"] in profile.routes and content["product"] in profile.kalender.producten,
        "PRODUCT_ONBEKEND",
        f"Profiel {profile.profiel} kent geen product '{content['product']}' met een route en een kalender.",
    )
    named = dossier_id(content["profiel"], content["boekjaar"], content["product"])
    require(dossier.dossier == named, "DOSSIER_ANDERS", f"Deze ronde hoort bij dossier {named}.")
    require(
        content["regels"] == REGELVERSIE,
        "REGELS_ANDERS",
        f"Dit dossier is gemaakt onder regelversie {content['regels']}; deze uitgave kent versie {REGELVERSIE}. "
        "Gebruik de uitgave van Jaarcyclus die erbij hoort.",
    )
    expected = round_inhoud(profile, content["product"], content["boekjaar"], content["profiel_sha256"])
    require(
        plain(content) == plain(expected), "RONDE_ANDERS", "Termijnen en inzendplichten zijn niet die van het profiel."
    )


def check_kenmerken_vastgelegd(dossier: Dossier, event: Event, context: Context) -> None:
    """Raise Geweigerd unless the controller says, with a reason and before a version is on its route, which hold."""
    content = event.inhoud
    require(
        event.actor == context.profile.controller,
        "NIET_BEVOEGD",
        "Alleen de controller legt kenmerken vast; vraag het de controller, met de reden erbij.",
    )
    require(bool(content["reden"].strip()), "REDEN_ONTBREEKT", "Zet erbij waarom deze kenmerken gelden.")
    known = sorted({stap.kenmerk for stap in context.profile.routes[dossier.product] if stap.kenmerk})
    require(
        set(content["kenmerken"]) <= set(known) and len(set(content["kenmerken"])) == len(content["kenmerken"]),
        "KENMERK_ONBEKEND",
        f"De route van dit product vraagt naar: {', '.join(known)}; noem elk hooguit één keer."
        if known
        else "De route van dit product vraagt naar geen enkel kenmerk; er is niets vast te leggen.",
    )
    require(
        dossier.actieve_versie is None,
        "VERSIE_OP_ROUTE",
        "Er is een versie op haar besluitroute; heropen eerst de ronde, en leg de kenmerken dan vast.",
    )


def _require_sound(profile: Profile) -> None:
    """A route in which silence adopts opens no round, nor is one believed that did."""
    try:
        require_sound(profile)
    except OngeldigProfiel as fault:
        raise Geweigerd("PROFIEL_FOUT", f"Met een profiel met fouten gaat geen ronde open. {fault}") from fault


def check_inzending_geaccepteerd(dossier: Dossier, event: Event, context: Context) -> None:
    """Raise Geweigerd unless this is a new, faultless workbook of its own submitter, with no version on its route."""
    content = event.inhoud
    duties = _duties(dossier)
    require(
        content["perceel"] in duties,
        "PERCEEL_ONBEKEND",
        f"Perceel '{content['perceel']}' levert voor dit product niets aan; kies het werkboek van een perceel uit: "
        f"{', '.join(sorted(duties))}.",
    )
    indiener = duties[content["perceel"]]
    require(
        content["inzender"] == indiener,
        "NIET_UW_PERCEEL",
        f"Het werkboek van '{content['perceel']}' wordt ingediend door {functie(context.profile, indiener)}; dien het "
        "werkboek van uw eigen perceel in.",
    )
    require(event.actor == content["inzender"], "INZENDER_ANDERS", "De inzender is wie het werkboek indient.")
    require(
        all(item["ernst"] != "fout" for item in content["bevindingen"]),
        "BEVINDING_OPEN",
        "Een werkboek met fouten wordt niet geaccepteerd.",
    )
    # An earlier workbook may come back: it takes the place of the later one, and answers a reopening.
    known = dossier.huidige_inzendingen().get(content["perceel"])
    asked_anew = max((heropening.seq for heropening in dossier.heropeningen), default=0)
    require(
        known is None or known.sha256 != content["sha256"] or known.seq < asked_anew,
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


def check_inzending_geweigerd(dossier: Dossier, event: Event, context: Context) -> None:
    """Raise Geweigerd when a refusal does not say why."""
    require(bool(event.inhoud["bevindingen"]), "BEVINDING_ONTBREEKT", "Een weigering noemt haar bevindingen.")


def check_consolidatie_afgekeurd(dossier: Dossier, event: Event, context: Context) -> None:
    """Raise Geweigerd unless it is about the last accepted workbooks and says why."""
    require(bool(event.inhoud["bevindingen"]), "BEVINDING_ONTBREEKT", "Een afkeuring noemt haar bevindingen.")
    require(
        dict(event.inhoud["inzendingen"]) == {code: i.sha256 for code, i in dossier.huidige_inzendingen().items()},
        "INZENDING_ANDERS",
        "De afkeuring gaat niet over de laatst geaccepteerde werkboeken.",
    )


def check_versie_gemaakt(dossier: Dossier, event: Event, context: Context) -> None:
    """Raise Geweigerd unless the manifest is of the last accepted workbooks and each of its files is there."""
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
        tuple(content["makers"]) == dossier.makers(),
        "MAKERS_ONJUIST",
        "De makers zijn wie de werkboeken indienen en fiatteren.",
    )
    manifest = context.manifest(content["manifest_sha256"])
    require(
        (manifest.dossier, manifest.versie, manifest.product, manifest.boekjaar)
        == (dossier.dossier, content["versie"], dossier.product, dossier.boekjaar)
        and plain(manifest.inzendingen)
        == {code: {"werkboek": item.sha256, "cijfers": item.cijfers_sha256} for code, item in current.items()}
        and manifest.profiel_sha256 == (dossier.ronde or {})["profiel_sha256"],
        "MANIFEST_ANDERS",
        "Het manifest hoort niet bij deze versie.",
    )
    require(
        manifest.oefening == event.gesimuleerd,
        "OEFENING_ANDERS",
        "Documenten van een oefening zeggen dat zij dat zijn, en andere zeggen het niet.",
    )
    require(
        bool(manifest.documenten)
        and all(BESTANDSNAAM.fullmatch(name) and name != BIJLAGE for name in manifest.documenten),
        "DOCUMENTNAAM_ONJUIST",
        "Een document van een versie heeft een naam als 'begroting.pdf'.",
    )
    for sha256 in (manifest.consolidatie_sha256, *manifest.documenten.values()):
        context.read(sha256)


def check_heropend(dossier: Dossier, event: Event, context: Context) -> None:
    """Raise Geweigerd unless the controller reopens, or a gate or the expert sent the version back."""
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
    require(
        event.actor in (SYSTEEM, context.profile.controller, context.profile.ambtelijk_secretaris),
        "NIET_BEVOEGD",
        "Een terugverwijzing wordt door het programma of met een bindend advies vastgelegd.",
    )
    sent_back = any(
        place.stand == Stand.TERUG and place.gate is not None and place.gate.gate == content["grond"]
        for step in walk(dossier, context.profile)
        for place in step
    )
    require(sent_back, "NIET_TERUGVERWEZEN", f"Gate {content['grond']} is niet terugverwezen.")


def _duties(dossier: Dossier) -> Mapping[str, str]:
    """Return who submits what: code of the submission and key of the person."""
    return {duty["code"]: duty["indiener"] for duty in (dossier.ronde or {})["inzendplichten"]}


def _day(klok: str) -> str:
    return format_date(date.fromisoformat(klok[:10]))
