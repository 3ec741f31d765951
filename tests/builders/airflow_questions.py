"""What Airflow itself asks of an account and takes from it, past our pages: the way of a hand-made request."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import httpx

from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.steps import airflow_names

_PAGE = 100


def waiting_questions(client: AirflowClient) -> Iterator[Mapping[str, Any]]:
    """Yield what waits for an answer and this account may see."""
    query = {"response_received": False, "state": "awaiting_input", "limit": _PAGE}
    seen, found = 0, [None]
    while found:
        page = client.call("GET", "/api/v2/dags/~/dagRuns/~/hitlDetails", params={**query, "offset": seen})
        found = page["hitl_details"]
        yield from found
        seen += len(found)


def answer_question(
    client: AirflowClient, question: Mapping[str, Any], answer: str, **field_names: str
) -> httpx.Response:
    """Answer one of `waiting_questions`; the response tells whether the vote counts."""
    ti = question["task_instance"]
    path = airflow_names.answer_path(ti["dag_id"], quote(ti["dag_run_id"]), ti["task_id"], ti["map_index"])
    return client.request("PATCH", path, json={"chosen_options": [answer], "params_input": field_names})
