"""The workbook of one receipt with its faults marked: made when it is asked for, of what was kept and recorded.

It is no record: the same receipt gives the same bytes. Making it is `intake.marked`, which proves that all else in it
is the sender's; where that cannot be, there is a sentence.
"""

from threading import BoundedSemaphore

from jaarcyclus.errors import Refused
from jaarcyclus.intake.marked import Marked, has_place, mark_workbook
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld
from jaarcyclus.steps.receipts import Receipt
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.findings import is_of_round

# Chosen: each takes a processor for a second or two, and the memory of one reading.
_TURNS = BoundedSemaphore(2)


def may_be_marked(judged: BestandBeoordeeld) -> bool:
    """Return whether there is anything to mark: a finding about a sheet or a cell of the workbook itself."""
    return has_place(item for item in judged.bevindingen if not is_of_round(item))


def mark_receipt(workspace: Workspace, receipt: Receipt, judged: BestandBeoordeeld) -> Marked:
    """Return the workbook of a receipt with its findings marked, or why there is none.

    Raises ReaderUnusable when the child cannot start.
    """
    with _TURNS:
        return mark_workbook(workspace.store.get(receipt.sha256), judged.bevindingen, workspace.settings)


def require_marked(workspace: Workspace, receipt: Receipt, judged: BestandBeoordeeld | None) -> bytes:
    """Return the marked workbook. Raises Refused with the sentence that says why there is none."""
    if judged is None:
        raise Refused("NOG_NIET_GELEZEN", "Uw werkboek wordt nog gelezen. Wacht een minuut en open dit opnieuw.")
    marked = mark_receipt(workspace, receipt, judged)
    if marked.content is None:
        raise Refused("NIET_TE_MARKEREN", marked.reason)
    return marked.content
