"""What must be there before Airflow runs, in whatever form: sound profiles, folders, tables, accounts and roles.

Harmless to repeat. What imports airflow runs as a script from `plugins/`, in a process of its own.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from jaarcyclus import disk
from jaarcyclus.errors import StartFailed
from jaarcyclus.installation.environment import PROJECT, airflow_home, make_home
from jaarcyclus.installation.oidc import provider_of
from jaarcyclus.profile.checks.soundness import require_sound
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import Settings


def prepare(settings: Settings, environment: Mapping[str, str]) -> None:
    """Make the folders, Airflow's tables and the accounts. Raises InvalidProfile, InvalidSetting, StartFailed."""
    provider_of(settings.oidc)  # before anything is made: what is half set would leave people to passwords
    for path in sorted(settings.profielen.glob("*.yaml")):
        require_sound(load_profile(path))
    make_home(settings)
    script = PROJECT / "plugins" / "jaarcyclus_airflow" / "accounts.py"
    log = airflow_home(settings) / "logs" / "voorbereiding.log"
    if not run_logged((sys.executable, "-P", str(script)), environment, log):
        raise StartFailed(f"de voorbereiding van Airflow is mislukt; lees {log}")


def run_logged(command: Sequence[str], environment: Mapping[str, str], log: Path) -> bool:
    """Run a command of Airflow to its end, with what it says behind what is in `log`; return whether it did its work.

    Raises StoreFailed.
    """
    with open_private(log) as stream:
        done = subprocess.run(
            command, env=environment, cwd=PROJECT, stdout=stream, stderr=stream, umask=disk.OWNER_ONLY, check=False
        )
    return done.returncode == 0


def open_private(path: Path) -> IO[bytes]:
    """Open a file to write behind what is there, made for its owner only."""
    with disk.explained(path.parent):
        return open(path, "ab", opener=lambda name, flags: os.open(name, flags, 0o600))
