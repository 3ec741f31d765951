"""What a file or folder may be called in SharePoint, and how a name is written in an address.

The rules are Microsoft's ("Restrictions and limitations in OneDrive and SharePoint"). They are asked before anything
is sent: SharePoint takes some names in silence under another spelling.
"""

import re
from unicodedata import normalize
from urllib.parse import quote, unquote

MAX_PATH = 400
"""A decoded path, the part of the site included, has fewer signs than this."""

_SIGNS = re.compile(r'["*:<>?/\\|]')
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
_ENTITY = re.compile(r"&#[0-9a-zA-Z]*;?")
_RESERVED = re.compile(r"(?:\.lock|CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9]|desktop\.ini)", re.IGNORECASE)


def find_fault(name: str, *, is_folder: bool = False, at_root: bool = False) -> str | None:
    """Return in Dutch what is wrong with a name and what to do, or None. `at_root`: directly in the library."""
    cause = _fault_of_signs(name) or _fault_of_place(name, is_folder=is_folder, at_root=at_root)
    return f"de naam {cause}" if cause else None


def _fault_of_signs(name: str) -> str | None:
    if not name:
        return "is leeg; kies een naam"
    if _CONTROL.search(name):
        return "bevat een onzichtbaar teken; haal dat weg"
    if found := _SIGNS.search(name):
        return f"bevat {found[0]}; haal dat teken weg"
    if _ENTITY.search(name):
        return "bevat &#; haal die tekens weg"
    if name != name.strip() or name.endswith("."):
        return "begint of eindigt met een spatie, of eindigt op een punt; haal dat weg"
    return None


def _fault_of_place(name: str, *, is_folder: bool, at_root: bool) -> str | None:
    if name.startswith("~$") or (is_folder and name.startswith("~")):
        return "begint met ~; kies een ander begin"
    if _RESERVED.fullmatch(name) or "_vti_" in name.lower():
        return "is van Windows of SharePoint zelf; kies een andere"
    if at_root and name.lower() == "forms":
        return "is in de bibliotheek zelf al vergeven; kies een andere"
    return None


def find_path_fault(folder_url: str, name: str) -> str | None:
    """Return in Dutch that the path below the address of a folder becomes too long, or None."""
    path = unquote(folder_url.partition("://")[2].partition("/")[2]).rstrip("/")
    length = len(path) + 1 + len(name)
    if length < MAX_PATH:
        return None
    return f"het hele pad is {length} tekens lang, en SharePoint neemt er {MAX_PATH - 1}; kies een kortere map of naam"


def is_same(one: str, other: str) -> bool:
    """Return whether SharePoint takes two names for one, whatever their capitals.

    Nor does it tell apart how a letter with an accent is composed (onedrive-api-docs 351, rclone 8634).
    """
    return key(one) == key(other)


def key(name: str) -> str:
    """Return what names that are the same have in common."""
    return normalize("NFC", normalize("NFC", name).casefold())


def in_address(segment: str) -> str:
    """Return one segment of a path as it stands in an address: every sign that could end or split it is encoded."""
    return quote(segment, safe="")
