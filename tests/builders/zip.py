"""Files as an attacker sends them: workbooks whose zip or XML was written by hand."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
    'sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def sheet(rows: str = "", before: str = "") -> str:
    """The XML of a sheet with these rows."""
    return f"<worksheet {_MAIN}>{before}<sheetData>{rows}</sheetData></worksheet>"


def strings(items: str) -> str:
    """The XML of the shared strings."""
    return f"<sst {_MAIN}>{items}</sst>"


def workbook_parts(sheet_xml: str | None = None, **changes: str) -> dict[str, str]:
    """The parts of the smallest workbook with one sheet; `changes` replaces `strings` or `workbook`."""
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _RELS.format(f'<Relationship Id="r1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'),
        "xl/workbook.xml": changes.get(
            "workbook",
            f'<workbook {_MAIN} xmlns:r="{_REL}"><sheets><sheet name="Regels" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        ),
        "xl/_rels/workbook.xml.rels": _RELS.format(
            f'<Relationship Id="r1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
        ),
        "xl/worksheets/sheet1.xml": sheet_xml or sheet(),
        "xl/sharedStrings.xml": changes.get("strings", strings("")),
    }


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts in a zip, in order."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def hand_packed(parts: list[tuple[str, bytes]], *, local_size: int | None = None, flags: int = 0) -> bytes:
    """A stored zip written byte by byte, so that names may repeat and the two headers may contradict each other."""
    body, directory = b"", b""
    for name, content in parts:
        directory += _entry(name, content, flags, len(body))
        body += _part(name, content, flags, local_size)
    return body + directory + _end(len(parts), directory, body)


def overlapping() -> bytes:
    """A zip in which one part lies within another: how a few kilobytes become terabytes."""
    inner = _part("xl/b.xml", b"<b/>", 0, None)
    outer = _part("xl/a.xml", inner, 0, None)
    directory = _entry("xl/a.xml", inner, 0, 0) + _entry("xl/b.xml", b"<b/>", 0, len(outer) - len(inner))
    types = hand_packed([("[Content_Types].xml", b"x")])
    start = types.index(b"PK\1\2")
    directory += _entry("[Content_Types].xml", b"x", 0, len(outer))
    body = outer + types[:start]
    return body + directory + _end(3, directory, body)


def _part(name: str, content: bytes, flags: int, told: int | None) -> bytes:
    crc, size = zlib.crc32(content), len(content) if told is None else told
    return (
        struct.pack("<4s5H3L2H", b"PK\3\4", 20, flags, 0, 0, 33, crc, size, size, len(name), 0)
        + name.encode()
        + content
    )


def _entry(name: str, content: bytes, flags: int, offset: int) -> bytes:
    crc, size = zlib.crc32(content), len(content)
    fields = (20, 20, flags, 0, 0, 33, crc, size, size, len(name), 0, 0, 0, 0, 0, offset)
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", *fields) + name.encode()


def _end(count: int, directory: bytes, body: bytes) -> bytes:
    return struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
