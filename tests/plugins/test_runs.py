"""Attempts: a step that failed is tried again under a new name, and one that is busy is left alone."""

import sys

import pytest

from jaarcyclus.installation.environment import PROJECT

sys.path.append(str(PROJECT / "plugins"))
from jaarcyclus_airflow.runs import next_attempt


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ({}, "stap-p1"),
        ({"stap-p1": "running"}, None),
        ({"stap-p1": "queued"}, None),
        ({"stap-p1": "failed"}, "stap-p2"),
        ({"stap-p1": "success"}, "stap-p2"),  # green means nothing: the ledger still asks for it
        ({"stap-p1": "failed", "stap-p2": "running"}, None),
        ({"stap-p1": "failed", "stap-p2": "failed"}, "stap-p3"),
    ],
)
def test_the_next_attempt(runs: dict[str, str], expected: str | None) -> None:
    """Runs so far, with Airflow's state, beside the run to start."""

    def count(run_ids: list[str], states: list[str] | None = None) -> int:
        return sum(1 for run in run_ids if run in runs and (states is None or runs[run] in states))

    assert next_attempt(count, "stap") == expected
