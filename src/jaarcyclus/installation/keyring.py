"""The secrets that services in containers share: made once, in one file, and refused when absent, weak or public.

On one machine `installation.credentials` makes each secret at its first use; services in containers cannot, since
each would make its own. Nothing here is ever printed or logged: a sentence names a secret, never its value.
"""

import base64
import binascii
import re
import secrets
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from jaarcyclus import disk
from jaarcyclus.errors import InvalidSetting, Refused

PREFIX = "JAARCYCLUS_GEHEIM_"
FERNET, JWT, SESSION = "FERNET", "JWT", "SESSIE"
SUPERUSER, AIRFLOW, LEDGER, QUEUE = "BEHEER", "AIRFLOW", "LOGBOEK", "WACHTRIJ"
SECRETS = MappingProxyType(
    {
        FERNET: "versleutelt wat Airflow geheim bewaart",
        JWT: "ondertekent de toegang van taken tot de API-server",
        SESSION: "ondertekent de sessies van mensen (Airflow en FAB lezen dezelfde)",
        SUPERUSER: "wachtwoord van de beheerder van PostgreSQL; alleen PostgreSQL en init krijgen het",
        AIRFLOW: "wachtwoord van Airflow voor zijn eigen database",
        LEDGER: "wachtwoord van Jaarcyclus voor de database van het logboek",
        QUEUE: "wachtwoord van Redis",
    }
)
"""What there is, and in Dutch what for; in the file each has `PREFIX` before its name."""

_LEAST_CHARACTERS = 32  # chosen: 24 random bytes written as text
_LEAST_DIFFERENT = 12  # chosen: of 32 random characters fewer never happens, of one that somebody typed often
# Only what is long enough to pass otherwise: the keys that Airflow's pages, and who copied them, hand out.
_PUBLIC = frozenset(
    {
        "81HqDtbqAywKSOumSha3BhWNOdQ26slT6K0YaZeZyPs=",
        "46BKJoQYlPPOexq0OhDZnIlNepKFf87WFwLbfzqDDho=",
    }
)
_PLACEHOLDER = re.compile("change|default|example|secret|password|wachtwoord|geheim|airflow|jaarcyclus", re.IGNORECASE)
_URL_SAFE = re.compile("[A-Za-z0-9_=-]+")  # a password stands in an address, and in a file that compose reads
_HEAD = (
    "# De geheimen van deze installatie. Bewaar een kopie op een veilige plaats, los van de reservekopie van de\n"
    "# database: zonder FERNET is niet te lezen wat Airflow versleutelde. Zet dit bestand nooit in git.\n"
)


def write(path: Path) -> None:
    """Write a file with a fresh secret for everything, for its owner only.

    Raises Refused when something of that name is there already, whatever it is, and StoreFailed.
    """
    lines = (f"# {what}\n{PREFIX}{name}={_fresh()}\n" for name, what in SECRETS.items())
    if not disk.write_new(path, (_HEAD + "".join(lines)).encode()):
        raise Refused(
            "GEHEIMEN_BESTAAN",
            f"{path} bestaat al; er is niets geschreven. Een installatie houdt haar geheimen. Is dit een nieuwe "
            "installatie, geef dan een andere plaats op met --naar, of verplaats eerst dat bestand.",
        )


def require(environ: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Return the secrets of these names. Raises InvalidSetting that tells of each what is wrong with it."""
    found = {name: environ.get(f"{PREFIX}{name}", "") for name in names}
    faults = [f"{PREFIX}{name} {fault}" for name, value in found.items() if (fault := _fault(name, value, found))]
    if faults:
        raise InvalidSetting(
            f"Deze dienst start niet: {'; '.join(faults)}. Maak geheimen met `jaarcyclus geheimen maak` en geef het "
            "bestand .env aan compose."
        )
    return found


def _fault(name: str, value: str, found: Mapping[str, str]) -> str | None:
    if not value:
        return "ontbreekt"
    if value in _PUBLIC or _PLACEHOLDER.search(value):
        return "is een bekende waarde die iedereen kan lezen"
    if len(value) < _LEAST_CHARACTERS or len(set(value)) < _LEAST_DIFFERENT:
        return f"is te makkelijk te raden; een geheim heeft minstens {_LEAST_CHARACTERS} willekeurige tekens"
    if not _URL_SAFE.fullmatch(value):
        return "heeft andere tekens dan letters, cijfers, - en _"
    if name == FERNET and not _is_fernet_key(value):
        return "is geen sleutel van Fernet (32 bytes in base64)"
    return "is gelijk aan een ander geheim" if _repeats(value, found.values()) else None


def _repeats(value: str, values: Collection[str]) -> bool:
    return list(values).count(value) > 1


def _is_fernet_key(value: str) -> bool:
    try:
        return len(base64.b64decode(value, altchars=b"-_", validate=True)) == 32
    except binascii.Error:
        return False


def _fresh() -> str:
    """Return 32 random bytes in base64: also what Fernet takes."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
