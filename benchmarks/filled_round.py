"""A round in which the last workbook was just accepted: where the clock of a benchmark starts.

The workbooks are real ones with DOWR's sample; how long reading them takes is another figure.
"""

from datetime import datetime, time

from jaarcyclus import clock
from jaarcyclus.demo.sample_figures import sample_figures
from jaarcyclus.figures.records import figures_to_json
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.profile.records import Inzendplicht, Profile
from jaarcyclus.steps import acts, calendar
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.days import to_working_day
from jaarcyclus.workbook.writer import make_workbook

PRODUCT, BOEKJAAR = "begroting", 2027


def open_filled_round(workspace: Workspace, profiel: str = "dowr") -> str:
    """Open the round on its own first day, accept every workbook, skip the pause; return the dossier's name."""
    profile = workspace.profile(profiel)
    clock.set_simulated(workspace.settings, first_day(profile))
    dossier = calendar.open_round(workspace, profiel, PRODUCT, BOEKJAAR)
    for number, duty in enumerate(profile.inzendplichten(), start=1):
        _accept(workspace, dossier, profile, duty, number)
    acts.skip_pause(workspace, dossier, profile.controller, reden="Er wordt niets vervangen.")
    return dossier


def first_day(profile: Profile) -> datetime:
    """Return nine o'clock on the day the round opens."""
    return datetime.combine(to_working_day(profile.kalender.producten[PRODUCT].opent.in_boekjaar(BOEKJAAR)), time(9))


def _accept(workspace: Workspace, dossier: str, profile: Profile, duty: Inzendplicht, number: int) -> None:
    figures = sample_figures(profile, duty.code, PRODUCT, BOEKJAAR)
    content = {
        "perceel": duty.code,
        "sha256": workspace.store.put(make_workbook(profile, duty, PRODUCT, BOEKJAAR, figures)),
        "cijfers_sha256": workspace.store.put(figures_to_json(figures)),
        "inzender": duty.indiener,
        "via": "api",
        "te_laat": False,
        "ontvangst": number,
        "bevindingen": [],
    }
    workspace.record(dossier, lambda _: [NewEvent("inzending_geaccepteerd", duty.indiener, content)])
