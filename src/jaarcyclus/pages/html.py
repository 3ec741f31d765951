"""Filling the templates of our pages: each gets who reads it, the menu and the address of the style."""

import hashlib
from functools import cache
from typing import Any

from jaarcyclus.pages.reader import HOME, Reader
from jaarcyclus.printing.template import fill_template
from jaarcyclus.settings import project_root

STYLE = f"{HOME}stijl.css"


def fill_page(name: str, reader: Reader | None, *, current: str = "", **values: Any) -> str:
    """Return a page of `templates/schermen` as HTML; `current` is the path of the page in the menu that it is of."""
    return fill_template(f"schermen/{name}", lezer=reader, huidig=current, stijl=style_address(), thuis=HOME, **values)


def read_style() -> bytes:
    """Return the style of all our pages."""
    return (project_root() / "templates" / "schermen" / "stijl.css").read_bytes()


@cache
def style_address() -> str:
    """Return where the style is: another address when it changes, so that a browser may keep it."""
    return f"{STYLE}?v={hashlib.sha256(read_style()).hexdigest()[:12]}"
