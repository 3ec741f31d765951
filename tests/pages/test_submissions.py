"""Who handed in what, with what was refused."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from builders.dossier import Office, open_round, submit_workbooks
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld, BestandOntvangen
from jaarcyclus.ledger.wire import new_event, system_event
from jaarcyclus.pages.standings import Standing, Standings
from jaarcyclus.pages.submissions import make_matrix, read_refusals, tell_findings
from jaarcyclus.terms.findings import bevinding


def refuse(office: Office, perceel: str, code: str = "BESTAND_LEEG") -> None:
    """Let the postbus hold a workbook of this perceel that was refused for one fault."""
    came = BestandOntvangen(
        sha256="a" * 64, bestandsnaam="werkboek.xlsx", via="api", inzender="manager_ict", perceel=perceel, grootte=1
    )
    (event,) = office.workspace.record_postbus("dowr-postbus", [new_event("manager_ict", came)])
    verdict = BestandBeoordeeld(
        ontvangst=event.seq,
        sha256="a" * 64,
        perceel=perceel,
        geaccepteerd=False,
        dossier=office.dossier,
        bevindingen=(replace(bevinding("BESTAND_LEEG"), code=code),),
    )
    office.workspace.record_postbus("dowr-postbus", [system_event(verdict)])


def told(office: Office, day: str) -> dict[str, str]:
    standing = Standings(office.workspace).of_dossier(office.dossier)
    assert standing is not None
    refusals = read_refusals(office.workspace.ledger.events("dowr-postbus"))
    matrix = make_matrix([standing], refusals, date.fromisoformat(day))
    return {row.name: row.cells[0].told for row in matrix.rows if row.cells[0]}


def test_each_perceel_has_a_word(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    submit_workbooks(office, "ict")
    refuse(office, "inkoop")
    found = told(office, "2026-05-09")

    assert found["Informatievoorziening en ICT"] == "op tijd"
    assert found["Inkoop"] == "1 fout"
    assert found["Belastingen"] == "ontbreekt"


def test_the_faults_of_a_refused_workbook_are_told_until_a_good_one_comes(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    refuse(office, "inkoop")
    refusals = read_refusals(office.workspace.ledger.events("dowr-postbus"))
    before = tell_findings(standing_of(office), refusals, "controller").faults
    submit_workbooks(office, "belastingen", "inkoop")  # the second receipt, after the first that was refused
    after = tell_findings(standing_of(office), refusals, "controller").faults

    assert before[0].startswith("Inkoop, geweigerd op 1 april 2026: ")
    assert after == ()


def test_a_workbook_that_came_twice_is_no_fault_to_mend(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    submit_workbooks(office, "inkoop")
    refuse(office, "inkoop", "AL_ONTVANGEN")
    refusals = read_refusals(office.workspace.ledger.events("dowr-postbus"))

    assert tell_findings(standing_of(office), refusals, "controller").faults == ()


def standing_of(office: Office) -> Standing:
    found = Standings(office.workspace).of_dossier(office.dossier)
    assert found is not None
    return found
