"""Reads a PDF back as a reader would: its words, its outline, its tables."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import page
import pikepdf
import pypdf


def read_pages(content: bytes) -> list[str]:
    """Return the words of each page, each run of white space one space."""
    return [" ".join(leaf.extract_text().split()) for leaf in pypdf.PdfReader(BytesIO(content)).pages]


def read_text(content: bytes) -> str:
    return " ".join(read_pages(content))


_FOOT_PT = 45  # below it stands the page number, above it what a page says


def read_last_lines(content: bytes) -> list[tuple[str, bool]]:
    """Return of each page the words of its lowest line, and whether all of them are bold."""
    return [_last_line(leaf) for leaf in pypdf.PdfReader(BytesIO(content)).pages]


def _last_line(leaf: Any) -> tuple[str, bool]:
    found: list[tuple[float, str, bool]] = []

    def visit(text: str, matrix: list[float], place: list[float], font: Any, _: float) -> None:
        height = place[4] * matrix[1] + place[5] * matrix[3] + matrix[5]
        if text.strip() and height > _FOOT_PT:
            found.append((round(height), text.strip(), "Bold" in str((font or {}).get("/BaseFont"))))

    leaf.extract_text(visitor_text=visit)
    line = [item for item in found if item[0] == min(height for height, *_ in found)]
    return " ".join(text for _, text, _ in line), all(bold for *_, bold in line)


def read_outline(content: bytes) -> list[str]:
    """Return the titles of the bookmarks of the first level."""
    outline = pypdf.PdfReader(BytesIO(content)).outline
    return [str(item.title) for item in outline if not isinstance(item, list)]


def read_tables(content: bytes) -> list[tuple[set[str], set[str]]]:
    """Return per tagged table the ids of its header cells and the ids that its data cells name as their headers."""
    with pikepdf.open(BytesIO(content)) as document:
        tables = [element for element in walk(document.Root.StructTreeRoot.K[0]) if element.get("/S") == "/Table"]
        return [(_ids(table), _named(table)) for table in tables]


def _ids(table: Any) -> set[str]:
    return {str(cell.get("/ID")) for cell in walk(table) if cell.get("/S") == "/TH"}


def _named(table: Any) -> set[str]:
    cells = [cell for cell in walk(table) if cell.get("/S") == "/TD" and "/A" in cell]
    return {str(name) for cell in cells for name in cell.A.get("/Headers", [])}


def walk(element: Any) -> Iterator[Any]:
    """Yield a tag and all below it, in the order in which they are read aloud."""
    yield element
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield from walk(child)


_LABELS = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)


def label_faults(content: bytes) -> list[str]:
    """Return why this is no PDF/A-3a or PDF/UA-1, by a checker that is not ours; [] when it is both."""
    reports = ((label.value, page.validate_pdf_bytes(content, profile=label)) for label in _LABELS)
    return [f"{label} {item.rule_id}: {item.message}" for label, report in reports for item in report.failures]
