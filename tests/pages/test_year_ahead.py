"""What the program will do by itself is told before it happens."""

from datetime import date
from pathlib import Path

from builders.dossier import Office, open_gates, open_round, submit_workbooks, with_version
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.year_ahead import list_coming


def coming(office: Office, day: str) -> list[tuple[str, str]]:
    """Return when and what, of the product on the desk."""
    today = date.fromisoformat(day)
    found = list_coming(
        Standings(office.workspace).of_profile("dowr").standings, office.workspace.profile("dowr").on(today), today
    )
    return [(item.when, item.what) for item in found if item.path.endswith(office.dossier)]


def test_the_closing_day_is_told(tmp_path: Path) -> None:
    office = open_round(tmp_path)

    assert coming(office, "2026-05-08") == [("morgen", "is een werkboek dat nog binnenkomt te laat")]


def test_the_end_of_the_pause_is_told(tmp_path: Path) -> None:
    """One working day after the last workbook."""
    office = open_round(tmp_path)
    submit_workbooks(office)

    assert coming(office, "2026-04-01") == [
        ("morgen", "eindigt de bedenktijd en maakt het programma versie 1 van de werkboeken")
    ]


def test_an_open_gate_has_a_reminder_an_end_and_a_climb(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    open_gates(office)
    days = [when for when, what in coming(office, "2026-05-18") if "Regiegroep overige" in what]

    assert days == ["morgen", "op 23 mei 2026", "op 29 mei 2026"]
    told = [what for _, what in coming(office, "2026-05-18") if "Regiegroep overige" in what and "termijn" in what]
    assert told[0].startswith("is de termijn van Regiegroep overige bedrijfsvoering voorbij en kunnen Deventer, ")


def test_a_round_that_is_to_open_is_told(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    today = date(2026, 4, 30)
    profile = office.workspace.profile("dowr").on(today)
    found = list_coming(Standings(office.workspace).of_profile("dowr").standings, profile, today)

    assert ("morgen", "Tussenrapportage 1 over 2026", "/jaarcyclus/jaar/2026") in [
        (item.when, item.product, item.path) for item in found
    ]
