"""DOWR with every sheet switched on that a profile can have more, and figures that fill each of them in."""

from dataclasses import replace
from typing import Any

from builders.workbook import dowr, make_figures, make_line
from jaarcyclus.figures.records import Figures
from jaarcyclus.profile.records import Profile
from jaarcyclus.profile.verantwoording import ExtraSheet, Question
from jaarcyclus.workbook.writer import make_workbook

QUESTIONS = (
    Question(code="volledig", vraag="Zijn alle verplichtingen van dit jaar verwerkt?"),
    Question(code="juist", vraag="Zijn alle facturen gecontroleerd door een tweede persoon?"),
)
FILLED: dict[str, tuple[dict[str, str | int], ...]] = {
    "investeringen": (
        {
            "omschrijving": "Nieuwe servers",
            "taakveld": "0.4",
            "nut": "economisch nut",
            "jaar": 2027,
            "bedrag_cent": 50_000_00,
            "termijn": 5,
            "kapitaallast_cent": 11_000_00,
        },
    ),
    "reserves": (
        {
            "naam": "Reserve vervanging",
            "doel": "vervanging van apparatuur",
            "begin_cent": 100_000_00,
            "storting_cent": 10_000_00,
            "onttrekking_cent": 0,
            "eind_cent": 110_000_00,
            "structureel": "nee",
        },
    ),
    "subsidies": (
        {
            "regeling": "Regeling digitale vaardigheden",
            "richting": "ontvangen",
            "partij": "Rijk",
            "bedrag_cent": 7_500_00,
            "eindjaar": 2028,
            "sisa": "ja",
        },
    ),
    "diensten": (
        {
            "dienst": "Werkplek",
            "eenheid": "stuk",
            "tarief_cent": 1_234_55,
            "gemeente": "Raalte",
            "aantal_honderdste": 2_50,
            "bedrag_cent": 3_086_38,
        },
    ),
    "contracten": (
        {
            "leverancier": "leverancier van zaaksystemen",
            "omschrijving": "zaaksysteem",
            "beginjaar": 2025,
            "eindjaar": 2029,
            "verlengbaar": "ja",
            "bedrag_cent": 500_00,
            "aanbesteed": "ja",
        },
    ),
    "ic_verklaring": (
        {
            "proces": "Inkoop",
            "omvang_cent": 1_000_00,
            "posten": 25,
            "fouten_cent": 0,
            "onzekerheden_cent": 1_00,
            "bevinding": "één factuur zonder prestatieverklaring",
            "maatregel": "de prestatieverklaring komt in het systeem",
            "verklaard_door": "teammanager ICT",
        },
    ),
    "certificering": (
        {"vraag": "volledig", "antwoord": "ja", "verklaard_door": "teammanager ICT"},
        {
            "vraag": "juist",
            "antwoord": "nee",
            "reden": "De tweede controle begon pas in mei.",
            "kans_pct": 10,
            "gevolg_cent": 25_000_00,
            "maatregel": "De facturen van voor mei worden alsnog bekeken.",
            "verklaard_door": "teammanager ICT",
        },
    ),
}


def profile_with_sheets(product: str = "begroting") -> Profile:
    """DOWR of which the workbooks of one product have every sheet there is."""
    profile = dowr()
    sheets = tuple(ExtraSheet(blad=key, producten=(product,)) for key in FILLED)
    account = profile.verantwoording[0].model_copy(update={"bladen": sheets, "vragen": QUESTIONS})
    return profile.model_copy(update={"verantwoording": (account,)})


def figures_with_sheets(**changes: dict[str, Any]) -> Figures:
    """Figures that are accepted; of each sheet that is named the first row with these cells otherwise, or without."""
    plain = make_figures()
    amounts = {**dict.fromkeys(plain.regels[0].bedragen_cent, 10_000_00)}
    reserve = make_line(
        "Storting in de reserve", taakveld="0.10", categorie="7.1", bedragen_cent=amounts, rij=plain.regels[-1].rij + 1
    )
    filled = {key: _changed(rows, changes.get(key, {})) for key, rows in FILLED.items()}
    return replace(plain, regels=(*plain.regels, reserve), bladen=filled)


def workbook_with_sheets(figures: Figures) -> bytes:
    """The workbook as its manager saves it."""
    profile = profile_with_sheets(figures.product)
    return make_workbook(profile, profile.inzendplicht(figures.perceel), figures.product, figures.boekjaar, figures)


def _changed(rows: tuple[dict[str, Any], ...], change: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    numbered = [{"rij": number, **row} for number, row in enumerate(rows, 5)]
    last = {name: value for name, value in {**numbered[-1], **change}.items() if value is not None}
    return (*numbered[:-1], last)
