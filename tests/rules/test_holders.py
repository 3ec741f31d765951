"""Who may come to hold a function: one at a time, one person one function in a gremium, in sound days and words."""

from dataclasses import replace
from typing import Any

import pytest

from builders.ledger import chain_of
from builders.profile import TEXT, profile_from
from jaarcyclus.dossier.holders import tenures
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.ledger.holders_events import FunctieBezet
from jaarcyclus.rules.holders import refusals, require_one_function

SALT = "0" * 32


def taken(actor: str = "beheerder", **other: Any) -> NewEvent:
    told = {"functie": "secretaris_aandorp", "naam": "Houder A", "vanaf": "2026-01-01", "zout": SALT}
    return NewEvent("functie_bezet", actor, told | other)


def left(actor: str = "beheerder", **other: Any) -> NewEvent:
    told = {"functie": "secretaris_aandorp", "per": "2026-06-01", "reden": "Andere functie."}
    return NewEvent("functie_verlaten", actor, told | other)


def mended(actor: str = "beheerder", **other: Any) -> NewEvent:
    told = {"functie": "secretaris_aandorp", "per": "2026-05-01", "reden": "Verkeerde dag getypt."}
    return NewEvent("vertrek_hersteld", actor, told | other)


def codes(*events: NewEvent) -> list[str]:
    return [refusal.code for _, refusal in refusals(chain_of(*events, dossier="proef-bezetting"))]


@pytest.mark.parametrize(
    "events",
    [
        (taken(), left(), taken(naam="Houder B", vanaf="2026-06-01")),
        (taken(), left(per="2026-01-01"), taken(naam="Houder B")),
        (taken(), taken(functie="loco_aandorp", naam="Houder B")),
        (taken(vanaf="2027-01-01"), left(per="2027-03-01")),
        (taken(vanaf="2026-03-01"), left(per="2026-03-01"), taken()),
        (taken(), left(), mended(per="2026-05-01"), taken(naam="Houder B", vanaf="2026-05-01")),
        (taken(), left(), mended(per="2026-07-01"), mended(per="2026-06-15")),
        (
            taken(),
            left(),
            taken(naam="Houder B", vanaf="2026-06-01"),
            left(per="2026-06-01"),
            mended(per="2026-05-01"),
            taken(naam="Houder B", vanaf="2026-05-01"),
        ),
    ],
    ids=[
        "a successor on the same day",
        "a mistake mended",
        "two functions",
        "known ahead",
        "an earlier first day",
        "left earlier",
        "mended twice",
        "a successor taken back first",
    ],
)
def test_what_an_office_does_may_follow(events: tuple[NewEvent, ...]) -> None:
    assert codes(*events) == []


