"""The rules of a round: how it opens, which conditions of its route hold, who may reopen it.

What opens is recomputed from the pinned profile, so that no date or duty in the ledger is a matter of trust.
"""

import re
from datetime import date

from jaarcyclus.dossier.gates import reason_sent_back
from jaarcyclus.dossier.known import asked_anew
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import KNOWN_RULES, dossier_id, round_content
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import InvalidProfile, Refused
from jaarcyclus.figures.records import figures_from_json
from jaarcyclus.ledger.chain import SYSTEM, Event
from jaarcyclus.ledger.correction_events import CijfersHerzien
from jaarcyclus.ledger.events import CijfersBekend, Heropend, KenmerkenVastgelegd, RondeGeopend
from jaarcyclus.profile.checks.soundness import require_sound
from jaarcyclus.profile.of_round import whole_profile
from jaarcyclus.profile.records import Profile
from jaarcyclus.rules.context import Context, require, require_words, today
from jaarcyclus.terms.formats import format_day
from jaarcyclus.terms.products import PRODUCTS, KnownFrom


def check_ronde_geopend(dossier: Dossier, event: Event, content: RondeGeopend, context: Context) -> None:
    """Raise Refused unless the pinned profile is sound and dates and duties are its own for product and boekjaar."""
    profile = whole_profile(context.read(content.profiel_sha256))
    _require_sound(profile, content.regels)
    require(
        content.profiel == profile.profiel,
        "PROFIEL_ONJUIST",
        f"Dit dossier hoort bij profiel {content.profiel}, niet bij {profile.profiel}.",
    )
    require(
        content.product in profile.routes and content.product in profile.kalender.producten,
        "PRODUCT_ONBEKEND",
        f"Profiel {profile.profiel} kent geen product '{content.product}' met een route en een kalender.",
    )
    named = dossier_id(content.profiel, content.boekjaar, content.product)
    require(dossier.dossier == named, "DOSSIER_ANDERS", f"Deze ronde hoort bij dossier {named}.")
    require(
        content.regels in KNOWN_RULES,
        "REGELS_ANDERS",
        f"Dit dossier is gemaakt onder regelversie {content.regels}; deze uitgave kent {KNOWN_RULES[0]} "
        f"tot en met {KNOWN_RULES[-1]}. Gebruik de uitgave van Jaarcyclus die erbij hoort.",
    )
    expected = round_content(profile, content.product, content.boekjaar, content.profiel_sha256, content.regels)
    require(content == expected, "RONDE_ANDERS", "Termijnen en inzendplichten zijn niet die van het profiel.")
    require(
        content.regels == 1 or today(event) >= date.fromisoformat(content.deadlines.opent),
        "RONDE_TE_VROEG",
        f"Deze ronde gaat open op {format_day(content.deadlines.opent)}; wacht tot die dag.",
    )


def check_cijfers_bekend(dossier: Dossier, event: Event, content: CijfersBekend, context: Context) -> None:
    """Raise Refused unless it is said once, before any workbook, of figures of the products that can know them."""
    require(
        dossier.known is None and not dossier.inzendingen,
        "BEKEND_TE_LAAT",
        "Wat al bekend is, wordt één keer vastgelegd, voor het eerste werkboek.",
    )
    _require_sources(dossier, content, context)


def check_cijfers_herzien(dossier: Dossier, event: Event, content: CijfersHerzien, context: Context) -> None:
    """Raise Refused unless something else is known now, no version rests on it, and who deviates hands in anew.

    That its sources were withdrawn or replaced stands in their own chains.
    """
    require(
        dossier.known is not None and dict(content.kolommen) != dict(dossier.known.kolommen),
        "NIETS_NIEUWS",
        "Wat bekend is, is niet veranderd.",
    )
    require(
        dossier.active_version is None,
        "VERSIE_OP_ROUTE",
        "Zolang een versie op haar besluitroute is, blijft bekend waarmee zij is vergeleken.",
    )
    _require_sources(dossier, content, context)
    require(
        content.percelen == asked_anew(dossier, content, context.read),
        "PERCELEN_ANDERS",
        "Opnieuw dient in wie andere vastgestelde bedragen heeft, of al was gevraagd.",
    )


