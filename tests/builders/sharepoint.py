"""Settings and place of an installation that publishes on the local Graph, and that server as it was at its start."""

from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet

from graph.running import Graph
from jaarcyclus.graph.connection import SharePoint
from jaarcyclus.graph.sealing import AddressSeal
from jaarcyclus.settings import GraphSettings


def typed_for(graph: Graph, **other: str) -> GraphSettings:
    """Return the settings of an installation whose app is registered there."""
    typed = {
        "authority": graph.authority,
        "base_url": graph.base_url,
        "tenant": graph.tenant,
        "app": graph.client_id,
        "secret": graph.client_secret,
        "ca_file": str(graph.ca_file),
        "hosts": graph.files.removeprefix("https://"),
    }
    return GraphSettings(**{**typed, **other})


def place_of(graph: Graph, library: str = "") -> SharePoint:
    return SharePoint.of(f"https://{graph.site_host}/{graph.site_path}", library or graph.library)


def new_seal() -> AddressSeal:
    """Return a seal with a key of its own."""
    return AddressSeal(Fernet.generate_key().decode())


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """All rows of all tables of a server, and its library."""

    rows: dict[str, list[dict[str, Any]]]
    drive_id: str


def take(graph: Graph) -> Snapshot:
    """Return what a server knows now."""
    tables = [row["name"] for row in graph.store.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {table: [dict(row) for row in graph.store.all(f"SELECT * FROM {table}")] for table in tables}
    return Snapshot(rows=rows, drive_id=graph.drive_id)


def put_back(graph: Graph, snapshot: Snapshot) -> Graph:
    """Have a server know only that again, once it is there: a fault may have it start anew."""
    graph.wait_until_ready()
    with graph.store.transaction():
        for table, rows in snapshot.rows.items():
            graph.store.run(f"DELETE FROM {table}")
            for row in rows:
                graph.store.insert(table, **row)
        assert graph.process is not None
        graph.store.set("ready", graph.process.pid)
    graph.drive_id = snapshot.drive_id
    return graph
