"""The folder in which the transcripts were made, laid out once."""

from pathlib import Path

import pytest

from upgrade.outside import make_bureau


@pytest.fixture(scope="session")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an installation of before and its files; what a test makes goes into a folder of its own."""
    return make_bureau(tmp_path_factory.mktemp("bureau"))
