"""Filling the templates of our pages: each gets who reads it, the menu and the address of the style."""

import hashlib
from functools import cache
from typing import Any

from jaarcyclus.pages.reader import HOME, Reader
from jaarcyclus.printing.template import compile_templates, fill_template
from jaarcyclus.settings import project_root
from jaarcyclus.terms.words import MAX_SIGNS

FOLDER = "schermen"
STYLE = f"{HOME}stijl.css"
SCRIPT = f"{HOME}passkey.js"


def fill_page(name: str, reader: Reader | None, *, current: str = "", **values: Any) -> str:
    """Return a page of `templates/schermen` as HTML; `current` is the path of the page in the menu that it is of."""
    common = {"lezer": reader, "huidig": current, "stijl": style_address(), "thuis": HOME, "langst": MAX_SIGNS}
    return fill_template(f"{FOLDER}/{name}", **common, passkey_script=script_address(), **values)


def compile_pages() -> None:
    """Make every page ready to be filled."""
    compile_templates(FOLDER)


def read_style() -> bytes:
    """Return the style of all our pages."""
    return _read("stijl.css")


def read_script() -> bytes:
    """Return the one script that we have: without it a browser uses no passkey."""
    return _read("passkey.js")


def _read(name: str) -> bytes:
    return (project_root() / "templates" / FOLDER / name).read_bytes()


@cache
def style_address() -> str:
    """Return where the style is: another address when it changes, so that a browser may keep it."""
    return _address(STYLE, read_style())


@cache
def script_address() -> str:
    """Return where the script is, as `style_address`."""
    return _address(SCRIPT, read_script())


def _address(path: str, content: bytes) -> str:
    return f"{path}?v={hashlib.sha256(content).hexdigest()[:12]}"
