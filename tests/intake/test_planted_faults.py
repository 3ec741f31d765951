"""Faults as an office makes them, one in a right workbook each: its code and cell, and no other finding beside it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from builders.checks import cell_of, check, earlier
from builders.workbook import even_amounts, make_figures, make_line
from jaarcyclus.figures.records import Figures, Line, Staff
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import INDICATOREN, MENSKRACHT, REGELS, TOELICHTING

Plant = Callable[[Figures], Figures]
ROW = 12
"""Where the added line stands; the right workbook has three."""


def line(description: str = "Onderhoud zaaksysteem Decos", cent: int = 100_050, **changes: object) -> Line:
    product = str(changes.pop("product", "begroting"))
    amounts = even_amounts(product, cent)
    fields = {"categorie": "3.8", "bedragen_cent": amounts, "rij": ROW, **changes}
    return make_line(description, product=product, **fields)


def more(*added: Line) -> Plant:
    return lambda figures: replace(figures, regels=(*figures.regels, *added))


def text(*texts: str) -> Plant:
    """Write these under the first headings."""

    def write(figures: Figures) -> Figures:
        return replace(
            figures, toelichting={**figures.toelichting, **dict(zip(figures.toelichting, texts, strict=False))}
        )

    return write


def moved(before: int, now: int) -> Line:
    """A line of which only the year of the begroting is another amount, in euros."""
    amounts = dict.fromkeys(PRODUCTS["begroting"].columns, before * 100) | {"t": now * 100}
    return line(bedragen_cent=amounts)


def newly(cent: int) -> Line:
    """A line that was not there last year, in euros."""
    return line(bedragen_cent=even_amounts("begroting", cent * 100) | {"t_min1": 0})


def changed(**changes: object) -> Plant:
    """The right workbook with one more line, which moved from € 10.000 to € 12.500, changed so."""
    amounts = even_amounts("begroting", 1_250_000) | {"t_min1": 1_000_000}
    return more(line(**{"bedragen_cent": amounts, **changes}))


LONG = "De servicedesk loste storingen sneller op doordat monteurs vaker samen op locatie werkten met nieuwe spullen."

FAULTS: dict[str, tuple[Plant, str, str, str]] = {
    # what it is: how it is planted, then code, sheet and column of the finding
    "line twice": (more(line("Licenties", btw_regime="compensabel_bcf")), "REGEL_DUBBEL", REGELS, "omschrijving"),
    "line twice in capitals": (
        more(line("LICENTIES ", btw_regime="compensabel_bcf")),
        "REGEL_DUBBEL",
        REGELS,
        "omschrijving",
    ),
    "charged to himself": (more(line(wederpartij="ict")), "WEDERPARTIJ_EIGEN", REGELS, "wederpartij"),
    "charged to a stranger": (more(line(wederpartij="griffie")), "WEDERPARTIJ_ONBEKEND", REGELS, "wederpartij"),
    "benefits on overhead": (more(line(categorie="4.1.1")), "COMBINATIE_NIET_TOEGESTAAN", REGELS, "categorie"),
    "balance sheet category": (more(line(categorie="6.1")), "COMBINATIE_NIET_TOEGESTAAN", REGELS, "categorie"),
    "tax as a bate of overhead": (
        more(line(cent=50_000, kant="baten", categorie="2.2.2")),
        "COMBINATIE_NIET_TOEGESTAAN",
        REGELS,
        "categorie",
    ),
    "reserve on overhead": (more(line(categorie="7.1")), "RESERVE_TAAKVELD", REGELS, "taakveld"),
    "reserve on 0.1": (more(line(taakveld="0.1", categorie="7.1")), "RESERVE_TAAKVELD", REGELS, "taakveld"),
    "interest on overhead": (more(line(categorie="5.1")), "RENTE_TAAKVELD", REGELS, "taakveld"),
    "goal without indicator": (
        lambda figures: replace(figures, indicatoren=figures.indicatoren[1:]),
        "DOEL_ZONDER_INDICATOR",
        INDICATOREN,
        "",
    ),
    "same text twice": (text(LONG, LONG), "TEKST_GEKOPIEERD", TOELICHTING, "B6"),
    "same text with other numbers": (
        text(f"{LONG} 12 keer.", f"{LONG} 14 keer."),
        "TEKST_GEKOPIEERD",
        TOELICHTING,
        "B6",
    ),
    "unknown amount": (text("Dit kost € 45.000 extra."), "BEDRAG_IN_TEKST_ONBEKEND", TOELICHTING, "B5"),
    "unknown million": (text("Wij gaven 1,2 miljoen euro uit."), "BEDRAG_IN_TEKST_ONBEKEND", TOELICHTING, "B5"),
    "rise without a word": (more(moved(100_000, 140_000)), "AFWIJKING_ZONDER_TOELICHTING", REGELS, "t"),
    "fall without a word": (more(moved(140_000, 100_000)), "AFWIJKING_ZONDER_TOELICHTING", REGELS, "t"),
    "new line without a word": (more(newly(60_000)), "AFWIJKING_ZONDER_TOELICHTING", REGELS, "t"),
    "formation without wages": (
        lambda figures: replace(
            figures,
            menskracht=Staff(formatie_fte_honderdste=500, bezetting_fte_honderdste=480, externe_inhuur_cent=7_500_000),
        ),
        "LONEN_PASSEN_NIET_BIJ_FORMATIE",
        MENSKRACHT,
        "A5",
    ),
    "wages without formation": (
        more(line("Loonkosten jaarcontracten", 40_000_000, categorie="1.1")),
        "LONEN_PASSEN_NIET_BIJ_FORMATIE",
        MENSKRACHT,
        "A5",
    ),
    "settlement netted": (more(line("Afrekening 2025 energie", -100_000)), "EERDER_JAAR_GESALDEERD", REGELS, "t"),
    "former years netted": (more(line("Lasten voorgaande jaren", -1)), "EERDER_JAAR_GESALDEERD", REGELS, "t"),
    "bate of former years negative": (
        more(line("Correctie oude jaren", -500, kant="baten")),
        "EERDER_JAAR_GESALDEERD",
        REGELS,
        "t",
    ),
    "balance of former years": (
        more(line("Per saldo voorgaande jaren")),
        "EERDER_JAAR_GESALDEERD",
        REGELS,
        "omschrijving",
    ),
    "nobody pays": (
        more(line("Bijdragen van gemeenten", 500_000, kant="baten", categorie="4.3.2")),
        "GEEN_BIJDRAGE",
        REGELS,
        "t",
    ),
    "one-off for four years": (more(line(incidenteel=True)), "AARD_PAST_NIET_BIJ_JAREN", REGELS, "aard"),
    "structural for one year": (
        more(line(bedragen_cent=even_amounts("begroting", 0) | {"t": 90_000})),
        "AARD_PAST_NIET_BIJ_JAREN",
        REGELS,
        "aard",
    ),
    "index of a quarter": (changed(soort_mutatie="index"), "SOORT_MUTATIE_PAST_NIET", REGELS, "soort_mutatie"),
    "saving that costs": (changed(soort_mutatie="taakstelling"), "SOORT_MUTATIE_PAST_NIET", REGELS, "soort_mutatie"),
    "one-off that is structural": (
        changed(soort_mutatie="incidenteel"),
        "SOORT_MUTATIE_PAST_NIET",
        REGELS,
        "soort_mutatie",
    ),
    "hired staff left out": (
        lambda figures: replace(
            more(line(categorie="3.5.1"))(figures),
            menskracht=Staff(formatie_fte_honderdste=1, bezetting_fte_honderdste=1, externe_inhuur_cent=0),
        ),
        "INHUUR_PAST_NIET_BIJ_REGELS",
        MENSKRACHT,
        "C5",
    ),
    "indicator twice": (
        lambda figures: replace(figures, indicatoren=(*figures.indicatoren, figures.indicatoren[0])),
        "INDICATOR_DUBBEL",
        INDICATOREN,
        "",
    ),
    "a dash for a text": (text("–"), "TOELICHTING_ZEGT_NIETS", TOELICHTING, "B5"),
    "idem for a text": (text("Idem."), "TOELICHTING_ZEGT_NIETS", TOELICHTING, "B5"),
    "idem for a reason": (
        more(replace(newly(60_000), toelichting="Idem.")),
        "AFWIJKING_ZONDER_TOELICHTING",
        REGELS,
        "t",
    ),
    "last year's late bills": (more(line("Nagekomen facturen", -900)), "EERDER_JAAR_GESALDEERD", REGELS, "t"),
}


def test_the_right_workbook_has_no_finding() -> None:
    assert check(make_figures()) == []
    assert check(more(line())(make_figures())) == []


def test_one_reason_for_two_large_deviations_is_asked_about() -> None:
    reason = "Door hogere prijzen van de leverancier."
    one = replace(newly(60_000), toelichting=reason)
    other = replace(newly(70_000), omschrijving="Beheer gegevensmagazijn", rij=ROW + 1, toelichting=reason)

    found = check(more(one, other)(make_figures()))

    assert [(item.code, item.cel) for item in found] == [
        ("REGELTEKST_HERHAALD", cell_of(make_figures(), "toelichting", ROW + 1))
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"realisatie": 60_000, "verplichtingen": 50_000, "prognose": 100_000}, "PROGNOSE_ONDER_REALISATIE"),
        ({"realisatie": 60_000, "verplichtingen": 40_000, "prognose": 100_000}, None),
        ({"realisatie": -5_000, "verplichtingen": 0, "prognose": 0}, None),  # a credit note came first
    ],
)
def test_who_spent_more_than_he_expects_is_asked(changes: dict[str, int], code: str | None) -> None:
    product = "tussenrapportage_1"
    amounts = even_amounts(product, 100_000) | changes
    figures = more(line(product=product, bedragen_cent=amounts))(make_figures(product))

    found = [(item.code, item.cel) for item in check(figures)]

    assert found == ([(code, cell_of(figures, "prognose", ROW))] if code else [])


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_and_nothing_beside_it(name: str) -> None:
    plant, code, sheet, column = FAULTS[name]
    figures = plant(make_figures())

    found = [(item.code, item.blad, item.cel) for item in check(figures)]

    assert found == [
        (code, sheet, cell_of(figures, column, 6 if code == "GEEN_BIJDRAGE" else ROW) if sheet == REGELS else column)
    ]


def in_report(figures: Figures) -> list[tuple[str, str]]:
    return [(item.code, item.cel) for item in check(figures)]


@pytest.mark.parametrize("categorie", ["4.3.9", "4.4.9"])
@pytest.mark.parametrize("product", ["tussenrapportage_1", "tussenrapportage_2", "jaarverslag"])
def test_undivided_amounts_in_a_report(product: str, categorie: str) -> None:
    figures = more(line(product=product, categorie=categorie))(make_figures(product))

    assert in_report(figures) == [("IV3_PF009", cell_of(figures, "categorie", ROW))]


def test_an_indicator_that_says_nothing_of_the_year() -> None:
    figures = make_figures("jaarverslag")
    silent = replace(figures.indicatoren[0], realisatie=None)

    found = in_report(replace(figures, indicatoren=(silent, *figures.indicatoren[1:])))

    assert found == [("INDICATOR_ZONDER_REALISATIE", "")]


def test_amounts_in_thousands_beside_last_year() -> None:
    before = make_figures(regels=(line(cent=50_000_000), line("Hosting Centric", 30_000_000)))
    now = make_figures(regels=(line(cent=50_000), line("Hosting Centric", 30_000)))

    codes = [item.code for item in check(now, known=earlier(before))]

    assert "BEDRAGEN_IN_DUIZENDTALLEN" in codes


def test_last_years_text_in_this_years_workbook() -> None:
    before, now = text(LONG)(make_figures()), text(LONG)(make_figures())

    assert [(item.code, item.cel) for item in check(now, known=earlier(before))] == [("TEKST_GEKOPIEERD", "B5")]
