"""The PDF door: nothing fetched, nothing random, readable aloud."""

import re
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread

import pikepdf
import pypdf
import pytest

from builders.pdf import label_faults, read_tables, walk
from jaarcyclus.errors import IncompletePdf
from jaarcyclus.printing import pdf

DAY = date(2026, 5, 8)


def _page(body: str, head: str = "<title>Proef</title>") -> str:
    return f'<!doctype html><html lang="nl"><head>{head}</head><body>{body}</body></html>'


def _open(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def test_page_says_that_it_can_be_read_aloud():
    """Tagged, in Dutch, titled, marked PDF/UA-1 and PDF/A-3a."""
    with _open(pdf.render(_page("<h1>Kop</h1>"), day=DAY)) as document:
        root, metadata = document.Root, document.open_metadata()

        assert root.Lang == "nl"
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.StructTreeRoot.K[0].S == "/Document"
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("1", "3", "A")
        assert metadata["dc:title"] == "Proef"


def test_page_number_is_no_content():
    """Read aloud it would break in on every sentence; the text of the page stays content."""
    style = "<title>Proef</title><style>@page { @bottom-right { content: 'pagina ' counter(page) } }</style>"

    with _open(pdf.render(_page("<p>tekst</p>", style), day=DAY)) as document:
        stream = document.pages[0].Contents.read_bytes()

        assert stream.count(b"/Artifact <</Type /Pagination>> BDC") == 1
        assert len(re.findall(rb"/MCID \d+", stream)) == 1


@pytest.mark.parametrize("html", [_page("x", head=""), "<html><title>Proef</title>x"])
def test_page_without_title_or_language_is_refused(html):
    """A screen reader could not name it."""
    with pytest.raises(IncompletePdf):
        pdf.render(html, day=DAY)


def _long_table(rows: int) -> str:
    body = "".join(f'<tr><th scope="row">rij {n}</th><td>{n}</td><td>x</td></tr>' for n in range(rows))
    head = '<thead><tr><td>Naam</td><th scope="col">Getal</th><th scope="col">Soort</th></tr></thead>'
    return f"<div><table><caption>Lang</caption>{head}<tbody>{body}</tbody></table><p>noot</p></div>"


def test_a_table_over_several_pages_is_heard_as_one():
    """Under one caption and one head; what is repeated on a page for the eye is no content."""
    content = pdf.render(_page(f"<h1>Proef</h1>{_long_table(150)}{_long_table(3)}"), day=DAY)

    with _open(content) as document:
        tags = [str(item.S) for item in walk(document.Root.StructTreeRoot.K[0])]
        pages = len(document.pages)
    assert pages > 2
    assert [tags.count(tag) for tag in ("/Table", "/Caption", "/THead", "/TBody")] == [2, 2, 2, 2]
    assert tags.count("/TR") == 150 + 3 + 2
    assert all(named <= ids for ids, named in read_tables(content))
    assert label_faults(content) == []


def test_a_row_as_high_as_a_page_is_heard_in_its_table_too():
    """No head is repeated beside it."""
    cells = f'<tr><th scope="row">hoog</th><td>{"woord<br>" * 150}</td><td>x</td></tr>'
    content = pdf.render(_page(f"<h1>Proef</h1>{_long_table(3).replace('</tbody>', cells + '</tbody>')}"), day=DAY)

    assert len(read_tables(content)) == 1
    assert label_faults(content) == []


def test_date_is_that_of_the_version():
    with _open(pdf.render(_page("x"), day=DAY)) as document:
        assert str(document.docinfo.CreationDate).startswith("D:20260508")


def test_nothing_is_fetched(tmp_path):
    """An address in a page reaches neither the network nor the disk."""
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    (tmp_path / "geheim.txt").write_text("geheim")
    server = HTTPServer(("127.0.0.1", 0), Listener)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    body = (
        f'<img src="{address}/a.png" alt="a"><link rel="stylesheet" href="{address}/b.css">'
        f'<link rel="attachment" href="{(tmp_path / "geheim.txt").as_uri()}">'
        f'<object data="{(tmp_path / "geheim.txt").as_uri()}"></object>'
        f'<style>@import url("{address}/c.css");</style>'
    )

    content = pdf.render(_page(body), day=DAY)
    server.shutdown()
    server.server_close()

    assert asked == []
    assert "geheim" not in pypdf.PdfReader(BytesIO(content)).pages[0].extract_text()
    assert not pypdf.PdfReader(BytesIO(content)).attachments


def test_versions_name_what_draws_the_page():
    assert set(pdf.versions()) == {"weasyprint", "pango", "pikepdf", "lettertypen"}
