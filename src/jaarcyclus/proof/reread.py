"""Proves that each accepted workbook could be accepted, and that its figures stand so in its cells: judged once more.

By the same reader and the same checks as at receipt, with the profile that the round pinned and what it knew then of
earlier figures. From rules 2 on its warnings are made again too: whoever changes one changes what the gremia were told.

While rounds were under rules 2 each release looked at more in a workbook. What one of then accepted is held to what all
of them read, and what the reading of now would say beside that is told: it is no fault, and nobody looked at it then.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from time import monotonic

from jaarcyclus.dossier.known import stand_at
from jaarcyclus.dossier.round import BESIDE_OTHERS, STRICT_READING, late_finding
from jaarcyclus.errors import ReaderUnusable, name_fault, raise_if_of_machine
from jaarcyclus.figures.kaders import kaders_of
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.prefill import Issued, KnownStand, Stand, find_issued
from jaarcyclus.figures.records import figures_from_json, figures_to_json
from jaarcyclus.intake.verdict import gave_out, judge_by_chosen_profile, look_across
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.earlier_events import CijfersBekend, CijfersHerzien, CijfersOvergenomen
from jaarcyclus.ledger.events import InzendingGeaccepteerd, RondeGeopend
from jaarcyclus.ledger.wire import kind_of
from jaarcyclus.profile.of_round import whole_profile
from jaarcyclus.proof.export import Find
from jaarcyclus.proof.stricter import MAX_TOLD, held_alike, name_changes, tell_stricter, what_it_says
from jaarcyclus.rules.context import Read
from jaarcyclus.settings import Settings
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.kept import Kept
from jaarcyclus.terms.products import KADERS
from jaarcyclus.workbook.form import Marks

MAX_SECONDS = 300  # chosen: a workbook takes one; a forger may hand in thousands that take a minute each

TELLS_KNOWN = (kind_of(CijfersBekend), kind_of(CijfersHerzien))
"""What is known of earlier figures when a round opens, and each time that it is revised."""
Known = tuple[tuple[str, str, str, bool, bytes], ...]
"""The fields of each known column, its figures as canonical JSON: what can be told apart quickly."""
AtStand = tuple[Stand, str, Known]
"""What was known at one moment, as a workbook keeps it, in words and in full."""
Others = tuple[tuple[str, bytes], ...]
"""The figures of the other percelen that counted when a workbook was accepted, as canonical JSON."""


_COUNTS = (kind_of(InzendingGeaccepteerd), kind_of(CijfersOvergenomen))
"""What gives a perceel the figures that count."""


@dataclass(frozen=True, kw_only=True)
class Rereading:
    """What reading the workbooks again came to: what differs, or else what nobody could tell here.

    `stricter`: what the reading of now says of what older rules accepted.
    """

    faults: tuple[str, ...] = ()
    obstacle: str = ""
    stricter: str = ""


@dataclass(frozen=True)
class _Doubt:
    text: str


@dataclass(frozen=True)
class _Stricter:
    text: str


_Found = str | _Doubt | _Stricter
Judged = tuple[bytes | None, tuple[Bevinding, ...]]
"""The canonical figures of a workbook, None when it has faults, and all its findings."""


def verify_workbooks(events: Sequence[Event], find: Find) -> tuple[str, ...]:
    """Return which accepted submissions have faults, other figures than their cells, or other warnings."""
    return reread_workbooks(events, find).faults


def reread_workbooks(events: Sequence[Event], find: Find) -> Rereading:
    """Return the same, and what was not looked at."""
    found = tuple(_compare_all(events, find))
    doubts = [item.text for item in found if isinstance(item, _Doubt)]
    return Rereading(
        faults=tuple(item for item in found if isinstance(item, str)),
        obstacle=" ".join(doubts[:MAX_TOLD]),
        stricter=tell_stricter([item.text for item in found if isinstance(item, _Stricter)], events),
    )


def _compare_all(events: Sequence[Event], find: Find) -> Iterator[_Found]:
    end = monotonic() + MAX_SECONDS
    known: list[Event] = []
    counting: dict[str, str] = {}
    for event in events:
        if event.soort in TELLS_KNOWN:
            known.append(event)
        before = dict(counting)
        if event.soort in _COUNTS:
            counting[str(event.inhoud.get("perceel"))] = str(event.inhoud.get("cijfers_sha256"))
        if event.soort != kind_of(InzendingGeaccepteerd):
            continue
        if monotonic() > end:
            yield _Doubt(
                f"Na {MAX_SECONDS} seconden gestopt: vanaf gebeurtenis {event.seq} is geen werkboek nagelezen."
            )
            return
        yield from _compare(event, events[0], known, before, find)


def _compare(
    event: Event, opened: Event, known: Sequence[Event], counting: Mapping[str, str], find: Find
) -> Iterator[_Found]:
    """`known` are the events that said, before this one, what earlier dossiers know: the last of them counts.

    `counting`: perceel -> figures that counted before this event.
    """

    def read(sha256: str) -> bytes:
        return find(sha256).read()

    name = f"De inzending van {event.inhoud.get('perceel')} (gebeurtenis {event.seq})"
    try:
        content: InzendingGeaccepteerd = wire.read(event)
        pinned: RondeGeopend = wire.read(opened)
        stands = tuple(_stand_of(item, pinned, content.perceel, read) for item in known) if pinned.regels > 1 else ()
        profile = read(pinned.profiel_sha256)
        others = _others_of(counting, pinned, content.perceel, read)
        kaders = _kaders_of(known[-1] if known else None, read)
        judge = partial(
            judge_again,
            find(content.sha256),
            profile,
            content.perceel,
            stands=stands,
            others=others,
            kaders=kaders,
        )
        yield from _held_to(name, content, pinned, read(content.cijfers_sha256), judge)
    except Exception as fault:
        raise_if_of_machine(fault)
        # Whatever a stranger's workbook makes the reading stumble over is the finding.
        yield f"{name} is niet na te lezen ({name_fault(fault)})."


def _held_to(
    name: str, content: InzendingGeaccepteerd, pinned: RondeGeopend, figures: bytes, judge: Callable[..., Judged]
) -> list[_Found]:
    """By the newest reading first: what holds by that was held to no less by an older release."""
    late = (late_finding(date.fromisoformat(pinned.deadlines.indienen)),) if content.te_laat else ()

    def under(regels: int) -> list[_Found]:
        return list(_differences(name, content, figures, judge(regels=regels), late, regels))

    newest = under(STRICT_READING if pinned.regels == 2 else pinned.regels)
    if pinned.regels != 2 or not _is_false(newest):
        return newest
    found = under(pinned.regels)
    if not _is_false(found):
        found.append(_Stricter(name_changes(name, content.bevindingen, (*judge(regels=STRICT_READING)[1], *late))))
    return found


def _is_false(found: Sequence[_Found]) -> bool:
    return any(isinstance(item, str) for item in found)


def _differences(
    name: str,
    content: InzendingGeaccepteerd,
    figures: bytes,
    judged: Judged,
    late: Sequence[Bevinding],
    regels: int,
) -> Iterator[_Found]:
    made, findings = judged
    faults = tuple(dict.fromkeys(item.code for item in findings if item.ernst == "fout"))
    if faults:
        yield f"{name} had niet geaccepteerd mogen worden: {', '.join(faults)}."
    elif made != figures:
        yield f"{name}: de vastgelegde cijfers staan niet zo in de cellen van het werkboek."
    elif regels == 2:
        yield from _compare_warnings(name, held_alike(content.bevindingen), held_alike((*findings, *late)))
    elif regels > 2:
        yield from _compare_warnings(name, content.bevindingen, (*findings, *late))


def _compare_warnings(name: str, told: Sequence[Bevinding], found: Sequence[Bevinding]) -> Iterator[str | _Doubt]:
    """What was found and where follows from the workbook; its sentences are those of a release (`finding_kinds`)."""
    if list(map(what_it_says, told)) != list(map(what_it_says, found)):
        yield f"{name}: de vastgelegde waarschuwingen zijn niet die van het werkboek."
    elif tuple(told) != tuple(found):
        yield _Doubt(
            f"{name}: de waarschuwingen zijn dezelfde, in andere zinnen; of die van een andere uitgave zijn, is niet "
            "nagegaan."
        )


def _stand_of(told: Event | None, pinned: RondeGeopend, perceel: str, read: Read) -> AtStand:
    known: CijfersBekend | None = wire.read(told) if told else None
    at = stand_at(pinned.profiel, pinned.product, pinned.boekjaar, known, perceel, read)
    columns = tuple(
        (item.column, item.source, item.source_column, item.exact, figures_to_json(item.figures))
        for item in at.known.values()
    )
    return at.stand, at.told, columns


def _others_of(counting: Mapping[str, str], pinned: RondeGeopend, perceel: str, read: Read) -> Others:
    """Return what a workbook was judged beside; before rules 6 nothing."""
    if pinned.regels < BESIDE_OTHERS:
        return ()
    return tuple((code, read(sha256)) for code, sha256 in counting.items() if code != perceel)


def _kaders_of(told: Event | None, read: Read) -> tuple[bytes, ...]:
    """Return the figures of the kaderbrief that the round knew, as what can be told apart quickly."""
    known: CijfersBekend | None = wire.read(told) if told else None
    found = known.kolommen.get(KADERS) if known else None
    return tuple(read(sha256) for sha256 in found.cijfers.values()) if found else ()


@lru_cache(maxsize=64)
def judge_again(
    workbook: Kept,
    profile: bytes,
    perceel: str,
    regels: int,
    stands: tuple[AtStand, ...] = (),
    others: Others = (),
    kaders: tuple[bytes, ...] = (),
) -> Judged:
    """Return what the intake makes of a workbook under these rules; the last of `stands` is what counted.

    Raises ReaderUnusable when time or memory were not enough: where it was accepted they were, or it is a forger's.
    """
    verdict = judge_by_chosen_profile(
        workbook.read(),
        lambda _: whole_profile(profile),
        Settings.from_env({}),
        perceel,
        lambda _: _columns(stands[-1][2]) if stands else {},
        choose_rules=lambda _: regels,
        choose_kaders=lambda _: kaders_of(map(figures_from_json, kaders)),
        choose_issued=lambda kenmerken: _issued(stands, kenmerken),
    )
    if gave_out(verdict.bevindingen):
        raise ReaderUnusable(
            f"werkboek {workbook.sha256} is hier niet te lezen: er is te weinig tijd of geheugen. Over het dossier "
            "zegt dat niets; ga het na op een snellere computer met meer geheugen."
        )
    beside = look_across(verdict, {code: figures_from_json(figures) for code, figures in others})
    return (figures_to_json(verdict.figures) if verdict.figures is not None else None), (*verdict.bevindingen, *beside)


def _issued(stands: tuple[AtStand, ...], kenmerken: Marks) -> Issued | None:
    known = [KnownStand(stand=stand, told=told, known=_columns(columns)) for stand, told, columns in stands]
    return find_issued(known, kenmerken.stand) if known else None


def _columns(known: Known) -> Mapping[str, KnownColumn]:
    return {
        column: KnownColumn(
            column=column, source=source, source_column=named, exact=exact, figures=figures_from_json(figures)
        )
        for column, source, named, exact, figures in known
    }
