"""The folder of publications: what others left or laid down in it is neither followed, overwritten nor lost."""

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from jaarcyclus.errors import PublicationRefused, StoreFailed
from jaarcyclus.steps import publication_folder
from jaarcyclus.steps.publication_target import FolderTarget, Publication
from jaarcyclus.terms import canonical
from jaarcyclus.terms.canonical import sha256
from jaarcyclus.terms.kept import keep

PLACE = ("dowr", "2027", "begroting")


def publication(text: bytes = b"begroting") -> Publication:
    metadata = {
        "titel": "Begroting 2027",
        "samenwerking": "DOWR",
        "oefening": False,
        "bestanden": {"begroting.pdf": "x"},
    }
    return Publication(
        path=PLACE, files={"begroting.pdf": keep(text), "metadata.json": keep(canonical.dumps(metadata))}
    )


def hashes(item: Publication) -> dict[str, str]:
    return {name: file.sha256 for name, file in item.files.items()}


@pytest.fixture
def target(tmp_path: Path) -> FolderTarget:
    return FolderTarget(tmp_path / "publicatie")


def test_placing_again_changes_nothing_and_another_version_takes_its_place(target: FolderTarget) -> None:
    target.place(publication())
    target.place(publication())
    target.place(publication(b"versie 2"))

    assert target.read_back(publication())["begroting.pdf"] == sha256(b"versie 2")


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


@pytest.mark.parametrize("name", [".nieuw-begroting", ".nieuw-begroting/begroting.pdf", ".oud-begroting/metadata.json"])
def test_what_an_earlier_attempt_left_is_healed(target: FolderTarget, name: str) -> None:
    lay(target, f"dowr/2027/{name}", "half")

    target.place(publication())

    assert target.read_back(publication()) == hashes(publication())
    assert [path.name for path in target.root.joinpath(*PLACE[:2]).iterdir()] == ["begroting"]


def lay(target: FolderTarget, name: str, text: str = "van de griffie") -> Path:
    """Lay a file of somebody in the folder of publications, as if it had always been there."""
    path = target.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


FOREIGN = [
    "dowr/2027/begroting",
    "dowr/2027/begroting/mijn.docx",
    "dowr/2027/begroting/begroting.pdf",
    "dowr/2027/begroting/index.html/mijn.docx",
    "dowr/2027/begroting/archief/mijn.docx",
    "dowr/2027/.oud-begroting",
    "dowr/2027/.oud-begroting/mijn.docx",
    "dowr/2027/.nieuw-begroting/mijn.docx",
    "dowr/2027/.nieuw-begroting/begroting.pdf/mijn.docx",
    "dowr",
    "index.html/mijn.docx",
    ".nieuw-index.html/mijn.docx",
]


@pytest.mark.parametrize("name", FOREIGN)
def test_what_somebody_laid_in_our_way_is_named_and_kept_and_nothing_is_placed(target: FolderTarget, name: str) -> None:
    path = lay(target, name)

    with pytest.raises(PublicationRefused, match="Zet het ergens anders neer"):
        target.place(publication())

    assert path.read_text() == "van de griffie"
    assert [found for found in target.root.rglob("*") if found.is_file()] == [path]


@pytest.mark.parametrize("listed", [["mijn.docx"], {"mijn.docx": "x"}, {"mijn.docx": canonical.sha256(b"van mij")}])
def test_no_list_in_the_folder_makes_a_file_ours(target: FolderTarget, listed: object) -> None:
    """Only the ledger says what we placed: anybody can write such a list."""
    own = lay(target, "dowr/2027/begroting/mijn.docx", "van mij")
    own.with_name("metadata.json").write_bytes(canonical.dumps({"bestanden": listed}))

    with pytest.raises(PublicationRefused, match=r"mijn\.docx"):
        target.place(publication())
    assert own.read_text() == "van mij"


def test_a_file_of_a_version_before_makes_room(target: FolderTarget) -> None:
    target.place(publication())
    target.root.joinpath(*PLACE, "boekje_ict.pdf").write_bytes(b"versie 1")

    target.place(replace(publication(b"versie 2"), earlier=frozenset({"boekje_ict.pdf"})))

    assert target.read_back(publication()).keys() == {"begroting.pdf", "metadata.json"}


def test_a_page_over_all_that_is_a_link_is_not_overwritten(target: FolderTarget, tmp_path: Path) -> None:
    target.root.mkdir(parents=True)
    (target.root / "index.html").symlink_to(tmp_path / "website.html")

    with pytest.raises(PublicationRefused, match="verwijzing"):
        target.place(publication())
    assert (target.root / "index.html").is_symlink()


def test_a_place_of_somebody_else_with_a_folder_for_data_stops_nothing(target: FolderTarget) -> None:
    target.root.joinpath("x", "y", "z", "metadata.json").mkdir(parents=True)

    target.place(publication())

    assert "x/y/z – de gegevens zijn beschadigd" in (target.root / "index.html").read_text()


@pytest.mark.parametrize("before", [None, b"versie 1"])
def test_a_disk_that_is_full_at_any_file_leaves_what_stood_there(
    target: FolderTarget, monkeypatch: pytest.MonkeyPatch, before: bytes | None
) -> None:
    if before:
        target.place(publication(before))
    real = publication_folder.write_file

    def full_at(number: int) -> None:
        counted = iter(range(number))

        def write(path: Path, content: bytes) -> None:
            if next(counted, None) is None:
                raise OSError(errno.ENOSPC, "No space left on device")
            real(path, content)

        with monkeypatch.context() as patched:
            patched.setattr(publication_folder, "write_file", write)
            with pytest.raises(StoreFailed, match="is vol"):
                target.place(publication(b"versie 2"))

    for number in range(3):  # two files and the page over all
        full_at(number)
        there = sorted(path.name for path in target.root.rglob("*.pdf"))
        assert there == (["begroting.pdf"] if before else [])
        assert target.read_back(publication()).get("begroting.pdf") == (before and sha256(before))


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

    assert target.read_back(publication())["begroting.pdf"] == sha256(b"begroting")


def test_a_page_alone_is_turned_without_touching_a_document(target: FolderTarget) -> None:
    before = replace(publication(), files={**publication().files, "index.html": keep(b"oud")})
    target.place(before)
    document = target.root.joinpath(*PLACE, "begroting.pdf")
    inode = document.stat().st_ino

    target.alter(replace(before, files={**before.files, "index.html": keep(b"nieuw")}))

    assert target.read_back(before)["index.html"] == sha256(b"nieuw")
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
