"""The page of one condition, and the check before it is reported as met."""

from jaarcyclus.dossier.evidence import BEGINS, MAX_BYTES
from jaarcyclus.pages.conditions import Condition
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.reader import DECISIONS, SUBMISSIONS, Reader
from jaarcyclus.steps import acts, rehearsal
from jaarcyclus.steps.workspace import Workspace


def show_condition(condition: Condition, reader: Reader, *, words: str = "", fault: str = "") -> str:
    """Return the page of one condition, with what was typed and why it was refused."""
    return fill_page("voorwaarde.html", reader, current=_home(reader), voorwaarde=condition, getypt=words, fout=fault)


def show_check(condition: Condition, reader: Reader, words: str, *, fault: str = "") -> str:
    """Return the page that repeats what will be recorded, and takes a file; `fault` says why it took none."""
    return fill_page(
        "voorwaarde_controle.html",
        reader,
        current=_home(reader),
        voorwaarde=condition,
        getypt=words,
        fout=fault,
        soorten=", ".join(BEGINS),
        grootste=MAX_BYTES // 10**6,
    )


def rehearse(workspace: Workspace, condition: Condition, reader: Reader, words: str) -> None:
    """Raise Refused when this reader may not report it as met so; nothing is recorded."""
    acts.fulfil_condition(
        rehearsal.rehearse(workspace),
        condition.dossier,
        reader.person,
        gate=condition.gate,
        zetel=condition.zetel,
        toelichting=words,
    )


def _home(reader: Reader) -> str:
    return SUBMISSIONS if reader.percelen else DECISIONS
