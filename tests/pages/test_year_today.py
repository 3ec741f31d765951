"""What happened today, as who runs the cycle may read it."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from builders.dossier import Office, cast_vote, correcting, open_gates, open_round, with_version
from jaarcyclus.pages import year_today
from jaarcyclus.pages.chronicle import WORDS, Teller
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.year_page import show_year
from jaarcyclus.pages.year_today import Done, list_done
from jaarcyclus.terms.findings import bevinding


def done(office: Office) -> tuple[Done, ...]:
    standing = Standings(office.workspace).of_dossier(office.dossier)
    assert standing is not None
    return list_done(
        [(standing, office.workspace.ledger.events(office.dossier))], "controller", office.workspace.today()
    ).shown


def test_an_answer_is_told_without_what_it_was(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    gate = open_gates(office)[0]
    cast_vote(office, gate, office.state.gates[0].zetels[0].zetel, "niet afgestemd", toelichting="De huur is te hoog.")
    last = done(office)[0]

    assert last.told.endswith("heeft geantwoord; het antwoord is verzegeld.")
    assert not last.by_program
    assert "huur" not in str(done(office))


def test_a_correction_is_told_with_who_began_it_and_why(tmp_path: Path) -> None:
    told = [(item.who, item.told) for item in done(correcting(tmp_path))]

    assert (
        "controller DOWR",
        "Versie 1 wordt gecorrigeerd: De huur van het pand stond er dubbel in. Opnieuw inleveren: "
        "Informatievoorziening en ICT.",
    ) in told


def test_another_day_is_not_told(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    standing = Standings(office.workspace).of_dossier(office.dossier)
    assert standing is not None
    events = office.workspace.ledger.events(office.dossier)

    assert list_done([(standing, events)], "controller", date(2026, 4, 2)).shown == ()


def test_what_is_left_out_is_counted_and_where_it_stands_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = with_version(tmp_path)
    total = len(done(office))
    monkeypatch.setattr(year_today, "MOST_DONE", 3)
    workspace = office.workspace
    reader = reader_of(workspace.profile("dowr"), "controller", workspace.today())
    html = show_year(Standings(workspace), reader)

    assert f"Wat er vandaag gebeurde ({total}, waarvan " in html
    assert f"Dit zijn de laatste 3 van {total}." in html
    assert "Alles van een dossier staat op zijn eigen pagina" in html


@pytest.mark.parametrize(("count", "told"), [(1, "met 1 bevinding."), (2, "met 2 bevindingen.")])
def test_a_refused_workbook_is_told_with_how_much_was_found(tmp_path: Path, count: int, told: str) -> None:
    office = open_round(tmp_path)
    teller = Teller(state=office.state, profile=office.workspace.profile_of(office.state), person="controller")

    content = SimpleNamespace(perceel=None, bevindingen=[bevinding("BESTAND_LEEG")] * count)

    assert WORDS["inzending_geweigerd"](teller, content).endswith(told)
