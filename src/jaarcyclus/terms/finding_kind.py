"""What one kind of finding says: how grave it is, and its three Dutch sentences.

The kinds themselves stand where they belong: `terms.finding_kinds` and `terms.cell_findings` for workbooks,
`profile.checks` for a profile. `{placeholders}` are filled in by whoever makes the finding.
"""

from dataclasses import dataclass
from typing import Literal

Ernst = Literal["fout", "waarschuwing"]


@dataclass(frozen=True)
class FindingKind:
    """What a code says. `{placeholders}` are filled in by `bevinding`."""

    ernst: Ernst
    message: str
    expected: str
    remedy: str


def refusing(message: str, expected: str, remedy: str) -> FindingKind:
    """Return a kind that refuses the submission."""
    return FindingKind("fout", message, expected, remedy)


def warning(message: str, expected: str, remedy: str) -> FindingKind:
    """Return a kind that is said and refuses nothing."""
    return FindingKind("waarschuwing", message, expected, remedy)
