"""Write docs/dags.md from the DAGs themselves, so that the page cannot say what the DAGs do not.

With `--check` nothing is written: exit 1 when the page is out of date. Airflow gets a home of its own for it, which
is gone afterwards. Never edit docs/dags.md by hand: change the docstring in dags/ and run `make docs`.
"""

import ast
import os
import sys
import tempfile
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from jaarcyclus.installation.dag_texts import DAG_TEXTS

if TYPE_CHECKING:
    from airflow.sdk import DAG

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "dags" / "jaarcyclus.py"
PAGE = ROOT / "docs" / "dags.md"
HEAD = """# The DAGs

Written by `make docs` from the docstrings in `dags/`; do not edit. How they fit together is told in
[architecture.md](architecture.md).
"""


def load_dags() -> list["DAG"]:
    """Return every DAG of `dags/`. Raises ImportError with Airflow's own text when a file does not load."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "AIRFLOW_HOME": home,
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
            "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
            "JAARCYCLUS_PROFIELEN": str(ROOT / "profiles"),
        }
        sys.path.insert(0, str(ROOT / "plugins"))
        # Airflow reads its settings when it is imported: only now are they there
        from airflow.dag_processing.dagbag import DagBag

        bag = DagBag(dag_folder=str(ROOT / "dags"))
        if bag.import_errors:
            raise ImportError("\n".join(bag.import_errors.values()))
        return list(bag.dags.values())


def render(dags: Iterable["DAG"]) -> str:
    """Return the page: a section for each kind, with its function's docstring, its DAGs and their tasks in order."""
    docstrings = read_docstrings(SOURCE.read_text())
    ordered = sorted(dags, key=lambda dag: (name_kind(dag), dag.dag_id))
    return HEAD + "".join(describe(kind, docstrings[kind], list(group)) for kind, group in groupby(ordered, name_kind))


def read_docstrings(source: str) -> dict[str, str]:
    """Return the docstring of each function; what a DAG shows on screen is Dutch (`installation.dag_texts`)."""
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return {function.name: ast.get_docstring(function) or "" for function in functions}


def describe(kind: str, docstring: str, alike: list["DAG"]) -> str:
    """Return the section of one kind: its DAGs differ in profile and gremium only."""
    first = alike[0]
    lines = [
        "",
        f"## {kind}",
        "",
        docstring,
        "",
        f"- Runs: {describe_schedule(first)}",
        f"- DAGs: {', '.join(f'`{dag.dag_id}`' for dag in alike)}",
        "",
        "| task | after |",
        "|---|---|",
        *(
            f"| `{task.task_id}` | {', '.join(f'`{name}`' for name in sorted(task.upstream_task_ids)) or '–'} |"
            for task in first.topological_sort()  # type: ignore[no-untyped-call]
        ),
    ]
    return "\n".join(lines) + "\n"


def describe_schedule(dag: "DAG") -> str:
    """Return when Airflow starts it by itself; most of ours are only started."""
    return "when started" if dag.schedule is None else f"`{getattr(dag.schedule, 'expression', dag.schedule)}`"


def name_kind(dag: "DAG") -> str:
    """Return the tag that is a kind: the name of the function that made the DAG."""
    (kind,) = set(dag.tags) & set(DAG_TEXTS)
    return kind


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` compare it. Return 0 when it is as it should be."""
    page = render(load_dags())
    if "--check" not in arguments:
        PAGE.write_text(page)
        return 0
    return 0 if PAGE.exists() and PAGE.read_text() == page else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
