"""By which profile a received file is judged: the one its round pinned, read and judged once."""

from dataclasses import replace
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from builders.dossier import PROFILES, Office, open_round, workbook_of
from builders.order import build_figures
from builders.workbook import edit
from jaarcyclus.dossier.round import RULES_VERSION
from jaarcyclus.errors import InvalidProfile
from jaarcyclus.intake import sandbox
from jaarcyclus.pages import hand_in_page
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.profile.checks.soundness import require_sound
from jaarcyclus.profile.records import Profile
from jaarcyclus.proof.reread import verify_workbooks
from jaarcyclus.steps import calendar, judging, receipts
from jaarcyclus.steps.overview import describe
from jaarcyclus.workbook.form import FORM_VERSIONS, KENMERKEN
from jaarcyclus.workbook.writer import make_workbook


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the reader was started with, each time."""
    calls: list[list[str]] = []

    def start(command: list[str], **settings: Any) -> Popen[bytes]:
        calls.append(command)
        return Popen(command, **settings)

    monkeypatch.setattr(sandbox.subprocess, "Popen", start)
    return calls


def office_whose_profile_changed(tmp_path: Path) -> Office:
    """Return an open round of which the profile in the folder has lost perceel PSA since."""
    folder = tmp_path / "profielen"
    folder.mkdir()
    text = (PROFILES / "dowr.yaml").read_text(encoding="utf-8")
    (folder / "dowr.yaml").write_text(text, encoding="utf-8")
    office = open_round(tmp_path, profielen=folder)
    assert "  - code: psa\n" in text
    (folder / "dowr.yaml").write_text(text.replace("  - code: psa\n", "  - code: salaris\n"), encoding="utf-8")
    return office


def judge(office: Office, boekjaar: int = 2027) -> list[str]:
    """Hand in PSA's workbook and return the codes of the findings."""
    content, _ = workbook_of("psa", boekjaar=boekjaar)
    received = receipts.receive(
        office.workspace, "dowr", content, file_name="psa.xlsx", inzender="manager_psa", via="api", perceel=None
    )
    verdict = judging.judge(office.workspace, "dowr", received.number)
    return [finding.code for finding in verdict.bevindingen]


@pytest.mark.parametrize("version", FORM_VERSIONS)
def test_the_verdict_keeps_which_form_it_was(tmp_path: Path, version: str) -> None:
    """A page must call the columns as its sender sees them; both forms are taken in one round."""

    def call_it(book: Any) -> None:
        (cell,) = (row[1] for row in book[KENMERKEN].iter_rows() if row[0].value == "versie")
        cell.value = version

    office = open_round(tmp_path)
    content = edit(workbook_of("psa")[0], call_it)
    receipt = receipts.receive(
        office.workspace, "dowr", content, file_name="psa.xlsx", inzender="manager_psa", via="api", perceel=None
    )

    assert judging.judge(office.workspace, "dowr", receipt.number).sjabloon == version


def test_a_file_of_a_running_round_is_judged_by_its_pinned_profile_and_read_once(
    tmp_path: Path, started: list[list[str]]
) -> None:
    office = office_whose_profile_changed(tmp_path)

    codes = judge(office)

    assert codes == []
    assert len(started) == 1


def test_a_file_without_a_round_is_judged_by_the_profile_in_the_folder(tmp_path: Path) -> None:
    office = office_whose_profile_changed(tmp_path)

    codes = judge(office, boekjaar=2028)

    assert codes == ["PERCEEL_ONJUIST"]


