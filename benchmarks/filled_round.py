"""A round in which the last workbook was just accepted: where the clock of a benchmark starts.

The workbooks are real ones with DOWR's sample; how long reading them takes is another figure.
"""

from datetime import datetime, time

from jaarcyclus import clock
from jaarcyclus.demo.sample_figures import voorbeeld_cijfers
from jaarcyclus.figures.records import figures_to_json
from jaarcyclus.ledger.chain import NieuwEvent
from jaarcyclus.profile.records import Inzendplicht, Profile
from jaarcyclus.steps import calendar
from jaarcyclus.steps.workspace import Werkplaats
from jaarcyclus.terms.days import to_working_day
from jaarcyclus.workbook.writer import maak_werkboek

PRODUCT, BOEKJAAR = "begroting", 2027


def open_filled_round(werkplaats: Werkplaats, profiel: str = "dowr") -> str:
    """Open the round on its own first day, accept every workbook, and return the dossier's name."""
    profile = werkplaats.profile(profiel)
    clock.set_simulated(werkplaats.settings, first_day(profile))
    dossier = calendar.open_round(werkplaats, profiel, PRODUCT, BOEKJAAR)
    for number, duty in enumerate(profile.inzendplichten(), start=1):
        _accept(werkplaats, dossier, profile, duty, number)
    return dossier


def first_day(profile: Profile) -> datetime:
    """Return nine o'clock on the day the round opens."""
    return datetime.combine(to_working_day(profile.kalender.producten[PRODUCT].opent.in_boekjaar(BOEKJAAR)), time(9))


def _accept(werkplaats: Werkplaats, dossier: str, profile: Profile, duty: Inzendplicht, number: int) -> None:
    figures = voorbeeld_cijfers(profile, duty.code, PRODUCT, BOEKJAAR)
    content = {
        "perceel": duty.code,
        "sha256": werkplaats.store.put(maak_werkboek(profile, duty, PRODUCT, BOEKJAAR, figures)),
        "cijfers_sha256": werkplaats.store.put(figures_to_json(figures)),
        "inzender": duty.indiener,
        "via": "api",
        "te_laat": False,
        "ontvangst": number,
        "bevindingen": [],
    }
    werkplaats.record(dossier, lambda _: [NieuwEvent("inzending_geaccepteerd", duty.indiener, content)])
