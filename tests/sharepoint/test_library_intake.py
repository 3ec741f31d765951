"""The inbox on SharePoint: each file received once, kept as it is, and one answer of today beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from builders.dossier import open_round, workbook_of
from builders.export import export_dossier
from builders.library_inbox import CHAIN, InboxDesk, Killed
from builders.sharepoint import Snapshot, put_back
from builders.workbook import with_cell
from graph import human, items, wire
from graph.plan import INBOX, Plan
from graph.running import Graph
from jaarcyclus import disk
from jaarcyclus.graph.transport import Transport
from jaarcyclus.ledger.store import Ledger
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import library_cursor
from jaarcyclus.steps.library_inboxes import tell
from jaarcyclus.steps.library_intake import STABLE
from jaarcyclus.steps.replies import judge_and_reply

ICT, PSA = "Inbox/ict/ict.xlsx", "Inbox/psa/psa.xlsx"
ANSWER = f"{ICT}-antwoord.txt"
SOON = STABLE.total_seconds()
EACH = 8  # of how many places to die one is tried; 1 tries all, in a quarter of an hour


@pytest.fixture
def desk(graph: Graph, tmp_path: Path) -> InboxDesk:
    return InboxDesk(graph, tmp_path / "var")


def lay(desk: InboxDesk, path: str, content: bytes = b"werkboek") -> str:
    return desk.graph.upload_as_human(path, content)


def move_up(desk: InboxDesk, path: str) -> None:
    """Have a person move a file to the folder above the one that it lies in."""
    store = desk.graph.store
    with store.transaction():
        item = human.find(store, desk.drive, path)
        above = items.by_id(store, items.by_id(store, item["parent"])["parent"])
        items.move(store, item, above, item["name"], human.HUMAN)


def names(desk: InboxDesk) -> list[str]:
    return [f"{perceel}/{name}" for perceel, name, _ in desk.received()]


def changes(desk: InboxDesk) -> list[str]:
    """Return what was done to files in the library."""
    return [entry.kind for entry in desk.graph.effects() if entry.item]


def told(desk: InboxDesk) -> str:
    kept = library_cursor.read(desk.workspace.settings, "dowr")
    return " ".join(tell(kept)) if kept else ""


def require_each_once(desk: InboxDesk) -> None:
    """What the ledger has of each file is what it held, each content once, and today's answer lies beside it."""
    last: dict[str, tuple[int, str, str]] = {}
    for origin in desk.origins():
        assert last.get(origin.item, (0, "", ""))[1:] != (origin.sha256, origin.perceel)
        last[origin.item] = (origin.number, origin.sha256, origin.perceel or "")
    tree = desk.graph.tree()
    for path, row in tree.items():
        if path.startswith("Inbox/") and row["created_by"] != desk.graph.app:
            assert row["sha256"] == last[row["id"]][1], path
            beside = [text for name, text in desk.answers().items() if name.startswith(f"{path}-antwoord")]
            assert [f"Ontvangst:  {last[row['id']][0]}" in text for text in beside] == [True], path


# what an office does


def test_a_file_is_received_and_answered_beside_it(desk: InboxDesk) -> None:
    lay(desk, ICT)
    kept = desk.finish()

    desk.require_sound()
    require_each_once(desk)
    assert (names(desk), list(desk.answers()), kept.hindrances) == (["ict/ict.xlsx"], [ANSWER], {})
    assert [receipt.number for receipt in desk.checks] == [1]


def test_a_workbook_in_which_sharepoint_wrote_is_accepted_and_proven(desk: InboxDesk, tmp_path: Path) -> None:
    """The library puts properties into an Office file: it is judged as it then is, and kept so."""
    office = open_round(tmp_path / "kantoor")
    desk.workspace, (sent, _) = office.workspace, workbook_of("psa")
    lay(desk, PSA, sent)
    for _ in range(2):
        desk.look()
        desk.graph.advance(SOON)
    ((_, _, kept),) = desk.received()
    judge_and_reply(desk.workspace, "dowr", desk.origins()[0].number)
    desk.look()
    dossier, postbus = (export_dossier(desk.workspace, name) for name in (office.dossier, CHAIN))

    assert kept == desk.graph.content(PSA) != sent
    assert "Uitkomst:   geaccepteerd" in desk.answers()[f"{PSA}-antwoord.txt"]
    assert verify_zip(dossier, asked=Asked(postbus=postbus)).houdt
    assert verify_zip(postbus).houdt


