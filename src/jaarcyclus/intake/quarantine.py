"""Looks a received file over without unpacking it to disk or parsing it: is it a plain .xlsx, and not a bomb?

Everything here works on bytes and stops counting at a limit. What passes is still hostile: it is only cheap enough
to be read in a child process (`intake`). Never open a file that has a finding from here in any other library.
"""

import re
import struct
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from jaarcyclus.terms.findings import Bevinding, bevinding

# Chosen. Our own form with 5.000 lines is 20 parts and 5 MB unpacked, at a ratio of 20, with 65.000 cells.
MAX_PARTS = 1_000
MAX_SHARED_FACTOR = 5  # times the cells with content: those with a shared text, which may be empty
MAX_UNPACK_FACTOR = 5  # times the largest file we take
MAX_RATIO, RATIO_FROM_BYTES = 250, 1_000_000

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_STRICT = b"purl.oclc.org/ooxml"  # the other dialect of the format, in which the reader finds no cells
_ZIP64 = 0xFFFFFFFF  # in a size field: the size stands in the extra field
_LOCAL = struct.Struct("<4s5H3L2H")
# What stands first in a cell tells whether it has content. No part of this looks past the next `<`, so that a crafted
# part costs no more than its length.
_TEXT = rb"(?:r[\s>]|t(?:\s[^<>]*[^<>/])?>[^<])"
_FILLED = re.compile(
    rb"<c(?![^<>]*\st=[\"']s[\"'])(?:\s[^<>]*[^<>/])?>\s*<(?:v>[^<]|(?:v|is|f)\s|is>\s*<" + _TEXT + rb"|f>|f/>)"
)
# Which of the shared texts is empty is told in another part: the reader counts those that are not.
_SHARED = re.compile(rb"<c\s(?=[^<>]*\bt=[\"']s[\"'])")
_BLOCK, _OVERLAP = 65_536, 64
_FORBIDDEN_PARTS = (
    ("vbaproject", "BESTAND_MACROS"),
    ("macrosheets/", "BESTAND_MACROS"),
    ("externallinks/", "EXTERNE_KOPPELING"),
    ("connections.xml", "EXTERNE_KOPPELING"),
    ("embeddings/", "INGEBED_OBJECT"),
    ("oleobject", "INGEBED_OBJECT"),
    ("activex/", "INGEBED_OBJECT"),
)


def inspect(content: bytes, max_bytes: int, max_cells: int) -> list[Bevinding]:
    """Return what is wrong with the file as a file; none means it may be read under limits."""
    found = _inspect_outside(content, max_bytes)
    if found:
        return found
    try:
        with ZipFile(BytesIO(content)) as archive:
            return (
                _inspect_names(archive)
                or _inspect_sizes(archive, max_bytes)
                or _inspect_headers(content, archive)
                or _inspect_parts(archive, max_cells)
            )
    except Exception as fault:
        # zipfile raises half a dozen kinds on crafted bytes (struct, zlib, value, overflow); all mean the same here.
        return [bevinding("BESTAND_BESCHADIGD", reden="de zip-indeling klopt niet", waarde=type(fault).__name__)]


def _inspect_outside(content: bytes, max_bytes: int) -> list[Bevinding]:
    if not content:
        return [bevinding("BESTAND_LEEG")]
    if len(content) > max_bytes:
        return [_too_large(len(content), max_bytes)]
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return [bevinding("BESTAND_VERSLEUTELD")]
        return [bevinding("BESTAND_GEEN_XLSX", reden="het is een oud Excel-bestand (.xls) of een ander Office-bestand")]
    if not content.startswith(_ZIP):
        return [bevinding("BESTAND_GEEN_XLSX", reden="het heeft een andere bestandssoort")]
    return []


def _inspect_names(archive: ZipFile) -> list[Bevinding]:
    infos = archive.infolist()
    if len(infos) > MAX_PARTS:
        return [_suspect(f"het heeft {len(infos)} onderdelen")]
    names = [_name_of(info) for info in infos]
    if len({name.casefold() for name in names}) < len(names):
        return [_suspect("twee onderdelen hebben dezelfde naam")]
    odd = next((info for info in infos if _is_odd(info)), None)
    if odd is not None:
        return [_suspect("een onderdeel heeft een vreemde naam of opslagwijze", odd.filename)]
    return _inspect_kind(names)


