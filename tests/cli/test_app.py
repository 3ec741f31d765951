"""The command line as a person and a machine meet it: Dutch, and one of five exit codes."""

import json
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from builders.dossier import adopted, open_gates, published, vote_all, with_version
from jaarcyclus.cli import app
from jaarcyclus.errors import InvalidTransition, name_fault
from jaarcyclus.installation import launcher
from jaarcyclus.ledger.chain import Head
from jaarcyclus.ledger.witness import Witness
from jaarcyclus.steps.receipts import receive
from jaarcyclus.terms.products import PRODUCTS

PROFILES = Path(__file__).resolve().parents[2] / "profiles"


@pytest.mark.parametrize(
    ("order", "code", "sentence"),
    [
        (("dossier", "toon", "dowr-1999-begroting"), 2, "bestaat niet"),
        (("dossier", "exporteer", "dowr-1999-begroting"), 2, "bestaat niet"),
        (("profiel", "controleer", "enschede"), 2, "Er is geen profiel"),
        (("stap", "product", "dowr-1999-begroting"), 2, "bestaat niet"),
    ],
)
def test_what_does_not_exist_is_told_and_exits_2(run, order, code, sentence):
    actual, _, err = run(*order)

    assert (actual, sentence in err) == (code, True), err


@pytest.mark.parametrize("profiel", ["dowr", "ommen_hardenberg", "regio_zwolle"])
def test_the_profiles_we_ship_pass_their_check_and_say_what_is_chosen(run, profiel):
    code, out, _ = run("profiel", "controleer", profiel)

    assert (code, "gekozen" in out) == (0, True)


def test_a_fault_in_a_profile_is_told_with_its_line(run, tmp_path):
    text = (PROFILES / "dowr.yaml").read_text().replace("gremia: [bvr]", "gremia: [bvrr]", 1)
    broken = tmp_path / "dowr.yaml"
    broken.write_text(text)
    line = text[: text.index("[bvrr]")].count("\n") + 1

    code, out, _ = run("profiel", "controleer", str(broken))

    assert code == 1
    assert f"dowr.yaml:{line}" in out


def test_every_submission_gets_a_workbook(run, tmp_path):
    code, out, _ = run("werkboek", "maak", "begroting", "--boekjaar", "2027", "--naar", str(tmp_path / "uit"))

    assert code == 0
    assert len(out.splitlines()) == len(list((tmp_path / "uit").glob("*.xlsx"))) == 7


def test_the_json_of_a_check_has_the_agreed_shape(run, tmp_path):
    run("werkboek", "maak", "begroting", "--boekjaar", "2027", "--perceel", "psa", "--naar", str(tmp_path))
    (workbook,) = tmp_path.glob("*.xlsx")

    code, out, _ = run("inzending", "controleer", str(workbook), "--json")

    verdict = json.loads(out)
    assert (code, verdict["geaccepteerd"]) == (1, False)
    assert set(verdict) == {"geaccepteerd", "bevindingen"}
    assert {frozenset(item) for item in verdict["bevindingen"]} == {
        frozenset({"code", "ernst", "blad", "cel", "waarde", "melding"})
    }
    assert "Verwacht: " in verdict["bevindingen"][0]["melding"]


@pytest.mark.parametrize("boekjaar", ["2017", "2023"])
def test_a_year_without_code_lists_is_a_message_and_no_fault_of_the_program(run, tmp_path, boekjaar):
    code, _, err = run("werkboek", "maak", "begroting", "--boekjaar", boekjaar, "--naar", str(tmp_path / "werkboeken"))

    assert (code, "geen codelijst van Iv3" in err, "Kies een later boekjaar." in err) == (2, True, True)
    assert not (tmp_path / "werkboeken").exists()


@pytest.mark.parametrize("order", [("inzending", "controleer"), ("product", "maak")])
def test_what_is_found_says_of_which_workbook_and_the_json_keeps_its_shape(run, tmp_path, order):
    run("werkboek", "maak", "begroting", "--boekjaar", "2027", "--perceel", "psa", "--naar", str(tmp_path))
    run("werkboek", "maak", "begroting", "--boekjaar", "2027", "--perceel", "ict", "--naar", str(tmp_path))
    workbooks = [str(path) for path in sorted(tmp_path.glob("*.xlsx"))]

    if order == ("product", "maak"):
        code, out, _ = run(*order, *workbooks)
        assert [line for line in out.splitlines() if line.endswith(".xlsx")] == workbooks
    else:
        code, out, err = run(*order, workbooks[0], "--json")
        assert set(json.loads(out)) == {"geaccepteerd", "bevindingen"}
        assert "geen ronde open" in err
    assert code == 1


