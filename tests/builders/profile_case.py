"""A fault as an office could make it: what it changes in a right profile, and what it must hear of it."""

from collections.abc import Set
from dataclasses import dataclass

from builders.profile import Change, changed, findings, line_of

Told = tuple[str, str, int | None, str]


@dataclass(frozen=True)
class Case:
    """`fragment` stands on the line that the fault must name."""

    code: str
    changes: tuple[Change, ...]
    fragment: str
    sentence: str


def case(code: str, *changes: Change, op: str | None = None, message: str) -> Case:
    """Return the case of `changes`; the line is that of the first one, or where `op` stands."""
    return Case(code, changes, op or changes[0][1], message)


def fault_of(case: Case) -> Told:
    """Return code, file, line and sentence that the office must hear."""
    return case.code, "proef.yaml", line_of(changed(*case.changes), case.fragment), case.sentence


def faults(case: Case) -> Set[Told]:
    """Return code, file, line and sentence of all that it does hear."""
    return {(item.code, item.file, item.line, item.melding) for item in findings(changed(*case.changes))}
