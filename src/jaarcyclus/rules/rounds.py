"""The rules of a round: how it opens, which conditions of its route hold, who may reopen it.

What opens is recomputed from the pinned profile, so that no date or duty in the ledger is a matter of trust.
"""

from datetime import date

from jaarcyclus.dossier.gates import reason_sent_back
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import KNOWN_RULES, dossier_id, request_content, round_content
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import InvalidProfile, Refused
from jaarcyclus.ledger.chain import SYSTEM, Event
from jaarcyclus.ledger.events import Heropend, KenmerkenVastgelegd, RondeGeopend
from jaarcyclus.profile.checks.soundness import require_sound
from jaarcyclus.profile.of_round import whole_profile
from jaarcyclus.profile.records import Profile
from jaarcyclus.rules.context import Context, require, require_words, today
from jaarcyclus.terms.formats import format_day
from jaarcyclus.terms.products import base_of


def check_ronde_geopend(dossier: Dossier, event: Event, content: RondeGeopend, context: Context) -> None:
    """Raise Refused unless the pinned profile is sound and dates and duties are its own for product and boekjaar."""
    profile = whole_profile(context.read(content.profiel_sha256))
    _require_sound(profile, content.regels)
    require(
        content.profiel == profile.profiel,
        "PROFIEL_ONJUIST",
        f"Dit dossier hoort bij profiel {content.profiel}, niet bij {profile.profiel}.",
    )
    base = base_of(content.product)
    asked = base != content.product
    days = profile.kalender.op_verzoek if asked else profile.kalender.producten
    require(
        base in profile.routes and base in days,
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
    if asked:
        _require_request(profile, event, content)
        return
    expected = round_content(profile, content.product, content.boekjaar, content.profiel_sha256, content.regels)
    require(content == expected, "RONDE_ANDERS", "Termijnen en inzendplichten zijn niet die van het profiel.")
    require(
        content.regels == 1 or today(event) >= date.fromisoformat(content.deadlines.opent),
        "RONDE_TE_VROEG",
        f"Deze ronde gaat open op {format_day(content.deadlines.opent)}; wacht tot die dag.",
    )


def _require_request(profile: Profile, event: Event, content: RondeGeopend) -> None:
    """Raise Refused unless the controller opens it, today, for one perceel that a regiegroep judges."""
    require(
        event.actor == profile.controller,
        "NIET_BEVOEGD",
        "Alleen de controller opent een wijzigingsverzoek; vraag het de controller.",
    )
    opens = today(event)
    percelen = {perceel.code: perceel.regiegroep for perceel in profile.for_round(opens, content.boekjaar).percelen}
    codes = [duty.code for duty in content.inzendplichten]
    require(
        len(codes) == 1 and percelen.get(codes[0]) is not None,
        "PERCEEL_ONBEKEND",
        f"Een wijzigingsverzoek is van één perceel; kies uit: {', '.join(sorted(percelen))}.",
    )
    expected = request_content(
        profile, content.product, content.boekjaar, content.profiel_sha256, opens=opens, perceel=codes[0]
    )
    require(
        content == expected,
        "RONDE_ANDERS",
        "Termijnen en inzendplicht zijn niet die van het profiel; open het verzoek opnieuw.",
    )


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
