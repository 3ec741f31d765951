"""The one list of checks across rows: code, owner, source, reach and the function; severity and sentences by code.

The order is that of the findings in a verdict, which the ledger keeps: a new check goes last. `since` and `until` are
numbers of the rules that a round is under (ADR 0028): whoever judges an older round again runs what it had.
"""

from collections.abc import Iterable, Mapping

from jaarcyclus.figures.records import Figures
from jaarcyclus.intake.checks.across import check_budgeted_twice
from jaarcyclus.intake.checks.amounts import check_third_year, check_thousands, check_wages
from jaarcyclus.intake.checks.balance import check_attributed_interest, check_balance, check_undivided
from jaarcyclus.intake.checks.check import Check, Reach
from jaarcyclus.intake.checks.codes import check_allowed_combinations, check_interest, check_names, check_reserves
from jaarcyclus.intake.checks.context import Context
from jaarcyclus.intake.checks.explained import check_explained, check_largest_explained
from jaarcyclus.intake.checks.extra_sheets import (
    check_certification,
    check_contracts,
    check_internal_control,
    check_investeringen,
    check_reserve_balances,
    check_services,
    check_subsidies,
)
from jaarcyclus.intake.checks.former_years import check_former_years
from jaarcyclus.intake.checks.goals import check_goals_have_indicators, check_indicators_have_realisation
from jaarcyclus.intake.checks.kaders import check_indexation, check_kaders
from jaarcyclus.intake.checks.known import check_known
from jaarcyclus.intake.checks.lines import (
    check_duplicate_lines,
    check_forbidden_combinations,
    check_lines_present,
    check_totals,
    check_wederpartij,
)
from jaarcyclus.intake.checks.prefilled import check_last_texts, check_prefilled
from jaarcyclus.intake.checks.texts import check_amounts_in_texts, check_copied_texts
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.iv3_controls import CONTROLS, OWN_FILING, WITHOUT_DATA
from jaarcyclus.workbook.extra_tables import EXTRA_SHEETS


def _on_part(part: str, name: str) -> Reach:
    return Reach(asks=lambda product: part in product.parts, why=f"dit product vraagt {name} niet")


def _on_sheet(key: str) -> Reach:
    return Reach(sheet=key, why=f"het profiel vraagt het blad {EXTRA_SHEETS[key]} bij dit product niet")


_PLAUSIBILITY = "CBS, Iv3-definitiebestand, controle"
_BESIDE = Reach(asks=lambda product: product.base_column, why="dit product heeft geen bedrag om mee te vergelijken")
_GREY = "CBS, Iv3-definitiebestand van het boekjaar: grijze cellen."

