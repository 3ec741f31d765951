"""Doing an act without recording it: whoever is asked to confirm something hears first what the rules would say.

The act decides again when it is done for real, within the lock of its chain: between the two somebody else may act.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jaarcyclus import clock
from jaarcyclus.dossier.fold import apply, fold
from jaarcyclus.ledger.chain import Event, Head, NewEvent, extend
from jaarcyclus.rules.postbus import Postbus, refusals
from jaarcyclus.rules.transitions import check
from jaarcyclus.steps.workspace import Decide, DecideOnChain, Refusals, Workspace


@dataclass(frozen=True, kw_only=True)
class Rehearsal(Workspace):
    """A workspace in which nothing is recorded of a dossier, a postbus or a bezetting, and no address is kept."""

    rehearses = True

    def record(self, dossier: str, decide: Decide) -> tuple[Event, ...]:
        """Return what would be stored. Raises Refused as the recording would."""
        known = self.ledger.events(dossier)
        state = fold(known, dossier)
        new = self._extend(dossier, known, decide(state))
        for event in new:
            check(state, event, self.store.get)
            state = apply(state, event)
        return new

    def _record_postbus(self, postbus: str, decide: DecideOnChain) -> tuple[Event, ...]:
        return self._record_chain(postbus, decide, lambda events: refusals(events, Postbus()))

    def _record_chain(self, chain: str, decide: DecideOnChain, judge: Refusals) -> tuple[Event, ...]:
        known = self.ledger.events(chain)
        new = self._extend(chain, known, decide(known))
        for event, refusal in judge((*known, *new)):
            if event in new:
                raise refusal
        return new

    def _extend(self, chain: str, known: Sequence[Event], additions: Iterable[NewEvent]) -> tuple[Event, ...]:
        moment, simulated = self._moment(chain)
        head = Head(known[-1].seq, known[-1].hash) if known else Head()
        return extend(head, chain, additions, moment=moment, simulated=simulated, machine_time=clock.real_time())


def rehearse(workspace: Workspace) -> Rehearsal:
    """Return the same installation, in which nothing is recorded."""
    return Rehearsal(settings=workspace.settings, ledger=workspace.ledger, store=workspace.store)
