"""Passwords, keys and who is who in Airflow: what only the owner of the installation may read.

`var/wachtwoorden` is read by the person who installs (to hand the passwords out), by the inbox and by the demo; it
holds what a start issued, and `-` for who has another password by now, so that no line in it is stale;
`var/airflow_gebruikers.json` maps an account to the number Airflow knows it by; `var/geheimen/` holds generated keys.
"""

import json
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from jaarcyclus import disk
from jaarcyclus.errors import StartFailed, UnknownKey
from jaarcyclus.settings import Settings

_ELSEWHERE = "-"
_lock = threading.Lock()  # two people who choose at once: the API server is one process


def passwords_path(settings: Settings) -> Path:
    """Return where the passwords lie, readable by the owner only."""
    return settings.var / "wachtwoorden"


def user_ids_path(settings: Settings) -> Path:
    """Return where the user ids lie."""
    return settings.var / "airflow_gebruikers.json"


def read(settings: Settings) -> dict[str, str]:
    """Return password by account name, without who chose an own one; empty before the first start."""
    return {name: password for name, password in _lines(settings).items() if password != _ELSEWHERE}


def password_of(settings: Settings, account: str) -> str:
    """Return the password that a start issued to this account. Raises StartFailed when there is none."""
    if password := read(settings).get(account):
        return password
    raise StartFailed(
        f"in {passwords_path(settings)} staat geen wachtwoord van {account}; start Jaarcyclus opnieuw, dan komt het er "
        "(in containers: docker compose up -d)"
    )


def known_elsewhere(settings: Settings) -> frozenset[str]:
    """Return the accounts whose password only their holders know."""
    return frozenset(name for name, password in _lines(settings).items() if password == _ELSEWHERE)


def known_accounts(settings: Settings) -> frozenset[str]:
    """Return every account that a start made."""
    return frozenset(_lines(settings))


def forget(settings: Settings, account: str) -> None:
    """Take the password of this account out of the file: it has another by now."""
    with _lock:
        write(settings, _lines(settings) | {account: _ELSEWHERE})


def _lines(settings: Settings) -> dict[str, str]:
    path = passwords_path(settings)
    if not path.exists():
        return {}
    return dict(line.split(maxsplit=1) for line in path.read_text().splitlines() if line.strip())


def write(settings: Settings, by_name: Mapping[str, str], elsewhere: Iterable[str] = ()) -> None:
    """Replace the file: one line per account, name and password, or that the holder of an account alone knows it."""
    by_name = {**dict.fromkeys(elsewhere, _ELSEWHERE), **by_name}
    width = max(map(len, by_name), default=0)
    lines = [f"{name:<{width}}  {password}\n" for name, password in sorted(by_name.items())]
    disk.write(passwords_path(settings), "".join(lines).encode())


def write_user_ids(settings: Settings, by_name: Mapping[str, str]) -> None:
    """Replace the map from an account's name to Airflow's id."""
    disk.write(user_ids_path(settings), json.dumps(by_name, indent=1, sort_keys=True).encode())


def user_id(settings: Settings, account: str) -> str:
    """Return Airflow's id of this account.

    Raises UnknownKey when there is none: a seat that nobody can answer would wait for ever.
    """
    ids: dict[str, str] = json.loads(user_ids_path(settings).read_text())
    if account not in ids:
        raise UnknownKey(
            f"'{account}' heeft geen account in Airflow; start Jaarcyclus opnieuw met `jaarcyclus start`, "
            "dan worden de accounts van het profiel aangemaakt"
        )
    return ids[account]


def read_secret(settings: Settings, name: str) -> str:
    """Return the generated secret of this name, making it at first use: 32 random bytes, base64."""
    return disk.read_secret(settings.geheimen / name)
