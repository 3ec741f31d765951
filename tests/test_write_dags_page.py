"""docs/dags.md says what the DAGs do."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_page_is_what_the_dags_say_of_themselves() -> None:
    """In a process of its own: loading DAGs fixes Airflow's settings for good."""
    run = subprocess.run(
        [sys.executable, ROOT / "tools" / "write_dags_page.py", "--check"], capture_output=True, text=True
    )

    assert run.returncode == 0, f"run `make docs`\n{run.stderr}"
