"""The rules after the last gate: the annex, what is published, what is put ready for whom, who received it."""

import re
from datetime import date, timedelta

from jaarcyclus.dossier.confidential import decision_gremia, public_documents
from jaarcyclus.dossier.planning import annex_holds
from jaarcyclus.dossier.publication_metadata import make_metadata
from jaarcyclus.dossier.publications import place_path
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.route import RoutePosition, walk
from jaarcyclus.ledger.chain import GENESIS, Event
from jaarcyclus.ledger.correction_events import CorrectieGepubliceerd
from jaarcyclus.ledger.events import (
    BijlageGemaakt,
    BijlageVastgelegd,
    Gepubliceerd,
    OntvangstBevestigd,
    Toegezonden,
)
from jaarcyclus.ledger.parts import Ketenkop
from jaarcyclus.profile.gremium import Rol
from jaarcyclus.rules.context import Context, require, today
from jaarcyclus.terms.canonical import sha256
from jaarcyclus.terms.days import is_day

PLACES = ("map", "sharepoint")  # the kinds of `steps.publication_target`
MAX_DAYS_LATE = 730  # chosen: what is adopted two years after its day is no product of that cycle any more


def check_bijlage_gemaakt(dossier: Dossier, event: Event, content: BijlageGemaakt, context: Context) -> None:
    """Raise Refused unless the version is adopted, all is put ready, and the annex prints the head just before it."""
    position = _require_adopted(dossier, content.manifest_sha256, context)
    require(not annex_holds(dossier, today(event)), "BIJLAGE_BESTAAT", "Van deze versie is de bijlage al gemaakt.")
    _require_in_time(dossier, event)
    require(
        content.kop == event.vorige,
        "KOP_ANDERS",
        "De bijlage noemt niet de laatste gebeurtenis die eraan voorafging; maak haar opnieuw.",
    )
    unsent = _unsent(dossier, position)
    require(not unsent, "NIET_TOEGEZONDEN", f"Nog niet voor alle gremia klaargezet: {', '.join(unsent)}.")
    context.read(content.bijlage_sha256)


def check_bijlage_vastgelegd(dossier: Dossier, event: Event, content: BijlageVastgelegd, context: Context) -> None:
    """Raise Refused unless it is as `check_bijlage_gemaakt` asks, and names a place in the postbus that can be."""
    require(
        _can_be(content.postbus, event),
        "POSTBUS_ONJUIST",
        "De kop van de postbus is geen kop van een keten op een dag tot en met vandaag.",
    )
    check_bijlage_gemaakt(dossier, event, content, context)


def _can_be(head: Ketenkop, event: Event) -> bool:
    if head.seq == 0:
        return head.kop == GENESIS and head.dag is None
    named = head.seq > 0 and re.fullmatch("[0-9a-f]{64}", head.kop) and head.kop != GENESIS
    return bool(named) and head.dag is not None and is_day(head.dag) and head.dag <= event.klok[:10]


def check_gepubliceerd(dossier: Dossier, event: Event, content: Gepubliceerd, context: Context) -> None:
    """Raise Refused unless, for the first time, exactly the adopted documents, annex and metadata are published."""
    require(
        not dossier.publications,
        "AL_GEPUBLICEERD",
        "Dit product is al gepubliceerd; een correctie zegt dat zij er een is.",
    )
    _check_published(dossier, event, content, context)


def check_correctie_gepubliceerd(
    dossier: Dossier, event: Event, content: CorrectieGepubliceerd, context: Context
) -> None:
    """Raise Refused unless a correction is under way, of this version, and it is published as `check_gepubliceerd`."""
    correction = dossier.correction
    require(
        correction is not None and correction.versie == content.vervangt,
        "GEEN_CORRECTIE",
        f"Er loopt geen correctie van versie {content.vervangt}.",
    )
    _check_published(dossier, event, content, context)


def _check_published(dossier: Dossier, event: Event, content: Gepubliceerd, context: Context) -> None:
    _require_adopted(dossier, content.manifest_sha256, context)
    active = dossier.active_version
    manifest = context.manifest(content.manifest_sha256)
    require(
        dict(content.documenten) == public_documents(dossier, context.profile, manifest.documenten)
        and active is not None
        and content.versie == active.versie,
        "ANDERE_DOCUMENTEN",
        "Gepubliceerd wordt precies wat is vastgesteld: de documenten van het manifest, zonder wat besloten is.",
    )
    require(
        dossier.bijlage is not None and dossier.bijlage.bijlage_sha256 == content.bijlage_sha256,
        "BIJLAGE_ANDERS",
        "De bijlage Besluitvorming is niet die van dit dossier.",
    )
    require(
        dossier.opened.regels == 1 or content.doel in _places(dossier),
        "PLAATS_ANDERS",
        f"Dit product wordt geplaatst op {_places(dossier)[0]}.",
    )
    require(
        annex_holds(dossier, today(event)),
        "BIJLAGE_VEROUDERD",
        "De bijlage is te lang geleden gemaakt om er nog mee te publiceren; maak haar opnieuw.",
    )
    _require_in_time(dossier, event)
    require(
        sha256(make_metadata(dossier, context.profile, manifest)) == content.metadata_sha256,
        "METADATA_ANDERS",
        "De gegevens bij de publicatie zijn niet die van dit dossier.",
    )


