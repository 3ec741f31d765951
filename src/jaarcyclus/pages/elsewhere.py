"""What an act on a dossier depends on that only other dossiers tell."""

from collections.abc import Callable
from dataclasses import dataclass

from jaarcyclus.dossier.records import Dossier
from jaarcyclus.steps.known_figures import can_be_carried
from jaarcyclus.steps.requests import next_request
from jaarcyclus.steps.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Whether the last adopted figures of a perceel are known for every column; under which key the next request of a
    product comes in the boekjaar of a dossier (`wijzigingsverzoek_2`).
    """

    can_be_carried: Callable[[Dossier, str], bool]
    next_request: Callable[[Dossier, str], str]


def look_elsewhere(workspace: Workspace) -> Elsewhere:
    """Return it, asked of the ledger when it is asked for."""
    return Elsewhere(
        can_be_carried=lambda state, perceel: can_be_carried(workspace, state, perceel),
        next_request=lambda state, product: next_request(workspace, state.opened.profiel, state.boekjaar, product),
    )
