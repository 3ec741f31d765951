"""Correcting a publication: the round opens again, and a new version is published beside the old, whatever breaks."""

import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from builders.dossier import (
    CORRECTED_BECAUSE,
    Office,
    add_version,
    correct,
    corrected,
    correcting,
    correction_adopted,
    due,
    end_gate,
    fake_bijlage,
    open_gates,
    publish_product,
    published,
    submit_workbooks,
    vote_all,
    walk_route,
    withdraw,
    withdrawn,
)
from builders.export import export_dossier
from builders.ledger import run_together
from builders.place import die_at_flush, files_at, page_at, root_files
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.sight import may_read
from jaarcyclus.dossier.standing import name_standing, name_waits
from jaarcyclus.errors import PublicationRefused, Refused
from jaarcyclus.proof.anchors import read_anchors
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts, publication
from jaarcyclus.steps.documents import find_document
from jaarcyclus.steps.known_figures import look_up
from jaarcyclus.steps.publication_target import FolderTarget, Publication
from jaarcyclus.terms import canonical

NEW = "begroting-correctie-1"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Version 2 of a published begroting went the whole route again; it is not published yet."""
    return correction_adopted(tmp_path / "var")


def standing(office: Office) -> str:
    return name_standing(office.state, office.workspace.profile_of(office.state))


def without_page(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name != "index.html"}


def documents(office: Office, version: int) -> set[str]:
    store = office.workspace.store
    made = manifest.from_bytes(store.get(office.state.versions[version - 1].manifest_sha256))
    return {*made.documenten, "bijlage_besluitvorming.pdf", "metadata.json", "index.html"}


def assert_corrected_once(office: Office) -> None:
    assert office.kinds.count("correctie_gepubliceerd") == 1
    assert set(files_at(office)) == documents(office, 1)
    assert set(files_at(office, NEW)) == documents(office, 2)
    assert not [name for name in root_files(office) if "/." in name or name.startswith(".")]
    assert "vervangen door" in page_at(office)
    assert verify_zip(export_dossier(office.workspace, office.dossier)).houdt


def assert_still_as_before(office: Office, before: Mapping[str, bytes]) -> None:
    assert root_files(office) == before
    assert "correctie_gepubliceerd" not in office.kinds


def test_a_correction_opens_the_same_round_again(tmp_path: Path) -> None:
    office = published(tmp_path)
    correct(office, "ict")
    waits = name_waits(office.state, office.workspace.profile_of(office.state))

    assert waits == ["het werkboek van Informatievoorziening en ICT (teammanager informatievoorziening en ICT)"]
    assert standing(office) == (
        "inzendingen gevraagd; een correctie van versie 1 (die blijft tot dan gepubliceerd) is onderweg"
    )
    assert set(files_at(office)) == documents(office, 1)


def test_the_whole_route_is_walked_again(office: Office) -> None:
    asked = {gate.gremium for gate in office.state.gates_of(1)}

    assert {gate.gremium for gate in office.state.gates_of(2)} == asked
    assert due(office) == ["publicatie"]


def test_who_votes_again_reads_that_it_is_a_correction_and_why(tmp_path: Path) -> None:
    office = correcting(tmp_path)
    open_gates(office)
    stand = office.state.gates[-1].stand_sha256 or ""

    page = office.workspace.store.get(stand).decode()
    assert f"Heropend door controller DOWR (correctie van gepubliceerde versie 1): {CORRECTED_BECAUSE}" in page


def test_the_new_version_stands_beside_the_old_of_which_only_the_page_changed(office: Office) -> None:
    before = files_at(office)
    publish_product(office)
    publish_product(office)

    assert without_page(files_at(office)) == without_page(before)
    assert_corrected_once(office)
    assert standing(office) == "gepubliceerd; versie 2 vervangt versie 1"


def test_each_page_leads_to_the_other_and_says_why(office: Office) -> None:
    publish_product(office)

    old, new = " ".join(page_at(office).split()), " ".join(page_at(office, NEW).split())
    assert f'Versie 1 is vervangen door <a href="../{NEW}/index.html">versie 2</a>. Lees die.' in old
    assert 'Deze versie vervangt <a href="../begroting/index.html">versie 1</a>.' in new
    assert CORRECTED_BECAUSE in new
    assert "vervangt" not in old


def test_the_metadata_name_what_is_replaced(office: Office) -> None:
    old = canonical.sha256(files_at(office)["metadata.json"])
    publish_product(office)

    assert canonical.loads(files_at(office, NEW)["metadata.json"])["vervangt"] == {
        "versie": 1,
        "plaats": "dowr/2027/begroting",
        "metadata_sha256": old,
        "besloten": "2026-04-01",
        "door": "controller DOWR",
        "reden": CORRECTED_BECAUSE,
    }


def test_the_overview_page_tells_them_apart(office: Office) -> None:
    publish_product(office)

    overview = (office.workspace.settings.publicatie / "index.html").read_text()
    assert overview.count("<li>") == 2
    assert "werken samen</a> (vervangen door versie 2) (oefening)" in overview
    assert "werken samen</a>, versie 2 (oefening)" in overview


def test_a_withdrawn_publication_can_be_corrected(tmp_path: Path) -> None:
    office = withdrawn(tmp_path)
    correct(office, "ict")
    told = standing(office)
    submit_workbooks(office, "ict", lines=4)
    add_version(office)
    walk_route(office)
    publish_product(office)

    assert told.endswith("versie 1 is ingetrokken op 1 april 2026; een correctie van versie 1 is onderweg")
    assert set(files_at(office)) == {"index.html", "metadata.json"}
    assert "is vervangen door" in page_at(office)
    assert set(files_at(office, NEW)) == documents(office, 2)
    assert office.state.in_force is not None
    assert verify_zip(export_dossier(office.workspace, office.dossier)).houdt


def test_a_version_that_was_sent_back_is_not_published_and_the_next_replaces_the_first(tmp_path: Path) -> None:
    office = correcting(tmp_path)
    acts.reopen(office.workspace, office.dossier, "controller", reden="Nog een fout.", percelen=("ict",))
    submit_workbooks(office, "ict", lines=5)
    add_version(office)
    walk_route(office)
    publish_product(office)

    assert [(item.versie, item.replaces) for item in office.state.publications] == [(1, None), (3, 1)]
    assert set(files_at(office, NEW)) == documents(office, 3)


# What others see meanwhile.


def test_a_new_version_is_only_for_who_has_a_part_in_it(tmp_path: Path) -> None:
    """The old one is public; the new one is not adopted yet."""
    office = correcting(tmp_path, "tussenrapportage_1")
    profile = office.workspace.profile_of(office.state)

    assert not may_read(office.state, profile, "portefeuillehouder_raalte")
    assert may_read(office.state, profile, "manager_ict")


def test_the_annex_of_the_first_version_still_opens(tmp_path: Path) -> None:
    office = correcting(tmp_path)
    annex = office.state.publications[0].content.bijlage_sha256

    assert find_document(office.workspace, "dowr", "manager_ict", annex)[0] == (
        "dowr-2027-begroting-v1-besluitvorming.pdf"
    )


def test_until_it_is_published_the_old_version_is_what_counts(tmp_path: Path) -> None:
    office = correcting(tmp_path)
    before = look_up(office.workspace, "dowr", "tussenrapportage_1", 2027).kolommen["begroting_voor"]
    walk_route(office)
    publish_product(office)
    after = look_up(office.workspace, "dowr", "tussenrapportage_1", 2027).kolommen["begroting_voor"]

    assert (before.versie, after.versie) == (1, 2)
    assert before.cijfers != after.cijfers


def test_what_a_new_round_knows_of_it_tells_no_head_after_a_sealed_answer(tmp_path: Path) -> None:
    office = correcting(tmp_path)
    gates = open_gates(office)
    before = look_up(office.workspace, "dowr", "tussenrapportage_1", 2027)
    vote_all(office, gates[0])
    during = look_up(office.workspace, "dowr", "tussenrapportage_1", 2027)
    end_gate(office, gates[0])

    assert during == before
    assert look_up(office.workspace, "dowr", "tussenrapportage_1", 2027) != before


# Whatever breaks on the way.


@pytest.mark.parametrize("flush", [1, 3, 5, 8, 12, 16, 20, 22, 23, 24, 25, 26])
def test_a_kill_anywhere_and_a_retry_publish_one_correction(office: Office, flush: int) -> None:
    """Killed (-9) at the n-th time that something must reach the disk: annex, placing, the old page, recording."""
    old = without_page(files_at(office))
    ended = die_at_flush(flush, lambda: publish_product(office))

    publish_product(office)

    assert ended in (-signal.SIGKILL, 0)
    assert without_page(files_at(office)) == old
    assert_corrected_once(office)


def test_two_publications_at_once_are_one(office: Office) -> None:
    run_together(publish_or_be_refused, [(office,)] * 3)
    publish_product(office)

    assert_corrected_once(office)


def publish_or_be_refused(office: Office) -> None:
    try:
        publish_product(office)
    except Refused:
        return  # another was first: its run fails, and a next attempt finds it done


def test_a_reopening_during_publication_takes_it_back_and_the_old_page_says_nothing(office: Office) -> None:
    before = root_files(office)

    class Slow(FolderTarget):
        """While it is placed, the controller opens the round again."""

        def place(self, publication: Publication) -> str:
            where = super().place(publication)
            if publication.path[-1] == NEW and office.state.active_version:
                acts.reopen(office.workspace, office.dossier, "controller", reden="Fout in ICT.", percelen=("ict",))
            return where

    with pytest.raises(Refused) as refused:
        publication.publish(
            office.workspace,
            office.dossier,
            target=Slow(office.workspace.settings.publicatie),
            make_bijlage=fake_bijlage,
        )

    assert refused.value.code == "NIET_VASTGESTELD"
    assert_still_as_before(office, before)


def test_a_withdrawal_during_publication_is_not_undone_by_it(office: Office) -> None:
    """Both end well: the tombstone stays, and the correction stands beside it."""

    class Slow(FolderTarget):
        """While it is placed, the old version is withdrawn, and taken away by another run."""

        def place(self, publication: Publication) -> str:
            where = super().place(publication)
            if publication.path[-1] == NEW and office.state.in_force:
                withdraw(office)
                publish_product(office)
            return where

    with pytest.raises(PublicationRefused, match="is ingetrokken en komt daar niet terug"):
        publication.publish(
            office.workspace,
            office.dossier,
            target=Slow(office.workspace.settings.publicatie),
            make_bijlage=fake_bijlage,
        )
    publish_product(office)

    assert set(files_at(office)) == {"index.html", "metadata.json"}
    assert set(files_at(office, NEW)) == documents(office, 2)


def test_an_old_publication_that_somebody_changed_is_put_right(office: Office) -> None:
    old = without_page(files_at(office))
    folder = office.workspace.settings.publicatie / "dowr" / "2027" / "begroting"
    (folder / "begroting.pdf").write_text("anders")

    publish_product(office)

    assert without_page(files_at(office)) == old
    assert_corrected_once(office)


def test_only_the_page_of_the_old_publication_is_written(office: Office) -> None:
    """Its documents keep what they are on the disk: nobody rewrites what was published."""
    folder = office.workspace.settings.publicatie / "dowr" / "2027" / "begroting"
    before = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()}
    publish_product(office)
    after = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()}

    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == {"index.html"}


def test_a_folder_of_somebody_else_in_its_place_is_kept(office: Office) -> None:
    folder = office.workspace.settings.publicatie / "dowr" / "2027" / NEW
    folder.mkdir()
    (folder / "notitie.docx").write_text("van de griffie")
    before = files_at(office)

    with pytest.raises(PublicationRefused, match=r"notitie\.docx"):
        publish_product(office)

    assert (files_at(office), (folder / "notitie.docx").read_text()) == (before, "van de griffie")


def test_a_corrected_dossier_stays_provable_with_the_data_of_each_publication(tmp_path: Path) -> None:
    office = corrected(tmp_path)
    exported = export_dossier(office.workspace, office.dossier)
    for place in ("begroting", NEW):
        anchors = read_anchors(files_at(office, place)["metadata.json"])
        assert verify_zip(exported, asked=Asked(anchors=anchors)).houdt
