"""How long parsing the DAG file takes over importing the operators it uses, for our profiles and for 100 of them.

Airflow parses in a new process each time, so each measurement is a new process: first the imports, then the file.
The peer is those imports, which any DAG with these operators pays. Seconds are of the CPU: parsing has one thread
and waits for nothing.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from figures import Figure, show

PROJECT = Path(__file__).parents[1]
ROUNDS = 3
MANY = 100
PROGRAM = """
import json, runpy, sys, time
begin = time.process_time()
import yaml
from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import DAG, CronTriggerTimetable, Param, TriggerRule, get_current_context, task
from airflow.sdk.exceptions import AirflowException
from airflow.sdk.definitions._internal.contextmanager import DagContext
imported = time.process_time()
DagContext.current_autoregister_module_name = "__main__"  # as Airflow does: it collects the DAGs of a file
runpy.run_path(sys.argv[1])
parsed = time.process_time()
print(json.dumps([imported - begin, parsed - imported, len(DagContext.autoregistered_dags)]))
"""


@dataclass(frozen=True)
class Parsing:
    """CPU seconds for the imports and for the file after them, and how many DAGs it made."""

    imports_s: float
    file_s: float
    dags: int


def main() -> None:
    """Print the time for the profiles of the repository and for many."""
    _report("our profiles", parse(PROJECT / "profiles"), bound_s=0.5)
    with tempfile.TemporaryDirectory(prefix="jaarcyclus-bench-") as folder:
        _copy_profiles(Path(folder), MANY)
        _report(f"{MANY} profiles", parse(Path(folder)), bound_s=2.0)


def parse(profielen: Path) -> Parsing:
    """Return the median over some new processes."""
    runs = [_parse_once(profielen) for _ in range(ROUNDS)]
    return Parsing(median(r.imports_s for r in runs), median(r.file_s for r in runs), runs[0].dags)


def _parse_once(profielen: Path) -> Parsing:
    with tempfile.TemporaryDirectory(prefix="jaarcyclus-bench-") as home:
        environ = os.environ | {
            "AIRFLOW_HOME": home,
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "PYTHONPATH": str(PROJECT / "plugins"),
            "JAARCYCLUS_PROFIELEN": str(profielen),
        }
        command = [sys.executable, "-c", PROGRAM, str(PROJECT / "dags" / "jaarcyclus.py")]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    return Parsing(*json.loads(done.stdout.splitlines()[-1]))


def _copy_profiles(folder: Path, count: int) -> None:
    text = (PROJECT / "profiles" / "dowr.yaml").read_text("utf-8")
    for number in range(count):
        copy = text.replace("\nprofiel: dowr\n", f"\nprofiel: dowr_{number:03}\n", 1)
        assert copy != text
        (folder / f"dowr_{number:03}.yaml").write_text(copy, "utf-8")


def _report(name: str, found: Parsing, *, bound_s: float) -> None:
    peer = ("importing the operators", found.imports_s)
    what = f"parsing {found.dags} DAGs of {name}"
    show(Figure(what=what, value=found.file_s, unit="CPU s", bound=bound_s, peer=peer))


if __name__ == "__main__":
    main()
