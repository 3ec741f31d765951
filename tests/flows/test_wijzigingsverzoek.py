"""A wijzigingsverzoek: opened by the controller for one perceel, decided by its regiegroep or by the directieberaad."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders.dossier import (
    Office,
    add_version,
    open_round,
    publish_product,
    walk_route,
)
from builders.export import export_dossier
from builders.samples import hand_in
from jaarcyclus.demo.sample_requests import sample_request
from jaarcyclus.errors import Refused
from jaarcyclus.pages.elsewhere import look_elsewhere
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.year_acts import list_acts
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts
from jaarcyclus.steps.overview import describe
from jaarcyclus.steps.requests import open_request
from jaarcyclus.terms.products import name_product

FIRST = "dowr-2027-wijzigingsverzoek_1"
SECOND = "dowr-2027-wijzigingsverzoek_2"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """DOWR in June 2027; ICT asks for something."""
    begroting = open_round(tmp_path, "tussenrapportage_1", dag="2027-06-01")
    open_request(begroting.workspace, FIRST, "controller", perceel="ict")
    return Office(begroting.workspace, FIRST)


def decided(office: Office, *kenmerken: str) -> list[str]:
    """Hand in, lay down the kenmerken, let everybody agree; return who was asked."""
    profile = office.workspace.profile_of(office.state)
    verdict = hand_in(office, sample_request(profile, "ict", office.state.product, 2027))
    assert verdict.geaccepteerd, verdict.bevindingen
    if kenmerken:
        acts.set_kenmerken(office.workspace, office.dossier, "controller", kenmerken=kenmerken, reden="Het past.")
    add_version(office)
    walk_route(office)
    return [gate.gremium for gate in office.state.gates]


def test_what_fits_its_own_regiegroep_decides_on_with_every_member(office: Office) -> None:
    assert decided(office, "past_in_kaders") == ["regiegroep_ict"]

    (gate,) = office.state.gates
    assert [vote.zetel for vote in gate.votes] == ["deventer", "olst_wijhe", "raalte", "teammanager_ict"]


def test_what_does_not_fit_goes_to_the_directieberaad_with_its_advice(office: Office) -> None:
    assert decided(office) == ["regiegroep_ict", "directieberaad"]


def test_it_is_published_and_its_dossier_holds(office: Office) -> None:
    decided(office, "past_in_kaders")
    publish_product(office)

    report = verify_zip(export_dossier(office.workspace, office.dossier))
    assert describe(office.workspace, office.dossier).toestand.startswith("gepubliceerd")
    assert [line.tekst for line in report.regels if line.houdt is False] == []


def test_it_has_a_number_of_its_own_per_boekjaar(office: Office) -> None:
    with pytest.raises(Refused, match="Het volgende verzoek van dit boekjaar is dowr-2027-wijzigingsverzoek_2"):
        open_request(office.workspace, "dowr-2027-wijzigingsverzoek_3", "controller", perceel="psa")

    open_request(office.workspace, SECOND, "controller", perceel="psa")

    opened = office.workspace.dossier(SECOND).opened
    assert [duty.code for duty in opened.inzendplichten] == ["psa"]
    assert name_product(opened.product, opened.boekjaar) == "Wijzigingsverzoek 2 van 2027"


@pytest.mark.parametrize("boekjaar", [2026, 2029, 2050])
def test_a_year_that_is_over_or_far_off_is_asked_nothing_of(office: Office, boekjaar: int) -> None:
    """It is June 2027: a typing error opened a round of 2050, which nobody could close."""
    with pytest.raises(Refused, match="kies 2027 of 2028"):
        open_request(office.workspace, f"dowr-{boekjaar}-wijzigingsverzoek_1", "controller", perceel="ict")


def test_it_charges_nobody_who_hands_in_nothing(office: Office) -> None:
    """€ 1.000.000 was adopted of which the other side was in no workbook."""
    profile = office.workspace.profile_of(office.state)
    figures = sample_request(profile, "ict", office.state.product, 2027)
    lines = tuple(replace(line, wederpartij="psa") for line in figures.regels)

    verdict = hand_in(office, replace(figures, regels=lines))

    assert not verdict.geaccepteerd
    assert {item.code for item in verdict.bevindingen if item.ernst == "fout"} == {"VERREKENING_IN_VERZOEK"}


def test_who_says_that_it_fits_reads_what_the_request_itself_says(office: Office) -> None:
    """The workbook said that it does not, and the page did not say so."""
    profile = office.workspace.profile_of(office.state)
    figures = sample_request(profile, "ict", office.state.product, 2027)
    rows = tuple({**row, "antwoord": "nee"} if row["waarin"] == "kaders" else row for row in figures.bladen["toets"])
    hand_in(office, replace(figures, bladen={"toets": rows}))

    state, standing = office.state, Standings(office.workspace).of_dossier(office.dossier)
    assert standing is not None
    acts_now = list_acts(standing, "controller", office.workspace.today(), look_elsewhere(office.workspace))
    (act,) = (item for item in acts_now if item.kenmerken)

    assert state.current["ict"].bevindingen[0].code == "TOETS_PAST_NIET"
    assert any("past het niet in de kaders van de kaderbrief" in effect for effect in act.effects)
    (choice,) = act.kenmerken
    assert choice.effect == (
        "Aangekruist: Regiegroep informatievoorziening en ICT (vaststelling). Niet aangekruist: Regiegroep "
        "informatievoorziening en ICT (afstemming) en Directieberaad (vaststelling)."
    )


@pytest.mark.parametrize(
    ("person", "perceel", "code"),
    [
        ("manager_ict", "ict", "NIET_BEVOEGD"),
        ("controller", "algemeen", "PERCEEL_ONBEKEND"),  # no regiegroep would judge it
        ("controller", "jeugdzorg", "PERCEEL_ONBEKEND"),
    ],
)
def test_only_the_controller_opens_one_for_a_perceel_with_a_regiegroep(
    office: Office, person: str, perceel: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        open_request(office.workspace, SECOND, person, perceel=perceel)

    assert refused.value.code == code


def test_whether_it_fits_is_answered_with_a_reason(office: Office) -> None:
    profile = office.workspace.profile_of(office.state)
    figures = sample_request(profile, "ict", office.state.product, 2027)
    rows = figures.bladen["toets"]
    silent = ({name: value for name, value in rows[0].items() if name != "reden"}, *rows[1:])

    verdict = hand_in(office, replace(figures, bladen={"toets": silent}))

    assert [(item.code, item.blad, item.cel) for item in verdict.bevindingen] == [("TOETS_ONBEANTWOORD", "Toets", "C5")]
