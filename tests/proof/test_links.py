"""A vote that names a link is proven beside the bezetting: somebody could then sign in by it for that function."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from builders.dossier import Office, open_gates, with_version
from builders.export import export_dossier
from builders.forgery import ForgersDesk, rewrite
from builders.holders import take
from builders.links import identity, link
from jaarcyclus.dossier import links
from jaarcyclus.dossier.ballot import Ballot
from jaarcyclus.ledger.chain import Event, Head, NewEvent, extend
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.links import links_in, verify_links
from jaarcyclus.proof.reach import Reach
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import votes
from jaarcyclus.steps.airflow_names import GatePlace

MEMBER, OTHER = "vertegenwoordiger_ict_deventer", "vertegenwoordiger_ict_raalte"
GATE = "v1-s0-regiegroep_ict-r1"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One member of the regiegroep signed in at the provider, by link 3; link 4 is another's."""
    office = with_version(tmp_path_factory.mktemp("koppeling"), "begroting", "dowr")
    open_gates(office)
    take(office, MEMBER, "Houder A")
    take(office, OTHER, "Houder B")
    link(office, MEMBER)
    link(office, OTHER, identity("b1"))
    place = GatePlace(profiel="dowr", gremium="regiegroep_ict", dossier=office.dossier, gate=GATE, place=0)
    votes.record(office.workspace, place, MEMBER, Ballot(antwoord="afgestemd"), link=3)
    return office


def chains(office: Office) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    ledger = office.workspace.ledger
    return ledger.events(office.dossier), ledger.events("dowr-bezetting")


def renamed(dossier: tuple[Event, ...], number: int) -> list[Event]:
    return [
        replace(event, inhoud={**event.inhoud, "koppeling": number}) if event.soort == "stem_aangemeld" else event
        for event in dossier
    ]


def test_the_link_of_then_holds_and_the_report_says_so(office: Office) -> None:
    dossier, bezetting = (export_dossier(office.workspace, name) for name in (office.dossier, "dowr-bezetting"))
    told = [
        line for line in verify_zip(dossier, asked=Asked(bezetting=bezetting)).regels if line.onderwerp == "aanmelden"
    ]

    assert [(line.houdt, "Van 1 stemmen" in line.tekst) for line in told] == [(True, True)]
    assert told[0].tekst.endswith("zegt alleen dit dossier.")  # whoever leaves a mark out leaves no trace of it


def invent(desk: ForgersDesk) -> None:
    vote = desk.find("stem_uitgebracht")
    place = {name: vote["inhoud"][name] for name in ("gate", "zetel")}
    desk.add_after(vote, "stem_aangemeld", "systeem", {**place, "koppeling": 3})


def test_without_the_bezetting_nobody_looked_at_a_sign_in(exported: bytes) -> None:
    """A forger invents one in a dossier that was told of no holder at all."""
    for content, told in ((exported, False), (rewrite(exported, invent), True)):
        assert ("aanmelden" in verify_zip(content).niet_nagegaan) is told


@pytest.mark.parametrize("number", [1, 2, 4, 9], ids=["a tenure", "another's tenure", "another's link", "none"])
def test_another_number_does_not(office: Office, number: int) -> None:
    dossier, bezetting = chains(office)

    (fault,) = verify_links(renamed(dossier, number), bezetting, Reach(last=bezetting[-1].klok[:10], beyond=()))
    assert f"noemt koppeling {number}" in fault


def test_what_was_recorded_while_somebody_voted_counts_and_its_end_does_not(office: Office) -> None:
    """The clocks of two machines may differ: each length that the bezetting had about then will do."""
    dossier, bezetting = chains(office)
    reach = Reach(last=bezetting[-1].klok[:10], beyond=())
    ended = NewEvent("aanmelding_ontkoppeld", "beheerder", {"koppeling": 3, "reden": "Verkeerd overgenomen."})
    link, vote = bezetting[2], datetime.fromisoformat(next(e for e in dossier if e.soort == "stem_aangemeld").tijd)
    with_end = [*bezetting, *after(bezetting[-1], ended, vote)]
    long_before = [replace(event, tijd=(vote - timedelta(hours=1)).isoformat()) for event in with_end]

    assert link.soort == "aanmelding_gekoppeld"
    assert verify_links(dossier, with_end, reach) == ()
    assert len(verify_links(dossier, long_before, reach)) == 1


def after(last: Event, new: NewEvent, moment: datetime) -> tuple[Event, ...]:
    head = Head(last.seq, last.hash)
    return extend(head, last.dossier, [new], moment=moment, simulated=last.gesimuleerd, machine_time=moment)


def test_a_bezetting_of_one_quarter_is_walked_along_once_for_a_vote(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it lies within what clocks may differ: a forger can make it as long as he likes."""
    dossier, bezetting = chains(office)
    long, seen = list(bezetting), []
    long += [replace(bezetting[2], seq=len(bezetting) + number) for number in range(1, 100)]
    real = links.after
    monkeypatch.setattr(links, "after", lambda known, *of_event: seen.append(1) or real(known, *of_event))

    verify_links(renamed(dossier, 9_999), long, Reach(last=bezetting[-1].klok[:10], beyond=()))

    assert len(seen) == len(long)


def test_a_dossier_without_such_votes_asks_nothing(office: Office) -> None:
    assert links_in(chains(office)[0][:3]) == 0
