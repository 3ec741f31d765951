"""How long each gremium took: dossiers beside the days that the page tells."""

from pathlib import Path

from builders.confidential import answered, asked
from builders.dossier import (
    Office,
    cast_vote,
    end_gate,
    open_gates,
    open_round,
    published,
    vote_all,
    wait_until,
    with_version,
)
from jaarcyclus.pages.lead_times import LeadTimes, Taken, list_lead_times
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.year_page import show_lead_times
from jaarcyclus.steps import acts

ICT = "v1-s0-regiegroep_ict-r1"


def times(office: Office, person: str = "controller") -> LeadTimes:
    found = Standings(office.workspace).seen_by(person).of_profile("dowr").standings
    return list_lead_times(found)


def taken(office: Office, body: str) -> Taken:
    found = next(row for row in times(office).rows if row.body.lower().startswith(body.lower())).years[-1]
    assert found is not None
    return found


def test_a_step_is_counted_from_its_question_to_its_end(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    open_gates(office)
    acts.extend_term(office.workspace, office.dossier, "controller", gate=ICT, tot="2026-06-01", reden="Ziekte.")
    opened = office.workspace.today()
    wait_until(office, "2026-05-20")
    vote_all(office, ICT)
    end_gate(office, ICT)
    found = taken(office, office.workspace.profile("dowr").gremium("regiegroep_ict").naam)

    assert (found.days, found.times, found.extended) == ((office.workspace.today() - opened).days, 1, 1)
    assert found.asked > found.days


def test_a_dispute_is_counted_where_it_went_and_where_it_came_from(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    open_gates(office)
    name = office.workspace.profile("dowr").gremium("regiegroep_ict").naam
    cast_vote(office, ICT, "raalte", "niet afgestemd", toelichting="De huur is te hoog.")
    vote_all(office, ICT)
    end_gate(office, ICT)
    dispute = next(gate for gate in open_gates(office) if "geschil" in gate)
    back = {"antwoord": "terug", "toelichting": "Opnieuw."}
    vote_all(office, dispute, deventer=back, olst_wijhe=back, raalte=back)
    end_gate(office, dispute)

    assert (taken(office, name).climbed, taken(office, name).back) == (1, 1)
    assert [row.role for row in times(office).rows if row.body == "Directieberaad"] == ["geschil bij stap 1"]


def test_a_body_with_two_steps_is_drawn_with_the_name_of_each(tmp_path: Path) -> None:
    """It settled a dispute of the first step, and was then asked itself."""
    office = with_version(tmp_path)
    open_gates(office)
    cast_vote(office, ICT, "raalte", "niet afgestemd", toelichting="De huur is te hoog.")
    vote_all(office, ICT)
    end_gate(office, ICT)
    for _ in range(3):
        for gate in open_gates(office):
            vote_all(office, gate)
            end_gate(office, gate)
    drawn = [text for text, _ in times(office).headings]

    assert [name for name in drawn if name.startswith("Directieberaad")] == [
        "Directieberaad, geschil bij stap 1",
        "Directieberaad, ter instemming",
    ]


def test_a_term_that_passed_is_late(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    open_gates(office)
    wait_until(office, "2026-06-10")
    end_gate(office, ICT)

    assert taken(office, office.workspace.profile("dowr").gremium("regiegroep_ict").naam).late == 1


def test_the_steps_stand_in_the_order_of_their_route_and_years_beside_each_other(tmp_path: Path) -> None:
    office = published(tmp_path)
    open_round(tmp_path, boekjaar=2028, workspace=office.workspace)
    rows = times(office).rows

    assert [row.body for row in rows][-2:] == ["Directieberaad", "Bedrijfsvoeringsraad"]
    assert times(office).boekjaren == (2027,)
    assert all(f"{row.body}, {row.role}, {row.product}" in times(office).described for row in rows)
    assert max(bar.width for bar in times(office).bars) <= times(office).width


def test_the_page_is_for_who_runs_the_cycle_and_says_when_there_is_nothing(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    reader = reader_of(office.workspace.profile("dowr"), "controller", office.workspace.today())

    assert "nog geen vraag gesloten" in show_lead_times(Standings(office.workspace), reader)


def test_a_confidential_step_is_left_out_for_the_secretaris(tmp_path: Path) -> None:
    office = answered(asked(tmp_path))

    assert "Directieberaad" in str(times(office).rows)
    assert "Directieberaad" not in str(times(office, "ambtelijk_secretaris"))
    assert times(office, "ambtelijk_secretaris").within == 1


def test_a_product_is_named_without_its_year(tmp_path: Path) -> None:
    office = published(tmp_path, "tussenrapportage_1")

    assert {row.product for row in times(office).rows} == {"Tussenrapportage 1"}
