"""Publishing: only what the ledger proves adopted, those bytes, once in effect whatever breaks on the way."""

import contextlib
import os
import re
import shutil
import signal
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from builders.dossier import (
    Office,
    adopted,
    end_gate,
    fake_bijlage,
    open_gates,
    open_round,
    publish_product,
    record_event,
    vote_all,
    wait_until,
    with_version,
)
from builders.export import export_dossier
from builders.ledger import FORK, run_together
from jaarcyclus.dossier import manifest
from jaarcyclus.errors import PublicationRefused, Refused
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.settings import Settings
from jaarcyclus.steps import acts, calendar, publication, unpublished
from jaarcyclus.steps.publication_target import FolderTarget, Publication
from jaarcyclus.steps.workspace import open_workspace
from jaarcyclus.terms import canonical


@pytest.fixture(scope="module")
def vastgesteld(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state of an installation whose begroting 2027 went the whole route."""
    var = tmp_path_factory.mktemp("vastgesteld") / "var"
    adopted(var)
    return var


@pytest.fixture
def office(vastgesteld: Path, tmp_path: Path) -> Office:
    """An installation of its own with that adopted begroting."""
    shutil.copytree(vastgesteld, tmp_path / "var")
    settings = Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "var")})
    return Office(open_workspace(settings), "dowr-2027-begroting")


def folder(office: Office) -> Path:
    return office.workspace.settings.publicatie / "dowr" / "2027" / "begroting"


def files(office: Office) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder(office).iterdir()} if folder(office).exists() else {}


def documents(office: Office) -> Mapping[str, str]:
    store = office.workspace.store
    return manifest.from_bytes(store.get(office.state.versions[-1].manifest_sha256)).documenten


def assert_published_once(office: Office) -> None:
    assert [office.kinds.count(kind) for kind in ("bijlage_vastgelegd", "gepubliceerd")] == [1, 1]
    assert set(files(office)) == {*documents(office), "bijlage_besluitvorming.pdf", "metadata.json", "index.html"}
    assert verify_zip(export_dossier(office.workspace, office.dossier)).houdt


def assert_nothing_published(office: Office) -> None:
    assert "gepubliceerd" not in office.kinds
    assert files(office) == {}


# What is published.


def test_exactly_the_voted_bytes_are_published(office: Office) -> None:
    publish_product(office)

    published = {name: canonical.sha256(content) for name, content in files(office).items()}
    assert documents(office).items() <= published.items()
    assert_published_once(office)


def test_the_metadata_say_who_decided_what_on_which_bytes(office: Office) -> None:
    publish_product(office)

    metadata = canonical.loads(files(office)["metadata.json"])
    assert metadata["vastgesteld"] == {"gremium": "Bedrijfsvoeringsraad", "datum": "2026-04-01"}
    assert metadata["oefening"] is True
    assert metadata["kop"] == office.state.bijlage.kop
    assert metadata["publicerende_organisaties"] == ["gm0150", "gm1773", "gm0177"]
    assert metadata["woo"]["tooi"] == "c_c6cd1213"
    assert [(besluit["gremium"], besluit["uitslag"]) for besluit in metadata["besluiten"]] == [
        ("Regiegroep informatievoorziening en ICT", "positief"),
        ("Regiegroep overige bedrijfsvoering", "positief"),
        ("Directieberaad", "positief"),
        ("Bedrijfsvoeringsraad", "positief"),
    ]


def test_the_page_is_dutch_names_every_file_and_says_that_it_was_an_exercise(office: Office) -> None:
    publish_product(office)

    page = files(office)["index.html"].decode()
    assert '<html lang="nl">' in page
    assert "<title>Begroting 2027 – Deventer, Olst-Wijhe en Raalte werken samen</title>" in page
    assert "OEFENING" in page
    assert page.count(">akkoord</td>") == 4
    assert set(re.findall(r'href="([^"/]+)"', page)) == files(office).keys() - {"index.html"}


def test_the_overview_leads_to_the_page(office: Office) -> None:
    publish_product(office)

    overview = (office.workspace.settings.publicatie / "index.html").read_text()
    assert '<a href="dowr/2027/begroting/index.html">Begroting 2027' in overview


def test_damaged_data_of_another_publication_show_and_stop_nothing(office: Office) -> None:
    other = office.workspace.settings.publicatie / "dowr" / "2026" / "begroting"
    other.mkdir(parents=True)
    (other / "metadata.json").write_text("{")

    publish_product(office)

    overview = (office.workspace.settings.publicatie / "index.html").read_text()
    assert "dowr/2026/begroting – de gegevens zijn beschadigd" in overview


def test_the_real_annex_prints_the_head_just_before_it(office: Office) -> None:
    head = office.workspace.ledger.head(office.dossier)

    publication.publish(office.workspace, office.dossier)

    pages = PdfReader(BytesIO(files(office)["bijlage_besluitvorming.pdf"])).pages
    text = "".join(page.extract_text() for page in pages)
    assert head in re.sub(r"\s", "", text)
    assert verify_zip(export_dossier(office.workspace, office.dossier), head).houdt


# What is refused.


def to_open_round(var: Path) -> Office:
    return open_round(var)


def to_version(var: Path) -> Office:
    return with_version(var)


def to_unanswered_gate(var: Path) -> Office:
    office = to_version(var)
    open_gates(office)
    return office


def to_open_condition(var: Path) -> Office:
    """Everybody agreed, Deventer with a condition that nobody has met yet."""
    office = to_unanswered_gate(var)
    condition = {"tekst": "dekking aantonen", "eigenaar": "manager_ict", "datum": "2026-06-01"}
    while gates := open_gates(office):
        for gate in gates:
            mits = {"antwoord": "stelt vast, mits", "voorwaarde": condition} if "bvr" in gate else {}
            vote_all(office, gate, deventer=mits)
            end_gate(office, gate)
    return office


@pytest.mark.parametrize("build", [to_open_round, to_version, to_unanswered_gate, to_open_condition])
def test_what_did_not_go_the_whole_route_is_refused(build: Callable[[Path], Office], tmp_path: Path) -> None:
    office = build(tmp_path)

    with pytest.raises(PublicationRefused, match="de besluitroute is niet voltooid op deze versie"):
        publish_product(office)

    assert_nothing_published(office)


def test_an_unknown_dossier_is_refused(office: Office) -> None:
    with pytest.raises(PublicationRefused, match="geen enkele gebeurtenis"):
        publication.publish(office.workspace, "dowr-2099-begroting")


def test_a_ledger_changed_behind_our_back_publishes_nothing(office: Office) -> None:
    """Somebody with the database file drops the triggers and turns a yes into another."""
    path = office.workspace.settings.ledger_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as database:
        for (name,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            database.execute(f"drop trigger {name}")
        database.execute("update gebeurtenis set actor = 'manager_ict' where soort = 'stem_uitgebracht'")

    with pytest.raises(PublicationRefused, match="is gewijzigd: de inhoud hoort niet bij de hash"):
        publish_product(office)

    assert_nothing_published(office)


def test_a_document_changed_in_the_store_publishes_nothing(office: Office) -> None:
    sha256 = documents(office)["begroting.pdf"]
    path = office.workspace.settings.var / "artefacten" / sha256[:2] / sha256[2:4] / sha256
    path.chmod(0o600)
    path.write_bytes(b"%PDF-1.7 een ander stuk")

    with pytest.raises(PublicationRefused, match="beschadigd"):
        publish_product(office)

    assert_nothing_published(office)


@dataclass(frozen=True)
class Beroerd(FolderTarget):
    """A target that does something else after placing."""

    after: Callable[[Path], Any]

    def place(self, publication: Publication) -> str:
        where = super().place(publication)
        self.after(self.root.joinpath(*publication.path))
        return where


BEROERD: dict[str, Callable[[Path], Any]] = {
    "gewijzigd": lambda path: (path / "begroting.pdf").write_bytes(b"x"),
    "kwijt": lambda path: (path / "begroting.pdf").unlink(),
}


@pytest.mark.parametrize("after", BEROERD.values(), ids=BEROERD)
def test_what_arrived_differently_is_withdrawn_and_not_recorded(office: Office, after: Callable[[Path], Any]) -> None:
    doel = Beroerd(office.workspace.settings.publicatie, after)

    with pytest.raises(PublicationRefused, match="Wat aankwam is niet wat is gepubliceerd"):
        publication.publish(office.workspace, office.dossier, target=doel, make_bijlage=fake_bijlage)

    assert_nothing_published(office)


def test_what_somebody_lays_beside_what_arrived_stays_when_that_goes(office: Office) -> None:
    doel = Beroerd(office.workspace.settings.publicatie, lambda path: (path / "mijn.docx").write_bytes(b"x"))

    with pytest.raises(PublicationRefused, match="Wat aankwam is niet wat is gepubliceerd"):
        publication.publish(office.workspace, office.dossier, target=doel, make_bijlage=fake_bijlage)

    assert "gepubliceerd" not in office.kinds
    assert files(office) == {"mijn.docx": b"x"}


class Ended(BaseException):
    """What Airflow raises in a task that it ends."""


@pytest.mark.parametrize("fault", [OSError("stuk"), RuntimeError("stuk"), Ended()], ids=repr)
def test_whatever_fails_after_placing_takes_back_what_was_placed(office: Office, fault: BaseException) -> None:
    @dataclass(frozen=True)
    class Broken(FolderTarget):
        def read_back(self, publication: Publication) -> Mapping[str, bytes]:
            raise fault

    with pytest.raises(type(fault)):
        publication.publish(
            office.workspace,
            office.dossier,
            target=Broken(office.workspace.settings.publicatie),
            make_bijlage=fake_bijlage,
        )

    assert_nothing_published(office)


# What was placed, and could not be recorded before the program stopped.


@pytest.fixture
def cut_off(office: Office) -> Office:
    """The documents are placed, and the program was killed before it recorded that."""

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(FolderTarget, "require_arrived", die)
        patched.setattr(FolderTarget, "take_back", die)
        with pytest.raises(Killed):
            publish_product(office)
    assert (folder(office) / "begroting.pdf").is_file()
    return office


def test_what_was_placed_and_not_recorded_is_told(cut_off: Office) -> None:
    assert folder(cut_off) / "begroting.pdf" in unpublished.find(cut_off.workspace)


def test_it_waits_for_the_next_attempt_which_ends_it(cut_off: Office) -> None:
    """And which may be at work right now: a tick takes nothing from under it."""
    before = files(cut_off)
    calendar.advance(cut_off.workspace, cut_off.dossier)
    after = files(cut_off)
    publish_product(cut_off)

    assert after == before
    assert_published_once(cut_off)
    assert unpublished.find(cut_off.workspace) == ()


def test_a_reopening_leaves_nothing_public_that_is_not_published(cut_off: Office) -> None:
    half = folder(cut_off).with_name(".oud-begroting")
    shutil.copytree(folder(cut_off), half)
    acts.reopen(cut_off.workspace, cut_off.dossier, "controller", reden="Fout in ICT.", percelen=("ict",))
    calendar.advance(cut_off.workspace, cut_off.dossier)

    assert (folder(cut_off).exists(), half.exists()) == (False, False)
    assert "begroting" not in (cut_off.workspace.settings.publicatie / "index.html").read_text()


def test_a_reopening_takes_no_file_that_is_kept_nowhere_else(cut_off: Office) -> None:
    own = folder(cut_off) / "mijn.docx"
    own.write_text("van mij")
    acts.reopen(cut_off.workspace, cut_off.dossier, "controller", reden="Fout in ICT.", percelen=("ict",))
    calendar.advance(cut_off.workspace, cut_off.dossier)

    assert files(cut_off) == {"mijn.docx": b"van mij"}
    assert unpublished.find(cut_off.workspace) == (own,)


@pytest.mark.parametrize("name", ["begroting.pdf", "metadata.json"])
def test_a_published_file_that_was_changed_is_told(office: Office, name: str) -> None:
    publish_product(office)
    (folder(office) / name).write_text("anders")

    assert unpublished.find(office.workspace) == (folder(office) / name,)


def test_a_reopening_during_publication_withdraws_it(office: Office) -> None:
    def reopen(path: Path) -> None:
        acts.reopen(office.workspace, office.dossier, "controller", reden="fout in ICT", percelen=("ict",))

    doel = Beroerd(office.workspace.settings.publicatie, reopen)

    with pytest.raises(Refused) as refusal:
        publication.publish(office.workspace, office.dossier, target=doel, make_bijlage=fake_bijlage)

    assert refusal.value.code == "NIET_VASTGESTELD"
    assert_nothing_published(office)


def test_an_annex_that_became_old_while_it_was_made_is_made_anew(office: Office) -> None:
    def slow(dossier, profile, head, postbus) -> publication.PrintedAnnex:
        record_event(office, "ontvangst_bevestigd", "portefeuillehouder_raalte", {"gremium": "bo"})
        return fake_bijlage(dossier, profile, head, postbus)

    with pytest.raises(Refused) as refusal:
        publication.publish(office.workspace, office.dossier, make_bijlage=slow)
    publish_product(office)

    assert refusal.value.code == "KOP_ANDERS"
    assert_published_once(office)


# Once in effect.


def test_publishing_again_changes_nothing(office: Office) -> None:
    publish_product(office)
    before = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder(office).iterdir()}

    publish_product(office)

    assert {p.name: (p.stat().st_ino, p.stat().st_mtime_ns) for p in folder(office).iterdir()} == before
    assert_published_once(office)


def test_publishing_again_restores_what_was_lost_or_changed(office: Office) -> None:
    publish_product(office)
    (folder(office) / "begroting.pdf").unlink()
    (folder(office) / "index.html").write_text("gekaapt")

    publish_product(office)

    assert_published_once(office)
    assert b"gekaapt" not in files(office)["index.html"]


def test_what_was_lost_long_after_the_publication_is_restored_with_the_same_annex(office: Office) -> None:
    publish_product(office)
    before = files(office)
    wait_until(office, "2028-01-03")
    (folder(office) / "begroting.pdf").unlink()

    publish_product(office)

    assert files(office) == before
    assert office.kinds.count("bijlage_vastgelegd") == 1


@pytest.mark.parametrize("flush", [1, 4, 6, 8, 12, 20, 24])
def test_a_kill_anywhere_and_a_retry_give_one_publication(office: Office, flush: int) -> None:
    """Killed (-9) at the n-th time that something must reach the disk: storing, recording, placing."""

    def publish_and_die() -> None:
        counted = iter(range(1, flush + 1))
        real = os.fsync

        def fsync(descriptor: int) -> None:
            if next(counted) == flush:
                os.kill(os.getpid(), signal.SIGKILL)
            real(descriptor)

        os.fsync = fsync
        publish_product(office)

    process = FORK.Process(target=publish_and_die)
    process.start()
    process.join()
    interrupted = "gepubliceerd" not in office.kinds

    publish_product(office)

    assert (process.exitcode, interrupted) == (-signal.SIGKILL, True)
    assert_published_once(office)


@pytest.mark.parametrize("leftover", [".nieuw-begroting", ".oud-begroting"])
def test_what_a_crash_left_beside_the_folder_is_no_publication(office: Office, leftover: str) -> None:
    half = folder(office).with_name(leftover)
    half.mkdir(parents=True)
    (half / "metadata.json").write_text("half")

    publish_product(office)

    assert not half.exists()
    assert_published_once(office)


def test_two_publications_at_once_are_one(office: Office) -> None:
    exits = run_together(publish_or_be_refused, [(office,)] * 3)

    publish_product(office)
    assert exits == [0, 0, 0]
    assert_published_once(office)


def publish_or_be_refused(office: Office) -> None:
    """Of attempts at once, one may find that another was first: its run fails, and a next attempt finds it done."""
    with contextlib.suppress(Refused):
        publish_product(office)
