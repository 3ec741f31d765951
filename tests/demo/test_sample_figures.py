"""Sample figures are plausible, derived as we say, and would pass as a real submission."""

import csv
from datetime import date
from pathlib import Path

import pytest

from builders.figures import PEILDATUM, euro, profile_with
from builders.workbook import VERANTWOORDING, judge_workbook
from jaarcyclus.demo.sample_figures import DERIVATION, sample_figures
from jaarcyclus.demo.sample_tables import grondslagen_cent, rows_of
from jaarcyclus.demo.script import products_of
from jaarcyclus.errors import UnknownKey
from jaarcyclus.figures.consolidation import consolidate
from jaarcyclus.figures.records import Figures, figures_to_json, total_cent
from jaarcyclus.intake.filled_form import read_form, read_marks
from jaarcyclus.intake.sandbox import read_workbook
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.terms.iv3 import VAT_REGIMES, load_code_list
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import Marks
from jaarcyclus.workbook.rows import figures_of
from jaarcyclus.workbook.writer import make_workbook

ROOT = Path(__file__).parents[2]
DOWR = load_profile(ROOT / "profiles" / "dowr.yaml")
PROFILES = {path.stem: load_profile(path) for path in sorted((ROOT / "profiles").glob("*.yaml"))}
SHIPPED = [(name, product) for name, profile in PROFILES.items() for product in products_of(profile)]
INZENDERS = [duty.code for duty in DOWR.inzendplichten()]


def all_of(product: str, boekjaar: int = 2027) -> list[Figures]:
    return [sample_figures(DOWR, code, product, boekjaar) for code in INZENDERS]


def test_the_bases_are_the_real_begrotingen(shared_data: Path) -> None:
    """Every figure in our table of sources stands in the filings to CBS."""
    with (shared_data / "iv3/dowr_iv3_taakvelden_2023-2025.csv").open(encoding="utf-8", newline="") as stream:
        filed = {
            (row["gemeentecode"], row["taakveld"]): row["lasten_keur"]
            for row in csv.DictReader(stream)
            if (row["jaar"], row["document"]) == ("2025", "begroting")
        }

    ours = {(row["gemeentecode"], row["taakveld"]): row["lasten_duizend_euro"] for row in rows_of("voorbeeld_bronnen")}

    assert ours == {key: filed[key] for key in ours}
    assert dict(grondslagen_cent()) == {"overhead": euro("73070000"), "belastingen": euro("2850000")}


def test_one_line_by_hand() -> None:
    """18.000 per million of 73.070.000, two years of 3 %: 1.395.359,33, in hundreds of euros."""
    ict = sample_figures(DOWR, "ict", "begroting", 2027)

    servicedesk = next(line for line in ict.regels if line.omschrijving == "Salarissen servicedesk")

    assert servicedesk.bedragen_cent["t"] == euro("1395400")


@pytest.mark.parametrize("product", products_of(DOWR))
def test_every_submission_is_complete(product: str) -> None:
    """8 to 25 lines, the four headings, an indicator for each goal, 2 to 4 risks, staff, no unfilled placeholder."""
    for figures in all_of(product):
        texts = [*figures.toelichting.values()]
        assert 8 <= len(figures.regels) <= 25
        assert tuple(figures.toelichting) == tuple(heading.code for heading in VERANTWOORDING.koppen)
        assert {item.doel for item in figures.indicatoren} == {doel.code for doel in VERANTWOORDING.doelen}
        assert 2 <= len(figures.risicos) <= 4
        assert figures.menskracht
        assert not any(sign in text for text in texts for sign in "{}")


@pytest.mark.parametrize("product", products_of(DOWR))
def test_codes_are_those_of_iv3(product: str) -> None:
    """Known taakvelden and categorieën, no forbidden combination, known VAT regimes, every column filled."""
    code_list = load_code_list(2027)
    categorieen = {"lasten": code_list.categorieen_lasten, "baten": code_list.categorieen_baten}

    for line in (line for figures in all_of(product) for line in figures.regels):
        assert line.taakveld in code_list.taakvelden
        assert line.categorie in categorieen[line.kant]
        assert (line.kant, line.taakveld, line.categorie) not in code_list.forbidden
        assert line.btw_regime in VAT_REGIMES
        assert all((line.bedragen_cent[column] or 0) >= 0 for column in PRODUCTS[product].columns)


@pytest.mark.parametrize("product", products_of(DOWR))
def test_charges_between_percelen_match(product: str) -> None:
    """All seven consolidate, and there is something to eliminate."""
    found = consolidate(all_of(product), DOWR, product, 2027)

    assert len(found.verrekeningen) >= 6
    assert found.netto.lasten_cent[found.hoofdkolom] < found.bruto.lasten_cent[found.hoofdkolom]


@pytest.mark.parametrize("code", INZENDERS)
def test_the_products_of_one_year_tell_one_story(code: str) -> None:
    """The begroting returns in the reports, and the realisation two years later in the next begroting."""
    begroting = sample_figures(DOWR, code, "begroting", 2027)
    jaarverslag = sample_figures(DOWR, code, "jaarverslag", 2027)
    later = sample_figures(DOWR, code, "begroting", 2029)

    for side in ("lasten", "baten"):
        assert total_cent(jaarverslag.regels, side, "begroting_voor") == total_cent(begroting.regels, side, "t")
        assert total_cent(later.regels, side, "t_min2") == total_cent(jaarverslag.regels, side, "realisatie")


