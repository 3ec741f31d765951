"""docs/controles.md lists every check there is: who reads it needs no code."""

import json
import subprocess
import sys
from pathlib import Path

from jaarcyclus.terms.finding_kinds import FINDING_KINDS

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_what_the_checks_say_of_themselves() -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "tools" / "write_checks_page.py", "--check"], capture_output=True, text=True
    )

    assert run.returncode == 0, f"run `make docs`\n{run.stderr}"


def test_no_code_is_left_out() -> None:
    rules = [json.loads(path.read_text()) for path in (ROOT / "expectations").glob("*.json")]
    codes = {rule["meta"]["code"] for suite in rules for rule in suite["expectations"]} | FINDING_KINDS.keys()
    page = (ROOT / "docs" / "controles.md").read_text()

    assert [code for code in sorted(codes) if f"`{code}`" not in page] == []
