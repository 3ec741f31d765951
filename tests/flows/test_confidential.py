"""A confidential step in every place where a dossier shows itself, as each role: what its gremium said stays there."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from builders.confidential import GATE, INSIDERS, OUTSIDERS, answered, asked, met, tells
from builders.dossier import (
    Office,
    adopted,
    cast_vote,
    end_gate,
    fake_bijlage,
    open_gates,
    publish_product,
    vote_all,
    walk_route,
    with_version,
)
from jaarcyclus.documents.bijlage import write_annex
from jaarcyclus.dossier.ballot import Ballot
from jaarcyclus.dossier.confidential import as_put_before, as_seen, decision_gremia, may_have
from jaarcyclus.dossier.manifest import from_bytes
from jaarcyclus.dossier.question import seat_questions
from jaarcyclus.dossier.standing import name_waits
from jaarcyclus.errors import JaarcyclusError, Refused, UnknownKey
from jaarcyclus.pages import conditions, decisions, deliveries, dossiers, year_page
from jaarcyclus.pages.hand_in_page import show_owed
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.seat_page import find_seat, show_question
from jaarcyclus.pages.standings import Standings
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts, documents, overview, publication, votes
from jaarcyclus.steps.airflow_names import GatePlace
from jaarcyclus.steps.publication_target import FolderTarget, Publication
from jaarcyclus.terms.kept import Write

EVERYBODY = (*INSIDERS, *OUTSIDERS)
PLACE = GatePlace(profiel="dowr", gremium="directieberaad", dossier="dowr-2027-begroting", gate=GATE, place=0)


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The step passed on a condition that is met, and the BVR is asked."""
    return met(answered(asked(tmp_path_factory.mktemp("besloten"))))


def who(office: Office, person: str) -> Reader:
    return reader_of(office.workspace.profile("dowr"), person, office.workspace.today())


def seen(office: Office, person: str) -> Standings:
    return Standings(office.workspace).seen_by(person)


def dossier_page(office: Office, person: str) -> list[object]:
    standings, reader = seen(office, person), who(office, person)
    return [
        dossiers.describe_dossier(office.workspace, dossiers.find_dossier(standings, office.dossier, reader), reader)
    ]


def lists(office: Office, person: str) -> list[object]:
    found = seen(office, person).of_profile("dowr").standings
    today = office.workspace.today()
    return [
        decisions.list_decisions(found, person, today),
        deliveries.list_deliveries(found, person),
        conditions.list_conditions(found, person, today),
        dossiers.list_dossiers(found, who(office, person)),
    ]


def year(office: Office, person: str) -> list[object]:
    if not who(office, person).office:
        return []
    standings, reader = seen(office, person), who(office, person)
    mailboxes = Mailboxes(office.workspace)
    return [year_page.show_year(standings, reader), year_page.show_boekjaar(standings, mailboxes, reader, 2027)]


def api(office: Office, person: str) -> list[object]:
    try:
        return [overview.describe_for(office.workspace, office.dossier, person).as_json()]
    except UnknownKey:
        return []


def files(office: Office, person: str) -> list[object]:
    """Every file of the store that this person gets by its hash, whoever told it."""
    state = office.state
    known = {sha for item in state.versions for sha in made(office, item.manifest_sha256).values()}
    known |= {gate.stand_sha256 for gate in state.gates if gate.stand_sha256}
    got: list[object] = []
    for sha in sorted(known):
        try:
            got += documents.find_document(office.workspace, "dowr", person, sha)
        except Refused:
            continue
    return got


def made(office: Office, manifest_sha256: str) -> dict[str, str]:
    return dict(from_bytes(office.workspace.store.get(manifest_sha256)).documenten)


