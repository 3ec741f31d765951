"""Airflow's REST interface as this installation uses it, under one account. httpx's only door.

A token lasts a working day and is fetched when needed; a long-lived process that gets 401 fetches a new one. Do not
put a rule in here: what may happen is the ledger's.
"""

import ssl
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Self
from urllib.parse import quote

import httpx

from jaarcyclus.errors import AirflowRefused

Response = httpx.Response
"""What `request` returns, for who names its type."""

PARTS = ("metadatabase", "scheduler", "dag_processor")
"""What `health` tells of, as far as an installation has it."""

_PAGE = 100
_PAUSES_S = (0.5, 1.0, 2.0)


class AirflowClient:
    """One account's conversation with Airflow; nothing is sent before the first call.

    It holds connections: use it in a `with`, or close it, or a process that lives for months runs out of them.
    """

    def __init__(self, address: str, account: str, password: str) -> None:
        self.account = account
        self._password = password
        # No proxy and no .netrc of the environment: this talks to this machine only.
        self._http = httpx.Client(base_url=address, timeout=60.0, trust_env=False, verify=_trusted())
        self._token: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the conversation."""
        self._http.close()

    def request(self, method: str, path: str, *, as_browser: bool = False, **kwargs: Any) -> httpx.Response:
        """Return the response, whatever its status, signing in first when needed.

        Raises AirflowRefused when the sign-in is refused or nobody answers (status 0).
        """
        headers = self._browser_headers if as_browser else self._headers
        try:
            answer = self._http.request(method, path, headers=headers(), **kwargs)
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                self._token = None
                answer = self._http.request(method, path, headers=headers(), **kwargs)
        except httpx.HTTPError as fault:
            raise AirflowRefused(0, f"geen antwoord: {fault}") from fault
        return answer

    def browse(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        """Return a page as a browser gets it: by the cookie, from our own origin. Raises as `request` does."""
        return self.request(method, path, as_browser=True, **kwargs)

    def call(self, method: str, path: str, **kwargs: Any) -> Any:
        """Return the JSON of a successful response, None when it has none. Raises AirflowRefused.

        An answer of 500 or above is asked again: everything this is used for has the same effect twice.
        """
        answer = self.request(method, path, **kwargs)
        for pause_s in _PAUSES_S:
            if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                break
            time.sleep(pause_s)
            answer = self.request(method, path, **kwargs)
        if answer.is_error:
            raise AirflowRefused(answer.status_code, sentence(answer))
        return answer.json() if answer.content else None

    def health(self) -> dict[str, dict[str, str]]:
        """Return Airflow's own report by part, or {} when it does not answer. Needs no account."""
        try:
            answer = self._http.get("/api/v2/monitor/health", timeout=5.0)
        except httpx.HTTPError:
            return {}
        return dict(answer.json()) if answer.status_code == httpx.codes.OK else {}

    def answers(self, path: str) -> bool:
        """Return whether a page that anybody may ask says that all is well."""
        try:
            return self._http.get(path, timeout=5.0).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def trigger(self, dag_id: str, run_id: str, conf: Mapping[str, Any]) -> bool:
        """Start a run; return False when a run of that name exists. Raises AirflowRefused."""
        content = {"dag_run_id": run_id, "conf": dict(conf), "logical_date": None}
        try:
            self.call("POST", f"/api/v2/dags/{dag_id}/dagRuns", json=content)
        except AirflowRefused as fault:
            if fault.status == httpx.codes.CONFLICT:
                return False
            raise
        return True

    def active_runs(self, dag_id: str) -> Iterator[str]:
        """Yield the names of the runs of a DAG that have not ended."""
        query = {"state": ["queued", "running"]}
        for run in self._pages(f"/api/v2/dags/{dag_id}/dagRuns", "dag_runs", query):
            yield run["dag_run_id"]

    def oldest_running(self) -> datetime | None:
        """Return when the oldest run that has not ended began, of whatever DAG; None when all have."""
        query = {"state": "running", "order_by": "start_date", "limit": 1}
        found = self.call("GET", "/api/v2/dags/~/dagRuns", params=query)["dag_runs"]
        return datetime.fromisoformat(found[0]["start_date"]) if found else None

    def waiting_seats(self, dag_id: str, run_id: str) -> int:
        """Return how many tasks of a run wait for a person."""
        path = f"/api/v2/dags/{dag_id}/dagRuns/{quote(run_id)}/taskInstances"
        return int(self.call("GET", path, params={"state": "awaiting_input", "limit": 1})["total_entries"])

    def unheard_answers(self, dag_id: str, run_id: str) -> int:
        """Return how many waiting tasks of a run hold an answer that nobody gave: Airflow starts a task it answers."""
        path = f"/api/v2/dags/{dag_id}/dagRuns/{quote(run_id)}/hitlDetails"
        query = {"response_received": True, "state": "awaiting_input", "limit": 1}
        return int(self.call("GET", path, params=query)["total_entries"])

    def end_run(self, dag_id: str, run_id: str, reason: str) -> None:
        """End a run that has become pointless; red, because it did not do what it was for."""
        path = f"/api/v2/dags/{dag_id}/dagRuns/{quote(run_id)}"
        self.call("PATCH", path, json={"state": "failed", "note": reason})

    def is_paused(self, dag_id: str) -> bool:
        """Return whether somebody paused this DAG."""
        return bool(self.call("GET", f"/api/v2/dags/{dag_id}")["is_paused"])

    def resume(self, dag_id: str) -> None:
        """Take the pause away."""
        self.call("PATCH", f"/api/v2/dags/{dag_id}", params={"update_mask": "is_paused"}, json={"is_paused": False})

    def _pages(self, path: str, key: str, query: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        offset = 0
        while True:
            page = self.call("GET", path, params={**query, "limit": _PAGE, "offset": offset})
            yield from page[key]
            offset += len(page[key])
            if not page[key] or offset >= page["total_entries"]:
                return

    def _browser_headers(self) -> dict[str, str]:
        own = self._http.base_url
        origin = f"{own.scheme}://{own.netloc.decode()}"
        return {"Cookie": f"_token={self._signed_in()}", "Origin": origin, "Accept": "text/html"}

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._signed_in()}"}

    def _signed_in(self) -> str:
        if self._token is None:
            content = {"username": self.account, "password": self._password}
            answer = self._http.post("/auth/token", json=content)
            if answer.is_error:
                raise AirflowRefused(answer.status_code, sentence(answer))
            try:
                self._token = str(answer.json()["access_token"])
            except (ValueError, KeyError, TypeError) as fault:  # another program's page
                raise AirflowRefused(answer.status_code, "dit is geen antwoord van Jaarcyclus") from fault
        return self._token


@cache
def _trusted() -> ssl.SSLContext:
    """Reading the certificates takes twenty milliseconds, and a page asks how the program is at every look."""
    return httpx.create_ssl_context(trust_env=False)


def sentence(answer: httpx.Response) -> str:
    """Return what an error says, for a person."""
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return answer.text[:500]
