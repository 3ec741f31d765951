"""What the door would say of a workbook, without handing it in: judged as at receipt, and what was not looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.errors import UnknownKey
from jaarcyclus.figures.records import Figures
from jaarcyclus.intake.verdict import Verdict
from jaarcyclus.ledger.earlier_events import CijfersBekend
from jaarcyclus.steps.judging import judge_content
from jaarcyclus.steps.known_figures import known_now
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.formats import join_names
from jaarcyclus.terms.products import PRODUCTS, column_heading, has_no_history, name_in_sentence


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """The verdict, and a line for each thing in which receiving it may still differ; () when nothing."""

    verdict: Verdict
    remarks: tuple[str, ...]


def inspect(workspace: Workspace, profiel: str, path: Path, perceel: str | None = None) -> Inspection:
    """Judge a workbook by the profile and the known figures of its round and record nothing.

    Raises UnknownKey for a perceel that the cooperation never had, and what `intake.verdict` raises.
    """
    _require_perceel(workspace, profiel, perceel)
    verdict = judge_content(workspace, profiel, path, perceel)
    return Inspection(verdict=verdict, remarks=tuple(_remarks(workspace, profiel, verdict)))


def _require_perceel(workspace: Workspace, profiel: str, perceel: str | None) -> None:
    codes = sorted({duty.code for duty in workspace.profile(profiel).inzendplichten()})
    if perceel is not None and perceel not in codes:
        raise UnknownKey(f"'{perceel}' is geen perceel van {profiel}; kies bij --perceel uit: {', '.join(codes)}.")


def _remarks(workspace: Workspace, profiel: str, verdict: Verdict) -> Iterator[str]:
    if verdict.product is None or verdict.product not in PRODUCTS or verdict.boekjaar is None:
        return
    state = workspace.dossier(dossier_id(profiel, verdict.boekjaar, verdict.product))
    name = name_in_sentence(verdict.product, verdict.boekjaar)
    if state.ronde is None:
        yield (
            f"Let op: voor {name} is hier geen ronde open. Er is gekeken met het profiel van nu; indienen kan pas als "
            "de ronde open is."
        )
    elif _takes_none(state):
        yield f"Let op: de ronde van {name} neemt nu geen werkboek aan; vraag de controller of zij wordt heropend."
    if verdict.figures is not None:
        yield from _uncompared(known_now(workspace, profiel, verdict.product, verdict.boekjaar), verdict.figures)


def _takes_none(state: Dossier) -> bool:
    # Of a round under rules 1 programs read what this command has printed since the first release.
    return state.opened.regels > 1 and (state.is_closed or state.active_version is not None)


def _uncompared(known: CijfersBekend | None, figures: Figures) -> Iterator[str]:
    """Yield which columns the door has nothing to compare with; a round under rules 1 compares none."""
    if known is None:
        return
    missing = [
        column_heading(column, figures.boekjaar, first_year=False, peildatum=None)
        for column in PRODUCTS[figures.product].known_from
        if not has_no_history(column, figures.eerste_jaar) and not _knows(known, column, figures.perceel)
    ]
    if missing:
        yield f"Niet vergeleken met eerdere cijfers, want het logboek hier kent die niet: {join_names(missing)}."


def _knows(known: CijfersBekend, column: str, perceel: str) -> bool:
    return column in known.kolommen and perceel in known.kolommen[column].cijfers
