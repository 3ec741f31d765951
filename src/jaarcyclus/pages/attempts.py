"""What became of the files that one person sent: a word for a list, and everything for the page of one. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jaarcyclus.pages.mailbox import Attempt
from jaarcyclus.pages.owed import attempt_path
from jaarcyclus.pages.standings import Standing
from jaarcyclus.steps.receipts import LATE
from jaarcyclus.terms.findings import Bevinding, is_of_round
from jaarcyclus.terms.products import name_product

MOST = 20
"""How many files a list shows (chosen: more than a round has attempts)."""
VIA = {"api": "Jaarcyclus", "map": "de map van uw perceel", "sharepoint": "SharePoint"}


class Outcome(StrEnum):
    """What became of a received file."""

    READING = "wordt gelezen"
    REFUSED = "geweigerd"
    NOT_TAKEN = "niet aangenomen"
    KNOWN = "al eerder ontvangen"
    CONTRADICTS = "sluit niet aan"
    REPLACED = "vervangen"
    ACCEPTED = "geaccepteerd"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One file as it stands in a list."""

    number: int
    path: str
    title: str
    file_name: str
    moment: str
    outcome: Outcome
    tag: str


def list_sent(
    attempts: Iterable[Attempt], person: str, standings: Mapping[str, Standing], *, perceel: str | None = None
) -> tuple[Sent, ...]:
    """Return what this person sent, of one perceel when it is named, newest first."""
    own = [item for item in attempts if item.receipt.inzender == person and perceel in (None, item.perceel)]
    newest = sorted(own, key=lambda item: item.receipt.number, reverse=True)[:MOST]
    return tuple(_sent(item, standings) for item in newest)


def refused_last(
    attempts: Iterable[Attempt], person: str, standings: Mapping[str, Standing]
) -> dict[tuple[str | None, str], Sent]:
    """Return by dossier and perceel what was refused of this person while nothing came in after it.

    The dossier is None of a file that did not say for which product it is.
    """
    found: dict[tuple[str | None, str], Sent] = {}
    for item in sorted(attempts, key=lambda item: item.receipt.number):
        verdict, perceel = item.verdict, item.perceel
        sent = _sent(item, standings)
        if verdict is None or perceel is None or sent.outcome == Outcome.KNOWN:
            continue
        found.pop((verdict.dossier, perceel), None)
        found.pop((None, perceel), None)
        if sent.outcome in (Outcome.REFUSED, Outcome.NOT_TAKEN) and item.receipt.inzender == person:
            found[verdict.dossier, perceel] = sent
    return found


def outcome_of(attempt: Attempt, standing: Standing | None, contradictions: tuple[Bevinding, ...] = ()) -> Outcome:
    """Return what became of it; `standing` is that of the dossier that its verdict names."""
    verdict = attempt.verdict
    if verdict is None:
        return Outcome.READING
    faults = [item for item in verdict.bevindingen if item.ernst == "fout"]
    if verdict.geaccepteerd:
        counts = standing and standing.state.current.get(verdict.perceel or "")
        if counts and counts.ontvangst != attempt.receipt.number:
            return Outcome.REPLACED
        return Outcome.CONTRADICTS if contradictions else Outcome.ACCEPTED
    if any(item.code == "AL_ONTVANGEN" for item in faults):
        return Outcome.KNOWN
    return Outcome.NOT_TAKEN if faults and all(map(is_of_round, faults)) else Outcome.REFUSED


def count_faults(findings: Iterable[Bevinding]) -> str:
    """Return `1 fout`, `3 fouten`; of more findings than are kept, `500 fouten of meer`."""
    told = list(findings)
    number = sum(item.ernst == "fout" for item in told)
    more = " of meer" if any(item.code == "MEER_BEVINDINGEN" for item in told) else ""
    return f"{number} {'fout' if number == 1 else 'fouten'}{more}"


def is_slow(attempt: Attempt, now: datetime) -> bool:
    """Return whether it waits longer than a verdict should take; `now` is the machine's own, as its sender waits."""
    return attempt.verdict is None and now - datetime.fromisoformat(attempt.came) > LATE


def title_of(attempt: Attempt, standing: Standing | None) -> str:
    """Return which product it is of, as far as that is known."""
    return name_product(standing.state.product, standing.state.boekjaar) if standing else "Product nog onbekend"


def _sent(attempt: Attempt, standings: Mapping[str, Standing]) -> Sent:
    standing = standings.get(attempt.verdict.dossier or "") if attempt.verdict else None
    outcome = outcome_of(attempt, standing)
    findings = attempt.verdict.bevindingen if attempt.verdict else ()
    return Sent(
        number=attempt.receipt.number,
        path=attempt_path(attempt.receipt.number),
        title=title_of(attempt, standing),
        file_name=attempt.receipt.file_name,
        moment=attempt.moment,
        outcome=outcome,
        tag=count_faults(findings) if outcome == Outcome.REFUSED else outcome,
    )
