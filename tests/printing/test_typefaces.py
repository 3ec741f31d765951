"""Only our own typefaces draw a page, and what they do not draw is told."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from builders.typeface import install_other
from jaarcyclus.errors import MissingTypeface
from jaarcyclus.printing import pdf, typefaces
from jaarcyclus.terms.canonical import sha256

ROOT = Path(__file__).resolve().parents[2]
STYLE = '<style>p { font: 10pt "Liberation Sans", "DejaVu Sans" }</style>'


def page(text: str) -> str:
    head = f"<title>Proef</title>{STYLE}"
    return f'<!doctype html><html lang="nl"><head>{head}</head><body><p>{text}<p><b>{text}</b></body></html>'


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Kosten per ㎡", "Kosten per [U+33A1]"),
        ("≤ 3 m², één coöperatie, Ķ, € 5 → 6", "≤ 3 m², één coöperatie, Ķ, € 5 → 6"),
        ("日本", "[U+65E5][U+672C]"),
        ("regen ☔, wijs ☝, toets 1⃣", "regen [U+2614], wijs [U+261D], toets 1[U+20E3]"),
        ("hart ❤\ufe0f", "hart ❤[U+FE0F]"),
        ("me\u00addewerker", "me[U+00AD]dewerker"),
        ("een\nregel\tverder\u00a0en\u200bbreek", "een\nregel\tverder\u00a0en\u200bbreek"),
    ],
)
def test_a_sign_that_is_not_drawn_is_printed_as_its_code_point(written: str, printed: str) -> None:
    assert typefaces.show_undrawn(written) == printed


def test_another_typeface_on_the_machine_changes_no_byte(tmp_path: Path) -> None:
    """Of every range of the list the first and last sign, and signs outside it; regular and bold."""
    ends = {sign for signs in typefaces.drawn_signs() for sign in (signs[0], signs[-1]) if chr(sign) not in "\t\n&<"}
    text = " ".join(map(chr, sorted(ends))) + " ㎡ 日 ☔ ☝ 1⃣ ❤\ufe0f"
    other = f"typefaces.CONFIGURATION = pathlib.Path({str(install_other(tmp_path))!r})"

    assert print_elsewhere(tmp_path, text, other, {}) == sha256(pdf.render(page(text), day=date(2026, 5, 8)))


# What a user may have said of typefaces: each changes bytes where it is heard.
RULES = {
    "another typeface for Dutch": '<match target="pattern">'
    '<test name="lang" compare="contains"><string>nl</string></test>'
    '<edit name="family" mode="prepend" binding="strong"><string>DejaVu Sans Mono</string></edit></match>',
    "bold for regular": '<match target="pattern"><test name="weight"><const>regular</const></test>'
    '<edit name="weight" mode="assign"><const>bold</const></edit></match>',
    "other features": '<match target="font"><edit name="fontfeatures" mode="append"><string>-kern</string></edit>'
    '<edit name="fontvariations" mode="assign"><string>wght=700</string></edit></match>',
}
USERS_CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>{rule}</fontconfig>"""


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("where", ["in the home of the user", "in the environment"])
def test_what_fontconfig_is_told_on_a_machine_changes_no_byte(tmp_path: Path, rule: str, where: str) -> None:
    """`bouw` could not name it: the same page would have other bytes elsewhere while `bouw` is equal."""
    config = tmp_path / "fontconfig" / "fonts.conf"
    config.parent.mkdir()
    config.write_text(USERS_CONFIG.format(rule=rule))
    told = {"XDG_CONFIG_HOME": str(tmp_path)}
    if where == "in the environment":
        config.write_text(USERS_CONFIG.format(rule=f"<include>/etc/fonts/fonts.conf</include>{rule}"))
        told = {"FONTCONFIG_FILE": str(config)}

    deaf = print_elsewhere(tmp_path, "Lasten 2027", "", told)
    heard = print_elsewhere(tmp_path, "Lasten 2027", _AS_FONTCONFIG_IS_TOLD, told)

    assert deaf == sha256(pdf.render(page("Lasten 2027"), day=date(2026, 5, 8)))
    assert heard != deaf


_AS_FONTCONFIG_IS_TOLD = "import contextlib; typefaces._own_configuration = contextlib.nullcontext"


def print_elsewhere(folder: Path, text: str, first: str, told: dict[str, str]) -> str:
    """Return the SHA-256 of a page that another process prints, with more in its environment."""
    (folder / "page.html").write_text(page(text), encoding="utf-8")
    script = (
        "import sys, pathlib, datetime\n"
        "from jaarcyclus.printing import pdf, typefaces\n"
        "from jaarcyclus.terms.canonical import sha256\n"
        f"{first}\n"
        "html = pathlib.Path(sys.argv[1]).read_text(encoding='utf-8')\n"
        "print(sha256(pdf.render(html, day=datetime.date(2026, 5, 8))))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", script, folder / "page.html"],
        env={**os.environ, **told, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_PATH", "/van/iemand")
    before = dict(os.environ)
    typefaces.configuration()

    assert dict(os.environ) == before


def test_the_installed_typefaces_draw_every_sign_of_the_list() -> None:
    """In regular and in bold; a newer release may draw more, and must not draw less."""
    regular, bold, book, book_bold, _ = (
        set(TTFont(path, lazy=True).getBestCmap()) for path in typefaces.find_typefaces()
    )
    signs = {sign for signs in typefaces.drawn_signs() for sign in signs} - set(b"\t\n")

    assert signs - (regular | book) == set()
    assert signs - (bold | book_bold) == set()
    assert len(signs) > 5_000


def test_a_typeface_that_is_not_installed_is_missed() -> None:
    """The machine would take another for it, and say nothing."""
    with pytest.raises(MissingTypeface, match=r"installeer fonts-liberation"):
        typefaces._find("Liberation Sans", "Zwierig")
