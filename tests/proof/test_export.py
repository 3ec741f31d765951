"""The export: one zip that is the dossier, the same bytes each time, with a list a person can read."""

import os
import tracemalloc
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.dossier import Office, add_version, open_round, submit_workbooks, workbook_of
from builders.export import export_dossier, pack
from jaarcyclus.errors import ArtefactDamaged, ArtefactMissing, InvalidArchive, UnknownKey
from jaarcyclus.ledger.events import InzendingGeaccepteerd, InzendingGeweigerd
from jaarcyclus.ledger.wire import new_event
from jaarcyclus.proof import archive
from jaarcyclus.proof.damage import find_damage
from jaarcyclus.proof.opened import open_zip
from jaarcyclus.proof.readme import write_readme
from jaarcyclus.steps.overview import write_export
from jaarcyclus.steps.receipts import receive
from jaarcyclus.terms import canonical
from jaarcyclus.terms.findings import bevinding
from jaarcyclus.terms.kept import BLOCK


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A begroting with a version, and one workbook that was refused."""
    office = open_round(tmp_path)
    refused = InzendingGeweigerd(
        perceel="ict",
        sha256=office.workspace.store.put(b"een vijandig bestand"),
        inzender="manager_ict",
        via="api",
        ontvangst=99,
        bevindingen=(bevinding("WERKBOEK_ONLEESBAAR", reden="het leesprogramma brak af"),),
    )
    office.workspace.record(office.dossier, lambda _: [new_event("manager_ict", refused)])
    submit_workbooks(office)
    add_version(office)
    receive(office.workspace, "dowr", b"x", file_name="w.xlsx", inzender="manager_ict", via="api", perceel="ict")
    return office


def exported(office: Office) -> dict[str, bytes]:
    return archive.unpack(export_dossier(office.workspace, office.dossier))


def test_the_same_dossier_gives_the_same_bytes(office: Office) -> None:
    first = export_dossier(office.workspace, office.dossier)

    assert export_dossier(office.workspace, office.dossier) == first


def test_the_list_names_every_file_with_size_and_hash(office: Office) -> None:
    files = exported(office)

    listed = canonical.loads(files.pop("manifest.json"))
    assert listed["dossier"] == "dowr-2027-begroting"
    assert listed["kop"] == office.workspace.ledger.head(office.dossier)
    assert listed["gebeurtenissen"] == len(office.kinds)
    assert listed["bestanden"] == {
        name: {"bytes": len(content), "sha256": canonical.sha256(content)} for name, content in files.items()
    }


def test_profile_workbooks_figures_and_documents_are_in_it(office: Office) -> None:
    files = exported(office)

    readme = files["LEESMIJ.txt"].decode()
    names = dict(line.split("  ")[::-1] for line in readme.splitlines() if line[:1].isalnum() and "  " in line[64:66])
    wanted = (
        "profiel-dowr.yaml",
        "inzending-4-ict.xlsx",
        "inzending-4-ict-cijfers.json",
        "versie-1-manifest.json",
        "versie-1-consolidatie.json",
        "versie-1-begroting.pdf",
        "versie-1-boekje_regiegroep_ict.pdf",
    )
    assert all(f"artefacten/{names[name]}" in files for name in wanted)


OEFENING = "OEFENING: de klok was gesimuleerd; wat hierin staat, heeft geen betekenis."


def readme_of(form: str, *, simulated: bool) -> str:
    """Return the read-me of an export with 60 names in its list."""
    names = [f"{'0' * 64}  stuk-{number}" for number in range(60)]
    files = {"gebeurtenissen": "g", "manifest": "m", "artefacten": "a"}
    return write_readme(form, "dowr-2027-begroting", names, exercise=simulated, names=files).decode()


@pytest.mark.parametrize("kind", ["dossier-2", "postbus-1", "bezetting-1", "plaatsing-1", "berichten-1"])
def test_the_readme_of_an_exercise_says_so_on_every_page_that_a_printer_makes(kind: str) -> None:
    lines = readme_of(f"jaarcyclus-{kind}", simulated=True).splitlines()

    bare = "".join("x" if line == OEFENING else "." for line in lines).split("x")
    assert max(map(len, bare)) < 50
    assert "OEFENING" not in readme_of(f"jaarcyclus-{kind}", simulated=False)


def test_an_export_and_its_postbus_say_that_they_are_an_exercise(office: Office) -> None:
    """The builders' clock is simulated."""
    post = archive.unpack(export_dossier(office.workspace, "dowr-postbus"))

    assert [OEFENING in files["LEESMIJ.txt"].decode() for files in (exported(office), post)] == [True, True]


