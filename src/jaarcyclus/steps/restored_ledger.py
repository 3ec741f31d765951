"""A ledger that was put back to an older copy: the controller says that the older one is meant, and what is gone.

Until then every chain that lacks what was seen of it stands still (`ledger.witness`). Do not decide here which copy is
right: whoever confirms answers for it, in the postbus and with a reason.
"""

from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.parts import Ketenkop
from jaarcyclus.ledger.postbus_events import TerugzettingBevestigd
from jaarcyclus.ledger.wire import new_event
from jaarcyclus.steps.acts import require_controllers_words
from jaarcyclus.steps.workspace import Workspace


def confirm(workspace: Workspace, profiel: str, person: str, *, reason: str) -> None:
    """Record that the older chains are meant, and go on from them. Raises Refused for anyone but the controller."""
    words = require_controllers_words(
        workspace, profiel, person, reason, "Zet erbij waarom een oudere kopie van het logboek is teruggezet."
    )
    found = workspace.rollbacks(profiel)
    if not found:
        raise Refused("NIETS_TERUGGEZET", f"Geen keten van {profiel} is teruggezet; u hoeft niets te bevestigen.")
    gone = {item.chain: Ketenkop(seq=item.seen.seq, kop=item.seen.hash, dag=None) for item in found}
    event = new_event(person, TerugzettingBevestigd(ketens=gone, reden=words))
    workspace.accept_rollbacks(postbus_id(profiel), [event], [item.chain for item in found])
