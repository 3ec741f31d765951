"""A client that adds nothing: one token, and requests as they are written. It follows and repeats nothing."""

import ssl
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from graph.running import Graph

FAIL = {"@microsoft.graph.conflictBehavior": "fail"}


class Bare:
    """Speaks to a running server; paths are relative to the base URL, or whole URLs of another host."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        # the proxy of a machine is no way to its own loopback addresses
        context = ssl.create_default_context(cafile=graph.ca_file)
        self.http = httpx.Client(verify=context, trust_env=False, timeout=20)
        self.bearer = ""

    def __enter__(self) -> Self:
        self.bearer = self.sign_in().json()["access_token"]
        return self

    def __exit__(self, _type: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.http.close()

    def sign_in(self, **changes: Any) -> httpx.Response:
        """Ask a token with the secret; a change that is None leaves that field out."""
        graph, tenant, timeout = self.graph, changes.pop("tenant", self.graph.tenant), changes.pop("timeout", 20)
        form = {
            "client_id": graph.client_id,
            "client_secret": graph.client_secret,
            "scope": graph.scope,
            "grant_type": "client_credentials",
        } | changes
        kept = {name: value for name, value in form.items() if value is not None}
        return self.http.post(f"{graph.authority}/{tenant}/oauth2/v2.0/token", data=kept, timeout=timeout)

    def api(self, method: str, path: str, headers: dict[str, str] | None = None, **content: Any) -> httpx.Response:
        """Send one request to the API, with the token."""
        carried = {"Authorization": f"Bearer {self.bearer}", **(headers or {})}
        return self.http.request(method, f"{self.graph.base_url}{path}", headers=carried, **content)

    def files(self, method: str, url: str, **content: Any) -> httpx.Response:
        """Send one request to the host of sessions and downloads, without a token."""
        return self.http.request(method, url, **content)

    # the few calls that most tests begin with

    def at(self, path: str, action: str = "") -> str:
        """Return the path of the API to what lies at `path` in the library."""
        encoded = "/".join(quote(part, safe="") for part in path.split("/"))
        return f"/drives/{self.graph.drive_id}/root:/{encoded}" + (f":/{action}" if action else "")

    def by_id(self, item: str, action: str = "") -> str:
        return f"/drives/{self.graph.drive_id}/items/{item}" + (f"/{action}" if action else "")

    def look(self, path: str, **params: str) -> httpx.Response:
        return self.api("GET", self.at(path), params=params)

    def put(self, path: str, content: bytes, **more: Any) -> httpx.Response:
        return self.api("PUT", self.at(path, "content"), content=content, **more)

    def folder(self, name: str, parent: str = "root", conflict: str = "fail") -> httpx.Response:
        where = "root" if parent == "root" else f"items/{parent}"
        body = {"name": name, "folder": {}, "@microsoft.graph.conflictBehavior": conflict}
        return self.api("POST", f"/drives/{self.graph.drive_id}/{where}/children", json=body)

    def open_session(self, path: str, conflict: str = "fail", **more: Any) -> httpx.Response:
        body = {"item": {"@microsoft.graph.conflictBehavior": conflict}, **more}
        return self.api("POST", self.at(path, "createUploadSession"), json=body)

    def chunk(self, url: str, content: bytes, first: int, total: int | str, **more: Any) -> httpx.Response:
        headers = {"Content-Range": f"bytes {first}-{first + len(content) - 1}/{total}", **more.pop("headers", {})}
        return self.files("PUT", url, content=content, headers=headers, **more)

    def fields(self, item: str, **values: Any) -> httpx.Response:
        return self.api("PATCH", self.by_id(item, "listItem/fields"), json=values)

    def delta(self, link: str = "", **params: str) -> httpx.Response:
        here = link.removeprefix(self.graph.base_url) or f"/drives/{self.graph.drive_id}/root/delta"
        return self.api("GET", here, params=params or None)


def code(response: httpx.Response) -> tuple[int, str]:
    """Return the status and the deepest code of an error."""
    error = response.json()["error"]
    inner = error.get("innerError") or error.get("innererror") or {}
    return response.status_code, inner.get("code") or error["code"]
