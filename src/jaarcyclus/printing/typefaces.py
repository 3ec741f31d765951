"""Which signs our own typefaces draw, and which files those are: a page is never drawn by a typeface that is not ours.

Liberation Sans and DejaVu Sans come with the machine. A sign that neither has would be drawn by whatever else is
installed, and then the same page has other bytes elsewhere. Which signs they have is written down in
`data/drawn_signs.txt` and not asked of their files, so that a newer typeface draws the same page. Nor does it matter
what fontconfig is told on this machine, or by its user: it reads `data/fonts.conf` only.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from jaarcyclus.errors import MissingTypeface
from jaarcyclus.terms import canonical

# Family and style, as `templates/document.css` asks for them; a page has no italics.
TYPEFACES = (
    ("Liberation Sans", "Regular"),
    ("Liberation Sans", "Bold"),
    ("DejaVu Sans", "Book"),
    ("DejaVu Sans", "Bold"),
    ("DejaVu Sans Mono", "Book"),
)
CONFIGURATION = Path(__file__).with_name("data") / "fonts.conf"
_ASKED = ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT")
_DRAWN_FILE = Path(__file__).with_name("data") / "drawn_signs.txt"


def show_undrawn(html: str) -> str:
    """Return the page with each sign that our typefaces do not draw, or draw as nothing, as `[U+33A1]`."""
    return _undrawn().sub(lambda match: f"[U+{ord(match[0]):04X}]", html)


def drawn_signs() -> Iterator[range]:
    """Yield the code points that are drawn, in regular and in bold, range by range.

    A break that we put in a long word is one of them (U+200B); a sign that the printing library gives to a typeface
    for pictures (U+2614) is not, nor is anything beyond the basic plane.
    """
    for line in _DRAWN_FILE.read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        yield range(int(first, 16), int(last or first, 16) + 1)


@cache
def fingerprint() -> str:
    """Return one SHA-256 over the files of our typefaces: outlines of another release are other bytes.

    Raises MissingTypeface when one is not installed: another would be taken for it in silence.
    """
    return canonical.sha256("".join(canonical.sha256(path.read_bytes()) for path in find_typefaces()).encode())


@cache
def find_typefaces() -> tuple[Path, ...]:
    """Return the file of each typeface, in the order of `TYPEFACES`. Raises MissingTypeface."""
    return tuple(_find(family, style) for family, style in TYPEFACES)


def configuration() -> Any:
    """Return WeasyPrint's configuration of fonts, one for each document, from our own file."""
    from weasyprint.text.fonts import FontConfiguration

    with _own_configuration():
        return FontConfiguration()


@contextmanager
def _own_configuration() -> Iterator[None]:
    """Let fontconfig find our file: it asks the environment for it, and nothing else tells it."""
    before = {name: os.environ.pop(name) for name in _ASKED if name in os.environ}
    os.environ["FONTCONFIG_FILE"] = str(CONFIGURATION)
    try:
        yield
    finally:
        del os.environ["FONTCONFIG_FILE"]
        os.environ.update(before)


@cache
def _undrawn() -> re.Pattern[str]:
    drawn = "".join(f"{re.escape(chr(signs[0]))}-{re.escape(chr(signs[-1]))}" for signs in drawn_signs())
    return re.compile(f"[^{drawn}]")


def _find(family: str, style: str) -> Path:
    from weasyprint.text.ffi import ffi, fontconfig

    with _own_configuration():
        config = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    pattern = ffi.gc(fontconfig.FcPatternCreate(), fontconfig.FcPatternDestroy)
    fontconfig.FcPatternAddString(pattern, b"family", family.encode())
    fontconfig.FcPatternAddString(pattern, b"style", style.encode())
    fontconfig.FcConfigSubstitute(config, pattern, fontconfig.FcMatchPattern)
    fontconfig.FcDefaultSubstitute(pattern)
    found = ffi.gc(fontconfig.FcFontMatch(config, pattern, ffi.new("FcResult *")), fontconfig.FcPatternDestroy)
    if found == ffi.NULL or (_read(found, b"family"), _read(found, b"style")) != (family, style):
        raise MissingTypeface(
            f"Het lettertype {family} ({style}) ontbreekt op deze machine; installeer fonts-liberation en "
            "fonts-dejavu-core (Debian, Ubuntu)."
        )
    return Path(_read(found, b"file"))


def _read(pattern: Any, key: bytes) -> str:
    from weasyprint.text.ffi import ffi, fontconfig

    value = ffi.new("FcChar8 **")
    fontconfig.FcPatternGetString(pattern, key, 0, value)
    return "" if value[0] == ffi.NULL else ffi.string(value[0]).decode()
