"""Publishes an adopted version: proves it, adds the annex, puts it in place, reads it back, records it.

It reads the ledger and nothing else, so a task that was marked successful or a row that was edited publishes
nothing. Each step finds what an earlier attempt already did; a crash between any two leaves one publication.
"""

from collections.abc import Callable, Mapping

from jaarcyclus.documents.publication_page import write_page
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.publication_metadata import BIJLAGE, METADATA, make_metadata
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import Geweigerd, PublicatieGeweigerd
from jaarcyclus.ledger.chain import SYSTEEM, Event, NieuwEvent
from jaarcyclus.profile.records import Profile
from jaarcyclus.proof.replay import verify_events
from jaarcyclus.steps.calendar import advance
from jaarcyclus.steps.publication_target import INDEX, MapDoel, Publicatie, Publicatiedoel
from jaarcyclus.steps.workspace import Werkplaats
from jaarcyclus.terms.canonical import sha256

__all__ = ["MapDoel", "Publicatie", "Publicatiedoel", "publish"]

Bijlagemaker = Callable[[Dossier, Profile, str], bytes]


def publish(
    werkplaats: Werkplaats,
    dossier: str,
    *,
    doel: Publicatiedoel | None = None,
    maak_bijlage: Bijlagemaker | None = None,
) -> None:
    """Publish the adopted version of a dossier; repeating it changes nothing, or repairs what is gone.

    Raises PublicatieGeweigerd, with nothing published, when the ledger does not prove that exactly these bytes went
    the whole route; Geweigerd when the dossier changes while it is being published.
    """
    doel = doel or MapDoel(werkplaats.settings.publicatie)
    _prove(werkplaats, dossier)
    advance(werkplaats, dossier)  # what must be sent before it is published
    _ensure_annex(werkplaats, dossier, maak_bijlage or _print_annex)
    state = fold(_prove(werkplaats, dossier), dossier)
    publicatie, content = _compose(werkplaats, state)
    content["doel"] = doel.place(publicatie)
    try:
        _require_arrived(doel, publicatie)
        _record_publication(werkplaats, dossier, content)
    except (Geweigerd, PublicatieGeweigerd):
        if werkplaats.dossier(dossier).publicatie is None:
            doel.withdraw(publicatie)
        raise


def _prove(werkplaats: Werkplaats, dossier: str) -> tuple[Event, ...]:
    """Return the events when they prove an adopted version."""
    events = werkplaats.ledger.events(dossier)
    faults = verify_events(events, werkplaats.store.get)
    if faults:
        raise PublicatieGeweigerd(
            f"Dossier {dossier} wordt niet gepubliceerd, want het logboek bewijst het besluit niet. "
            f"{' '.join(faults)} Laat de beheerder het logboek nakijken."
        )
    state = fold(events, dossier)
    if not walk(state, werkplaats.profile_of(state)).is_adopted:
        raise PublicatieGeweigerd(
            f"Dossier {dossier} wordt niet gepubliceerd: de besluitroute is niet voltooid op deze versie. "
            "Bekijk met `jaarcyclus dossier toon` op wie het wacht."
        )
    return events


def _ensure_annex(werkplaats: Werkplaats, dossier: str, maak_bijlage: Bijlagemaker) -> None:
    """Make and record the annex unless it is there. Raises Geweigerd when something happened meanwhile: try again."""
    events = werkplaats.ledger.events(dossier)
    state = fold(events, dossier)
    if state.bijlage is not None or state.actieve_versie is None:
        return
    kop = events[-1].hash
    content = {
        "manifest_sha256": state.actieve_versie.manifest_sha256,
        "bijlage_sha256": werkplaats.store.put(maak_bijlage(state, werkplaats.profile_of(state), kop)),
        "kop": kop,
    }
    werkplaats.record(dossier, lambda now: [] if now.bijlage else [NieuwEvent("bijlage_gemaakt", SYSTEEM, content)])


def _print_annex(dossier: Dossier, profile: Profile, kop: str) -> bytes:
    from jaarcyclus.documents.bijlage import make_bijlage  # late: WeasyPrint costs seconds

    return make_bijlage(dossier, profile, kop)


def _compose(werkplaats: Werkplaats, state: Dossier) -> tuple[Publicatie, dict[str, object]]:
    """Return what is placed, and what is recorded about it but for the place."""
    versie, bijlage, ronde = state.actieve_versie, state.bijlage, state.ronde
    if versie is None or bijlage is None or ronde is None:
        raise PublicatieGeweigerd(
            f"Dossier {state.dossier} heeft geen versie met bijlage; bekijk het met `jaarcyclus dossier toon`."
        )
    made = manifest.from_bytes(werkplaats.store.get(versie.manifest_sha256))
    metadata = make_metadata(state, werkplaats.profile_of(state), made)
    files = _read_documents(werkplaats, made) | {BIJLAGE: werkplaats.store.get(bijlage["bijlage_sha256"])}
    files |= {METADATA: metadata, INDEX: write_page(metadata)}
    content: dict[str, object] = {
        "versie": versie.versie,
        "manifest_sha256": versie.manifest_sha256,
        "documenten": dict(made.documenten),
        "bijlage_sha256": bijlage["bijlage_sha256"],
        "metadata_sha256": werkplaats.store.put(metadata),
    }
    return Publicatie(pad=(ronde["profiel"], str(state.boekjaar), state.product), bestanden=files), content


def _read_documents(werkplaats: Werkplaats, made: Manifest) -> dict[str, bytes]:
    return {name: werkplaats.store.get(sha) for name, sha in made.documenten.items()}


def _require_arrived(doel: Publicatiedoel, publicatie: Publicatie) -> None:
    arrived = doel.read_back(publicatie)
    wrong = sorted(
        name
        for name in arrived.keys() | publicatie.bestanden.keys()
        if _hash_of(arrived, name) != _hash_of(publicatie.bestanden, name)
    )
    if wrong:
        raise PublicatieGeweigerd(f"Wat aankwam is niet wat is gepubliceerd ({', '.join(wrong)}); probeer het opnieuw.")


def _hash_of(files: Mapping[str, bytes], name: str) -> str | None:
    return sha256(files[name]) if name in files else None


def _record_publication(werkplaats: Werkplaats, dossier: str, content: Mapping[str, object]) -> None:
    werkplaats.record(dossier, lambda now: [] if now.publicatie else [NieuwEvent("gepubliceerd", SYSTEEM, content)])