def test_each_perceel_finds_a_folder(desk: InboxDesk) -> None:
    desk.look()
    made = {entry.name for entry in desk.graph.effects("folder-created", by=desk.graph.app)}

    assert {"Inbox", "ict", "psa", "algemeen"} <= made


def test_a_workbook_to_begin_with_lies_below_each_folder_and_is_not_taken_in(desk: InboxDesk, tmp_path: Path) -> None:
    """Once a manager filled it in and moved it up, it is his, though the library still calls us its maker."""
    desk.workspace = open_round(tmp_path / "kantoor").workspace
    desk.finish()
    name = "dowr-2027-begroting-ict"
    mine = [path for path in desk.laid() if path.startswith("Inbox/ict/")]

    assert mine == [f"Inbox/ict/werkboek/{name}-lees-mij.txt", f"Inbox/ict/werkboek/{name}.xlsx"]
    desk.graph.act_as_human("edit", mine[1], content=b"ingevuld")
    desk.finish()
    assert names(desk) == []
    move_up(desk, mine[1])
    desk.finish()
    assert names(desk) == [f"ict/{name}.xlsx"]


def test_a_refused_workbook_comes_back_marked_and_is_handed_in_from_there(desk: InboxDesk, tmp_path: Path) -> None:
    """It lies where nothing is taken in, until its sender has mended it and moves it up."""
    desk.workspace, marked = open_round(tmp_path / "kantoor").workspace, "Inbox/psa/werkboek/psa-gemarkeerd.xlsx"
    lay(desk, PSA, with_cell("Regels", "A9", "99.99", workbook_of("psa")[0]))
    take_and_judge(desk)

    assert f"ligt in de map 'werkboek' onder uw map: {Path(marked).name}." in desk.answers()[f"{PSA}-antwoord.txt"]
    assert "Bevindingen" in load_workbook(BytesIO(desk.graph.content(marked))).sheetnames
    desk.graph.act_as_human("edit", marked, content=workbook_of("psa")[0])
    move_up(desk, marked)
    take_and_judge(desk)
    assert [name for _, name, _ in desk.received()] == ["psa.xlsx", "psa-gemarkeerd.xlsx"]
    assert "Uitkomst:   geaccepteerd" in desk.answers()["Inbox/psa/psa-gemarkeerd.xlsx-antwoord.txt"]


def take_and_judge(desk: InboxDesk) -> None:
    """Let the watch take what lies there, the task judge it, and the watch answer."""
    for _ in range(2):
        desk.look()
        desk.graph.advance(SOON)
    judge_and_reply(desk.workspace, "dowr", desk.origins()[-1].number)
    desk.look()


def test_what_stays_as_it_is_is_received_once(desk: InboxDesk) -> None:
    lay(desk, ICT)
    desk.finish()
    effects = changes(desk)
    desk.graph.forget_delta_tokens()
    desk.finish()
    desk.graph.advance(100_000)  # everything anew, daily
    desk.finish()

    assert names(desk) == ["ict/ict.xlsx"]
    assert changes(desk) == effects


def test_what_a_sender_replaces_is_a_new_submission_with_the_answer_renewed(desk: InboxDesk) -> None:
    """Also when the bytes of before come back: that is what counts then."""
    for content in (b"A", b"B", b"A"):
        lay(desk, ICT.replace(".xlsx", ".csv"), content)
        desk.finish()

    desk.require_sound()
    require_each_once(desk)
    assert [content for _, _, content in desk.received()] == [b"A", b"B", b"A"]
    assert len(desk.answers()) == 1


def test_the_same_bytes_under_another_name_are_a_submission_of_their_own(desk: InboxDesk) -> None:
    lay(desk, "Inbox/ict/a.csv")
    lay(desk, "Inbox/ict/b.csv")
    desk.finish()

    require_each_once(desk)
    assert sorted(names(desk)) == ["ict/a.csv", "ict/b.csv"]


