"""The checks on what contradicts itself within one workbook, as a reader of the office would ask about it.

Each is a question: the measures are chosen, and the sender may be right.
"""

from collections.abc import Iterator

from jaarcyclus.figures.records import Figures, Line, balance_cent, deviation, total_cent
from jaarcyclus.figures.verrekening import charged_party
from jaarcyclus.intake.checks.context import Context, on_line
from jaarcyclus.intake.checks.words import all_words, content_words
from jaarcyclus.profile.verantwoording import ExplanationLimit
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.terms.words import to_letters
from jaarcyclus.workbook.form import INDICATOREN, MENSKRACHT, REGELS, TOELICHTING, cell_name

_HIRED = "3.5.1"  # Iv3: ingeleend personeel
_INDEX_PCT = 15
"""What no index of prices or wages makes in a year (chosen)."""
_MOST_NAMED = 3
_FIRST_TEXT, _TEXT_COLUMN = 5, 2  # of the sheet Toelichting
_SAYS_NOTHING = frozenset(
    {
        "idem",
        "zie",
        "boven",
        "bovenstaand",
        "beneden",
        "nvt",
        "pm",
        "nihil",
        "akkoord",
        "ok",
        "vorig",
        "vorige",
        "jaar",
        "hoger",
        "lager",
        "stijging",
        "daling",
        "afwijking",
    }
)


def says_something(text: str | None) -> bool:
    """Return whether a text tells anything: at least one word that is no stop word and no `idem`."""
    return bool(content_words(text or "") - _SAYS_NOTHING)


