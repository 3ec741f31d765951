"""The export: one zip that is the dossier, the same bytes each time, with a list a person can read."""

from pathlib import Path

import pytest

from builders.dossier import Kantoor, dien_in, leg_vast, maak_versie, open_ronde
from jaarcyclus.errors import ArtefactBeschadigd, ArtefactOntbreekt, OnbekendeSleutel, OngeldigPakket
from jaarcyclus.proof import archive
from jaarcyclus.steps.overview import export_dossier
from jaarcyclus.terms import canonical


@pytest.fixture
def kantoor(tmp_path: Path) -> Kantoor:
    """A begroting with a version, and one workbook that was refused."""
    kantoor = open_ronde(tmp_path)
    refused = {
        "perceel": "ict",
        "sha256": kantoor.werkplaats.store.put(b"een vijandig bestand"),
        "inzender": "manager_ict",
        "via": "api",
        "ontvangst": 1,
        "bevindingen": [{"code": "WERKBOEK_ONLEESBAAR"}],
    }
    leg_vast(kantoor, "inzending_geweigerd", "manager_ict", refused)
    dien_in(kantoor)
    maak_versie(kantoor)
    return kantoor


def exported(kantoor: Kantoor) -> dict[str, bytes]:
    return archive.unpack(export_dossier(kantoor.werkplaats, kantoor.dossier))


def test_the_same_dossier_gives_the_same_bytes(kantoor: Kantoor) -> None:
    first = export_dossier(kantoor.werkplaats, kantoor.dossier)

    assert export_dossier(kantoor.werkplaats, kantoor.dossier) == first


def test_the_list_names_every_file_with_size_and_hash(kantoor: Kantoor) -> None:
    files = exported(kantoor)

    listed = canonical.loads(files.pop("manifest.json"))
    assert listed["dossier"] == "dowr-2027-begroting"
    assert listed["kop"] == kantoor.werkplaats.ledger.head(kantoor.dossier)
    assert listed["gebeurtenissen"] == len(kantoor.soorten)
    assert listed["bestanden"] == {
        name: {"bytes": len(content), "sha256": canonical.sha256(content)} for name, content in files.items()
    }


def test_profile_workbooks_figures_and_documents_are_in_it(kantoor: Kantoor) -> None:
    files = exported(kantoor)

    readme = files["LEESMIJ.txt"].decode()
    names = dict(line.split("  ")[::-1] for line in readme.splitlines() if line[:1].isalnum() and "  " in line[64:66])
    wanted = (
        "profiel-dowr.yaml",
        "inzending-3-ict.xlsx",
        "inzending-3-ict-cijfers.json",
        "versie-1-manifest.json",
        "versie-1-consolidatie.json",
        "versie-1-begroting.pdf",
        "versie-1-boekje_regiegroep_ict.pdf",
    )
    assert all(f"artefacten/{names[name]}" in files for name in wanted)


def test_a_refused_workbook_stays_inside(kantoor: Kantoor) -> None:
    assert b"een vijandig bestand" not in exported(kantoor).values()


def test_what_is_no_dossier_is_not_exported(kantoor: Kantoor) -> None:
    with pytest.raises(OnbekendeSleutel, match="dowr-2099-begroting bestaat niet"):
        export_dossier(kantoor.werkplaats, "dowr-2099-begroting")


@pytest.mark.parametrize(("damage", "error"), [(b"anders", ArtefactBeschadigd), (None, ArtefactOntbreekt)])
def test_a_store_that_is_not_whole_gives_no_export(kantoor: Kantoor, damage: bytes | None, error: type) -> None:
    sha256 = kantoor.staat.inzendingen[0].sha256
    path = kantoor.werkplaats.settings.var / "artefacten" / sha256[:2] / sha256[2:4] / sha256
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)

    with pytest.raises(error, match=sha256):
        export_dossier(kantoor.werkplaats, kantoor.dossier)


def test_a_package_is_read_only_as_it_was_written() -> None:
    packed = archive.pack({"b.txt": b"twee", "a.txt": b"een"})

    assert archive.unpack(packed) == {"a.txt": b"een", "b.txt": b"twee"}
    with pytest.raises(OngeldigPakket):
        archive.unpack(packed + b"\n")
