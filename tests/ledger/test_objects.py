"""Artefacts in a bucket: what a folder promises holds there too, and what goes wrong says who must do what."""

import base64
import errno
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest

from builders.ledger import run_together
from jaarcyclus.errors import (
    ArtefactDamaged,
    ArtefactMissing,
    InvalidSetting,
    JaarcyclusError,
    ObjectsForked,
    StoreFailed,
)
from jaarcyclus.ledger import objects
from jaarcyclus.ledger.artefacts import ArtefactStore
from jaarcyclus.ledger.objects import Objects
from jaarcyclus.terms.canonical import sha256
from jaarcyclus.terms.kept import BLOCK
from object_stores import ObjectServer, sign_for

PDF = b"%PDF-1.7 begroting 2027"
SHA = sha256(PDF)


def test_a_file_is_fetched_by_the_hash_of_its_bytes(elsewhere: ArtefactStore) -> None:
    assert not elsewhere.has(SHA)
    assert elsewhere.put(PDF) == elsewhere.put(PDF) == SHA

    assert elsewhere.has(SHA)
    assert elsewhere.get(SHA) == elsewhere.find(SHA).read() == PDF
    assert elsewhere.get(elsewhere.put(b"")) == elsewhere.find(sha256(b"")).read() == b""


def test_without_the_library_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation on one machine that was made without it, or made anew at an upgrade."""
    monkeypatch.setitem(sys.modules, "obstore", None)

    with pytest.raises(InvalidSetting, match="make store"):
        ArtefactStore("s3://emmer/map")


def test_what_was_never_stored_is_missing(elsewhere: ArtefactStore) -> None:
    for look in (elsewhere.get, elsewhere.find):
        with pytest.raises(ArtefactMissing, match=SHA):
            look(SHA)


@pytest.mark.parametrize("damage", [b"", PDF[:-1], PDF.replace(b"2027", b"2028")])
def test_a_damaged_object_is_refused_and_left_as_evidence(
    server: ObjectServer, bucket: str, elsewhere: ArtefactStore, damage: bytes
) -> None:
    elsewhere.put(PDF)
    server.put(bucket, f"map/{name_of(SHA)}", damage or b" ")

    for use in (lambda: elsewhere.get(SHA), lambda: elsewhere.find(SHA), lambda: elsewhere.put(PDF)):
        with pytest.raises(ArtefactDamaged, match=SHA):
            use()
    with pytest.raises(ArtefactDamaged, match=SHA):
        elsewhere.take(lambda file: file.write(PDF))
    assert elsewhere.objects is not None
    assert elsewhere.objects.read(name_of(SHA)) == (damage or b" ")


def test_an_object_that_changes_after_it_was_found_is_not_given_out(
    server: ObjectServer, bucket: str, elsewhere: ArtefactStore
) -> None:
    found = elsewhere.find(elsewhere.put(PDF))
    server.put(bucket, f"map/{name_of(SHA)}", PDF.replace(b"2027", b"2028"))

    with pytest.raises(ArtefactDamaged, match=SHA):
        found.read()


@pytest.mark.parametrize("most", [objects._ONE_REQUEST, BLOCK], ids=["one request", "in parts"])
def test_a_large_file_comes_there_whole_and_once(
    elsewhere: ArtefactStore, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(objects, "_ONE_REQUEST", most)
    content = os.urandom(12_000_000)

    taken = elsewhere.take(lambda file: file.write(content))

    assert (taken.sha256, taken.size) == (sha256(content), len(content))
    assert elsewhere.get(taken.sha256) == b"".join(taken.pieces()) == content
    assert elsewhere.objects is not None
    assert not elsewhere.objects.add_file(name_of(taken.sha256), BytesIO(bytes(2 * BLOCK)))  # whoever comes second
    assert elsewhere.get(taken.sha256) == content


def name_of(sha: str) -> str:
    return f"{sha[:2]}/{sha[2:4]}/{sha}"


def test_what_cannot_be_written_whole_never_goes_there(elsewhere: ArtefactStore, bucket: str) -> None:
    def write(file: BinaryIO) -> None:
        file.write(PDF)
        raise ArtefactMissing("een stuk ontbreekt")

    with pytest.raises(ArtefactMissing):
        elsewhere.take(write)
    assert not elsewhere.has(SHA)


def test_a_disk_that_takes_no_draft_is_told_as_such(tmp_path: Path) -> None:
    """A file of any size is written here first; nothing of it was sent."""

    def write(_: BinaryIO) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StoreFailed, match=f"{tmp_path} is vol; er is niets bewaard"):
        ArtefactStore("s3://emmer/map", drafts=tmp_path).take(write)


PUT_TEN = """
import sys
from pathlib import Path
from jaarcyclus.ledger.artefacts import ArtefactStore
store = ArtefactStore(sys.argv[1], secrets_file=sys.argv[2], drafts=Path("."))
for number in range(10):
    store.put(b"werkboek %d" % number)
