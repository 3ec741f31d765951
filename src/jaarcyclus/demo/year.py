"""The demo: a whole year of one cooperation, boekjaar 2027, on a real Airflow with a simulated clock, in minutes.

It only does what people do, on the pages that they use and as those people, and reads the dossier to know whom to
play next. Everything it makes is marked *oefening*. Do not give it a way around a door: then it proves nothing.
"""

import time
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from itertools import count

from jaarcyclus import clock
from jaarcyclus.demo.guide import tell_visits, visits
from jaarcyclus.demo.players import Players, wait_for
from jaarcyclus.demo.sample_figures import sample_figures
from jaarcyclus.demo.script import choose, incomplete_perceel, products_of
from jaarcyclus.demo.stage import Progress, export_and_verify, look_around, make_room, running_airflow
from jaarcyclus.dossier.planning import missing_submissions, next_steps
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.round import dossier_id, rounds_due
from jaarcyclus.dossier.route import walk
from jaarcyclus.dossier.tally import name_outcome
from jaarcyclus.errors import DemoStuck
from jaarcyclus.installation import launcher
from jaarcyclus.ledger.parts import Gatezetel
from jaarcyclus.pages.reader import DECISIONS, SUBMISSIONS, YEAR
from jaarcyclus.profile.of_round import opening_day
from jaarcyclus.profile.records import Inzendplicht, Profile, load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.steps.airflow_names import CALENDAR, calendar_run, kind_dag
from jaarcyclus.steps.workspace import Workspace, open_workspace, profile_path
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.products import name_product
from jaarcyclus.workbook.writer import make_workbook

BOEKJAAR = 2027
_LOOK_DAYS = 21  # long enough for the round of before to end, and short of the day on which workbooks are due


def run_demo(profiel: str = "dowr", until: str | None = None) -> int:
    """Play the year up to and with product `until`; return the exit code. Raises DemoStuck, Refused, UnknownKey."""
    settings = Settings.from_env()
    log = Progress(time.monotonic())
    profile = load_profile(profile_path(settings, profiel))
    products = products_of(profile, until)
    make_room(settings, log)
    workspace = open_workspace(settings)
    set_day(workspace, first_day(profile, products[0], BOEKJAAR))
    with running_airflow(settings, profiel, log) as players:
        demo = Demo(workspace=workspace, players=players, log=log, profiel=profiel)
        for product in products:
            demo.play(product)
    played = [dossier_id(profiel, BOEKJAAR, product) for product in products]
    verdicts = [export_and_verify(workspace, dossier, log) for dossier in played]
    look_around(settings, log)
    print(tell_visits(visits(workspace, profiel)))
    return 0 if all(verdicts) else 1


