"""What an interim report is held to when the begroting that it knew is withdrawn or corrected."""

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders.dossier import (
    Office,
    add_version,
    adopted,
    correct,
    due,
    open_gates,
    open_round,
    publish_product,
    published,
    record_event,
    submit_workbooks,
    walk_route,
    withdraw,
)
from builders.export import export_dossier
from builders.order import DOWR, build_figures
from jaarcyclus.dossier.standing import name_waits
from jaarcyclus.errors import Refused
from jaarcyclus.figures.records import Figures, figures_from_json, figures_to_json
from jaarcyclus.ledger.chain import SYSTEM
from jaarcyclus.ledger.earlier_events import CijfersBekend
from jaarcyclus.ledger.wire import as_json
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts, calendar, judging, receipts
from jaarcyclus.steps.overview import describe
from jaarcyclus.workbook.writer import make_workbook

REPORT = "tussenrapportage_1"
COLUMNS = ("begroting_voor", "begroting_na")


@pytest.fixture
def begroting(tmp_path: Path) -> Office:
    return published(tmp_path)


@pytest.fixture
def report(begroting: Office) -> Office:
    """The first interim report: open, with the workbooks of ICT and PSA, on the budget of version 1."""
    office = open_round(begroting.workspace.settings.var, REPORT, workspace=begroting.workspace)
    for perceel in ("ict", "psa"):
        hand_in(office, perceel, begroting)
    return office


def hand_in(office: Office, perceel: str, begroting: Office) -> None:
    """Hand in a report on the budget as the begroting says it now."""
    known = begroting.state.current[perceel]
    budget = figures_from_json(office.workspace.store.get(known.cijfers_sha256))
    figures = figures_to_json(on_budget(budget, perceel))
    number = len(office.state.judged) + 1
    content = {
        "perceel": perceel,
        "sha256": office.workspace.store.put(f"werkboek {perceel} {number}".encode()),
        "cijfers_sha256": office.workspace.store.put(figures),
        "inzender": office.state.indieners()[perceel],
        "via": "api",
        "te_laat": False,
        "ontvangst": number,
        "bevindingen": [],
    }
    record_event(office, "inzending_geaccepteerd", content["inzender"], content)


def on_budget(budget: Figures, perceel: str) -> Figures:
    reports = (build_figures(perceel, REPORT, lines) for lines in range(1, 9))
    made = next(figures for figures in reports if len(figures.regels) == len(budget.regels))
    lines = tuple(
        replace(line, bedragen_cent={**line.bedragen_cent, **dict.fromkeys(COLUMNS, adopted.bedragen_cent["t"])})
        for line, adopted in zip(made.regels, budget.regels, strict=True)
    )
    return replace(made, regels=lines)


def correct_ict(begroting: Office) -> None:
    """Let version 2 of the begroting be published, with another amount for ICT."""
    correct(begroting, "ict")
    submit_workbooks(begroting, "ict", lines=4)
    add_version(begroting)
    walk_route(begroting)
    publish_product(begroting)


def known(office: Office) -> dict[str, int]:
    assert office.state.known is not None
    return {column: item.versie for column, item in office.state.known.kolommen.items()}


def look(office: Office) -> None:
    calendar.advance(office.workspace, office.dossier)


def waits(office: Office) -> list[str]:
    return name_waits(office.state, office.workspace.profile_of(office.state))


def test_a_withdrawn_begroting_is_nobodys_adopted_budget(begroting: Office, report: Office) -> None:
    before = known(report)
    withdraw(begroting)
    look(report)

    assert (before, known(report)) == (dict.fromkeys(COLUMNS, 1), {})
    assert report.state.reopenings == ()
    assert hand_in(report, "inkoop", begroting) is None


def test_a_round_that_opens_after_the_withdrawal_does_not_know_it(begroting: Office) -> None:
    withdraw(begroting)

    assert known(open_round(begroting.workspace.settings.var, REPORT, workspace=begroting.workspace)) == {}


