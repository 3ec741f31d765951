"""All submissions become one set of figures: nothing lost, nothing twice, the order of arrival without effect."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.figures import INWONER_KEY, PEILDATUM, euro, figures_from, profile_with
from jaarcyclus.errors import InvalidInzendingen
from jaarcyclus.figures.consolidation import Consolidation, consolidate, to_json
from jaarcyclus.figures.records import Figures, Line
from jaarcyclus.figures.verrekening import UnbalancedVerrekening
from jaarcyclus.profile.records import Profile, load_profile
from jaarcyclus.terms.products import PRODUCTS

PROFILES = Path(__file__).parents[2] / "profiles"
DRIE_GEMEENTEN = {"deventer": "inwoners", "olst_wijhe": "inwoners", "raalte": "inwoners"}
DRIE_PERCELEN = {"ict": "inwoners", "psa": "inwoners", "algemeen": "inwoners"}
ICT = ("0.4/1.1 lasten 600000", "0.4/3.8 lasten 150000,10", "0.4/3.8 baten 50000 -> psa", "0.4/3.8 baten 1000")
PSA = ("0.4/1.1 lasten 300000", "0.4/3.8 lasten 50000 -> ict", "0.4/3.8 lasten 20000 -> extern")
ALGEMEEN = ("0.4/3.8 lasten 80000,01", "0.1/3.8 lasten 10", "0.10/7.1 baten 20")


def three_submissions() -> list[Figures]:
    return [figures_from("ict", *ICT), figures_from("psa", *PSA), figures_from("algemeen", *ALGEMEEN)]


def consolidate_three(figures: list[Figures] | None = None) -> Consolidation:
    profile = profile_with(percelen=DRIE_PERCELEN)
    return consolidate(figures or three_submissions(), profile, "begroting", 2027)


def test_the_three_real_begrotingen_2025(shared_data: Path) -> None:
    """Deventer, Olst-Wijhe and Raalte read as three submissions give the sums of their filings to CBS."""
    filings = read_filings(shared_data, 2025)

    found = consolidate(filings, profile_with(percelen=DRIE_GEMEENTEN), "begroting", 2025)

    assert (found.netto.lasten_cent["t"], found.netto.baten_cent["t"]) == (euro("707047000"), euro("707066000"))
    assert {item.perceel: item.overzicht.lasten_cent["t"] for item in found.percelen} == {
        "deventer": euro("503717000"),
        "olst_wijhe": euro("63501000"),
        "raalte": euro("139829000"),
    }


def test_mutations_of_reserves_are_not_administration(shared_data: Path) -> None:
    """Taakveld 0.10 is not 0.1, and stands after 0.9, where CBS has it."""
    filings = read_filings(shared_data, 2025)

    found = consolidate(filings, profile_with(percelen=DRIE_GEMEENTEN), "begroting", 2025)

    taakvelden = list(dict.fromkeys(row.taakveld for row in found.netto.regels))
    assert taakvelden[:8] == ["0.1", "0.2", "0.3", "0.4", "0.5", "0.7", "0.8", "0.9"]
    assert taakvelden[8:11] == ["0.10", "0.11", "0.61"]


def test_gross_charges_and_net() -> None:
    """ICT charges PSA for applications: both show it, the cooperation does not."""
    found = consolidate_three()

    assert found.bruto.lasten_cent["t"] == euro("1200010,11")
    assert found.netto.lasten_cent["t"] == euro("1150010,11")
    assert found.netto.baten_cent["t"] == euro("1020")
    assert [(item.betaler, item.ontvanger, item.bedragen_cent["t"]) for item in found.verrekeningen] == [
        ("psa", "ict", euro("50000"))
    ]


def test_the_table_stands_in_the_order_of_the_codes() -> None:
    """Taakveld by number, then lasten before baten, then categorie: 0.10 after 0.4."""
    found = consolidate_three()

    assert [(row.taakveld, row.kant, row.categorie) for row in found.netto.regels] == [
        ("0.1", "lasten", "3.8"),
        ("0.4", "lasten", "1.1"),
        ("0.4", "lasten", "3.8"),
        ("0.4", "baten", "3.8"),
        ("0.10", "baten", "7.1"),
    ]


def test_a_charge_stays_in_the_contribution_of_both_percelen() -> None:
    """PSA's customers pay for PSA's applications, ICT's customers do not: only the total leaves it out."""
    found = consolidate_three()

    assert {item.perceel: item.bijdrage_cent["t"] for item in found.percelen} == {
        "ict": euro("699000,10"),
        "psa": euro("370000"),
        "algemeen": euro("79990,01"),
    }
    assert found.bijdrage_cent["t"] == euro("1148990,11")


def test_shares_add_up_to_the_contribution_in_each_column() -> None:
    """Each perceel is divided by its own key; nothing is left over."""
    found = consolidate_three()

    assert {column: sum(shares.values()) for column, shares in found.aandelen_cent.items() if shares} == dict(
        found.bijdrage_cent
    )
    assert set(found.saldo_cent.values()) == {0}


