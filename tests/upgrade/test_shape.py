"""What others have learned by heart: commands, their help and their refusals, the check of a profile, our API."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from upgrade.outside import DATA, ROOT, environment, replay, transcripts


def named(subject: str) -> pytest.MarkDecorator:
    """Ask for every transcript of a subject."""
    return pytest.mark.parametrize("transcript", transcripts(subject), ids=lambda path: path.stem)


@named("help")
def test_a_command_offers_what_it_offered(bureau: Path, transcript: Path) -> None:
    """The help of each command and group names every option, so one that came or went shows too."""
    actual, expected = replay(bureau, transcript)

    assert actual == expected


@named("gebruik")
def test_wrong_use_is_answered_the_same(bureau: Path, transcript: Path) -> None:
    """The sentence and the exit code."""
    actual, expected = replay(bureau, transcript)

    assert actual == expected


@named("profiel")
def test_a_profile_is_read_the_same(bureau: Path, transcript: Path) -> None:
    """A profile as it was written then, with every value that was chosen."""
    actual, expected = replay(bureau, transcript)

    assert actual == expected


def test_our_api_takes_what_it_took(bureau: Path, tmp_path: Path) -> None:
    """Every route of then, with its statuses, parameters and fields; there may be more."""
    own = {"AIRFLOW_HOME": str(tmp_path), "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins")}
    script = Path(__file__).parent / "list_api.py"
    done = subprocess.run(
        [sys.executable, str(script)],
        env=environment(bureau) | own | {"AIRFLOW__CORE__LOAD_EXAMPLES": "False"},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    routes = json.loads(done.stdout[done.stdout.index("[\n") :])

    assert [route for route in json.loads((DATA / "api.json").read_text()) if route not in routes] == []


def test_the_transcripts_are_all_there() -> None:
    """An empty folder would prove everything."""
    assert [len(transcripts(subject)) for subject in ("help", "gebruik", "profiel")] == [24, 11, 6]
