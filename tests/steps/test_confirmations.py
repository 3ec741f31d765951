"""A controller who put an older copy of the ledger back on purpose says so; until then nothing goes on."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from builders.dossier import Office, open_gates, published, vote_all, with_version
from jaarcyclus.errors import Refused
from jaarcyclus.installation.doctor import examine
from jaarcyclus.ledger.chain import Head
from jaarcyclus.ledger.placing_events import PlaatsingVoorgenomen, TePlaatsen
from jaarcyclus.ledger.store import Ledger
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.ledger.witness import Witness
from jaarcyclus.steps import calendar, confirmations


@pytest.fixture
def put_back(tmp_path: Path) -> Office:
    """An office that voted, with the ledger of just before."""
    office = with_version(tmp_path)
    file = Path(office.workspace.settings.ledger_url.removeprefix("sqlite:///"))
    gates = open_gates(office)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", [str(tmp_path / "kopie")])
    vote_all(office, gates[0])
    for rest in file.parent.glob(f"{file.name}-*"):
        rest.unlink()
    shutil.copy(tmp_path / "kopie", file)
    return office


def test_the_calendar_leaves_it_alone(put_back: Office) -> None:
    assert calendar.tick(put_back.workspace, "dowr") == ()


@pytest.mark.parametrize("chain", ["dowr-postbus", "dowr-plaatsing"])
def test_another_chain_that_was_put_back_holds_up_no_dossier(tmp_path: Path, chain: str) -> None:
    """The witness saw one event of it, and the ledger is that of before."""
    office = with_version(tmp_path)
    with Witness(office.workspace.settings.getuige).following(chain) as note:
        note(Head(seq=1, hash="a" * 64))
    with pytest.raises(Refused, match="LOGBOEK_TERUGGEZET"):
        office.workspace.ledger.events(chain)

    due = calendar.tick(office.workspace, "dowr")

    assert "besluit" in {step.kind for step in due}


def test_a_dossier_that_was_put_back_holds_up_no_placing_of_another(tmp_path: Path) -> None:
    office = published(tmp_path)
    for number, dossier in enumerate(("dowr-2026-begroting", office.dossier)):
        intended = PlaatsingVoorgenomen(
            sleutel=f"v1-{number}", dossier=dossier, versie=1, plek="site/map", bestanden=FILES, weg={}
        )
        office.workspace.record_plaatsing("dowr-plaatsing", lambda _, told=intended: [system_event(told)])
    with Witness(office.workspace.settings.getuige).following("dowr-2026-begroting") as note:
        note(Head(seq=1, hash="a" * 64))

    due = calendar.tick(office.workspace, "dowr")

    assert [step.dossier for step in due if step.kind == "publicatie"] == [office.dossier]


FILES = {"begroting.pdf": TePlaatsen(sha256="a" * 64, grootte=5, kolommen={})}


def test_the_controller_goes_on_from_the_older_copy(put_back: Office) -> None:
    with pytest.raises(Refused, match="LOGBOEK_TERUGGEZET"):
        put_back.workspace.dossier(put_back.dossier)

    controller = put_back.workspace.profile("dowr").controller
    confirmations.confirm_ledger(put_back.workspace, "dowr", controller, reason="De schijf was stuk.")

    assert put_back.workspace.rollbacks("dowr") == ()
    assert put_back.workspace.dossier(put_back.dossier).gates
    recorded = put_back.workspace.ledger.events("dowr-postbus")[-1]
    assert (recorded.soort, [*recorded.inhoud["ketens"]]) == ("terugzetting_bevestigd", [put_back.dossier])


def test_a_witness_that_is_gone_is_confirmed_too(tmp_path: Path) -> None:
    """Doctor, calendar and vote stop at it as at an older copy, and the same words of the controller go on."""
    office = with_version(tmp_path)
    shutil.rmtree(office.workspace.settings.getuige)
    (told,) = [item for item in examine(office.workspace.settings) if item.onderwerp == "Logboek"]
    assert not told.goed
    assert "De getuige van" in told.tekst
    assert calendar.tick(office.workspace, "dowr") == ()

    controller = office.workspace.profile("dowr").controller
    confirmations.confirm_ledger(office.workspace, "dowr", controller, reason="De schijf van de getuige is stuk.")

    assert office.workspace.rollbacks("dowr") == ()
    assert open_gates(office)


@pytest.mark.parametrize(
    ("person", "reason", "code"),
    [("manager_ict", "De schijf was stuk.", "NIET_BEVOEGD"), (None, " . ", "REDEN_ONTBREEKT|TEKST_ONLEESBAAR")],
)
def test_nobody_else_and_not_without_words(put_back: Office, person: str | None, reason: str, code: str) -> None:
    who = person or put_back.workspace.profile("dowr").controller

    with pytest.raises(Refused, match=code):
        confirmations.confirm_ledger(put_back.workspace, "dowr", who, reason=reason)


def test_there_is_nothing_to_confirm_without_a_rollback(tmp_path: Path) -> None:
    office = with_version(tmp_path)

    with pytest.raises(Refused, match="NIETS_TERUGGEZET"):
        confirmations.confirm_ledger(
            office.workspace, "dowr", office.workspace.profile("dowr").controller, reason="Voor de zekerheid."
        )


def test_the_same_database_without_its_witness_is_what_an_older_program_saw(put_back: Office) -> None:
    assert Ledger(put_back.workspace.settings.ledger_url).events(put_back.dossier)
