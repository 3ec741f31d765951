"""What a number format makes of a number for who looks at the sheet; and a workbook with its formats and no decoration.

Runs in the child process (`intake.reader`), so it imports nothing of ours. Colours, borders, fonts and fills decide no
figure, and the library refuses a whole workbook for one that it does not know: they are left out before it reads.
"""

import re
from io import BytesIO
from xml.parsers import expat
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

_STYLES = "xl/styles.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # shown as it stands, blanks, or a colour and condition
_DIGIT = re.compile(r"[0#?]")
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_MAX_FORMATS = 70_000  # Excel's own limit is 65.490
_EMPTY = "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"


def kind_of_number(value: float, number_format: str) -> str:
    """Return `getal`, `procent` when it is shown times hundred, `verhuld` when something else than it is shown."""
    section = _section(value, number_format)
    if "%" in section:
        return "procent"
    if section.strip().lower() in ("general", "standaard", "@"):
        return "getal"
    shown = _DIGIT.search(section) is not None and _SCALED.search(section) is None
    return "getal" if shown else "verhuld"


def _section(value: float, number_format: str) -> str:
    """Return the part of the format that this number is shown by, without what is literal in it."""
    parts = _LITERAL.sub("", number_format).split(";")
    if len(parts) == 1:
        return parts[0]
    if value < 0:
        return parts[1]
    return parts[2] if value == 0 and len(parts) > 2 else parts[0]


def only_formats(content: bytes) -> bytes:
    """Return the workbook with styles that hold number formats alone; as it is when it has none that can be read."""
    with ZipFile(BytesIO(content)) as source:
        if _STYLES not in source.namelist():
            return content
        styles = _plain_styles(source.read(_STYLES))
        target = BytesIO()
        with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as plain:
            for info in source.infolist():
                plain.writestr(info, styles if info.filename == _STYLES else source.read(info))
    return target.getvalue()


def _plain_styles(content: bytes) -> bytes:
    walk = _Styles()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.Parse(content, True)
    formats = "".join(f"<numFmt numFmtId='{key}' formatCode={quoteattr(code)}/>" for key, code in walk.codes.items())
    cells = "".join(f"<xf numFmtId='{key}'/>" for key in walk.cells or ["0"])
    return (
        f"<styleSheet xmlns='{_MAIN}'><numFmts>{formats}</numFmts>{_EMPTY}"
        f"<cellStyleXfs><xf numFmtId='0'/></cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>"
    ).encode()


class _Styles:
    """The formats by number, and the number of each style of a cell, in order."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.codes: dict[str, str] = {}
        self.cells: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        number = attributes.get("numFmtId", "0")
        number = number if number.isascii() and number.isdigit() and len(number) < 6 else "0"
        if name == "numFmt" and self.path[-1:] == ["numFmts"]:
            self.codes[number] = attributes.get("formatCode", "")
        elif name == "xf" and self.path[-1:] == ["cellXfs"] and len(self.cells) < _MAX_FORMATS:
            self.cells.append(number)
        self.path.append(name)

    def end(self, _: str) -> None:
        self.path.pop()
