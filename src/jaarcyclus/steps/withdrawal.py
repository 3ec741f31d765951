"""Takes away what the controller withdrew: a page that says so comes in its place, is read back and recorded.

Ledger and store keep every document and its proof. Each step finds what an earlier attempt already did. Deciding is
`steps.acts`, publishing `steps.publication`.
"""

from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.publication_metadata import METADATA
from jaarcyclus.dossier.publications import Published
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.errors import PublicationRefused
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.ledger.correction_events import Ingetrokken
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.proof.replay import verify_events
from jaarcyclus.steps.publication_files import files_of
from jaarcyclus.steps.publication_target import PublicationTarget
from jaarcyclus.steps.workspace import Workspace


def withdraw_due(workspace: Workspace, dossier: str, target: PublicationTarget) -> bool:
    """Take away every publication that the controller withdrew and that may still stand; return whether there was one.

    Raises PublicationRefused, with nothing taken away, when the ledger does not prove the decision.
    """
    due = [item for item in workspace.dossier(dossier).publications if item.waits_for_withdrawal]
    if due:
        state = _prove(workspace, dossier)
        for published in due:
            _withdraw(workspace, target, state, published)
    return bool(due)


def _prove(workspace: Workspace, dossier: str) -> Dossier:
    events = workspace.ledger.events(dossier)
    if faults := verify_events(events, workspace.store.get):
        raise PublicationRefused(
            f"Van dossier {dossier} wordt niets ingetrokken, want het logboek bewijst het besluit niet. "
            f"{' '.join(faults)} Laat de beheerder het logboek nakijken."
        )
    return fold(events, dossier)


def _withdraw(workspace: Workspace, target: PublicationTarget, state: Dossier, published: Published) -> None:
    publication = files_of(workspace, state, published)
    content = Ingetrokken(
        versie=published.versie,
        doel=target.alter(publication),
        metadata_sha256=workspace.store.put(publication.files[METADATA].read()),
    )
    target.require_arrived(publication)

    def decide(now: Dossier) -> list[NewEvent]:
        found = now.published(published.versie)
        return [system_event(content)] if found is not None and found.waits_for_withdrawal else []

    workspace.record(state.dossier, decide)
