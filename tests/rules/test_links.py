"""Whose sign-in may be linked to a function: one person's, of who holds it, and told in one spelling."""

from typing import Any

import pytest

from builders.ledger import chain_of
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.rules.holders import refusals

SALT = "0" * 32
ISSUER = "https://aanmelden.voorbeeld.nl/realms/regio"


def taken(functie: str = "secretaris_aandorp", name: str = "Houder A") -> NewEvent:
    told = {"functie": functie, "naam": name, "vanaf": "2026-01-01", "zout": SALT}
    return NewEvent("functie_bezet", "beheerder", told)


def left(per: str = "2026-01-01") -> NewEvent:
    told = {"functie": "secretaris_aandorp", "per": per, "reden": "Andere functie."}
    return NewEvent("functie_verlaten", "beheerder", told)


def mended(per: str) -> NewEvent:
    told = {"functie": "secretaris_aandorp", "per": per, "reden": "Verkeerde dag getypt."}
    return NewEvent("vertrek_hersteld", "beheerder", told)


def linked(bezetting: int = 1, actor: str = "beheerder", **other: Any) -> NewEvent:
    told = {"bezetting": bezetting, "uitgever": ISSUER, "claim": "sub", "waarde": "a1", "zout": SALT}
    return NewEvent("aanmelding_gekoppeld", actor, told | other)


def unlinked(link: int = 2, reason: str = "Verkeerd overgenomen.") -> NewEvent:
    return NewEvent("aanmelding_ontkoppeld", "beheerder", {"koppeling": link, "reden": reason})


def codes(*events: NewEvent) -> list[str]:
    return [refusal.code for _, refusal in refusals(chain_of(*events, dossier="proef-bezetting"))]


TAKEN_OVER = (taken("loco_aandorp", "Houder B"), linked(4))
"""The sign-in of who left is now that of somebody else; after three other events."""


@pytest.mark.parametrize(
    "events",
    [
        (taken(), linked(), unlinked(), linked(waarde="a2")),
        (taken(), taken("loco_aandorp", "houder a"), linked(), linked(2)),
        (taken(), linked(), left(), taken(name="Houder B"), linked(4)),
        (taken(), linked(claim="email", waarde="a@voorbeeld.nl")),
        (taken(), linked(), left("2026-02-01"), mended("2026-12-01")),
        (taken(), linked(), left("2026-02-01"), *TAKEN_OVER, mended("2026-03-01")),
    ],
    ids=[
        "another in its place",
        "one person, two functions",
        "who left, and a successor",
        "a mail address",
        "who had not left yet",
        "who left on another day before today",
    ],
)
def test_what_a_beheerder_does_may_follow(events: tuple[NewEvent, ...]) -> None:
    assert codes(*events) == []


IMPOSSIBLE: dict[str, tuple[tuple[NewEvent, ...], str]] = {
    "nobody's function": ((linked(),), "FUNCTIE_VRIJ"),
    "a function that was left": ((taken(), left(), linked()), "FUNCTIE_VRIJ"),
    "two sign-ins of one holder": ((taken(), linked(), linked(waarde="a2")), "AL_GEKOPPELD"),
    "one sign-in of two people": (
        (taken(), linked(), taken("loco_aandorp", "Houder B"), linked(3)), "AANMELDING_VAN_ANDER",
    ),
    "one sign-in of two people, after one had not left yet": (
        (taken(), linked(), left("2026-02-01"), *TAKEN_OVER, mended("2026-12-01")), "AANMELDING_VAN_ANDER",
    ),
    "a claim that is given to another later": ((taken(), linked(claim="preferred_username")), "KENMERK_ONJUIST"),
    "a blank": ((taken(), linked(waarde="a 1")), "KENMERK_ONJUIST"),
    "a letter that looks like ours": ((taken(), linked(claim="email", waarde="\u0430@b.nl")), "KENMERK_ONJUIST"),
    "capitals": ((taken(), linked(claim="email", waarde="A@voorbeeld.nl")), "KENMERK_ONJUIST"),
    "no provider": ((taken(), linked(uitgever="")), "KENMERK_ONJUIST"),
    "no salt": ((taken(), linked(zout="")), "KENMERK_ONJUIST"),
    "by the program": ((taken(), linked(actor="systeem")), "NIET_BEVOEGD"),
    "unlinked twice": ((taken(), linked(), unlinked(), unlinked()), "NIET_GEKOPPELD"),
    "unlinked by nobody's number": ((taken(), unlinked(1)), "NIET_GEKOPPELD"),
    "unlinked without a word": ((taken(), linked(), unlinked(reason="-")), "REDEN_ONTBREEKT"),
}  # fmt: skip


@pytest.mark.parametrize(("events", "code"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_be_is_refused(events: tuple[NewEvent, ...], code: str) -> None:
    assert codes(*events)[-1:] == [code]
