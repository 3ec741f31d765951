"""The one list of checks across rows: code, owner, source, reach and the function; severity and sentences by code.

The order is that of the findings in a verdict, which the ledger keeps: a new check goes last. `since` and `until` are
numbers of the rules that a round is under (ADR 0028): whoever judges an older round again runs what it had.
Those of rules 6 stand in `rules_six`, for want of room.
"""

from collections.abc import Iterable, Mapping

from jaarcyclus.figures.records import Figures
from jaarcyclus.intake.checks.amounts import check_third_year, check_thousands, check_wages
from jaarcyclus.intake.checks.check import Check, Reach
from jaarcyclus.intake.checks.codes import check_allowed_combinations, check_interest, check_reserves
from jaarcyclus.intake.checks.context import Context
from jaarcyclus.intake.checks.explained import check_explained, check_largest_explained
from jaarcyclus.intake.checks.goals import check_goals_have_indicators, check_indicators_have_realisation
from jaarcyclus.intake.checks.known import check_known
from jaarcyclus.intake.checks.lines import (
    check_duplicate_lines,
    check_forbidden_combinations,
    check_lines_present,
    check_totals,
    check_wederpartij,
)
from jaarcyclus.intake.checks.rules_six import RULES_SIX
from jaarcyclus.intake.checks.texts import check_amounts_in_texts, check_copied_texts
from jaarcyclus.terms.findings import Bevinding


def _on_part(part: str, name: str) -> Reach:
    return Reach(asks=lambda product: part in product.parts, why=f"dit product vraagt {name} niet")


_EXPLAINED = "BBV: de rekening legt afwijkingen uit. De grens staat in het profiel (`toelichtingsgrens`)."
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
        source=_EXPLAINED,
        reach=_BESIDE,
        since=5,
        until=5,
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
    *RULES_SIX,
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
