"""The only door to Great Expectations: the rules of `expectations/*.json` over the rows of one submission.

A rule is one JSON object: type, kwargs, and in `meta` its code, severity and Dutch sentences; a value that depends on
the boekjaar is a parameter. Nothing is stored, sent or drawn. Importing the library takes 7 to 10 seconds: it happens
inside `run_rules`, never at the top.
"""

import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from jaarcyclus.errors import VerwachtingMislukt
from jaarcyclus.settings import project_root
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.iv3 import BTW_REGIMES, Codelijst
from jaarcyclus.terms.text import leesbaar
from jaarcyclus.workbook.form import INDICATOREN, MENSKRACHT, REGELS, RISICOS, TOELICHTING, Soort, Tabel
from jaarcyclus.workbook.rows import Rij

SUITES: Mapping[str, str] = {  # sheet -> file in expectations/
    REGELS: "regels",
    TOELICHTING: "toelichting",
    INDICATOREN: "indicatoren",
    RISICOS: "risicos",
    MENSKRACHT: "menskracht",
}
BEDRAGEN = "bedragen"  # the amounts of the lines, one a row, because the columns differ per product
_NUMBERS = (Soort.BEDRAG, Soort.GETAL, Soort.FTE)


def run_rules(rows: Mapping[str, Sequence[Rij]], forms: Iterable[Tabel], lijst: Codelijst) -> list[Bevinding]:
    """Return the findings of every rule. Raises VerwachtingMislukt when a rule could not be evaluated."""
    tables = tuple(forms)
    parameters = _parameters(lijst, tables)
    found: list[Bevinding] = []
    for tabel in tables:
        if rows[tabel.blad]:
            found += _validate(SUITES[tabel.blad], _frame(rows[tabel.blad], tabel), tabel, parameters)
        if rows[tabel.blad] and tabel.blad == REGELS:
            found += _validate(BEDRAGEN, _amounts_frame(rows[REGELS], tabel), tabel, parameters)
    return found


def load_rules(suite: str) -> dict[str, Any]:
    """Return the content of one file in expectations/."""
    rules: dict[str, Any] = json.loads((project_root() / "expectations" / f"{suite}.json").read_text("utf-8"))
    return rules


def _parameters(lijst: Codelijst, tables: Iterable[Tabel]) -> dict[str, Any]:
    goals = (kolom.keuzes for tabel in tables for kolom in tabel.kolommen if kolom.sleutel == "doel")
    return {
        "boekjaar": lijst.boekjaar,
        "taakvelden": list(lijst.taakvelden),
        "categorieen_lasten": list(lijst.categorieen_lasten),
        "categorieen_baten": list(lijst.categorieen_baten),
        "btw_regimes": list(BTW_REGIMES),
        "doelen": [code for keuzes in goals for code in (keuzes or {}).values()],
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


def _validate(suite: str, frame: Any, tabel: Tabel, parameters: dict[str, Any]) -> Iterator[Bevinding]:
    source = _context().data_sources.add_or_update_pandas(suite)
    batch = (
        source.add_dataframe_asset(suite).add_batch_definition_whole_dataframe(suite).get_batch({"dataframe": frame})
    )
    index = ["rij", "kolom"] if suite == BEDRAGEN else ["rij"]
    outcome = batch.validate(
        _library().ExpectationSuite(**load_rules(suite)),
        expectation_parameters=parameters,
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": index},
    )
    for result in outcome.results:
        yield from _findings(result, tabel)


def _findings(result: Any, tabel: Tabel) -> Iterator[Bevinding]:
    rule = result.expectation_config
    if result.success:
        return
    if not result.result.get("unexpected_index_list"):
        raise VerwachtingMislukt(f"{rule.meta['code']}: {result.exception_info}")
    column = rule.kwargs["column"]
    for place in result.result["unexpected_index_list"]:
        yield Bevinding(
            blad=tabel.blad,
            cel=tabel.cel(place.get("kolom", column), int(place["rij"])),
            waarde=_shown(place[column]),
            **rule.meta,
        )


def _shown(value: Any) -> str:
    import pandas

    return "" if pandas.isna(value) else leesbaar(value)


def _frame(rows: Sequence[Rij], tabel: Tabel) -> Any:
    """Return the rows as a frame: text columns, and nullable int64 for numbers, so that no cent becomes a float."""
    import pandas

    columns: dict[str, Any] = {"rij": [row.rij for row in rows]}
    for kolom in tabel.kolommen:
        kind = "Int64" if kolom.soort in _NUMBERS else "object"
        values = [row.waarden.get(kolom.sleutel) for row in rows]
        columns[kolom.sleutel] = (
            pandas.array(values, dtype=kind) if kind == "Int64" else pandas.Series(values, dtype=kind)
        )
    return pandas.DataFrame(columns)


def _amounts_frame(rows: Sequence[Rij], tabel: Tabel) -> Any:
    import pandas

    names = [kolom.sleutel for kolom in tabel.kolommen if kolom.soort == Soort.BEDRAG and not kolom.leeg]
    places = [(row.rij, name, row.waarden.get(name)) for row in rows for name in names]
    return pandas.DataFrame(
        {
            "rij": [row for row, _, _ in places],
            "kolom": [name for _, name, _ in places],
            "bedrag_cent": pandas.array([amount for _, _, amount in places], dtype="Int64"),
        }
    )
