"""One walk along the route answers every question, and the answers are those of the route told in plain words."""

from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.profile import TEXT, profile_from
from jaarcyclus.dossier import route
from jaarcyclus.dossier.planning import next_steps
from jaarcyclus.dossier.records import Dossier, Gate, Sending, Version, Voorwaarde, Vote
from jaarcyclus.dossier.round import round_content
from jaarcyclus.dossier.route import Position, walk
from jaarcyclus.dossier.standing import name_standing, name_waits
from jaarcyclus.ledger.events import AdviesVastgelegd
from jaarcyclus.profile.gremium import Rol, Routestap
from jaarcyclus.profile.records import Profile

PROFILE = profile_from(TEXT)
GREMIA = ("regiegroep", "directie", "bestuur", "raad")
RONDE = round_content(PROFILE, "begroting", 2027, "d" * 64)
VERSION = Version(versie=1, manifest_sha256="a" * 64, makers=(), inzendingen={}, seq=1, klok="2026-05-20T09:00:00")
CONDITION = Voorwaarde(tekst="dekking aantonen", eigenaar="manager_ict", datum="2026-06-01")
# How a gate can stand, with what its stand on the route then is; `mits` passed with a condition that is open.
STANDS = {
    "absent": Position.TE_OPENEN,
    "open": Position.RUNNING,
    "passed": Position.AKKOORD,
    "mits": Position.AKKOORD,
    "stuck": Position.AANGEHOUDEN,
    "sent back": Position.TERUG,
}


@dataclass(frozen=True)
class Asked:
    """One gremium on one step that votes, and how its gate stands."""

    step: int
    gremium: str
    rol: str
    state: str


@dataclass(frozen=True)
class Case:
    """A dossier on a route, and what is known of it in plain words."""

    dossier: Dossier
    profile: Profile
    asked: tuple[Asked, ...]
    informed: tuple[tuple[int, tuple[str, ...]], ...]
    conditional: bool

    def last_step(self) -> int:
        """Return the number of the step at which the route stands still; past the end when it does nowhere."""
        return min(
            (item.step for item in self.asked if item.state != "passed"), default=len(self.profile.routes["begroting"])
        )


@st.composite
def cases(draw) -> Case:
    """A route of up to five steps; each gate in any state, each step for information sent or not."""
    steps, asked, informed = [], [], []
    sent: list[Sending] = []
    for number in range(draw(st.integers(1, 5))):
        rol = draw(st.sampled_from(list(Rol)))
        gremia = tuple(draw(st.lists(st.sampled_from(GREMIA), min_size=1, max_size=3, unique=True)))
        receipt = rol == Rol.INFO and draw(st.booleans())
        steps.append(Routestap(rol=rol, gremia=gremia, ontvangst_vereist=receipt))
        if rol != Rol.INFO:
            states = draw(st.lists(st.sampled_from(["passed", "passed", *STANDS]), min_size=3, max_size=3))
            asked += [Asked(number, code, rol, state) for code, state in zip(gremia, states, strict=False)]
        else:
            informed.append((number, gremia))
            sent += [_sending(number, gremia)] if draw(st.booleans()) else []
    gates = tuple(_gate(item) for item in asked if item.state != "absent")
    dossier = Dossier(
        dossier="proef-2027-begroting", ronde=RONDE, versions=(VERSION,), gates=gates, sendings=tuple(sent)
    )
    return Case(
        dossier=dossier,
        profile=PROFILE.model_copy(update={"routes": {"begroting": tuple(steps)}}),
        asked=tuple(asked),
        informed=tuple(informed),
        conditional=any(item.state == "mits" for item in asked),
    )


def _sending(number: int, gremia: tuple[str, ...]) -> Sending:
    return Sending(gremia=gremia, rol="info", stap=number, gate=None, versie=1, klok=VERSION.klok)