@dataclass(frozen=True, kw_only=True)
class Demo:
    """One year being played."""

    workspace: Workspace
    players: Players
    log: Progress
    profiel: str
    boekjaar: int = BOEKJAAR
    lively: bool | None = None

    def play(self, product: str) -> None:
        """Play one product from the opening of its round to publication and receipt."""
        dossier = self.open_round(product)
        self.submissions(dossier, product)
        self._route(dossier)
        self._receipts(dossier)

    def open_round(self, product: str) -> str:
        """Make it the day on which the round of a product opens, and return its dossier once it is there."""
        dossier = dossier_id(self.profiel, self.boekjaar, product)
        day = first_day(self.workspace.profile(self.profiel), product, self.boekjaar)
        set_day(self.workspace, day)
        self.log(f"── {name_product(product, self.boekjaar)} ── het is {format_date(day)}; de ronde gaat open")
        self.tick()
        wait_for("de open ronde", lambda: self.workspace.dossier(dossier).ronde)
        return dossier

    def submissions(self, dossier: str, product: str) -> None:
        """Hand in all workbooks of a round, and wait until its first version is made."""
        state = self.workspace.dossier(dossier)
        profile = self.workspace.profile_of(state)
        duties = profile.inzendplichten()
        incomplete = incomplete_perceel(profile, product)
        sent = [(duty, self.hand_in(profile, duty, product, incomplete=duty.code == incomplete)) for duty in duties]
        for duty, path in sent:
            if self.read_verdict(profile, duty, path):
                continue
            if not self.read_verdict(profile, duty, self.hand_in(profile, duty, product)):
                raise DemoStuck(f"Ook het herstelde werkboek van {duty.naam} werd geweigerd.")
        wait_for("alle inzendingen", lambda: not missing_submissions(self.workspace.dossier(dossier)))
        self._skip_pause(dossier)
        wait_for("de eerste versie", lambda: self.workspace.dossier(dossier).active_version)
        self.log("versie 1 is gemaakt: documenten, boekjes en oplegnota's")

    def _skip_pause(self, dossier: str) -> None:
        profile = self.workspace.profile_of(self.workspace.dossier(dossier))
        if profile.kalender.bedenktijd_werkdagen == 0:
            return
        reason = {"reden": "Alle percelen hebben gezegd dat hun werkboek klaar is."}
        self.players.fill_in(profile.controller, f"{YEAR}/dossier/{dossier}/bedenktijd", reason, checked=True)
        self.log("de controller slaat de bedenktijd over")

    def hand_in(self, profile: Profile, duty: Inzendplicht, product: str, *, incomplete: bool = False) -> str:
        """Hand in one workbook, and return where its receipt stands."""
        figures = sample_figures(profile, duty.code, product, self.boekjaar)
        if incomplete:
            last = profile.verantwoording_over(self.boekjaar).koppen[-1]
            figures = replace(figures, toelichting={**figures.toelichting, last.code: ""})
        content = make_workbook(profile, duty, product, self.boekjaar, figures)
        return self.players.hand_in(duty.indiener, duty.code, f"{duty.code}.xlsx", content)

    def read_verdict(self, profile: Profile, duty: Inzendplicht, path: str) -> bool:
        """Return whether the page says that a workbook was accepted."""
        verdict = self.players.verdict(duty.indiener, path)
        found = verdict.first('//*[@class="jc-finding"]/p')
        told = f"{verdict.first('//h1')}: {found}" if found else verdict.first("//h1")
        self.log(f"{profile.person(duty.indiener).functie} dient {duty.naam} in. {told}")
        return not verdict.fault

    def _route(self, dossier: str) -> None:
        seen: set[str] = set()
        while True:
            state = self.workspace.dossier(dossier)
            if state.publication is not None:
                self.log(f"gepubliceerd: {state.publication.doel}")
                return
            self._report_closed(state, seen)
            self._conditions(state)
            asked = self.asked(state)
            for gate in asked:
                self._answer(state, gate)
            if not asked:
                self._wait_for_change(dossier, state.seq)

    def asked(self, state: Dossier) -> list[Gate]:
        """Return the open gates once all that are due are open: the day moves on when somebody answers."""
        due = next_steps(state, self.workspace.profile_of(state), self.workspace.now())
        gates = [state.gate(step.data["gate"]) for step in due if step.kind == "besluit"]
        return [gate for gate in gates if gate is not None and gate.silent_zetels()] if all(gates) else []

    def _wait_for_change(self, dossier: str, seq: int) -> None:
        wait_for("de volgende stap op de besluitroute", lambda: self.workspace.dossier(dossier).seq > seq)

    def _answer(self, state: Dossier, gate: Gate) -> None:
        profile = self.workspace.profile_of(state)
        day = max(self.workspace.today(), min(date.fromisoformat(g.deadline) for g in state.gates if g.is_open))
        set_day(self.workspace, day)
        self.log(f"{format_date(day)}: {profile.gremium(gate.gremium).naam} antwoordt op {gate.gate}")
        for zetel in gate.zetels:
            if zetel.zetel in gate.silent_zetels():
                self.answer_seat(state, gate, zetel)

    def answer_seat(self, state: Dossier, gate: Gate, zetel: Gatezetel) -> None:
        """Answer for one seat, as the script has it."""
        profile = self.workspace.profile_of(state)
        choice = choose(profile, state.product, gate, zetel, self.workspace.today(), lively=self.lively)
        self.players.answer(zetel.houder, state.dossier, gate, zetel, choice)
        self.log(f"   {zetel.naam}: {choice.answer}")

    def _report_closed(self, state: Dossier, seen: set[str]) -> None:
        for gate in state.gates:
            if gate.uitslag and gate.gate not in seen:
                seen.add(gate.gate)
                self.log(f"{gate.gate}: {name_outcome(gate.uitslag)}")

    def _conditions(self, state: Dossier) -> None:
        version = state.active_version
        for gate, vote in state.open_voorwaarden(version.versie) if version else ():
            if vote.voorwaarde is None:
                continue
            owner = vote.voorwaarde.eigenaar
            path = f"{SUBMISSIONS}/voorwaarde/{state.dossier}/{gate.gate}/{vote.zetel}"
            self.players.fill_in(owner, path, {"toelichting": "De onderbouwing is per taak toegezonden."}, checked=True)
            self.log(f"{self.workspace.profile_of(state).person(owner).functie} meldt de voorwaarde af")

    def _receipts(self, dossier: str) -> None:
        state = self.workspace.dossier(dossier)
        profile = self.workspace.profile_of(state)
        for code in walk(state, profile).waits_for_receipt:
            gremium = profile.gremium(code)
            self.players.fill_in(gremium.zetels[0].houder, f"{DECISIONS}/ontvangst/{dossier}/{code}", {})
            self.log(f"{gremium.naam} bevestigt de ontvangst")

    def tick(self) -> None:
        """Let the calendar look now."""
        with launcher.technical_client(self.workspace.settings) as client:
            next(n for n in count(1) if client.trigger(kind_dag(self.profiel, CALENDAR), calendar_run("demo", n), {}))


def first_day(profile: Profile, product: str, boekjaar: int) -> date:
    """Return the first day of a round on which no other is open, so that none is left lying; else the day it opens."""
    opens = opening_day(profile, product, boekjaar)
    days = (opens + timedelta(days=n) for n in range(_LOOK_DAYS))
    return next((day for day in days if [*rounds_due(profile, day)] == [(product, boekjaar)]), opens)


def set_day(workspace: Workspace, day: date) -> None:
    """Make it nine in the morning of this day, for everybody."""
    clock.set_simulated(workspace.settings, datetime.combine(day, clock_time(9)))