def test_of_what_the_ledger_knows_only_what_was_adopted_is_locked(run, tmp_path):
    published(tmp_path / "var")
    run("werkboek", "maak", "tussenrapportage_1", "--boekjaar", "2027", "--perceel", "psa", "--naar", str(tmp_path))
    (workbook,) = tmp_path.glob("*.xlsx")
    before, after = openpyxl.load_workbook(workbook)["Regels"]["I9:J9"][0]

    assert before.value == after.value is not None
    assert (before.protection.locked, after.protection.locked) == (True, False)


def test_status_tells_of_a_plaatsing_that_was_put_back(run, tmp_path):
    office = published(tmp_path / "var")
    with Witness(office.workspace.settings.getuige).following("dowr-plaatsing") as note:
        note(Head(seq=1, hash="a" * 64))

    _, out, err = run("status")

    assert "Het logboek van dowr-plaatsing is ouder dan wat hier eerder is vastgelegd" in out, err


def test_a_pipe_is_wrong_use(run, tmp_path):
    """It was waited for, for ever."""
    pipe = tmp_path / "begroting.xlsx"
    os.mkfifo(pipe)

    assert run("inzending", "controleer", str(pipe)) == (
        2,
        "",
        f"{pipe} is geen gewoon bestand; geef het pad van een werkboek.\n",
    )


def test_a_published_dossier_is_exported_and_verified(run, tmp_path):
    published(tmp_path / "var")
    path = tmp_path / "begroting.zip"

    exported, out, _ = run("dossier", "exporteer", "dowr-2027-begroting", "--naar", str(path))
    head = out.split()[-1]
    verified, report, _ = run("dossier", "verifieer", str(path), "--kop", head)

    # Its documents are a few bytes that say to be made elsewhere: holding is said, and so is what nobody looked at.
    assert (exported, verified) == (0, 4), report
    assert "Het dossier houdt, voor zover nagegaan. Niet nagegaan: documenten, bijlage, ontvangsten, namen." in report


def test_a_tampered_export_exits_1(run, tmp_path):
    published(tmp_path / "var")
    path = tmp_path / "begroting.zip"
    run("dossier", "exporteer", "dowr-2027-begroting", "--naar", str(path))
    path.write_bytes(path.read_bytes().replace(b"stelt vast", b"stelt vasT", 1))

    code, report, _ = run("dossier", "verifieer", str(path))

    assert (code, "HOUDT NIET" in report) == (1, True)


def test_a_dossier_says_whom_it_waits_for(run, tmp_path):
    adopted(tmp_path / "var")

    code, out, _ = run("dossier", "toon", "dowr-2027-begroting")

    assert code == 0
    assert "Bedrijfsvoeringsraad ter vaststelling, akkoord (3 van 3 zetels)" in out


def test_the_demo_does_not_touch_real_records(run, monkeypatch):
    """A real clock recorded something here: the demo refuses, nothing is gone, and what runs goes on running."""
    from datetime import datetime

    from jaarcyclus.clock import AMSTERDAM
    from jaarcyclus.ledger.chain import NewEvent
    from jaarcyclus.settings import Settings
    from jaarcyclus.steps.workspace import open_workspace

    workspace = open_workspace(Settings.from_env())
    moment = datetime(2026, 11, 22, 9, tzinfo=AMSTERDAM)
    event = NewEvent("dag_hervat", "systeem", {"dag": "dowr_kalender"})
    workspace.ledger.append("dowr-postbus", [event], moment=moment, simulated=False)

    stopped: list[Settings] = []
    monkeypatch.setattr(launcher, "stop", stopped.append)

    code, _, err = run("demo")

    assert (code, "echte gegevens" in err) == (1, True)
    assert stopped == []
    assert len(workspace.ledger.events("dowr-postbus")) == 1


