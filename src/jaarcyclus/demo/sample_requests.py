"""Sample submissions of the products that ask for something: one claim a perceel, and of one hand the kaders.

All of it is chosen: no amount, index or source here is a fact of any cooperation.
"""

from collections.abc import Mapping

from jaarcyclus.figures.kaders import YEARS
from jaarcyclus.figures.records import Figures, Line
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.extra_tables import EXTRA_TABLES

INDEX_HUNDREDTHS = 3_00
"""The index of `sample_figures`: a begroting of the samples follows the kaderbrief of the samples."""
_CLAIM_CENT = 25_000_00
_FIRST_ROW = 9  # where the form's lines start
_TEXTS = (
    "{name} vraagt € 25.000 om formulieren en brieven voor iedereen leesbaar te maken.",
    "Anders voldoen wij niet aan de wet en komen er klachten van inwoners.",
    "Binnen het eigen budget is hiervoor geen ruimte.",
)
_GROUPS = ("1", "3", "4", "5", "6", "7")


def sample_request(profile: Profile, perceel: str, product: str, boekjaar: int) -> Figures:
    """Return a submission with one claim, its explanation, and the kaders when this perceel prepares them."""
    entry, name = PRODUCTS[product], profile.inzendplicht(perceel).naam
    holds = perceel == profile.kaders_by()
    return Figures(
        profiel=profile.profiel,
        product=product,
        boekjaar=boekjaar,
        perceel=perceel,
        eerste_jaar=False,
        regels=(
            Line(
                taakveld="0.4",
                categorie="3.8",
                kant="lasten",
                omschrijving=f"Digitale toegankelijkheid van {name}",
                incidenteel=False,
                wederpartij=None,
                btw_regime="belast",
                bedragen_cent=dict.fromkeys(entry.columns, _CLAIM_CENT),
                rij=_FIRST_ROW,
            ),
        ),
        toelichting={
            heading.code: _TEXTS[number % len(_TEXTS)].format(name=name)
            for number, heading in enumerate(profile.verantwoording_over(boekjaar).koppen_of(product))
        },
        bladen=_sheets(profile, boekjaar, entry.sheets, holds=holds),
    )


def _sheets(
    profile: Profile, boekjaar: int, keys: tuple[str, ...], *, holds: bool
) -> Mapping[str, tuple[Mapping[str, str | int], ...]]:
    if keys == ("toets",):
        table = EXTRA_TABLES["toets"](profile.verantwoording_over(boekjaar))
        answer = {"antwoord": "ja", "reden": "Het blijft binnen het eigen budget."}
        rows = enumerate(table.fixed_rows or (), table.first_row)
        return {"toets": tuple({"rij": number, "waarin": key, **answer} for number, key in rows)}
    return {key: _kaders(profile, boekjaar)[key] for key in keys} if holds else {}


def _kaders(profile: Profile, boekjaar: int) -> Mapping[str, tuple[Mapping[str, str | int], ...]]:
    account = profile.verantwoording_over(boekjaar)
    source = {"bron": "CPB, Centraal Economisch Plan", "datum": f"{boekjaar - 2}-11-01"}
    rows: Mapping[str, list[dict[str, str | int]]] = {
        "indexen": [
            {"groep": group, **{f"{year}_honderdste": INDEX_HUNDREDTHS for year in YEARS}, **source}
            for group in _GROUPS
        ],
        "volumes": [
            {"sleutel": key.naam, "gemeente": profile.gemeente(code).naam, "aantal": int(count), **source}
            for key in profile.sleutels
            for code, count in getattr(key, "aantallen", {}).items()
        ],
        "taakstelling": [
            {
                "perceel": duty.code,
                **{f"{year}_cent": 10_000_00 for year in YEARS},
                "toelichting": "Samen inkopen van licenties",
            }
            for duty in profile.inzendplichten()[:1]
        ],
    }
    first = {key: EXTRA_TABLES[key](account).first_row for key in rows}
    return {
        key: tuple({"rij": number, **row} for number, row in enumerate(found, first[key]))
        for key, found in rows.items()
    }
