"""Starts a part of Airflow whose forks run tasks, with the heavy libraries already in memory. Run as a script.

That is the scheduler on one machine, a worker in containers. Each task is a fork of it: what is imported here is
imported once and shared. Measured: seven runs went from 39 s to 2,5 s, as Great Expectations alone takes 7 s to
import. Do not import these in a DAG file: parsing is another process.
"""

import importlib
import sys

PRELOADED = (
    "great_expectations",
    "pandas",
    "weasyprint",
    "pikepdf",
    "xlsxwriter",
    "airflow.providers.standard.operators.hitl",
    "airflow.providers.standard.operators.trigger_dagrun",
    "jaarcyclus.profile.records",
    "jaarcyclus.steps.calendar",  # with every other step: 0,2 s of each task
)


def main() -> None:
    """Import, then be `airflow` with the arguments that were given."""
    for name in PRELOADED:
        importlib.import_module(name)
    from airflow.__main__ import main as airflow

    sys.argv = ["airflow", *sys.argv[1:]]
    airflow()


if __name__ == "__main__":
    main()
