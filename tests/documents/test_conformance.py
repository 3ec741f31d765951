"""Every kind of document is what its label says: PDF/A-3a (it keeps) and PDF/UA-1 (it can be read aloud).

Checked by `page-validation`, which is young and no veraPDF; a label that this checker denies is not printed.
"""

import pytest

from builders.order import build_order
from builders.pdf import label_faults as faults
from builders.pdf import read_tables
from jaarcyclus.documents.files import make_documents
from jaarcyclus.printing import pdf
from jaarcyclus.terms.products import PRODUCTS


@pytest.mark.parametrize("product", PRODUCTS)
def test_product_booklets_and_notes_are_what_they_say(product: str) -> None:
    made = make_documents(build_order(product, lines=3))

    assert {name: faults(content) for name, content in made.items() if name.endswith(".pdf") and faults(content)} == {}


def test_every_table_has_heads_that_its_cells_name() -> None:
    """No checker that we know sees head cells that are none (docs/decisions/0016-one-checker-of-labels.md)."""
    made = make_documents(build_order(lines=3))

    tables = [table for name, content in made.items() if name.endswith(".pdf") for table in read_tables(content)]
    assert len(tables) > 50
    assert all(named and named <= heads for heads, named in tables)


def test_the_checker_sees_what_was_wrong_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the schema that declares its property, the mark of PDF/UA breaks PDF/A."""
    monkeypatch.setattr(pdf, "_declare_pdfuaid", lambda _: None)
    document = make_documents(build_order(lines=1))["oplegnota_bvr.pdf"]

    assert any(fault.startswith("3a ") for fault in faults(document))
