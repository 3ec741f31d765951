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
    (tmp_path / "page.html").write_text(page(text), encoding="utf-8")
    script = (
        "import sys, pathlib, datetime\n"
        "from jaarcyclus.printing import pdf\n"
        "from jaarcyclus.terms.canonical import sha256\n"
        "html = pathlib.Path(sys.argv[1]).read_text(encoding='utf-8')\n"
        "print(sha256(pdf.render(html, day=datetime.date(2026, 5, 8))))\n"
    )

    elsewhere = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "page.html"],
        env={**os.environ, "FONTCONFIG_FILE": str(install_other(tmp_path)), "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert elsewhere.strip() == sha256(pdf.render(page(text), day=date(2026, 5, 8)))


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
