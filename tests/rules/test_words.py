"""What a person gives as words is judged when it is recorded, and again by who verifies: in every event with words."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from builders.carried import with_carried
from builders.dossier import (
    PROFILES,
    Office,
    add_version,
    correct,
    end_gate,
    open_gates,
    publish_product,
    submit_workbooks,
    vote_all,
    walk_route,
    withdraw,
)
from builders.warned import RENT, pass_one
from jaarcyclus import clock
from jaarcyclus.dossier.fold import apply
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.errors import Refused
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import SYSTEM, Event
from jaarcyclus.rules.transitions import check
from jaarcyclus.settings import Settings
from jaarcyclus.steps import acts, calendar
from jaarcyclus.steps.workspace import open_workspace
from jaarcyclus.terms.days import add_working_days

WORDS = {"reden", "toelichting", "tekst", "deskundige"}
NO_WORDS = {
    "a dot": ".",
    "a dash": "-",
    "a sign that nobody sees": "\u200b",
    "a colour of the terminal": "\x1b[31mnee, te duur",
    "a nought": "te\x00 duur",
    "from right to left": "\u202ete duur",
    "five megabytes": "woord " * 900_000,
}
KENMERK = ("- {rol: info, gremia: [bo],", "- {rol: info, als: strategisch, gremia: [bo],")
ICT = "v2-s0-regiegroep_ict-r1"
NO = {"antwoord": "niet afgestemd", "toelichting": "De formatie is niet onderbouwd."}
DISAGREE = {"antwoord": "geen overeenstemming", "toelichting": "Wij komen er niet uit."}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A dossier in which people gave words wherever they can."""
    var = tmp_path_factory.mktemp("woorden")
    office = _open_with_kenmerken(var)
    acts.set_kenmerken(office.workspace, office.dossier, "controller", kenmerken=("strategisch",), reden="Nieuw.")
    submit_workbooks(office)
    add_version(office)
    acts.reopen(office.workspace, office.dossier, "controller", reden="Fout in PSA.", percelen=("psa",))
    submit_workbooks(office, "psa", lines=4)
    add_version(office)
    _let_an_expert_advise(office)
    walk_route(office, mits="v2-s1-directieberaad-r1")
    publish_product(office)
    withdraw(office)
    publish_product(office)
    correct(office, "ict")
    return office


def _open_with_kenmerken(var: Path) -> Office:
    text = (PROFILES / "dowr.yaml").read_text(encoding="utf-8")
    assert KENMERK[0] in text
    folder = var / "profielen"
    folder.mkdir()
    (folder / "dowr.yaml").write_text(text.replace(*KENMERK), encoding="utf-8")
    workspace = open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(var), "JAARCYCLUS_PROFIELEN": str(folder)}))
    clock.set_simulated(workspace.settings, datetime(2026, 4, 1, 9))  # noqa: DTZ001 - the simulated clock's own form
    return Office(workspace, calendar.open_round(workspace, "dowr", "begroting", 2027))


def _let_an_expert_advise(office: Office) -> None:
    open_gates(office)
    _give_extra_time(office)
    vote_all(office, ICT, raalte=NO)
    end_gate(office, ICT)
    for body in ("directieberaad", "bvr", "bo"):
        open_gates(office)
        vote_all(office, f"{ICT}-geschil-{body}", raalte=DISAGREE)
        end_gate(office, f"{ICT}-geschil-{body}")
    acts.record_advice(
        office.workspace,
        office.dossier,
        "controller",
        gate=ICT,
        advies="doorgang",
        tekst="Het document voldoet aan het kader.",
        deskundige="een onafhankelijk deskundige",
    )


def _give_extra_time(office: Office) -> None:
    gate = office.state.gate(ICT)
    assert gate is not None
    later = add_working_days(date.fromisoformat(gate.deadline), 2)
    acts.extend_term(
        office.workspace, office.dossier, "controller", gate=ICT, tot=later.isoformat(), reden="Raalte is op cursus."
    )


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A dossier of which the words stand in no other, such as of a year that is not the first."""
    made = with_carried(tmp_path_factory.mktemp("overgenomen"))
    submit_workbooks(made, "ict", lines=4, warned=[RENT])
    pass_one(made)
    add_version(made)
    acts.reopen(made.workspace, made.dossier, "controller", reden="Fout in PSA.", percelen=("psa",))
    acts.keep_workbook(made.workspace, made.dossier, "controller", perceel="psa", reden="PSA was niet bedoeld.")
    add_version(made)
    for gate in open_gates(made):
        vote_all(made, gate)
        end_gate(made, gate)
    _show_that_a_condition_is_met(made, *open_gates(made))
    return made


def _show_that_a_condition_is_met(office: Office, gate: str) -> None:
    asked = {"tekst": "Toon de dekking.", "eigenaar": "manager_ict", "datum": office.workspace.today().isoformat()}
    vote_all(office, gate, deventer={"antwoord": "stemt in, mits", "voorwaarde": asked})
    end_gate(office, gate)
    acts.fulfil_condition(
        office.workspace,
        office.dossier,
        "manager_ict",
        gate=gate,
        zetel="deventer",
        toelichting="Zie de nota.",
        evidence=("nota.pdf", b"%PDF-1.7 een nota"),
    )


def given(office: Office) -> Iterator[tuple[Dossier, Event, tuple[str, ...]]]:
    """Yield each place where words of a person stand, with the event and the dossier before it."""
    state = Dossier(dossier=office.dossier)
    for event in office.workspace.ledger.events(office.dossier):
        if event.actor != SYSTEM:
            yield from ((state, event, path) for path in _places(event.inhoud))
        state = apply(state, event)


def _places(content: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _places(value, (*path, key))
        elif key in WORDS and value:
            yield (*path, key)


@pytest.mark.parametrize("text", NO_WORDS.values(), ids=NO_WORDS)
def test_what_is_no_words_is_recorded_in_no_event(office: Office, carried: Office, text: str) -> None:
    """An older program, or who rewrites the ledger, passes every door: the rules are what remains."""
    passed = [
        (event.soort, path)
        for played in (office, carried)
        for state, event, path in given(played)
        if not _refuses(played, state, event, path, text)
    ]

    assert passed == []


def _refuses(office: Office, state: Dossier, event: Event, path: tuple[str, ...], text: str) -> bool:
    """Return whether this text in the place of those words is refused for what it is."""
    content = deepcopy(dict(event.inhoud))
    holder = content
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = text
    try:
        check(state, replace(event, inhoud=content), office.workspace.store.get)
    except Refused as refusal:
        return "Nu gaat het niet: " in refusal.message
    return False


def test_every_event_with_words_is_among_them(office: Office, carried: Office) -> None:
    """Whoever adds one adds it to these dossiers. Why a gate lapsed, the program says."""
    found = {(event.soort, path[0]) for played in (office, carried) for _, event, path in given(played)}
    fields = {(kind, name) for kind, record in wire.DOSSIER_KINDS.items() for name in wire.field_names(record)}

    assert found == {place for place in fields if place[1] in {*WORDS, "voorwaarde"}} - {("gate_vervallen", "reden")}
