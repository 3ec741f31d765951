"""The demo: a whole year of DOWR for boekjaar 2027, on a real Airflow with a simulated clock, in some minutes.

It only does what people do, through the REST interface and as those people, and reads the dossier to know whom to
play next. Everything it makes is marked *oefening*. Do not give it a way around a door: then it proves nothing.
"""

import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from datetime import time as clock_time
from itertools import count

from jaarcyclus import klok, launcher
from jaarcyclus.calendar import format_date
from jaarcyclus.cijfers import PRODUCTEN
from jaarcyclus.demo_spelers import Spelers, choose, wait_for
from jaarcyclus.dossier import Dossier, Gate
from jaarcyclus.errors import Geweigerd
from jaarcyclus.export import export_dossier
from jaarcyclus.planning import missing_submissions
from jaarcyclus.productnaam import name_product
from jaarcyclus.profile import Inzendplicht, Profile
from jaarcyclus.ronde import dossier_id
from jaarcyclus.routestand import waits_for_receipt
from jaarcyclus.settings import Settings
from jaarcyclus.verificatie import verify_zip
from jaarcyclus.voorbeeldcijfers import AFLEIDING, voorbeeld_cijfers
from jaarcyclus.werkboek import maak_werkboek
from jaarcyclus.werkplaats import Werkplaats, open_werkplaats

PROFIEL, BOEKJAAR = "dowr", 2027
_GEWEIGERD_PERCEEL = "psa"  # hands in the begroting without one heading, is refused, and mends it


def run_demo(until: str | None = None) -> int:
    """Play the year up to and with product `until`; return the exit code. Raises DemoVastgelopen, Geweigerd."""
    settings = Settings.from_env()
    log = Voortgang(time.monotonic())
    _make_room(settings, log)
    werkplaats = open_werkplaats(settings)
    _set_day(werkplaats, _opening(werkplaats.profile(PROFIEL), PRODUCTEN[0]))
    last = PRODUCTEN.index(until) if until else len(PRODUCTEN) - 1
    with _airflow(settings, log) as spelers:
        demo = Demo(werkplaats=werkplaats, spelers=spelers, log=log)
        for product in PRODUCTEN[: last + 1]:
            demo.play(product)
    verdicts = [_export(werkplaats, dossier, log) for dossier in werkplaats.dossiers(PROFIEL)]
    _look_around(settings, log)
    return 0 if all(verdicts) else 1


@dataclass(frozen=True)
class Voortgang:
    """Prints what happens, as it happens, with the seconds since the start."""

    begin: float

    def __call__(self, text: str) -> None:
        print(f"{time.monotonic() - self.begin:6.1f} s  {text}", flush=True)


@dataclass(frozen=True, kw_only=True)
class Demo:
    """One year being played."""

    werkplaats: Werkplaats
    spelers: Spelers
    log: Voortgang

    def play(self, product: str) -> None:
        """Play one product from the opening of its round to publication and receipt."""
        profile = self.werkplaats.profile(PROFIEL)
        dossier = dossier_id(PROFIEL, BOEKJAAR, product)
        day = _opening(profile, product)
        _set_day(self.werkplaats, day)
        self.log(f"── {name_product(product, BOEKJAAR)} ── het is {format_date(day)}; de ronde gaat open")
        self._tick()
        wait_for("de open ronde", lambda: self.werkplaats.dossier(dossier).ronde)
        self._submissions(dossier, product)
        self._route(dossier)
        self._receipts(dossier)

    def _submissions(self, dossier: str, product: str) -> None:
        state = self.werkplaats.dossier(dossier)
        profile = self.werkplaats.profile_of(state)
        for duty in profile.inzendplichten():
            if (product, duty.code) == ("begroting", _GEWEIGERD_PERCEEL):
                self._hand_in(profile, duty, product, incomplete=True)
            self._hand_in(profile, duty, product)
        wait_for("alle inzendingen", lambda: not missing_submissions(self.werkplaats.dossier(dossier)))
        wait_for("de eerste versie", lambda: self.werkplaats.dossier(dossier).actieve_versie)
        self.log("versie 1 is gemaakt: documenten, boekjes en oplegnota's")

    def _hand_in(self, profile: Profile, duty: Inzendplicht, product: str, *, incomplete: bool = False) -> None:
        figures = voorbeeld_cijfers(profile, duty.code, product, BOEKJAAR)
        if incomplete:
            figures = replace(figures, toelichting={**figures.toelichting, "menskracht": ""})
        content = maak_werkboek(profile, duty, product, BOEKJAAR, figures)
        verdict = self.spelers.hand_in(duty.indiener, duty.code, f"{duty.code}.xlsx", content)
        who = profile.persoon(duty.indiener).functie
        if verdict["geaccepteerd"]:
            self.log(f"{who} dient {duty.naam} in: geaccepteerd")
            return
        faults = [item for item in verdict["bevindingen"] if item["ernst"] == "fout"]
        self.log(f"{who} dient {duty.naam} in: geweigerd, {faults[0]['melding']}")

    def _route(self, dossier: str) -> None:
        seen: set[str] = set()
        while True:
            state = self.werkplaats.dossier(dossier)
            if state.publicatie is not None:
                self.log(f"gepubliceerd: {state.publicatie['doel']}")
                return
            self._report_closed(state, seen)
            self._conditions(state)
            wait_for(
                "de volgende stap op de besluitroute",
                lambda: (
                    self._answer_open_gates(self.werkplaats.dossier(dossier), dossier)
                    or self.werkplaats.dossier(dossier).publicatie
                    or self.werkplaats.dossier(dossier).seq > state.seq
                ),
            )

    def _answer_open_gates(self, state: Dossier, dossier: str) -> bool:
        asked = [gate for gate in state.gates if gate.is_open and gate.stille_zetels()]
        for gate in asked:
            self._answer(state, dossier, gate)
        return bool(asked)

    def _answer(self, state: Dossier, dossier: str, gate: Gate) -> None:
        profile = self.werkplaats.profile_of(state)
        day = max(self.werkplaats.today(), min(date.fromisoformat(g.deadline) for g in state.gates if g.is_open))
        _set_day(self.werkplaats, day)
        self.log(f"{format_date(day)}: {profile.gremium(gate.gremium).naam} antwoordt op {gate.gate}")
        for zetel in gate.zetels:
            if zetel.zetel in gate.stille_zetels():
                choice = choose(state.product, gate, zetel, day)
                self.spelers.answer(zetel.houder, dossier, gate, zetel, choice)
                self.log(f"   {zetel.naam}: {choice.antwoord}")

    def _report_closed(self, state: Dossier, seen: set[str]) -> None:
        for gate in state.gates:
            if gate.uitslag and gate.gate not in seen:
                seen.add(gate.gate)
                self.log(f"{gate.gate}: {gate.uitslag.replace('_', ' ')}")

    def _conditions(self, state: Dossier) -> None:
        versie = state.actieve_versie
        for gate, stem in state.open_voorwaarden(versie.versie) if versie else ():
            if stem.voorwaarde is None:
                continue
            owner = stem.voorwaarde.eigenaar
            self.spelers.als(owner).call(
                "POST",
                f"/jaarcyclus/dossier/{state.dossier}/voorwaarde",
                json={
                    "gate": gate.gate,
                    "zetel": stem.zetel,
                    "toelichting": "De onderbouwing is per taak toegezonden.",
                },
            )
            self.log(f"{self.werkplaats.profile_of(state).persoon(owner).functie} meldt de voorwaarde af")

    def _receipts(self, dossier: str) -> None:
        state = self.werkplaats.dossier(dossier)
        profile = self.werkplaats.profile_of(state)
        for code in waits_for_receipt(state, profile):
            gremium = profile.gremium(code)
            self.spelers.als(gremium.zetels[0].houder).call(
                "POST", f"/jaarcyclus/dossier/{dossier}/ontvangst", json={"gremium": code}
            )
            self.log(f"{gremium.naam} bevestigt de ontvangst")

    def _tick(self) -> None:
        client = launcher.technical_client(self.werkplaats.settings)
        try:
            next(n for n in count(1) if client.trigger(f"{PROFIEL}_kalender", f"demo-{n}", {}))
        finally:
            client.close()


