"""A dossier of 250 MB to the local Graph and back: time beside bare httpx with the same chunks, and peak memory.

Each side is a process of its own; the server is the one of the tests, in a third. The bare side signs in, opens a
session and sends every chunk from memory: it asks nothing and checks nothing.
"""

import json
import os
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpcore  # noqa: F401  # httpx imports it with its first client
import httpx

from figures import Figure, show
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.connection import SharePoint, connect
from jaarcyclus.graph.downloads import download
from jaarcyclus.graph.outcomes import Done, Outcome
from jaarcyclus.graph.places import resolve
from jaarcyclus.graph.sessions import CHUNK, open_session, send_chunks
from jaarcyclus.settings import GraphSettings

SIZE = 250_000_000
MOST_MB = 64
MOST_RATIO = 1.5


def upload(order: Mapping[str, Any]) -> tuple[float, float]:
    """Place the file with our client and fetch it again; return the seconds of each."""
    file = Path(order["file"])
    with Client(connect(GraphSettings(**order["typed"])), SharePoint.of(order["site"], order["library"])) as client:
        begin = time.perf_counter()
        session = _value(open_session(client, _value(resolve(client, ("2027",))), "ons.zip", SIZE))
        with file.open("rb") as source:
            *_, placed = send_chunks(client, session, source)
        between = time.perf_counter()
        download(client, _value(placed), file.with_suffix(".terug"), limit=SIZE)
        return between - begin, time.perf_counter() - between


def _value(outcome: Outcome[Any]) -> Any:
    assert isinstance(outcome, Done), outcome
    return outcome.value


def upload_bare(order: Mapping[str, Any]) -> tuple[float, float]:
    """Place the file with httpx alone; return the seconds, and 0."""
    typed, size, begin = order["typed"], order.get("size", SIZE), time.perf_counter()
    with httpx.Client(verify=ssl.create_default_context(cafile=typed["ca_file"])) as http:
        form = {"client_id": typed["app"], "client_secret": typed["secret"], "scope": order["scope"]}
        signed = http.post(
            f"{typed['authority']}/{typed['tenant']}/oauth2/v2.0/token",
            data=form | {"grant_type": "client_credentials"},
        )
        bearer = {"Authorization": f"Bearer {signed.json()['access_token']}"}
        path = f"/drives/{order['drive']}/root:/kaal.zip:/createUploadSession"
        address = http.post(f"{typed['base_url']}{path}", json={}, headers=bearer).json()["uploadUrl"]
        with Path(order["file"]).open("rb") as source:
            for start in range(0, size, CHUNK):
                chunk = source.read(CHUNK)
                span = {"Content-Range": f"bytes {start}-{start + len(chunk) - 1}/{size}"}
                http.put(address, content=chunk, headers=span).raise_for_status()
    return time.perf_counter() - begin, 0.0


def peak_mb() -> float:
    """Return the most memory this process held; what `getrusage` tells may be of the parent, before the exec."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6


def run(side: str, order: Mapping[str, Any], script: str = __file__) -> dict[str, float]:
    """Run one side of a script as a process; return its seconds, and its peak of memory in MB."""
    command = [sys.executable, script, side, json.dumps(order)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def main() -> None:
    """Print time, its ratio to bare httpx, and peak memory."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from builders.sharepoint import typed_for
    from graph.running import running_graph

    with tempfile.TemporaryDirectory(dir=".", prefix=".bench-") as directory, running_graph(Path(directory)) as graph:
        file = Path(directory).resolve() / "dossier.zip"
        with file.open("wb") as written:
            for _ in range(SIZE // 1_000_000):
                written.write(os.urandom(1_000_000))
        order = {
            "file": str(file), "typed": asdict(typed_for(graph)), "library": graph.library, "scope": graph.scope,
            "site": f"https://{graph.site_host}/{graph.site_path}", "drive": graph.drive_id.replace("!", "%21"),
        }  # fmt: skip
        ours, bare = run("ours", order), run("bare", order)
        assert file.read_bytes() == file.with_suffix(".terug").read_bytes()
    peer = ("bare httpx", bare["up"])
    show(Figure(what="250 MB placed", value=ours["up"], unit="s", bound=round(MOST_RATIO * bare["up"], 1), peer=peer))
    show(Figure(what="250 MB fetched, hashed, on the disk", value=ours["down"], unit="s"))
    memory = ("bare httpx", bare["peak"])
    show(Figure(what="peak memory, both ways", value=ours["peak"], unit="MB", bound=MOST_MB, peer=memory))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        up, down = {"ours": upload, "bare": upload_bare}[sys.argv[1]](json.loads(sys.argv[2]))
        sys.stdout.write(json.dumps({"up": up, "down": down, "peak": peak_mb()}))
    else:
        main()
