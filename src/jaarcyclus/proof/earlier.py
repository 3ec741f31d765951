"""Whether the figures that a dossier took from earlier ones are what those published, by their exports."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.fold import fold
from jaarcyclus.errors import JaarcyclusError, name_fault, raise_if_of_machine, tell
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.earlier_events import CijfersBekend, CijfersOvergenomen
from jaarcyclus.ledger.parts import BekendeKolom
from jaarcyclus.ledger.wire import kind_of
from jaarcyclus.proof.damage import find_damage
from jaarcyclus.proof.opened import Opened, open_export
from jaarcyclus.proof.replay import verify_chain, verify_figures, verify_rules
from jaarcyclus.proof.report import ReportLine, judged
from jaarcyclus.proof.reread import TELLS_KNOWN, Rereading, reread_workbooks


@dataclass(frozen=True, kw_only=True)
class _Taken:
    """A column that was taken from an earlier dossier: of everyone, or of one `perceel`."""

    column: BekendeKolom
    perceel: str | None

    def is_of(self, number: int, published: Mapping[str, str]) -> bool:
        """Return whether this is what the version of that number published, or the part of it that was to be taken."""
        part = {code: sha256 for code, sha256 in published.items() if self.perceel in (None, code)}
        return (self.column.versie, self.column.cijfers) == (number, part)


def check_earlier(opened: Opened, earlier: Sequence[bytes | Path]) -> Iterator[ReportLine]:
    """Say whether the figures that this dossier took from earlier ones are what those published."""
    known = [item for told in _known_in(opened.events) for item in _taken(told)]
    try:
        exports = [open_export(content) for content in earlier]
    except JaarcyclusError as fault:
        yield ReportLine(onderwerp="eerdere cijfers", houdt=False, tekst=tell(fault))
        return
    given: dict[str, list[Opened]] = {}
    for export in exports:
        name = export.events[0].dossier
        given.setdefault(name, []).append(export)
        if export.wrapping:
            yield ReportLine(onderwerp="eerdere cijfers", houdt=None, tekst=f"{name}: {export.wrapping}")
    for name in sorted(given.keys() - {item.column.dossier for item in known}):
        yield ReportLine(onderwerp="eerdere cijfers", houdt=None, tekst=_NOTHING_TAKEN.format(name=name))
    for name in dict.fromkeys(item.column.dossier for item in known):
        columns = [item for item in known if item.column.dossier == name]
        if name not in given:
            yield ReportLine(onderwerp="eerdere cijfers", houdt=None, tekst=_NO_EARLIER.format(name=name))
            continue
        yield from _judge_earlier(name, given[name], columns)


def _judge_earlier(name: str, exports: Sequence[Opened], columns: Sequence[_Taken]) -> Iterator[ReportLine]:
    found = [_compare(export, columns) for export in exports]
    faults = list(dict.fromkeys(fault for compared in found for fault in compared.faults))
    yield from judged("eerdere cijfers", f"Wat dit dossier van {name} overnam, is wat daar is gepubliceerd.", faults)
    for doubt in dict.fromkeys(doubt for compared in found for doubt in (compared.obstacle, compared.stricter)):
        if doubt and not faults:
            yield ReportLine(onderwerp="eerdere cijfers", houdt=None, tekst=f"{name}: {doubt}")


_TAKES = (*TELLS_KNOWN, kind_of(CijfersOvergenomen))


def _taken(told: CijfersBekend | CijfersOvergenomen) -> Iterator[_Taken]:
    perceel = told.perceel if isinstance(told, CijfersOvergenomen) else None
    return (_Taken(column=column, perceel=perceel) for column in told.kolommen.values())


def _known_in(events: Sequence[Event]) -> Iterator[CijfersBekend | CijfersOvergenomen]:
    return (wire.read(event) for event in events if event.soort in _TAKES)


_NOTHING_TAKEN = (
    "Dit dossier zegt niets van {name} over te nemen. Of dat zo hoort, en of de cijfers gelijk zijn, is niet nagegaan."
)
_NO_EARLIER = (
    "Dit dossier neemt cijfers over van {name}. Of zij daar zo zijn gepubliceerd, is niet nagegaan; geef de export van "
    "dat dossier erbij met --eerder."
)


def _compare(earlier: Opened, columns: Sequence[_Taken]) -> Rereading:
    """Return what differs, and else what of its workbooks nobody looked at, as its own report would say."""
    name = earlier.events[0].dossier
    if _is_false(earlier):
        return Rereading(faults=(_FALSE.format(name=name),))
    again = reread_workbooks(earlier.events, earlier.find)
    if again.faults:
        return Rereading(faults=(_FALSE.format(name=name),))
    try:
        found = [_published(earlier, taken.column.kop) for taken in columns]
    except Exception as fault:
        raise_if_of_machine(fault)
        # Whatever a stranger's export makes us stumble over is the finding.
        return Rereading(faults=(f"Wat {name} publiceerde, is niet te lezen ({name_fault(fault)}).",))
    differing = (
        f"Versie {taken.column.versie} van {name}, met kop {taken.column.kop}, publiceerde niet de cijfers die hier "
        "staan."
        for taken, published in zip(columns, found, strict=True)
        if published is None or not taken.is_of(*published)
    )
    return replace(again, faults=tuple(differing))


def _is_false(export: Opened) -> bool:
    broken = (*verify_chain(export.events), *find_damage(export))
    return bool(broken or verify_rules(export.events, export.read) or verify_figures(export.events, export.read))


_FALSE = "De export van {name} houdt zelf niet; verifieer haar eerst."


def _published(earlier: Opened, head: str) -> tuple[int, Mapping[str, str]] | None:
    """Return version and figures' hashes by perceel that were published when its chain had this head."""
    seq = next((event.seq for event in earlier.events if event.hash == head), 0)
    published = fold(earlier.events[:seq], earlier.events[0].dossier).in_force
    if published is None:
        return None
    made = manifest.from_bytes(earlier.read(published.content.manifest_sha256))
    return published.versie, {perceel: item["cijfers"] for perceel, item in made.inzendingen.items()}