def test_a_charge_that_only_one_perceel_states_is_a_finding() -> None:
    """PSA expects another amount in two columns: both managers read which, and nothing is consolidated."""
    psa = figures_from("psa", "0.4/3.8 lasten 50000|50000|48000|50000|50000|49999,99 -> ict")
    ict, _, algemeen = three_submissions()

    with pytest.raises(UnbalancedVerrekening) as caught:
        consolidate_three([ict, psa, algemeen])

    assert [item.melding for item in caught.value.bevindingen] == [
        "psa boekt in 'Begroting 2027' € 48.000,00 lasten aan ict, maar ict boekt € 50.000,00 baten van psa.",
        "psa boekt in 'Raming 2030' € 49.999,99 lasten aan ict, maar ict boekt € 50.000,00 baten van psa.",
    ]


def test_a_charge_nobody_answers_is_a_finding() -> None:
    """ICT books income from algemeen that algemeen does not know of."""
    ict = figures_from("ict", *ICT, "0.4/3.8 baten 10 -> algemeen")
    _, psa, algemeen = three_submissions()

    with pytest.raises(UnbalancedVerrekening) as caught:
        consolidate_three([ict, psa, algemeen])

    assert len(caught.value.bevindingen) == len(PRODUCTS["begroting"].columns)


def test_a_first_year_without_history_is_no_nought() -> None:
    """Columns without figures stay empty and out of the shares; percelen with history still count."""
    ict = figures_from("ict", "0.4/1.1 lasten -|-|1000|1000|1000|1000")
    psa = figures_from("psa", "0.4/1.1 lasten -|700|1000|1000|1000|1000")
    algemeen = figures_from("algemeen", "0.4/1.1 lasten -|0|0|0|0|0")

    found = consolidate_three([ict, psa, algemeen])

    assert (found.bijdrage_cent["t_min2"], found.aandelen_cent["t_min2"]) == (None, None)
    assert found.bijdrage_cent["t_min1"] == euro("700")
    assert found.zonder_cijfers["t_min2"] == ("ict", "psa", "algemeen")
    assert found.zonder_cijfers["t_min1"] == ("ict",)


def test_what_is_realised_so_far_is_not_shared_out() -> None:
    """A contribution is for a year; in an interim report only budget and forecast are divided."""
    figures = [
        figures_from(code, "0.4/1.1 lasten 1000", product="tussenrapportage_1") for code in ("ict", "psa", "algemeen")
    ]

    found = consolidate(figures, profile_with(percelen=DRIE_PERCELEN), "tussenrapportage_1", 2027)

    assert [column for column, shares in found.aandelen_cent.items() if shares is None] == [
        "realisatie",
        "verplichtingen",
    ]
    assert found.hoofdkolom == "prognose"


@given(st.permutations(range(3)), st.permutations(range(5)))
def test_order_of_arrival_changes_no_byte(percelen: list[int], lines: list[int]) -> None:
    """Whoever hands in first, and however the lines stand on the sheet; with two charges to put in order."""
    ict, psa = figures_from("ict", *ICT, "0.4/3.8 baten 7 -> algemeen"), figures_from("psa", *PSA)
    algemeen = figures_from("algemeen", *ALGEMEEN, "0.4/3.8 lasten 7 -> ict")
    shuffled = [replace(ict, regels=tuple(ict.regels[index] for index in lines)), psa, algemeen]

    found = consolidate_three([shuffled[index] for index in percelen])

    assert to_json(found) == to_json(consolidate_three([ict, psa, algemeen]))


@given(st.lists(st.integers(-(10**12), 10**12), min_size=3, max_size=3), st.integers(0, 10**12))
def test_money_in_is_money_out(amounts: list[int], charged: int) -> None:
    """Any amounts, any internal charge: gross minus charges is net, and the shares are what the percelen need."""
    lasten = [f"0.4/3.8 lasten {cent // 100},{cent % 100:02d}" for cent in amounts]
    charge = f"{charged // 100},{charged % 100:02d}"
    figures = [
        figures_from("ict", lasten[0], f"0.4/3.8 baten {charge} -> psa"),
        figures_from("psa", lasten[1], f"0.4/3.8 lasten {charge} -> ict"),
        figures_from("algemeen", lasten[2]),
    ]

    found = consolidate_three(figures)

    assert found.netto.lasten_cent["t"] == found.bijdrage_cent["t"] == sum((found.aandelen_cent["t"] or {}).values())


