"""What counts for one perceel in a round: its last accepted workbook, or figures that were carried forward for it.

And which warnings on a workbook the controller let pass.
"""

from dataclasses import dataclass

from jaarcyclus.ledger.earlier_events import CijfersOvergenomen, WaarschuwingAfgedaan
from jaarcyclus.terms.findings import Bevinding


@dataclass(frozen=True, kw_only=True)
class Inzending:
    """One accepted workbook, or what counts in its place; a later workbook of the same perceel takes its place."""

    perceel: str
    sha256: str  # of the workbook; of the figures when there is none
    cijfers_sha256: str
    inzender: str
    te_laat: bool
    ontvangst: int  # the receipt's seq in the postbus; 0 when nothing was received
    seq: int
    klok: str
    overgenomen: CijfersOvergenomen | None = None  # the last adopted figures count: no workbook came
    # With which words, and when, the controller let it count again, after it was asked anew.
    kept_because: str = ""
    kept_klok: str = ""
    bevindingen: tuple[Bevinding, ...] = ()  # warnings only: with a fault it was not accepted

    @property
    def counts_since(self) -> str:
        """Return the moment from which it counts in this round: that it came, or was let count again."""
        return self.kept_klok or self.klok


@dataclass(frozen=True, kw_only=True)
class Passed:
    """One warning that was let pass, by whom and when."""

    content: WaarschuwingAfgedaan
    door: str
    klok: str
