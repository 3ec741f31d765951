"""The watch over inboxes on SharePoint: which profiles it serves, when it waits, and what people read of that."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builders.sharepoint import typed_for
from graph.plan import Plan
from graph.running import Graph
from jaarcyclus.cli.app import main
from jaarcyclus.graph.airflow_connection import AirflowConnection, unreachable
from jaarcyclus.installation import graph_app, inbox, libraries
from jaarcyclus.installation.doctor import examine
from jaarcyclus.settings import Settings
from jaarcyclus.steps.library_inboxes import tell_waiting
from jaarcyclus.steps.workspace import open_workspace

PROFILES = Path(__file__).parents[2] / "profiles"
BOTH = ("dowr", "ommen_hardenberg")


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What is asked of Airflow, which is not there."""
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(inbox, "start_check", lambda _, profiel, receipt: asked.append((profiel, receipt.number)))
    return asked


def environment(graph: Graph, tmp_path: Path, names: tuple[str, ...] = ("dowr",), **other: str) -> dict[str, str]:
    """Return that of an installation whose profiles have an inbox there, each in a folder of its own."""
    folder = tmp_path / "profielen"
    folder.mkdir()
    for name in names:
        place = f'{{bron: sharepoint, site: "{graph.site_url}", bibliotheek: {graph.library}, map: Inbox/{name}}}'
        (folder / f"{name}.yaml").write_text(f"{(PROFILES / f'{name}.yaml').read_text()}\ninbox: {place}\n")
    typed = typed_for(graph, secret="", certificate_file=str(graph.certificate_file)).as_env()
    return {"JAARCYCLUS_VAR": str(tmp_path / "var"), "JAARCYCLUS_PROFIELEN": str(folder), **typed, **other}


def collect(graph: Graph, settings: Settings, looks: int = 2) -> None:
    """Look as often as it takes to see a file and to take it."""
    for _ in range(looks):
        libraries.collect(settings, now=lambda: datetime.fromtimestamp(graph.store.now(), UTC))
        graph.advance(60)


def received(settings: Settings, profiel: str) -> list[str]:
    events = open_workspace(settings).ledger.events(f"{profiel}-postbus")
    return [event.inhoud["bestandsnaam"] for event in events if event.soort == "bestand_ontvangen"]


def test_a_file_is_received_at_the_second_look_and_its_check_begins(
    graph: Graph, tmp_path: Path, started: list[tuple[str, int]]
) -> None:
    settings = Settings.from_env(environment(graph, tmp_path))
    graph.upload_as_human("Inbox/dowr/ict/ict.xlsx", b"werkboek")
    collect(graph, settings)

    assert (received(settings, "dowr"), started) == (["ict.xlsx"], [("dowr", 1)])