def folder_with_nobody(tmp_path: Path) -> Path:
    """Return a folder with a profile whose key divides over gemeenten without inhabitants."""
    text = (PROFILES / "ommen_hardenberg.yaml").read_text(encoding="utf-8")
    agreed = "soort: vaste_percentages, van: !gekozen 2014-01-01, percentages: {GM0160: 75, GM0175: 25}}"
    assert agreed in text
    counted = "soort: inwoners, van: 2014-01-01, peildatum: 2025-01-01}"
    text = text.replace(agreed, counted).replace("aantal: 63423", "aantal: 0").replace("aantal: 19249", "aantal: 0")
    folder = tmp_path / "profielen"
    folder.mkdir()
    (folder / "ommen_hardenberg.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_profile_that_can_divide_nothing_opens_no_round(tmp_path: Path) -> None:
    with pytest.raises(InvalidProfile, match="samen 0 inwoners"):
        open_round(tmp_path, profiel="ommen_hardenberg", profielen=folder_with_nobody(tmp_path))


def test_the_sender_hears_his_verdict_when_no_product_can_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A round of before the check: the last workbook was accepted, and judging it ended in a failure each time."""

    def as_before(profile: Profile, *, regels: int | None = None) -> None:
        require_sound(profile, regels=regels or 2)

    monkeypatch.setattr(calendar, "require_sound", as_before)
    office = open_round(tmp_path, profiel="ommen_hardenberg", profielen=folder_with_nobody(tmp_path))
    given = []
    for perceel, who in office.state.indieners().items():
        content, _ = workbook_of(perceel, profiel="ommen_hardenberg")
        received = receipts.receive(
            office.workspace, "ommen_hardenberg", content, file_name="b.xlsx", inzender=who, via="api", perceel=perceel
        )
        given.append(judging.judge(office.workspace, "ommen_hardenberg", received.number))

    assert [verdict.geaccepteerd for verdict in given] == [True] * 3
    (stuck,) = [line for line in describe(office.workspace, office.dossier).wacht_op if "geen product" in line]
    assert stuck.startswith("concerncontroller bestuursdienst: van deze werkboeken is geen product te maken: alle")


@pytest.mark.parametrize(("regels", "told"), [(4, []), (5, ["TEKST_LIJKT_OP"]), (RULES_VERSION, ["TEKST_LIJKT_OP"])])
def test_an_open_round_keeps_the_checks_it_opened_with(tmp_path: Path, regels: int, told: list[str]) -> None:
    """Else what is accepted after an update is called false at verification."""
    office = open_round(tmp_path, regels=regels)
    figures = build_figures("ict", "begroting", 3)
    twice = dict.fromkeys(list(figures.toelichting)[:2], "Het team leverde de afgesproken diensten.")
    profile = office.workspace.profile_of(office.state)
    workbook = make_workbook(
        profile,
        profile.inzendplicht("ict"),
        "begroting",
        2027,
        replace(figures, toelichting={**figures.toelichting, **twice}),
    )
    received = receipts.receive(
        office.workspace, "dowr", workbook, file_name="begroting.xlsx", inzender="manager_ict", via="api"
    )

    verdict = judging.judge(office.workspace, "dowr", received.number)

    assert (verdict.geaccepteerd, [item.code for item in verdict.bevindingen]) == (True, told)
    assert verify_workbooks(office.workspace.ledger.events(office.dossier), office.workspace.store.find) == ()


def hand_in(office: Office, perceel: str, description: str) -> list[tuple[str, str]]:
    """Hand in a workbook with one line of that name more; return the code and the sheet of what is told."""
    figures = build_figures(perceel, "begroting", 3)
    more = replace(figures.regels[0], omschrijving=description, categorie="3.8", kant="lasten", wederpartij=None)
    profile = office.workspace.profile_of(office.state)
    workbook = make_workbook(
        profile, profile.inzendplicht(perceel), "begroting", 2027, replace(figures, regels=(*figures.regels, more))
    )
    received = receipts.receive(
        office.workspace, "dowr", workbook, file_name="b.xlsx", inzender=f"manager_{perceel}", via="api"
    )
    verdict = judging.judge(office.workspace, "dowr", received.number)
    assert verdict.geaccepteerd
    return [(item.code, item.blad) for item in verdict.bevindingen]


def test_a_contract_that_another_has_already_is_told_and_found_again_at_verification(tmp_path: Path) -> None:
    """The later of two hears it, also when the first hands in again; a changed word ends it."""
    office = open_round(tmp_path)
    twice = [("OOK_IN_ANDER_PERCEEL", "Regels")]

    assert hand_in(office, "ict", "Licenties Adobe Creative Cloud") == []
    assert hand_in(office, "psa", "Adobe Creative Cloud licentie") == twice
    assert hand_in(office, "ict", "Adobe Creative Cloud") == []  # licenties are a kind of cost, and no longer named
    assert hand_in(office, "ict", "Licentie Adobe Creative Cloud") == twice
    assert hand_in(office, "psa", "Licenties AFAS") == []
    assert verify_workbooks(office.workspace.ledger.events(office.dossier), office.workspace.store.find) == ()


def test_who_was_first_reads_it_on_the_page_of_his_workbook(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    hand_in(office, "ict", "Licenties Adobe Creative Cloud")
    hand_in(office, "psa", "Adobe Creative Cloud licentie")
    standings, boxes = Standings(office.workspace), Mailboxes(office.workspace)
    whole, today = office.workspace.profile("dowr"), office.workspace.today()

    def page_of(perceel: str) -> str:
        number, person = office.state.current[perceel].ontvangst, f"manager_{perceel}"
        reader = reader_of(whole, person, today)
        attempt = hand_in_page.find_attempt(boxes, number, reader, "controller")
        return hand_in_page.show_attempt(standings, attempt, boxes, reader, still=True)

    assert "Later ook in een ander perceel" in page_of("ict")
    assert "staat ook in het werkboek van Personeels- en salarisadministratie" in page_of("ict")
    assert "Later ook in een ander perceel" not in page_of("psa")  # he was told in his verdict


def test_a_warning_beside_another_perceel_cannot_be_left_out(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    hand_in(office, "ict", "Licenties Adobe Creative Cloud")
    hand_in(office, "psa", "Adobe Creative Cloud licentie")
    *before, last = office.workspace.ledger.events(office.dossier)
    assert last.inhoud["perceel"] == "psa"
    forged = replace(last, inhoud={**last.inhoud, "bevindingen": []})

    assert verify_workbooks([*before, forged], office.workspace.store.find) == (
        f"De inzending van psa (gebeurtenis {last.seq}): de vastgelegde waarschuwingen zijn niet die van het werkboek.",
    )


def test_looking_without_handing_in_tells_it_too(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    hand_in(office, "ict", "Licenties Adobe Creative Cloud")
    profile = office.workspace.profile_of(office.state)
    figures = build_figures("psa", "begroting", 3)
    more = replace(figures.regels[0], omschrijving="Licentie Creative Cloud Adobe", categorie="3.8", kant="lasten")
    workbook = make_workbook(
        profile, profile.inzendplicht("psa"), "begroting", 2027, replace(figures, regels=(*figures.regels, more))
    )

    verdict = judging.judge_content(office.workspace, "dowr", workbook)

    assert [item.code for item in verdict.bevindingen] == ["OOK_IN_ANDER_PERCEEL"]
