"""What the controller confirms of the machine itself: that an older ledger is meant, that a clock that jumped is right.

Until then every chain that lacks what was seen of it stands still (`ledger.witness`), and nothing is recorded
(`steps.steady_clock`). Do not decide here which copy or day is right: whoever confirms answers for it, in the postbus
and with a reason.
"""

from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.parts import Ketenkop
from jaarcyclus.ledger.postbus_events import KlokBevestigd, TerugzettingBevestigd
from jaarcyclus.ledger.wire import new_event
from jaarcyclus.steps.acts import require_controllers_words
from jaarcyclus.steps.steady_clock import note_tick
from jaarcyclus.steps.workspace import Workspace


def confirm_ledger(workspace: Workspace, profiel: str, person: str, *, reason: str) -> None:
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


def confirm_clock(workspace: Workspace, profiel: str, person: str, *, reason: str) -> None:
    """Record that the controller finds the clock right. Raises Refused for anyone else, or when it did not jump."""
    words = require_controllers_words(workspace, profiel, person, reason, "Zet erbij waarom de klok klopt.")
    if workspace.clock_fault(profiel) is None:
        raise Refused("KLOK_LOOPT_GOED", f"De kalender van {profiel} staat niet stil; u hoeft niets te bevestigen.")
    content = KlokBevestigd(dag=workspace.today().isoformat(), reden=words)
    workspace.record_postbus(postbus_id(profiel), [new_event(person, content)])
    note_tick(workspace.settings, profiel, workspace.now())
