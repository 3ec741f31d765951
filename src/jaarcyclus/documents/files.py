"""What is made of one version: the product as PDF and XLSX, a booklet per regiegroep, a cover note per gremium.

The front door of everything printed. The same order gives the same bytes in any process: a vote names their SHA-256.
Do not remake a document that was voted on; what was decided goes into the annex (`make_bijlage`).
"""

from jaarcyclus.documents.oplegnota import write_note
from jaarcyclus.documents.order import DocumentOrder
from jaarcyclus.documents.product import write_booklet, write_product
from jaarcyclus.documents.product_workbook import write_workbook
from jaarcyclus.printing import pdf
from jaarcyclus.settings import project_root
from jaarcyclus.terms import canonical

LAYOUT = 3
"""Which words and layout our documents have: another number when the same order gives other bytes by our doing.

Who prints an old version again must know whether this release can give its bytes (`tests/documents/test_layout.py`).
"""


def make_documents(order: DocumentOrder) -> dict[str, bytes]:
    """Return every file of the version: `begroting.pdf`, `begroting.xlsx`, `boekje_….pdf`, `oplegnota_….pdf`."""
    pages = {f"{order.product}.pdf": write_product(order)}
    pages |= {f"boekje_{code}.pdf": write_booklet(order, code) for code in order.regiegroepen()}
    pages |= {f"oplegnota_{code}.pdf": write_note(order, code) for code in order.gremia()}
    documents = {name: pdf.render(html, day=order.day) for name, html in pages.items()}
    return {**documents, f"{order.product}.xlsx": write_workbook(order)}


def build_info() -> dict[str, str]:
    """Return what the bytes depend on besides the order: our layout, the lock's SHA-256 and the versions of `pdf`."""
    return {**layout_info(), **pdf.versions()}


def layout_info() -> dict[str, str]:
    """Return what the bytes of the product's workbook depend on: it is not printed."""
    return {"opmaak": str(LAYOUT), "requirements_lock_sha256": _hash_of_lock()}


def _hash_of_lock() -> str:
    return canonical.sha256((project_root() / "requirements.lock").read_bytes())