def _require_sources(dossier: Dossier, content: CijfersBekend, context: Context) -> None:
    for column, found in content.kolommen.items():
        require(
            found.versie >= 1 and re.fullmatch("[0-9a-f]{64}", found.kop) is not None,
            "BRON_ONJUIST",
            f"Kolom {column} noemt geen versie en kop van een dossier.",
        )
        sources = PRODUCTS[dossier.product].known_from.get(column, ())
        named = {(_source(dossier, item), item.column) for item in sources}
        require(
            (found.dossier, found.kolom) in named,
            "BRON_ONJUIST",
            f"Kolom {column} komt niet uit {found.dossier}, {found.kolom}.",
        )
        for perceel, sha256 in found.cijfers.items():
            figures = figures_from_json(context.read(sha256))
            made_for = dossier_id(figures.profiel, figures.boekjaar, figures.product)
            require(
                (figures.perceel, made_for) == (perceel, found.dossier),
                "BRON_ANDERS",
                f"De cijfers voor kolom {column} van {perceel} zijn niet die van {found.dossier}.",
            )


def _source(dossier: Dossier, known: KnownFrom) -> str:
    return dossier_id(dossier.opened.profiel, dossier.boekjaar + known.years, known.product)


def check_kenmerken_vastgelegd(dossier: Dossier, event: Event, content: KenmerkenVastgelegd, context: Context) -> None:
    """Raise Refused unless the controller says, with a reason and before a version is on its route, which hold."""
    require(
        event.actor == context.profile.controller,
        "NIET_BEVOEGD",
        "Alleen de controller legt kenmerken vast; vraag het de controller, met de reden erbij.",
    )
    require_words(dossier, content.reden, "REDEN_ONTBREEKT", "Zet erbij waarom deze kenmerken gelden.")
    known = sorted({step.kenmerk for step in context.profile.routes[dossier.product] if step.kenmerk})
    require(
        set(content.kenmerken) <= set(known) and len(set(content.kenmerken)) == len(content.kenmerken),
        "KENMERK_ONBEKEND",
        f"De route van dit product vraagt naar: {', '.join(known)}; noem elk hooguit één keer."
        if known
        else "De route van dit product vraagt naar geen enkel kenmerk; u hoeft niets vast te leggen.",
    )
    require(
        dossier.active_version is None,
        "VERSIE_OP_ROUTE",
        "Er is een versie op haar besluitroute; heropen eerst de ronde, en leg de kenmerken dan vast.",
    )


def _require_sound(profile: Profile, regels: int) -> None:
    """A route in which silence adopts opens no round, nor is one believed that did."""
    try:
        require_sound(profile, regels=regels)
    except InvalidProfile as fault:
        raise Refused("PROFIEL_FOUT", f"Met een profiel met fouten gaat geen ronde open. {fault}") from fault


def check_heropend(dossier: Dossier, event: Event, content: Heropend, context: Context) -> None:
    """Raise Refused unless the controller reopens, or a gate or the expert sent the version back."""
    require(  # first: a refusal on what else is wrong tells of the dossier
        content.grond is not None or event.actor == context.profile.controller,
        "NIET_BEVOEGD",
        "Alleen de controller heropent een ronde; vraag het de controller, met de reden erbij.",
    )
    if event.actor == SYSTEM:  # the reasons of a gate's seats, each judged when it was given
        require(bool(content.reden.strip()), "REDEN_ONTBREEKT", "Een heropening heeft een reden; vul die in.")
    else:
        require_words(dossier, content.reden, "REDEN_ONTBREEKT", "Een heropening heeft een reden; vul die in.")
    require(
        dossier.active_version is not None,
        "GEEN_VERSIE",
        "Er is geen versie op haar besluitroute; laat de percelen gewoon indienen.",
    )
    duties = dossier.indieners()
    require(
        set(content.percelen) <= set(duties)
        and (dossier.opened.regels == 1 or len(set(content.percelen)) == len(content.percelen)),
        "PERCEEL_ONBEKEND",
        f"Kies percelen uit: {', '.join(sorted(duties))}.",
    )
    if content.grond is None:
        return
    require(
        event.actor in (SYSTEM, context.profile.controller, context.profile.ambtelijk_secretaris),
        "NIET_BEVOEGD",
        "Terug verwijst alleen het programma of een bindend advies; vraag de controller om de ronde te heropenen.",
    )
    given = reason_sent_back(dossier, content.grond, by_advice=event.actor != SYSTEM)
    require(
        dossier.opened.regels == 1 or (content.reden == given and not content.percelen),
        "REDEN_ANDERS",
        "Wat terugverwijst, doet dat met de redenen die bij het besluit of het advies zijn gegeven.",
    )
    sent_back = any(gate.gate == content.grond for gate in walk(dossier, context.profile).sent_back)
    require(sent_back, "NIET_TERUGVERWEZEN", f"Gate {content.grond} is niet terugverwezen.")
