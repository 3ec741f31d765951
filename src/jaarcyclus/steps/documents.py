"""Which documents of a dossier a person may have: of its versions, of its gates, and files that show something."""

from collections.abc import Iterator

from jaarcyclus.dossier.confidential import may_have, sees_gate
from jaarcyclus.dossier.manifest import from_bytes
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.sight import may_read, seen_vote
from jaarcyclus.errors import Refused
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.workspace import Workspace

EVIDENCE = "bewijs-"


def find_document(workspace: Workspace, profiel: str, person: str, sha256: str) -> tuple[str, bytes]:
    """Return name and bytes of a document of one of the profile's dossiers that this person may read.

    Raises Refused, alike for a hash that is unknown and for one that is not for this person: else a hash that somebody
    heard of would tell whether its document exists. Only documents: workbooks and profiles lie in the same store and
    are not for every member.
    """
    for dossier in workspace.dossiers(profiel):
        if workspace.ledger.rollback(dossier):
            continue  # put back to an older copy: it shows nothing, and holds up no other
        state = workspace.dossier(dossier)
        name = _documents(workspace, state, person).get(sha256) if is_for(workspace, state, person) else None
        if name is not None:
            return f"{dossier}-{name}", workspace.store.get(sha256)
    raise Refused("DOCUMENT_ONBEKEND", "Er is voor u geen document met deze hash; open het vanuit uw vraag.")


def is_for(workspace: Workspace, state: Dossier, person: str) -> bool:
    """Return whether this person may read the dossier."""
    return state.ronde is not None and may_read(state, workspace.profile_of(state), person)


def _documents(workspace: Workspace, state: Dossier, person: str) -> dict[str, str]:
    """Return the names of the documents that this reader of the dossier may have, by SHA-256."""
    profile = workspace.profile_of(state)
    found = dict(_evidence(state, profile, person))  # first: a file of ours that somebody gives stays ours
    for version in state.versions:
        made = from_bytes(workspace.store.get(version.manifest_sha256))
        found.update(
            {
                sha256: f"v{version.versie}-{name}"
                for name, sha256 in made.documenten.items()
                if may_have(state, profile, name, person)
            }
        )
    found.update(
        {
            gate.stand_sha256: f"{gate.gate}-stand.html"
            for gate in state.gates
            if gate.stand_sha256 and sees_gate(state, profile, gate, person)
        }
    )
    found.update({p.content.bijlage_sha256: f"v{p.versie}-besluitvorming.pdf" for p in state.publications})
    if state.bijlage is not None:
        found[state.bijlage.bijlage_sha256] = "besluitvorming.pdf"
    return found


def _evidence(state: Dossier, profile: Profile, person: str) -> Iterator[tuple[str, str]]:
    """Yield the files that show that a condition is met: of a gate that this reader sees."""
    for gate in state.gates:
        for vote in gate.votes if sees_gate(state, profile, gate, person) else ():
            seen = seen_vote(gate, profile, vote.zetel, person)  # sealed with the answer that asked it
            if seen and seen.voorwaarde and (shown := seen.voorwaarde.evidence):
                yield shown.sha256, f"{EVIDENCE}{gate.gate}-{vote.zetel}{shown.suffix}"


def is_evidence(name: str) -> bool:
    """Return whether a document that `find_document` gave is a stranger's file, by its name."""
    return f"-{EVIDENCE}" in name