@pytest.mark.parametrize("name", ["dowr-2027-begroting", "dowr-postbus"])
def test_dossier_and_postbus_may_both_lie_there_unpacked(run, tmp_path, name):
    office = with_version(tmp_path / "var")
    receive(office.workspace, "dowr", b"x", file_name="w.xlsx", inzender="manager_ict", via="api", perceel="ict")
    for chain in ("dowr-2027-begroting", "dowr-postbus"):
        run("dossier", "exporteer", chain, "--naar", str(tmp_path / f"{chain}.zip"))
    zipfile.ZipFile(tmp_path / f"{name}.zip").extractall(tmp_path / name)
    given = {chain: str(tmp_path / f"{chain}.zip") for chain in ("dowr-2027-begroting", "dowr-postbus")}
    given[name] = str(tmp_path / name)

    _, out, err = run("dossier", "verifieer", given["dowr-2027-begroting"], "--postbus", given["dowr-postbus"])

    assert (err, "Dit is een map, en niet de verpakking die wij maken" in out) == ("", True)
    assert "postbus: 1 gebeurtenissen, zonder breuk" in out


@pytest.mark.parametrize("option", [(), ("--postbus",), ("--bezetting",), ("--eerder",)])
def test_a_package_that_we_do_not_read_is_wrong_use_and_not_false(run, tmp_path, option):
    (tmp_path / "x.tar.zst").write_bytes(b"\x28\xb5\x2f\xfd" + bytes(40))
    (tmp_path / "x.zip").write_bytes(b"")
    given = (str(tmp_path / "x.zip"), *option, str(tmp_path / "x.tar.zst"))

    code, out, err = run("dossier", "verifieer", *(given if option else given[1:]))

    assert (code, out) == (2, "")
    assert err == "Een pakket van het soort zstd lezen wij niet; pak het uit en geef de map.\n"


@pytest.mark.parametrize("is_older", [False, True])
def test_a_start_says_which_chain_is_an_older_copy(run, tmp_path, monkeypatch, is_older):
    """Everything else runs; doctor, calendar and door say it too, but who starts looks here."""
    office = with_version(tmp_path / "var")
    monkeypatch.setattr(launcher, "start", lambda *_, **__: "http://127.0.0.1:8080")
    if is_older:
        (office.workspace.settings.getuige / "dowr-2030-begroting.keten").write_text(f"7 {'a' * 64}\n")

    code, out, err = run("start")

    assert (code, "Jaarcyclus draait" in out) == (0, True)
    assert ("Het logboek van dowr-2030-begroting is ouder" in err, "jaarcyclus handeling" in err) == (is_older,) * 2


def test_a_start_with_a_ledger_that_cannot_be_read_says_so(run, tmp_path, monkeypatch):
    office = with_version(tmp_path / "var")
    monkeypatch.setattr(launcher, "start", lambda *_, **__: "http://127.0.0.1:8080")
    Path(office.workspace.settings.ledger_url.removeprefix("sqlite:///")).write_bytes(b"geen database" * 1000)

    code, _, err = run("start")

    assert (code, "logboek" in err.lower()) == (0, True)


@pytest.mark.parametrize("naar", [(), ("--naar", "ankers.txt")])
def test_a_list_of_heads_says_which_chain_is_not_in_it(run, tmp_path, monkeypatch, naar):
    monkeypatch.chdir(tmp_path)
    office = with_version(tmp_path / "var")
    (office.workspace.settings.getuige / "dowr-2030-begroting.keten").write_text(f"7 {'a' * 64}\n")

    code, out, _ = run("dossier", "ankers", *naar)

    written = (tmp_path / "ankers.txt").read_text() if naar else out
    assert (code, written.splitlines()[0].split()[0]) == (1, office.dossier)
    assert "# Het logboek van dowr-2030-begroting is ouder" in written
    assert "Het logboek van dowr-2030-begroting is ouder" in out


@pytest.mark.parametrize("order", [("toon",), ("exporteer", "dowr-2027-begroting"), ("ankers",)])
def test_who_looks_where_no_installation_is_makes_none(run, tmp_path, order):
    code, _, err = run("dossier", *order)

    assert (code, "Hier is geen installatie" in err) == (2, True)
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("naar", "told"),
    [
        ("weg/uit.zip", "weg bestaat niet; maak haar, of geef met --naar een ander pad."),
        ("map", "map is een map; geef met --naar ook de naam van het bestand."),
    ],
)
def test_where_no_file_can_be_written_is_told_with_what_to_do(run, tmp_path, naar, told):
    with_version(tmp_path / "var")
    (tmp_path / "map").mkdir()

    code, out, err = run("dossier", "exporteer", "dowr-2027-begroting", "--naar", str(tmp_path / naar))

    assert (code, out, err.strip().endswith(told)) == (2, "", True)