def test_a_begroting_that_is_published_late_does_not_come_in_halfway(tmp_path: Path) -> None:
    """Only what corrects does: the percelen of this round began without it, and hear of it in the next."""
    begroting = adopted(tmp_path)
    report = open_round(tmp_path, REPORT, workspace=begroting.workspace)
    publish_product(begroting)
    look(report)

    assert (known(report), report.kinds) == ({}, ["ronde_geopend", "cijfers_bekend"])


def test_after_a_correction_only_who_deviates_from_it_hands_in_anew(begroting: Office, report: Office) -> None:
    correct_ict(begroting)
    look(report)
    look(report)

    assert known(report) == dict.fromkeys(COLUMNS, 2)
    assert report.kinds.count("cijfers_herzien") == 1
    assert report.state.reopenings[-1].percelen == ("ict",)
    assert any("werkboek van Informatievoorziening" in line for line in waits(report))
    assert not any("Personeels" in line for line in waits(report))
    hand_in(report, "ict", begroting)
    assert not any("werkboek van Informatievoorziening" in line for line in waits(report))


def test_while_it_is_corrected_the_version_that_stands_is_what_counts(begroting: Office, report: Office) -> None:
    correct(begroting, "ict")
    look(report)

    assert "cijfers_herzien" not in report.kinds


def test_a_correction_of_what_was_withdrawn_is_known_again(begroting: Office, report: Office) -> None:
    withdraw(begroting)
    look(report)
    correct_ict(begroting)
    look(report)

    assert known(report) == dict.fromkeys(COLUMNS, 2)
    assert report.state.reopenings[-1].percelen == ("ict",)


def test_a_version_on_its_route_keeps_what_it_was_compared_with_and_the_controller_hears_it(
    begroting: Office, report: Office
) -> None:
    for perceel in set(report.state.indieners()) - {"ict", "psa"}:
        hand_in(report, perceel, begroting)
    add_version(report)
    open_gates(report)
    withdraw(begroting)
    look(report)
    told = describe(report.workspace, report.dossier, "controller").waarschuwingen

    with pytest.raises(Refused, match="VERSIE_OP_ROUTE"):
        record_event(report, "cijfers_herzien", SYSTEM, {"kolommen": {}, "percelen": []})
    assert known(report) == dict.fromkeys(COLUMNS, 1)
    assert told == (
        "de cijfers zijn vergeleken met versie 1 van dowr-2027-begroting, en die is ingetrokken of vervangen; heropen "
        "de ronde als de werkboeken daarom anders moeten",
    )
    acts.reopen(report.workspace, report.dossier, "controller", reden="Nieuwe begroting.", percelen=("psa",))
    look(report)
    assert known(report) == {}
    assert describe(report.workspace, report.dossier, "controller").waarschuwingen == ()


def test_who_was_asked_before_stays_asked(begroting: Office, report: Office) -> None:
    for perceel in set(report.state.indieners()) - {"ict", "psa"}:
        hand_in(report, perceel, begroting)
    add_version(report)
    acts.reopen(report.workspace, report.dossier, "controller", reden="Fout bij PSA.", percelen=("psa",))
    correct_ict(begroting)
    look(report)

    assert report.state.reopenings[-1].percelen == ("ict", "psa")
    assert due(report) == []


def test_a_published_report_is_not_opened_by_it(begroting: Office, report: Office) -> None:
    for perceel in set(report.state.indieners()) - {"ict", "psa"}:
        hand_in(report, perceel, begroting)
    add_version(report)
    walk_route(report)
    publish_product(report)
    before = report.kinds
    withdraw(begroting)
    look(report)

    assert report.kinds == before
    assert describe(report.workspace, report.dossier).waarschuwingen == ()


def test_each_thing_that_was_known_is_held_to_the_dossier_it_came_from(begroting: Office, report: Office) -> None:
    correct_ict(begroting)
    look(report)
    exported, source = (export_dossier(begroting.workspace, name) for name in (report.dossier, begroting.dossier))

    told = verify_zip(exported, asked=Asked(earlier=(source,)))
    assert [line.houdt for line in told.regels if line.onderwerp == "eerdere cijfers"] == [True]
    assert [line.houdt for line in told.regels if line.onderwerp == "besluitvorming"] == [True]


