"""Two people make a passkey count, one counts at a time, and none is replaced without a reason."""

from typing import Any

import pytest

from builders.ledger import chain_of
from builders.passkey import PLACE, SoftKey
from jaarcyclus.dossier.passkeys import in_force, passkeys
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.rules.holders import refusals

HOLDER, BEHEERDER, SECRETARY = "secretaris_aandorp", "beheerder", "ambtelijk_secretaris"
KEY, NEXT = SoftKey.made(), SoftKey.made()
DAY = "2026-06-19"


def taken(functie: str = HOLDER, name: str = "Houder A", since: str = "2026-01-01") -> NewEvent:
    told = {"functie": functie, "naam": name, "vanaf": since, "zout": "0" * 32}
    return NewEvent("functie_bezet", BEHEERDER, told)


def left() -> NewEvent:
    told = {"functie": HOLDER, "per": "2026-06-01", "reden": "Andere functie."}
    return NewEvent("functie_verlaten", BEHEERDER, told)


def shown(key: SoftKey = KEY, actor: str = HOLDER, **other: Any) -> NewEvent:
    told = {"bezetting": 1, "sleutel": key.credential, "publieke_sleutel": key.public_key, "algoritme": key.algorithm}
    place = {"rp_id": PLACE.rp_id, "herkomst": PLACE.origin}
    return NewEvent("passkey_vervangen" if "vervangt" in other else "passkey_aangemeld", actor, told | place | other)


def replacing(number: int = 2, reason: str = "Telefoon kwijt.") -> NewEvent:
    return shown(NEXT, vervangt=number, reden=reason)


def confirmed(number: int = 2, actor: str = SECRETARY) -> NewEvent:
    return NewEvent("passkey_bevestigd", actor, {"passkey": number})


def withdrawn(number: int = 2, reason: str = "Telefoon kwijt.") -> NewEvent:
    return NewEvent("passkey_ingetrokken", HOLDER, {"passkey": number, "reden": reason})


def codes(*events: NewEvent) -> list[str]:
    return [refusal.code for _, refusal in refusals(chain_of(*events, dossier="proef-bezetting"))]


POSSIBLE: dict[str, tuple[tuple[NewEvent, ...], int | None]] = {
    "shown, and nobody confirmed it": ((taken(), shown()), None),
    "confirmed": ((taken(), shown(), confirmed()), 2),
    "confirmed by the beheerder": ((taken(), shown(), confirmed(actor=BEHEERDER)), 2),
    "withdrawn before": ((taken(), shown(), withdrawn()), None),
    "withdrawn after": ((taken(), shown(), confirmed(), withdrawn()), None),
    "withdrawn, and another": ((taken(), shown(), withdrawn(), shown(NEXT), confirmed(4)), 4),
    "the old one counts until the next is confirmed": ((taken(), shown(), confirmed(), replacing()), 2),
    "replaced": ((taken(), shown(), confirmed(), replacing(), confirmed(4)), 4),
    "who left signs nothing": ((taken(), shown(), confirmed(), left()), None),
    "nor for a successor": ((taken(), shown(), confirmed(), left(), taken(name="Houder B", since="2026-06-01")), None),
}


@pytest.mark.parametrize("case", POSSIBLE)
def test_which_passkey_counts(case: str) -> None:
    events, expected = POSSIBLE[case]
    found = in_force(chain_of(*events, dossier="proef-bezetting"), HOLDER, DAY)

    assert codes(*events) == []
    assert (found and found.number) == expected


IMPOSSIBLE: dict[str, tuple[tuple[NewEvent, ...], str]] = {
    "of nobody": ((shown(),), "FUNCTIE_VRIJ"),
    "of who left": ((taken(), left(), shown()), "FUNCTIE_VRIJ"),
    "shown by the beheerder": ((taken(), shown(actor=BEHEERDER)), "NIET_BEVOEGD"),
    "of a kind that we cannot check": ((taken(), shown(algoritme=-65535)), "PASSKEY_ONJUIST"),
    "for another website": ((taken(), shown(rp_id="evil.nl")), "PASSKEY_ONJUIST"),
    "without a credential": ((taken(), shown(sleutel="")), "PASSKEY_ONJUIST"),
    "that is known already": ((taken(), shown(), withdrawn(), shown()), "PASSKEY_AL_BEKEND"),
    "a second one that waits": ((taken(), shown(), shown(NEXT)), "PASSKEY_WACHT"),
    "a second one beside the first": ((taken(), shown(), confirmed(), shown(NEXT)), "PASSKEY_AL_AANGEMELD"),
    "replaced without a reason": ((taken(), shown(), confirmed(), replacing(reason=".")), "REDEN_ONTBREEKT"),
    "replacing none": ((taken(), replacing(9)), "PASSKEY_ONBEKEND"),
    "confirmed by oneself": ((taken(), shown(), confirmed(actor=HOLDER)), "EIGEN_PASSKEY"),
    "confirmed by oneself in another function": (
        (taken(), taken(SECRETARY, "houder a"), shown(), confirmed(3)), "EIGEN_PASSKEY",
    ),
    "confirmed twice": ((taken(), shown(), confirmed(), confirmed()), "PASSKEY_ONBEKEND"),
    "confirmed after it was withdrawn": ((taken(), shown(), withdrawn(), confirmed()), "PASSKEY_ONBEKEND"),
    "confirmed after its holder left": ((taken(), shown(), left(), confirmed()), "FUNCTIE_VRIJ"),
    "withdrawn twice": ((taken(), shown(), withdrawn(), withdrawn()), "PASSKEY_ONBEKEND"),
    "withdrawn without a reason": ((taken(), shown(), withdrawn(reason="")), "REDEN_ONTBREEKT"),
}  # fmt: skip


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_what_cannot_follow_is_refused(case: str) -> None:
    events, code = IMPOSSIBLE[case]

    assert codes(*events) == [code]


def test_what_ended_a_passkey_stays_known() -> None:
    chain = chain_of(taken(), shown(), confirmed(), replacing(), confirmed(4), dossier="proef-bezetting")

    assert [(key.number, key.confirmed, key.ended) for key in passkeys(chain)] == [(2, 3, 5), (4, 5, None)]
