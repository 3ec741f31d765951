"""The tools of a forger who knows Jaarcyclus: change a dossier, then make every hash and list sound again.

`repack` mends only the zip; `rewrite` mends the whole chain, the annex's head, the metadata and the manifest too.
`faults` and `line` are what the verifier then says.
"""

import copy
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from builders.export import pack
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.publication_metadata import make_metadata, make_withdrawn_metadata
from jaarcyclus.errors import InvalidTransition
from jaarcyclus.ledger.chain import Event, Head, compute_hash, event_from_line, make_event
from jaarcyclus.profile.of_round import pinned_profile
from jaarcyclus.profile.records import Profile
from jaarcyclus.proof import archive
from jaarcyclus.proof.export import ARTEFACTS_FOLDER, EVENTS_FILE, build_files
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.terms import canonical
from jaarcyclus.terms.kept import Kept, keep

Fields = dict[str, Any]
Forgery = Callable[["ForgersDesk"], None]

STRANGE = "f" * 64
# What our own programming errors are written in, and what a reader of the report must not meet.
ENGLISH = re.compile(r"\b(the|not|but|its|unknown|event|misses|misnames|field|no|version|spelling|JSON|differ)\b")


class ForgersDesk:
    """What lies on the forger's desk: the events as dicts, and every artefact by SHA-256."""

    def __init__(self, content: bytes) -> None:
        files = archive.unpack(content)
        self.events: list[Fields] = [asdict(event) for event in read_events(files)]
        self.artefacten = {
            name.removeprefix(ARTEFACTS_FOLDER): value
            for name, value in files.items()
            if name.startswith(ARTEFACTS_FOLDER)
        }

    def find(self, kind: str, **content: Any) -> Fields:
        """Return the first event of this kind whose content has these values."""
        return next(self._matching(kind, content))

    def remove(self, kind: str, **content: Any) -> None:
        """Take away every event of this kind whose content has these values."""
        for event in list(self._matching(kind, content)):
            self.events.remove(event)

    def change(self, kind: str, where: Mapping[str, Any], **content: Any) -> None:
        """Give the first such event other content."""
        self.find(kind, **where)["inhoud"].update(content)

    def add_after(self, event: Fields, kind: str, actor: str, content: Fields) -> None:
        """Insert an event right after another, at the same moment."""
        new = {**copy.deepcopy(event), "soort": kind, "actor": actor, "inhoud": content}
        self.events.insert(self.events.index(event) + 1, new)

    def put(self, content: bytes) -> str:
        sha256 = canonical.sha256(content)
        self.artefacten[sha256] = content
        return sha256

    def replace_everywhere(self, old: str, new: str) -> None:
        """Let every event speak of `new` where it spoke of `old`."""
        for event in self.events:
            text = canonical.dumps(event["inhoud"]).replace(old.encode(), new.encode())
            event["inhoud"] = canonical.loads(text)

    def change_manifest(self, version: int = 1, **otherwise: Any) -> None:
        """Make another manifest of this version, and let every vote have been on it."""
        old = self.find("versie_gemaakt", versie=version)["inhoud"]["manifest_sha256"]
        made: Manifest = replace(manifest.from_bytes(self.artefacten[old]), **otherwise)
        self.replace_everywhere(old, self.put(manifest.to_bytes(made)))

    @property
    def manifest(self) -> Manifest:
        return manifest.from_bytes(self.artefacten[self.find("versie_gemaakt")["inhoud"]["manifest_sha256"]])

    def profile(self) -> Profile:
        """Return the profile that the round pins."""
        pinned = self.find("ronde_geopend")["inhoud"]
        content = self.artefacten[pinned["profiel_sha256"]]
        return pinned_profile(content, pinned["deadlines"]["opent"], pinned["boekjaar"])

    def _matching(self, kind: str, content: Mapping[str, Any]) -> Any:
        for event in self.events:
            if event["soort"] == kind and all(event["inhoud"].get(key) == value for key, value in content.items()):
                yield event


def rewrite(content: bytes, forgery: Forgery, *, mend: bool = True) -> bytes:
    """Return the zip after the forgery, with every hash, number, list and derived file made sound again.

    `mend`: the annex's head and the metadata are also made to fit what now stands before them.
    """
    bureau = ForgersDesk(content)
    forgery(bureau)
    events: list[Event] = []
    for fields in bureau.events:
        mended = _mended(fields, events, bureau) if mend else fields["inhoud"]
        events += _link(events, fields, mended)
    return pack({name: file.read() for name, file in _files_of(events, bureau).items()})


def _files_of(events: list[Event], bureau: ForgersDesk) -> Mapping[str, Kept]:
    return build_files(events, lambda sha: keep(bureau.artefacten[sha]))


def repack(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a sound zip of the files after `change`; nothing else is mended."""
    files = archive.unpack(content)
    change(files)
    return pack(files)


def read_events(files: Mapping[str, bytes]) -> list[Event]:
    """Return the events of an unpacked export."""
    return [event_from_line(line) for line in files[EVENTS_FILE].splitlines()]


def faults(content: bytes, head: str | None = None) -> str:
    """Return every line that does not hold; there is one exactly when the whole does not."""
    report = verify_zip(content, head)
    found = [f"{line.onderwerp}: {line.tekst}" for line in report.regels if line.houdt is False]
    assert bool(found) != report.houdt
    return "\n".join(found)


def line(content: bytes, subject: str, head: str | None = None) -> str:
    """Return the first line about a subject."""
    return next(line.tekst for line in verify_zip(content, head).regels if line.onderwerp == subject)


def _link(events: list[Event], fields: Fields, content: Fields) -> tuple[Event, ...]:
    """Link the event with its moments as the forger spells them."""
    head = Head(events[-1].seq, events[-1].hash) if events else Head()
    linked = make_event(fields | {"seq": head.seq + 1, "vorige": head.hash, "inhoud": content, "hash": ""})
    return (replace(linked, hash=compute_hash(linked)),)


def _mended(fields: Fields, events: list[Event], bureau: ForgersDesk) -> Fields:
    content: Fields = fields["inhoud"]
    if fields["soort"] in ("bijlage_gemaakt", "bijlage_vastgelegd"):
        return {**content, "kop": events[-1].hash}
    remake = _REMAKE.get(fields["soort"])
    if remake is not None:
        with suppress(InvalidTransition):  # what is no event of ours, no forger can tell about
            return {**content, "metadata_sha256": remake(fields, events, bureau)}
    return content


def _remake_metadata(_: Fields, events: list[Event], bureau: ForgersDesk) -> str:
    state = fold(events, events[0].dossier)
    profile = bureau.profile()
    last = manifest.from_bytes(bureau.artefacten[state.versions[-1].manifest_sha256])
    return bureau.put(make_metadata(state, profile, last))


def _remake_withdrawn(fields: Fields, events: list[Event], bureau: ForgersDesk) -> str:
    state = fold(events, events[0].dossier)
    published = state.published(fields["inhoud"].get("versie", 0))
    if published is None:
        raise InvalidTransition("nothing of that version was published")
    metadata = bureau.artefacten[published.content.metadata_sha256]
    return bureau.put(make_withdrawn_metadata(state, bureau.profile(), published, metadata))


_REMAKE = {
    "gepubliceerd": _remake_metadata,
    "correctie_gepubliceerd": _remake_metadata,
    "ingetrokken": _remake_withdrawn,
}
