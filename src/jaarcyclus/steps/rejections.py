"""Telling percelen that their accepted workbooks contradict each other, where they look: in the folder, or by the API.

An answer to a workbook is given once, and what it does not fit may come later: so this is a word of its own, recorded
as the answer is. It holds as long as none of the workbooks that it is about was replaced.
"""

import logging

from jaarcyclus.dossier.inzending import Inzending
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import BESIDE_OTHERS, postbus_id
from jaarcyclus.errors import Undelivered, UnknownKey
from jaarcyclus.figures.records import figures_from_json
from jaarcyclus.figures.verrekening import UnbalancedVerrekening
from jaarcyclus.intake.verdict import look_back
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.postbus_events import AfkeuringGemeld, BestandBeoordeeld
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.steps.receipts import Receipt, find_receipt
from jaarcyclus.steps.shelf import Shelf
from jaarcyclus.steps.versions import consolidate_now
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.text import on_one_line

log = logging.getLogger(__name__)


def tell_rejections(workspace: Workspace, profiel: str, shelf: Shelf) -> None:
    """Lay down every word that is due on this shelf. One that cannot be is logged and stays due; the others go on."""
    held = {found.chain for found in workspace.rollbacks(profiel)}  # put back to an older copy: they stand still
    for dossier in workspace.dossiers(profiel) if postbus_id(profiel) not in held else ():
        state = workspace.dossier(dossier) if dossier not in held else Dossier()
        for inzending in state.current.values() if state.rejection_in_force else ():
            if inzending.overgenomen:  # nobody sent it; who it does not agree with is told
                continue
            try:
                _tell(workspace, profiel, state, inzending, shelf)
            except Undelivered as waits:
                log.warning("%s: %s is not told of the rejection yet: %s", dossier, inzending.perceel, waits)
            except (OSError, UnknownKey):  # no folder, or a receipt that an older postbus does not hold
                log.exception(
                    "%s: %s is not told of the rejection; the calendar tries again", dossier, inzending.perceel
                )


def of_receipt(workspace: Workspace, verdict: BestandBeoordeeld) -> tuple[Bevinding, ...]:
    """Return in what a judged workbook contradicts another; () when it was refused, or replaced since."""
    state = workspace.dossier(verdict.dossier) if verdict.dossier else Dossier()
    stands = state.current.get(verdict.perceel or "")
    if stands is None or stands.ontvangst != verdict.ontvangst:
        return ()
    return of_perceel(workspace, state, stands.perceel)


def of_perceel(workspace: Workspace, state: Dossier, perceel: str) -> tuple[Bevinding, ...]:
    """Return in what this perceel's workbook now contradicts another; () when nothing was rejected since."""
    if not state.rejection_in_force:
        return ()
    try:
        consolidate_now(workspace, state)
    except UnbalancedVerrekening as fault:
        return fault.of_perceel(perceel)
    return ()


def found_since(workspace: Workspace, state: Dossier, perceel: str, number: int) -> tuple[Bevinding, ...]:
    """Return what workbooks that were accepted after this one have too; () when another counts.

    Their senders were told with the verdict, which this sender has had by then.
    """
    own = state.current.get(perceel)
    if state.ronde is None or state.ronde.regels < BESIDE_OTHERS or own is None or own.ontvangst != number:
        return ()
    later = {
        code: figures_from_json(workspace.store.get(item.cijfers_sha256))
        for code, item in state.current.items()
        if item.seq > own.seq
    }
    figures = figures_from_json(workspace.store.get(own.cijfers_sha256))
    return look_back(figures, workspace.profile_of(state), later) if later else ()


def _tell(workspace: Workspace, profiel: str, state: Dossier, inzending: Inzending, shelf: Shelf) -> None:
    number, rejection = inzending.ontvangst, state.rejections[-1]

    def is_told(known: Event) -> bool:
        told = (given for _, given in wire.of_kind([known], AfkeuringGemeld))
        return any(
            (item.dossier, item.afkeuring, item.ontvangst) == (state.dossier, rejection, number) for item in told
        )

    if any(map(is_told, workspace.ledger.events(postbus_id(profiel)))):
        return
    receipt, findings = find_receipt(workspace, profiel, number), of_perceel(workspace, state, inzending.perceel)
    if receipt.via != shelf.via or not findings:
        return
    name = shelf.lay(receipt, "sluit-niet-aan", write_word(receipt, state, findings))
    content = AfkeuringGemeld(ontvangst=number, dossier=state.dossier, afkeuring=rejection, bericht=name)
    workspace.record_postbus(postbus_id(profiel), [system_event(content)], unless=is_told)


def write_word(receipt: Receipt, state: Dossier, findings: tuple[Bevinding, ...]) -> str:
    """Return what the sender of this receipt reads."""
    lines = [
        f"Ontvangst:  {receipt.number}",
        f"Bestand:    {on_one_line(receipt.file_name)}",
        f"Dossier:    {state.dossier}",
        "",
        "Uw werkboek is geaccepteerd, maar sluit niet aan op dat van een ander perceel. Zolang dat zo is, komt er geen "
        "product.",
    ]
    for finding in findings:
        lines += ["", on_one_line(finding.melding), f"Te doen:    {on_one_line(finding.herstel)}"]
    return "\n".join(lines) + "\n"
