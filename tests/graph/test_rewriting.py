"""What SharePoint does to a file by itself, and its one hash."""

import base64
import io
import zipfile

import pytest

from graph.bare import Bare
from graph.quickxor import hash_bytes, hash_file
from graph.running import Graph


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("Sg==", "SgAAAAAAAAAAAAAAAQAAAAAAAAA="),
        ("n6Neh7p6fFgm", "nxiFFw6hCz3wAQsmCQAAAAAAAAA="),
        ("T6LYJIfDh81JrAK309H2JMJTXis=", "zBTHrspn3mEcohlJdIUAbjGNaNg="),
    ],
)
def test_quickxorhash_of_known_bytes(content: str, expected: str) -> None:
    assert hash_bytes(base64.b64decode(content)) == expected


def test_quickxorhash_of_a_file_is_that_of_its_bytes(tmp_path) -> None:
    content = bytes(range(251)) * 100_000
    (tmp_path / "groot").write_bytes(content)

    assert hash_file(tmp_path / "groot") == hash_bytes(content)


@pytest.mark.parametrize("name", ["b.pdf", "b.xlsx", "b.docx", "b.html"])
def test_office_pdf_and_html_are_other_bytes_after_the_upload(bare: Bare, graph: Graph, name: str) -> None:
    """Trap: a file uploaded endlessly again, because size and hash differ."""
    made = bare.put(name, b"%PDF-1.7 onze bytes").json()

    now = bare.look(name).json()

    assert now["id"] == made["id"]
    assert now["size"] != made["size"]
    assert now["file"]["hashes"] != made["file"]["hashes"]
    assert (now["eTag"] != made["eTag"], now["cTag"] != made["cTag"]) == (True, True)
    assert graph.versions_of(name) == 1


@pytest.mark.parametrize("name", ["b.txt", "b.csv", "b.zip", "b.json"])
def test_other_files_stay_as_they_are(bare: Bare, graph: Graph, name: str) -> None:
    made = bare.put(name, b"onze bytes").json()

    assert bare.look(name).json()["eTag"] == made["eTag"]
    assert graph.content(name) == b"onze bytes"


def test_the_tag_of_the_upload_is_stale_by_the_first_write(bare: Bare, graph: Graph) -> None:
    """Trap: 412 with the eTag that was just given, because the service itself touched the file."""
    graph.add_column("Sleutel")
    made = bare.put("b.pdf", b"%PDF").json()

    refused = bare.api(
        "PATCH", bare.by_id(made["id"], "listItem/fields"), {"If-Match": made["eTag"]}, json={"Sleutel": "K"}
    )

    assert refused.status_code == 412


def test_it_may_come_later(bare: Bare, graph: Graph) -> None:
    graph.behave(rewrite_after=600)
    made = bare.put("b.pdf", b"%PDF").json()

    at_once = bare.look("b.pdf").json()["eTag"]
    graph.advance(601)

    assert at_once == made["eTag"]
    assert bare.look("b.pdf").json()["eTag"] != made["eTag"]


def test_a_workbook_stays_one(bare: Bare, graph: Graph) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    bare.put("b.xlsx", packed.getvalue())
    bare.look("b.xlsx")

    with zipfile.ZipFile(io.BytesIO(graph.content("b.xlsx"))) as archive:
        assert archive.read("xl/workbook.xml") == b"<workbook/>"
        assert len(archive.namelist()) == 2
