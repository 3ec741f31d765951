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
    Kantoor,
    adopted,
    fake_bijlage,
    leg_vast,
    open_gates,
    open_ronde,
    publiceer,
    sluit,
    stem_allen,
    with_version,
)
from builders.ledger import FORK, run_together
from jaarcyclus.dossier import manifest
from jaarcyclus.errors import Geweigerd, PublicatieGeweigerd
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.settings import Settings
from jaarcyclus.steps import acts, publication
from jaarcyclus.steps.overview import export_dossier
from jaarcyclus.steps.publication_target import MapDoel, Publicatie
from jaarcyclus.steps.workspace import open_werkplaats
from jaarcyclus.terms import canonical


@pytest.fixture(scope="module")
def vastgesteld(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state of an installation whose begroting 2027 went the whole route."""
    var = tmp_path_factory.mktemp("vastgesteld") / "var"
    adopted(var)
    return var


@pytest.fixture
def kantoor(vastgesteld: Path, tmp_path: Path) -> Kantoor:
    """An installation of its own with that adopted begroting."""
    shutil.copytree(vastgesteld, tmp_path / "var")
    settings = Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "var")})
    return Kantoor(open_werkplaats(settings), "dowr-2027-begroting")


def folder(kantoor: Kantoor) -> Path:
    return kantoor.werkplaats.settings.publicatie / "dowr" / "2027" / "begroting"


def files(kantoor: Kantoor) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder(kantoor).iterdir()} if folder(kantoor).exists() else {}


def documents(kantoor: Kantoor) -> Mapping[str, str]:
    store = kantoor.werkplaats.store
    return manifest.from_bytes(store.get(kantoor.staat.versies[-1].manifest_sha256)).documenten


def assert_published_once(kantoor: Kantoor) -> None:
    assert [kantoor.soorten.count(soort) for soort in ("bijlage_gemaakt", "gepubliceerd")] == [1, 1]
    assert set(files(kantoor)) == {*documents(kantoor), "bijlage_besluitvorming.pdf", "metadata.json", "index.html"}
    assert verify_zip(export_dossier(kantoor.werkplaats, kantoor.dossier)).houdt


def assert_nothing_published(kantoor: Kantoor) -> None:
    assert "gepubliceerd" not in kantoor.soorten
    assert files(kantoor) == {}


# What is published.


def test_exactly_the_voted_bytes_are_published(kantoor: Kantoor) -> None:
    publiceer(kantoor)

    published = {name: canonical.sha256(content) for name, content in files(kantoor).items()}
    assert documents(kantoor).items() <= published.items()
    assert_published_once(kantoor)


def test_the_metadata_say_who_decided_what_on_which_bytes(kantoor: Kantoor) -> None:
    publiceer(kantoor)

    metadata = canonical.loads(files(kantoor)["metadata.json"])
    assert metadata["vastgesteld"] == {"gremium": "Bedrijfsvoeringsraad", "datum": "2026-04-01"}
    assert metadata["oefening"] is True
    assert metadata["kop"] == kantoor.staat.bijlage["kop"]
    assert metadata["publicerende_organisaties"] == ["gm0150", "gm1773", "gm0177"]
    assert metadata["woo"]["tooi"] == "c_c6cd1213"
    assert [(besluit["gremium"], besluit["uitslag"]) for besluit in metadata["besluiten"]] == [
        ("Regiegroep informatievoorziening en ICT", "positief"),
        ("Regiegroep overige bedrijfsvoering", "positief"),
        ("Directieberaad", "positief"),
        ("Bedrijfsvoeringsraad", "positief"),
    ]


def test_the_page_is_dutch_names_every_file_and_says_that_it_was_an_exercise(kantoor: Kantoor) -> None:
    publiceer(kantoor)

    page = files(kantoor)["index.html"].decode()
    assert '<html lang="nl">' in page
    assert "<title>Begroting 2027 – Deventer, Olst-Wijhe en Raalte werken samen</title>" in page
    assert "OEFENING" in page
    assert page.count("<td>akkoord</td>") == 4
    assert set(re.findall(r'href="([^"/]+)"', page)) == files(kantoor).keys() - {"index.html"}


def test_the_overview_leads_to_the_page(kantoor: Kantoor) -> None:
    publiceer(kantoor)

    overview = (kantoor.werkplaats.settings.publicatie / "index.html").read_text()
    assert '<a href="dowr/2027/begroting/index.html">Begroting 2027' in overview


def test_damaged_data_of_another_publication_show_and_stop_nothing(kantoor: Kantoor) -> None:
    other = kantoor.werkplaats.settings.publicatie / "dowr" / "2026" / "begroting"
    other.mkdir(parents=True)
    (other / "metadata.json").write_text("{")

    publiceer(kantoor)

    overview = (kantoor.werkplaats.settings.publicatie / "index.html").read_text()
    assert "dowr/2026/begroting – de gegevens zijn beschadigd" in overview


def test_the_real_annex_prints_the_head_just_before_it(kantoor: Kantoor) -> None:
    head = kantoor.werkplaats.ledger.head(kantoor.dossier)

    publication.publish(kantoor.werkplaats, kantoor.dossier)

    pages = PdfReader(BytesIO(files(kantoor)["bijlage_besluitvorming.pdf"])).pages
    text = "".join(page.extract_text() for page in pages)
    assert head in re.sub(r"\s", "", text)
    assert verify_zip(export_dossier(kantoor.werkplaats, kantoor.dossier), head).houdt


# What is refused.


def to_open_round(var: Path) -> Kantoor:
    return open_ronde(var)


def to_version(var: Path) -> Kantoor:
    return with_version(var)


def to_unanswered_gate(var: Path) -> Kantoor:
    kantoor = to_version(var)
    open_gates(kantoor)
    return kantoor


def to_open_condition(var: Path) -> Kantoor:
    """Everybody agreed, Deventer with a condition that nobody has met yet."""
    kantoor = to_unanswered_gate(var)
    condition = {"tekst": "dekking aantonen", "eigenaar": "manager_ict", "datum": "2026-06-01"}
    while gates := open_gates(kantoor):
        for gate in gates:
            mits = {"antwoord": "stelt vast, mits", "voorwaarde": condition} if "bvr" in gate else {}
            stem_allen(kantoor, gate, deventer=mits)
            sluit(kantoor, gate)
    return kantoor


@pytest.mark.parametrize("build", [to_open_round, to_version, to_unanswered_gate, to_open_condition])
def test_what_did_not_go_the_whole_route_is_refused(build: Callable[[Path], Kantoor], tmp_path: Path) -> None:
    kantoor = build(tmp_path)

    with pytest.raises(PublicatieGeweigerd, match="de besluitroute is niet voltooid op deze versie"):
        publiceer(kantoor)

    assert_nothing_published(kantoor)


def test_an_unknown_dossier_is_refused(kantoor: Kantoor) -> None:
    with pytest.raises(PublicatieGeweigerd, match="geen enkele gebeurtenis"):
        publication.publish(kantoor.werkplaats, "dowr-2099-begroting")


def test_a_ledger_changed_behind_our_back_publishes_nothing(kantoor: Kantoor) -> None:
    """Somebody with the database file drops the triggers and turns a yes into another."""
    path = kantoor.werkplaats.settings.ledger_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as database:
        for (name,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            database.execute(f"drop trigger {name}")
        database.execute("update gebeurtenis set actor = 'manager_ict' where soort = 'stem_uitgebracht'")

    with pytest.raises(PublicatieGeweigerd, match="is gewijzigd: de inhoud hoort niet bij de hash"):
        publiceer(kantoor)

    assert_nothing_published(kantoor)


def test_a_document_changed_in_the_store_publishes_nothing(kantoor: Kantoor) -> None:
    sha256 = documents(kantoor)["begroting.pdf"]
    path = kantoor.werkplaats.settings.var / "artefacten" / sha256[:2] / sha256[2:4] / sha256
    path.chmod(0o600)
    path.write_bytes(b"%PDF-1.7 een ander stuk")

    with pytest.raises(PublicatieGeweigerd, match="beschadigd"):
        publiceer(kantoor)

    assert_nothing_published(kantoor)


@dataclass(frozen=True)
class Beroerd(MapDoel):
    """A target that does something else after placing."""

    after: Callable[[Path], Any]

    def place(self, publicatie: Publicatie) -> str:
        where = super().place(publicatie)
        self.after(self.root.joinpath(*publicatie.pad))
        return where


BEROERD: dict[str, Callable[[Path], Any]] = {
    "gewijzigd": lambda path: (path / "begroting.pdf").write_bytes(b"x"),
    "kwijt": lambda path: (path / "begroting.pdf").unlink(),
    "erbij": lambda path: (path / "reclame.html").write_bytes(b"x"),
}


@pytest.mark.parametrize("after", BEROERD.values(), ids=BEROERD)
def test_what_arrived_differently_is_withdrawn_and_not_recorded(kantoor: Kantoor, after: Callable[[Path], Any]) -> None:
    doel = Beroerd(kantoor.werkplaats.settings.publicatie, after)

    with pytest.raises(PublicatieGeweigerd, match="Wat aankwam is niet wat is gepubliceerd"):
        publication.publish(kantoor.werkplaats, kantoor.dossier, doel=doel, maak_bijlage=fake_bijlage)

    assert_nothing_published(kantoor)


def test_a_reopening_during_publication_withdraws_it(kantoor: Kantoor) -> None:
    def reopen(path: Path) -> None:
        acts.reopen(kantoor.werkplaats, kantoor.dossier, "controller", reden="fout in ICT", percelen=("ict",))

    doel = Beroerd(kantoor.werkplaats.settings.publicatie, reopen)

    with pytest.raises(Geweigerd) as refusal:
        publication.publish(kantoor.werkplaats, kantoor.dossier, doel=doel, maak_bijlage=fake_bijlage)

    assert refusal.value.code == "NIET_VASTGESTELD"
    assert_nothing_published(kantoor)


def test_an_annex_that_became_old_while_it_was_made_is_made_anew(kantoor: Kantoor) -> None:
    def slow(dossier, profile, kop) -> bytes:
        leg_vast(kantoor, "ontvangst_bevestigd", "portefeuillehouder_raalte", {"gremium": "bo"})
        return fake_bijlage(dossier, profile, kop)

    with pytest.raises(Geweigerd) as refusal:
        publication.publish(kantoor.werkplaats, kantoor.dossier, maak_bijlage=slow)
    publiceer(kantoor)

    assert refusal.value.code == "KOP_ANDERS"
    assert_published_once(kantoor)


# Once in effect.


def test_publishing_again_changes_nothing(kantoor: Kantoor) -> None:
    publiceer(kantoor)
    before = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder(kantoor).iterdir()}

    publiceer(kantoor)

    assert {p.name: (p.stat().st_ino, p.stat().st_mtime_ns) for p in folder(kantoor).iterdir()} == before
    assert_published_once(kantoor)


def test_publishing_again_restores_what_was_lost_or_changed(kantoor: Kantoor) -> None:
    publiceer(kantoor)
    (folder(kantoor) / "begroting.pdf").unlink()
    (folder(kantoor) / "index.html").write_text("gekaapt")

    publiceer(kantoor)

    assert_published_once(kantoor)
    assert b"gekaapt" not in files(kantoor)["index.html"]


@pytest.mark.parametrize("flush", [1, 4, 6, 8, 12, 20, 24])
def test_a_kill_anywhere_and_a_retry_give_one_publication(kantoor: Kantoor, flush: int) -> None:
    """Killed (-9) at the n-th time that something must reach the disk: storing, recording, placing."""

    def publish_and_die() -> None:
        counted = iter(range(1, flush + 1))
        real = os.fsync

        def fsync(descriptor: int) -> None:
            if next(counted) == flush:
                os.kill(os.getpid(), signal.SIGKILL)
            real(descriptor)

        os.fsync = fsync
        publiceer(kantoor)

    process = FORK.Process(target=publish_and_die)
    process.start()
    process.join()
    interrupted = "gepubliceerd" not in kantoor.soorten

    publiceer(kantoor)

    assert (process.exitcode, interrupted) == (-signal.SIGKILL, True)
    assert_published_once(kantoor)


@pytest.mark.parametrize("leftover", [".nieuw-begroting", ".oud-begroting"])
def test_what_a_crash_left_beside_the_folder_is_no_publication(kantoor: Kantoor, leftover: str) -> None:
    half = folder(kantoor).with_name(leftover)
    half.mkdir(parents=True)
    (half / "metadata.json").write_text("half")

    publiceer(kantoor)

    assert not half.exists()
    assert_published_once(kantoor)


def test_two_publications_at_once_are_one(kantoor: Kantoor) -> None:
    exits = run_together(publish_or_be_refused, [(kantoor,)] * 3)

    publiceer(kantoor)
    assert exits == [0, 0, 0]
    assert_published_once(kantoor)


def publish_or_be_refused(kantoor: Kantoor) -> None:
    """Of attempts at once, one may find that another was first: its run fails, and a next attempt finds it done."""
    with contextlib.suppress(Geweigerd):
        publiceer(kantoor)
