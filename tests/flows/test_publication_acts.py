"""Publishing, withdrawing and correcting in any order: what the rules take stands, is proven, and leaves one truth."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from builders.dossier import (
    Office,
    add_version,
    correct,
    due,
    publish_product,
    published,
    submit_workbooks,
    walk_route,
    withdraw,
)
from builders.place import files_at, root_files
from jaarcyclus.dossier.fold import fold
from jaarcyclus.errors import PublicationRefused, Refused
from jaarcyclus.proof.replay import verify_events
from jaarcyclus.steps import acts
from jaarcyclus.steps.publication_files import files_of

NUMBERS = iter(range(1, 100_000))


def hand_in(office: Office) -> None:
    submit_workbooks(office, "ict", lines=3 + next(NUMBERS) % 5)


def make_version(office: Office) -> None:
    if "product" in due(office):
        add_version(office)


def reopen(office: Office) -> None:
    acts.reopen(office.workspace, office.dossier, "controller", reden="Nog een fout.", percelen=("ict",))


ACTS: dict[str, Callable[[Office], None]] = {
    "withdraw the last": withdraw,
    "withdraw the first": lambda office: withdraw(office, 1),
    "correct": lambda office: correct(office, "ict"),
    "hand in": hand_in,
    "make": make_version,
    "decide": walk_route,
    "publish": publish_product,
    "reopen": reopen,
}
WHOLE_CORRECTION = ("correct", "hand in", "make", "decide", "publish")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@example([WHOLE_CORRECTION, ("withdraw the last",), WHOLE_CORRECTION, ("withdraw the first",)])
@given(st.lists(st.sampled_from([WHOLE_CORRECTION, *((name,) for name in ACTS)]), max_size=7))
def test_any_order_of_acts_leaves_one_provable_truth(order: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory() as folder:
        office = published(Path(folder))
        for act in (name for names in order for name in names):
            with suppress(Refused, PublicationRefused):
                ACTS[act](office)
        with suppress(Refused, PublicationRefused):
            publish_product(office)  # what is still due at the place of publication

        events = office.workspace.ledger.events(office.dossier)
        assert verify_events(events, office.workspace.store.get) == ()
        assert fold(events, office.dossier) == office.state
        assert_each_place_is_as_the_ledger_says(office)


def assert_each_place_is_as_the_ledger_says(office: Office) -> None:
    """No document of what was withdrawn, every document of what stands, at most one that counts, nothing else."""
    state = office.state
    assert not any(item.waits_for_withdrawal for item in state.publications)
    wanted = {published.versie: files_of(office.workspace, state, published) for published in state.publications}
    for item in wanted.values():
        assert files_at(office, item.path[-1]) == {name: file.read() for name, file in item.files.items()}
    assert {name.rpartition("/")[0] for name in root_files(office)} - {""} == {
        "/".join(item.path) for item in wanted.values()
    }
    assert state.in_force in (None, state.publications[-1])
