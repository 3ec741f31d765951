"""Workbooks that contradict each other: every sender in it is told so, once, and for as long as it is so."""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from builders.carried import carry
from builders.dossier import Office, open_round, published, wait_until, workbook_of
from builders.export import export_dossier
from jaarcyclus.figures.records import Figures, figures_from_json
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import calendar, rejections, replies, versions
from jaarcyclus.steps.receipts import receive, verdict
from jaarcyclus.workbook.writer import make_workbook


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_round(tmp_path)


def figures_of(perceel: str) -> Figures:
    return figures_from_json(workbook_of(perceel)[1])


def drop(office: Office, figures: Figures, via: str = "map") -> int:
    """Hand in these figures, have them judged and answered, and return the receipt's number."""
    profile = office.workspace.profile_of(office.state)
    duty = profile.inzendplicht(figures.perceel)
    content = make_workbook(profile, duty, figures.product, figures.boekjaar, figures)
    received = receive(
        office.workspace, "dowr", content, file_name="b.xlsx", inzender=duty.indiener, via=via, perceel=duty.code
    )
    replies.judge_and_reply(office.workspace, "dowr", received.number)
    return received.number


def one_cent_more(figures: Figures, only: str = "") -> Figures:
    """Charge every other perceel a cent more than it says itself; `only` in this column."""
    return replace(
        figures,
        regels=tuple(
            replace(
                line,
                bedragen_cent={
                    column: (cent or 0) + (only in ("", column)) for column, cent in line.bedragen_cent.items()
                },
            )
            if line.wederpartij
            else line
            for line in figures.regels
        ),
    )


def hand_in_all(office: Office, wrong: str, via: str = "map") -> dict[str, int]:
    """Hand in every workbook, the one that contradicts the others last; return the receipts by perceel."""
    percelen = sorted(office.state.indieners(), key=lambda code: code == wrong)
    made = {code: one_cent_more(figures_of(code)) if code == wrong else figures_of(code) for code in percelen}
    return {code: drop(office, figures, via) for code, figures in made.items()}


def texts(office: Office, perceel: str, part: str) -> list[str]:
    folder = office.workspace.settings.inbox / "dowr" / perceel / "verwerkt"
    return [path.read_text() for path in sorted(folder.glob(f"*{part}*"))]


def parties(office: Office, wrong: str) -> set[str]:
    return {line.wederpartij for line in figures_of(wrong).regels if line.wederpartij}


def test_both_managers_are_told_in_their_folders(office: Office) -> None:
    """The letter said that nothing had to be done, a second after the consolidation was refused."""
    wrong = next(code for code in office.state.indieners() if parties(office, code))
    hand_in_all(office, wrong)
    others = parties(office, wrong)
    told = {code for code in office.state.indieners() if texts(office, code, "sluit-niet-aan")}

    assert told == {wrong, *others}
    assert "Stem het bedrag af met de andere manager" in texts(office, wrong, "sluit-niet-aan")[0]
    (letter,) = texts(office, wrong, "antwoord")
    assert "U hoeft niets te doen" not in letter
    assert "sluit niet aan op dat van een ander perceel" in letter


def test_who_sends_it_again_is_not_told_that_all_is_well(office: Office) -> None:
    wrong = next(code for code in office.state.indieners() if parties(office, code))
    hand_in_all(office, wrong)

    drop(office, one_cent_more(figures_of(wrong)))

    letter = texts(office, wrong, "antwoord")[-1]
    assert "al ontvangen" in letter
    assert "U hoeft niets te doen" not in letter
    assert "sluit niet aan op dat van een ander perceel" in letter


def test_the_word_comes_once_and_what_was_recorded_verifies(office: Office) -> None:
    wrong = next(code for code in office.state.indieners() if parties(office, code))
    hand_in_all(office, wrong)
    folder = office.workspace.settings.inbox / "dowr" / wrong / "verwerkt"
    for path in folder.glob("*sluit-niet-aan*"):
        path.unlink()
    calendar.tick(office.workspace, "dowr")

    assert texts(office, wrong, "sluit-niet-aan") == []
    report = verify_zip(export_dossier(office.workspace, "dowr-postbus"))
    assert [line.tekst for line in report.regels if line.houdt is False] == []


def test_a_better_workbook_ends_it(office: Office) -> None:
    wrong = next(code for code in office.state.indieners() if parties(office, code))
    hand_in_all(office, wrong)
    number = drop(office, figures_of(wrong))

    letter = texts(office, wrong, f"{number:06d}-antwoord")[0]
    assert "U hoeft niets te doen" in letter
    assert not office.state.rejection_in_force


def test_who_handed_in_by_the_api_reads_it_beside_the_verdict(office: Office) -> None:
    wrong = next(code for code in office.state.indieners() if parties(office, code))
    numbers = hand_in_all(office, wrong, via="api")

    def found(perceel: str) -> set[str]:
        given = verdict(office.workspace, "dowr", numbers[perceel])
        assert given is not None
        return {item.code for item in rejections.of_receipt(office.workspace, given)}

    for perceel in office.state.indieners():
        touched = perceel in {wrong, *parties(office, wrong)}
        assert found(perceel) == ({"VERREKENING_ONGELIJK"} if touched else set())
        assert texts(office, perceel, "") == []


def test_of_carried_figures_only_who_handed_in_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """ICT charges PSA a cent more than the figures that count for PSA; nobody sent those, and nobody is written to."""
    office = open_round(tmp_path, boekjaar=2028, workspace=published(tmp_path).workspace)
    for perceel in office.state.indieners():
        if perceel != "psa":
            figures = figures_from_json(workbook_of(perceel, "begroting", 2028)[1])
            drop(office, one_cent_more(figures, "t") if perceel == "ict" else figures)
    wait_until(office, (office.state.closing_day + timedelta(days=1)).isoformat())
    carry(office, "psa")
    with caplog.at_level(logging.WARNING, logger="jaarcyclus.steps.rejections"):
        versions.look_at_balance(office.workspace, office.dossier)
        calendar.tick(office.workspace, "dowr")

    assert office.state.rejection_in_force
    assert {code for code in office.state.indieners() if texts(office, code, "sluit-niet-aan")} == {"ict"}
    assert caplog.messages == []
