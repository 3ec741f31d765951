"""Why a version ended and another came: the reason of a reopening or a correction, and who asked it, in Dutch. Pure.

`state` is the dossier as its reader may know it (`dossier.confidential`): a reason of a confidential step is none here.
"""

from jaarcyclus.dossier.planning import has_news
from jaarcyclus.dossier.records import Dossier, Gate, Reopening
from jaarcyclus.ledger.chain import SYSTEM
from jaarcyclus.profile.records import Profile


def tell_new(state: Dossier, profile: Profile, version: int) -> tuple[str, ...]:
    """Return why this version came after the one before it; () for the first."""
    before = [item.seq for item in state.versions if item.versie < version]
    made = next((item.seq for item in state.versions if item.versie == version), 0)
    since = max(before, default=made)
    return tuple(
        f"Versie {version} komt na {_tell(state, profile, item)}"
        for item in state.reopenings
        if since < item.seq < made
    )


def tell_ended(state: Dossier, profile: Profile, gate: Gate) -> str:
    """Return why the version of this gate ended; empty while it did not."""
    made = next((item.seq for item in state.versions if item.versie == gate.versie), gate.seq)
    ended = next((item for item in state.reopenings if item.seq > made), None)
    return f"Na versie {gate.versie} kwam {_tell(state, profile, ended)}" if ended else ""


def may_hand_in_anew(state: Dossier) -> Reopening | None:
    """Return the reopening after which any perceel may hand in, and one must; None when a workbook came since."""
    last = state.reopenings[-1] if state.reopenings else None
    open_to_all = last is not None and not last.percelen and state.active_version is None and not has_news(state)
    return last if open_to_all else None


def tell_open_to_all(state: Dossier, profile: Profile, reopening: Reopening) -> str:
    """Return what who hands in must know then: that, why, and what he may do."""
    kind = "opnieuw geopend voor een correctie" if reopening.corrects is not None else "heropend"
    return (
        f"De ronde is {kind}{_by(state, profile, reopening)}. Elk perceel mag opnieuw inleveren. Er komt pas een "
        "nieuwe versie als ten minste één perceel dat doet. Verandert er in uw cijfers niets, dan hoeft u niets te "
        f"doen. Reden: {reopening.reden}"
    )


def _tell(state: Dossier, profile: Profile, item: Reopening) -> str:
    kind = "een heropening van de ronde"
    if item.corrects is not None:
        kind = f"een correctie van gepubliceerde versie {item.corrects}"
    return f"{kind}{_by(state, profile, item)}. Reden: {item.reden}"


def _by(state: Dossier, profile: Profile, item: Reopening) -> str:
    """Return who asked it; of a question that sent it back its gremium, which a reader may not always know."""
    if item.door != SYSTEM:
        return f" door de {profile.name_person(item.door)}"
    gate = state.gate(item.grond) if item.grond else None
    if gate is None:
        return " door het programma"
    return " na een besloten stap" if gate.withheld else f", teruggestuurd door {profile.gremium(gate.gremium).naam}"
