"""What a dossier is outside the house: one zip with its events, every file they rest on, and a list of both.

All of it follows from the events and the store, the read-me included, so that verifying is building it again and
comparing. Do not put anything in that does not follow from them: nobody could say later whether it was changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event, event_to_line
from jaarcyclus.proof.exhibits import Exhibit, exhibits
from jaarcyclus.rules.context import Read
from jaarcyclus.terms import canonical

EVENTS_FILE = "gebeurtenissen.jsonl"
MANIFEST = "manifest.json"
README_FILE = "LEESMIJ.txt"
ARTEFACTS_FOLDER = "artefacten/"
ARCHIVE_FORM = "jaarcyclus-dossier-1"
POSTBUS_FORM = "jaarcyclus-postbus-1"
BEZETTING_FORM = "jaarcyclus-bezetting-1"

# Part of the form: other words here and older exports no longer verify. Give a change a new VORM and keep the old.
_EXPLANATION = """\
Dossier {dossier}
{streep}

Dit is een volledige export uit Jaarcyclus. Controleer haar zonder verbinding met iets anders:

    jaarcyclus dossier verifieer {dossier}.zip --kop KOP

De kop van de keten staat in de bijlage Besluitvorming, of is apart bewaard. Zonder kop blijft onzichtbaar dat
iemand het hele dossier heeft herschreven of het laatste deel ervan heeft weggelaten. Met --documenten worden ook
de documenten opnieuw gemaakt en vergeleken.

  {gebeurtenissen}  wat er gebeurde, op volgorde; elke regel bevat de hash van de regel ervoor
  {manifest}         elk bestand met grootte en SHA-256, en de kop van de keten
  {artefacten}           profiel, werkboeken, cijfers en documenten; elk bestand heet naar zijn SHA-256

Geweigerde werkboeken zitten er niet bij: er berust geen cijfer op. Hun hash en hun bevindingen staan in
{gebeurtenissen}.

Artefacten
----------
"""


_EXPLANATION_POSTBUS = """\
Postbus {dossier}
{streep}

Dit is een volledige export uit Jaarcyclus van wat er binnenkwam: elk bestand, het oordeel erover en het antwoord.
Controleer haar zonder verbinding met iets anders, alleen of samen met een dossier:

    jaarcyclus dossier verifieer {dossier}.zip --kop KOP
    jaarcyclus dossier verifieer DOSSIER.zip --postbus {dossier}.zip

De bestanden zelf zitten er niet bij: een geaccepteerd werkboek zit in het dossier, een geweigerd kan kwaad. Hun hash
staat in {gebeurtenissen}.

  {gebeurtenissen}  wat er gebeurde, op volgorde; elke regel bevat de hash van de regel ervoor
  {manifest}         elk bestand met grootte en SHA-256, en de kop van de keten
"""

_EXPLANATION_BEZETTING = """\
Bezetting {dossier}
{streep}

Dit is een volledige export uit Jaarcyclus van wie welke functie had, met namen en dagen. Er staan persoonsgegevens in:
geef haar alleen aan wie moet nagaan wie er antwoordde, en maak haar niet openbaar. Controleer haar zonder verbinding
met iets anders, alleen of samen met een dossier:

    jaarcyclus dossier verifieer {dossier}.zip --kop KOP
    jaarcyclus dossier verifieer DOSSIER.zip --bezetting {dossier}.zip

  {gebeurtenissen}  wat er werd vastgelegd, op volgorde; elke regel bevat de hash van de regel ervoor
  {manifest}         elk bestand met grootte en SHA-256, en de kop van de keten
"""


def build_files(events: Sequence[Event], read: Read) -> dict[str, bytes]:
    """Return every file of the export of a dossier, a postbus or a bezetting by name. Raises what `read` raises."""
    pieces = exhibits(events, read)
    files = {f"{ARTEFACTS_FOLDER}{piece.sha256}": read(piece.sha256) for piece in pieces}
    files[EVENTS_FILE] = write_lines(events)
    form, explanation = _form_of(events)
    files[README_FILE] = _readme(events[0].dossier, pieces, explanation)
    files[MANIFEST] = canonical.dumps(_manifest(events, files, form))
    return files


def _form_of(events: Sequence[Event]) -> tuple[str, str]:
    """Return the form of the export of this chain, and its read-me."""
    if events[0].soort in wire.POSTBUS_KINDS:
        return POSTBUS_FORM, _EXPLANATION_POSTBUS
    if events[0].soort in wire.BEZETTING_KINDS:
        return BEZETTING_FORM, _EXPLANATION_BEZETTING
    return ARCHIVE_FORM, _EXPLANATION


def write_lines(events: Iterable[Event]) -> bytes:
    """Return the events as lines of canonical JSON, each with a line end."""
    return b"".join(event_to_line(event) + b"\n" for event in events)


def _manifest(events: Sequence[Event], files: Mapping[str, bytes], form: str) -> dict[str, Any]:
    return {
        "vorm": form,
        "dossier": events[0].dossier,
        "gebeurtenissen": len(events),
        "kop": events[-1].hash,
        "bestanden": {
            name: {"bytes": len(content), "sha256": canonical.sha256(content)} for name, content in files.items()
        },
    }


def _readme(dossier: str, pieces: Iterable[Exhibit], explanation: str) -> bytes:
    text = explanation.format(
        dossier=dossier,
        streep="=" * len(f"Dossier {dossier}"),
        gebeurtenissen=EVENTS_FILE,
        manifest=MANIFEST,
        artefacten=ARTEFACTS_FOLDER,
    )
    return (text + "".join(f"{piece.sha256}  {piece.name}\n" for piece in pieces)).encode()
