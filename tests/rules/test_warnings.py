"""The controller lets a warning pass: with a reason, once, on the workbook that counts, and nobody else does."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from builders.dossier import Office, open_round, publish_product, record_event, submit_workbooks, walk_route
from builders.dossier import add_version as make_version
from builders.warned import HIDDEN, REASON, RENT, number_of, pass_one, with_warnings
from jaarcyclus.dossier.warnings import all_warnings, warnings_of
from jaarcyclus.errors import Refused
from jaarcyclus.steps import acts


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return with_warnings(tmp_path)


def passed(office: Office, perceel: str = "ict") -> list[tuple[str, bool]]:
    return [(item.first.code, item.passed is not None) for item in warnings_of(office.state, perceel)]


def test_it_passes_with_who_when_and_why(office: Office) -> None:
    pass_one(office)

    (done,) = office.state.passed
    assert (done.door, done.klok[:10], done.content.reden) == ("controller", "2026-04-01", REASON)
    assert passed(office) == [("BEDRAG_IN_TEKST_ONBEKEND", True), ("RIJ_VERBORGEN", False)]


def test_the_same_warning_of_another_perceel_stays_open(office: Office) -> None:
    pass_one(office)

    assert passed(office, "psa") == [("BEDRAG_IN_TEKST_ONBEKEND", False)]


def test_what_was_told_alike_about_two_rows_passes_at_once(office: Office) -> None:
    pass_one(office, code="RIJ_VERBORGEN")

    (done,) = office.state.passed
    assert done.content.cellen == ("A9", "A10")
    assert [item.number for item in all_warnings(office.state) if item.passed] == [
        number_of(office, code="RIJ_VERBORGEN")
    ]


@pytest.mark.parametrize("person", ["manager_ict", "manager_psa", "gemeentesecretaris_raalte", "ambtelijk_secretaris"])
def test_nobody_but_the_controller_lets_one_pass(office: Office, person: str) -> None:
    with pytest.raises(Refused) as refusal:
        pass_one(office, person=person)

    assert (refusal.value.code, office.state.passed) == ("NIET_BEVOEGD", ())


def test_who_may_not_hears_nothing_of_what_there_is(office: Office) -> None:
    """A guess of a foreign perceel's warning gets the same sentence, right or wrong."""
    told = []
    for number in (number_of(office), "0" * 12):
        with pytest.raises(Refused) as refusal:
            acts.pass_warning(
                office.workspace, office.dossier, "manager_psa", perceel="ict", waarschuwing=number, reden=REASON
            )
        told.append(refusal.value.message)

    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("perceel", "number", "reason", "code"),
    [
        ("ict", "", REASON, "WAARSCHUWING_ONBEKEND"),
        ("ict", "0" * 12, REASON, "WAARSCHUWING_ONBEKEND"),
        ("tuinen", "0" * 12, REASON, "WAARSCHUWING_ONBEKEND"),
        ("facilitair", "0" * 12, REASON, "WAARSCHUWING_ONBEKEND"),
        ("ict", "0" * 12, " ", "REDEN_ONTBREEKT"),
    ],
)
def test_what_is_not_there_or_has_no_reason_is_refused(
    office: Office, perceel: str, number: str, reason: str, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        acts.pass_warning(
            office.workspace, office.dossier, "controller", perceel=perceel, waarschuwing=number, reden=reason
        )

    assert refusal.value.code == code


def test_once_is_enough(office: Office) -> None:
    pass_one(office)

    with pytest.raises(Refused) as refusal:
        pass_one(office)

    assert refusal.value.code == "AL_AFGEDAAN"


def test_a_new_workbook_is_judged_anew(office: Office) -> None:
    """The reason was given about another workbook: it does not speak for this one."""
    pass_one(office)

    submit_workbooks(office, "ict", lines=4, warned=[RENT])

    assert passed(office) == [("BEDRAG_IN_TEKST_ONBEKEND", False)]


def test_the_same_workbook_that_counts_again_keeps_what_passed(office: Office) -> None:
    pass_one(office)
    submit_workbooks(office, *(code for code in office.state.indieners() if code not in ("ict", "psa")))
    make_version(office)
    acts.reopen(office.workspace, office.dossier, "controller", reden="Fout in ICT.", percelen=("ict",))

    acts.keep_workbook(office.workspace, office.dossier, "controller", perceel="ict", reden="Het was een vergissing.")

    assert passed(office)[0] == ("BEDRAG_IN_TEKST_ONBEKEND", True)


def test_also_while_a_version_is_on_its_route_and_not_once_it_is_published(office: Office) -> None:
    submit_workbooks(office, *(code for code in office.state.indieners() if code not in ("ict", "psa")))
    make_version(office)
    pass_one(office)
    walk_route(office)
    publish_product(office)

    with pytest.raises(Refused) as refusal:
        pass_one(office, "psa")

    assert refusal.value.code == "DOSSIER_GESLOTEN"


def test_what_came_too_late_is_no_warning_to_let_pass(tmp_path: Path) -> None:
    """The ledger says when it came, and every page tells it: there is nothing to judge."""
    office = open_round(tmp_path, dag="2026-05-11")
    submit_workbooks(office, "ict")

    assert office.state.current["ict"].te_laat
    assert all_warnings(office.state) == ()


FORGED: dict[str, dict[str, Any]] = {
    "another receipt": {"ontvangst": 2},
    "another code": {"code": "RIJ_VERBORGEN"},
    "another sheet": {"blad": "Regels"},
    "a cell more": {"cellen": ["B6", "B7"]},
    "a number for the whole": {"waarschuwing": "kort"},
}


@pytest.mark.parametrize("changed", FORGED.values(), ids=FORGED)
def test_an_event_that_tells_another_warning_is_refused(office: Office, changed: dict[str, Any]) -> None:
    """Who rewrites the ledger, or an older program, passes every door: the rules are what remains."""
    found = warnings_of(office.state, "ict")[0]
    content = {
        "perceel": "ict",
        "ontvangst": found.receipt,
        "waarschuwing": found.fingerprint,
        "code": RENT.code,
        "blad": RENT.blad,
        "cellen": ["B6"],
        "reden": REASON,
    }
    short = {"waarschuwing": found.number} if "waarschuwing" in changed else {}

    with pytest.raises(Refused) as refusal:
        record_event(office, "waarschuwing_afgedaan", "controller", content | changed | short)

    assert refusal.value.code == "WAARSCHUWING_ANDERS"


def test_under_rules_1_it_never_happened(tmp_path: Path) -> None:
    office = open_round(tmp_path, regels=1)
    submit_workbooks(office, "ict", warned=[RENT])

    with pytest.raises(Refused) as refusal:
        pass_one(office)

    assert refusal.value.code == "SOORT_ANDERE_REGELS"


def test_a_finding_is_told_by_all_its_words_and_not_by_its_cell() -> None:
    first, second = (asdict(item) for item in HIDDEN)

    assert {name for name in first if first[name] != second[name]} == {"cel"}
