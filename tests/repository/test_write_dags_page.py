"""docs/dags.md says what the DAGs do, and Airflow's screen says it in Dutch."""

import json
import subprocess
import sys
from pathlib import Path

from jaarcyclus.installation.dag_texts import DAG_TEXTS

ROOT = Path(__file__).resolve().parents[2]


def test_page_is_what_the_dags_say_of_themselves() -> None:
    """In a process of its own: loading DAGs fixes Airflow's settings for good."""
    run = subprocess.run(
        [sys.executable, ROOT / "tools" / "write_dags_page.py", "--check"], capture_output=True, text=True
    )

    assert run.returncode == 0, f"run `make docs`\n{run.stderr}"


def test_each_dag_shows_the_dutch_text_of_its_kind() -> None:
    """A DAG's doc_md is its page on a Dutch screen; the docstrings in `dags/` are for who reads the code."""
    script = (
        "import json, write_dags_page as page\n"
        "print(json.dumps([[page.name_kind(dag), dag.doc_md] for dag in page.load_dags()]))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT / "tools", check=True)

    shown = json.loads(run.stdout.splitlines()[-1])

    assert {kind for kind, _ in shown} == set(DAG_TEXTS)
    assert all(text.strip() == DAG_TEXTS[kind].strip() for kind, text in shown)
