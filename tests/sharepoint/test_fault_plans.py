"""One file published under seeded plans of trouble, by a caller that does no more than the outcomes tell it.

The caller here keeps what a ledger would: the session and the item that it saw. It is what `steps` may rely on: after
each plan there is one item with the right columns, or a sentence for a person; nobody's file was touched, and no call
came before its time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import pytest

from graph.plan import Plan
from jaarcyclus.graph import sessions
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.columns import Column, ensure_columns, patch_fields
from jaarcyclus.graph.items import checkin, look, look_again, put_small
from jaarcyclus.graph.outcomes import Ambiguous, Done, Exists, NeedsPerson, Outcome, TryLater
from jaarcyclus.graph.places import resolve
from jaarcyclus.graph.reasons import Reason
from jaarcyclus.graph.records import Folder, Item
from jaarcyclus.graph.sessions import UNIT, Session, cancel, open_session, send_chunks, session_status

NAME = "begroting.pdf"
COLUMNS = (Column(name="JcSleutel", label="Sleutel"), Column(name="JcSha256", label="SHA-256"))
FIELDS = {"JcSleutel": "dowr-2027-begroting-v1", "JcSha256": "0" * 64}
SMALL, LARGE = b"%PDF-1.7 klein", b"%PDF-1.7" + bytes(5 * UNIT)
MOST_ATTEMPTS = 40


@dataclass
class Kept:
    """What outlives an attempt."""

    session: Session | None = None
    item: Item | None = None


def publish(client: Client, content: bytes, kept: Kept) -> Outcome[Item]:
    """Make one attempt: look, place what is not there, fill columns, check in."""
    folder = resolve(client, ("2027", "begroting"))
    if not isinstance(folder, Done):
        return folder
    columns = ensure_columns(client, folder.value, COLUMNS)
    if not isinstance(columns, Done):
        return columns
    found = seen(client, folder.value, kept)
    if not isinstance(found, Done):
        return found
    placed = Done(value=found.value) if found.value else place(client, folder.value, content, kept)
    if not isinstance(placed, Done):
        return placed
    kept.item = placed.value
    if placed.value.created_by_app != client.connection.app:
        return Exists(item=placed.value)
    filled = patch_fields(client, placed.value, FIELDS)
    return checkin(client, placed.value, "Vastgesteld") if isinstance(filled, Done) else filled


def seen(client: Client, folder: Folder, kept: Kept) -> Outcome[Item | None]:
    if kept.item is None:
        return look(client, folder, NAME)
    found = look_again(client, kept.item)
    if isinstance(found, Done) and found.value is None:
        return client.refuse(Reason.GONE, NAME)
    return found


def place(client: Client, folder: Folder, content: bytes, kept: Kept) -> Outcome[Item]:
    if content is SMALL:
        return put_small(client, folder, NAME, content, "application/pdf")
    if kept.session is not None:
        going = session_status(client, kept.session)
        if not isinstance(going, Done):
            return going
        if going.value is None:
            given_up = cancel(client, kept.session)
            if not isinstance(given_up, Done):
                return given_up
        kept.session = going.value
    if kept.session is None:
        opened = open_session(client, folder, NAME, len(content))
        if not isinstance(opened, Done):
            return opened
        kept.session = opened.value
    return list(send_chunks(client, kept.session, BytesIO(content)))[-1]


@pytest.fixture
def run(graph, make_client, monkeypatch):
    """Attempt until it is done or for a person, at each moment that an outcome tells; return the last outcome."""
    monkeypatch.setattr(sessions, "CHUNK", 2 * UNIT)
    graph.drive_id = graph.add_library("Besluiten", require_checkout=True)

    def now() -> datetime:
        return datetime.fromtimestamp(graph.store.now(), UTC)

    def attempts(content: bytes) -> Outcome[Item]:
        kept = Kept()
        for attempt in range(MOST_ATTEMPTS):
            outcome = publish(make_client("Besluiten", attempt=attempt, now=now, patience_s=0.7), content, kept)
            if not isinstance(outcome, TryLater | Ambiguous):
                return outcome
            assert outcome.sentence
            graph.release()
            graph.wait_until_ready()
            # A session whose address was lost holds the name until it expires: that takes days, and no call of ours.
            graph.advance(
                86_400 if outcome.reason is Reason.NAME_HELD else (outcome.not_before - now()).total_seconds()
            )
        return outcome

    return attempts


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("seed", range(42))
def test_after_any_trouble_one_item_or_a_sentence(graph, run, seed, content):
    graph.play(Plan.from_seed(seed))

    outcome = run(content)

    assert graph.strays() == []
    assert graph.client_faults() == []
    ours = [entry for entry in graph.effects("file-created") if entry.actor == graph.app]
    assert len(ours) <= 1
    match outcome:
        case Done(value=item):
            assert len(ours) == 1
            assert item.level == "published"
            (path,) = (path for path, row in graph.tree().items() if row["id"] == item.id)
            assert {name: graph.columns_of(path)[name] for name in FIELDS} == FIELDS
        case Exists(item=item):
            assert item.created_by_app != graph.client_id
        case TryLater(reason=Reason.NAME_HELD):
            # another publisher's file that nobody sees before its check-in
            assert {row["created_by"] for row in graph.tree().values()} - {graph.app}
        case NeedsPerson(sentence=sentence):
            assert sentence.endswith(".")
        case _:
            pytest.fail(f"never done: {outcome}")
