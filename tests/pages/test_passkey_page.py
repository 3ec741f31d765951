"""Who sees the pages of passkeys, whose name stands there, and what a browser is told to make and to sign."""

import json
import re
from html import unescape
from typing import Any

import pytest

from builders.dossier import Office, add_version, open_gates, open_round, submit_workbooks
from builders.holders import BEHEERDER, take
from builders.passkey import PLACE, SECRETARY, SoftKey, asking_passkeys, place_in, register, signed
from jaarcyclus.dossier.ballot import Ballot
from jaarcyclus.dossier.signing import fingerprint, to_base64url
from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages import passkey_page, seat_page
from jaarcyclus.pages.passkey_options import signing_options
from jaarcyclus.pages.reader import PASSKEYS, Reader, reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps import passkeys, votes

MEMBER, OTHER = "vertegenwoordiger_ict_deventer", "vertegenwoordiger_ict_raalte"
GATE, YES = "v1-s0-regiegroep_ict-r1", Ballot(antwoord="afgestemd")
ADDRESS, KEY = PLACE.origin, SoftKey.made()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One member has a passkey that counts, another one that waits."""
    folder = tmp_path_factory.mktemp("passkey")
    office = open_round(folder / "var", profielen=asking_passkeys(folder / "profielen"))
    submit_workbooks(office)
    add_version(office)
    open_gates(office)
    take(office, MEMBER, "Houder A")
    take(office, OTHER, "Houder B")
    register(office, MEMBER, KEY)
    register(office, OTHER, SoftKey.made(), confirmed=False)
    return office


def reader(office: Office, person: str) -> Reader:
    return reader_of(office.workspace.profile("dowr"), person, office.workspace.today())


def shown(office: Office, person: str, address: str = ADDRESS) -> str:
    return passkey_page.show_keys(office.workspace, reader(office, person), address)


def options_in(html: str) -> dict[str, Any]:
    (found,) = re.findall('data-options="([^"]*)"', html)
    told: dict[str, Any] = json.loads(unescape(found))
    return told


@pytest.mark.parametrize(
    ("person", "sees"), [(MEMBER, True), (BEHEERDER, True), (SECRETARY, True), ("controller", False)]
)
def test_the_menu_leads_there_only_who_signs_or_confirms(office: Office, person: str, sees: bool) -> None:
    assert (PASSKEYS in {item.path for item in reader(office, person).menu()}) is sees


def test_who_has_nothing_to_do_with_it_finds_nothing(office: Office) -> None:
    with pytest.raises(UnknownKey):
        shown(office, "controller")


def test_the_own_page_shows_the_fingerprint_and_no_names(office: Office) -> None:
    html = shown(office, MEMBER)

    assert fingerprint(KEY.public_key) in html
    assert "Houder" not in html


def test_who_confirms_reads_whom_he_must_have_before_him(office: Office) -> None:
    for person in (BEHEERDER, SECRETARY):
        assert "Houder B" in shown(office, person)


def test_a_new_passkey_is_asked_for_our_own_name_and_a_device_that_knows_who_is_there(office: Office) -> None:
    told = options_in(shown(office, MEMBER))
    challenge = passkeys.registration_challenge(office.workspace, "dowr", MEMBER)

    assert told["rp"]["id"] == PLACE.rp_id
    assert told["authenticatorSelection"]["userVerification"] == "required"
    assert told["challenge"] == to_base64url(challenge)
    assert told["excludeCredentials"] == [{"type": "public-key", "id": KEY.credential}]


def test_on_an_address_without_a_name_the_page_says_why_none_is_made(office: Office) -> None:
    html = shown(office, MEMBER, "http://127.0.0.1:8080")

    assert "hoort bij een naam en niet bij een nummer" in html
    assert "data-passkey" not in html


def test_only_who_waits_or_confirms_reaches_a_passkey_by_its_number(office: Office) -> None:
    waiting = passkeys.own_keys(office.workspace, "dowr", OTHER).pending
    assert waiting is not None

    assert passkey_page.find_key(office.workspace, reader(office, OTHER), waiting.number).name == ""
    assert passkey_page.find_key(office.workspace, reader(office, SECRETARY), waiting.number).name == "Houder B"
    with pytest.raises(UnknownKey):
        passkey_page.find_key(office.workspace, reader(office, MEMBER), waiting.number)


def test_the_check_of_an_answer_asks_to_sign_that_answer_and_no_other(office: Office) -> None:
    """What the page asks is what the ledger takes: signed as asked, the vote is recorded."""
    standings, who, place = Standings(office.workspace), reader(office, MEMBER), place_in(office, GATE, "deventer")
    seat = seat_page.find_seat(standings, office.dossier, GATE, "deventer", who)
    seat_page.check_answer(standings, seat, who, YES)
    told = options_in(seat_page.show_check(standings, seat, who, YES))
    asked = votes.ask_signature(office.workspace, place, MEMBER, YES)
    assert asked is not None

    assert told == json.loads(signing_options(asked))
    assert told["userVerification"] == "required"
    assert seat_page.asks_passkey(seat)
    votes.check_vote(office.workspace, place, MEMBER, YES, signed=signed(office, place, MEMBER, YES, KEY))


def test_who_cannot_sign_yet_reads_it_before_typing(office: Office) -> None:
    standings = Standings(office.workspace)
    for person, zetel, missing in ((MEMBER, "deventer", False), (OTHER, "raalte", True)):
        who = reader(office, person)
        html = seat_page.show_question(standings, seat_page.find_seat(standings, office.dossier, GATE, zetel, who), who)

        assert ("u hebt er nog geen die is bevestigd" in html) is missing


def test_a_gate_that_asks_none_has_a_page_without_script(office: Office) -> None:
    standings, gate = Standings(office.workspace), "v1-s0-regiegroep_bedrijfsvoering-r1"
    found = office.state.gate(gate)
    assert found is not None
    who = reader(office, found.zetels[0].houder)
    seat = seat_page.find_seat(standings, office.dossier, gate, found.zetels[0].zetel, who)
    html = seat_page.show_check(standings, seat, who, YES)

    assert "passkey" not in html
    assert "<script" not in html