def check_charges_of_request(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield the internal charges in a request: one perceel asks, so nobody states the other side of it."""
    for line in figures.regels:
        other = charged_party(line, context.inzenders)
        if other is not None and other != figures.perceel:
            words = {"perceel": context.inzenders.get(other, other)}
            yield on_line("VERREKENING_IN_VERZOEK", line, context, "wederpartij", other, **words)


def check_spent_and_forecast(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield lines that have more spent and committed, or received, than they are expected to end at."""
    for line in figures.regels:
        forecast, spent = line.bedragen_cent["prognose"], line.bedragen_cent["realisatie"]
        if forecast is None or spent is None or any(context.is_unread(name, line) for name in line.bedragen_cent):
            continue
        so_far = spent + (max(line.bedragen_cent["verplichtingen"] or 0, 0) if line.kant == "lasten" else 0)
        if so_far > max(forecast, 0):
            yield on_line(
                "PROGNOSE_ONDER_REALISATIE",
                line,
                context,
                "prognose",
                format_euro(forecast),
                omschrijving=line.omschrijving,
                tot_nu=format_euro(so_far),
                wat="realisatie en verplichtingen" if line.kant == "lasten" else "de realisatie",
                prognose=format_euro(forecast),
            )


def check_contribution(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield one finding when the gemeenten would pay nothing: then what they pay was mostly booked as baten."""
    column = PRODUCTS[figures.product].main_column
    if not figures.regels or context.doubts or balance_cent(figures, column) > 0:
        return
    table = context.line_table
    row = next((total.row for total in table.totals if total.name == "bijdrage"), table.heading_row)
    yield bevinding(
        "GEEN_BIJDRAGE",
        blad=REGELS,
        cel=table.cell_name(column, row),
        waarde=format_euro(balance_cent(figures, column)),
        baten=format_euro(total_cent(figures.regels, "baten", column)),
        lasten=format_euro(total_cent(figures.regels, "lasten", column)),
    )


def check_nature(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield lines that are called structural and stop after the boekjaar, or incidental and go on for four years."""
    columns = PRODUCTS[figures.product].proposed
    for line in figures.regels:
        filled = [bool(line.bedragen_cent[column]) for column in columns]
        if not filled[0] or any(context.is_unread(column, line) for column in ("aard", *columns)):
            continue
        if line.incidenteel and all(filled):
            yield _of_nature(line, context, "incidenteel", "heeft in alle vier de jaren een bedrag")
        elif not line.incidenteel and not any(filled[1:]):
            yield _of_nature(line, context, "structureel", "heeft na dit boekjaar geen bedrag meer")


def _of_nature(line: Line, context: Context, nature: str, why: str) -> Bevinding:
    words = {"omschrijving": line.omschrijving, "aard": nature, "waarom": why}
    return on_line("AARD_PAST_NIET_BIJ_JAREN", line, context, "aard", nature, **words)


def check_mutation(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield lines of which the soort mutatie says something else than the line itself."""
    base, main = PRODUCTS[figures.product].explained
    for line in figures.regels:
        before, now = line.bedragen_cent[base], line.bedragen_cent[main]
        better = deviation(line.kant, before, now) or 0
        why = ""
        if line.soort_mutatie == "incidenteel" and not line.incidenteel:
            why = "de regel zelf is structureel"
        elif line.soort_mutatie == "taakstelling" and better < 0:
            why = "het bedrag wordt er nadeliger van"
        elif line.soort_mutatie == "index" and before and 100 * abs(better) > _INDEX_PCT * abs(before):
            why = f"het bedrag verandert meer dan {_INDEX_PCT}%"
        if why:
            words = {"omschrijving": line.omschrijving, "soort": line.soort_mutatie, "waarom": why}
            yield on_line("SOORT_MUTATIE_PAST_NIET", line, context, "soort_mutatie", line.soort_mutatie, **words)


def check_hired(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield one finding when the lines have hired staff and Menskracht has none."""
    staff, column = figures.menskracht, PRODUCTS[figures.product].main_column
    hired = total_cent((line for line in figures.regels if line.categorie == _HIRED), "lasten", column)
    if staff is None or staff.externe_inhuur_cent or not hired or MENSKRACHT in context.unread_sheets:
        return
    words = {"inhuur": format_euro(hired), "categorie": _HIRED}
    yield bevinding("INHUUR_PAST_NIET_BIJ_REGELS", blad=MENSKRACHT, cel="C5", waarde=format_euro(0), **words)


def check_same_indicator(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield one finding with the indicators that stand twice with the same doel."""
    seen: set[tuple[str, str]] = set()
    twice = []
    for item in figures.indicatoren:
        key = item.doel, to_letters(item.indicator)
        twice += [item.indicator] if key in seen else []
        seen.add(key)
    if twice:
        yield bevinding("INDICATOR_DUBBEL", blad=INDICATOREN, namen=", ".join(dict.fromkeys(twice)))


def check_repeated_reasons(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield one finding per text that stands as the own toelichting of several lines with a large deviation."""
    limit = context.verantwoording.toelichtingsgrens
    by_text: dict[tuple[str, ...], list[Line]] = {}
    for line in figures.regels:
        if line.toelichting and _is_large(line, figures.product, limit):
            by_text.setdefault(all_words(line.toelichting), []).append(line)
    for lines in by_text.values():
        if len(lines) > 1:
            rest = f" en nog {len(lines) - _MOST_NAMED}" if len(lines) > _MOST_NAMED else ""
            named = ", ".join(f"'{line.omschrijving}'" for line in lines[:_MOST_NAMED]) + rest
            text = lines[0].toelichting or ""
            yield on_line("REGELTEKST_HERHAALD", lines[1], context, "toelichting", text, regels=named)


def _is_large(line: Line, product: str, limit: ExplanationLimit) -> bool:
    base, main = PRODUCTS[product].explained
    cent = deviation(line.kant, line.bedragen_cent[base], line.bedragen_cent[main])
    return bool(cent) and limit.is_over(line.bedragen_cent[base] or 0, cent or 0)


def check_headings_say_something(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield the headings below which only signs stand, or a word such as `idem`."""
    for number, heading in enumerate(context.verantwoording.koppen_of(figures.product)):
        text = figures.toelichting.get(heading.code, "")
        if _is_mute(text):
            cell = cell_name(_FIRST_TEXT + number, _TEXT_COLUMN)
            yield bevinding("TOELICHTING_ZEGT_NIETS", blad=TOELICHTING, cel=cell, waarde=text, naam=heading.naam)


def _is_mute(text: str) -> bool:
    words = set(all_words(text))
    return bool(text.strip()) and not words - _SAYS_NOTHING
