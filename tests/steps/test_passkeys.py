"""Where a gremium asks it, a vote stands behind the signature of its voter, and no door takes another."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders import confidential
from builders.dossier import (
    Office,
    add_version,
    cast_vote,
    end_gate,
    open_gates,
    open_round,
    record_event,
    submit_workbooks,
    vote_all,
)
from builders.holders import BEHEERDER, leave, take
from builders.passkey import (
    PRESENT,
    SECRETARY,
    SoftKey,
    ask_passkeys,
    asking_passkeys,
    give,
    place_in,
    register,
    signed,
)
from jaarcyclus.dossier.ballot import Ballot
from jaarcyclus.dossier.confidential import as_seen
from jaarcyclus.dossier.signing import fingerprint
from jaarcyclus.errors import Refused
from jaarcyclus.steps import passkeys, votes
from jaarcyclus.steps.holders import list_holders
from jaarcyclus.steps.passkeys import place_of

MEMBER, OTHER = "vertegenwoordiger_ict_deventer", "vertegenwoordiger_ict_raalte"
GATE, YES = "v1-s0-regiegroep_ict-r1", Ballot(antwoord="afgestemd")
REMARK = Ballot(antwoord="afgestemd met opmerking", toelichting="Let op de huur.")
KEY = SoftKey.made()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The regiegroep ICT signs; one member has a passkey that counts, number 4."""
    office = open_round(tmp_path / "var", profielen=asking_passkeys(tmp_path / "profielen"))
    submit_workbooks(office)
    add_version(office)
    open_gates(office)
    take(office, MEMBER, "Houder A")
    take(office, OTHER, "Houder B")
    register(office, MEMBER, KEY)
    return office


def code_of(call: object, *given: object, **named: object) -> str:
    with pytest.raises(Refused) as refused:
        call(*given, **named)  # type: ignore[operator]
    return refused.value.code


def test_a_signed_vote_stands_behind_its_signature(office: Office) -> None:
    give(office, place_in(office, GATE, "deventer"), MEMBER, REMARK, KEY)

    assert office.kinds[-3:] == ["bezetting_vastgelegd", "stem_ondertekend", "stem_uitgebracht"]
    (vote,) = office.state.gate(GATE).votes  # type: ignore[union-attr]
    assert vote.signed is not None
    assert (vote.toelichting, vote.signed.content.passkey, vote.signed.door) == (REMARK.toelichting, 3, MEMBER)


def test_no_door_takes_a_vote_without_a_signature(office: Office) -> None:
    """Airflow's own screen and the API ask `check_vote`; what goes around them meets the rules."""
    place, before = place_in(office, GATE, "deventer"), office.kinds

    with pytest.raises(Refused, match="Open Mijn besluiten in Jaarcyclus en antwoord daar"):
        votes.check_vote(office.workspace, place, MEMBER, YES)
    assert code_of(votes.record, office.workspace, place, MEMBER, YES) == "ONDERTEKENING_ONTBREEKT"
    assert code_of(cast_vote, office, GATE, "deventer", "afgestemd") == "ONDERTEKENING_ONTBREEKT"
    assert office.kinds == before


def test_a_page_may_ask_before_it_is_signed_whether_the_rest_is_well(office: Office) -> None:
    place = place_in(office, GATE, "deventer")

    votes.check_unsigned(office.workspace, place, MEMBER, YES)
    without = Ballot(antwoord="niet afgestemd")
    assert code_of(votes.check_unsigned, office.workspace, place, MEMBER, without) == "REDEN_ONTBREEKT"


def test_a_signature_over_another_answer_is_refused(office: Office) -> None:
    place = place_in(office, GATE, "deventer")
    yes = signed(office, place, MEMBER, YES, KEY)

    assert code_of(votes.record, office.workspace, place, MEMBER, REMARK, signed=yes) == "ONDERTEKENING_ONGELDIG"
    assert "stem_ondertekend" not in office.kinds


def test_a_device_that_did_not_look_who_was_there_is_refused(office: Office) -> None:
    place = place_in(office, GATE, "deventer")

    with pytest.raises(Refused, match="niet gecontroleerd wie er was"):
        give(office, place, MEMBER, YES, KEY, flags=PRESENT)


def test_a_signature_serves_once(office: Office) -> None:
    place = place_in(office, GATE, "deventer")
    yes = signed(office, place, MEMBER, YES, KEY)
    votes.record(office.workspace, place, MEMBER, YES, signed=yes)

    assert code_of(votes.record, office.workspace, place, MEMBER, YES, signed=yes) == "AL_GESTEMD"


def test_another_passkey_than_the_one_that_counts_is_refused(office: Office) -> None:
    place, other = place_in(office, GATE, "deventer"), SoftKey.made()
    claimed = replace(signed(office, place, MEMBER, YES, other), credential=KEY.credential)

    assert code_of(give, office, place, MEMBER, YES, other) == "ANDERE_PASSKEY"
    assert code_of(votes.record, office.workspace, place, MEMBER, YES, signed=claimed) == "ONDERTEKENING_ONGELDIG"


