"""The sheet of findings: one table that leads to each cell, for who reads it by ear or by key too.

Notes show themselves to a mouse; this table is the form that everybody can use. Headings stand in the first row, which
stays in view; no cells are merged and no row is empty. Texts are inline, so that the list of shared texts of the sender
stays as it is, and a text that begins with `=` is text.
"""

from collections.abc import Sequence
from textwrap import wrap

from jaarcyclus.marking.formats import MAIN, Formats
from jaarcyclus.marking.order import Listed
from jaarcyclus.marking.own import HEADINGS, RULE_SIGN
from jaarcyclus.marking.xml_text import as_attribute, as_formula, as_text

_WIDTHS = (14, 22, 10, 60, 24, 34, 60, 28)
_MOST = 2_000  # signs of one text
_LINE, _HIGHEST = 15, 409  # points; the latter is Excel's own limit


def make_sheet(listed: Sequence[Listed], formats: Formats | None) -> bytes:
    """Return the part of the sheet."""
    style = f' s="{formats.wrapped}"' if formats and formats.wrapped is not None else ""
    rows = [HEADINGS, *(_texts(row) for row in listed)]
    last = len(rows)
    links = "".join(_link(number, row) for number, row in enumerate(listed, 2) if row.is_there)
    return "".join(
        (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">',
            '<sheetPr><tabColor rgb="FF9C0006"/><pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="A1:H{last}"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
            'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>',
            f"<cols>{''.join(_column(number, width) for number, width in enumerate(_WIDTHS, 1))}</cols>",
            f"<sheetData>{''.join(_row(number, texts, style) for number, texts in enumerate(rows, 1))}</sheetData>",
            _looks(last, formats) if formats else "",
            f"<hyperlinks>{links}</hyperlinks>" if links else "",
            '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>',
            '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/></worksheet>',
        )
    ).encode()


def _texts(row: Listed) -> tuple[str, ...]:
    kind = "fout" if row.severe else "waarschuwing"
    place = row.area or ("Ga naar het blad" if row.is_there else "")
    whole = row.sheet or "Het hele bestand"
    return (kind, whole, place, row.message, row.value, row.expected, row.remedy, row.code)


def _column(number: int, width: int) -> str:
    return f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'


def _row(number: int, texts: Sequence[str], style: str) -> str:
    cells = "".join(
        f'<c r="{letter}{number}"{style} t="inlineStr"><is><t xml:space="preserve">{as_text(text[:_MOST])}</t></is></c>'
        for letter, text in zip("ABCDEFGH", texts, strict=True)
        if text
    )
    height = _LINE * max(_count_lines(text, width) for text, width in zip(texts, _WIDTHS, strict=True))
    return f'<row r="{number}" ht="{min(height, _HIGHEST)}" customHeight="1">{cells}</row>'


def _count_lines(text: str, width: int) -> int:
    """Told in the file: LibreOffice makes no room by itself in a workbook that it saved before."""
    return sum(max(len(wrap(line, width)), 1) for line in text[:_MOST].splitlines()) or 1


def _looks(last: int, formats: Formats) -> str:
    """The headings and links by differing formats: a cell format of their own would need more of his part changed."""
    looks = [("A1:H1", formats.heading, "TRUE")]
    if last > 1:
        looks += [
            (f"C2:C{last}", formats.link, "LEN(C2)>0"),
            (f"A2:A{last}", formats.fault, 'A2="fout"'),
            (f"A2:A{last}", formats.warning, 'A2="waarschuwing"'),
        ]
    return "".join(
        f'<conditionalFormatting sqref="{area}"><cfRule type="expression" dxfId="{style}" priority="{number}">'
        f"<formula>{as_formula(f'AND({RULE_SIGN},{condition})')}</formula></cfRule></conditionalFormatting>"
        for number, (area, style, condition) in enumerate(looks, 1)
    )


def _link(number: int, row: Listed) -> str:
    place = row.area or "A1"
    doubled = row.sheet.replace("'", "''")
    location, told = f"'{doubled}'!{place}", f"Ga naar {row.sheet} {place}"
    return (
        f'<hyperlink ref="C{number}" location={as_attribute(location)} tooltip={as_attribute(told)} '
        f"display={as_attribute(place)}/>"
    )
