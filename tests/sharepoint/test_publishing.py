"""Where a profile lets products appear, what the doctor finds there, and what a person hears of what is on its way."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from builders.dossier import PROFILES, adopted, fake_bijlage, published
from builders.export import export_dossier
from builders.forgery import STRANGE, ForgersDesk, Forgery, read_events, rewrite
from builders.sharepoint import typed_for
from graph.plan import Plan
from graph.running import Graph
from jaarcyclus.cli.app import main
from jaarcyclus.errors import PublicationRefused, PublicationStopped, PublicationWaits
from jaarcyclus.graph.airflow_connection import AirflowConnection, not_given
from jaarcyclus.installation.doctor import examine
from jaarcyclus.installation.publishing import target_of
from jaarcyclus.proof import archive
from jaarcyclus.proof.anchors import anchor_of
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.settings import Settings
from jaarcyclus.steps.overview import describe
from jaarcyclus.steps.publication import publish
from jaarcyclus.steps.publication_files import files_of
from jaarcyclus.steps.publication_target import FolderTarget
from jaarcyclus.steps.workspace import Workspace, open_workspace


def profiles(folder: Path, graph: Graph, *, library: str = "") -> Path:
    """Write DOWR with its products on the local Graph."""
    folder.mkdir()
    wanted = (
        f'{{doel: sharepoint, site: "{graph.site_url}", bibliotheek: {library or graph.library}, map: Jaarstukken}}'
    )
    text = (PROFILES / "dowr.yaml").read_text()
    (folder / "dowr.yaml").write_text(f"{text}\npublicatie: {wanted}\n")
    return folder


def environment(graph: Graph, var: Path, folder: Path) -> dict[str, str]:
    return {
        "JAARCYCLUS_VAR": str(var),
        "JAARCYCLUS_PROFIELEN": str(folder),
        **typed_for(graph, secret="", certificate_file=str(graph.certificate_file)).as_env(),
    }


def adopted_at(graph: Graph, tmp_path: Path) -> tuple[Workspace, str]:
    """Return an installation whose dossier waits to be published there."""
    office = adopted(tmp_path / "var", "tussenrapportage_1")
    folder = profiles(tmp_path / "profielen", graph)
    workspace = open_workspace(Settings.from_env(environment(graph, office.workspace.settings.var, folder)))
    return workspace, office.dossier


def test_by_profile_and_settings_a_product_appears_in_its_folder(graph: Graph, tmp_path: Path) -> None:
    workspace, dossier = adopted_at(graph, tmp_path)

    publish(workspace, dossier, target=target_of(workspace, dossier), make_bijlage=fake_bijlage)

    assert "Jaarstukken/2027/tussenrapportage_1/index.html" in graph.tree()
    assert not workspace.settings.publicatie.exists()


def test_a_profile_that_says_nothing_publishes_in_the_folder(settings: Settings) -> None:
    assert target_of(open_workspace(settings), "dowr-2027-begroting") == FolderTarget(settings.publicatie)


def test_what_stands_in_the_folder_is_withdrawn_there_whatever_the_profile_says_by_now(
    graph: Graph, tmp_path: Path
) -> None:
    office = published(tmp_path / "var", "tussenrapportage_1")
    folder = profiles(tmp_path / "profielen", graph)
    workspace = open_workspace(Settings.from_env(environment(graph, office.workspace.settings.var, folder)))

    assert isinstance(target_of(workspace, office.dossier), FolderTarget)
    assert not isinstance(target_of(workspace, "dowr-2027-begroting"), FolderTarget)


def test_what_stands_on_sharepoint_waits_for_a_profile_that_names_its_library(graph: Graph, tmp_path: Path) -> None:
    workspace, dossier = adopted_at(graph, tmp_path)
    publish(workspace, dossier, target=target_of(workspace, dossier), make_bijlage=fake_bijlage)
    path, other = workspace.settings.profielen / "dowr.yaml", (PROFILES / "dowr.yaml").read_text()
    path.write_text(path.read_text().replace("map: Jaarstukken", "map: Archief"))
    state = workspace.dossier(dossier)
    standing = files_of(workspace, state, state.publications[0])

    with pytest.raises(PublicationRefused, match=r"staat in .*/Jaarstukken, en het profiel noemt nu .*/Archief"):
        target_of(workspace, dossier).alter(standing)
    path.write_text(other)
    with pytest.raises(PublicationRefused, match="noemt geen bibliotheek meer"):
        target_of(workspace, dossier)


def test_the_controller_reads_what_it_waits_for(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, dossier = adopted_at(graph, tmp_path)
    graph.play(Plan.of("put", "status", status=429, code="activityLimitReached", retry_after="3000"))
    with pytest.raises(PublicationWaits):
        publish(workspace, dossier, target=target_of(workspace, dossier), make_bijlage=fake_bijlage)

    waits = describe(workspace, dossier).wacht_op
    read_status(graph, workspace, monkeypatch)

    assert any("op SharePoint: SharePoint vraagt te wachten." in line for line in waits)
    told = capsys.readouterr().out
    assert f"{dossier}: publicatie van versie 1 op SharePoint: SharePoint vraagt te wachten." in told
    assert "staan al in" not in told


def read_status(graph: Graph, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for the status of that installation, as on its command line."""
    for name, text in environment(graph, workspace.settings.var, workspace.settings.profielen).items():
        monkeypatch.setenv(name, text)
    monkeypatch.setattr("sys.argv", ["jaarcyclus", "status"])
    with pytest.raises(SystemExit):
        main()