"""


def test_processes_that_store_the_same_files_at_once_store_them_once(
    server: ObjectServer, bucket: str, elsewhere: ArtefactStore, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", PUT_TEN, f"{server.scheme}://{bucket}/map", str(tmp_path / "sleutels")]
    processes = [subprocess.Popen(command) for _ in range(3)]

    assert [process.wait(120) for process in processes] == [0, 0, 0]
    assert all(elsewhere.get(sha256(b"werkboek %d" % number)) for number in range(10))


def test_a_fork_of_who_used_it_is_told_and_does_not_hang(elsewhere: ArtefactStore) -> None:
    elsewhere.put(PDF)

    def use() -> None:
        with pytest.raises(ObjectsForked):
            elsewhere.get(SHA)

    assert run_together(use, [()]) == [0]


# what goes wrong


def told(store: ArtefactStore) -> str:
    """Return what both writing and reading say; neither passes on what the library said."""
    with pytest.raises(StoreFailed) as written:
        store.put(PDF)
    with pytest.raises(StoreFailed) as read:
        store.get(SHA)
    assert written.value.__cause__ is None
    assert written.value.__suppress_context__
    return f"{written.value}\n{read.value}"


def store_at(server: ObjectServer, bucket: str, tmp_path: Path, **other: str) -> ArtefactStore:
    keys = server.secrets_file(tmp_path / "andere sleutels", **other)
    return ArtefactStore(f"{server.scheme}://{bucket}/map", secrets_file=str(keys), drafts=tmp_path)


def test_a_bucket_that_is_not_there_is_named(server: ObjectServer, tmp_path: Path) -> None:
    sentence = told(store_at(server, "bestaat-niet", tmp_path))

    assert f"{server.scheme}://bestaat-niet/map is er niet" in sentence
    assert "of JAARCYCLUS_STORE_URL verbeteren" in sentence


def test_a_store_that_is_gone_is_not_called_damage(server: ObjectServer, bucket: str, tmp_path: Path) -> None:
    """Nobody is sent to a backup, and no file is called gone, for a network that is down."""
    name = "AZURE_STORAGE_ENDPOINT" if server.scheme == "abfs" else "AWS_ENDPOINT_URL"
    store = store_at(server, bucket, tmp_path, **{name: "http://127.0.0.1:1"})

    assert "antwoordt niet" in told(store)
    with pytest.raises(StoreFailed):
        store.has(SHA)


def test_a_store_that_is_asked_without_https_is_told_what_that_takes(
    server: ObjectServer, bucket: str, tmp_path: Path
) -> None:
    name = "AZURE_ALLOW_HTTP" if server.scheme == "abfs" else "AWS_ALLOW_HTTP"

    assert f"{name} op true" in told(store_at(server, bucket, tmp_path, **{name: ""}))


ANOTHER_KEY = base64.b64encode(b"van een ander account").decode()


@pytest.mark.parametrize(
    "given",
    [
        {"AZURE_STORAGE_ACCOUNT_KEY": ANOTHER_KEY},
        {"AZURE_STORAGE_ACCOUNT_KEY": ""},
        {"AZURE_STORAGE_ACCOUNT_KEY": "", "AZURE_STORAGE_SAS_KEY": "verlopen"},
    ],
    ids=["of another", "none", "expired"],
)
def test_azure_refuses_a_key_and_nothing_of_it_is_told(azure: ObjectServer, tmp_path: Path, given: dict) -> None:
    azure.make_bucket(name := f"emmer-{secrets.token_hex(6)}")
    if given.get("AZURE_STORAGE_SAS_KEY"):
        given = {**given, "AZURE_STORAGE_SAS_KEY": sign_for(name, "rcwd", until="2020-01-01T00:00:00Z")}

    sentence = told(store_at(azure, name, tmp_path, **given))

    assert sentence.count("weigert de sleutel van Jaarcyclus (403") == 2
    assert not any(word in sentence for word in ("sig=", "sv=", "http://", ANOTHER_KEY))


@pytest.mark.parametrize(("rights", "removed"), [("rcwd", True), ("rcw", False)])
def test_azure_with_rights_in_one_container_is_enough(
    azure: ObjectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rights: str, removed: bool
) -> None:
    """A SAS, that may not list. The copy of a large file is asked with it too; nobody has to be able to remove."""
    monkeypatch.setattr(objects, "_ONE_REQUEST", BLOCK)
    azure.make_bucket(name := f"emmer-{secrets.token_hex(6)}")
    given = {"AZURE_STORAGE_ACCOUNT_KEY": "", "AZURE_STORAGE_SAS_KEY": sign_for(name, rights)}
    store = store_at(azure, name, tmp_path, **given)
    content = os.urandom(3 * BLOCK)

    taken = store.take(lambda file: file.write(content))

    assert store.get(taken.sha256) == content
    assert store.get(store.put(PDF)) == PDF
    assert store.objects is not None
    assert ("de proef is niet weg te halen" in store.objects.try_out()) is not removed


@contextmanager
def answering(status: int, code: str) -> Iterator[str]:
    """A server that answers everything alike, as a store does that is full or locked."""
    body = f"<Error><Code>{code}</Code><Message>geheim-antwoord</Message></Error>".encode()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = answer

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as stub:
        thread = threading.Thread(target=stub.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{stub.server_port}"
        stub.shutdown()
        thread.join()


TROUBLE = {
    (507, "XMinioStorageFull"): "is vol (507 XMinioStorageFull)",
    (403, "QuotaExceeded"): "is vol (403 QuotaExceeded)",
    (403, "InvalidAccessKeyId"): "weigert de sleutel van Jaarcyclus (403 InvalidAccessKeyId)",
    (401, "ExpiredToken"): "weigert de sleutel van Jaarcyclus",
    (403, "RequestTimeTooSkewed"): "de klok van deze machine",
    (503, "SlowDown"): "heeft een storing of is te druk",
    (400, "AuthorizationHeaderMalformed"): "weigert (400 AuthorizationHeaderMalformed)",
}


@pytest.mark.parametrize(("answer", "sentence"), TROUBLE.items(), ids=[code for _, code in TROUBLE])
def test_trouble_says_who_must_do_what(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: tuple[int, str], sentence: str
) -> None:
    monkeypatch.setattr(objects, "_RETRIES", {"max_retries": 0})
    with answering(*answer) as origin:
        keys = tmp_path / "sleutels"
        keys.touch(0o600)
        keys.write_text(
            f"AWS_ACCESS_KEY_ID=AKIA\nAWS_SECRET_ACCESS_KEY=zeer-geheim\nAWS_REGION=x\nAWS_ENDPOINT_URL={origin}\n"
            "AWS_ALLOW_HTTP=true\n"
        )
        store = ArtefactStore("s3://emmer/map", secrets_file=str(keys), drafts=tmp_path).objects
        assert store is not None
        with pytest.raises(StoreFailed) as raised:
            store.add("a", PDF)

    assert sentence in str(raised.value)
    assert not any(word in repr(raised.value) for word in ("geheim", "AKIA", "http://"))


@pytest.mark.parametrize(
    "address",
    [
        "s3://sleutel:geheim@emmer/map",
        "s3://emmer/map?sleutel=geheim",
        "gopher://emmer",
        "s3://",
        "memory://x",
        "s3:/x",
    ],
)
def test_an_address_that_is_none_or_holds_a_secret_is_refused_unseen(address: str) -> None:
    with pytest.raises(InvalidSetting, match="JAARCYCLUS_STORE_URL") as raised:
        Objects(address)
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize("address", ["", "s3:/emmer", "S3://emmer", "artefacten", "file:/srv/x", "file://srv/x"])
def test_a_mistake_in_an_address_makes_no_folder_somewhere(address: str) -> None:
    """Each process starts in a folder of its own: one would not find what another kept, and no backup has it."""
    with pytest.raises(InvalidSetting, match="file:///pad"):
        ArtefactStore(address)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("AWS_ACCES_KEY=geheim", "een regel die wij niet kennen"),
        ("geheim", "een regel die wij niet"),
        ("é", "andere tekens"),
    ],
)
def test_a_file_of_keys_with_a_mistake_is_refused_unseen(tmp_path: Path, content: str, sentence: str) -> None:
    keys = tmp_path / "sleutels"
    keys.touch(0o600)
    keys.write_text(content)

    with pytest.raises(InvalidSetting, match=sentence) as raised:
        Objects("s3://emmer", str(keys)).has("x")
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622])
def test_a_file_of_keys_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    """Who can read it has every workbook and document, past every account; who can write it says where they go."""
    keys = tmp_path / "de sleutels"
    keys.write_text("AWS_SECRET_ACCESS_KEY=geheim\n")
    keys.chmod(mode)

    with pytest.raises(InvalidSetting, match=f"sluit het af met: chmod 600 '{keys}'") as raised:
        Objects("s3://emmer", str(keys)).has("x")
    assert "=geheim" not in str(raised.value)


def test_all_that_gives_access_may_stand_in_the_environment(
    server: ObjectServer, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As containers have it (`opslag.env`); plain http there too, for a store on the same network."""
    for name, value in server.names.items():
        monkeypatch.setenv(name, value)
    store = ArtefactStore(f"{server.scheme}://{bucket}/map", drafts=tmp_path)

    assert store.get(store.put(PDF)) == PDF


def test_without_keys_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("AWS_", "AZURE_")):
            monkeypatch.delenv(name)

    with pytest.raises(JaarcyclusError) as raised:
        Objects("abfs://container", "").has("x")
    assert "abfs://container" in str(raised.value)


# the doctor


def test_it_is_tried_out_and_nothing_stays(elsewhere: ArtefactStore, server: ObjectServer, bucket: str) -> None:
    assert elsewhere.objects is not None

    said = elsewhere.objects.try_out()

    assert said == f"{server.scheme}://{bucket}/map: bewaren en teruglezen gaat, en overschrijven weigert de opslag"


def test_a_store_that_overwrites_is_refused(elsewhere: ArtefactStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old server does not know the condition and takes it for nothing."""
    import obstore

    real = obstore.put
    monkeypatch.setattr(obstore, "put", lambda store, name, content, **_: real(store, name, content))

    assert elsewhere.objects is not None
    with pytest.raises(StoreFailed, match="laat een bestand overschrijven"):
        elsewhere.objects.try_out()
