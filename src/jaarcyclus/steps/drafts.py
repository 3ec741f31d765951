"""A product from workbooks, outside every dossier: for who wants to see the figures before anything is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jaarcyclus import clock
from jaarcyclus.figures.consolidation import consolidate
from jaarcyclus.figures.records import Figures
from jaarcyclus.figures.verrekening import UnbalancedVerrekening
from jaarcyclus.intake.verdict import judge_workbook
from jaarcyclus.profile.of_round import profile_for_round
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.findings import Bevinding


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The documents by file name, or the findings that stand in the way."""

    bevindingen: tuple[Bevinding, ...]
    documents: Mapping[str, bytes] = field(default_factory=dict)


def make_draft(workspace: Workspace, profiel: str, workbooks: tuple[Path, ...]) -> Draft:
    """Check the workbooks, consolidate them and print the documents as a concept.

    Raises InvalidInzendingen when they are not one product's, each perceel once.
    """
    profile = workspace.profile(profiel)
    verdicts = [judge_workbook(path, profile, workspace.settings) for path in workbooks]
    findings = tuple(finding for verdict in verdicts for finding in verdict.bevindingen)
    figures = tuple(verdict.figures for verdict in verdicts if verdict.figures is not None)
    if not all(verdict.accepted for verdict in verdicts) or not figures:
        return Draft(bevindingen=findings)
    try:
        return Draft(bevindingen=findings, documents=_print(workspace, profile, figures))
    except UnbalancedVerrekening as fault:
        return Draft(bevindingen=(*findings, *fault.bevindingen))


def _print(workspace: Workspace, profile: Profile, figures: tuple[Figures, ...]) -> Mapping[str, bytes]:
    from jaarcyclus.documents.files import make_documents
    from jaarcyclus.documents.order import DRAFT, DocumentOrder

    product, boekjaar = figures[0].product, figures[0].boekjaar
    opened = profile_for_round(profile, product, boekjaar)
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
        )
    )
