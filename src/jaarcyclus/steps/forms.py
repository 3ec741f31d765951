"""The workbook that a perceel begins with: empty, or with what the ledger knows since an earlier product."""

from jaarcyclus.dossier.known import known_kaders, stand_at
from jaarcyclus.figures.prefill import prefill
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.known_figures import forecast_of, known_now
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.workbook.writer import make_workbook


def make_form(
    workspace: Workspace, profile: Profile, product: str, boekjaar: int, perceel: str, *, first_year: bool = False
) -> bytes:
    """Return the .xlsx of one perceel; `profile` is that of the round, or as in force on 1 January of the boekjaar.

    Of what is known nothing is empty, so `first_year` counts only where nothing is. Raises UnknownKey for a perceel
    that the profile does not have.
    """
    duty, profiel = profile.inzendplicht(perceel), profile.profiel
    now = known_now(workspace, profiel, product, boekjaar)
    at = stand_at(profiel, product, boekjaar, now, perceel, workspace.store.get)
    begun = prefill(
        at.known,
        perceel,
        product,
        boekjaar,
        forecast=forecast_of(workspace, profiel, product, boekjaar, perceel),
        kaders=known_kaders(now, workspace.store.get),
        doelen=[doel.code for doel in profile.verantwoording_over(boekjaar).doelen],
    )
    return make_workbook(profile, duty, product, boekjaar, first_year=first_year, begun=begun, stand=at.stand)


def form_name(profiel: str, product: str, boekjaar: int, perceel: str) -> str:
    """Return what the file of that workbook is called."""
    return f"{profiel}-{boekjaar}-{product}-{perceel}.xlsx"