def test_a_workbook_is_read_again_by_what_was_known_when_it_came(begroting: Office) -> None:
    """Not by what the round knew when it opened: an honest workbook would be called false."""
    report = open_round(begroting.workspace.settings.var, REPORT, workspace=begroting.workspace)
    with pytest.raises(Refused, match="WIJKT_AF"):
        submit_workbooks(report, "ict")
    withdraw(begroting)
    look(report)
    submit_workbooks(report, "ict")

    told = verify_zip(export_dossier(report.workspace, report.dossier))
    assert [line.tekst for line in told.regels if line.onderwerp == "werkboeken"] == [
        "De cijfers van elke inzending staan zo in de cellen van haar werkboek."
    ]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_workbook_that_was_read_while_that_was_revised_is_read_once_more(
    begroting: Office, monkeypatch: pytest.MonkeyPatch, column: str
) -> None:
    """Else it would be warned for, or refused by, figures that the round does not know any more."""
    report = open_round(begroting.workspace.settings.var, REPORT, workspace=begroting.workspace)
    look_up, asked = judging.known_now, []

    def revised_meanwhile(*place: Any) -> CijfersBekend | None:
        asked.append(look_up(*place))
        if len(asked) == 1:
            withdraw(begroting)
            look(report)
        return asked[-1]

    monkeypatch.setattr(judging, "known_now", revised_meanwhile)
    received = receipts.receive(
        report.workspace, "dowr", workbook_off_budget(begroting, "ict", column),
        file_name="ict.xlsx", inzender="manager_ict", via="api", perceel="ict",
    )  # fmt: skip
    verdict = judging.judge(report.workspace, "dowr", received.number)

    known = [len(item.kolommen) for item in asked if item]  # asked more than once a reading: for figures, for kaders
    assert (known[0], known[-1]) == (2, 0)
    assert (verdict.geaccepteerd, verdict.bevindingen) == (True, ())


def workbook_off_budget(begroting: Office, perceel: str, column: str) -> bytes:
    """Return a workbook that says of one line another budget than was adopted: before amendment that is a fault."""
    known = begroting.state.current[perceel]
    figures = on_budget(figures_from_json(begroting.workspace.store.get(known.cijfers_sha256)), perceel)
    first, *rest = figures.regels
    more = {**first.bedragen_cent, column: (first.bedragen_cent[column] or 0) + 100}
    figures = replace(figures, regels=(replace(first, bedragen_cent=more), *rest))
    return make_workbook(DOWR, DOWR.inzendplicht(perceel), REPORT, 2027, figures)


def break_chain(office: Office) -> None:
    """Somebody edits the rows of the begroting: what it says cannot be read any more."""
    path = office.workspace.settings.ledger_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as database:
        for (name,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            database.execute(f"drop trigger {name}")
        database.execute(
            "update gebeurtenis set inhoud = '{}' where soort = 'versie_gemaakt' and dossier = ?", (office.dossier,)
        )


def test_a_begroting_that_cannot_be_read_holds_up_no_report(begroting: Office, report: Office) -> None:
    break_chain(begroting)
    look(report)

    assert known(report) == dict.fromkeys(COLUMNS, 1)
    (told,) = describe(report.workspace, report.dossier).waarschuwingen
    assert told.startswith("of versie 1 van dowr-2027-begroting nog geldt, is niet na te gaan: ")


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"percelen": []}, "PERCELEN_ANDERS"), ({"percelen": ["ict", "psa"]}, "PERCELEN_ANDERS"), ({}, "NIETS_NIEUWS")],
)
def test_what_is_revised_follows_from_what_is_known_now(begroting: Office, report: Office, changed, code) -> None:
    assert report.state.known is not None
    old = as_json(report.state.known)["kolommen"]
    correct_ict(begroting)
    look(report)
    told = next(event for event in report.workspace.ledger.events(report.dossier) if event.soort == "cijfers_herzien")
    another = {"kolommen": old, "percelen": ["ict"]} if changed else dict(told.inhoud)

    with pytest.raises(Refused) as refused:
        record_event(report, "cijfers_herzien", SYSTEM, another | changed)
    assert refused.value.code == code
