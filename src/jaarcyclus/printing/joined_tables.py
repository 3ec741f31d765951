"""Makes one table of what WeasyPrint tags as one a page: it is heard once, under its caption and one head.

Every table of ours has a caption, so one without goes on from the table before it. The head that is repeated on the
page is for the eye: its elements leave the tree, and `printing.pdf` marks what is in no tree as running text.
"""

from collections.abc import Iterator
from typing import Any


def join_tables(pdf: Any) -> None:
    """Move the rows of each table without caption to the one before it, in the tree of a pikepdf.Pdf."""
    document = pdf.Root.StructTreeRoot.K[0]
    whole = None
    for table in list(_tables(document)):
        if whole is None or not _goes_on(whole, table):
            whole = table
            continue
        _append(whole, table)
        _take_out(table)
        table.P = document  # in no tree any more, and leading nowhere else


def _tables(element: Any) -> Iterator[Any]:
    for item in _children(element):
        if item.S == "/Table":
            yield item
        else:
            yield from _tables(item)


def _children(element: Any) -> list[Any]:
    return [item for item in element.get("/K", []) if hasattr(item, "keys") and "/S" in item]


def _part(table: Any, kind: str) -> Any:
    return next((item for item in _children(table) if kind == item.S), None)


def _goes_on(whole: Any, table: Any) -> bool:
    """Return whether the second only continues the first; beside a row as high as a page no head is repeated."""
    return (
        _part(table, "/Caption") is None
        and _part(whole, "/TBody") is not None
        and len(_head_names(table)) in (0, len(_head_names(whole)))
    )


def _append(whole: Any, table: Any) -> None:
    """Move the rows, and let them name the head that stays."""
    renamed = dict(zip(_head_names(table), _head_names(whole), strict=False))  # none where no head is repeated
    body = _part(whole, "/TBody")
    for row in _children(_part(table, "/TBody") or {}):
        row.P = body
        body.K.append(row)
        for cell in _children(row):
            _rename_headers(cell, renamed)


def _head_names(table: Any) -> list[str]:
    rows = _children(_part(table, "/THead") or {})
    return [str(cell.ID) for row in rows for cell in _children(row) if "/ID" in cell]


def _rename_headers(cell: Any, renamed: dict[str, str]) -> None:
    headers = cell.get("/A", {}).get("/Headers", [])
    for number, name in enumerate(headers):
        headers[number] = renamed.get(str(name), str(name))


def _take_out(element: Any) -> None:
    """Take an element out of its parent, and that out of its own when nothing is left in it."""
    parent = element.P
    del parent.K[next(number for number, item in enumerate(parent.K) if item.objgen == element.objgen)]
    if not len(parent.K):
        _take_out(parent)
