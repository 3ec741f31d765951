"""The checks on goals and indicators: the yearly report says how far each goal was met (covenant art. 8.1)."""

from collections.abc import Iterator

from jaarcyclus.figures.records import Figures, Indicator
from jaarcyclus.intake.checks.context import Context
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.words import to_letters
from jaarcyclus.workbook.form import INDICATOREN

_NOT_KNOWN = frozenset({"", "nnb", "nognietbekend", "onbekend", "nvt", "pm", "tbd", "volgt"})
_LOOKS_AT_WORDS = 6
_ADOPTED = {
    "eenheid": "de eenheid",
    "nulwaarde": "de nulwaarde",
    "nuljaar": "het jaar van de nulwaarde",
    "streefwaarde": "de streefwaarde",
}


def check_goals_have_indicators(figures: Figures, context: Context) -> list[Bevinding]:
    """Covenant art. 8.1: the yearly report says how far the goals were met, which needs an indicator each."""
    goals = [goal.code for goal in context.verantwoording.doelen]
    missing = [goal for goal in goals if goal not in {item.doel for item in figures.indicatoren}]
    words = ", ".join(missing)
    return [bevinding("DOEL_ZONDER_INDICATOR", blad=INDICATOREN, verwacht=words)] if missing else []


def check_indicators_have_realisation(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield one finding with the indicators of which a report over the whole year does not say what came of it."""
    unknown = _NOT_KNOWN if context.regels >= _LOOKS_AT_WORDS else {""}
    missing = [item.indicator for item in figures.indicatoren if to_letters(item.realisatie or "") in unknown]
    if missing:
        count = "één indicator" if len(missing) == 1 else f"{len(missing)} indicatoren"
        yield bevinding("INDICATOR_ZONDER_REALISATIE", blad=INDICATOREN, aantal=count, namen=", ".join(missing))


def check_adopted_indicators(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield indicators of the adopted budget that are gone, or are measured otherwise than was adopted.

    Only beside what the ledger knows now: a workbook of an earlier stand shows what was adopted then.
    """
    prefill, issued = context.prefill, context.issued
    if prefill is None or issued is None or not (prefill.same_year and issued.current):
        return
    now = {_name_of(item): item for item in figures.indicatoren}
    for item in prefill.figures.indicatoren:
        found = now.get(_name_of(item))
        if found is None:
            yield bevinding("INDICATOR_ONTBREEKT", blad=INDICATOREN, indicator=item.indicator)
            continue
        for name, what in _ADOPTED.items():
            before, given = getattr(item, name), getattr(found, name)
            if before != given:
                words = {"indicator": item.indicator, "wat": what, "vast": before, "nu": given}
                yield bevinding("INDICATOR_WIJKT_AF", blad=INDICATOREN, waarde=given, **words)


def _name_of(item: Indicator) -> tuple[str, str]:
    return item.doel, to_letters(item.indicator)