def test_the_status_names_where_files_stand_of_what_is_not_published_yet(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, dossier = adopted_at(graph, tmp_path)
    graph.play(Plan.of("put", "status", nth=3, status=429, code="activityLimitReached", retry_after="3000"))
    with pytest.raises(PublicationWaits):
        publish(workspace, dossier, target=target_of(workspace, dossier), make_bijlage=fake_bijlage)

    read_status(graph, workspace, monkeypatch)

    place = f"{graph.site_url}/{graph.library}/Jaarstukken/2027/tussenrapportage_1"
    assert f"{dossier}: bestanden van versie 1 staan al in {place}, en" in capsys.readouterr().out


def kept_for(graph: Graph) -> dict[str, object]:
    """Return a connection of Airflow that says how the app of that server signs in."""
    return {
        "login": graph.client_id,
        "password": graph.client_secret,
        "extra": json.dumps({"tenant_id": graph.tenant, "authority": graph.authority, "base_url": graph.base_url}),
    }


def test_what_waits_for_a_person_says_in_which_folder_and_how_to_go_on_at_once(graph: Graph, tmp_path: Path) -> None:
    workspace, dossier = adopted_at(graph, tmp_path)
    graph.upload_as_human("Jaarstukken/2027/tussenrapportage_1/index.html", b"van mij")

    with pytest.raises(PublicationStopped):
        publish(workspace, dossier, target=target_of(workspace, dossier), make_bijlage=fake_bijlage)
    (waits,) = (line for line in describe(workspace, dossier).wacht_op if "SharePoint" in line)
    assert f"De map is {graph.site_url}/{graph.library}/Jaarstukken/2027/tussenrapportage_1; " in waits
    assert waits.endswith("en meteen na: jaarcyclus handeling verder dowr")


def in_airflow(graph: Graph) -> dict[str, str]:
    """Return the settings that leave it to such a connection."""
    away = ("AANMELDADRES", "ADRES", "TENANT", "APP", "CERTIFICAAT")
    return {**{f"JAARCYCLUS_GRAPH_{word}": "" for word in away}, "JAARCYCLUS_GRAPH_VERBINDING": "sharepoint"}


def test_what_airflow_does_not_give_is_waited_for_and_told(graph: Graph, tmp_path: Path) -> None:
    """A vault that is shut, or a connection that somebody took away: nothing is lost, and the lease is free again."""
    workspace, dossier = adopted_at(graph, tmp_path)
    settings = workspace.settings
    env = {**environment(graph, settings.var, settings.profielen), **in_airflow(graph)}
    workspace = open_workspace(Settings.from_env(env))

    def refuse(name: str) -> AirflowConnection:
        raise not_given(name)

    with pytest.raises(PublicationRefused, match="Airflow geeft verbinding 'sharepoint'"):
        publish(workspace, dossier, target=target_of(workspace, dossier, refuse), make_bijlage=fake_bijlage)
    waits = describe(workspace, dossier).wacht_op
    given = target_of(workspace, dossier, lambda name: AirflowConnection.of(name, kept_for(graph)))
    publish(workspace, dossier, target=given, make_bijlage=fake_bijlage)

    assert any("op SharePoint: Airflow geeft verbinding 'sharepoint'" in line for line in waits), waits
    assert "Jaarstukken/2027/tussenrapportage_1/index.html" in graph.tree()
    assert not any("SharePoint" in line for line in describe(workspace, dossier).wacht_op)


def test_a_certificate_that_cannot_be_used_is_told_too(graph: Graph, tmp_path: Path) -> None:
    """It is read under the lease, which another attempt need not wait for."""
    workspace, dossier = adopted_at(graph, tmp_path)
    (tmp_path / "leeg.pem").touch(0o600)
    (tmp_path / "leeg.pem").write_text("geen certificaat")
    graph_settings = replace(workspace.settings.graph, certificate_file=str(tmp_path / "leeg.pem"))
    broken = replace(workspace, settings=replace(workspace.settings, graph=graph_settings))

    with pytest.raises(PublicationRefused, match="zet er PEM in"):
        publish(broken, dossier, target=target_of(broken, dossier), make_bijlage=fake_bijlage)
    assert any("op SharePoint: Wat in JAARCYCLUS_GRAPH_CERT" in line for line in describe(broken, dossier).wacht_op)
    publish(workspace, dossier, target=target_of(workspace, dossier), make_bijlage=fake_bijlage)


def looked(graph: Graph, tmp_path: Path, **other: str) -> dict[str, tuple[bool, str]]:
    """Return what the doctor says about SharePoint."""
    folder = profiles(tmp_path / "profielen", graph, library=other.pop("library", ""))
    env = {**environment(graph, tmp_path / "var", folder), **other}
    found = examine(Settings.from_env(env))
    return {item.onderwerp: (item.goed, item.tekst) for item in found if "SharePoint" in item.onderwerp}


def test_the_doctor_tries_the_library_and_leaves_nothing_behind(graph: Graph, tmp_path: Path) -> None:
    found = looked(graph, tmp_path)

    assert found
    assert all(good for good, _ in found.values())
    assert graph.tree() == {}


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"library": "Archief"}, "bestaat niet op de site"),
        ({"JAARCYCLUS_GRAPH_TENANT": "elders.example"}, "JAARCYCLUS_GRAPH_TENANT"),
        ({"JAARCYCLUS_GRAPH_APP": ""}, "JAARCYCLUS_GRAPH_APP"),
    ],
    ids=["no such library", "another tenant", "no app"],
)
def test_the_doctor_says_who_must_do_what(graph: Graph, tmp_path: Path, other: dict[str, str], told: str) -> None:
    wrong = [text for good, text in looked(graph, tmp_path, **other).values() if not good]

    assert any(told in text for text in wrong), wrong


