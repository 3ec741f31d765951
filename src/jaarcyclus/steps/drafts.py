"""A product from workbooks, outside every dossier: for who wants to see the figures before anything is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jaarcyclus.figures.consolidation import consolidate
from jaarcyclus.figures.records import Cijfers
from jaarcyclus.figures.verrekening import OnbalansInterneVerrekening
from jaarcyclus.intake.verdict import controleer
from jaarcyclus.profile.of_round import profile_for_round
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.workspace import Werkplaats
from jaarcyclus.terms.findings import Bevinding


@dataclass(frozen=True, kw_only=True)
class Concept:
    """The documents by file name, or the findings that stand in the way."""

    bevindingen: tuple[Bevinding, ...]
    documenten: Mapping[str, bytes] = field(default_factory=dict)


def make_concept(werkplaats: Werkplaats, profiel: str, werkboeken: tuple[Path, ...]) -> Concept:
    """Check the workbooks, consolidate them and print the documents as version 0.

    Raises OngeldigeInzendingen when they are not one product's, each perceel once.
    """
    profile = werkplaats.profile(profiel)
    verdicts = [controleer(path, profile, werkplaats.settings) for path in werkboeken]
    findings = tuple(finding for verdict in verdicts for finding in verdict.bevindingen)
    figures = tuple(verdict.cijfers for verdict in verdicts if verdict.cijfers is not None)
    if not all(verdict.geaccepteerd for verdict in verdicts) or not figures:
        return Concept(bevindingen=findings)
    try:
        return Concept(bevindingen=findings, documenten=_print(werkplaats, profile, figures))
    except OnbalansInterneVerrekening as fault:
        return Concept(bevindingen=(*findings, *fault.bevindingen))


def _print(werkplaats: Werkplaats, profile: Profile, figures: tuple[Cijfers, ...]) -> Mapping[str, bytes]:
    from jaarcyclus.documents.files import make_documents
    from jaarcyclus.documents.order import DocumentOpdracht

    product, boekjaar = figures[0].product, figures[0].boekjaar
    opened = profile_for_round(profile, product, boekjaar)
    return make_documents(
        DocumentOpdracht(
            profile=opened,
            product=product,
            boekjaar=boekjaar,
            versie=0,
            cijfers=figures,
            consolidatie=consolidate(figures, opened, product, boekjaar),
            datum=werkplaats.today(),
            oefening=False,
        )
    )