CHECKS: tuple[Check, ...] = (
    Check(
        codes=("REGELS_LEEG",),
        find=check_lines_present,
        source="Gekozen: een perceel zonder lasten bestaat niet.",
        reach=Reach(
            asks=lambda product: product.needs_lines, why="bij dit product mag een werkboek zonder regels zijn"
        ),
    ),
    Check(
        codes=("REGEL_DUBBEL",),
        find=check_duplicate_lines,
        source="Gekozen: wat alleen in bedrag verschilt, is één regel.",
    ),
    Check(
        codes=("COMBINATIE_VERBODEN",),
        find=check_forbidden_combinations,
        source=_GREY,
        until=4,
    ),
    Check(
        codes=("WEDERPARTIJ_EIGEN", "WEDERPARTIJ_ONBEKEND"),
        find=check_wederpartij,
        source="Gekozen: een verrekening heeft twee kanten.",
    ),
    Check(
        codes=("TOTAAL_ONJUIST", "TOTAAL_NIET_BEREKEND"),
        find=check_totals,
        source="Gekozen: wat de inzender zag, is wat wij lazen.",
    ),
    Check(
        codes=("DOEL_ZONDER_INDICATOR",),
        find=check_goals_have_indicators,
        source="Bestuursconvenant art. 8.1: het jaarverslag zegt hoever de doelen zijn bereikt.",
        reach=_on_part("indicatoren", "doelen en indicatoren"),
    ),
    Check(
        codes=("BEGROTING_WIJKT_AF", "EERDER_BEDRAG_WIJKT_AF"),
        find=check_known,
        source="BBV art. 27 lid 2: de begroting vóór en na wijziging naast de rekening.",
        since=2,
    ),
    Check(codes=("COMBINATIE_NIET_TOEGESTAAN",), find=check_allowed_combinations, source=_GREY, since=5),
    Check(codes=("RESERVE_TAAKVELD",), find=check_reserves, source=_GREY, since=5),
    Check(codes=("RENTE_TAAKVELD",), find=check_interest, source=_GREY, since=5),
    Check(
        codes=("BEDRAGEN_IN_DUIZENDTALLEN",),
        find=check_thousands,
        source="Gekozen: vijfhonderd tot tweeduizend keer zo klein of groot als wat het grootboek weet.",
        since=5,
    ),
    Check(
        codes=("TEKST_GEKOPIEERD", "TEKST_LIJKT_OP"),
        find=check_copied_texts,
        source="Gekozen: ten minste 8 dezelfde inhoudswoorden, of 55% ervan uit een ander boekjaar of onderdeel.",
        since=5,
    ),
    Check(
        codes=("BEDRAG_IN_TEKST_ONBEKEND",),
        find=check_amounts_in_texts,
        source="Gekozen: vanaf € 1.000, op de cijfers waarop het bedrag is afgerond.",
        since=5,
    ),
    Check(
        codes=("AFWIJKING_NIET_TOEGELICHT",),
        find=check_explained,
        source="BBV: de rekening legt afwijkingen uit. De grens staat in het profiel (`toelichtingsgrens`).",
        reach=_BESIDE,
        since=5,
    ),
    Check(
        codes=("TOELICHTING_NOEMT_ANDERE_REGELS",),
        find=check_largest_explained,
        source="Gekozen: de regels die samen 60% van de afwijking maken, horen in de tekst.",
        reach=_BESIDE,
        since=5,
    ),
    Check(
        codes=("INCIDENTEEL_DERDE_JAAR",),
        find=check_third_year,
        owner="controller",
        source="BBV art. 19 onder c; gekozen: drie boekjaren op rij.",
        reach=Reach(
            asks=lambda product: product.history,
            why="alleen bij de begroting kent het grootboek twee eerdere boekjaren",
        ),
        since=5,
    ),
    Check(
        codes=("LONEN_PASSEN_NIET_BIJ_FORMATIE",),
        find=check_wages,
        source="Gekozen: € 40.000 tot € 160.000 per fte.",
        reach=_on_part("menskracht", "de menskracht"),
        since=5,
    ),
    Check(
        codes=("INDICATOR_ZONDER_REALISATIE",),
        find=check_indicators_have_realisation,
        source="Bestuursconvenant art. 8.1: het jaarverslag zegt hoever de doelen zijn bereikt.",
        reach=Reach(
            asks=lambda product: product.is_account and "indicatoren" in product.parts,
            why="pas bij het jaarverslag is het jaar om",
        ),
        since=5,
    ),
    Check(
        codes=(
            "VOORINGEVULD_OP_OUDE_STAND",
            "REGELSLEUTEL_DUBBEL",
            "REGELSLEUTEL_ONBEKEND",
            "REGELSLEUTEL_KWIJT",
            "VOORINGEVULDE_REGEL_ONTBREEKT",
            "VASTE_WAARDE_GEWIJZIGD",
        ),
        find=check_prefilled,
        source="Gekozen: wat de samenwerking al weet, vult niemand opnieuw in.",
        since=6,
    ),
    Check(
        codes=("VORIGE_TEKST_GEWIJZIGD",),
        find=check_last_texts,
        source="Gekozen: wat niemand leest, blijft niet stil.",
        since=6,
    ),
    Check(
        codes=("KAPITAALLAST_TE_LAAG",),
        find=check_investeringen,
        source="BBV art. 64: wat geactiveerd is, wordt afgeschreven; gekozen: in ten minste gelijke delen.",
        reach=_on_sheet("investeringen"),
        since=6,
    ),
    Check(
        codes=("RESERVE_SLUIT_NIET", "RESERVES_PASSEN_NIET_BIJ_REGELS"),
        find=check_reserve_balances,
        source="BBV art. 54: het verloop van elke reserve; Iv3: mutaties op taakveld 0.10.",
        reach=_on_sheet("reserves"),
        since=6,
    ),
    Check(
        codes=("SUBSIDIES_PASSEN_NIET_BIJ_REGELS",),
        find=check_subsidies,
        source="CBS, Iv3: subsidies zijn categorie 4.2.",
        reach=_on_sheet("subsidies"),
        since=6,
    ),
    Check(
        codes=("DIENST_GEMEENTE_ONBEKEND", "DIENST_KLOPT_NIET"),
        find=check_services,
        source="Gekozen: tarief maal aantal, op de cent.",
        reach=_on_sheet("diensten"),
        since=6,
    ),
    Check(
        codes=("CONTRACT_EINDIGT_EERDER", "CONTRACTEN_BOVEN_LASTEN"),
        find=check_contracts,
        source="Gekozen: contracten zijn een deel van de lasten.",
        reach=_on_sheet("contracten"),
        since=6,
    ),
    Check(
        codes=("IC_MEER_DAN_OMVANG", "IC_BOVEN_NORM"),
        find=check_internal_control,
        source="De norm voor rechtmatigheid sinds boekjaar 2025: 2% van de lasten zonder stortingen in reserves.",
        reach=_on_sheet("ic_verklaring"),
        since=6,
    ),
    Check(
        codes=("NEE_ZONDER_REDEN",),
        find=check_certification,
        source="Gekozen: een nee is een risico, en dat heeft een kans, een gevolg en een maatregel.",
        reach=_on_sheet("certificering"),
        since=6,
    ),
    Check(
        codes=("CODE_MET_ANDERE_NAAM",),
        find=check_names,
        source="Gekozen: een lijst van het werkboek toont code en naam; de code telt.",
        since=6,
    ),
    Check(
        codes=("NIET_IN_EVENWICHT",),
        find=check_balance,
        source="Iv3-controle PF006 (periode 0 en 5). Wat moet sluiten en met welke marge staat in het profiel "
        "(`evenwicht`).",
        reach=Reach(
            asked=lambda verantwoording, product: (
                verantwoording.evenwicht is not None and verantwoording.evenwicht.holds_for(product)
            ),
            why="volgens het profiel hoeft dit niet te sluiten: de gemeenten betalen het verschil",
        ),
        since=6,
    ),
    Check(
        codes=("EERDER_JAAR_GESALDEERD",),
        find=check_former_years,
        source="Gekozen: wat over eerdere jaren gaat, blijft bruto; wie saldeert, laat twee fouten elkaar opheffen.",
        since=6,
    ),
    Check(
        codes=("IV3_PF009",),
        find=check_undivided,
        source=f"{_PLAUSIBILITY} PF009; gekozen: niets.",
        reach=Reach(
            products=CONTROLS["PF009"].products, why="Iv3 kijkt hiernaar in de realisatie, niet in de begroting"
        ),
        since=6,
    ),
    Check(
        codes=tuple(f"IV3_{code}" for code in WITHOUT_DATA),
        owner="controller",
        source=f"{_PLAUSIBILITY} {', '.join(WITHOUT_DATA)}.",
        reach=Reach(products=frozenset(), why="een werkboek heeft geen balans"),
        since=6,
    ),
    Check(
        codes=("OOK_IN_ANDER_PERCEEL",),
        across=check_budgeted_twice,
        source="Gekozen: dezelfde woorden, ten minste twee waarvan één meer noemt dan een kostensoort, of hetzelfde "
        "contractnummer.",
        since=6,
    ),
    Check(
        codes=("IV3_PF004",),
        across=check_attributed_interest,
        owner="controller",
        source=f"{_PLAUSIBILITY} PF004, voor categorie 7.4; gekozen: meer dan € 1.000.",
        reach=Reach(
            products=CONTROLS["PF004"].products,
            vormen=OWN_FILING,
            why="Iv3 kijkt hiernaar in de realisatie, bij wie zelf Iv3 aanlevert; anders staat de andere kant bij een "
            "gemeente",
        ),
        since=6,
    ),
    Check(
        codes=("KADER_VAN_ANDER", "INDEX_ONTBREEKT", "KADER_ONBEKEND", "KADER_DUBBEL"),
        find=check_kaders,
        owner="controller",
        source="Gekozen: één hand legt de kaders vast, zodat zij elkaar niet tegenspreken.",
        reach=Reach(asks=lambda product: "indexen" in product.sheets, why="alleen de kaderbrief legt kaders vast"),
        since=6,
    ),
    Check(
        codes=("INDEXATIE_WIJKT_AF",),
        find=check_indexation,
        source="De vastgestelde kaderbrief van het boekjaar; gekozen: tot € 250 verschil is afronding.",
        reach=Reach(
            asks=lambda product: product.kaders_from, why="alleen de begroting volgt de index van een kaderbrief"
        ),
        since=6,
    ),
)


def run_checks(figures: Figures, context: Context) -> list[Bevinding]:
    """Return the findings of every check that applies, in their order."""
    return [item for check in _due(figures, context) if check.find is not None for item in check.find(figures, context)]


def run_across(figures: Figures, context: Context, others: Mapping[str, Figures]) -> list[Bevinding]:
    """Return what is found beside the accepted workbooks of the other percelen: warnings only."""
    return [
        item
        for check in _due(figures, context)
        if check.across is not None
        for item in check.across(figures, context, others)
    ]


def _due(figures: Figures, context: Context) -> Iterable[Check]:
    for check in CHECKS:
        reason = check.reach.reason(figures.product, context.vormen, context.verantwoording)
        if check.runs_under(context.regels) and not reason:
            yield check
