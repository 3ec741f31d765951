"""The rows of `listed` on what contradicts itself in one workbook, the last of rules 6 (ADR 0029)."""

from jaarcyclus.intake.checks.across import check_charges
from jaarcyclus.intake.checks.check import Check, Reach
from jaarcyclus.intake.checks.extra_sheets import check_fitting, check_years
from jaarcyclus.intake.checks.goals import check_adopted_indicators
from jaarcyclus.intake.checks.plausible import (
    check_charges_of_request,
    check_contribution,
    check_headings_say_something,
    check_hired,
    check_mutation,
    check_nature,
    check_repeated_reasons,
    check_same_indicator,
    check_spent_and_forecast,
)
from jaarcyclus.terms.products import PRODUCTS

_BESIDE = Reach(asks=lambda product: product.base_column, why="dit product heeft geen bedrag om mee te vergelijken")

PLAUSIBLE: tuple[Check, ...] = (
    Check(
        codes=("PROGNOSE_ONDER_REALISATIE",),
        find=check_spent_and_forecast,
        source="Gekozen: wie al meer heeft uitgegeven of vastgelegd, komt niet lager uit.",
        reach=Reach(
            asks=lambda product: {"realisatie", "verplichtingen", "prognose"} <= set(product.columns),
            why="alleen een tussenrapportage heeft een prognose naast de realisatie",
        ),
        since=6,
    ),
    Check(
        codes=("GEEN_BIJDRAGE",),
        find=check_contribution,
        source="Gekozen: de bijdrage van de gemeenten is lasten min baten.",
        reach=Reach(
            asked=lambda verantwoording, product: (
                PRODUCTS[product].document == "volledig"
                and not (verantwoording.evenwicht is not None and verantwoording.evenwicht.holds_for(product))
            ),
            why="hier staat de bijdrage van de gemeenten zelf onder de baten, of gaat het niet om een heel jaar",
        ),
        since=6,
    ),
    Check(
        codes=("AARD_PAST_NIET_BIJ_JAREN",),
        find=check_nature,
        source="BBV art. 19 onder c; gekozen: drie jaren.",
        reach=Reach(asks=lambda product: product.proposed, why="alleen de begroting heeft ramingen voor latere jaren"),
        since=6,
    ),
    Check(
        codes=("SOORT_MUTATIE_PAST_NIET",),
        find=check_mutation,
        source="Gekozen: geen index maakt in een jaar meer dan 15%.",
        reach=_BESIDE,
        since=6,
    ),
    Check(
        codes=("INHUUR_PAST_NIET_BIJ_REGELS",),
        find=check_hired,
        source="CBS, Iv3: categorie 3.5.1 is ingeleend personeel.",
        reach=Reach(asks=lambda product: "menskracht" in product.parts, why="dit product vraagt de menskracht niet"),
        since=6,
    ),
    Check(
        codes=("INDICATOR_DUBBEL",),
        find=check_same_indicator,
        source="Gekozen: twee waarden voor één indicator zijn er geen.",
        reach=Reach(
            asks=lambda product: "indicatoren" in product.parts,
            why="dit product vraagt doelen en indicatoren niet",
        ),
        since=6,
    ),
    Check(
        codes=("REGELTEKST_HERHAALD",),
        find=check_repeated_reasons,
        source="Gekozen: wat bij elke regel past, legt er geen uit.",
        reach=_BESIDE,
        since=6,
    ),
    Check(
        codes=("TOELICHTING_ZEGT_NIETS",),
        find=check_headings_say_something,
        source="Gekozen: een streepje is geen uitleg.",
        since=6,
    ),
    Check(
        codes=("LOOPT_NIET_IN_BOEKJAAR",),
        find=check_years,
        source="Gekozen: wat afgelopen is, kost niets meer.",
        reach=Reach(
            asked=lambda verantwoording, product: bool(
                {"contracten", "subsidies"} & set(verantwoording.sheets_of(product))
            ),
            why="het profiel vraagt bij dit product geen contracten en geen subsidies",
        ),
        since=6,
    ),
    Check(
        codes=("INDICATOR_WIJKT_AF", "INDICATOR_ONTBREEKT"),
        find=check_adopted_indicators,
        source="Gekozen: de begroting legt vast waaraan een doel wordt gemeten; een verslag verandert dat niet.",
        reach=Reach(
            asks=lambda product: product.compared and "indicatoren" in product.parts,
            why="alleen bij een verslag staan de indicatoren al vast",
        ),
        since=6,
    ),
    Check(
        codes=("VERREKENING_ANDERS_DAN_DAAR",),
        across=check_charges,
        source="Gekozen: een verrekening heeft twee kanten, en die zijn op de cent gelijk.",
        since=6,
    ),
    Check(
        codes=("TOETS_PAST_NIET",),
        find=check_fitting,
        owner="controller",
        source="Notitie, paragraaf 5: de regiegroep besluit over wat past; over het andere besluit een ander.",
        reach=Reach(asks=lambda product: "toets" in product.sheets, why="alleen een verzoek wordt getoetst"),
        since=6,
    ),
    Check(
        codes=("VERREKENING_IN_VERZOEK",),
        find=check_charges_of_request,
        source="Gekozen: een verrekening heeft twee kanten, en een verzoek heeft er één.",
        reach=Reach(asks=lambda product: product.on_request, why="bij dit product dienen alle percelen in"),
        since=6,
    ),
)
