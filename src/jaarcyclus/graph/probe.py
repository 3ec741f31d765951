"""What the doctor asks of SharePoint: what the app may, what is missing, and what the tenant does to a file.

It makes nothing that is to stay: two trial files and an upload that is given up again, in the folder of the profile
when it is there. Each look gives lines in Dutch, and nothing that one look meets keeps the next from looking.
"""

import tempfile
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.errors import JaarcyclusError, tell
from jaarcyclus.graph import tokens
from jaarcyclus.graph.changes import start_now
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.columns import Column, find_missing
from jaarcyclus.graph.connection import Connection
from jaarcyclus.graph.downloads import download
from jaarcyclus.graph.hashes import quick_xor_hash
from jaarcyclus.graph.items import checkin, checkout, discard, look, put_small, remove
from jaarcyclus.graph.outcomes import Ambiguous, Done, Exists, Outcome, TryLater
from jaarcyclus.graph.places import find_library, find_site, resolve
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import CHECKED_OUT, DRAFT, Folder, Item
from jaarcyclus.graph.sessions import cancel, open_session
from jaarcyclus.terms.canonical import sha256
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.formats import format_moment

Ernst = Literal["goed", "waarschuwing", "fout"]
NARROW_ROLES = frozenset({"Sites.Selected", "Lists.SelectedOperations.Selected", "Files.SelectedOperations.Selected"})
"""Rights that reach no further than what was granted by name: concepts/permissions-selected-overview."""

_SOON = timedelta(days=30)  # chosen: an office needs some weeks for a new secret
_TRIALS = (
    ("html", "text/html", b"<!doctype html>\n<html lang=nl><title>Proef</title><p>Proef van Jaarcyclus</p></html>\n"),
    ("zip", "application/zip", b"PK\x05\x06" + bytes(18)),
)


@dataclass(frozen=True, kw_only=True)
class ProbeLine:
    """One thing that was looked at, and in Dutch what was found and what to do."""

    subject: str
    severity: Ernst
    text: str


def require_usable(app: Connection) -> Connection:
    """Return it when it can sign in anywhere. Raises InvalidSetting of a certificate that cannot be read."""
    tokens.read_certificate_end(app)
    return app


def probe(client: Client, folders: Sequence[str], columns: Sequence[Column], now: datetime) -> Iterator[ProbeLine]:
    """Give what was found, in the order in which to mend it; it ends where the rest cannot be looked at."""
    try:
        yield _expiry(client.connection, now)
        authorized = client.authorize()
        if not isinstance(authorized, Done):
            yield _line("Aanmelding", authorized)
            return
        yield _judge_roles(tokens.read_roles(authorized.value))
        yield from _probe_place(client, folders, columns)
    except JaarcyclusError as fault:
        yield ProbeLine(subject="SharePoint", severity="fout", text=tell(fault))


def _line(subject: str, outcome: Outcome[object], good: str = "") -> ProbeLine:
    if isinstance(outcome, Done):
        return ProbeLine(subject=subject, severity="goed", text=good)
    if isinstance(outcome, TryLater) and outcome.reason in (Reason.THROTTLED, Reason.BUSY):
        moment = format_moment(outcome.not_before.astimezone(AMSTERDAM).isoformat())
        text = f"{outcome.sentence} Niet voor {moment}; draai dit daarna opnieuw."
        return ProbeLine(subject=subject, severity="waarschuwing", text=text)
    text = f"'{outcome.item.name}' staat er al" if isinstance(outcome, Exists) else outcome.sentence
    return ProbeLine(subject=subject, severity="fout", text=text)


def _expiry(connection: Connection, now: datetime) -> ProbeLine:
    """Say until when the app can sign in. Nobody tells an app when its secret ends: that is typed, or unknown."""
    end = tokens.read_certificate_end(connection)
    kind = "het certificaat" if end else "het clientgeheim"
    if end is None and connection.secret_expires is None:
        place = connection.place_of("GEHEIM_TOT")
        text = f"tot wanneer het clientgeheim geldt, is niet bekend; zet de dag in {place}"
        return ProbeLine(subject="Geldigheid", severity="waarschuwing", text=text)
    last = end or datetime.combine(connection.secret_expires or now.date(), datetime.min.time(), UTC)
    text = f"{kind} geldt tot {format_date(last.date())}"
    if last - now > _SOON:
        return ProbeLine(subject="Geldigheid", severity="goed", text=text)
    remedy = "laat de beheerder van Entra ID nu een nieuw maken"
    severity: Ernst = "waarschuwing" if last > now else "fout"
    return ProbeLine(subject="Geldigheid", severity=severity, text=f"{text}; {remedy}")


def _judge_roles(roles: frozenset[str]) -> ProbeLine:
    if not roles:
        text = "de app heeft geen enkel recht; laat de beheerder van Entra ID Sites.Selected toestaan"
        return ProbeLine(subject="Rechten", severity="fout", text=text)
    if broad := sorted(roles - NARROW_ROLES):
        text = f"de app mag meer dan nodig is ({', '.join(broad)[:200]}); laat alleen Sites.Selected staan"
        return ProbeLine(subject="Rechten", severity="waarschuwing", text=text)
    return ProbeLine(subject="Rechten", severity="goed", text=", ".join(sorted(roles)))


def _probe_place(client: Client, folders: Sequence[str], columns: Sequence[Column]) -> Iterator[ProbeLine]:
    site = find_site(client)
    yield _line("Site", site, client.place.site)
    if not isinstance(site, Done):
        return
    library = find_library(client)
    yield _line("Bibliotheek", library, client.place.library)
    if not isinstance(library, Done):
        return
    if columns:
        yield _probe_columns(client, library.value, columns)
    yield _line("Wijzigingen", start_now(client, library.value), "de app ziet wat er in de bibliotheek verandert")
    inner = resolve(client, folders, make=False)
    yield from _probe_files(client, inner.value if isinstance(inner, Done) else library.value)