def test_a_check_that_cannot_begin_is_for_the_calendar(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings.from_env(environment(graph, tmp_path))
    graph.upload_as_human("Inbox/dowr/ict/ict.xlsx", b"werkboek")

    def fail(*_: object) -> None:
        raise OSError("Airflow is weg")

    monkeypatch.setattr(inbox, "start_check", fail)
    collect(graph, settings)

    assert received(settings, "dowr") == ["ict.xlsx"]


def test_what_holds_one_cooperation_up_holds_up_no_other(graph: Graph, tmp_path: Path) -> None:
    settings = Settings.from_env(environment(graph, tmp_path, BOTH))
    path = settings.profielen / "dowr.yaml"
    path.write_text(path.read_text().replace(f"bibliotheek: {graph.library}, map", "bibliotheek: Weg, map"))
    graph.upload_as_human("Inbox/ommen_hardenberg/personeel/p.xlsx", b"werkboek")
    folder = next(iter(open_workspace(settings).profile("ommen_hardenberg").inzendplichten())).code
    graph.upload_as_human(f"Inbox/ommen_hardenberg/{folder}/p.xlsx", b"werkboek")
    collect(graph, settings)

    assert received(settings, "ommen_hardenberg") == ["p.xlsx"]
    assert any(name == "dowr" and "Weg bestaat niet" in told for name, told in tell_waiting(settings))


def test_a_wait_that_graph_tells_is_one_for_every_library(graph: Graph, tmp_path: Path) -> None:
    """It is told to the app: what another cooperation asks meanwhile makes it longer."""
    settings = Settings.from_env(environment(graph, tmp_path, BOTH))
    graph.play(Plan.of("site", "throttle", status=429, retry_after="600"))
    collect(graph, settings)
    asked = len(graph.requests())
    collect(graph, settings)

    assert len(graph.requests()) == asked
    assert graph.client_faults() == []
    graph.advance(600 - 4 * 60)
    collect(graph, settings)
    assert list(tell_waiting(settings)) == []


def test_a_fault_of_the_installation_is_told_and_nothing_is_lost(graph: Graph, tmp_path: Path) -> None:
    env = environment(graph, tmp_path)
    wrong = Settings.from_env({**env, "JAARCYCLUS_GRAPH_APP": ""})
    graph.upload_as_human("Inbox/dowr/ict/ict.xlsx", b"werkboek")
    collect(graph, wrong)
    told = dict(tell_waiting(wrong))
    collect(graph, Settings.from_env(env))

    assert "JAARCYCLUS_GRAPH_APP" in told["dowr"]
    assert received(wrong, "dowr") == ["ict.xlsx"]


def test_airflow_is_asked_once_for_all_inboxes(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs a process of Airflow, each minute."""
    away = dict.fromkeys(("AANMELDADRES", "ADRES", "TENANT", "APP", "CERTIFICAAT"), "")
    env = environment(graph, tmp_path, BOTH, **{f"JAARCYCLUS_GRAPH_{word}": text for word, text in away.items()})
    settings = Settings.from_env(env | {"JAARCYCLUS_GRAPH_VERBINDING": "sharepoint"})
    asked: list[str] = []

    def ask(_: Settings, name: str) -> AirflowConnection:
        asked.append(name)
        if len(asked) == 1:
            raise unreachable(name)
        extra = json.dumps({"tenant_id": graph.tenant, "authority": graph.authority, "base_url": graph.base_url})
        return AirflowConnection.of(name, {"login": graph.client_id, "password": graph.client_secret, "extra": extra})

    monkeypatch.setattr(graph_app, "ask_airflow", ask)
    graph.upload_as_human("Inbox/dowr/ict/ict.xlsx", b"werkboek")
    collect(graph, settings, looks=1)
    told, asked[1:] = dict(tell_waiting(settings)), []
    collect(graph, settings)

    assert all("Airflow kan verbinding 'sharepoint'" in told[name] for name in BOTH[:1])
    assert asked == ["sharepoint"] * 3
    assert received(settings, "dowr") == ["ict.xlsx"]
    assert list(tell_waiting(settings)) == []


def test_a_fault_of_the_program_is_told_too_until_it_is_over(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody reads a log before something says that there is something in it."""
    settings = Settings.from_env(environment(graph, tmp_path))
    with monkeypatch.context() as broken:
        broken.setattr(libraries, "look_once", lambda *_, **__: 1 / 0)
        collect(graph, settings)
    told = dict(tell_waiting(settings))
    collect(graph, settings)

    assert "liep vast" in told["dowr"]
    assert "libraries.log" in told["dowr"]
    assert list(tell_waiting(settings)) == []


def test_a_profile_with_a_fault_waits_and_the_others_go_on(graph: Graph, tmp_path: Path) -> None:
    settings = Settings.from_env(environment(graph, tmp_path, BOTH))
    (settings.profielen / "ommen_hardenberg.yaml").write_text("profiel: [inbox")
    graph.upload_as_human("Inbox/dowr/ict/ict.xlsx", b"werkboek")
    collect(graph, settings)

    assert received(settings, "dowr") == ["ict.xlsx"]


@pytest.mark.parametrize(("line", "work"), [("", False), ("\ninbox: {bron: map}\n", True)])
def test_no_process_starts_where_no_profile_names_an_inbox(tmp_path: Path, line: str, work: bool) -> None:
    (tmp_path / "dowr.yaml").write_text((PROFILES / "dowr.yaml").read_text() + line)
    settings = Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "var"), "JAARCYCLUS_PROFIELEN": str(tmp_path)})

    assert inbox.may_be_in_library(settings) is work


