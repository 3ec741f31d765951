"""Units, waits, and who does not wait."""

from graph.bare import Bare, code
from graph.running import Graph


def test_an_app_that_spends_too_much_is_told_how_long_to_wait(bare: Bare, graph: Graph) -> None:
    graph.behave(units_per_minute=3)

    answers = [bare.look("niets.txt") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
    assert (code(answers[3]), answers[3].headers["Retry-After"]) == ((429, "throttledRequest"), "30")


def test_asking_within_the_wait_makes_it_longer_and_is_noted(bare: Bare, graph: Graph) -> None:
    """Trap: throttled for hours."""
    graph.behave(units_per_minute=0)
    bare.look("niets.txt")

    early = bare.look("niets.txt")
    graph.behave(units_per_minute=None)
    graph.advance(31)
    still = bare.look("niets.txt")
    graph.advance(3600 - 31 - 5)

    assert int(early.headers["Retry-After"]) > 30
    assert still.status_code == 429
    assert [fault.detail["step"] for fault in graph.client_faults()] == ["look", "look"]
    assert bare.look("niets.txt").status_code == 404


def test_a_fragment_is_booked_on_the_app_of_its_session(bare: Bare, graph: Graph) -> None:
    url = bare.open_session("groot.zip").json()["uploadUrl"]
    graph.behave(units_per_minute=0)

    assert code(bare.chunk(url, b"alles", 0, 5)) == (429, "throttledRequest")


def test_what_is_left_is_told_from_four_fifths_on(bare: Bare, graph: Graph) -> None:
    graph.behave(units_per_minute=10)

    told = [bare.look("niets.txt").headers.get("RateLimit-Remaining") for _ in range(10)]

    assert told[:7] == [None] * 7
    assert told[-1] == "0"
