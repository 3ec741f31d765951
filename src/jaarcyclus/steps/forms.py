"""The workbook that a perceel begins with: empty, or with what the ledger knows since an earlier product."""

from collections.abc import Iterator

from jaarcyclus.dossier.known import known_columns, known_kaders, stand_at
from jaarcyclus.dossier.round import dossier_id
from jaarcyclus.figures.prefill import Prefill, prefill
from jaarcyclus.figures.records import Figures, figures_from_json
from jaarcyclus.figures.verrekening import stated_to
from jaarcyclus.ledger.earlier_events import CijfersBekend
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.known_figures import forecast_of, known_now
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.products import PRODUCTS
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
    begun = _begin(workspace, profile, product, boekjaar, perceel, now)
    others = _others(workspace, profile, product, boekjaar, perceel, now)
    charges = stated_to(begun.figures if begun else None, perceel, others, PRODUCTS[product].main_column)
    return make_workbook(
        profile, duty, product, boekjaar, first_year=first_year, begun=begun, stand=at.stand, charges=charges
    )


def _begin(
    workspace: Workspace, profile: Profile, product: str, boekjaar: int, perceel: str, now: CijfersBekend | None
) -> Prefill | None:
    """Return what the workbook of a perceel begins with while `now` is what is known."""
    profiel, read = profile.profiel, workspace.store.get
    known = known_columns(profiel, product, boekjaar, now, perceel, read)
    if not known:
        return None  # and no dossier is read to look for a forecast
    return prefill(
        known,
        perceel,
        product,
        boekjaar,
        forecast=forecast_of(workspace, profiel, product, boekjaar, perceel),
        kaders=known_kaders(now, read),
        doelen=[doel.code for doel in profile.verantwoording_over(boekjaar).doelen],
    )


def _others(
    workspace: Workspace, profile: Profile, product: str, boekjaar: int, perceel: str, now: CijfersBekend | None
) -> Iterator[tuple[Figures, bool]]:
    """Yield what each other perceel of the round handed in, else what its workbook begins with."""
    state = workspace.dossier(dossier_id(profile.profiel, boekjaar, product))
    for duty in profile.inzendplichten():
        accepted = state.current.get(duty.code)
        if duty.code == perceel:
            continue
        if accepted is not None:
            yield figures_from_json(workspace.store.get(accepted.cijfers_sha256)), True
        elif (begun := _begin(workspace, profile, product, boekjaar, duty.code, now)) is not None:
            yield begun.figures, False


def form_name(profiel: str, product: str, boekjaar: int, perceel: str) -> str:
    """Return what the file of that workbook is called."""
    return f"{profiel}-{boekjaar}-{product}-{perceel}.xlsx"