def _opening(profile: Profile, product: str) -> date:
    from jaarcyclus.calendar import to_working_day

    return to_working_day(profile.kalender.producten[product].opent.in_boekjaar(BOEKJAAR))


def _set_day(werkplaats: Werkplaats, day: date) -> None:
    klok.set_simulated(werkplaats.settings, datetime.combine(day, clock_time(9)))


@contextmanager
def _airflow(settings: Settings, log: Voortgang) -> Iterator[Spelers]:
    log("Airflow start (API-server, planner, verwerker van DAG's); alleen bereikbaar vanaf deze machine")
    spelers = Spelers(settings, PROFIEL)
    try:
        address = launcher.start(settings, snel=True, poort=_free_port())
        log(f"Airflow draait op {address}")
        yield spelers
    finally:
        spelers.close()
        log(f"Airflow gestopt: {launcher.stop(settings)} processen beëindigd")


def _make_room(settings: Settings, log: Voortgang) -> None:
    """Remove an earlier demo; refuse to touch anything that is no exercise."""
    launcher.stop(settings)
    if not settings.var.exists():
        return
    werkplaats = open_werkplaats(settings)
    dossiers = [werkplaats.dossier(name) for name in werkplaats.ledger.dossiers() if not name.endswith("-postbus")]
    simulated = all(dossier.oefening for dossier in dossiers)
    postbus = [name for name in werkplaats.ledger.dossiers() if name.endswith("-postbus")]
    real_mail = any(not event.gesimuleerd for name in postbus for event in werkplaats.ledger.events(name))
    if not simulated or real_mail or not settings.ledger_url.startswith(f"sqlite:///{settings.var}"):
        raise Geweigerd(
            "GEEN_OEFENING",
            f"In {settings.var} staan echte gegevens; de demo raakt die niet aan. Kies een andere map: "
            "JAARCYCLUS_VAR=/pad/naar/map jaarcyclus demo",
        )
    if dossiers:
        log("de vorige oefening wordt opgeruimd")
    shutil.rmtree(settings.var)


def _export(werkplaats: Werkplaats, dossier: str, log: Voortgang) -> bool:
    folder = werkplaats.settings.var / "export"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{dossier}.zip"
    path.write_bytes(export_dossier(werkplaats, dossier))
    rapport = verify_zip(path.read_bytes(), werkplaats.ledger.head(dossier))
    log(f"dossier verifieer {path}: {'het dossier houdt' if rapport.houdt else 'HOUDT NIET'}")
    for regel in rapport.regels:
        if not regel.houdt:
            log(f"   {regel.onderwerp}: {regel.tekst}")
    return rapport.houdt


def _look_around(settings: Settings, log: Voortgang) -> None:
    log(AFLEIDING)
    log(f"Gepubliceerd in {settings.publicatie} (open index.html); dossiers in {settings.var / 'export'}.")
    log("Rondkijken: jaarcyclus start. Opnieuw spelen: make demo.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