def _probe_columns(client: Client, library: Folder, columns: Sequence[Column]) -> ProbeLine:
    missing = find_missing(client, library, columns)
    if isinstance(missing, Done) and missing.value:
        wanted = ", ".join(column.name for column in missing.value)
        text = (
            f"{wanted} ontbreken; Jaarcyclus maakt ze als het mag. Laat anders de eigenaar van de site ze maken: een "
            "regel tekst, met precies deze namen"
        )
        return ProbeLine(subject="Kolommen", severity="waarschuwing", text=text)
    return _line("Kolommen", missing, "alle kolommen zijn er")


def _probe_files(client: Client, folder: Folder) -> Iterator[ProbeLine]:
    stem = f"jaarcyclus-proef-{uuid.uuid4().hex[:12]}"
    for suffix, media_type, content in _TRIALS:
        name = f"{stem}.{suffix}"
        placed = put_small(client, folder, name, content, media_type)
        yield _line(f"Proef .{suffix}", placed, "geplaatst")
        if isinstance(placed, Done | Ambiguous):
            try:
                if isinstance(placed, Done):
                    yield from _examine(client, placed.value, content, folder)
            finally:
                removed = _remove(client, folder, name)
            yield removed
    opened = open_session(client, folder, f"{stem}.groot.zip", 10_000_000)
    yield _line("Proef groot bestand", cancel(client, opened.value) if isinstance(opened, Done) else opened, "begonnen")


def _examine(client: Client, item: Item, content: bytes, folder: Folder) -> Iterator[ProbeLine]:
    seen = look(client, folder, item.name)
    if not isinstance(seen, Done) or seen.value is None:
        yield _line("Proef terugzien", seen) if not isinstance(seen, Done) else _vanished(item)
        return
    if not seen.value.is_only_of(client.connection.app):
        text = (
            f"SharePoint zegt van {item.name} niet dat deze app het plaatste, en dan houdt Jaarcyclus eigen bestanden "
            "voor die van een ander en plaatst niets; geef dit door aan wie Jaarcyclus onderhoudt"
        )
        yield ProbeLine(subject="Herkenning", severity="fout", text=text)
    yield from _publish(client, seen.value)
    held = checkout(client, seen.value)
    freed = discard(client, held.value) if isinstance(held, Done) else held
    yield _line("Uitchecken", freed, "de app mag uitchecken, en dat ongedaan maken")
    yield _compare(client, seen.value, content)


def _publish(client: Client, item: Item) -> Iterator[ProbeLine]:
    """Let a trial be seen by readers, where the library keeps it from them, and say what that took."""
    if item.level not in (CHECKED_OUT, DRAFT):
        yield ProbeLine(subject="Inchecken", severity="goed", text="de bibliotheek vraagt geen uitchecken")
        return
    published = checkin(client, item, "Proef van Jaarcyclus")
    if item.level == CHECKED_OUT:
        yield _line("Inchecken", published, "de bibliotheek vraagt uitchecken, en de app mag inchecken")
    if isinstance(published, Done) and published.value.level == DRAFT:
        text = (
            "de bibliotheek vraagt goedkeuring, en tot dan ziet geen lezer wat Jaarcyclus er plaatst; laat de eigenaar "
            "van de site de goedkeuring in deze bibliotheek uitzetten, of elk bestand goedkeuren"
        )
        yield ProbeLine(subject="Publiceren", severity="fout", text=text)
    elif item.level == DRAFT:
        yield _line("Publiceren", published, "de bibliotheek bewaart eerst een concept, en de app mag het publiceren")


def _vanished(item: Item) -> ProbeLine:
    text = f"{item.name} is er direct weer weg; laat de beheerder nagaan of iets in de tenant het opruimt"
    return ProbeLine(subject="Proef terugzien", severity="fout", text=text)


def _compare(client: Client, item: Item, content: bytes) -> ProbeLine:
    """Say what the tenant made of the bytes: it rewrites some kinds of file, at once or later."""
    with tempfile.TemporaryDirectory() as folder:
        read = download(client, item, Path(folder, "proef"), limit=10_000_000)
    if not isinstance(read, Done):
        return _line("Proef teruglezen", read)
    same = read.value.sha256 == sha256(content)
    hashed = item.quick_xor_hash in ("", quick_xor_hash([content]))
    text = "komt terug zoals het is geplaatst" if same else "wordt door SharePoint herschreven"
    text += "" if hashed else ", met een andere hash"
    text += "" if item.quick_xor_hash else ", zonder hash"
    if same or item.name.endswith(".html"):
        return ProbeLine(subject="Inhoud", severity="goed", text=f"{item.name}: {text}")
    remedy = "; het dossierpakket bewijst dan niets, geef dit door aan wie Jaarcyclus onderhoudt"
    return ProbeLine(subject="Inhoud", severity="fout", text=f"{item.name}: {text}{remedy}")


def _remove(client: Client, folder: Folder, name: str) -> ProbeLine:
    """Take a trial away as it now is: SharePoint may have touched it since."""
    seen = look(client, folder, name)
    if not isinstance(seen, Done):
        return _line("Proef opruimen", seen)
    if seen.value is None:
        text = f"{name} is niet te zien; staat het er later toch, haal het dan weg"
        return ProbeLine(subject="Proef opruimen", severity="waarschuwing", text=text)
    return _line("Proef opruimen", remove(client, seen.value), "opgeruimd")
