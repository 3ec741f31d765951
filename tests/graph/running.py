"""The face of the local Graph for tests: start it, arrange its tenant, act in it as somebody else, read what it did."""

import json
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graph import certificates, fields, human, injection, items, log, rights
from graph.behaviour import Behaviour
from graph.log import Asked, Entry
from graph.plan import Plan
from graph.server import ADDRESSES
from graph.state import Store
from graph.tenant import CLIENT, LIBRARY, SITE_HOST, SITE_PATH, TENANT, add_library, add_site, grant_least


@dataclass(kw_only=True)
class Graph:
    """A running server and all a client needs to reach it."""

    folder: Path
    store: Store
    client_secret: str
    site_id: str
    drive_id: str
    certificate: str
    process: subprocess.Popen[bytes] | None = None
    client_id: str = CLIENT
    tenant: str = TENANT
    site_host: str = SITE_HOST
    site_path: str = SITE_PATH
    library: str = LIBRARY
    app: str = f"app:{CLIENT}"
    seen: tuple[int, int] = (0, 0)  # the requests and effects of tests before

    @property
    def authority(self) -> str:
        """Return what stands before the tenant in the URL of the token."""
        return str(self.store.setting("login"))

    @property
    def base_url(self) -> str:
        return f"{self.store.setting('api')}/v1.0"

    @property
    def scope(self) -> str:
        return f"{self.store.setting('api')}/.default"

    @property
    def files(self) -> str:
        """Return the origin of upload sessions and downloads."""
        return str(self.store.setting("files"))

    @property
    def site_url(self) -> str:
        return f"https://{self.site_host}/{self.site_path}"

    @property
    def ca_file(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def stranger_ca_file(self) -> Path:
        """Return an authority that signed nothing here: who trusts it alone meets a TLS error."""
        return self.folder / "stranger.pem"

    @property
    def certificate_file(self) -> Path:
        """Return the private key and certificate of the app, in one PEM file."""
        return self.folder / "app.pem"

    # the process

    def start(self) -> None:
        """Start the server and wait until it listens, at the ports it had before."""
        self.store.set("ready", 0)
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
        command = [sys.executable, "-m", "graph", str(self.folder)]
        self.process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until it listens, also after a fault that had it start anew."""
        assert self.process is not None
        while self.store.setting("ready") != self.process.pid:
            if self.process.poll() is not None:
                raise RuntimeError(f"the local Graph ended with {self.process.returncode}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Kill it: nothing of it needs an orderly end."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    # the tenant

    def reset(self) -> None:
        """Give the next test an empty library and everything else back as it was; what was logged is not told again."""
        store = self.store
        with store.transaction():
            for table in ("plan", "calls", "throttle", "session", "app", "site_grant"):
                store.run(f"DELETE FROM {table}")
            store.set("clock", 0)
            store.set_behaviour(Behaviour())
            grant_least(store, self.site_id, self.client_secret, self.certificate)
            self.library = f"Documenten {uuid.uuid4().hex[:8]}"
            self.drive_id = add_library(store, self.site_id, self.library, require_checkout=False)
            self.seen = log.last(store)

    def behave(self, **changes: Any) -> None:
        """Change habits of the tenant (see `Behaviour`)."""
        self.store.set_behaviour(replace(self.store.behaviour(), **changes))

    def play(self, plan: Plan) -> None:
        """Have this go wrong from now on."""
        with self.store.transaction():
            injection.set_plan(self.store, plan)

    def advance(self, seconds: float) -> None:
        """Move the clock of the server on."""
        self.store.set("clock", self.store.setting("clock", 0) + seconds)

    def register(self, client_id: str = CLIENT, *, roles: list[str], **credential: Any) -> None:
        """Give an app other roles (in force with its next token), or another secret or certificate."""
        with self.store.transaction():
            rights.register(self.store, client_id, "Jaarcyclus", roles, **credential)

    def grant(self, role: str | None, client_id: str = CLIENT) -> None:
        """Grant the app read, write, manage or fullcontrol on the site; None takes the grant away."""
        with self.store.transaction():
            self.store.run("DELETE FROM site_grant WHERE site = ? AND app = ?", self.site_id, client_id)
            if role is not None:
                rights.grant(self.store, self.site_id, client_id, role)

    def add_library(self, name: str, *, require_checkout: bool = False, drafts: str = "") -> str:
        """Add a library to the site and return the id of its drive."""
        with self.store.transaction():
            return add_library(self.store, self.site_id, name, require_checkout=require_checkout, drafts=drafts)

    def add_column(self, name: str, *, drive: str = "", required: bool = False, **facet: Any) -> None:
        """Add a column to the library, of text when no other type is given."""
        with self.store.transaction():
            listing = self.store.value("SELECT list FROM drive WHERE id = ?", drive or self.drive_id)
            fields.add_column(self.store, listing, name, facet or {"text": {}}, required=required)

    # the second identity

    def act_as_human(self, act: str, path: str, *, drive: str = "", **about: Any) -> None:
        """Have a person do one of `human.ACTS` to what lies there. Raises GraphError, as SharePoint would refuse it."""
        with self.store.transaction():
            item = human.find(self.store, drive or self.drive_id, path)
            human.ACTS[act](self.store, item, **about)

    def upload_as_human(self, path: str, content: bytes, *, drive: str = "") -> str:
        """Have a person lay a file there, over what is there; return the id of the item."""
        with self.store.transaction():
            return str(human.upload(self.store, drive or self.drive_id, path, content)["id"])

    def restore_as_human(self, item: str) -> None:
        """Have a person take an item out of the recycle bin."""
        with self.store.transaction():
            found = self.store.one("SELECT * FROM item WHERE id = ?", item)
            assert found is not None
            human.restore(self.store, found)

    def add_notebook(self, name: str) -> str:
        """Have a person make a notebook at the root of the library; return its id."""
        with self.store.transaction():
            return str(human.add_notebook(self.store, self.drive_id, name)["id"])

    def forget_delta_tokens(self) -> None:
        """Have every delta link that was given answer 410."""
        self.store.set("delta_generation", self.store.setting("delta_generation", 0) + 1)

    def release(self) -> None:
        """Let go of every call that a fault holds."""
        self.store.set("released", self.store.value("SELECT COALESCE(MAX(seq), 0) FROM request"))

    def wait_for(self, fault: str) -> None:
        """Wait until a call has met this fault, to kill its caller for instance. Raises TimeoutError when none does."""
        for _ in range(3000):
            if any(asked.fault == fault for asked in self.requests()):
                return
            time.sleep(0.02)
        raise TimeoutError(f"no call met {fault}")

    # what it did, which no client can ask

    def effects(self, kind: str = "", *, by: str = "") -> list[Entry]:
        """Return what was done, of one kind or by one actor if asked: `app:<id>`, `user:…`, `service`, `admin`."""
        made = log.effects(self.store, after=self.seen[1])
        return [entry for entry in made if kind in ("", entry.kind) and by in ("", entry.actor)]

    def requests(self, step: str = "") -> list[Asked]:
        """Return what was asked, of one step if given."""
        return [asked for asked in log.requests(self.store, after=self.seen[0]) if step in ("", asked.step)]

    def strays(self) -> list[Asked]:
        """Return the requests that carried a token anywhere but to the API: there must be none."""
        return [asked for asked in self.requests() if asked.authorization and asked.host != "api"]

    def client_faults(self) -> list[Entry]:
        """Return the calls that came within the wait they had been told."""
        return self.effects("early-retry")

    def tree(self, *, drive: str = "") -> dict[str, sqlite3.Row]:
        """Return every file that is there by its path, also those nobody sees yet."""
        sql = "SELECT * FROM item WHERE drive = ? AND folder = 0 AND deleted = 0"
        return {"/".join(items.path_of(self.store, row)): row for row in self.store.all(sql, drive or self.drive_id)}

    def content(self, path: str, *, drive: str = "") -> bytes:
        return (self.store.blobs / self.tree(drive=drive)[path]["blob"]).read_bytes()

    def columns_of(self, path: str, *, drive: str = "") -> dict[str, Any]:
        """Return the columns that are filled for a file."""
        return dict(json.loads(self.tree(drive=drive)[path]["fields"]))

    def versions_of(self, path: str, *, drive: str = "") -> int:
        item = self.tree(drive=drive)[path]["id"]
        return int(self.store.value("SELECT COUNT(*) FROM version WHERE item = ?", item))


def prepare(folder: Path, **behaviour: Any) -> Graph:
    """Make a tenant with one app, one site granted to it for writing and managing, and one library. Starts nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    certificates.make_authority(folder, list(ADDRESSES.values()))
    certificate, secret = certificates.make_app_certificate(folder / "app.pem"), secrets.token_urlsafe(24) + "~+/="
    store = Store(folder)
    with store.transaction():
        store.set("tenant", TENANT)
        store.set("token_key", secrets.token_hex(32))
        store.set_behaviour(Behaviour(**behaviour))
        site = add_site(store)
        drive = add_library(store, site, LIBRARY, require_checkout=False)
        grant_least(store, site, secret, certificate)
        return Graph(
            folder=folder, store=store, client_secret=secret, site_id=site, drive_id=drive, certificate=certificate
        )


@contextmanager
def running_graph(folder: Path, **behaviour: Any) -> Iterator[Graph]:
    """Yield a server with its state in `folder`, killed afterwards; keywords are of `Behaviour`."""
    graph = prepare(folder / "graph", **behaviour)
    try:
        graph.start()
        yield graph
    finally:
        graph.stop()
        graph.store.close()
