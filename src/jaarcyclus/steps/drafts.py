"""A product from workbooks, outside every dossier: for who wants to see the figures before anything is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jaarcyclus import clock
from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.figures.consolidation import consolidate
from jaarcyclus.figures.records import Figures
from jaarcyclus.figures.verrekening import UnbalancedVerrekening
from jaarcyclus.profile.of_round import profile_for_round
from jaarcyclus.steps.judging import judge_content
from jaarcyclus.steps.known_figures import known_now
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.findings import Bevinding


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The documents by file name, and what was found by workbook as it was named; "" is between workbooks."""

    findings: Mapping[str, tuple[Bevinding, ...]]
    documents: Mapping[str, bytes] = field(default_factory=dict)


def make_draft(workspace: Workspace, profiel: str, workbooks: tuple[Path, ...]) -> Draft:
    """Check the workbooks, consolidate them and print the documents as a concept.

    Raises InvalidInzendingen when they are not one product's, each perceel once.
    """
    verdicts = [judge_content(workspace, profiel, path) for path in workbooks]
    findings = {str(path): verdict.bevindingen for path, verdict in zip(workbooks, verdicts, strict=True)}
    figures = tuple(verdict.figures for verdict in verdicts if verdict.figures is not None)
    if len(figures) < len(verdicts) or not figures:
        return Draft(findings=findings)
    try:
        return Draft(findings=findings, documents=_print(workspace, profiel, figures))
    except UnbalancedVerrekening as fault:
        return Draft(findings={**findings, "": fault.bevindingen})


def _print(workspace: Workspace, profiel: str, figures: tuple[Figures, ...]) -> Mapping[str, bytes]:
    from jaarcyclus.documents.files import make_documents
    from jaarcyclus.documents.order import DRAFT, DocumentOrder

    product, boekjaar = figures[0].product, figures[0].boekjaar
    state = workspace.dossier(dossier_id(profiel, boekjaar, product))
    # As the door judged them: by the profile of the round, once that is open.
    opened = (
        workspace.profile_of(state) if state.ronde else profile_for_round(workspace.profile(profiel), product, boekjaar)
    )
    return make_documents(
        DocumentOrder(
            profile=opened,
            product=product,
            boekjaar=boekjaar,
            version=DRAFT,
            figures=figures,
            consolidation=consolidate(figures, opened, product, boekjaar),
            day=workspace.today(),
            oefening=clock.is_simulated(workspace.settings),
            known=known_now(workspace, profiel, product, boekjaar),
        )
    )
