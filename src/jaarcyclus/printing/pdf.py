"""The only door to WeasyPrint and pikepdf: HTML in, one tagged PDF out, byte for byte the same each time.

Two things a vote rests on are guarded here. The bytes: identifier and dates come from the content, never from a
clock, a random source or a typeface that is not ours (`printing.typefaces`). And the reader: every file is PDF/A-3a
(keeps) and says it is PDF/UA-1 (can be read aloud). Do not fetch anything: a document with an address in it must not
reach out, so only `data:` is allowed.
"""

import gc
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import Any

from jaarcyclus.errors import IncompletePdf
from jaarcyclus.printing import typefaces
from jaarcyclus.printing.joined_tables import join_tables
from jaarcyclus.terms import canonical

_MARKED = re.compile(rb"/\w+\s+<</MCID (\d+)>>\s+BDC")


def render(html: str, *, day: date) -> bytes:
    """Return the PDF of a complete HTML page with `lang`, `<title>` and its own `<style>`.

    `day` becomes its creation date: the day of the version, not of the printing. Raises IncompletePdf when the
    page has no language or title, for then no screen reader can name it. A sign that our typefaces do not draw is
    printed as its code point; raises MissingTypeface when one of them is not installed.
    """
    import weasyprint

    typefaces.find_typefaces()
    html = typefaces.show_undrawn(html)
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    with _collector_off():
        page = weasyprint.HTML(string=html, base_url="data:,", url_fetcher=fetcher)
        document = page.render(font_config=typefaces.configuration())
        if not document.metadata.title or not document.metadata.lang:
            raise IncompletePdf("a document needs <html lang> and <title>")
        document.metadata.created = document.metadata.modified = day.isoformat()
        return _mark_accessible(document.write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=_identifier(html)))


def versions() -> dict[str, str]:
    """Return what decides the bytes of a PDF besides its HTML: WeasyPrint, Pango, pikepdf, our typefaces' files."""
    import pikepdf
    import weasyprint
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return {
        "weasyprint": weasyprint.__version__,
        "pango": f"{number // 10_000}.{number // 100 % 100}.{number % 100}",
        "pikepdf": pikepdf.__version__,
        "lettertypen": typefaces.fingerprint(),
    }


@contextmanager
def _collector_off() -> Iterator[None]:
    """A page tree is hundreds of thousands of live objects; walking them again and again took a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _identifier(html: str) -> bytes:
    return canonical.sha256(html.encode())[:32].encode()


def _mark_accessible(content: bytes) -> bytes:
    """WeasyPrint writes one variant a file; the PDF/UA mark beside PDF/A is added afterwards."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        # set_pikepdf_as_editor would write today's date.
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["pdfuaid:part"] = "1"
        _declare_pdfuaid(pdf)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        join_tables(pdf)
        _mark_running_text(pdf)
        return _save(pdf)


# A line end before this word is not counted: after a stream that itself ends in one, readers differ on its length, and
# a checker of PDF/A calls it wrong. The last byte of a compressed stream is that of its checksum, so one in 256 does.
_UNCLEAR_END = b"\r\nendstream"


def _save(pdf: Any) -> bytes:
    """Return the file without a stream whose length is in doubt, as small as that can be."""
    import pikepdf

    _end_streams_clearly(pdf)
    compact = pikepdf.ObjectStreamMode.generate
    for _ in _shifts(pdf):
        packed = _write(pdf, compact)
        if _UNCLEAR_END not in packed:
            return packed
    return _write(pdf, pikepdf.ObjectStreamMode.disable)


def _write(pdf: Any, mode: Any) -> bytes:
    target = BytesIO()
    pdf.save(target, deterministic_id=True, object_stream_mode=mode)
    return target.getvalue()


def _end_streams_clearly(pdf: Any) -> None:
    """Lengthen each stream that would end in a carriage return once compressed; a reader of it skips the blank."""
    import pikepdf

    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream) or item.get("/Type") == pikepdf.Name.Metadata:
            continue
        content = item.read_bytes()
        if _packed(content).endswith(b"\r"):
            longer = next(text for n in range(1, 9) if not _packed(text := content + b"\n" * n).endswith(b"\r"))
            item.write(longer)
            if "/Length1" in item:  # of a font: how long it is once unpacked
                item.Length1 = len(longer)


def _packed(content: bytes) -> bytes:
    return zlib.compress(content, 1)  # its end is the same at every level


def _shifts(pdf: Any) -> Iterator[None]:
    """Move one object more each time to a place of its own, so that all after it fall into other object streams."""
    yield
    for holder, key in (
        (pdf.Root, "/ViewerPreferences"),
        (pdf.Root, "/MarkInfo"),
        *((p.obj, "/MediaBox") for p in pdf.pages),
    ):
        holder[key] = pdf.make_indirect(holder[key])
        yield


# PDF/A-3 (ISO 19005-3, 6.6.2.3.1) allows a property that it does not know itself only when a schema declares it.
_PDFUAID_SCHEMA = b"""<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that this document follows</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
_END_OF_METADATA = b"</rdf:RDF>"


def _declare_pdfuaid(pdf: Any) -> None:
    metadata = pdf.Root.Metadata.read_bytes()
    if metadata.count(_END_OF_METADATA) != 1:
        raise IncompletePdf("the metadata of a document is no single RDF block")
    pdf.Root.Metadata.write(metadata.replace(_END_OF_METADATA, _PDFUAID_SCHEMA + _END_OF_METADATA))


def _mark_running_text(pdf: Any) -> None:
    """Mark header and page number of each page as artifacts: read aloud they would break in on every sentence.

    WeasyPrint tags them as content and leaves the tags outside the tree; PDF/UA-1 (7.8) wants artifacts.
    """
    tree = pdf.Root.StructTreeRoot
    document = tree.K[0]
    in_tree = {element.objgen for element in document.K}
    for number, page in enumerate(pdf.pages):
        # Nums holds, by page, a number and then the elements of its marked content in order.
        elements = tree.ParentTree.Nums[2 * number + 1]
        outside = {mcid for mcid, item in enumerate(elements) if _top(item, document).objgen not in in_tree}
        page.Contents = pdf.make_stream(_without_tags(page.Contents.read_bytes(), outside))
        for mcid in outside:
            elements[mcid] = None


def _top(element: Any, document: Any) -> Any:
    while element.P.objgen != document.objgen:
        element = element.P
    return element


def _without_tags(content: bytes, mcids: set[int]) -> bytes:
    def replace(match: re.Match[bytes]) -> bytes:
        return b"/Artifact <</Type /Pagination>> BDC" if int(match[1]) in mcids else match[0]

    return _MARKED.sub(replace, content)