PLACES: dict[str, Callable[[Office, str], list[object]]] = {
    "dossier": dossier_page, "lijsten": lists, "jaar": year, "api": api, "bestanden": files,
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("person", OUTSIDERS)
def test_nobody_outside_reads_what_was_said(passed: Office, person: str, place: str) -> None:
    try:
        shown = PLACES[place](passed, person)
    except UnknownKey:  # no part in the dossier at all
        shown = []

    assert tells(shown) == []


@pytest.mark.parametrize("person", INSIDERS)
def test_its_gremium_controller_and_accountant_read_it(passed: Office, person: str) -> None:
    assert tells(dossier_page(passed, person)) == ["korenbloem", "stemt in", "vingerhoedskruid", "zonnehoed"]
    assert "directieberaad" in str(api(passed, person)).lower()


def test_who_stays_outside_reads_that_there_is_a_confidential_step(passed: Office) -> None:
    page = dossier_page(passed, "gemeentesecretaris_raalte")[0]
    told = [item.outcome for item in page.answered if item.title.startswith("Directieberaad")]  # type: ignore[attr-defined]

    assert told == [
        "Besloten stap: wat hier is geantwoord, lezen alleen het gremium zelf, de controller en de accountant."
    ]


@pytest.mark.parametrize("person", OUTSIDERS)
def test_a_condition_that_is_open_holds_the_route_up_without_its_words(tmp_path: Path, person: str) -> None:
    office = answered(asked(tmp_path))
    open_gates(office)
    state = as_seen(office.state, office.workspace.profile_of(office.state), person)
    waits = name_waits(state, office.workspace.profile_of(office.state))

    assert waits == ["een voorwaarde uit een besloten stap; vraag de controller"]
    assert tells([*lists(office, person), *year(office, person), *api(office, person)]) == []


def test_the_command_line_tells_the_head_that_an_outsider_may_hear(passed: Office) -> None:
    """A later one covers what was answered: who knows the rest of an event can try which answer fits."""
    told = overview.describe(passed.workspace, passed.dossier).kop

    assert told == overview.describe(passed.workspace, passed.dossier, "gemeentesecretaris_raalte").kop
    assert told != passed.workspace.ledger.head(passed.dossier)


def test_the_next_gremium_is_asked_without_what_the_step_before_said(passed: Office) -> None:
    """On our page, in the paper that is hashed for it, and in what Airflow keeps of the question."""
    standings, reader = seen(passed, "gemeentesecretaris_raalte"), who(passed, "gemeentesecretaris_raalte")
    gate = passed.state.gate("v1-s2-bvr-r1")
    seat = find_seat(standings, passed.dossier, "v1-s2-bvr-r1", "raalte", reader)
    assert gate is not None
    assert gate.stand_sha256 is not None
    questions = seat_questions(passed.state, gate, passed.workspace.profile_of(passed.state))

    assert tells([passed.workspace.store.get(gate.stand_sha256).decode(), *(item.subject for item in questions)]) == []
    page = show_question(standings, seat, reader)
    assert [word for word in tells([page, *(item.text for item in questions)]) if word != "stemt in"] == []
    assert "Besloten stap" in page


def test_airflow_is_never_told_what_a_confidential_question_is_or_was_answered(passed: Office) -> None:
    gate = passed.state.gate(GATE)
    assert gate is not None
    questions = seat_questions(passed.state, gate, passed.workspace.profile_of(passed.state))
    place = PLACE

    assert all("besloten stap" in item.subject and "Oplegnota" not in item.text for item in questions)
    assert votes.is_sealed(passed.workspace, place)  # so that the door tells Airflow only that there is an answer
    assert votes.seen_vote(passed.workspace, place, None) is None
    assert votes.seen_vote(passed.workspace, place, "ambtelijk_secretaris") is None
    assert votes.seen_vote(passed.workspace, place, "accountant") is not None
    assert "Uitslag" not in (votes.why_closed(passed.workspace, place, "controller") or "")


@pytest.mark.parametrize("person", ["gemeentesecretaris_raalte", "ambtelijk_secretaris", "beheerder"])
def test_who_tries_to_answer_or_to_act_hears_nothing_of_it(passed: Office, person: str) -> None:
    with pytest.raises(Refused) as refused:
        votes.check_vote(passed.workspace, PLACE, person, Ballot(antwoord="stemt in"))
    told = [refused.value.message]
    for act in (
        lambda: acts.fulfil_condition(
            passed.workspace, passed.dossier, person, gate=GATE, zetel="raalte", toelichting="Klaar."
        ),
        lambda: acts.record_advice(
            passed.workspace, passed.dossier, person, gate=GATE, advies="terug", tekst="Nee.", deskundige="Deskundige"
        ),
    ):
        with pytest.raises(JaarcyclusError) as refusal:
            act()
        told.append(str(refusal.value))

    assert tells(told) == []
    assert "loco" not in " ".join(told)


def test_a_condition_within_it_is_asked_of_who_may_read_it(tmp_path: Path) -> None:
    office = asked(tmp_path)
    asks = {"tekst": "Toon het aan.", "eigenaar": "manager_ict", "datum": office.workspace.today().isoformat()}

    with pytest.raises(Refused, match="eigenaar uit de lijst"):
        cast_vote(office, GATE, "raalte", "stemt in, mits", voorwaarde=asks)


def test_a_dispute_lets_the_gremium_above_in_and_nobody_else(tmp_path: Path) -> None:
    office = asked(tmp_path)
    vote_all(office, GATE, raalte={"antwoord": "stemt niet in", "toelichting": "Zie het korenbloem."})
    end_gate(office, GATE)
    (dispute,) = open_gates(office)
    profile = office.workspace.profile_of(office.state)
    gate = office.state.gate(dispute)
    assert gate is not None
    assert gate.stand_sha256 is not None

    assert decision_gremia(office.state, profile, gate) == ("directieberaad", "bvr")
    assert "korenbloem" in office.workspace.store.get(gate.stand_sha256).decode()
    assert "korenbloem" in str(as_seen(office.state, profile, "gemeentesecretaris_raalte"))
    assert "korenbloem" not in str(as_seen(office.state, profile, "manager_ict"))
    assert "geschil" not in str([*api(office, "manager_ict"), *year(office, "ambtelijk_secretaris")])
    assert tells([*dossier_page(office, "manager_ict"), *year(office, "ambtelijk_secretaris")]) == []


def test_a_product_that_goes_back_for_a_confidential_reason_says_no_more_than_that(tmp_path: Path) -> None:
    office = asked(tmp_path)
    vote_all(office, GATE, raalte={"antwoord": "stemt niet in", "toelichting": "Zie het korenbloem."})
    end_gate(office, GATE)
    (dispute,) = open_gates(office)
    back = {"antwoord": "terug", "toelichting": "Zie het vingerhoedskruid."}
    vote_all(office, dispute, raalte=back, deventer=back, olst_wijhe=back)
    end_gate(office, dispute)
    reader = who(office, "manager_ict")
    owing = show_owed(seen(office, "manager_ict"), Mailboxes(office.workspace), reader)

    assert office.state.active_version is None
    assert tells([owing, *dossier_page(office, "manager_ict"), *api(office, "manager_ict")]) == []
    assert "De reden is besloten" in str(dossier_page(office, "manager_ict"))
    assert "vingerhoedskruid" in str(dossier_page(office, "accountant"))


def test_what_is_published_leaves_it_out_and_still_holds_whole_for_the_accountant(tmp_path: Path) -> None:
    office = met(answered(asked(tmp_path)))
    walk_route(office)
    publish_product(office)
    profile, state = office.workspace.profile_of(office.state), office.state
    place = office.workspace.settings.publicatie
    published = [path.read_text(errors="replace") for path in place.rglob("*") if path.is_file()]
    annex = write_annex(state, profile, "0" * 64)

    assert [word for word in tells([*published, annex]) if word != "stemt in"] == []
    assert "Besloten stap" in annex
    assert not list(place.rglob("*.zip"))  # the proof would hold all of it
    assert not list(place.rglob("oplegnota_directieberaad.pdf"))
    assert list(place.rglob("oplegnota_bvr.pdf"))
    people = ("accountant", "controller", "ambtelijk_secretaris", "manager_ict")
    assert [dossier_page(office, person)[0].provable for person in people] == [True, True, False, False]  # type: ignore[attr-defined]
    with (tmp_path / "uit.zip").open("wb") as file:
        overview.write_export(office.workspace, office.dossier, file)
    assert verify_zip(tmp_path / "uit.zip").houdt


class Library(FolderTarget):
    """A place where the proof is laid beside a publication, as in a library."""

    proofs: ClassVar[list[str]] = []

    def add_proof(self, publication: Publication, name: str, write: Write) -> None:
        self.proofs.append(name)


def test_no_proof_is_laid_beside_what_is_published_of_it(tmp_path: Path) -> None:
    """It would hold every answer."""
    within, plain = met(answered(asked(tmp_path / "besloten"))), adopted(tmp_path / "open")
    walk_route(within)
    for office in (within, plain):
        target = Library(office.workspace.settings.publicatie)
        publication.publish(office.workspace, office.dossier, target=target, make_bijlage=fake_bijlage)

    assert Library.proofs == ["dowr-2027-begroting-v1.zip"]


@pytest.mark.parametrize("person", EVERYBODY)
def test_documents_of_a_kind_are_for_their_gremium(tmp_path: Path, person: str) -> None:
    office = asked(tmp_path, "vertrouwelijke_documenten: [boekje, cijfers]")
    state, profile = office.state, office.workspace.profile_of(office.state)
    names = made(office, state.versions[0].manifest_sha256)
    got = {name for name in names if may_have(state, profile, name, person)}

    assert "begroting.pdf" in got
    of_regiegroep = ("controller", "accountant", "manager_ict", "vertegenwoordiger_ict_raalte")
    assert ("boekje_regiegroep_ict.pdf" in got) == (person in of_regiegroep)
    assert ("begroting.xlsx" in got) == (person not in ("ambtelijk_secretaris", "beheerder"))
    assert ("oplegnota_directieberaad.pdf" in got) == (person in INSIDERS)


def test_without_a_mark_nothing_changes(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    open_gates(office)
    state, profile = office.state, office.workspace.profile_of(office.state)

    assert as_seen(state, profile, "manager_ict") is state
    assert all(as_put_before(state, profile, gate) is state for gate in state.gates)


def test_the_accountant_decides_nothing(passed: Office) -> None:
    """Whatever is asked: refused, and nothing is recorded."""
    before, why = passed.state.seq, "De huur is te hoog."
    asks = {
        acts.reopen: {"reden": why, "percelen": ("ict",)},
        acts.skip_pause: {"reden": why},
        acts.set_kenmerken: {"reden": why, "kenmerken": ()},
        acts.extend_term: {"reden": why, "gate": "v1-s2-bvr-r1", "tot": "2026-07-10"},
        acts.fulfil_condition: {"gate": GATE, "zetel": "raalte", "toelichting": why},
        acts.record_advice: {"gate": GATE, "advies": "terug", "tekst": why, "deskundige": "een deskundige"},
        acts.confirm_receipt: {"gremium": "college_raalte"},
        acts.withdraw: {"reden": why},
        acts.correct: {"reden": why, "percelen": ("ict",)},
    }
    for act, words in asks.items():
        with pytest.raises(Refused):
            act(passed.workspace, passed.dossier, "accountant", **words)
    for gate, gremium in ((GATE, "directieberaad"), ("v1-s2-bvr-r1", "bvr")):
        place = replace(PLACE, gate=gate, gremium=gremium)
        with pytest.raises(Refused):
            votes.check_vote(passed.workspace, place, "accountant", Ballot(antwoord="stemt in"))

    assert passed.state.seq == before


def test_the_accountant_takes_a_dossier_out_before_adoption_but_not_while_an_answer_is_sealed(tmp_path: Path) -> None:
    office = asked(tmp_path)
    before = dossier_page(office, "accountant")[0].provable  # type: ignore[attr-defined]
    cast_vote(office, GATE, "raalte", "stemt in")
    sealed = dossier_page(office, "accountant")[0].provable  # type: ignore[attr-defined]

    assert (before, sealed) == (True, False)