def test_who_renames_hands_in_nothing_and_who_moves_to_another_perceel_does(desk: InboxDesk) -> None:
    lay(desk, ICT)
    lay(desk, PSA)
    desk.finish()
    desk.graph.act_as_human("rename", ICT, name="ict 2027.xlsx")
    desk.finish()
    renamed = names(desk)
    with desk.graph.store.transaction():
        moved, into = (
            human.find(desk.graph.store, desk.drive, path) for path in ("Inbox/ict/ict 2027.xlsx", "Inbox/psa")
        )
        items.move(desk.graph.store, moved, into, "ict 2027.xlsx", human.HUMAN)
    desk.finish()

    require_each_once(desk)
    assert sorted(renamed) == ["ict/ict.xlsx", "psa/psa.xlsx"]
    assert names(desk) == [*renamed, "psa/ict 2027.xlsx"]
    assert sorted(desk.answers()) == ["Inbox/psa/ict 2027.xlsx-antwoord.txt", f"{PSA}-antwoord.txt"]


def test_after_another_name_the_old_answer_makes_room_for_the_new(desk: InboxDesk) -> None:
    lay(desk, ICT)
    desk.finish()
    desk.graph.act_as_human("rename", ICT, name="ict 2027.xlsx")
    desk.graph.act_as_human("edit", "Inbox/ict/ict 2027.xlsx")
    desk.finish()

    require_each_once(desk)
    assert list(desk.answers()) == ["Inbox/ict/ict 2027.xlsx-antwoord.txt"]


@pytest.mark.parametrize("name", ["~ict.xlsx", ".ict.xlsx", "ict.xlsx.part", "ict.tmp", "Thumbs.db"])
def test_half_a_copy_waits_for_nobody(desk: InboxDesk, name: str) -> None:
    lay(desk, f"Inbox/ict/{name}")
    desk.finish()

    assert names(desk) == []


@pytest.mark.parametrize("name", ["ict.xlsm", "ict.XLS", "begroting 100% & #2.pdf", "ict", "é\u200b\u202egpj.xlsx"])
def test_another_kind_of_file_and_an_odd_name_are_received_too(desk: InboxDesk, name: str) -> None:
    lay(desk, f"Inbox/ict/{name}")
    desk.finish()

    require_each_once(desk)
    assert len(names(desk)) == 1


def test_a_name_with_half_a_sign_in_it_holds_nobody_up(desk: InboxDesk) -> None:
    """A program cut an emoji in two; no file here can hold that (onedrive-d-old 73)."""
    lay(desk, f"Inbox/ict/a{wire.HALF}.csv")
    lay(desk, PSA)
    desk.graph.upload_as_human(f"Inbox/{wire.HALF}/x.txt", b"x")
    desk.finish()

    assert sorted(names(desk)) == ["ict/a\ufffd.csv", "psa/psa.xlsx"]
    assert len(desk.answers()) == 2


def test_a_file_that_still_changes_is_left_until_it_lies_still(desk: InboxDesk) -> None:
    for content in (b"half", b"bijna", b"heel"):
        lay(desk, "Inbox/ict/ict.csv", content)
        desk.look()
        desk.graph.advance(SOON)
    desk.finish()

    assert [content for _, _, content in desk.received()] == [b"heel"]


def test_a_delta_that_tells_little_hands_in_no_answer_of_ours(desk: InboxDesk) -> None:
    """Its page says that it leaves out a name now and then, and once left out who made a file (graph-docs 1431)."""
    desk.graph.behave(delta_sparse=True)
    lay(desk, ICT)
    desk.finish()
    lay(desk, ICT, b"beter")
    desk.finish()

    desk.require_sound()
    require_each_once(desk)
    assert (names(desk), list(desk.answers())) == (["ict/ict.xlsx"] * 2, [ANSWER])


def test_a_library_that_does_not_name_the_app_hands_in_no_answer_of_ours(desk: InboxDesk) -> None:
    """Else each answer is answered, without end: all that an app did is by "SharePoint App" (onedrive-api-docs 362)."""
    desk.graph.store.set("anonymous_apps", True)
    lay(desk, ICT)
    desk.finish()

    assert (names(desk), list(desk.answers())) == (["ict/ict.xlsx"], [ANSWER])


