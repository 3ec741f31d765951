"""A conversation with Airflow ends: what lives for months must not collect connections."""

import pytest

from airflow_stack import free_port
from jaarcyclus.installation import launcher
from jaarcyclus.installation.client import AirflowClient


def test_a_conversation_ends_with_its_block() -> None:
    """Also when something goes wrong in it."""
    with pytest.raises(ZeroDivisionError), AirflowClient("http://127.0.0.1:1", "", "") as client:
        raise ZeroDivisionError

    assert client._http.is_closed


def test_asking_for_the_health_leaves_no_conversation_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start asks three times a second, a monitor for ever; nobody answers here."""
    ended = []
    close = AirflowClient.close
    monkeypatch.setattr(AirflowClient, "close", lambda client: (ended.append(client), close(client)))
    launcher._health(free_port())

    assert len(ended) == 1