def test_nothing_but_its_vote_follows_a_signature(office: Office) -> None:
    """And none stands where nobody asked one: else a signature could be kept for whatever comes."""
    place = place_in(office, GATE, "deventer")
    state, given = office.state, signed(office, place, MEMBER, YES, KEY)
    gate, new = votes.find_gate(state, place), votes.make_event(state, place, MEMBER, YES)
    (signature,) = passkeys.sign(office.workspace, state, gate, new, given)
    elsewhere = dict(signature.inhoud) | {"gate": "v1-s0-regiegroep_bedrijfsvoering-r1"}

    assert code_of(record_event, office, signature.soort, MEMBER, elsewhere) == "ONDERTEKENING_ONVERWACHT"
    record_event(office, signature.soort, MEMBER, signature.inhoud)
    assert code_of(vote_all, office, "v1-s0-regiegroep_bedrijfsvoering-r1") == "ONDERTEKENING_LOS"
    record_event(office, new.soort, MEMBER, new.inhoud)


def test_who_has_none_reads_where_to_make_one(office: Office) -> None:
    place, own = place_in(office, GATE, "raalte"), SoftKey.made()
    register(office, OTHER, own, confirmed=False)

    with pytest.raises(Refused, match="Maak hem op de pagina Passkeys, en vraag"):
        give(office, place, OTHER, YES, own)


def test_a_replaced_passkey_signs_no_more(office: Office) -> None:
    place, new = place_in(office, GATE, "deventer"), SoftKey.made()
    register(office, MEMBER, new, reason="Telefoon kwijt.")

    assert code_of(give, office, place, MEMBER, YES, KEY) == "ANDERE_PASSKEY"
    give(office, place, MEMBER, YES, new)


def test_who_left_signs_no_more(office: Office) -> None:
    leave(office, MEMBER, office.workspace.today().isoformat())

    assert code_of(give, office, place_in(office, GATE, "deventer"), MEMBER, YES, KEY) == "PASSKEY_ONTBREEKT"


def test_a_gremium_that_asks_none_goes_on_as_before(office: Office) -> None:
    """Beside the one that does, in the same round; a signature that nobody asked is left out."""
    other = "v1-s0-regiegroep_bedrijfsvoering-r1"
    vote_all(office, other)

    assert end_gate(office, other) is not None


def test_only_two_functions_confirm(office: Office) -> None:
    number = register(office, OTHER, SoftKey.made(), confirmed=False)

    assert code_of(passkeys.confirm, office.workspace, "dowr", "controller", number) == "NIET_BEVOEGD"
    assert [item.key.number for item in passkeys.waiting_keys(office.workspace, "dowr", SECRETARY)] == [number]
    assert passkeys.waiting_keys(office.workspace, "dowr", "controller") == ()
    passkeys.confirm(office.workspace, "dowr", BEHEERDER, number)
    assert passkeys.waiting_keys(office.workspace, "dowr", SECRETARY) == ()


def test_a_stranger_withdraws_nothing(office: Office) -> None:
    asked = {"reden": "Telefoon kwijt."}

    assert code_of(passkeys.withdraw, office.workspace, "dowr", OTHER, 3, **asked) == "NIET_BEVOEGD"
    passkeys.withdraw(office.workspace, "dowr", MEMBER, 3, **asked)
    told = {line.functie: line.passkey for line in list_holders(office.workspace, "dowr", BEHEERDER)}
    assert told == {MEMBER: f"{fingerprint(KEY.public_key)} (passkey 3, vervallen)", OTHER: None}
    assert passkeys.own_keys(office.workspace, "dowr", MEMBER).in_force is None


def test_what_is_asked_at_registration_is_used_up(office: Office) -> None:
    """A registration that somebody kept fits no later one."""
    before = passkeys.registration_challenge(office.workspace, "dowr", OTHER)
    take(office, "manager_ict", "Houder C")

    assert passkeys.registration_challenge(office.workspace, "dowr", OTHER) != before


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:8080", "https://[::1]", "https://10.0.0.8"])
def test_a_number_is_no_name_for_a_passkey(address: str) -> None:
    with pytest.raises(Refused, match="Een passkey hoort bij een naam"):
        place_of(address)


@pytest.mark.parametrize("address", ["http://localhost:8080", "https://jaarcyclus.example"])
def test_a_name_is(address: str) -> None:
    assert place_of(address).origin == address


def test_who_may_not_see_a_confidential_answer_does_not_see_what_was_signed(tmp_path: Path) -> None:
    """A challenge is the hash of few possible answers: whoever has it tries them all."""
    office = open_round(
        tmp_path / "var",
        profielen=ask_passkeys(confidential.lay_out(tmp_path / "profielen"), "directieberaad"),
    )
    submit_workbooks(office)
    add_version(office)
    for gate in open_gates(office):
        vote_all(office, gate)
        end_gate(office, gate)
    open_gates(office)
    director, key = "directeur_bedrijfsvoering_raalte", SoftKey.made()
    take(office, director, "Houder D")
    register(office, director, key)
    asked = {"voorwaarde": "dekking aantonen", "eigenaar": "loco_directeur_raalte", "datum": "2027-01-01"}
    answer = Ballot(antwoord="stemt in, mits", **asked)
    give(office, place_in(office, confidential.GATE, "raalte"), director, answer, key)
    state, profile = office.state, office.workspace.profile_of(office.state)

    assert "client_data" in repr(as_seen(state, profile, director))
    assert "client_data" not in repr(as_seen(state, profile, "ambtelijk_secretaris"))