def test_a_file_whose_columns_a_flow_keeps_writing_is_received(desk: InboxDesk) -> None:
    """Every write of those changes the eTag; a flow that is set off by its own write does so each minute."""
    lay(desk, "Inbox/ict/ict.csv")
    for number in range(4):
        desk.look()
        desk.graph.act_as_human("set_fields", "Inbox/ict/ict.csv", Behandeld=number)
        desk.graph.advance(SOON)

    assert names(desk) == ["ict/ict.csv"]


def test_of_a_file_that_never_lies_still_its_owner_hears(desk: InboxDesk) -> None:
    for number in range(90):
        lay(desk, "Inbox/ict/ict.csv", b"%d" % number)
        desk.look()
        desk.graph.advance(SOON)
    waited = told(desk)
    desk.finish()

    assert "'ict.csv' verandert steeds" in waited
    assert [content for _, _, content in desk.received()] == [b"89"]
    assert "verandert" not in told(desk)


def test_a_file_that_is_still_empty_is_on_its_way(desk: InboxDesk) -> None:
    """It is there, with size 0, while its content comes (BusinessApplicationPlatform-Connectors 533)."""
    lay(desk, "Inbox/ict/ict.csv", b"")
    for _ in range(4):
        desk.look()
        desk.graph.advance(SOON)
    lay(desk, "Inbox/ict/ict.csv", b"inhoud")
    desk.finish()

    assert [content for _, _, content in desk.received()] == [b"inhoud"]


def test_a_file_that_stays_empty_is_received_and_judged(desk: InboxDesk) -> None:
    lay(desk, "Inbox/ict/ict.csv", b"")
    desk.finish()

    assert [content for _, _, content in desk.received()] == [b""]


def test_a_file_that_the_delta_never_tells_of_is_found_the_next_day(desk: InboxDesk) -> None:
    """A full listing was seen to leave files out (msgraph-sdk-dotnet 2853)."""
    desk.finish()
    item = lay(desk, "Inbox/ict/ict.csv")
    desk.graph.store.run("DELETE FROM change WHERE item = ?", item)
    desk.finish()
    unseen = names(desk)
    desk.graph.advance(100_000)
    desk.finish()

    assert (unseen, names(desk)) == ([], ["ict/ict.csv"])


def test_another_tag_of_the_same_bytes_is_no_other_submission(desk: InboxDesk) -> None:
    """Renaming was seen to change the tag that stands for the content (microsoft-graph-docs 9205)."""
    lay(desk, ICT)
    desk.finish()
    desk.graph.act_as_human("rename", ICT, name="nieuw.xlsx")
    desk.graph.store.run("UPDATE item SET ctag = ctag + 1 WHERE name = 'nieuw.xlsx'")
    desk.finish()

    assert names(desk) == ["ict/ict.xlsx"]


def test_a_name_too_long_for_its_answer_gets_one_by_number(desk: InboxDesk) -> None:
    long = f"{'x' * 340}.csv"
    lay(desk, f"Inbox/ict/{long}")
    desk.finish()

    assert list(desk.answers()) == ["Inbox/ict/000001-antwoord.txt"]


# what others do there


def test_what_somebody_laid_under_the_name_of_our_answer_stays(desk: InboxDesk) -> None:
    lay(desk, ANSWER, b"van mij")
    lay(desk, ICT)
    desk.finish()

    desk.require_sound()
    assert desk.graph.content(ANSWER) == b"van mij"
    assert "Inbox/ict/ict.xlsx-antwoord-2.txt" in desk.answers()


def test_an_answer_that_somebody_wrote_in_is_left_to_him(desk: InboxDesk) -> None:
    lay(desk, "Inbox/ict/ict.csv", b"A")
    desk.finish()
    answer = "Inbox/ict/ict.csv-antwoord.txt"
    desk.graph.act_as_human("edit", answer, content=b"gezien!")
    lay(desk, "Inbox/ict/ict.csv", b"B")
    desk.finish()

    assert desk.graph.content(answer) == b"gezien!"
    assert "Ontvangst:  5" in desk.answers()["Inbox/ict/ict.csv-antwoord-2.txt"]


