"""The rules of the berichten: what a forger or a second attempt would write is refused."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders.ledger import MACHINE_TIME, chain_of
from jaarcyclus.ledger.message_events import (
    BerichtAangenomen,
    BerichtNietVerzonden,
    BerichtOnzeker,
    BerichtVoorgenomen,
)
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.wire import new_event, system_event
from jaarcyclus.proof.messages import describe_berichten, verify_berichten
from jaarcyclus.rules.messages import refusals

KEY = "dowr-2027-begroting/v1-s0-regiegroep_ict-r1/deventer/T-3"
TAKEN = BerichtAangenomen(voornemen=1, antwoord="250 ok")
LOST = BerichtOnzeker(voornemen=1, reden="De verbinding viel weg.")
NOT_OUT = BerichtNietVerzonden(voornemen=1, reden="451 later", niet_voor=None)


UNTIL = (MACHINE_TIME + timedelta(minutes=10)).isoformat()


def intended(**other: Any) -> BerichtVoorgenomen:
    usual = BerichtVoorgenomen(
        bericht="jaarcyclus.1@dowr.example",
        sleutels=(KEY,),
        persoon="vertegenwoordiger_ict_deventer",
        bezetting=0,
        kanaal="mail",
        soort="overzicht",
        sha256="a" * 64,
        adres="b" * 64,
        zout="c" * 32,
        tot=UNTIL,
    )
    return replace(usual, **other)


def refused(*content: Content) -> list[str]:
    """Return the codes with which these events, one after the other, are refused."""
    events = chain_of(*map(system_event, content), dossier="dowr-berichten")
    return [refusal.code for _, refusal in refusals(events)]


def test_a_message_that_was_taken_holds() -> None:
    events = chain_of(system_event(intended()), system_event(TAKEN), dossier="dowr-berichten")

    assert not verify_berichten(events)
    assert describe_berichten(events).startswith("1 berichten, niets twee keer")


@pytest.mark.parametrize("ended", [TAKEN, LOST])
def test_what_may_have_gone_out_is_not_told_again(ended: Content) -> None:
    assert refused(intended(), ended, intended(sleutels=("een/ander", KEY))) == ["AL_VERTELD"]


def test_what_did_not_go_out_may_be_told_again() -> None:
    assert refused(intended(), NOT_OUT, intended()) == []


@pytest.mark.parametrize("other", [{"persoon": "controller"}, {"bezetting": 4}, {"kanaal": "teams"}])
def test_another_person_holder_or_channel_is_told_of_its_own(other: dict[str, Any]) -> None:
    assert refused(intended(), TAKEN, intended(**other)) == []


def test_nobody_begins_a_second_message_before_the_first_has_an_end() -> None:
    assert refused(intended(), intended(sleutels=("een/ander",))) == ["BERICHT_LOOPT"]


def test_an_end_is_recorded_once_but_for_a_yes_that_came_late() -> None:
    assert refused(intended(), TAKEN, LOST) == ["UITKOMST_BEKEND"]
    assert refused(intended(), LOST, NOT_OUT) == ["UITKOMST_BEKEND"]
    assert refused(intended(), LOST, TAKEN) == []
    assert refused(TAKEN) == ["BERICHT_ONBEKEND"]


@pytest.mark.parametrize(
    "other",
    [
        {"sleutels": ()},
        {"sleutels": (KEY, KEY)},
        {"sleutels": ("wie is dit",)},
        {"kanaal": "fax"},
        {"soort": "brief"},
        {"sha256": "A" * 64},
        {"adres": "teammanager@gemeente.example"},
        {"zout": "kort"},
        {"bezetting": -1},
        {"bericht": "twee woorden"},
    ],
)
def test_a_message_that_is_none_is_refused(other: dict[str, Any]) -> None:
    """An address in clear is no hash: nobody can write one here."""
    assert refused(intended(**other)) == ["BERICHT_ONJUIST"]


@pytest.mark.parametrize(("until", "code"), [(0, "PACHT_ONJUIST"), (16, "PACHT_ONJUIST"), (None, "MOMENT_ONLEESBAAR")])
def test_an_attempt_has_its_quarter_of_an_hour(until: int | None, code: str) -> None:
    told = "straks" if until is None else (MACHINE_TIME + timedelta(minutes=until)).isoformat()

    assert refused(intended(tot=told)) == [code]


def test_nobody_but_the_program_writes_here() -> None:
    events = chain_of(new_event("controller", intended()), dossier="dowr-berichten")

    assert [refusal.code for _, refusal in refusals(events)] == ["NIET_BEVOEGD"]


@pytest.mark.parametrize("ended", [replace(TAKEN, antwoord=" "), replace(LOST, reden=""), replace(NOT_OUT, reden="")])
def test_an_end_says_why(ended: Content) -> None:
    assert refused(intended(), ended) == ["REDEN_ONTBREEKT"]
