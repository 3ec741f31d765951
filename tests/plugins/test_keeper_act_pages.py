"""An issued password waits in memory for the page that shows it: for who issued it, once, and not for long."""

import pytest

from jaarcyclus_airflow import keeper_act_pages
from jaarcyclus_airflow.keeper_act_pages import Once

NONE = ("", None)


def test_it_is_shown_once() -> None:
    once = Once()
    once.keep("dowr-beheerder", "dowr-manager_ict", "geheim")

    assert [once.take("dowr-beheerder") for _ in range(2)] == [("dowr-manager_ict", "geheim"), NONE]


def test_another_beheerder_does_not_see_it() -> None:
    once = Once()
    once.keep("dowr-beheerder", "dowr-manager_ict", "geheim")

    assert once.take("regio_zwolle-beheerder") == NONE


def test_what_nobody_came_for_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also from the memory, with the next one that is issued."""
    once, now = Once(), 1_000.0
    monkeypatch.setattr(keeper_act_pages, "monotonic", lambda: now)
    once.keep("dowr-beheerder", "dowr-manager_ict", "geheim")
    now += 121
    assert once.take("dowr-beheerder") == NONE
    once.keep("dowr-beheerder", "dowr-manager_ict", "geheim")
    now += 121
    once.keep("regio_zwolle-beheerder", "regio_zwolle-controller", "ander")

    assert list(once._kept) == ["regio_zwolle-beheerder"]
