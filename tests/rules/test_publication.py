"""What is sent to whom and when, and whose receipt counts for which version (covenant art. 8.1)."""

from dataclasses import replace

import pytest

from builders.dossier import (
    Office,
    add_version,
    adopted,
    end_gate,
    open_gates,
    open_round,
    publish_product,
    record_event,
    submit_workbooks,
    vote_all,
    wait_until,
    walk_route,
    with_version,
)
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import Refused, StoreFailed
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import SYSTEM
from jaarcyclus.steps import acts, calendar, publication, publication_folder

COLLEGES = ("college_deventer", "college_olst_wijhe", "college_raalte")


def confirm(office: Office, college: str) -> None:
    acts.confirm_receipt(office.workspace, office.dossier, college, gremium=college)


def waiting(office: Office) -> tuple[str, ...]:
    return walk(office.state, office.workspace.profile_of(office.state)).waits_for_receipt


@pytest.fixture
def second_version(tmp_path) -> Office:
    """College Raalte has the jaarverslag's version 1; it was reopened, and version 2 is adopted."""
    office = adopted(tmp_path, "jaarverslag")
    calendar.advance(office.workspace, office.dossier)
    confirm(office, "college_raalte")
    acts.reopen(office.workspace, office.dossier, "controller", reden="fout in psa", percelen=("psa",))
    submit_workbooks(office, "psa", lines=4)
    add_version(office)
    walk_route(office)
    return office


def test_the_receipt_of_a_replaced_version_is_no_receipt_of_the_published_one(second_version):
    publish_product(second_version)

    assert waiting(second_version) == COLLEGES


def test_a_college_confirms_the_new_version_too(second_version):
    publish_product(second_version)
    confirm(second_version, "college_raalte")

    assert waiting(second_version) == ("college_deventer", "college_olst_wijhe")


def test_nobody_confirms_a_version_that_was_not_sent_yet(tmp_path):
    office = adopted(tmp_path, "jaarverslag")
    calendar.advance(office.workspace, office.dossier)
    acts.reopen(office.workspace, office.dossier, "controller", reden="fout in psa", percelen=("psa",))

    with pytest.raises(Refused, match="NIET_TOEGEZONDEN"):
        confirm(office, "college_raalte")


def test_no_college_gets_a_jaarverslag_that_was_adopted_on_an_open_condition(tmp_path):
    """Rule 5: "stelt vast, mits" holds up what comes next, so also what is sent as adopted."""
    office = with_version(tmp_path, "jaarverslag")
    while "v1-s2-bvr-r1" not in (gates := open_gates(office)):
        for gate in gates:
            vote_all(office, gate)
            end_gate(office, gate)
    voorwaarde = {"tekst": "toon de dekking", "eigenaar": "manager_ict", "datum": "2099-01-01"}
    vote_all(office, "v1-s2-bvr-r1", deventer={"antwoord": "stelt vast, mits", "voorwaarde": voorwaarde})
    end_gate(office, "v1-s2-bvr-r1")
    calendar.advance(office.workspace, office.dossier)
    before = [sent for sent in office.state.sendings if sent.rol == "info"]

    acts.fulfil_condition(
        office.workspace,
        office.dossier,
        "manager_ict",
        gate="v1-s2-bvr-r1",
        zetel="deventer",
        toelichting="zie p. 3",
    )
    calendar.advance(office.workspace, office.dossier)

    after = [sent.gremia for sent in office.state.sendings if sent.rol == "info"]
    assert (before, after) == ([], [("bo",), COLLEGES])


# Between annex and publication: a reader's head ends before, so rules bound what follows.


@pytest.fixture
def annexed(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An adopted begroting of which the annex is made; the disk for publications was full on 1 April 2026."""
    office = adopted(tmp_path)

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(publication_folder, "write_file", full)
        with pytest.raises(StoreFailed, match="space"):
            publish_product(office)
    return office


@pytest.mark.parametrize(("day", "annexes"), [("2026-05-02", 1), ("2026-05-04", 2)], ids=["31 days", "33 days"])
def test_an_annex_of_a_month_ago_is_made_anew(annexed: Office, day: str, annexes: int) -> None:
    """Nobody is shut out by a disk that was full for long; no publication rests on an old annex."""
    wait_until(annexed, day)
    publish_product(annexed)

    assert annexed.kinds.count("bijlage_vastgelegd") == annexes
    assert annexed.state.publication is not None


def test_two_years_after_its_day_nothing_is_published(annexed: Office) -> None:
    wait_until(annexed, "2099-01-05")

    with pytest.raises(Refused, match="TE_LAAT_GEPUBLICEERD"):
        publish_product(annexed)


def test_a_round_that_ran_years_late_is_published_all_the_same(tmp_path) -> None:
    """Its version is of 2031, four years after the day on which it should have been published."""
    office = open_round(tmp_path, dag="2031-03-03")
    submit_workbooks(office)
    add_version(office)
    walk_route(office)
    publish_product(office)

    assert office.state.publication is not None


def published_content(office: Office) -> dict[str, object]:
    """Return what is recorded of the publication that is due."""
    content = publication._compose(office.workspace, office.state)
    return wire.as_json(replace(content, doel="map:dowr/2027/begroting"))


@pytest.mark.parametrize("place", ["", "map:dowr/2026/begroting", "map:elders", "la van de controller", "map:../../x"])
def test_it_is_published_at_its_own_place(annexed: Office, place: str) -> None:
    with pytest.raises(Refused, match="PLAATS_ANDERS"):
        record_event(annexed, "gepubliceerd", SYSTEM, published_content(annexed) | {"doel": place})

    record_event(annexed, "gepubliceerd", SYSTEM, published_content(annexed))


@pytest.mark.parametrize(
    "postbus",
    [
        {"seq": 1, "kop": "abc", "dag": "2026-04-01"},
        {"seq": -1, "kop": "a" * 64, "dag": "2026-04-01"},
        {"seq": 0, "kop": "a" * 64, "dag": None},
        {"seq": 1, "kop": "0" * 64, "dag": "2026-04-01"},
        {"seq": 1, "kop": "a" * 64, "dag": None},
        {"seq": 1, "kop": "a" * 64, "dag": "20260401"},
        {"seq": 1, "kop": "a" * 64, "dag": "2026-04-02"},
    ],
    ids=["no hash", "below nothing", "nothing with a hash", "the first hash", "no day", "another spelling", "tomorrow"],
)
def test_an_annex_names_a_place_in_the_postbus_that_can_be(tmp_path, postbus: dict[str, object]) -> None:
    office = adopted(tmp_path)
    calendar.advance(office.workspace, office.dossier)
    last = office.workspace.ledger.events(office.dossier)[-1]
    content = {
        "manifest_sha256": office.state.versions[-1].manifest_sha256,
        "bijlage_sha256": office.workspace.store.put(b"%PDF-1.7"),
        "kop": last.hash,
        "postbus": postbus,
        "bouw": {},
    }

    with pytest.raises(Refused, match="POSTBUS_ONJUIST"):
        record_event(office, "bijlage_vastgelegd", SYSTEM, content)


def test_the_old_kind_of_annex_is_refused_in_a_new_round(tmp_path) -> None:
    office = adopted(tmp_path)
    content = {"manifest_sha256": "a", "bijlage_sha256": "b", "kop": "c"}

    with pytest.raises(Refused, match="SOORT_VERVANGEN"):
        record_event(office, "bijlage_gemaakt", SYSTEM, content)