def test_who_tidies_our_answer_away_does_not_get_it_again(desk: InboxDesk) -> None:
    lay(desk, ICT)
    desk.finish()
    desk.graph.act_as_human("delete", ANSWER)
    desk.finish()

    assert desk.answers() == {}


def test_a_file_that_is_gone_before_we_took_it_is_no_trouble(desk: InboxDesk) -> None:
    lay(desk, ICT)
    desk.look()
    desk.graph.act_as_human("delete", ICT)
    kept = desk.finish()

    assert (names(desk), kept.hindrances, kept.waiting) == ([], {}, {})


def test_a_file_that_is_gone_before_its_answer_is_answered_where_it_was(desk: InboxDesk) -> None:
    lay(desk, ICT)
    desk.look()
    desk.graph.advance(SOON)
    desk.look()
    desk.graph.act_as_human("delete", ICT)
    desk.finish()

    assert list(desk.answers()) == [ANSWER]


@pytest.mark.parametrize(
    ("act", "words"),
    [("checkout", "Vraag diegene het in te checken"), ("find_malware", "Open het niet en geef het door")],
)
def test_what_a_person_must_do_is_told_and_others_go_on(desk: InboxDesk, act: str, words: str) -> None:
    lay(desk, ICT)
    desk.graph.act_as_human(act, ICT)
    lay(desk, PSA)
    desk.finish()
    waits = told(desk)
    if act == "checkout":
        desk.graph.act_as_human("checkin", ICT)
        desk.finish()

    assert words in waits
    assert names(desk) == (["psa/psa.xlsx", "ict/ict.xlsx"] if act == "checkout" else ["psa/psa.xlsx"])


def test_an_answer_that_is_open_in_office_waits_and_is_then_renewed(desk: InboxDesk) -> None:
    lay(desk, "Inbox/ict/ict.csv", b"A")
    desk.finish()
    answer = "Inbox/ict/ict.csv-antwoord.txt"
    desk.graph.act_as_human("lock", answer, seconds=500)
    lay(desk, "Inbox/ict/ict.csv", b"B")
    for _ in range(4):
        desk.look()
        desk.judge()
        desk.graph.advance(SOON)
    waits = told(desk)
    desk.finish()

    assert "vergrendeld" in waits
    desk.require_sound()
    require_each_once(desk)


def test_a_folder_that_was_renamed_waits_for_its_name_and_nothing_in_it_is_lost(desk: InboxDesk) -> None:
    lay(desk, ICT)
    desk.finish()
    desk.graph.act_as_human("rename", "Inbox/ict", name="ICT oud")
    lay(desk, "Inbox/ICT oud/later.xlsx")
    lay(desk, PSA)
    desk.finish()
    waits, meanwhile = told(desk), names(desk)
    desk.graph.act_as_human("rename", "Inbox/ICT oud", name="ict")
    desk.finish()

    assert "heet nu anders of staat ergens anders (ICT oud)" in waits
    assert meanwhile == ["ict/ict.xlsx", "psa/psa.xlsx"]
    assert names(desk) == [*meanwhile, "ict/later.xlsx"]
    assert told(desk) == ""


def test_the_folder_above_is_not_made_anew_beside_a_renamed_one(desk: InboxDesk) -> None:
    lay(desk, ICT)
    desk.finish()
    desk.graph.act_as_human("rename", "Inbox", name="Postvak")
    desk.finish()

    assert "heet nu anders of staat ergens anders (Postvak)" in told(desk)
    assert not any(path.startswith("Inbox/") for path in desk.graph.tree())


def test_a_folder_that_somebody_threw_away_comes_again(desk: InboxDesk) -> None:
    lay(desk, ICT)
    desk.finish()
    desk.graph.act_as_human("delete", "Inbox/ict")
    desk.look()
    lay(desk, "Inbox/ict/nieuw.xlsx")
    desk.finish()

    assert names(desk) == ["ict/ict.xlsx", "ict/nieuw.xlsx"]