def test_the_controller_reads_in_status_who_must_do_what(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    env = environment(graph, tmp_path)
    collect(graph, Settings.from_env(env))
    graph.act_as_human("rename", "Inbox/dowr/psa", name="PSA oud")
    collect(graph, Settings.from_env(env))
    for name, text in env.items():
        monkeypatch.setenv(name, text)
    monkeypatch.setattr("sys.argv", ["jaarcyclus", "status"])
    with pytest.raises(SystemExit):
        main()

    told = capsys.readouterr().out
    assert "dowr, inbox op SharePoint: De map psa heet nu anders of staat ergens anders (PSA oud)." in told
    assert "Laat de eigenaar van de site haar naam en plaats teruggeven; Jaarcyclus wacht daarop." in told


def test_the_doctor_tries_the_inbox_and_leaves_nothing_behind(graph: Graph, tmp_path: Path) -> None:
    found = examine(Settings.from_env(environment(graph, tmp_path)))
    about = {item.onderwerp: item.goed for item in found if item.onderwerp.startswith("Inbox op SharePoint van dowr")}

    assert about
    assert all(about.values())
    assert not any("kolommen" in subject for subject in about)
    assert graph.tree() == {}


def test_the_doctor_names_a_folder_where_nobody_looks(graph: Graph, tmp_path: Path) -> None:
    """Below a folder that is of no perceel "erboven" is no place either: `status` names that one."""
    graph.upload_as_human("Inbox/dowr/ict/maart\u202e/ict.xlsx", b"werkboek")
    graph.upload_as_human("Inbox/dowr/verdwaald/april/ict.xlsx", b"werkboek")
    told = [item.tekst for item in examine(Settings.from_env(environment(graph, tmp_path)))]

    assert any("in ict staat een map maart\ufffd, en daar kijkt niemand" in text for text in told)
    assert not any("april" in text for text in told)


def test_the_doctor_says_of_a_folder_that_it_cannot_look_into_it(graph: Graph, tmp_path: Path) -> None:
    graph.upload_as_human("Inbox/dowr/ict/ict.xlsx", b"werkboek")
    graph.play(Plan.of("children", "status", nth=2, status=403, code="accessDenied"))
    found = examine(Settings.from_env(environment(graph, tmp_path)))

    assert [item.goed for item in found if item.onderwerp.endswith("mappen")] == [False]


def test_the_doctor_names_a_right_that_is_missing(graph: Graph, tmp_path: Path) -> None:
    graph.grant("read")
    found = examine(Settings.from_env(environment(graph, tmp_path)))

    assert any("Sites.Selected" in item.tekst for item in found if not item.goed and "Inbox" in item.onderwerp)


def test_the_doctor_names_a_certificate_without_a_key_once(graph: Graph, tmp_path: Path) -> None:
    """Whatever is published or received there, it is one file that one person must mend."""
    env = environment(graph, tmp_path)
    profile, pem = tmp_path / "profielen" / "dowr.yaml", graph.certificate_file.read_text()
    place = f'{{doel: sharepoint, site: "{graph.site_url}", bibliotheek: {graph.library}}}'
    profile.write_text(f"{profile.read_text()}\npublicatie: {place}\n")
    (tmp_path / "half.pem").touch(0o600)
    (tmp_path / "half.pem").write_text(pem[pem.index("-----BEGIN CERTIFICATE") :].partition("-----BEGIN PRIVATE")[0])

    found = examine(Settings.from_env(env | {"JAARCYCLUS_GRAPH_CERTIFICAAT": str(tmp_path / "half.pem")}))

    told = [(item.onderwerp, item.goed) for item in found if "JAARCYCLUS_GRAPH_CERTIFICAAT" in item.tekst]
    assert told == [("SharePoint", False)]
