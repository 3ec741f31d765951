"""What is told about a publication: by whom and when it was decided, on which bytes. Pure, from the fold and manifest.

And about one that was withdrawn: all of that, and who decided it, when and why. The rules make these data anew when a
publication is recorded or verified, so nothing here may depend on a clock.
"""

from typing import Any

from jaarcyclus.dossier.confidential import as_public, public_documents, shown_gates
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.publications import Published, place_path
from jaarcyclus.dossier.records import Dossier, Gate, Version
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.dossier.tally import Uitslag
from jaarcyclus.errors import InvalidTransition
from jaarcyclus.ledger.events import BijlageVastgelegd
from jaarcyclus.profile.gremium import Rol
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms import canonical
from jaarcyclus.terms.products import name_product

BIJLAGE = "bijlage_besluitvorming.pdf"
METADATA = "metadata.json"
WITHDRAWN = "ingetrokken"
"""The status in the metadata of a withdrawn publication; those of one that stands have none."""

# Woo: the value list "informatiecategorieën" of TOOI. Whether a document is made public each gemeente decides
# (docs/rules.md, rule 7).
_WOO = {"categorie": "jaarplannen en jaarverslagen", "tooi": "c_c6cd1213", "openbaarmaking": "besluit per gemeente"}


def make_metadata(dossier: Dossier, profile: Profile, manifest: Manifest) -> bytes:
    """Return the canonical metadata of the version that is on its route. Raises InvalidTransition without an annex."""
    version, bijlage = dossier.active_version, dossier.bijlage
    if version is None or bijlage is None:
        raise InvalidTransition("a publication has a version and an annex")
    content = {
        "dossier": dossier.dossier,
        "profiel": profile.profiel,
        "samenwerking": profile.voluit,
        "product": dossier.product,
        "titel": name_product(dossier.product, dossier.boekjaar),
        "boekjaar": dossier.boekjaar,
        "versie": version.versie,
        "datum": manifest.datum,
        "oefening": dossier.oefening,
        "manifest_sha256": version.manifest_sha256,
        "consolidatie_sha256": manifest.consolidatie_sha256,
        "profiel_sha256": manifest.profiel_sha256,
        "kop": bijlage.kop,
        "bestanden": public_documents(dossier, profile, manifest.documenten) | {BIJLAGE: bijlage.bijlage_sha256},
        "vastgesteld": _adoption(dossier, profile, version),
        "besluiten": [_decision(gate, profile) for gate in public_gates(dossier, profile, version.versie)],
        "woo": _WOO,
        "publicerende_organisaties": [gemeente.code.lower() for gemeente in profile.gemeenten],
    }
    return canonical.dumps(content | _heads(dossier, profile) | _replaced(dossier, profile, version))


def public_gates(dossier: Dossier, profile: Profile, version: int) -> tuple[Gate, ...]:
    """Return the gates of a version as its publication tells them, in their order."""
    return tuple(gate for gate in shown_gates(as_public(dossier, profile)) if gate.versie == version)


def make_withdrawn_metadata(dossier: Dossier, profile: Profile, published: Published, metadata: bytes) -> bytes:
    """Return the canonical metadata that stand at the place of a withdrawn publication; `metadata` are its own.

    Its files are named with their hashes and are not there any more. The head with the decision is told beside the
    others, so that whoever keeps these data finds out a dossier without it. Raises InvalidTransition when nobody
    withdrew it.
    """
    decided = published.withdrawal
    if decided is None:
        raise InvalidTransition(f"nobody withdrew version {published.versie}")
    content = canonical.loads(metadata)
    told = {"dag": decided.klok[:10], "door": profile.name_person(decided.door), "reden": decided.reden}
    head = {"keten": dossier.dossier, "seq": decided.seq, "kop": decided.kop, "dag": decided.klok[:10]}
    return canonical.dumps(
        content
        | {"status": WITHDRAWN, "ingetrokken": told, "metadata_sha256": published.content.metadata_sha256}
        | {"koppen": [*content.get("koppen", []), *([head] if decided.kop else [])]}
    )


def path_of(dossier: Dossier, published: Published) -> tuple[str, str, str]:
    """Return where this publication, one of the dossier's, stands."""
    opened, number = dossier.opened, dossier.publications.index(published)
    return place_path(opened.profiel, opened.boekjaar, opened.product, number)


def _replaced(dossier: Dossier, profile: Profile, version: Version) -> dict[str, Any]:
    """Return which publication a correction replaces, and why; nothing for the first."""
    correction = dossier.corrected_by(version)
    old = dossier.published(correction.versie) if correction else None
    if correction is None or old is None:
        return {}
    told = {
        "versie": old.versie,
        "plaats": "/".join(path_of(dossier, old)),
        "metadata_sha256": old.content.metadata_sha256,
        "besloten": correction.klok[:10],
        "door": profile.name_person(correction.door),
        "reden": correction.reden,
    }
    return {"vervangt": told}


def _heads(dossier: Dossier, profile: Profile) -> dict[str, Any]:
    """Return the anchors that a reader of the publication keeps without knowing: what `proof.anchors` reads.

    That of the dossier is the event that recorded the annex, one further than the annex itself can print.
    """
    annex, event = dossier.bijlage, dossier.bijlage_event
    if not isinstance(annex, BijlageVastgelegd) or event is None:
        return {}
    box = annex.postbus
    heads = [{"keten": dossier.dossier, "seq": event.seq, "kop": event.hash, "dag": event.klok[:10]}]
    if box.seq:
        heads.append({"keten": postbus_id(profile.profiel), "seq": box.seq, "kop": box.kop, "dag": str(box.dag)})
    return {"koppen": heads}


def _adoption(dossier: Dossier, profile: Profile, version: Version) -> dict[str, str] | None:
    adopting = [
        gate
        for gate in dossier.gates_of(version.versie)
        if gate.rol == Rol.VASTSTELLING and gate.uitslag == Uitslag.POSITIEF and gate.gesloten_klok
    ]
    if not adopting:
        return None
    last = adopting[-1]
    return {"gremium": profile.gremium(last.gremium).naam, "datum": str(last.gesloten_klok)[:10]}


def _decision(gate: Gate, profile: Profile) -> dict[str, Any]:
    if gate.withheld:  # when it opened or closed is a part of it too
        return {"gate": gate.gate, "gremium": profile.gremium(gate.gremium).naam, "besloten": True}
    return {
        "gate": gate.gate,
        "gremium": profile.gremium(gate.gremium).naam,
        "rol": gate.rol,
        "soort": gate.soort,
        "uitslag": gate.uitslag or gate.vervallen,
        "datum": (gate.gesloten_klok or gate.geopend_klok)[:10],
        "document_sha256": gate.document_sha256,
        "antwoorden": [
            {"zetel": zetel.naam, "antwoord": next((s.antwoord for s in gate.votes if s.zetel == zetel.zetel), None)}
            for zetel in gate.zetels
        ],
    }
