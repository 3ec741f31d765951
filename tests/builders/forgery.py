"""The tools of a forger who knows Jaarcyclus: change a dossier, then make every hash and list sound again.

`repack` mends only the zip; `rewrite` mends the whole chain, the annex's head, the metadata and the manifest too.
`faults` and `line` are what the verifier then says.
"""

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.publication_metadata import make_metadata
from jaarcyclus.ledger.chain import Event, Head, NieuwEvent, event_from_line, extend
from jaarcyclus.profile.of_round import profile_of_round
from jaarcyclus.proof import archive
from jaarcyclus.proof.export import ARTEFACTEN, GEBEURTENISSEN, build_files
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.terms import canonical

Velden = dict[str, Any]
Vervalsing = Callable[["Bureau"], None]

VREEMD = "f" * 64
# What our own programming errors are written in, and what a reader of the report must not meet.
ENGELS = re.compile(r"\b(the|not|but|its|unknown|event|misses|misnames|field|no|version|spelling|JSON|differ)\b")


class Bureau:
    """What lies on the forger's desk: the events as dicts, and every artefact by SHA-256."""

    def __init__(self, content: bytes) -> None:
        files = archive.unpack(content)
        self.events: list[Velden] = [asdict(event) for event in read_events(files)]
        self.artefacten = {
            name.removeprefix(ARTEFACTEN): value for name, value in files.items() if name.startswith(ARTEFACTEN)
        }

    def find(self, soort: str, **inhoud: Any) -> Velden:
        """Return the first event of this kind whose content has these values."""
        return next(self._matching(soort, inhoud))

    def remove(self, soort: str, **inhoud: Any) -> None:
        """Take away every event of this kind whose content has these values."""
        for event in list(self._matching(soort, inhoud)):
            self.events.remove(event)

    def change(self, soort: str, where: Mapping[str, Any], **inhoud: Any) -> None:
        """Give the first such event other content."""
        self.find(soort, **where)["inhoud"].update(inhoud)

    def add_after(self, event: Velden, soort: str, actor: str, inhoud: Velden) -> None:
        """Insert an event right after another, at the same moment."""
        new = {**copy.deepcopy(event), "soort": soort, "actor": actor, "inhoud": inhoud}
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

    def change_manifest(self, **anders: Any) -> None:
        """Make another manifest of version 1, and let every vote have been on it."""
        old = self.find("versie_gemaakt")["inhoud"]["manifest_sha256"]
        made: Manifest = replace(manifest.from_bytes(self.artefacten[old]), **anders)
        self.replace_everywhere(old, self.put(manifest.to_bytes(made)))

    @property
    def manifest(self) -> Manifest:
        return manifest.from_bytes(self.artefacten[self.find("versie_gemaakt")["inhoud"]["manifest_sha256"]])

    def _matching(self, soort: str, inhoud: Mapping[str, Any]) -> Any:
        for event in self.events:
            if event["soort"] == soort and all(event["inhoud"].get(key) == value for key, value in inhoud.items()):
                yield event


def rewrite(content: bytes, vervalsing: Vervalsing, *, mend: bool = True) -> bytes:
    """Return the zip after the forgery, with every hash, number, list and derived file made sound again.

    `mend`: the annex's head and the metadata are also made to fit what now stands before them.
    """
    bureau = Bureau(content)
    vervalsing(bureau)
    events: list[Event] = []
    for fields in bureau.events:
        inhoud = _mended(fields, events, bureau) if mend else fields["inhoud"]
        events += _link(events, fields, inhoud)
    return archive.pack(build_files(events, bureau.artefacten.__getitem__))


def repack(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a sound zip of the files after `change`; nothing else is mended."""
    files = archive.unpack(content)
    change(files)
    return archive.pack(files)


def read_events(files: Mapping[str, bytes]) -> list[Event]:
    """Return the events of an unpacked export."""
    return [event_from_line(line) for line in files[GEBEURTENISSEN].splitlines()]


def faults(content: bytes, kop: str | None = None) -> str:
    """Return every line that does not hold; there is one exactly when the whole does not."""
    rapport = verify_zip(content, kop)
    found = [f"{regel.onderwerp}: {regel.tekst}" for regel in rapport.regels if not regel.houdt]
    assert bool(found) != rapport.houdt
    return "\n".join(found)


def line(content: bytes, onderwerp: str, kop: str | None = None) -> str:
    """Return the first line about a subject."""
    return next(regel.tekst for regel in verify_zip(content, kop).regels if regel.onderwerp == onderwerp)


def _link(events: list[Event], fields: Velden, inhoud: Velden) -> tuple[Event, ...]:
    head = Head(events[-1].seq, events[-1].hash) if events else Head()
    return extend(
        head,
        fields["dossier"],
        [NieuwEvent(fields["soort"], fields["actor"], inhoud)],
        klok=datetime.fromisoformat(fields["klok"]),
        simulated=fields["gesimuleerd"],
        tijd=datetime.fromisoformat(fields["tijd"]),
    )


def _mended(fields: Velden, events: list[Event], bureau: Bureau) -> Velden:
    inhoud: Velden = fields["inhoud"]
    if fields["soort"] == "bijlage_gemaakt":
        return {**inhoud, "kop": events[-1].hash}
    if fields["soort"] == "gepubliceerd":
        return {**inhoud, "metadata_sha256": _remake_metadata(events, bureau)}
    return inhoud


def _remake_metadata(events: list[Event], bureau: Bureau) -> str:
    state = fold(events, events[0].dossier)
    ronde = events[0].inhoud
    profile = profile_of_round(ronde, bureau.artefacten.__getitem__)
    last = manifest.from_bytes(bureau.artefacten[state.versies[-1].manifest_sha256])
    return bureau.put(make_metadata(state, profile, last))
