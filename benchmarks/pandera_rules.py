"""The rules of `expectations/*.json` as pandera asks them: another who judges columns, for `bench_workbook.py`.

The same files, parameters and frames as `jaarcyclus.intake.expectations` gives Great Expectations, and all three types
of rule that stand in them: filled, one of a list, between bounds. A list that holds for some rows alone is a check of
the whole frame. Lazily, so that every fault is found; what pandera tells of one is the column and the row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandera.pandas as pa
from pandera.errors import SchemaErrors

from jaarcyclus.intake import expectations
from jaarcyclus.terms.iv3 import CodeList
from jaarcyclus.workbook.form import REGELS, FormTable
from jaarcyclus.workbook.rows import Row
from jaarcyclus.workbook.tables import NEW_LINE_COLUMNS

_FILLED, _IN_SET, _BETWEEN = (f"expect_column_values_to_{what}" for what in ("not_be_null", "be_in_set", "be_between"))


@dataclass(frozen=True)
class Asked:
    """What `run_rules` was asked to judge."""

    rows: Mapping[str, Sequence[Row]]
    forms: Sequence[FormTable]
    code_list: CodeList


def find_faults(asked: Asked) -> set[tuple[str, str]]:
    """Return sheet and cell of each fault that the rules find, as a finding of ours has them."""
    parameters = expectations._parameters(asked.code_list, asked.forms)
    return {
        (table.sheet, cell)
        for table in asked.forms
        if asked.rows[table.sheet]
        for suite in (expectations.SUITES[table.sheet], *((expectations.AMOUNTS,) if table.sheet == REGELS else ()))
        for cell in _faults(suite, table, asked.rows[table.sheet], parameters)
    }


def _faults(suite: str, table: FormTable, rows: Sequence[Row], parameters: Mapping[str, Any]) -> Iterator[str]:
    make = expectations._amounts_frame if suite == expectations.AMOUNTS else expectations._frame
    frame = make(rows, table)
    rules = expectations.load_rules(suite)["expectations"]
    try:
        _schema(rules, frame, parameters).validate(frame, lazy=True)
    except SchemaErrors as found:
        cases = found.failure_cases
        told = zip(cases["schema_context"], cases["check"], cases["column"], cases["index"], strict=True)
        for context, check, column, place in told:
            if context == "Column" or check == column:
                named = frame["kolom"].iat[place] if suite == expectations.AMOUNTS else column
                yield table.cell_name(named, int(frame["rij"].iat[place]))


def _schema(rules: Sequence[Any], frame: Any, parameters: Mapping[str, Any]) -> Any:
    """Return the schema of these rules; as ours do, it passes over a column that a line of the form before lacks."""
    columns: dict[str, list[Any]] = {}
    filled: set[str] = set()
    of_some_rows = []
    absent = NEW_LINE_COLUMNS.difference(frame.columns)
    for rule in rules:
        kwargs = {name: _told(value, parameters) for name, value in rule["kwargs"].items()}
        column = kwargs["column"]
        if column in absent:
            continue
        checks = columns.setdefault(column, [])
        if rule["type"] == _FILLED:
            filled.add(column)
        elif "row_condition" in kwargs:
            of_some_rows.append(_check_where(column, kwargs["value_set"], kwargs["row_condition"]))
        else:
            checks.append(_check(rule["type"], kwargs))
    return pa.DataFrameSchema(
        {column: pa.Column(checks=checks, nullable=column not in filled) for column, checks in columns.items()},
        checks=of_some_rows,
    )


def _check(kind: str, kwargs: Mapping[str, Any]) -> Any:
    if kind == _IN_SET:
        return pa.Check.isin(kwargs["value_set"])
    if kind != _BETWEEN:
        raise NotImplementedError(f"{kind}: the peer does not ask this, so it is no peer any more")
    least, most = kwargs.get("min_value"), kwargs.get("max_value")
    if most is None:
        return pa.Check.ge(least)
    return pa.Check.le(most) if least is None else pa.Check.in_range(least, most)


def _check_where(column: str, value_set: Sequence[str], condition: Mapping[str, Any]) -> Any:
    """Return the check that this column is one of these where another is what the condition says."""
    if condition["operator"] != "==":
        raise NotImplementedError(f"{condition}: the peer does not ask this, so it is no peer any more")
    other, wanted = condition["column"]["name"], condition["parameter"]
    # It is told of every column of a row: the name says of which the rule is.
    return pa.Check(
        lambda frame: (frame[other] != wanted) | frame[column].isna() | frame[column].isin(value_set), name=column
    )


def _told(value: Any, parameters: Mapping[str, Any]) -> Any:
    """Return what the rule means by a value: itself, or that of the boekjaar."""
    return parameters[value["$PARAMETER"]] if isinstance(value, dict) and "$PARAMETER" in value else value