def test_what_lies_where_nobody_looks_is_told(desk: InboxDesk) -> None:
    lay(desk, "Inbox/verdwaald.xlsx")
    lay(desk, "Inbox/Financiën/ook.xlsx")
    desk.finish()

    assert names(desk) == []
    assert "Financiën, verdwaald.xlsx; daar kijkt niemand" in told(desk)


# what the site does


@pytest.mark.parametrize(
    ("arrange", "words"),
    [
        (lambda graph: graph.grant(None), "Sites.Selected"),
        (lambda graph: graph.grant("read"), "Sites.Selected"),
        (lambda graph: graph.behave(quota=10), "ruimte"),
    ],
    ids=["no right", "read only", "full"],
)
def test_what_the_site_does_not_allow_is_told_and_done_once_it_does(desk: InboxDesk, arrange, words: str) -> None:
    desk.look()
    lay(desk, ICT)
    arrange(desk.graph)
    desk.finish()
    waits = told(desk)
    desk.graph.grant("write")
    desk.graph.behave(quota=None)
    desk.graph.advance(61)
    desk.finish()

    assert words in waits
    require_each_once(desk)
    assert told(desk) == ""


def test_a_library_that_wants_check_out_shows_the_answer_to_everybody(desk: InboxDesk) -> None:
    desk.library = "Besluiten"
    desk.graph.drive_id = desk.graph.add_library("Besluiten", require_checkout=True)
    lay(desk, ICT)
    desk.graph.act_as_human("checkin", ICT)
    desk.finish()
    desk.graph.act_as_human("edit", ICT)
    desk.finish()

    require_each_once(desk)
    assert len(names(desk)) == 2
    assert desk.graph.tree()[ANSWER]["checked_out_by"] is None


@pytest.mark.parametrize(("drafts", "left"), [("minor", 0), ("approval", 1)])
def test_a_library_that_keeps_drafts_shows_the_answer_once_it_may(desk: InboxDesk, drafts: str, left: int) -> None:
    """What waits for approval is laid once: each further check-in would ask for that anew."""
    desk.library = "Concepten"
    desk.graph.drive_id = desk.graph.add_library("Concepten", drafts=drafts)
    lay(desk, ICT)
    desk.finish()
    desk.graph.act_as_human("edit", ICT)
    desk.finish()
    desk.graph.advance(100_000)
    desk.finish()

    require_each_once(desk)
    assert len(names(desk)) == 2
    assert desk.graph.tree()[ANSWER]["draft"] == left
    assert len(desk.graph.effects("checked-in", by=desk.graph.app)) == 2


def test_told_to_wait_nothing_is_asked_before(desk: InboxDesk) -> None:
    lay(desk, ICT)
    desk.graph.play(Plan.of("delta", "throttle", status=429, retry_after="600"))
    desk.look()
    asked = len(desk.graph.requests())
    desk.graph.advance(599)
    desk.look()

    assert "SharePoint vraagt te wachten." in told(desk)
    assert len(desk.graph.requests()) == asked
    desk.finish()
    desk.require_sound()
    require_each_once(desk)


# what happens to the installation


def test_a_ledger_that_was_put_back_gets_what_came_since_again(desk: InboxDesk, tmp_path: Path) -> None:
    """The file of the link is newer than the ledger: then it counts for nothing."""
    lay(desk, ICT)
    desk.finish()
    older = InboxDesk(desk.graph, tmp_path / "ander")
    lay(desk, PSA)
    desk.finish()
    kept = library_cursor.read(desk.workspace.settings, "dowr")
    library_cursor.write(older.workspace.settings, "dowr", kept)
    older.finish()

    assert sorted(names(older)) == ["ict/ict.xlsx", "psa/psa.xlsx"]


def test_what_was_kept_of_the_library_may_be_lost_or_damaged(desk: InboxDesk) -> None:
    lay(desk, ICT)
    desk.finish()
    (desk.workspace.settings.var / "bibliotheek" / "dowr.json").write_bytes(b"{half")
    lay(desk, PSA)
    desk.finish()

    assert names(desk) == ["ict/ict.xlsx", "psa/psa.xlsx"]


