"""The only door to Great Expectations: the rules of `expectations/*.json` over the rows of one submission.

A rule is one JSON object: type, kwargs, and in `meta` its code, severity and Dutch sentences; a value that depends on
the boekjaar is a parameter. Nothing is stored, sent or drawn. Importing the library takes 7 to 10 seconds: it happens
inside `run_rules`, never at the top.
"""

import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from jaarcyclus.errors import ExpectationFailed
from jaarcyclus.settings import project_root
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.iv3 import VAT_REGIMES, CodeList
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.text import make_readable
from jaarcyclus.workbook.extra_tables import EXTRA_SHEETS
from jaarcyclus.workbook.form import INDICATOREN, MENSKRACHT, REGELS, RISICOS, TOELICHTING, CellKind, FormTable
from jaarcyclus.workbook.rows import Row
from jaarcyclus.workbook.tables import MUTATIONS, NEW_LINE_COLUMNS

SUITES: Mapping[str, str] = {  # sheet -> file in expectations/
    REGELS: "regels",
    TOELICHTING: "toelichting",
    INDICATOREN: "indicatoren",
    RISICOS: "risicos",
    MENSKRACHT: "menskracht",
    **{sheet: suite for suite, sheet in EXTRA_SHEETS.items()},
}
AMOUNTS = "bedragen"  # the amounts of the lines, one a row, because the columns differ per product
_NUMBERS = (CellKind.AMOUNT, CellKind.NUMBER, CellKind.FTE)
_HUNDREDTHS: Mapping[CellKind, Callable[[int], str]] = {
    CellKind.AMOUNT: format_euro,
    CellKind.FTE: lambda hundredths: format_euro(hundredths).removeprefix("€ "),
}


def run_rules(rows: Mapping[str, Sequence[Row]], forms: Iterable[FormTable], code_list: CodeList) -> list[Bevinding]:
    """Return the findings of every rule. Raises ExpectationFailed when a rule could not be evaluated."""
    tables = tuple(forms)
    parameters = _parameters(code_list, tables)
    found: list[Bevinding] = []
    for table in tables:
        if rows[table.sheet]:
            found += _validate(SUITES[table.sheet], _frame(rows[table.sheet], table), table, parameters)
        if rows[table.sheet] and table.sheet == REGELS:
            found += _validate(AMOUNTS, _amounts_frame(rows[REGELS], table), table, parameters)
    return found


def load_rules(suite: str) -> dict[str, Any]:
    """Return the content of one file in expectations/."""
    rules: dict[str, Any] = json.loads((project_root() / "expectations" / f"{suite}.json").read_text("utf-8"))
    return rules


def _parameters(code_list: CodeList, tables: Iterable[FormTable]) -> dict[str, Any]:
    goals = (column.choices for table in tables for column in table.columns if column.sleutel == "doel")
    return {
        "boekjaar": code_list.boekjaar,
        "taakvelden": list(code_list.taakvelden),
        "categorieen_lasten": list(code_list.categorieen_lasten),
        "categorieen_baten": list(code_list.categorieen_baten),
        "btw_regimes": list(VAT_REGIMES),
        "soorten_mutatie": list(MUTATIONS),
        "doelen": [code for choices in goals for code in (choices or {}).values()],
    }


@cache
def _library() -> Any:
    """Return the library with everything off that talks, draws or phones home."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    return great_expectations


@cache
def _context() -> Any:
    """Return the one context of this process. The default one makes a directory in /tmp and leaves it there."""
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(), progress_bars=ProgressBarsConfig(globally=False)
    )
    return _library().get_context(mode="ephemeral", project_config=config)


def _validate(suite: str, frame: Any, table: FormTable, parameters: dict[str, Any]) -> Iterator[Bevinding]:
    source = _context().data_sources.add_or_update_pandas(suite)
    batch = (
        source.add_dataframe_asset(suite).add_batch_definition_whole_dataframe(suite).get_batch({"dataframe": frame})
    )

    def ask(rules: Sequence[Any], result_format: Any) -> list[Any]:
        asked = _library().ExpectationSuite(**{**whole, "expectations": rules})
        return list(batch.validate(asked, expectation_parameters=parameters, result_format=result_format).results)

    whole = load_rules(suite)
    if table.sheet == REGELS:  # of the form before; any other column that is not there is a fault of the rule
        absent = NEW_LINE_COLUMNS.difference(frame.columns)
        whole["expectations"] = [rule for rule in whole["expectations"] if rule["kwargs"]["column"] not in absent]
    # Which rules hold takes half as long as where each one does not: that is asked of those that fail alone.
    failed = [_rule_of(result) for result in ask(whole["expectations"], "BOOLEAN_ONLY") if not result.success]
    rules = [rule for rule in whole["expectations"] if (rule["meta"], rule["kwargs"]["column"]) in failed]
    index = ["rij", "kolom"] if suite == AMOUNTS else ["rij"]
    where = {"result_format": "COMPLETE", "unexpected_index_column_names": index}
    for result in ask(rules, where) if rules else ():
        yield from _findings(result, table)


def _rule_of(result: Any) -> tuple[Mapping[str, Any], str]:
    """Return by what a rule is known: what it says, and of which column."""
    return result.expectation_config.meta, result.expectation_config.kwargs["column"]


def _findings(result: Any, table: FormTable) -> Iterator[Bevinding]:
    rule = result.expectation_config
    if result.success:
        return
    if not result.result.get("unexpected_index_list"):
        raise ExpectationFailed(f"{rule.meta['code']}: {result.exception_info}")
    column = rule.kwargs["column"]
    for place in result.result["unexpected_index_list"]:
        yield Bevinding(
            blad=table.sheet,
            cel=table.cell_name(place.get("kolom", column), int(place["rij"])),
            waarde=_shown(place[column], _kind_of(column, table)),
            **rule.meta,
        )


def _kind_of(column: str, table: FormTable) -> CellKind:
    """Return what a column holds; the frame of the amounts has one of its own."""
    return next((item.kind for item in table.columns if item.sleutel == column), CellKind.AMOUNT)


def _shown(value: Any, kind: CellKind) -> str:
    """Return a value as its sender reads it: amounts and fte are hundredths inside."""
    import pandas

    if pandas.isna(value):
        return ""
    return _HUNDREDTHS[kind](int(value)) if kind in _HUNDREDTHS else make_readable(value)


def _frame(rows: Sequence[Row], table: FormTable) -> Any:
    """Return the rows as a frame: text columns, and nullable int64 for numbers, so that no cent becomes a float."""
    import pandas

    columns: dict[str, Any] = {"rij": [row.number for row in rows]}
    for column in table.columns:
        kind = "Int64" if column.kind in _NUMBERS else "object"
        values = [row.values.get(column.sleutel) for row in rows]
        columns[column.sleutel] = (
            pandas.array(values, dtype=kind) if kind == "Int64" else pandas.Series(values, dtype=kind)
        )
    return pandas.DataFrame(columns)


def _amounts_frame(rows: Sequence[Row], table: FormTable) -> Any:
    import pandas

    names = [column.sleutel for column in table.columns if column.kind == CellKind.AMOUNT and not column.empty]
    places = [(row.number, name, row.values.get(name)) for row in rows for name in names]
    return pandas.DataFrame(
        {
            "rij": [row for row, _, _ in places],
            "kolom": [name for _, name, _ in places],
            "bedrag_cent": pandas.array([amount for _, _, amount in places], dtype="Int64"),
        }
    )
