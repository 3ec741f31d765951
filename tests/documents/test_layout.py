"""The number of our layout: it is another one when the same order gives other bytes by our doing.

A dossier records it with its documents, so that a later release says "made with another layout" instead of calling an
honest document false. When this test fails on purpose, raise `files.LAYOUT` and write the new hash beside it.
"""

from builders.order import build_order
from jaarcyclus.documents import files
from jaarcyclus.documents.oplegnota import write_note
from jaarcyclus.documents.product import write_booklet, write_product
from jaarcyclus.documents.product_workbook import write_workbook
from jaarcyclus.terms import canonical
from jaarcyclus.terms.products import PRODUCTS

LAYOUTS = {3: "e76d3adc3f9dae8ed0aca0ddfac616e0fdf58c6a4547cbf567e624c11cb836a6"}


def layout() -> str:
    """Return one hash over every page and workbook that our sample orders give, before a PDF is printed of it."""
    hashes = []
    for product in PRODUCTS:
        for version in (0, 1):
            order = build_order(product, lines=3, version=version)
            pages = [write_product(order), *(write_booklet(order, code) for code in order.regiegroepen())]
            pages += [write_note(order, code) for code in order.gremia()]
            hashes += [canonical.sha256(page.encode()) for page in pages]
            hashes.append(canonical.sha256(write_workbook(order)))
    return canonical.sha256("".join(hashes).encode())


def test_other_bytes_have_another_number() -> None:
    assert layout() == LAYOUTS[files.LAYOUT]