def test_the_readme_says_how_a_stranger_gets_the_program(office: Office) -> None:
    readme = exported(office)["LEESMIJ.txt"].decode()

    assert "make install" in readme
    assert ".venv/bin/jaarcyclus dossier verifieer dowr-2027-begroting.zip" in readme


def test_a_refused_workbook_stays_inside(office: Office) -> None:
    assert b"een vijandig bestand" not in exported(office).values()


def test_what_is_no_dossier_is_not_exported(office: Office) -> None:
    with pytest.raises(UnknownKey, match="dowr-2099-begroting bestaat niet"):
        export_dossier(office.workspace, "dowr-2099-begroting")


@pytest.mark.parametrize(("damage", "error"), [(b"anders", ArtefactDamaged), (None, ArtefactMissing)])
def test_a_store_that_is_not_whole_gives_no_export(office: Office, damage: bytes | None, error: type) -> None:
    sha256 = office.state.inzendingen[0].sha256
    path = office.workspace.settings.var / "artefacten" / sha256[:2] / sha256[2:4] / sha256
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)

    with pytest.raises(error, match=sha256):
        export_dossier(office.workspace, office.dossier)


def test_a_package_is_read_only_as_it_was_written() -> None:
    packed = pack({"b.txt": b"twee", "a.txt": b"een"})

    assert archive.unpack(packed) == {"a.txt": b"een", "b.txt": b"twee"}
    with pytest.raises(InvalidArchive):
        archive.unpack(packed + b"\n")


def written_by_the_library(files: dict[str, bytes]) -> bytes:
    """Write the form of the package without the program: what older releases wrote, and a stranger can."""
    target = BytesIO()
    with ZipFile(target, "w") as package:
        for name in sorted(files):
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            package.writestr(info, files[name])
    return target.getvalue()


@given(st.dictionaries(st.text("abc/é", min_size=1, max_size=5), st.binary(max_size=50), max_size=4))
def test_packed_in_pieces_it_has_the_bytes_that_it_always_had(files: dict[str, bytes]) -> None:
    assert pack(files) == written_by_the_library(files)


def test_a_file_larger_than_a_block_too() -> None:
    files = {"werkboek.xlsx": bytes(2 * BLOCK + 1), "b": b"x"}

    assert pack(files) == written_by_the_library(files)
    assert archive.unpack(pack(files)) == files


def test_a_large_dossier_is_written_and_verified_in_little_memory(tmp_path: Path) -> None:
    """A few blocks of it are held, and not the workbook, its package or what is compared with that."""
    office = open_round(tmp_path)
    large = InzendingGeaccepteerd(
        perceel="ict",
        sha256=office.workspace.store.put(os.urandom(30_000_000)),
        cijfers_sha256=office.workspace.store.put(workbook_of("ict")[1]),
        inzender="manager_ict",
        via="api",
        te_laat=False,
        ontvangst=1,
        bevindingen=(),
    )
    office.workspace.record(office.dossier, lambda _: [new_event("manager_ict", large)])
    path = tmp_path / "groot.zip"

    tracemalloc.start()
    with path.open("w+b") as file:
        write_export(office.workspace, office.dossier, file)
    _, writing = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    opened = open_zip(path)
    damage = list(find_damage(opened))
    _, looking = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert damage == []
    assert max(writing, looking) < 15_000_000
