"""A typeface of somebody else: it claims every sign, also the pictures, and draws a square for each."""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

_SIGNS = (*range(0x20, 0xD800), *range(0xE000, 0x10000), *range(0x1F000, 0x1FB00))
_CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{folder}</dir>
<cachedir>{folder}/cache</cachedir></fontconfig>"""


def install_other(folder: Path) -> Path:
    """Make the typeface in `folder`, and return a configuration of fontconfig that has it beside the machine's own."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square"])
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language, table.cmap = 3, 10, 0, dict.fromkeys(_SIGNS, "square")
    builder.font["cmap"] = newTable("cmap")
    builder.font["cmap"].tableVersion, builder.font["cmap"].tables = 0, [table]
    builder.setupGlyf(dict.fromkeys((".notdef", "square"), _square()))
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "square"), (800, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    # What Debian's configuration prefers for pictures.
    builder.setupNameTable({"familyName": "Noto Color Emoji", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(folder / "other.ttf")
    config = folder / "fonts.conf"
    config.write_text(_CONFIG.format(folder=folder))
    return config


def _square() -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 700), (700, 700), (700, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()
