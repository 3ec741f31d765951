"""A dossier whose files lie in S3 or Azure: made, exported and proven as one on a disk; the doctor tries the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.dossier import PROFILES, Office, add_version, open_round, submit_workbooks
from builders.export import export_dossier
from jaarcyclus.installation.doctor import examine
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.settings import Settings
from jaarcyclus.steps.workspace import open_workspace
from object_stores import ObjectServer, running_azurite, running_s3


@pytest.fixture(scope="module", params=[running_s3, running_azurite], ids=["s3", "azure"])
def server(request: pytest.FixtureRequest) -> Iterator[ObjectServer]:
    with request.param() as running:
        running.make_bucket("dossiers")
        yield running


@pytest.fixture
def settings(server: ObjectServer, tmp_path: Path) -> Settings:
    return Settings.from_env(
        {
            "JAARCYCLUS_VAR": str(tmp_path / "var"),
            "JAARCYCLUS_PROFIELEN": str(PROFILES),
            "JAARCYCLUS_STORE_URL": f"{server.scheme}://dossiers/dowr",
            "JAARCYCLUS_STORE_SLEUTELS": str(server.secrets_file(tmp_path / "sleutels")),
        }
    )


def test_its_export_holds_and_nothing_of_it_is_kept_here(settings: Settings, tmp_path: Path) -> None:
    office: Office = open_round(tmp_path, workspace=open_workspace(settings))
    submit_workbooks(office)
    add_version(office)

    assert verify_zip(export_dossier(office.workspace, office.dossier)).houdt
    assert not (settings.var / "artefacten").exists()


def test_the_doctor_tries_the_bucket(settings: Settings, server: ObjectServer) -> None:
    (line,) = (line for line in examine(settings) if line.onderwerp == "Opslag")

    assert line.goed
    assert line.tekst.startswith(f"{server.scheme}://dossiers/dowr: bewaren en teruglezen gaat")


def test_of_a_bucket_that_is_not_there_the_doctor_says_who_must_make_it(
    settings: Settings, server: ObjectServer, tmp_path: Path
) -> None:
    other = Settings.from_env(
        {
            "JAARCYCLUS_VAR": str(tmp_path / "var"),
            "JAARCYCLUS_STORE_URL": f"{server.scheme}://weg",
            "JAARCYCLUS_STORE_SLEUTELS": settings.store_sleutels,
        }
    )

    (line,) = (line for line in examine(other) if line.onderwerp == "Opslag")

    assert not line.goed
    assert "Laat de beheerder de emmer of container maken" in line.tekst