@pytest.mark.parametrize(
    "figures",
    [
        [figures_from("ict", *ICT)],
        [figures_from(code) for code in ("ict", "psa", "algemeen", "ict")],
        [figures_from(code) for code in ("ict", "psa", "elders")],
        [figures_from(code, boekjaar=2026) for code in ("ict", "psa", "algemeen")],
        [figures_from(code, product="jaarverslag") for code in ("ict", "psa", "algemeen")],
    ],
    ids=["missing", "double", "unknown", "other year", "other product"],
)
def test_submissions_that_do_not_make_one_product(figures: list[Figures]) -> None:
    """A begroting that lacks a perceel looks whole: it must not exist. Who asks for it reads what to give instead."""
    with pytest.raises(InvalidInzendingen, match=r"werkboeken van één product$|^nodig is één werkboek van elk van"):
        consolidate_three(figures)


@pytest.mark.parametrize(
    ("boekjaar", "hardenberg", "ommen"), [(2013, "1500", "1500"), (2014, "2250", "750"), (2027, "2250", "750")]
)
def test_the_key_is_that_of_the_boekjaar(boekjaar: int, hardenberg: str, ommen: str) -> None:
    """Ommen-Hardenberg started half and half and pays 25 to 75 since: three percelen of a thousand euros."""
    profile = load_profile(PROFILES / "ommen_hardenberg.yaml")

    found = consolidate(a_thousand_each(profile, boekjaar), profile, "begroting", boekjaar)

    assert found.aandelen_cent["t"] == {"GM0160": euro(hardenberg), "GM0175": euro(ommen)}


def test_regio_zwolle_pays_a_euro_per_inhabitant() -> None:
    """Zwolle has 133.830 inhabitants; what 20 gemeenten bring in above a thousand euros is the saldo."""
    profile = load_profile(PROFILES / "regio_zwolle.yaml")

    found = consolidate(a_thousand_each(profile, 2027), profile, "begroting", 2027)

    economie = next(item.verdelingen["t"] for item in found.percelen if item.perceel == "economie")
    assert economie
    assert (economie.aandelen_cent["GM0193"], len(economie.aandelen_cent)) == (euro("133830"), 20)
    assert economie.saldo_cent == euro("1000") - sum(economie.aandelen_cent.values())


def test_a_tariff_leaves_the_same_saldo_in_the_total() -> None:
    """Regio Zwolle's euro per inhabitant does not follow the cost: the difference shows, per perceel and in all."""
    key = {"code": "euro", "naam": "Euro per inwoner", "soort": "bedrag_per_inwoner", "bedrag_cent": 100}
    profile = profile_with(
        {**key, "peildatum": PEILDATUM}, INWONER_KEY, percelen={"bureau": "euro", "project": "inwoners"}
    )
    figures = [figures_from("bureau", "0.1/3.8 lasten 170000"), figures_from("project", "0.1/3.8 lasten 1000")]

    found = consolidate(figures, profile, "begroting", 2027)

    assert found.saldo_cent["t"] == euro("8082")
    assert sum((found.aandelen_cent["t"] or {}).values()) == euro("161918") + euro("1000")


@pytest.mark.parametrize("name", sorted(path.stem for path in PROFILES.glob("*.yaml")))
def test_each_profile_we_ship_consolidates(name: str) -> None:
    """A cooperation is a file, not code: each submission a thousand euros, all of it accounted for."""
    profile = load_profile(PROFILES / f"{name}.yaml")
    figures = a_thousand_each(profile, 2027)

    found = consolidate(figures, profile, "begroting", 2027)

    assert found.netto.lasten_cent["t"] == len(figures) * euro("1000")
    assert sum((found.aandelen_cent["t"] or {}).values()) + (found.saldo_cent["t"] or 0) == found.bijdrage_cent["t"]


def a_thousand_each(profile: Profile, boekjaar: int) -> list[Figures]:
    return [
        replace(figures_from(duty.code, "0.4/3.8 lasten 1000", boekjaar=boekjaar), profiel=profile.profiel)
        for duty in profile.inzendplichten()
    ]


def read_filings(shared_data: Path, year: int) -> list[Figures]:
    """Return each gemeente's begroting at CBS as the submission of a perceel named after it."""
    with (shared_data / "iv3/dowr_iv3_taakvelden_2023-2025.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if (row["jaar"], row["document"]) == (str(year), "begroting")]
    return [
        Figures(
            profiel="proef",
            product="begroting",
            boekjaar=year,
            perceel=name.lower().replace("-", "_"),
            eerste_jaar=True,
            regels=tuple(
                _filed(row, side, number)
                for number, row in enumerate(rows, 2)
                for side in ("lasten", "baten")
                if row["gemeente"] == name and row[f"{side}_keur"] != ""  # empty is nothing, 0 is zero
            ),
        )
        for name in sorted({row["gemeente"] for row in rows})
    ]


def _filed(row: dict[str, str], side: str, number: int) -> Line:
    cent = int(row[f"{side}_keur"]) * 1000 * 100
    return Line(
        taakveld=row["taakveld"],
        categorie="",
        kant=side,
        omschrijving=row["taakveld_naam"],
        incidenteel=False,
        wederpartij=None,
        btw_regime="buiten_btw",
        bedragen_cent={column: cent if column == "t" else None for column in PRODUCTS["begroting"].columns},
        rij=number,
    )