IMPOSSIBLE: dict[str, tuple[tuple[NewEvent, ...], str]] = {
    "a second holder": ((taken(), taken(naam="Houder B", vanaf="2026-06-01")), "FUNCTIE_BEZET"),
    "a successor before the other left": ((taken(), left(), taken(vanaf="2026-05-31")), "DAGEN_OVERLAPPEN"),
    "left before he came": ((taken(), left(per="2025-12-31")), "DAGEN_OVERLAPPEN"),
    "left by nobody": ((left(),), "FUNCTIE_VRIJ"),
    "left twice": ((taken(), left(), left()), "FUNCTIE_VRIJ"),
    "mended before anybody left": ((taken(), mended()), "VERTREK_ONBEKEND"),
    "mended under a successor": ((taken(), left(), taken(vanaf="2026-06-01"), mended()), "VERTREK_ONBEKEND"),
    "mended to the same day": ((taken(), left(), mended(per="2026-06-01")), "VERTREK_ONGEWIJZIGD"),
    "mended to before he came": ((taken(), left(), mended(per="2025-12-31")), "DAGEN_OVERLAPPEN"),
    "mended without a word": ((taken(), left(), mended(reden=".")), "REDEN_ONTBREEKT"),
    "a successor before the mended day": (
        (taken(), left(), mended(per="2026-07-01"), taken(vanaf="2026-06-01")),
        "DAGEN_OVERLAPPEN",
    ),
    "left without a word": ((taken(), left(reden="-")), "REDEN_ONTBREEKT"),
    "no name": ((taken(naam=" "),), "NAAM_ONLEESBAAR"),
    "a name that nobody sees": ((taken(naam="Hou\u200bder A"),), "NAAM_ONLEESBAAR"),
    "a name of two lines": ((taken(naam="Houder\nA"),), "NAAM_ONLEESBAAR"),
    "a day in another spelling": ((taken(vanaf="20260101"),), "DAG_ONLEESBAAR"),
    "a day that is none": ((taken(), left(per="2026-02-30")), "DAG_ONLEESBAAR"),
    "a letter of another script": ((taken(naam="Houd\u0435r A"),), "NAAM_ONLEESBAAR"),
    "a slip of the pen in a year": ((taken(vanaf="9999-12-31"),), "DAG_TE_VER"),
    "gone in a life's time": ((taken(), left(per="2062-12-01")), "DAG_TE_VER"),
    "no salt": ((taken(zout=""),), "VELD_ANDERS"),
    "no function": ((taken(functie="Secretaris"),), "VELD_ANDERS"),
    "a name that is a number": ((taken(naam=1),), "VELD_ANDERS"),
    "by the program": ((taken("systeem"),), "NIET_BEVOEGD"),
    "of a dossier": ((NewEvent("heropend", "controller", {}),), "SOORT_ONBEKEND"),
}


@pytest.mark.parametrize(("events", "code"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_have_happened_is_refused(events: tuple[NewEvent, ...], code: str) -> None:
    assert code in codes(*events)


@pytest.mark.parametrize(("simulated", "found"), [(False, ["KLOK_TERUG"]), (True, [])], ids=["real", "an exercise"])
def test_a_clock_that_went_back_tells_nothing_of_before(simulated: bool, found: list[str]) -> None:
    """What dossiers were told already would be another; an exercise plays the day that it likes."""
    first, second = chain_of(taken(), taken(functie="loco_aandorp", naam="Houder B"), dossier="proef-bezetting")
    late = replace(second, klok="2026-01-05T09:00:00+01:00", gesimuleerd=simulated)

    assert [refusal.code for _, refusal in refusals((first, late))] == found


def wants(functie: str, name: str = "Houder A") -> FunctieBezet:
    return FunctieBezet(functie=functie, naam=name, vanaf="2026-06-01", zout=SALT)


def ask(asked: FunctieBezet, *events: NewEvent) -> None:
    """Ask in a cooperation of which the directie has a secretaris with a deputy in one seat."""
    require_one_function(profile_from(TEXT), tenures(chain_of(*events, dossier="proef-bezetting")), asked)


@pytest.mark.parametrize("name", ["Houder A", "houder  a", "Houder A.", "HouderA", "Houder-A", "Ｈouder A"])
def test_one_person_has_no_two_functions_in_a_gremium(name: str) -> None:
    with pytest.raises(Refused, match=r"PERSOON_TWEE_ZETELS.*Directie.*directeur Aandorp"):
        ask(wants("directeur_beekstad", name), taken(functie="directeur_aandorp"))


@pytest.mark.parametrize(
    ("asked", "events"),
    [
        (wants("directeur_beekstad", "Houder B"), [taken(functie="directeur_aandorp")]),
        (wants("griffie"), [taken(functie="directeur_aandorp")]),
        (wants("directeur_beekstad"), [taken(functie="directeur_aandorp"), left(functie="directeur_aandorp")]),
        (wants("directeur_aandorp"), [taken(functie="directeur_aandorp"), left(functie="directeur_aandorp")]),
    ],
    ids=["another person", "no seat there", "who left the other", "who comes back"],
)
def test_who_answers_once_may(asked: FunctieBezet, events: list[NewEvent]) -> None:
    ask(asked, *events)