def test_an_amendment_shows_from_the_second_report_and_steers_the_realisation() -> None:
    """First report: nothing amended yet. Jaarverslag: each line ends within 3 % of its amended budget."""
    first = [entry.bedragen_cent for one in all_of("tussenrapportage_1") for entry in one.regels]
    last = [entry.bedragen_cent for one in all_of("jaarverslag") for entry in one.regels]

    assert all(line["begroting_na"] == line["begroting_voor"] for line in first)
    assert any(line["begroting_na"] != line["begroting_voor"] for line in last)
    for line in last:
        na = line["begroting_na"] or 0
        assert abs((line["realisatie"] or 0) - na) <= na * 3 // 100 + euro("1")


@pytest.mark.parametrize("product", ["tussenrapportage_1", "tussenrapportage_2"])
def test_what_is_spent_and_committed_fits_in_the_forecast(product: str) -> None:
    """Realised so far plus verplichtingen is at most the forecast, line by line."""
    for line in (line for figures in all_of(product) for line in figures.regels):
        spent = (line.bedragen_cent["realisatie"] or 0) + (line.bedragen_cent["verplichtingen"] or 0)
        assert spent <= (line.bedragen_cent["prognose"] or 0)


@pytest.mark.parametrize("product", products_of(DOWR))
def test_a_workbook_filled_with_them_reads_back_as_itself(product: str, settings: Settings) -> None:
    """What the demo hands in is what the form and intake make of it, without a single finding."""
    figures = sample_figures(DOWR, "ict", product, 2027)
    content = make_workbook(DOWR, DOWR.inzendplicht("ict"), product, 2027, figures)

    reading = read_workbook(content, settings)

    kenmerken = read_marks(reading.sheets)
    assert isinstance(kenmerken, Marks)
    form = read_form(reading.sheets, kenmerken, VERANTWOORDING)
    assert (*reading.bevindingen, *form.bevindingen) == ()
    assert figures_to_json(figures_of(kenmerken, form.rows)) == figures_to_json(figures)


def test_no_figures_for_who_does_not_submit() -> None:
    with pytest.raises(UnknownKey):
        sample_figures(DOWR, "jeugdzorg", "begroting", 2027)


def test_a_perceel_that_the_tables_do_not_know_has_figures_by_its_inhabitants() -> None:
    """Salarissen: 26.000 per million of 73.070.000, for 161.918 inhabitants as there were and for half of them."""
    whole = profile_with(percelen={"jeugdzorg": "inwoners"})
    half = profile_with(percelen={"jeugdzorg": "inwoners"}, inwoners={"GM0001": 80_959})

    salaries = [
        sample_figures(profile, "jeugdzorg", "begroting", 2025).regels[0].bedragen_cent["t"]
        for profile in (whole, half)
    ]

    assert salaries == [euro("1899800"), euro("949900")]


def test_only_who_pays_counts() -> None:
    """A project of Raalte alone is no task for three gemeenten."""
    alone = {
        "code": "project",
        "naam": "Project",
        "soort": "inwoners",
        "peildatum": PEILDATUM,
        "deelnemers": ["GM0177"],
    }
    figures = sample_figures(profile_with(alone, percelen={"haven": "project"}), "haven", "begroting", 2025)

    assert figures.regels[0].bedragen_cent["t"] == euro("453100")  # 1.899.820 x 38.616 / 161.918


def test_what_a_tariff_pays_costs_about_the_tariff() -> None:
    """Regio Zwolle pays one euro an inhabitant for its programme: its lasten are no twenty-five."""
    zwolle = load_profile(ROOT / "profiles" / "regio_zwolle.yaml")
    inhabitants = sum(gemeente.inwoners[-1].aantal for gemeente in zwolle.gemeenten)

    lasten = total_cent(sample_figures(zwolle, "economie", "begroting", 2027).regels, "lasten", "t")

    assert 80 < lasten // inhabitants < 120


def test_a_charge_of_who_does_not_submit_is_left_out() -> None:
    """DOWR's ICT pays facilitair for its rooms; a cooperation without facilitair charges nobody."""
    alone = sample_figures(profile_with(percelen={"ict": "inwoners"}), "ict", "begroting", 2027)

    assert {line.wederpartij for line in alone.regels} == {None}


@pytest.mark.parametrize(("name", "product"), SHIPPED)
def test_every_sample_of_every_profile_is_clean(name: str, product: str, settings: Settings) -> None:
    """Made as `werkboek maak` makes it, judged as intake judges: no fault and no warning, and together a product."""
    profile = PROFILES[name].on(date(2027, 1, 1))
    made = {duty: sample_figures(profile, duty.code, product, 2027) for duty in profile.inzendplichten()}

    verdicts = [
        judge_workbook(make_workbook(profile, duty, product, 2027, figures), profile, settings, duty.code)
        for duty, figures in made.items()
    ]

    assert [verdict.bevindingen for verdict in verdicts] == [()] * len(made)
    assert [verdict.figures for verdict in verdicts] == list(made.values())
    assert consolidate(list(made.values()), profile, product, 2027).verrekeningen


def test_a_gemeente_that_nobody_counted_pays_for_a_sample_too(settings: Settings) -> None:
    """Every line was rounded to nothing, so the demo stopped at an empty workbook that intake refused."""
    alone = {"code": "alleen", "naam": "Alleen", "soort": "vaste_percentages", "percentages": {"GM0001": 100}}
    profile = profile_with(alone, percelen={"haven": "alleen"}, inwoners={"GM0001": 0})
    figures = sample_figures(profile, "haven", "begroting", 2027)
    made = make_workbook(profile, profile.inzendplicht("haven"), "begroting", 2027, figures)

    assert figures.regels
    assert judge_workbook(made, profile, settings, "haven").bevindingen == ()


def test_the_page_says_how_they_were_derived() -> None:
    """What the demo shows and what the documentation says is one text."""
    page = (ROOT / "docs/voorbeeldcijfers.md").read_text(encoding="utf-8")

    assert DERIVATION in " ".join(page.split())
