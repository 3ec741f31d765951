"""What SharePoint takes for a name and for a path; by Microsoft's page on restrictions and by answers seen."""

import re
from unicodedata import normalize

from graph.wire import GraphError

FORBIDDEN = re.compile(r'["*:<>?/\\|\x00-\x1f\x7f]')
RESERVED = {".lock", "con", "prn", "aux", "nul", "desktop.ini", *(f"{n}{i}" for n in ("com", "lpt") for i in range(10))}
PATH_LIMIT = 400


def check(name: str, *, folder: bool, at_root: bool) -> None:
    """Raise GraphError 400 invalidRequest when nothing may be called this."""
    lower = name.lower()
    wrong = (
        not name.strip()
        or FORBIDDEN.search(name)
        or name != name.strip()
        or name.endswith(".")
        or lower.startswith("~$")
        or (folder and lower.startswith("~"))
        or lower in RESERVED
        or "_vti_" in lower
        or (at_root and lower == "forms")
        or re.search(r"&#\w+;", name)
    )
    if wrong:
        raise GraphError(400, "invalidRequest", "The provided name cannot contain or be this.", inner="invalidPath")


def stripped(name: str) -> str:
    """Return the name without what some tenants drop from its end."""
    return name.rstrip(" .")


def check_path(path: str) -> None:
    """Raise GraphError 400 when the decoded path, with the part of the site in it, is too long."""
    if len(path) >= PATH_LIMIT:
        raise GraphError(400, "invalidRequest", "The path is too long.", inner="pathIsTooLong")


def key(name: str) -> str:
    """Return what decides whether two names are the same: capitals do not, nor how an accent is composed."""
    return normalize("NFC", normalize("NFC", name).casefold())


def numbered(name: str, number: int) -> str:
    """Return the name that `rename` makes: "nota 1.pdf" of "nota.pdf"."""
    stem, dot, extension = name.rpartition(".")
    return f"{stem} {number}{dot}{extension}" if stem else f"{name} {number}"