def _name_of(info: ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _is_odd(info: ZipInfo) -> bool:
    name = info.orig_filename.replace("\\", "/")  # as Excel reads it: see `sheet_xml.part_name`
    return (
        name.startswith("/")
        or any(sign in name for sign in ":\0")
        or ".." in name.split("/")
        or bool(info.flag_bits & 0x1)
        or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
    )


def _inspect_kind(names: list[str]) -> list[Bevinding]:
    lower = [name.casefold() for name in names]
    if "mimetype" in lower:
        return [bevinding("BESTAND_GEEN_XLSX", reden="het is een LibreOffice-bestand (.ods)")]
    if "xl/workbook.bin" in lower:
        return [bevinding("BESTAND_GEEN_XLSX", reden="het is een binaire Excel-werkmap (.xlsb)")]
    if "[content_types].xml" not in lower:
        return [bevinding("BESTAND_GEEN_XLSX", reden="het is een zip met iets anders erin")]
    return [bevinding(code, reden=name) for name in names for part, code in _FORBIDDEN_PARTS if part in name.casefold()]


def _inspect_sizes(archive: ZipFile, max_bytes: int) -> list[Bevinding]:
    limit = MAX_UNPACK_FACTOR * max_bytes
    total = sum(info.file_size for info in archive.infolist())
    if total > limit:
        return [_too_large(total, limit)]
    for info in archive.infolist():
        if info.file_size > RATIO_FROM_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            return [_suspect("een onderdeel is verdacht sterk samengeperst", info.filename)]
    return []


def _inspect_headers(content: bytes, archive: ZipFile) -> list[Bevinding]:
    """Compare each part's own header with the directory: readers differ in which of the two they believe."""
    end = 0
    for info in sorted(archive.infolist(), key=lambda item: item.header_offset):
        magic, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack_from(
            content, info.header_offset
        )
        start = info.header_offset + _LOCAL.size
        same = magic == _ZIP and method == info.compress_type and not (flags ^ info.flag_bits) & 0x1
        name = content[start : start + name_length].decode("utf-8" if flags & 0x800 else "cp437")
        if not flags & 0x8:  # without this flag the sizes stand in the header, not behind the part
            same &= crc == info.CRC
            same &= packed in (info.compress_size, _ZIP64) and size in (info.file_size, _ZIP64)
        if not same or name != info.orig_filename or info.header_offset < end:
            return [_suspect("een onderdeel is anders dan de inhoudsopgave zegt", info.filename)]
        end = start + name_length + extra_length + info.compress_size
    return []


def _inspect_parts(archive: ZipFile, max_cells: int) -> list[Bevinding]:
    """Read every part to its end, which proves its size and checksum, and look for what Excel never writes."""
    cells = shared = 0
    for info in archive.infolist():
        tail = b""
        for block in _blocks(archive, info):
            fault = _fault_in(tail + block, info, is_start=not tail)
            if fault:
                return [fault]
            tail = block[-_OVERLAP:]
            cells += len(_FILLED.findall(block))
            shared += len(_SHARED.findall(block))
    if cells > max_cells:
        return [bevinding("WERKBOEK_TE_ZWAAR", reden=f"het heeft meer dan {max_cells} ingevulde cellen")]
    if shared > MAX_SHARED_FACTOR * max_cells:
        words = f"het heeft meer dan {MAX_SHARED_FACTOR * max_cells} cellen met tekst, lege meegeteld"
        return [bevinding("WERKBOEK_TE_ZWAAR", reden=words)]
    return []


def _fault_in(block: bytes, info: ZipInfo, *, is_start: bool) -> Bevinding | None:
    if is_start and block.startswith(_ZIP):
        return bevinding("INGEBED_OBJECT", reden=info.filename)
    plain = block.replace(b"\0", b"")  # so that UTF-16 hides nothing
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        return _suspect("een onderdeel bevat eigen XML-definities", info.filename)
    if _name_of(info).casefold() == "[content_types].xml" and b"macroEnabled" in plain:
        return bevinding("BESTAND_MACROS", reden="het is een .xlsm")
    if _name_of(info).casefold() == "xl/workbook.xml" and _STRICT in plain:
        return bevinding("BESTAND_GEEN_XLSX", reden="het is opgeslagen als Strict Open XML")
    return None


def _blocks(archive: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as part:
        while block := part.read(_BLOCK):
            yield block


def _suspect(reason: str, value: str = "") -> Bevinding:
    return bevinding("BESTAND_VERDACHT", reden=reason, waarde=value)


def _too_large(size: int, limit: int) -> Bevinding:
    return bevinding("BESTAND_TE_GROOT", omvang=_megabytes(size), grens=_megabytes(limit))


def _megabytes(size: int) -> str:
    """Return `20,05 MB`, rounded up: what is over the limit never reads as the limit itself."""
    whole, hundredths = divmod(-(-size // 10_000), 100)
    return f"{whole},{hundredths:02} MB" if hundredths else f"{whole} MB"