def test_the_doctor_says_which_connection_of_airflow_it_read_and_nothing_of_it(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = kept_for(graph)
    monkeypatch.setenv("AIRFLOW_CONN_SHAREPOINT", json.dumps(kept))

    found = looked(graph, tmp_path, **in_airflow(graph))

    assert found.pop("SharePoint, verbinding") == (True, "'sharepoint', gelezen via Airflow")
    assert found
    assert all(good for good, _ in found.values()), found
    assert not any(str(kept["password"]) in text for _, text in found.values())


def test_the_doctor_says_that_airflow_has_no_such_connection(graph: Graph, tmp_path: Path) -> None:
    """Before the first start too: then there is no Airflow to ask, and no file with its secrets is written."""
    found = looked(graph, tmp_path, **in_airflow(graph))

    assert [good for good, _ in found.values()] == [False]
    assert "Airflow kan verbinding 'sharepoint'" in found["SharePoint"][1]
    assert (tmp_path / "var" / "airflow" / "airflow.cfg").read_text() == ""


def test_without_a_right_the_doctor_names_it(graph: Graph, tmp_path: Path) -> None:
    graph.grant(None)

    assert any("Sites.Selected" in text for good, text in looked(graph, tmp_path).values() if not good)


# an export of what was put there, beside the dossier


@pytest.fixture
def exports(graph: Graph, tmp_path: Path) -> tuple[bytes, bytes]:
    """A dossier that was published there, and the plaatsing."""
    workspace, dossier = adopted_at(graph, tmp_path)
    publish(workspace, dossier, target=target_of(workspace, dossier), make_bijlage=fake_bijlage)
    return export_dossier(workspace, dossier), export_dossier(workspace, "dowr-plaatsing")


def beside(dossier: bytes, plaatsing: bytes, houdt: bool | None) -> str:
    """Return the lines with this outcome about dossier and plaatsing together."""
    report = verify_zip(dossier, asked=Asked(plaatsing=plaatsing))
    found = (line for line in report.regels if line.onderwerp in ("geplaatst", "plaatsing") and line.houdt is houdt)
    return "\n".join(line.tekst for line in found)


def test_dossier_and_plaatsing_tell_the_same_of_what_was_put_there(exports: tuple[bytes, bytes]) -> None:
    assert "met de SHA-256 die het noemt" in beside(*exports, houdt=True)
    assert (beside(*exports, houdt=False), beside(*exports, houdt=None)) == ("", "")


def _other_bytes(desk: ForgersDesk) -> None:
    file = desk.find("plaatsing_voorgenomen")["inhoud"]["bestanden"]["tussenrapportage_1.pdf"]
    file["sha256"] = file["kolommen"]["JcSha256"] = STRANGE


def _only_the_hash(desk: ForgersDesk) -> None:
    desk.find("plaatsing_voorgenomen")["inhoud"]["bestanden"]["tussenrapportage_1.pdf"]["sha256"] = STRANGE


def _one_item_for_two(desk: ForgersDesk) -> None:
    one, other = (event["inhoud"] for event in desk.events[:8] if event["soort"] == "bestand_gezien")
    other["item"] = one["item"]


def _another_place(desk: ForgersDesk) -> None:
    key = desk.find("plaatsing_voorgenomen")["inhoud"]["sleutel"]
    desk.replace_everywhere(key, "dowr/2027/begroting:1")


def _another_version(desk: ForgersDesk) -> None:
    desk.replace_everywhere('"versie":1', '"versie":2')


def _another_dossier(desk: ForgersDesk) -> None:
    desk.replace_everywhere("dowr-2027-tussenrapportage_1", "dowr-2027-begroting")


def _an_item(desk: ForgersDesk) -> None:
    desk.find("bestand_gezien")["inhoud"] |= {"item": "01VALS", "adres": "https://vals.example/"}


@pytest.mark.parametrize(
    ("forgery", "words"),
    [
        (_other_bytes, "geeft tussenrapportage_1.pdf een andere SHA-256 dan versie 1 in dit dossier"),
        (_only_the_hash, "heeft in zijn kolom een andere SHA-256"),
        (_one_item_for_two, "is volgens deze keten hetzelfde als"),
        (_another_place, "is van een andere plek dan dit dossier noemt"),
    ],
)
def test_a_plaatsing_that_was_forged_as_a_whole_is_found_beside_the_dossier(
    exports: tuple[bytes, bytes], forgery: Forgery, words: str
) -> None:
    """Every hash of the chain is made sound again."""
    assert words in beside(exports[0], rewrite(exports[1], forgery, mend=False), houdt=False)


@pytest.mark.parametrize(
    ("forgery", "words"),
    [
        (_another_version, "Van versie 1 zegt de plaatsing niet"),
        (_another_dossier, "Van versie 1 zegt de plaatsing niet"),
    ],
)
def test_what_the_plaatsing_does_not_tell_is_not_called_sound(
    exports: tuple[bytes, bytes], forgery: Forgery, words: str
) -> None:
    forged = rewrite(exports[1], forgery, mend=False)

    assert words in beside(exports[0], forged, houdt=None)
    assert "met de SHA-256" not in beside(exports[0], forged, houdt=True)


def test_what_only_the_plaatsing_tells_is_not_claimed_and_a_head_shows_it(exports: tuple[bytes, bytes]) -> None:
    forged = rewrite(exports[1], _an_item, mend=False)
    head = read_events(archive.unpack(exports[1]))[-1]

    assert "zegt alleen de plaatsing" in beside(exports[0], forged, houdt=True)
    report = verify_zip(exports[0], asked=Asked(plaatsing=forged, anchors=(anchor_of(head),)))
    assert "komt in deze keten niet voor" in next(
        line.tekst for line in report.regels if line.onderwerp == "ankers van de plaatsing"
    )


def test_a_dossier_that_was_published_elsewhere_has_nothing_to_compare(
    exports: tuple[bytes, bytes], tmp_path: Path
) -> None:
    other = published(tmp_path / "elders", "begroting")

    assert "er is niets vergeleken" in beside(export_dossier(other.workspace, other.dossier), exports[1], houdt=None)
