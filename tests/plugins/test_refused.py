"""What Airflow's page still offers: an icon is hidden exactly when its right lacks."""

from dataclasses import dataclass
from typing import Any

import pytest

from jaarcyclus_airflow.refused import write_style


@dataclass
class Rights:
    """An auth manager that knows one user, by (method, entity)."""

    rights: set[tuple[str, str]]
    assets: bool = False

    def is_authorized_dag(self, *, method: str, access_entity: Any, user: str) -> bool:
        return user == "lid" and (method, access_entity.name) in self.rights

    def is_authorized_asset(self, *, method: str, user: str) -> bool:
        return user == "lid" and method == "GET" and self.assets


ICONS = {
    ("POST", "RUN"): "trigger-dag-button",
    ("PUT", "TASK_INSTANCE"): 'aria-label^="Wis "',
    ("DELETE", "RUN"): "Verwijder Dag",
    ("DELETE", "TASK_INSTANCE"): "Verwijder Taak",
    ("GET", "TASK_LOGS"): 'title="Logs"',
    ("GET", "AUDIT_LOG"): '$="/events"',
    ("GET", "CODE"): '$="/code"',
    ("GET", "DEPENDENCIES"): "grid-view-button",
}


def test_who_may_do_nothing_sees_none_of_them() -> None:
    style = write_style(Rights(set()), "lid")

    assert all(icon in style for icon in [*ICONS.values(), "nav-assets-link", "/asset_events"])


@pytest.mark.parametrize("right", [*ICONS])
def test_who_has_the_right_sees_the_icon(right: tuple[str, str]) -> None:
    style = write_style(Rights({right}), "lid")

    assert [icon for icon in ICONS.values() if icon not in style] == [ICONS[right]]


def test_who_may_do_everything_has_no_style() -> None:
    """A rule without a selector would break the style that follows."""
    assert write_style(Rights(set(ICONS), assets=True), "lid") == ""
