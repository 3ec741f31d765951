"""The address of a calendar: shown once, kept as a hash, ended by a new one, and gone with its holder."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders.dossier import Office, open_round
from builders.holders import succeed, take
from jaarcyclus.errors import Refused
from jaarcyclus.steps import agendas, contacts
from jaarcyclus.steps.workspace import Workspace

RAALTE = "gemeentesecretaris_raalte"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_round(tmp_path)


def make(workspace: Workspace, person: str = RAALTE) -> str:
    before = agendas.state_of(workspace, "dowr", person)
    return agendas.make_address(workspace, "dowr", person, before=before)


def owner(workspace: Workspace, token: str) -> str | None:
    found = agendas.owner_of(workspace, token)
    return found.functie if found else None


def test_an_address_is_of_one_person_and_cannot_be_read_back(office: Office) -> None:
    workspace = office.workspace
    token, other = make(workspace), make(workspace, "controller")

    assert (owner(workspace, token), owner(workspace, other)) == (RAALTE, "controller")
    kept = workspace.contacts.find("dowr", RAALTE)
    assert kept is not None
    assert len(token) == 43  # 256 bits
    assert token not in str(vars(kept))


def test_a_new_address_ends_the_old_and_withdrawing_ends_it_too(office: Office) -> None:
    workspace = office.workspace
    first = make(workspace)
    second = make(workspace)
    assert (owner(workspace, first), owner(workspace, second)) == (None, RAALTE)

    agendas.withdraw_address(workspace, "dowr", RAALTE)
    agendas.withdraw_address(workspace, "dowr", RAALTE)
    assert owner(workspace, second) is None
    assert agendas.state_of(workspace, "dowr", RAALTE) == ""


def test_a_form_that_is_sent_twice_makes_one_address(office: Office) -> None:
    workspace = office.workspace
    token = agendas.make_address(workspace, "dowr", RAALTE, before="")
    with pytest.raises(Refused, match="AGENDA_ANDERS"):
        agendas.make_address(workspace, "dowr", RAALTE, before="")

    assert owner(workspace, token) == RAALTE


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "%" * 43, "a" * 1000, "../" * 14, "é" * 43, f"{'a' * 42}\n"])
def test_no_other_address_is_anybodys(office: Office, token: str) -> None:
    make(office.workspace)

    assert agendas.owner_of(office.workspace, token) is None


def test_what_is_kept_is_no_address(office: Office) -> None:
    """Who reads the database has a hash, and no way in."""
    workspace = office.workspace
    make(workspace)
    kept = workspace.contacts.find("dowr", RAALTE)

    assert kept is not None
    assert kept.agenda is not None
    assert agendas.owner_of(workspace, kept.agenda) is None
    assert agendas.owner_of(workspace, kept.agenda[:43]) is None


def test_it_ends_with_its_holder(office: Office) -> None:
    workspace = office.workspace
    take(office, RAALTE, "Eerste Houder")
    token = make(workspace)
    succeed(office, RAALTE, "Tweede Houder", workspace.today().isoformat())

    assert owner(workspace, token) is None
    contacts.choose(workspace, "dowr", RAALTE, mail="na@raalte.nl", teams=None)
    assert owner(workspace, token) is None


def test_choosing_an_address_of_mail_leaves_it_as_it_is(office: Office) -> None:
    workspace = office.workspace
    token = make(workspace)
    contacts.choose(workspace, "dowr", RAALTE, mail="s@raalte.nl", teams=None)

    assert owner(workspace, token) == RAALTE


def test_it_ends_with_its_function(office: Office) -> None:
    """A function that the profile has no more is nobody's."""
    workspace = office.workspace
    token = make(workspace)
    kept = workspace.contacts.find("dowr", RAALTE)
    assert kept is not None
    workspace.contacts.remove("dowr", RAALTE, bezetting=0)
    workspace.contacts.put(replace(kept, functie="vervallen_functie"), ("agenda",))

    assert owner(workspace, token) is None
