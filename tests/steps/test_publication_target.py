"""The folder of publications: what others left or laid down in it is neither followed, overwritten nor lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from jaarcyclus.errors import PublicationRefused
from jaarcyclus.steps.publication_target import FolderTarget, Publication
from jaarcyclus.terms import canonical

PLACE = ("dowr", "2027", "begroting")


def publication(text: bytes = b"begroting") -> Publication:
    metadata = {
        "titel": "Begroting 2027",
        "samenwerking": "DOWR",
        "oefening": False,
        "bestanden": {"begroting.pdf": "x"},
    }
    return Publication(path=PLACE, files={"begroting.pdf": text, "metadata.json": canonical.dumps(metadata)})


@pytest.fixture
def target(tmp_path: Path) -> FolderTarget:
    return FolderTarget(tmp_path / "publicatie")


def test_placing_again_changes_nothing_and_another_version_takes_its_place(target: FolderTarget) -> None:
    target.place(publication())
    target.place(publication())
    target.place(publication(b"versie 2"))

    assert target.read_back(publication())["begroting.pdf"] == b"versie 2"


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_link_on_the_way_is_refused(target: FolderTarget, tmp_path: Path, depth: int) -> None:
    elsewhere = tmp_path / "elders"
    elsewhere.mkdir()
    link = target.root.joinpath(*PLACE[:depth])
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)

    with pytest.raises(PublicationRefused, match="verwijzing"):
        target.place(publication())
    assert list(elsewhere.iterdir()) == []


def test_a_link_in_the_place_of_our_draft_is_not_written_through(target: FolderTarget, tmp_path: Path) -> None:
    victim = tmp_path / "wachtwoorden"
    victim.write_text("geheim")
    target.root.mkdir(parents=True)
    (target.root / ".nieuw-index.html").symlink_to(victim)

    target.place(publication())

    assert victim.read_text() == "geheim"


@pytest.mark.parametrize("name", [".nieuw-begroting", ".oud-begroting"])
def test_what_an_earlier_attempt_left_is_healed(target: FolderTarget, name: str) -> None:
    leftover = target.root.joinpath(*PLACE[:2], name)
    leftover.parent.mkdir(parents=True)
    leftover.write_text("half")

    target.place(publication())

    assert target.read_back(publication()) == dict(publication().files)


def test_a_file_of_somebody_else_is_reported_and_kept(target: FolderTarget) -> None:
    target.place(publication())
    note = target.root.joinpath(*PLACE, "aantekening.docx")
    note.write_text("van de griffie")

    with pytest.raises(PublicationRefused, match=r"aantekening\.docx"):
        target.place(publication(b"versie 2"))
    assert note.read_text() == "van de griffie"


def test_a_file_of_ours_that_was_changed_is_put_right(target: FolderTarget) -> None:
    target.place(publication())
    target.root.joinpath(*PLACE, "begroting.pdf").write_text("anders")

    target.place(publication())

    assert target.read_back(publication())["begroting.pdf"] == b"begroting"


def test_a_page_alone_is_turned_without_touching_a_document(target: FolderTarget) -> None:
    before = replace(publication(), files={**publication().files, "index.html": b"oud"})
    target.place(before)
    document = target.root.joinpath(*PLACE, "begroting.pdf")
    inode = document.stat().st_ino

    target.alter(replace(before, files={**before.files, "index.html": b"nieuw"}))

    assert target.read_back(before)["index.html"] == b"nieuw"
    assert document.stat().st_ino == inode


@pytest.mark.parametrize("name", [".nieuw-begroting", ".oud-begroting"])
def test_what_a_crash_left_is_swept_although_nothing_is_to_be_placed(target: FolderTarget, name: str) -> None:
    """It may hold documents, and whoever knows the name can fetch them."""
    target.place(publication())
    leftover = target.root.joinpath(*PLACE[:2], name)
    leftover.mkdir()
    (leftover / "begroting.pdf").write_text("ingetrokken")

    target.place(publication())

    assert not leftover.exists()


@pytest.mark.parametrize("replaced", ["x", 7, None, [], {}, {"plaats": 7}, {"plaats": ["x"]}, {"plaats": "elders"}])
def test_an_overview_is_made_whatever_another_publication_says_that_it_replaces(
    target: FolderTarget, replaced: object
) -> None:
    other = target.root / "dowr" / "2026" / "begroting"
    other.mkdir(parents=True)
    (other / "metadata.json").write_bytes(canonical.dumps({"vervangt": replaced, "titel": "Begroting 2026"}))

    target.place(publication())

    assert "Begroting 2027" in (target.root / "index.html").read_text()
