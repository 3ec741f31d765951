"""The workbook that a perceel begins with: empty, or with what the ledger knows since an earlier product."""

from jaarcyclus.figures.known import adopted_columns, prefill
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.known_figures import known_of
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.workbook.writer import make_workbook


def make_form(
    workspace: Workspace, profile: Profile, product: str, boekjaar: int, perceel: str, *, first_year: bool = False
) -> bytes:
    """Return the .xlsx of one perceel; `profile` is that of the round, or as in force on 1 January of the boekjaar.

    Of what is known nothing is empty, so `first_year` counts only where nothing is. Raises UnknownKey for a perceel
    that the profile does not have.
    """
    duty, known = profile.inzendplicht(perceel), known_of(workspace, profile.profiel, product, boekjaar, perceel)
    content, adopted = prefill(known, perceel, product, boekjaar), adopted_columns(known)
    return make_workbook(profile, duty, product, boekjaar, content, first_year=first_year, adopted=adopted)


def form_name(profiel: str, product: str, boekjaar: int, perceel: str) -> str:
    """Return what the file of that workbook is called."""
    return f"{profiel}-{boekjaar}-{product}-{perceel}.xlsx"
