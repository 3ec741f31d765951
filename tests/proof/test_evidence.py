"""A file that shows that a condition is met: it goes out with the dossier, and is proven with it."""

import pytest

from builders.condition import GATE, OWNER, with_condition
from builders.dossier import Office, fake_bijlage, walk_route
from builders.export import export_dossier
from builders.forgery import ForgersDesk, faults, repack, rewrite
from jaarcyclus.documents.bijlage import write_annex
from jaarcyclus.steps import acts, publication

PDF = b"%PDF-1.7 de dekking"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A published begroting of which one condition was met with a file."""
    made = with_condition(tmp_path_factory.mktemp("bewijs"))
    given = ("Bijlage 3.pdf", PDF)
    acts.fulfil_condition(
        made.workspace, made.dossier, OWNER, gate=GATE, zetel="deventer", toelichting="Zie bijlage 3.", evidence=given
    )
    walk_route(made)
    publication.publish(made.workspace, made.dossier, make_bijlage=fake_bijlage)
    return made


@pytest.fixture(scope="module")
def export(office: Office) -> bytes:
    return export_dossier(office.workspace, office.dossier)


def test_a_dossier_with_it_holds(export: bytes) -> None:
    assert faults(export) == ""


def test_without_its_bytes_it_does_not(office: Office, export: bytes) -> None:
    sha256 = office.workspace.store.put(PDF)
    (name,) = [name for name in _names(export) if sha256 in name]

    assert "bestanden: " in faults(repack(export, lambda files: files.pop(name) and None))


def test_a_page_in_its_place_was_never_accepted(export: bytes) -> None:
    """With every hash made sound again, as the owner of the machine could."""

    def forge(desk: ForgersDesk) -> None:
        page = b"<script>alert(1)</script>"
        desk.change("voorwaarde_bewezen", {}, sha256=desk.put(page), grootte=len(page))

    assert "Dit bestand kan er niet bij" in faults(rewrite(export, forge))


def test_the_annex_names_it(office: Office) -> None:
    state, workspace = office.state, office.workspace
    html = write_annex(state, workspace.profile_of(state), "0" * 64).replace("\u200b", "")

    assert f"met bestand: Bijlage 3.pdf, SHA-256 {workspace.store.put(PDF)}" in html


def _names(export: bytes) -> list[str]:
    found: list[str] = []
    repack(export, lambda files: found.extend(files))
    return found
