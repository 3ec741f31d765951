"""Text of people as XML of ours: what XML cannot hold goes, and nothing in it is read as markup or as an escape."""

import re
from xml.sax.saxutils import escape, quoteattr

_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def as_text(text: str) -> str:
    """Return the text as the content of an element; Excel would read `_x0041_` as another sign, so that is told."""
    return escape(_ESCAPE.sub("_x005F_", _UNHELD.sub("", text)))


def as_attribute(text: str) -> str:
    """Return the text as the value of an attribute, with its quotes."""
    return quoteattr(_UNHELD.sub("", text))


def as_formula(formula: str) -> str:
    """Return a formula as the content of an element."""
    return escape(_UNHELD.sub("", formula))
