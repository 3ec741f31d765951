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


def make_documents(order: DocumentOrder) -> dict[str, bytes]:
    """Return every file of the version: `begroting.pdf`, `begroting.xlsx`, `boekje_….pdf`, `oplegnota_….pdf`."""
    pages = {f"{order.product}.pdf": write_product(order)}
    pages |= {f"boekje_{code}.pdf": write_booklet(order, code) for code in order.regiegroepen()}
    pages |= {f"oplegnota_{code}.pdf": write_note(order, code) for code in order.gremia()}
    documents = {name: pdf.render(html, day=order.day) for name, html in pages.items()}
    return {**documents, f"{order.product}.xlsx": write_workbook(order)}


def build_info() -> dict[str, str]:
    """Return what the bytes depend on besides the order: the SHA-256 of the lock and the versions of `pdf`."""
    return {"requirements_lock_sha256": _hash_of_lock(), **pdf.versions()}


def _hash_of_lock() -> str:
    return canonical.sha256((project_root() / "requirements.lock").read_bytes())
