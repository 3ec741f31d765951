"""The generated passwords and who is who in Airflow: two files, the first for the owner's eyes only.

`var/wachtwoorden` is read by the person who installs (to hand the passwords out), by the inbox and by the
demo; `var/airflow_gebruikers.json` maps an account to the number Airflow knows it by.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from jaarcyclus.airflow_omgeving import write_private
from jaarcyclus.errors import OnbekendeSleutel
from jaarcyclus.settings import Settings


def passwords_path(settings: Settings) -> Path:
    """Return where the passwords lie, readable by the owner only."""
    return settings.var / "wachtwoorden"


def user_ids_path(settings: Settings) -> Path:
    """Return where the user ids lie."""
    return settings.var / "airflow_gebruikers.json"


def read(settings: Settings) -> dict[str, str]:
    """Return password by account name; empty before the first start."""
    path = passwords_path(settings)
    if not path.exists():
        return {}
    return dict(regel.split(maxsplit=1) for regel in path.read_text().splitlines() if regel.strip())


def write(settings: Settings, by_name: Mapping[str, str]) -> None:
    """Replace the file: one line per account, name and password."""
    breedte = max(map(len, by_name), default=0)
    regels = [f"{naam:<{breedte}}  {wachtwoord}\n" for naam, wachtwoord in sorted(by_name.items())]
    write_private(passwords_path(settings), "".join(regels))


def write_user_ids(settings: Settings, by_name: Mapping[str, str]) -> None:
    """Replace the map from an account's name to Airflow's id."""
    write_private(user_ids_path(settings), json.dumps(by_name, indent=1, sort_keys=True))


def user_id(settings: Settings, account: str) -> str:
    """Return Airflow's id of this account.

    Raises OnbekendeSleutel when there is none: a seat that nobody can answer would wait for ever.
    """
    ids: dict[str, str] = json.loads(user_ids_path(settings).read_text())
    if account not in ids:
        raise OnbekendeSleutel(
            f"'{account}' heeft geen account in Airflow; start Jaarcyclus opnieuw met `jaarcyclus start`, "
            "dan worden de accounts van het profiel aangemaakt"
        )
    return ids[account]
