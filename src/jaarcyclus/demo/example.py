"""A year in progress, to look around in: one product adopted, one half decided, one of which workbooks are late.

Played as the demo is, on the pages and as those people, and then left as it stands: Airflow goes on, and so may you.
"""

import time
from dataclasses import replace
from datetime import date

from jaarcyclus.demo.guide import tell_visits, visits
from jaarcyclus.demo.players import Players, wait_for
from jaarcyclus.demo.script import products_of
from jaarcyclus.demo.stage import Progress, make_room
from jaarcyclus.demo.year import BOEKJAAR, Demo, first_day, set_day
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.round import dossier_id, rounds_due
from jaarcyclus.installation import credentials, launcher
from jaarcyclus.pages.reader import HOME
from jaarcyclus.profile.of_round import opening_day
from jaarcyclus.profile.records import Profile, load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.steps.workspace import Workspace, open_workspace, profile_path
from jaarcyclus.terms.days import add_working_days
from jaarcyclus.terms.products import name_product

_BEFORE = 2  # working days before the term of the first gate: what is asked is urgent, and not late


def open_example(profiel: str, port: int) -> None:
    """Play a year up to its middle, and leave it running. Raises DemoStuck, Refused, StartFailed, UnknownKey."""
    settings = Settings.from_env()
    log = Progress(time.monotonic())
    profile = load_profile(profile_path(settings, profiel))
    done, boekjaar = products_of(profile)[-1], BOEKJAAR - 1
    make_room(settings, log)
    workspace = open_workspace(settings)
    set_day(workspace, first_day(profile, done, boekjaar))
    log("Airflow start; daarna speelt een half jaar zich af, in twee minuten")
    address = launcher.start(settings, fast=True, port=port)
    players = Players(settings, profiel)
    try:
        demo = Demo(workspace=workspace, players=players, log=log, profiel=profiel, boekjaar=boekjaar, lively=True)
        demo.play(done)
        half, boekjaar = next_round(profile, workspace.today())
        _play_half(replace(demo, boekjaar=boekjaar), half)
    finally:
        players.close()
    log("Klaar. Alle data en bedragen zijn een oefening.")
    print(f"Meld u aan op {address}{HOME} als:")
    print(tell_visits(visits(workspace, profiel)))
    print(f"De wachtwoorden staan in {credentials.passwords_path(settings)} (alleen voor u leesbaar).")
    print("Stoppen: make stop. Later verder: make start. Opnieuw beginnen: make start VOORBEELD=1.")


def next_round(profile: Profile, today: date) -> tuple[str, int]:
    """Return product and boekjaar of the first round after today; of two at the same time the second, to show both."""
    opens = {
        (product, boekjaar): opening_day(profile, product, boekjaar)
        for product in products_of(profile)
        for boekjaar in range(today.year - 1, today.year + 3)
    }
    first, second = sorted((known for known, day in opens.items() if day > today), key=lambda known: opens[known])[:2]
    return second if first in rounds_due(profile, opens[second]) else first


def _play_half(demo: Demo, product: str) -> None:
    """Play a product up to its first questions, one of which each gremium has answered; others of then are late."""
    dossier = demo.open_round(product)
    for other, boekjaar in rounds_due(demo.workspace.profile(demo.profiel), demo.workspace.today()):
        if (other, boekjaar) != (product, demo.boekjaar):
            _hand_in_some(replace(demo, boekjaar=boekjaar), other)
    demo.submissions(dossier, product)
    gates: list[Gate] = wait_for("de eerste vragen", lambda: demo.asked(demo.workspace.dossier(dossier)))
    set_day(demo.workspace, _day_before(demo.workspace, dossier, gates))
    for gate in gates:
        demo.answer_seat(demo.workspace.dossier(dossier), gate, gate.zetels[0])
    demo.tick()


def _day_before(workspace: Workspace, dossier: str, gates: list[Gate]) -> date:
    first = min(date.fromisoformat(gate.deadline) for gate in gates)
    return max(workspace.today(), add_working_days(first, -_BEFORE))


def _hand_in_some(demo: Demo, product: str) -> None:
    """Hand in what there is of a round that is open too, but for the last two: one is refused, one is owed."""
    state: Dossier = demo.workspace.dossier(dossier_id(demo.profiel, demo.boekjaar, product))
    profile = demo.workspace.profile_of(state)
    demo.log(f"── {name_product(product, demo.boekjaar)} ── loopt ook; twee percelen zijn nog niet klaar")
    duties = profile.inzendplichten()
    ready, refused = duties[:-2] if len(duties) > 2 else (), duties[-2:-1]
    sent = [(duty, demo.hand_in(profile, duty, product, incomplete=duty in refused)) for duty in (*ready, *refused)]
    for duty, path in sent:
        demo.read_verdict(profile, duty, path)
