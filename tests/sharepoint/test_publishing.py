"""Where a profile lets products appear, what the doctor finds there, and what a person hears of what is on its way."""

from pathlib import Path

import pytest

from builders.dossier import PROFILES, adopted, fake_bijlage, published
from builders.sharepoint import typed_for
from graph.plan import Plan
from graph.running import Graph
from jaarcyclus.cli.app import main
from jaarcyclus.errors import PublicationRefused, PublicationWaits
from jaarcyclus.installation.doctor import examine
from jaarcyclus.installation.publishing import target_of
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
    for name, text in environment(graph, workspace.settings.var, workspace.settings.profielen).items():
        monkeypatch.setenv(name, text)
    monkeypatch.setattr("sys.argv", ["jaarcyclus", "status"])
    with pytest.raises(SystemExit):
        main()

    assert any("op SharePoint: SharePoint vraagt te wachten." in line for line in waits)
    assert f"{dossier}: publicatie van versie 1 op SharePoint: SharePoint vraagt te wachten." in capsys.readouterr().out


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


def test_without_a_right_the_doctor_names_it(graph: Graph, tmp_path: Path) -> None:
    graph.grant(None)

    assert any("Sites.Selected" in text for good, text in looked(graph, tmp_path).values() if not good)
