"""Who may withdraw or correct what was published, when, and why; never before, never twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders.dossier import (
    add_version,
    adopted,
    correct,
    corrected,
    correction_adopted,
    due,
    open_round,
    publish_product,
    published,
    record_event,
    submit_workbooks,
    walk_route,
    withdraw,
    withdrawn,
)
from jaarcyclus.dossier.fold import fold
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import SYSTEM
from jaarcyclus.rules.transitions import check
from jaarcyclus.steps import acts


def refusal(act, *arguments, **named) -> str:
    with pytest.raises(Refused) as refused:
        act(*arguments, **named)
    return refused.value.code


# Who.


@pytest.mark.parametrize("person", ["ambtelijk_secretaris", "manager_ict", "gemeentesecretaris_raalte", "beheerder"])
def test_only_the_controller_withdraws_and_corrects(tmp_path: Path, person: str) -> None:
    office = published(tmp_path)

    assert refusal(withdraw, office, person=person) == "NIET_BEVOEGD"
    assert refusal(correct, office, "ict", person=person) == "NIET_BEVOEGD"


@pytest.mark.parametrize("kind", ["intrekking_besloten", "correctie_besloten"])
def test_the_program_decides_neither(tmp_path: Path, kind: str) -> None:
    office = published(tmp_path)
    content = {"versie": 1, "reden": "omdat het kan"} | ({"percelen": ["ict"]} if "correctie" in kind else {})

    assert refusal(record_event, office, kind, SYSTEM, content) == "NIET_BEVOEGD"


@pytest.mark.parametrize("person", ["controller", "manager_ict"])
def test_a_person_records_no_effect(tmp_path: Path, person: str) -> None:
    office = published(tmp_path)
    withdraw(office)
    content = {"versie": 1, "doel": "map:dowr/2027/begroting", "metadata_sha256": "a" * 64}

    assert refusal(record_event, office, "ingetrokken", person, content) == "NIET_BEVOEGD"


# When.


@pytest.mark.parametrize("build", [open_round, adopted], ids=["open", "adopted"])
def test_what_is_not_published_is_neither_withdrawn_nor_corrected(tmp_path: Path, build) -> None:
    office = build(tmp_path)

    assert refusal(withdraw, office) == "NIET_GEPUBLICEERD"
    assert refusal(correct, office, "ict") == "NIET_GEPUBLICEERD"


def test_nothing_is_withdrawn_twice(tmp_path: Path) -> None:
    office = published(tmp_path)
    withdraw(office)
    first = refusal(withdraw, office)
    publish_product(office)

    assert (first, refusal(withdraw, office)) == ("AL_INGETROKKEN", "AL_INGETROKKEN")


def test_a_version_that_was_not_published_is_not_withdrawn(tmp_path: Path) -> None:
    assert refusal(withdraw, published(tmp_path), 2) == "NIET_GEPUBLICEERD"


def test_one_correction_at_a_time(tmp_path: Path) -> None:
    office = published(tmp_path)
    correct(office, "ict")

    assert refusal(correct, office, "psa") == "CORRECTIE_LOOPT"


@pytest.mark.parametrize(
    ("words", "percelen", "code"),
    [
        ("-", ("ict",), "TEKST_ONLEESBAAR"),
        ("  ", ("ict",), "REDEN_ONTBREEKT"),
        ("Een fout.", (), "PERCEEL_ONBEKEND"),
        ("Een fout.", ("zwembad",), "PERCEEL_ONBEKEND"),
        ("Een fout.", ("ict", "ict"), "PERCEEL_ONBEKEND"),
    ],
)
def test_a_correction_has_a_reason_and_names_who_hands_in(tmp_path: Path, words, percelen, code) -> None:
    office = published(tmp_path)

    found = refusal(acts.correct, office.workspace, office.dossier, "controller", reden=words, percelen=percelen)

    assert found == code


def test_a_withdrawal_has_a_reason(tmp_path: Path) -> None:
    office = published(tmp_path)

    assert refusal(acts.withdraw, office.workspace, office.dossier, "controller", reden=" ") == "REDEN_ONTBREEKT"


def test_a_withdrawn_dossier_takes_no_workbook(tmp_path: Path) -> None:
    office = withdrawn(tmp_path)

    assert refusal(submit_workbooks, office, "ict", lines=4) == "DOSSIER_GESLOTEN"


def test_only_who_was_named_makes_the_correction_wait(tmp_path: Path) -> None:
    office = published(tmp_path)
    correct(office, "ict", "psa")
    submit_workbooks(office, "ict", lines=4)
    waiting = due(office)
    submit_workbooks(office, "psa", lines=4)
    add_version(office)

    assert (waiting, office.state.versions[-1].versie) == ([], 2)


def test_a_round_under_the_first_rules_is_withdrawn_but_not_opened_again(tmp_path: Path) -> None:
    """What it would publish could not be proven as strictly as what is published since."""
    office = open_round(tmp_path, regels=1)
    submit_workbooks(office)
    add_version(office)
    walk_route(office)
    publish_product(office)

    code = refusal(correct, office, "ict")
    withdraw(office)
    publish_product(office)

    assert (code, office.kinds[-1]) == ("REGELS_TE_OUD", "ingetrokken")


# What follows.


def test_a_first_publication_is_recorded_once(tmp_path: Path) -> None:
    """As it was when a publication ended its dossier; a correction says that it is one."""
    office = correction_adopted(tmp_path)
    events = office.workspace.ledger.events(office.dossier)
    first = next(event for event in events if event.soort == "gepubliceerd")

    assert refusal(record_event, office, "gepubliceerd", SYSTEM, first.inhoud) == "AL_GEPUBLICEERD"


def test_without_a_correction_nothing_is_published_beside_it(tmp_path: Path) -> None:
    office = adopted(tmp_path)
    content = {
        "versie": 1, "manifest_sha256": "a", "documenten": {}, "bijlage_sha256": "b", "doel": "map:x",
        "metadata_sha256": "c", "vervangt": 1,
    }  # fmt: skip

    assert refusal(record_event, office, "correctie_gepubliceerd", SYSTEM, content) == "GEEN_CORRECTIE"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("vervangt", 2, "GEEN_CORRECTIE"),
        ("doel", "map:dowr/2027/begroting", "PLAATS_ANDERS"),
        ("doel", "map:dowr/2027/begroting-correctie-2", "PLAATS_ANDERS"),
        ("metadata_sha256", "f" * 64, "METADATA_ANDERS"),
    ],
)
def test_what_a_correction_publishes_is_what_follows(tmp_path: Path, field, value, code) -> None:
    office = corrected(tmp_path)
    *before, last = office.workspace.ledger.events(office.dossier)
    forged = replace(last, inhoud={**last.inhoud, field: value})

    assert last.soort == "correctie_gepubliceerd"
    assert refusal(check, fold(before, office.dossier), forged, office.workspace.store.get) == code


def test_a_correction_is_corrected_in_its_turn(tmp_path: Path) -> None:
    office = corrected(tmp_path)
    correct(office, "ict")
    submit_workbooks(office, "ict", lines=6)
    add_version(office)
    walk_route(office)
    publish_product(office)

    assert [(item.versie, item.replaces) for item in office.state.publications] == [(1, None), (2, 1), (3, 2)]


def test_a_replaced_version_is_not_corrected_again(tmp_path: Path) -> None:
    office = corrected(tmp_path)
    content = {"versie": 1, "reden": "Nog een fout.", "percelen": ["ict"]}

    assert refusal(record_event, office, "correctie_besloten", "controller", content) == "VERSIE_VERVANGEN"
