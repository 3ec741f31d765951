"""Withdrawing a publication: its documents go, a page says so, nothing of the proof is lost, whatever breaks."""

import errno
import os
import re
import shutil
import signal
import sqlite3
from pathlib import Path

import pytest

from builders.dossier import (
    WITHDRAWN_BECAUSE,
    Office,
    corrected,
    correcting,
    due,
    publish_product,
    published,
    wait_until,
    withdraw,
    withdrawn,
)
from builders.export import export_dossier
from builders.ledger import run_together
from builders.place import die_at_flush, files_at, page_at, root_files
from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.standing import name_standing, name_waits
from jaarcyclus.errors import PublicationRefused, StoreFailed, UnknownKey
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts, publication_folder
from jaarcyclus.steps.documents import find_document
from jaarcyclus.steps.overview import describe, describe_for
from jaarcyclus.steps.publication_files import files_of
from jaarcyclus.steps.publication_target import FolderTarget, Publication
from jaarcyclus.steps.withdrawal import withdraw_due
from jaarcyclus.terms import canonical


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The begroting 2027 is published, and the controller has decided that it goes; nothing was taken away yet."""
    office = published(tmp_path / "var")
    withdraw(office)
    return office


def standing(office: Office) -> str:
    return name_standing(office.state, office.workspace.profile_of(office.state))


def assert_withdrawn_once(office: Office) -> None:
    assert office.kinds.count("ingetrokken") == 1
    assert set(files_at(office)) == {"index.html", "metadata.json"}
    assert [name for name in root_files(office) if name.endswith((".pdf", ".xlsx"))] == []
    assert verify_zip(export_dossier(office.workspace, office.dossier)).houdt


def test_a_decision_is_carried_out_by_the_calendar_and_once(office: Office) -> None:
    before = due(office)
    publish_product(office)
    publish_product(office)

    assert (before, due(office)) == (["publicatie"], [])
    assert_withdrawn_once(office)


def test_the_page_says_what_stood_there_who_decided_when_and_why(office: Office) -> None:
    publish_product(office)

    page = " ".join(page_at(office).split())
    assert "<title>Ingetrokken: Begroting 2027 – Deventer, Olst-Wijhe en Raalte werken samen</title>" in page
    assert "versie 1, vastgesteld door Bedrijfsvoeringsraad op 1 april 2026" in page
    assert "op 1 april 2026 besloot controller DOWR deze publicatie in te trekken" in page
    assert f"<p>{WITHDRAWN_BECAUSE}</p>" in page
    assert "OEFENING" in page
    assert set(re.findall(r'href="([^"/]+)"', page)) == {"metadata.json"}


def test_a_reason_is_text_and_never_markup(tmp_path: Path) -> None:
    office = published(tmp_path)
    acts.withdraw(office.workspace, office.dossier, "controller", reden="<script>alert(1)</script>")
    publish_product(office)

    assert "&lt;script&gt;alert(1)" in page_at(office)
    assert "<script>" not in page_at(office)


def test_the_metadata_keep_title_and_hashes_and_say_that_it_is_withdrawn(office: Office) -> None:
    before = canonical.loads(files_at(office)["metadata.json"])
    publish_product(office)

    after = canonical.loads(files_at(office)["metadata.json"])
    assert after["status"] == "ingetrokken"
    assert after["ingetrokken"] == {"dag": "2026-04-01", "door": "controller DOWR", "reden": WITHDRAWN_BECAUSE}
    assert {name: after[name] for name in ("titel", "bestanden", "besluiten")} == {
        name: before[name] for name in ("titel", "bestanden", "besluiten")
    }
    assert after["koppen"][:-1] == before["koppen"]


def test_every_document_and_the_dossier_itself_are_kept(office: Office) -> None:
    before = files_at(office)
    publish_product(office)

    kept = {name: office.workspace.store.get(canonical.sha256(content)) for name, content in before.items()
            if name != "index.html"}  # fmt: skip
    assert kept == {name: content for name, content in before.items() if name != "index.html"}


def test_the_overview_page_and_the_dossier_say_it(office: Office) -> None:
    decided = standing(office)
    waits = name_waits(office.state, office.workspace.profile_of(office.state))
    publish_product(office)

    overview = (office.workspace.settings.publicatie / "index.html").read_text()
    assert "werken samen</a> (ingetrokken) (oefening)" in overview
    assert decided == ("gepubliceerd; de intrekking van versie 1 is besloten op 1 april 2026 en nog niet uitgevoerd")
    assert waits == ["het programma: de documenten van versie 1 moeten nog weg (intrekking)"]
    assert standing(office) == "niet meer gepubliceerd; versie 1 is ingetrokken op 1 april 2026"
    assert describe(office.workspace, office.dossier).toestand == standing(office)


def test_what_is_withdrawn_is_again_for_who_has_a_part_in_it(tmp_path: Path) -> None:
    """It was public to the whole cooperation; the reason to withdraw may be that it should not have been."""
    office = published(tmp_path, "tussenrapportage_1")
    annex = office.state.bijlage.bijlage_sha256
    withdraw(office)

    assert find_document(office.workspace, "dowr", "manager_ict", annex)
    with pytest.raises(UnknownKey):
        describe_for(office.workspace, office.dossier, "portefeuillehouder_raalte")


# Whatever breaks on the way.


@pytest.mark.parametrize("flush", [1, 2, 3, 4, 5, 6])
def test_a_kill_anywhere_and_a_retry_withdraw_once(office: Office, flush: int) -> None:
    """Killed (-9) at the n-th time that something must reach the disk: storing, placing, recording."""
    ended = die_at_flush(flush, lambda: publish_product(office))

    publish_product(office)

    assert ended in (-signal.SIGKILL, 0)
    assert_withdrawn_once(office)


MOVES = ("before the old folder is moved", "before the new one comes", "before the old one is removed")


@pytest.mark.parametrize("move", range(3), ids=MOVES)
def test_a_kill_between_two_moves_leaves_no_document_behind(office: Office, move: int) -> None:
    """Between two renames: what lies beside the folder under another name could still be fetched."""
    count = iter(range(3))
    real_replace, real_rmtree = Path.replace, shutil.rmtree

    def killed_when(real):
        def step(*arguments, **named):
            if next(count, None) == move:
                os._exit(9)
            return real(*arguments, **named)

        return step

    def dying() -> None:
        Path.replace, shutil.rmtree = killed_when(real_replace), killed_when(real_rmtree)
        publish_product(office)

    die_at_flush(10_000, dying)
    publish_product(office)

    assert_withdrawn_once(office)


def test_two_withdrawals_at_once_are_one(office: Office) -> None:
    assert run_together(publish_product, [(office,)] * 3) == [0, 0, 0]
    assert_withdrawn_once(office)


def test_a_late_attempt_to_publish_brings_no_document_back(office: Office) -> None:
    """A run that composed the publication before it was withdrawn, and places it after."""
    before = fold(office.workspace.ledger.events(office.dossier)[:-1], office.dossier)
    late = files_of(office.workspace, before, before.publications[0])
    publish_product(office)

    target = FolderTarget(office.workspace.settings.publicatie)
    for act in (target.place, target.alter):
        with pytest.raises(PublicationRefused, match="is ingetrokken en komt daar niet terug"):
            act(late)
    assert_withdrawn_once(office)


def test_a_file_of_somebody_else_is_kept_and_named(office: Office) -> None:
    note = office.workspace.settings.publicatie / "dowr" / "2027" / "begroting" / "aantekening.docx"
    note.write_text("van de griffie")

    with pytest.raises(PublicationRefused, match=r"aantekening\.docx"):
        publish_product(office)

    assert (note.read_text(), due(office)) == ("van de griffie", ["publicatie"])


def test_a_file_that_somebody_lays_in_an_emptied_place_is_not_ours(tmp_path: Path) -> None:
    """Its name is in the metadata, as one that is gone."""
    office = withdrawn(tmp_path)
    folder = office.workspace.settings.publicatie / "dowr" / "2027" / "begroting"
    (folder / "begroting.pdf").write_text("van iemand anders")
    state = office.state

    with pytest.raises(PublicationRefused, match=r"begroting\.pdf"):
        FolderTarget(office.workspace.settings.publicatie).alter(
            files_of(office.workspace, state, state.publications[0])
        )


def test_a_place_that_was_emptied_by_hand_gets_its_page_all_the_same(office: Office) -> None:
    shutil.rmtree(office.workspace.settings.publicatie / "dowr")

    publish_product(office)

    assert_withdrawn_once(office)


def test_a_ledger_changed_behind_our_back_takes_nothing_away(office: Office) -> None:
    path = office.workspace.settings.ledger_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as database:
        for (name,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            database.execute(f"drop trigger {name}")
        database.execute("update gebeurtenis set actor = 'manager_ict' where soort = 'stem_uitgebracht'")
    before = files_at(office)

    with pytest.raises(PublicationRefused, match="Van dossier dowr-2027-begroting wordt niets ingetrokken"):
        publish_product(office)

    assert files_at(office) == before


def test_what_arrived_differently_is_not_recorded(office: Office) -> None:
    """Nobody says that it was taken away while something else stands there."""

    class Spoilt(FolderTarget):
        """Somebody lays a file there right after."""

        def alter(self, publication: Publication) -> str:
            where = super().alter(publication)
            (self.root.joinpath(*publication.path) / "reclame.html").write_bytes(b"x")
            return where

    with pytest.raises(PublicationRefused, match="Wat aankwam is niet wat is gepubliceerd"):
        withdraw_due(office.workspace, office.dossier, Spoilt(office.workspace.settings.publicatie))

    assert "ingetrokken" not in office.kinds


def test_a_disk_that_takes_nothing_keeps_the_decision_waiting(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(publication_folder, "write_file", full)
        with pytest.raises(StoreFailed, match="is vol"):
            publish_product(office)
    waiting = due(office)
    publish_product(office)

    assert waiting == ["publicatie"]
    assert_withdrawn_once(office)


def test_an_attempt_months_later_finds_nothing_to_do(tmp_path: Path) -> None:
    """It makes no annex anew for what nobody publishes any more."""
    office = withdrawn(tmp_path)
    before = office.kinds
    wait_until(office, "2026-09-01")
    publish_product(office)

    assert office.kinds == before


# Beside a correction.


def test_what_is_being_corrected_can_be_withdrawn_meanwhile(tmp_path: Path) -> None:
    office = correcting(tmp_path)
    withdraw(office)
    publish_product(office)

    assert set(files_at(office)) == {"index.html", "metadata.json"}
    assert standing(office) == (
        "versie 2 op de besluitroute; versie 1 is ingetrokken op 1 april 2026; een correctie van versie 1 is onderweg"
    )


def test_a_replaced_version_can_be_withdrawn_and_the_new_one_stays(tmp_path: Path) -> None:
    office = corrected(tmp_path)
    withdraw(office, 1)
    publish_product(office)

    assert set(files_at(office)) == {"index.html", "metadata.json"}
    assert '<a href="../begroting-correctie-1/index.html">versie 2</a>' in page_at(office)
    assert "begroting.pdf" in files_at(office, "begroting-correctie-1")
    assert standing(office) == ("gepubliceerd; versie 1 is ingetrokken op 1 april 2026; versie 2 vervangt versie 1")


def test_when_the_last_is_withdrawn_the_one_before_does_not_come_back(tmp_path: Path) -> None:
    office = corrected(tmp_path)
    withdraw(office)
    publish_product(office)

    assert office.state.in_force is None
    assert "is vervangen door" in page_at(office)
    assert "Ingetrokken" in page_at(office, "begroting-correctie-1")


def test_the_head_with_a_decision_is_told_only_while_no_answer_can_be_sealed(tmp_path: Path) -> None:
    """From a head, a sealed answer before it could be found by trying."""
    office = correcting(tmp_path)
    before = canonical.loads(files_at(office)["metadata.json"])["koppen"]
    withdraw(office)
    publish_product(office)

    assert canonical.loads(files_at(office)["metadata.json"])["koppen"] == before
