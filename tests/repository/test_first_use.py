"""Who follows what we wrote down gets a command that exists: it stands in the clone, and is on nobody's path."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("page", ["README.md", "docs/bewijs.md", "docs/profiel.md"])
def test_a_page_that_names_the_command_says_where_it_is(page: str) -> None:
    text = (ROOT / page).read_text()

    assert ".venv/bin/jaarcyclus" in text or ". .venv/bin/activate" in text


def test_both_readers_of_an_export_learn_how_to_get_the_program() -> None:
    """The accountant reads the one, whoever invites them the other."""
    pages = [(ROOT / page).read_text() for page in ("README.md", "docs/bewijs.md")]

    assert ["make install" in page for page in pages] == [True, True]
