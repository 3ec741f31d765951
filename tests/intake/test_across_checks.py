"""One perceel's lines beside another's: what each wrote, and what the later one is told."""

from dataclasses import replace
from datetime import date

import pytest

from builders.checks import cell_of, context_of, lines
from builders.workbook import make_figures, make_line
from jaarcyclus.demo.sample_figures import sample_figures
from jaarcyclus.figures.records import Figures, Line
from jaarcyclus.intake.checks.listed import run_across
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import project_root
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.products import PRODUCTS

PROFILES = sorted(path.name for path in (project_root() / "profiles").glob("*.yaml"))


def cost(description: str, cent: int = 500_000, **changes: str | None) -> Line:
    amounts = dict.fromkeys(PRODUCTS["begroting"].columns, cent)
    return make_line(description, categorie=changes.pop("categorie", "3.8"), bedragen_cent=amounts, **changes)


def beside(own: Line, other: Line) -> list[Bevinding]:
    """What ICT is told of its line when PSA handed in the other."""
    figures = lines(own)
    return run_across(figures, context_of(figures), {"psa": replace(lines(other), perceel="psa")})


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("Licentie Adobe Creative Cloud", "licenties Adobe Creative Cloud"),
        ("Adobe Creative Cloud", "Creative cloud (Adobe)"),
        ("Onderhoud Canon printers", "Onderhoud printer Canon"),
        ("Salarispakket AFAS", "AFAS salarispakket 2027"),
        ("Zaaksysteem, contract 2024-1177", "Abonnement zaakgericht werken (2024-1177)"),
    ],
)
def test_the_same_contract_in_two_percelen_is_told(own: str, other: str) -> None:
    """Whatever the order, the plural, capitals or the amount."""
    (found,) = beside(cost(own), cost(other, 700_000))

    place = cell_of(lines(cost(own)), "omschrijving", 9)
    assert (found.code, found.ernst, found.cel) == ("OOK_IN_ANDER_PERCEEL", "waarschuwing", place)
    assert found.melding == f"'{own}' staat ook in het werkboek van PSA, als '{other}'."


def test_one_word_counts_with_the_very_same_amount() -> None:
    assert len(beside(cost("Narrowcasting"), cost("Narrowcasting"))) == 1
    assert beside(cost("Narrowcasting"), cost("Narrowcasting", 700_000)) == []


@pytest.mark.parametrize(
    ("own", "other"),
    [
        (cost("Software en licenties"), cost("Software en licenties")),  # a kind of cost, which every service has
        (cost("Opleidingen"), cost("Opleidingen")),
        (cost("Salarissen backoffice team", categorie="1.1"), cost("Salarissen backoffice team", categorie="1.1")),
        (cost("Hosting AFAS pakket", wederpartij="psa"), cost("Hosting AFAS pakket")),  # an internal charge
        (cost("Verhuur vergaderzalen Raalte"), cost("Verhuur vergaderzalen Raalte", kant="baten")),
        (cost("Onderhoud lift Deventer"), cost("Onderhoud lift Raalte")),
        (cost("Onderhoud lift 1"), cost("Onderhoud lift 2")),
        (cost("Sociale lasten en salarissen 3"), cost("Salarissen en sociale lasten 3")),  # names of Iv3
        (cost("Nieuw zaaksysteem", 0), cost("Nieuw zaaksysteem")),  # budgets nothing
        (cost("Project 2024-2026 archief"), cost("Verhuizing 2024-2026")),  # years, no number of a contract
    ],
)
def test_what_is_not_the_same_is_not_told(own: Line, other: Line) -> None:
    assert [item for item in beside(own, other) if not item.code.startswith("VERREKENING")] == []


@pytest.mark.parametrize(
    ("own", "other", "told"),
    [
        (cost("Pakket", wederpartij="psa"), cost("Pakket", kant="baten", wederpartij="ict"), False),
        (cost("Pakket", wederpartij="psa"), cost("Pakket", 400_000, kant="baten", wederpartij="ict"), True),
        (cost("Pakket", wederpartij="psa"), cost("Iets anders"), True),  # psa has forgotten it
        (cost("Iets anders"), cost("Pakket", kant="baten", wederpartij="ict"), True),  # ict has
    ],
)
def test_a_charge_that_an_accepted_workbook_has_otherwise_is_told_at_once(own: Line, other: Line, told: bool) -> None:
    found = [item for item in beside(own, other) if item.code == "VERREKENING_ANDERS_DAN_DAAR"]

    assert bool(found) == told


def test_the_other_amount_is_not_told() -> None:
    """Before consolidation a perceel does not see another's figures."""
    (found,) = beside(cost("Adobe Creative Cloud"), cost("Adobe Creative Cloud", 712_300))

    assert "7.123" not in f"{found.melding} {found.verwacht} {found.herstel} {found.waarde}"


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("product", PRODUCTS)
def test_the_samples_of_no_cooperation_look_alike(name: str, product: str) -> None:
    profile = load_profile(project_root() / "profiles" / name)
    duties = profile.on(date(2027, 1, 1)).inzendplichten()
    samples = {duty.code: sample_figures(profile, duty.code, product, 2027) for duty in duties}

    for code, figures in samples.items():
        others = {other: item for other, item in samples.items() if other != code}
        context = context_of(figures, inzenders={duty.code: duty.naam for duty in duties})
        assert run_across(figures, context, others) == []


def interest(side: str, cent: int) -> Line:
    amounts = dict.fromkeys(PRODUCTS["jaarverslag"].columns, cent)
    return make_line("Toegerekende rente", categorie="7.4", kant=side, bedragen_cent=amounts)


def charged(baten_cent: int, legal_form: str = "openbaar lichaam") -> list[str]:
    """What is said of € 5.000 of attributed interest when the other perceel has this bate."""
    own = make_figures("jaarverslag", regels=(interest("lasten", 500_000),))
    other: Figures = make_figures("jaarverslag", perceel="psa", regels=(interest("baten", baten_cent),))
    return [item.code for item in run_across(own, context_of(own, vormen=(legal_form,)), {"psa": other})]


def test_attributed_interest_has_two_sides_over_all_percelen() -> None:
    assert charged(500_000) == []
    assert charged(400_000) == []
    assert charged(399_999) == ["IV3_PF004"]


def test_attributed_interest_of_a_covenant_has_its_other_side_at_a_gemeente() -> None:
    assert charged(0, "regeling zonder meer") == []


def test_attributed_interest_is_looked_at_once_all_are_in() -> None:
    own = make_figures("jaarverslag", regels=(interest("lasten", 500_000),))

    assert run_across(own, context_of(own, vormen=("openbaar lichaam",)), {}) == []


def test_older_rounds_are_not_looked_at_beside_others() -> None:
    figures = lines(cost("Adobe Creative Cloud"))

    assert run_across(figures, context_of(figures, regels=5), {"psa": replace(figures, perceel="psa")}) == []