def _places(dossier: Dossier) -> tuple[str, ...]:
    path = place_path(dossier.opened.profiel, dossier.boekjaar, dossier.product, len(dossier.publications))
    return tuple(f"{kind}:{'/'.join(path)}" for kind in PLACES)


def _require_in_time(dossier: Dossier, event: Event) -> None:
    """A reader's head ends before the annex: after it, only rules bound the day.

    Of a round that ran late the version is later than the day of publication.
    """
    made = dossier.versions[-1].klok[:10] if dossier.versions else ""
    last = date.fromisoformat(max(dossier.opened.deadlines.publicatie, made)) + timedelta(days=MAX_DAYS_LATE)
    require(
        dossier.opened.regels == 1 or today(event) <= last,
        "TE_LAAT_GEPUBLICEERD",
        "Twee jaar na de dag van publicatie en na de laatste versie wordt niet meer gepubliceerd; "
        "vraag de beheerder of de klok goed staat.",
    )


def check_klaargezet(dossier: Dossier, event: Event, content: Toegezonden, context: Context) -> None:
    """Raise Refused unless this decision, or this step for information, is now to be put ready for these gremia."""
    if content.rol in ("besluit", "advies"):
        _check_decision_ready(dossier, content, context)
        return
    due = dict(walk(dossier, context.profile).due_information)
    require(
        content.rol == Rol.INFO
        and content.gate is None
        and dossier.active_version is not None
        and content.versie == dossier.active_version.versie
        and content.stap is not None
        and content.gremia == due.get(content.stap),
        "INFO_ONJUIST",
        "Dit klaarzetten is op de route niet aan de beurt.",
    )


def _check_decision_ready(dossier: Dossier, content: Toegezonden, context: Context) -> None:
    gate = dossier.gate(content.gate or "")
    require(
        gate is not None
        and (gate.uitslag if content.rol == "besluit" else gate.advice) is not None
        and content.versie == gate.versie
        and content.stap is None
        and all((sent.gate, sent.rol) != (gate.gate, content.rol) for sent in dossier.sendings),
        "GATE_NIET_GESLOTEN",
        "Dit besluit is nog niet genomen of al klaargezet.",
    )
    require(
        gate is not None and content.gremia == decision_gremia(dossier, context.profile, gate),
        "GREMIA_ONVOLLEDIG",
        "Een besluit gaat naar alle gremia van de route en naar wie in een geschil heeft beslist; een besloten besluit "
        "alleen naar wie erover ging.",
    )


def check_ontvangst_bevestigd(dossier: Dossier, event: Event, content: OntvangstBevestigd, context: Context) -> None:
    """Raise Refused unless a seat of a gremium confirms, once, the version that was put ready for it (art. 8.1)."""
    gremium, active = content.gremium, dossier.active_version
    sent = any(
        active is not None and item.versie == active.versie and item.rol == Rol.INFO and gremium in item.gremia
        for item in dossier.sendings
    )
    require(
        sent,
        "NIET_TOEGEZONDEN",
        "De ontvangst kan nog niet worden bevestigd; wacht tot het product klaarstaat voor uw gremium.",
    )
    require(
        all(known != gremium for known, _ in dossier.receipts),
        "AL_BEVESTIGD",
        "De ontvangst is al bevestigd; u hoeft niets te doen.",
    )
    people = {p for zetel in context.profile.gremium(gremium).zetels for p in (zetel.houder, zetel.plaatsvervanger)}
    require(
        event.actor in people,
        "NIET_BEVOEGD",
        "Alleen wie een zetel in dit gremium heeft, bevestigt de ontvangst; vraag het een van hen.",
    )


def _require_adopted(dossier: Dossier, manifest_sha256: str, context: Context) -> RoutePosition:
    active, position = dossier.active_version, walk(dossier, context.profile)
    require(
        active is not None and manifest_sha256 == active.manifest_sha256 and position.is_adopted,
        "NIET_VASTGESTELD",
        "De besluitroute is niet voltooid op deze versie; er wordt niets gepubliceerd.",
    )
    return position


def _unsent(dossier: Dossier, position: RoutePosition) -> list[str]:
    """Return which decisions on the active version, and which steps for information, were not sent."""
    version = dossier.active_version
    gates = dossier.gates_of(version.versie) if version else ()
    sent = {(sent.rol, sent.gate) for sent in dossier.sendings}
    decided = [("besluit", gate.gate) for gate in gates if gate.uitslag is not None]
    decided += [("advies", gate.gate) for gate in gates if gate.advice is not None]
    return [f"{rol} {gate}" for rol, gate in decided if (rol, gate) not in sent] + [
        f"stap {number + 1}" for number, _ in position.due_information
    ]