def test_a_file_is_no_folder_for_workbooks(run, tmp_path):
    (tmp_path / "uit").write_text("x")

    code, _, err = run("werkboek", "maak", "begroting", "--boekjaar", "2027", "--naar", str(tmp_path / "uit" / "in"))

    assert (code, err) == (2, f"{tmp_path / 'uit'} is geen map; geef met --naar een andere map.\n")


def test_nothing_runs_before_it_was_started(run):
    code, out, _ = run("status")

    assert code == 1
    assert "gestopt" in out


@pytest.mark.parametrize("order", ["start", "stop", "demo"])
def test_in_a_container_what_is_for_one_machine_says_so_and_does_nothing(run, monkeypatch, tmp_path, order):
    """Whatever port is free there: a second Airflow would write other numbers of accounts over those of the first."""
    monkeypatch.setenv("JAARCYCLUS_API", "http://api-server:8080")

    code, out, err = run(order)

    assert (code, out) == (2, "")
    assert "draait in containers" in err
    assert "docker compose" in err
    assert not list((tmp_path / "var").glob("**/*"))


@pytest.mark.parametrize("order", [("doctor",), ("status",), ("dossier", "toon")])
def test_a_setting_that_cannot_be_used_is_wrong_use(run, monkeypatch, order):
    monkeypatch.setenv("JAARCYCLUS_MAX_WERKBOEK_BYTES", "20MB")

    code, _, err = run(*order)

    assert (code, "JAARCYCLUS_MAX_WERKBOEK_BYTES is '20MB'; zet er een heel getal" in err) == (2, True)


def test_a_part_that_is_not_well_says_where_to_look(run, monkeypatch):
    from jaarcyclus.installation import launcher

    part = launcher.Part(naam="scheduler", toestand="ongezond", toelichting="lees scheduler.log")
    monkeypatch.setattr(launcher, "status", lambda settings: (part,))

    code, out, _ = run("status")

    assert (code, out.splitlines()[-1]) == (1, "scheduler  ongezond  lees scheduler.log")


def test_a_workbook_of_a_first_year_says_so(run, tmp_path):
    run(
        "werkboek",
        "maak",
        "begroting",
        "--boekjaar",
        "2027",
        "--perceel",
        "psa",
        "--eerste-jaar",
        "--naar",
        str(tmp_path),
    )
    (workbook,) = tmp_path.glob("*.xlsx")

    with zipfile.ZipFile(workbook) as parts:
        assert "eerste jaar: geen historie" in parts.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("fault", [InvalidTransition("unknown gate 'v1'"), ZeroDivisionError("division by zero")])
def test_a_fault_of_the_program_is_no_finding_and_says_what_to_report(run, monkeypatch, fault):
    from jaarcyclus.installation import doctor

    def break_down(settings):
        raise fault

    monkeypatch.setattr(doctor, "examine", break_down)

    code, _, err = run("doctor")

    assert code == 3
    assert err.startswith(f"Dit is een fout in het programma. Meld hem met deze tekst: {name_fault(fault)}: {fault} (")


def test_closing_a_gate_by_hand_names_its_outcome_as_the_annex_does(run, tmp_path):
    office = with_version(tmp_path / "var")
    gate = open_gates(office)[0]
    vote_all(office, gate)

    code, out, _ = run("stap", "besluit", office.dossier, gate)

    assert (code, out) == (0, "Gesloten: akkoord\n")


def test_the_command_line_knows_every_product() -> None:
    """Of one that is opened on request nobody makes a workbook before its round has a number."""
    yearly = [name for name, product in PRODUCTS.items() if not product.on_request]
    assert [product.value for product in app.Product] == yearly


def test_secrets_are_made_once(run, tmp_path):
    first = run("geheimen", "maak", "--naar", str(tmp_path / "geheim"))
    again = run("geheimen", "maak", "--naar", str(tmp_path / "geheim"))

    assert (first[0], again[0]) == (0, 1)
    assert "bestaat al; er is niets geschreven" in again[2]
    assert "JAARCYCLUS_GEHEIM" not in first[1] + again[2]
