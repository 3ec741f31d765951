"""The words in which pages of the office say when something is, and which step of a route it is. Pure."""

from datetime import date

from jaarcyclus.dossier.planning import climb_day
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.route import MAX_ROUNDS, applicable_steps, rung
from jaarcyclus.dossier.tally import GESCHIL
from jaarcyclus.pages.decisions import tell_left
from jaarcyclus.pages.reader import YEAR
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import format_date

_NEAR_DAYS = ("vandaag", "morgen", "overmorgen")


def dossier_path(state: Dossier) -> str:
    """Return where this dossier stands on the page of its boekjaar."""
    return f"{YEAR}/{state.boekjaar}#{state.dossier}"


def warnings_path(state: Dossier) -> str:
    """Return where the warnings on the workbooks of this dossier stand."""
    return f"{YEAR}/waarschuwingen/{state.dossier}"


def act_path(dossier: str, act: str, about: str = "") -> str:
    """Return where an act on a dossier has its form."""
    return f"{YEAR}/dossier/{dossier}/{act}{f'/{about}' if about else ''}"


def tell_when(day: date, today: date) -> str:
    """Return `morgen`, or `op 5 juni 2026`; a day of before is due now: `vandaag`."""
    ahead = max((day - today).days, 0)
    return _NEAR_DAYS[ahead] if ahead < len(_NEAR_DAYS) else f"op {format_date(day)}"


def tell_days(deadline: date, today: date) -> str:
    """Return `3 dagen te laat`, or how much time there is."""
    late = (today - deadline).days
    if late <= 0:
        return tell_left(deadline, today)
    return "1 dag te laat" if late == 1 else f"{late} dagen te laat"


def tell_step(state: Dossier, profile: Profile, number: int) -> str:
    """Return `stap 2 van 5`, counted over the steps that apply; empty for one that does not apply any more."""
    numbers = [step for step, _ in applicable_steps(state, profile)]
    return f"stap {numbers.index(number) + 1} van {len(numbers)}" if number in numbers else ""


def after_silence(state: Dossier, gate: Gate, profile: Profile) -> str:
    """Return what becomes of this question when it climbs, as the end of a sentence that says when."""
    disputed = state.gate(gate.betwist) if gate.betwist else None
    first = disputed or gate
    if not profile.routes[state.product][gate.stap].blokkeert:
        return "sluit deze vraag, en gaat het document verder"
    top = gate.soort == GESCHIL and gate.gremium == profile.ladder.top
    trede = None if top or first.ronde >= MAX_ROUNDS else rung(profile, gate.gremium)
    if trede is None:
        return "wordt dit product aangehouden, tot er een bindend advies is"
    return f"klimt deze vraag als geschil naar {profile.gremium(trede.naar).naam}"


def first_day_after(gate: Gate, profile: Profile) -> date:
    """Return the day on which an unanswered gate climbs: the first after its last day."""
    return date.fromordinal(climb_day(gate, profile).toordinal() + 1)
