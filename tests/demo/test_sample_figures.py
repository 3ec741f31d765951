"""Sample figures are plausible, derived as we say, and would pass as a real submission."""

import csv
from pathlib import Path

import pytest

from builders.figures import euro, profile_with
from builders.workbook import VERANTWOORDING
from jaarcyclus.demo.sample_figures import AFLEIDING, voorbeeld_cijfers
from jaarcyclus.demo.sample_tables import grondslagen_cent, rows_of
from jaarcyclus.errors import OnbekendeSleutel
from jaarcyclus.figures.consolidation import consolidate
from jaarcyclus.figures.records import Cijfers, figures_to_json, totaal_cent
from jaarcyclus.intake.filled_form import read_form, read_kenmerken
from jaarcyclus.intake.sandbox import read_workbook
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.terms.iv3 import BTW_REGIMES, load_codelijst
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import Kenmerken
from jaarcyclus.workbook.rows import cijfers_of
from jaarcyclus.workbook.writer import maak_werkboek

ROOT = Path(__file__).parents[2]
DOWR = load_profile(ROOT / "profiles" / "dowr.yaml")
INZENDERS = [plicht.code for plicht in DOWR.inzendplichten()]


def all_of(product: str, boekjaar: int = 2027) -> list[Cijfers]:
    return [voorbeeld_cijfers(DOWR, code, product, boekjaar) for code in INZENDERS]


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
    ict = voorbeeld_cijfers(DOWR, "ict", "begroting", 2027)

    servicedesk = next(regel for regel in ict.regels if regel.omschrijving == "Salarissen servicedesk")

    assert servicedesk.bedragen_cent["t"] == euro("1395400")


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_submission_is_complete(product: str) -> None:
    """8 to 25 lines, the four headings, an indicator for each goal, 2 to 4 risks, staff, no unfilled placeholder."""
    for cijfers in all_of(product):
        texts = [*cijfers.toelichting.values()]
        assert 8 <= len(cijfers.regels) <= 25
        assert tuple(cijfers.toelichting) == tuple(kop.code for kop in VERANTWOORDING.koppen)
        assert {item.doel for item in cijfers.indicatoren} == {doel.code for doel in VERANTWOORDING.doelen}
        assert 2 <= len(cijfers.risicos) <= 4
        assert cijfers.menskracht
        assert not any(sign in text for text in texts for sign in "{}")


@pytest.mark.parametrize("product", PRODUCTS)
def test_codes_are_those_of_iv3(product: str) -> None:
    """Known taakvelden and categorieën, no forbidden combination, known VAT regimes, every column filled."""
    lijst = load_codelijst(2027)
    categorieen = {"lasten": lijst.categorieen_lasten, "baten": lijst.categorieen_baten}

    for regel in (regel for cijfers in all_of(product) for regel in cijfers.regels):
        assert regel.taakveld in lijst.taakvelden
        assert regel.categorie in categorieen[regel.kant]
        assert (regel.kant, regel.taakveld, regel.categorie) not in lijst.verboden
        assert regel.btw_regime in BTW_REGIMES
        assert all((regel.bedragen_cent[kolom] or 0) >= 0 for kolom in PRODUCTS[product].columns)


@pytest.mark.parametrize("product", PRODUCTS)
def test_charges_between_percelen_match(product: str) -> None:
    """All seven consolidate, and there is something to eliminate."""
    found = consolidate(all_of(product), DOWR, product, 2027)

    assert len(found.verrekeningen) >= 6
    assert found.netto.lasten_cent[found.hoofdkolom] < found.bruto.lasten_cent[found.hoofdkolom]


@pytest.mark.parametrize("code", INZENDERS)
def test_the_products_of_one_year_tell_one_story(code: str) -> None:
    """The begroting returns in the reports, and the realisation two years later in the next begroting."""
    begroting = voorbeeld_cijfers(DOWR, code, "begroting", 2027)
    jaarverslag = voorbeeld_cijfers(DOWR, code, "jaarverslag", 2027)
    later = voorbeeld_cijfers(DOWR, code, "begroting", 2029)

    for kant in ("lasten", "baten"):
        assert totaal_cent(jaarverslag.regels, kant, "begroting_voor") == totaal_cent(begroting.regels, kant, "t")
        assert totaal_cent(later.regels, kant, "t_min2") == totaal_cent(jaarverslag.regels, kant, "realisatie")


def test_an_amendment_shows_from_the_second_report_and_steers_the_realisation() -> None:
    """First report: nothing amended yet. Jaarverslag: each line ends within 3 % of its amended budget."""
    first = [regel.bedragen_cent for one in all_of("tussenrapportage_1") for regel in one.regels]
    last = [regel.bedragen_cent for one in all_of("jaarverslag") for regel in one.regels]

    assert all(line["begroting_na"] == line["begroting_voor"] for line in first)
    assert any(line["begroting_na"] != line["begroting_voor"] for line in last)
    for line in last:
        na = line["begroting_na"] or 0
        assert abs((line["realisatie"] or 0) - na) <= na * 3 // 100 + euro("1")


@pytest.mark.parametrize("product", ["tussenrapportage_1", "tussenrapportage_2"])
def test_what_is_spent_and_committed_fits_in_the_forecast(product: str) -> None:
    """Realised so far plus verplichtingen is at most the forecast, line by line."""
    for regel in (regel for cijfers in all_of(product) for regel in cijfers.regels):
        spent = (regel.bedragen_cent["realisatie"] or 0) + (regel.bedragen_cent["verplichtingen"] or 0)
        assert spent <= (regel.bedragen_cent["prognose"] or 0)


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_workbook_filled_with_them_reads_back_as_itself(product: str, settings: Settings) -> None:
    """What the demo hands in is what the form and intake make of it, without a single finding."""
    cijfers = voorbeeld_cijfers(DOWR, "ict", product, 2027)
    content = maak_werkboek(DOWR, DOWR.inzendplicht("ict"), product, 2027, cijfers)

    gelezen = read_workbook(content, settings)

    kenmerken = read_kenmerken(gelezen.bladen)
    assert isinstance(kenmerken, Kenmerken)
    form = read_form(gelezen.bladen, kenmerken, VERANTWOORDING)
    assert (*gelezen.bevindingen, *form.bevindingen) == ()
    assert figures_to_json(cijfers_of(kenmerken, form.rijen)) == figures_to_json(cijfers)


def test_no_figures_for_a_cooperation_without_these_percelen() -> None:
    """The sample is made for the percelen of DOWR and invents no others."""
    with pytest.raises(OnbekendeSleutel):
        voorbeeld_cijfers(profile_with(percelen={"jeugdzorg": "inwoners"}), "jeugdzorg", "begroting", 2027)


def test_the_page_says_how_they_were_derived() -> None:
    """What the demo shows and what the documentation says is one text."""
    page = (ROOT / "docs/voorbeeldcijfers.md").read_text(encoding="utf-8")

    assert AFLEIDING in " ".join(page.split())