def test_a_clock_that_was_a_year_ahead_keeps_nothing_waiting(desk: InboxDesk) -> None:
    lay(desk, ICT)
    desk.graph.advance(365 * 86_400)
    desk.look()
    desk.graph.play(Plan.of("delta", "throttle", status=429, retry_after="600"))
    desk.look()
    desk.graph.advance(-365 * 86_400)
    desk.graph.store.run("DELETE FROM throttle")
    for _ in range(2):
        desk.look()
        desk.graph.advance(SOON)

    assert names(desk) == ["ict/ict.xlsx"]


def test_another_library_is_asked_for_everything(desk: InboxDesk) -> None:
    lay(desk, ICT)
    desk.finish()
    before = len(desk.graph.requests("delta"))
    desk.look(plek="elders")

    assert "token" not in desk.graph.requests("delta")[before].query


@pytest.mark.parametrize("later", [b"A", b"B"], ids=["the same", "replaced"])
def test_two_looks_at_once_receive_a_file_once(desk: InboxDesk, monkeypatch: pytest.MonkeyPatch, later: bytes) -> None:
    """The other one, of a process that was killed and lives on, comes between fetching and recording."""
    lay(desk, "Inbox/ict/ict.csv", b"A")
    desk.look()
    desk.graph.advance(SOON)
    receive = desk.workspace.receive
    beside = InboxDesk(desk.graph, desk.workspace.settings.var)

    def late(workspace, postbus, decide):
        monkeypatch.undo()
        if later != b"A":
            lay(desk, "Inbox/ict/ict.csv", later)
        for _ in range(3):
            beside.look()
            desk.graph.advance(SOON)
        return receive(postbus, decide)

    monkeypatch.setattr(type(desk.workspace), "receive", late)
    desk.look()
    desk.finish()

    require_each_once(desk)
    assert [content for _, _, content in desk.received()] == [later]


# everything at once


@contextmanager
def killed_at(monkeypatch: pytest.MonkeyPatch, number: int) -> Iterator[list[str]]:
    """Have the process die before the `number`-th effect: a request, something recorded, something on the disk."""
    met: list[str] = []

    def guard(kind: str, act):
        def guarded(*args, **kw):
            met.append(kind)
            if len(met) == number:
                raise Killed
            return act(*args, **kw)

        return guarded

    with monkeypatch.context() as patch:
        patch.setattr(Transport, "send", guard("request", Transport.send))
        patch.setattr(Ledger, "transact", guard("recorded", Ledger.transact))
        patch.setattr(disk, "write", guard("kept", disk.write))
        yield met


def play(desk: InboxDesk) -> None:
    """Two files come; one is replaced once it was answered."""
    lay(desk, "Inbox/ict/a.csv", b"A")
    lay(desk, ICT)
    desk.finish()
    lay(desk, "Inbox/ict/a.csv", b"B")
    desk.finish()


@pytest.mark.parametrize("first", range(2))
def test_killed_between_any_two_effects_nothing_is_lost_and_nothing_comes_twice(
    tenant: tuple[Graph, Snapshot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    with killed_at(monkeypatch, -1) as effects:
        play(InboxDesk(put_back(*tenant), tmp_path / "heel"))
    assert len(effects) > 60

    for number in range(1 + first * EACH, len(effects), 2 * EACH):
        desk = InboxDesk(put_back(*tenant), tmp_path / f"var{number}")
        with killed_at(monkeypatch, number):
            play(desk)

        desk.require_sound()
        require_each_once(desk)
        assert sorted(names(desk)) == ["ict/a.csv", "ict/a.csv", "ict/ict.xlsx"], number


@pytest.mark.parametrize("seed", range(300, 314))
def test_after_any_trouble_each_file_is_received_once_and_answered(desk: InboxDesk, seed: int) -> None:
    """What only a person can end, a person does at the end."""
    desk.graph.play(Plan.from_seed(seed, (*INBOX, "put", "folder", "look", "children", "drives", "site")))
    play(desk)
    for path, row in desk.graph.tree().items():
        if row["checked_out_by"] == human.HUMAN:
            desk.graph.act_as_human("checkin", path)
    desk.finish()

    desk.require_sound()
    require_each_once(desk)
    assert told(desk) == ""
    assert names(desk)
