"""A signed vote is proven from the zip alone; whose passkey it was, beside the bezetting."""

from dataclasses import replace

import pytest

from builders.dossier import Office, add_version, open_gates, open_round, submit_workbooks
from builders.export import export_dossier
from builders.holders import succeed, take
from builders.passkey import SoftKey, asking_passkeys, give, place_in, register
from jaarcyclus.dossier.ballot import Ballot
from jaarcyclus.dossier.signing import fingerprint
from jaarcyclus.ledger.chain import Event
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.passkeys import signatures_in, verify_passkeys
from jaarcyclus.proof.reach import Reach
from jaarcyclus.proof.replay import verify_rules
from jaarcyclus.proof.report import Report
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import passkeys

MEMBER, OTHER = "vertegenwoordiger_ict_deventer", "vertegenwoordiger_ict_raalte"
GATE = "v1-s0-regiegroep_ict-r1"
ANSWER = Ballot(antwoord="afgestemd met opmerking", toelichting="Let op de huur.")
KEY = SoftKey.made()
ALL = Reach(last="2026-01-01", beyond=())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One member signed; afterwards he left, and a successor has a passkey of his own."""
    folder = tmp_path_factory.mktemp("passkey")
    office = open_round(folder / "var", profielen=asking_passkeys(folder / "profielen"))
    submit_workbooks(office)
    add_version(office)
    open_gates(office)
    take(office, MEMBER, "Houder A")
    take(office, OTHER, "Houder B")
    register(office, MEMBER, KEY)
    give(office, place_in(office, GATE, "deventer"), MEMBER, ANSWER, KEY)
    return office


def chains(office: Office) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    ledger = office.workspace.ledger
    return ledger.events(office.dossier), ledger.events("dowr-bezetting")


def lines(report: Report, subject: str) -> list[tuple[bool | None, str]]:
    return [(line.houdt, line.tekst) for line in report.regels if line.onderwerp == subject]


def test_the_zip_alone_proves_the_signature_and_says_what_it_did_not_look_at(office: Office) -> None:
    report = verify_zip(export_dossier(office.workspace, office.dossier))

    assert [held for held, _ in lines(report, "handtekeningen")] == [True, True]
    assert fingerprint(KEY.public_key) in lines(report, "handtekeningen")[1][1]
    ((held, told),) = lines(report, "ondertekening")
    assert held is None
    assert "niet nagegaan of de passkey toen van de houder" in told


def test_beside_the_bezetting_it_was_of_the_holder_of_that_day(office: Office) -> None:
    dossier, bezetting = (export_dossier(office.workspace, name) for name in (office.dossier, "dowr-bezetting"))
    report = verify_zip(dossier, asked=Asked(bezetting=bezetting))

    assert [held for held, _ in lines(report, "ondertekening")] == [True]


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("stem_uitgebracht", "antwoord", "afgestemd"),
        ("stem_uitgebracht", "toelichting", "Geen bezwaar tegen de huur."),
        ("stem_ondertekend", "publieke_sleutel", SoftKey.made().public_key),
        ("stem_ondertekend", "rp_id", "voorbeeld.nl"),
    ],
)
def test_whoever_rewrites_the_ledger_cannot_sign(office: Office, kind: str, field: str, value: str) -> None:
    """Another answer, reason or key, in a chain that he makes sound again: the accountant sees it."""
    dossier, _ = chains(office)
    forged = [replace(e, inhoud={**e.inhoud, field: value}) if e.soort == kind else e for e in dossier]

    (fault,) = verify_rules(forged, office.workspace.store.get)
    assert "ONDERTEKENING_ONGELDIG" in fault


def test_a_signature_that_was_left_out_is_missed(office: Office) -> None:
    dossier, _ = chains(office)
    forged = [event for event in dossier if event.soort != "stem_ondertekend"]

    (fault,) = verify_rules(forged, office.workspace.store.get)
    assert "ONDERTEKENING_ONTBREEKT" in fault


def test_a_signature_fits_no_other_history(office: Office) -> None:
    """Whoever changes what came before the gate changes the hash of the event that opened it."""
    dossier, _ = chains(office)
    forged = [
        replace(e, hash="e" * 64) if e.soort == "gate_voorgelegd" and e.inhoud["gate"] == GATE else e for e in dossier
    ]

    (fault,) = verify_rules(forged, office.workspace.store.get)
    assert "ONDERTEKENING_ONGELDIG" in fault


def test_the_key_of_somebody_else_is_found_beside_the_bezetting(office: Office) -> None:
    """Who has the machine signs with a key of his own, all else being sound: the bezetting does not know that key."""
    dossier, bezetting = chains(office)
    own = SoftKey.made()
    forged = [
        replace(e, inhoud={**e.inhoud, "sleutel": own.credential}) if e.soort == "stem_ondertekend" else e
        for e in dossier
    ]

    assert verify_passkeys(dossier, bezetting, ALL) == ()
    (fault,) = verify_passkeys(forged, bezetting, ALL)
    assert f"telde volgens de bezetting toen niet voor {MEMBER}" in fault


@pytest.mark.parametrize("gone", ["passkey_bevestigd", "passkey_aangemeld"])
def test_a_passkey_that_nobody_confirmed_did_not_count(office: Office, gone: str) -> None:
    dossier, bezetting = chains(office)
    without = [
        replace(e, soort="aanmelding_ontkoppeld", inhoud={"koppeling": 9, "reden": "niets"}) if e.soort == gone else e
        for e in bezetting
    ]

    assert len(verify_passkeys(dossier, without, ALL)) == 1


def test_what_became_of_a_passkey_later_changes_no_vote_of_before(office: Office) -> None:
    day = office.workspace.today().isoformat()
    succeed(office, MEMBER, "Houder C", day)
    passkeys.show(office.workspace, "dowr", MEMBER, SoftKey.made().shown, KEY.place)
    dossier, bezetting = chains(office)

    assert signatures_in(dossier) == 1
    assert bezetting[-1].soort == "passkey_aangemeld"
    assert verify_passkeys(dossier, bezetting, ALL) == ()
