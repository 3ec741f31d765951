"""The checks on the codes of Iv3: which categorie goes with which taakveld in this boekjaar."""

from collections.abc import Iterator
from dataclasses import replace

from jaarcyclus.figures.records import Figures, Line
from jaarcyclus.intake.checks.context import Context, on_line
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.iv3 import CodeList
from jaarcyclus.terms.words import to_letters
from jaarcyclus.workbook.form import EXTERN
from jaarcyclus.workbook.spoken import list_for, speak, spoken_lists

RESERVES, INTEREST = "7.1", "5.1"
_NAMED = 40  # chosen: codes that a sentence names; only a list that is longer ends in a mark


def check_allowed_combinations(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield where Iv3 has a grey cell, with what it allows instead; reserves and interest have their own check."""
    for line in _forbidden(figures, context):
        if line.categorie not in (RESERVES, INTEREST):
            found = _find("COMBINATIE_NIET_TOEGESTAAN", line, context, "categorie", line.categorie)
            yield replace(found, verwacht=_what_is_allowed(line, context.code_list))


def check_reserves(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield reserves outside 0.10 (mutaties reserves); 0.11, the result, is the other that CBS allows."""
    for line in _forbidden(figures, context):
        if line.categorie == RESERVES:
            yield _find("RESERVE_TAAKVELD", line, context, "taakveld", line.taakveld)


def check_interest(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield interest outside 0.5 (treasury); what is attributed to a taakveld is category 7.4."""
    for line in _forbidden(figures, context):
        if line.categorie == INTEREST:
            yield _find("RENTE_TAAKVELD", line, context, "taakveld", line.taakveld)


def check_names(figures: Figures, context: Context) -> Iterator[Bevinding]:
    """Yield where a code is followed by a name that is not its own: which of the two was meant, nobody can tell."""
    lists = spoken_lists(context.code_list, context.inzenders, context.perceel)
    lines = {line.rij: line for line in figures.regels}
    for (row, column), given in context.names.items():
        code = getattr(lines[row], column) or EXTERN
        name = lists.get(list_for(column, lines[row].kant), {}).get(code)
        if name is not None and to_letters(name) != to_letters(given):
            value = speak(code, given)
            yield on_line(
                "CODE_MET_ANDERE_NAAM", lines[row], context, column, value, eigen=code, naam=name, gegeven=given
            )


def _forbidden(figures: Figures, context: Context) -> Iterator[Line]:
    forbidden = context.code_list.forbidden
    return (line for line in figures.regels if (line.kant, line.taakveld, line.categorie) in forbidden)


def _find(code: str, line: Line, context: Context, column: str, value: str) -> Bevinding:
    words = {"taakveld": line.taakveld, "categorie": line.categorie, "kant": line.kant}
    return on_line(code, line, context, column, value, **words)


def _what_is_allowed(line: Line, codes: CodeList) -> str:
    """Return it in Dutch. It is our own list, so no placeholder shortens it as it does a stranger's words."""
    known = codes.categorieen_lasten if line.kant == "lasten" else codes.categorieen_baten
    fields = [code for code in codes.taakvelden if (line.kant, code, line.categorie) not in codes.forbidden]
    allowed = [code for code in known if (line.kant, line.taakveld, code) not in codes.forbidden]
    there = f"categorie {_or(allowed)}" if allowed else "geen enkele categorie"
    elsewhere = f"op taakveld {_or(fields)}" if fields else "op geen enkel taakveld"
    return f"bij de {line.kant} op taakveld {line.taakveld}: {there}; categorie {line.categorie}: {elsewhere}"


def _or(codes: list[str]) -> str:
    more = f" en nog {len(codes) - _NAMED}" if len(codes) > _NAMED else ""
    return ", ".join(codes[:_NAMED]) + more
