"""Doing an act without recording it: whoever is asked to confirm something hears first what the rules would say.

The act decides again when it is done for real, within the lock of its chain: between the two somebody else may act.
"""

from dataclasses import dataclass

from jaarcyclus import clock
from jaarcyclus.dossier.fold import apply, fold
from jaarcyclus.ledger.chain import Event, Head, extend
from jaarcyclus.rules.transitions import check
from jaarcyclus.steps.workspace import Decide, Workspace


@dataclass(frozen=True, kw_only=True)
class Rehearsal(Workspace):
    """A workspace in which nothing of a dossier is recorded."""

    def record(self, dossier: str, decide: Decide) -> tuple[Event, ...]:
        """Return what would be stored. Raises Refused as the recording would."""
        moment, simulated = self._moment(dossier)
        known = self.ledger.events(dossier)
        state, head = fold(known, dossier), Head(known[-1].seq, known[-1].hash) if known else Head()
        new = extend(head, dossier, decide(state), moment=moment, simulated=simulated, machine_time=clock.real_time())
        for event in new:
            check(state, event, self.store.get)
            state = apply(state, event)
        return new


def rehearse(workspace: Workspace) -> Rehearsal:
    """Return the same installation, in which nothing of a dossier is recorded."""
    return Rehearsal(settings=workspace.settings, ledger=workspace.ledger, store=workspace.store)