def _gate(item: Asked) -> Gate:
    ronde = 2 if item.state == "stuck" else 1
    mits = Vote(
        zetel="z", antwoord="ja, mits", door="p", namens=False, toelichting="", voorwaarde=CONDITION, klok="", seq=2
    )
    return Gate(
        gate=f"v1-s{item.step}-{item.gremium}-r{ronde}",
        stap=item.step,
        gremium=item.gremium,
        rol=item.rol,
        soort="gewoon",
        versie=1,
        ronde=ronde,
        betwist=None,
        manifest_sha256=VERSION.manifest_sha256,
        document_sha256="b" * 64,
        oplegnota_sha256="c" * 64,
        zetels=(),
        deadline="2026-06-05",
        geopend_klok=VERSION.klok,
        votes=(mits,) if item.state == "mits" else (),
        uitslag={"open": None, "passed": "positief", "mits": "positief"}.get(item.state, "negatief"),
        advice=AdviesVastgelegd(gate="", advies="terug", tekst="", deskundige="")
        if item.state == "sent back"
        else None,
    )


@given(cases())
def test_each_gremium_stands_where_its_gate_does(case: Case) -> None:
    found = {(place.step, place.gremium): place.position for place in walk(case.dossier, case.profile).places}

    expected = {(item.step, item.gremium): STANDS[item.state] for item in case.asked}
    assert found == expected | {(step, code): Position.AKKOORD for step, gremia in case.informed for code in gremia}


@given(cases())
def test_gates_are_due_up_to_where_the_route_stands_still(case: Case) -> None:
    """With a condition open somewhere none is (rule 5)."""
    position = walk(case.dossier, case.profile)

    due = {place.proposal.gate for place in position.reached if place.proposal}
    absent = {f"v1-s{i.step}-{i.gremium}-r1" for i in case.asked if (i.state, i.step) == ("absent", case.last_step())}
    assert due == (set() if case.conditional else absent)
    assert {gate for gate in absent if position.due_gate(gate)} == due
    assert max((place.step for place in position.reached), default=0) <= case.last_step()


@given(cases())
def test_a_product_is_adopted_when_all_agreed_and_one_adopted_it(case: Case) -> None:
    passed = all(item.state == "passed" for item in case.asked)
    adopting = any(item.rol == "vaststelling" for item in case.asked)

    assert walk(case.dossier, case.profile).is_adopted == (passed and adopting)


@given(cases())
def test_information_is_due_before_the_route_stands_still(case: Case) -> None:
    sent = {item.stap for item in case.dossier.sendings}

    due = [item for item in case.informed if item[0] < case.last_step() and item[0] not in sent]
    assert list(walk(case.dossier, case.profile).due_information) == due


@given(cases())
def test_gates_that_are_held_up_or_sent_back_are_found_wherever_they_are(case: Case) -> None:
    position = walk(case.dossier, case.profile)

    found = [{(gate.stap, gate.gremium) for gate in gates} for gates in (position.held_up, position.sent_back)]
    assert found == [{(i.step, i.gremium) for i in case.asked if i.state == state} for state in ("stuck", "sent back")]


@given(cases(), st.sets(st.sampled_from(GREMIA)))
def test_who_did_not_confirm_is_waited_for(case: Case, confirmed: set[str]) -> None:
    dossier = replace(case.dossier, receipts=tuple((code, VERSION.klok) for code in sorted(confirmed)))

    steps = [step for step in case.profile.routes["begroting"] if step.ontvangst_vereist]
    waiting = [code for step in steps for code in step.gremia if code not in confirmed]
    assert list(walk(dossier, case.profile).waits_for_receipt) == waiting


def test_without_a_round_or_a_version_nothing_stands_on_a_route() -> None:
    reopened = Dossier(ronde=RONDE)

    assert walk(Dossier(), PROFILE).places == walk(reopened, PROFILE).places == ()
    assert not walk(reopened, PROFILE).is_adopted


@pytest.mark.parametrize(
    "question",
    [
        lambda dossier: next_steps(dossier, PROFILE, datetime(2026, 5, 20)),  # noqa: DTZ001 - the day counts
        lambda dossier: name_standing(dossier, PROFILE),
        lambda dossier: name_waits(dossier, PROFILE),
    ],
    ids=["what is due", "where it stands", "whom it waits for"],
)
def test_one_question_walks_the_route_once(monkeypatch: pytest.MonkeyPatch, question) -> None:
    """Each gremium of the route is looked at once."""
    looked, look = [], route._place

    def count(*where):
        looked.append(where[-1])
        return look(*where)

    monkeypatch.setattr(route, "_place", count)
    question(Dossier(dossier="proef-2027-begroting", ronde=RONDE, versions=(VERSION,)))

    assert looked == ["regiegroep", "directie", "bestuur", "raad"]
