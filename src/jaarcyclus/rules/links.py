"""The rules of a link between a function's holder and a sign-in at a provider. Asked when writing and when proving.

One sign-in is one person: else who keeps the bezetting could let the own sign-in answer for somebody else unseen.
"""

import re
from collections.abc import Mapping

from jaarcyclus.dossier.holders import Tenure, last_tenure
from jaarcyclus.dossier.links import CLAIMS, Identity, Link, link_of
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.holders_events import AanmeldingGekoppeld, AanmeldingOntkoppeld, VertrekHersteld
from jaarcyclus.rules.context import require
from jaarcyclus.terms.words import fault_in_words, to_letters

_VALUE = re.compile("[!-~]{1,255}")  # a `sub` has at most 255 signs of ASCII (OpenID Connect Core, 2)
_SHAPES = {"uitgever": re.compile("https?://[!-~]{1,300}"), "waarde": _VALUE, "zout": re.compile("[0-9a-f]{32}")}


def check(known: Mapping[int, Tenure], linked: Mapping[int, Link], event: Event, content: object) -> None:
    """Raise Refused unless this may follow on these tenures and links; what is about no link always may."""
    if isinstance(content, AanmeldingGekoppeld):
        _check_linked(known, linked, event.klok[:10], content)
    elif isinstance(content, AanmeldingOntkoppeld):
        _check_unlinked(linked, content)
    elif isinstance(content, VertrekHersteld):
        _check_let_in_again(known, linked, event.klok[:10], content)


def _check_linked(
    known: Mapping[int, Tenure], linked: Mapping[int, Link], day: str, content: AanmeldingGekoppeld
) -> None:
    fitting = all(shape.fullmatch(getattr(content, name)) for name, shape in _SHAPES.items())
    require(
        fitting and content.claim in CLAIMS and _is_one_spelling(content),
        "KENMERK_ONJUIST",
        "Zo is dit kenmerk niet vast te leggen: het heeft geen spaties, alleen gewone letters, cijfers en leestekens, "
        "en een e-mailadres kleine letters. Neem het over van de pagina die wie zich aanmeldt ziet.",
    )
    tenure = known.get(content.bezetting)
    if tenure is None or not _lasts(tenure, day):
        raise Refused("FUNCTIE_VRIJ", "Deze functie heeft geen houder; leg eerst vast wie haar heeft.")
    require(
        link_of(linked.values(), tenure) is None,
        "AL_GEKOPPELD",
        f"De houder van {tenure.functie} heeft al een aanmelding; neem die eerst weg met: jaarcyclus handeling "
        "ontkoppeling",
    )
    identity = Identity(issuer=content.uitgever, claim=content.claim, value=content.waarde)
    require(
        _is_of_nobody_else(known, linked, identity, tenure, day),
        "AANMELDING_VAN_ANDER",
        "Deze aanmelding is al van een ander die een functie heeft, en een aanmelding is van één mens. Controleer het "
        "kenmerk, of schrijf de naam bij beide functies gelijk.",
    )


def _check_let_in_again(
    known: Mapping[int, Tenure], linked: Mapping[int, Link], day: str, content: VertrekHersteld
) -> None:
    """Who turns out not to have left has the own sign-in again; meanwhile it may have become that of somebody else."""
    tenure = last_tenure(known.values(), content.functie)
    link = link_of(linked.values(), tenure) if tenure else None
    if tenure is None or link is None or content.per <= day:
        return
    require(
        _is_of_nobody_else(known, linked, link.identity, tenure, day),
        "AANMELDING_VAN_ANDER",
        "De aanmelding van deze houder is intussen van een ander die een functie heeft, en een aanmelding is van één "
        "mens. Neem haar daar eerst weg met: jaarcyclus handeling ontkoppeling",
    )


def _is_of_nobody_else(
    known: Mapping[int, Tenure], linked: Mapping[int, Link], identity: Identity, tenure: Tenure, day: str
) -> bool:
    others = (known[link.bezetting] for link in linked.values() if link.identity == identity and not link.ended)
    return all(to_letters(other.name) == to_letters(tenure.name) or not _lasts(other, day) for other in others)


def _is_one_spelling(content: AanmeldingGekoppeld) -> bool:
    """Capitals in a mail address tell no two people apart."""
    return content.claim != "email" or content.waarde == content.waarde.lower()


def _lasts(tenure: Tenure, day: str) -> bool:
    return tenure.until is None or tenure.until > day


def _check_unlinked(linked: Mapping[int, Link], content: AanmeldingOntkoppeld) -> None:
    fault = fault_in_words(content.reden)
    require(fault is None, "REDEN_ONTBREEKT", f"Zet er in woorden bij waarom: {fault}; vul de reden in.")
    link = linked.get(content.koppeling)
    require(
        link is not None and not link.ended,
        "NIET_GEKOPPELD",
        "Van deze houder is geen aanmelding gekoppeld; bekijk de lijst met: jaarcyclus bezetting toon",
    )
