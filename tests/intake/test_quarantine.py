"""A received file is looked over as a file before anything parses it."""

import zipfile
from io import BytesIO

import pytest

from builders.workbook import filled
from builders.zip import hand_packed, overlapping, packed, sheet, workbook_parts
from jaarcyclus.intake.quarantine import inspect

MB = 1_000_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def codes(content: bytes, max_bytes: int = 20 * MB, max_cells: int = 200_000) -> list[str]:
    return [item.code for item in inspect(content, max_bytes, max_cells)]


def test_our_own_form_passes() -> None:
    assert codes(filled()) == []


def test_the_smallest_workbook_passes() -> None:
    """What the hostile files below are made of is itself harmless."""
    assert codes(packed(workbook_parts())) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "BESTAND_LEEG"),
        (b"Taakveld;Bedrag\n0.4;100\n", "BESTAND_GEEN_XLSX"),
        (b"%PDF-1.7", "BESTAND_GEEN_XLSX"),
        (OLE + bytes(600), "BESTAND_GEEN_XLSX"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "BESTAND_VERSLEUTELD"),
        (b"PK\x05\x06" + bytes(18), "BESTAND_GEEN_XLSX"),
        (b"PK\x03\x04 and then nothing", "BESTAND_BESCHADIGD"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "BESTAND_GEEN_XLSX"),
        (packed({"[Content_Types].xml": "", "xl/workbook.bin": ""}), "BESTAND_GEEN_XLSX"),
        (packed({"foto.jpg": "x"}), "BESTAND_GEEN_XLSX"),
    ],
    ids=["leeg", "csv", "pdf", "xls", "wachtwoord", "lege zip", "halve zip", "ods", "xlsb", "zip"],
)
def test_what_is_no_xlsx_is_named(content: bytes, code: str) -> None:
    assert codes(content) == [code]


@pytest.mark.parametrize("kept", [10, 1_000, 5_000, -1, -30])
def test_a_truncated_workbook_is_damaged(kept: int) -> None:
    assert codes(filled()[:kept]) == ["BESTAND_BESCHADIGD"]


def test_a_flipped_bit_is_damage() -> None:
    """The checksum of each part is verified, so that no reader sees other bytes than the sender had."""
    content = bytearray(filled())
    with zipfile.ZipFile(BytesIO(content)) as archive:
        part = archive.getinfo("xl/worksheets/sheet2.xml")
    content[part.header_offset + 30 + len(part.filename) + part.compress_size // 2] ^= 0x01

    assert codes(bytes(content)) == ["BESTAND_BESCHADIGD"]


def test_a_file_over_the_limit_is_not_opened() -> None:
    assert codes(filled(), max_bytes=1_000) == ["BESTAND_TE_GROOT"]


def test_a_bomb_of_zeros_is_refused_unopened() -> None:
    """100 MB in 100 KB: the declared size says enough."""
    bomb = packed({**workbook_parts(), "xl/media/bom.bin": bytes(100 * MB)})

    assert codes(bomb) == ["BESTAND_TE_GROOT"]


def test_a_small_bomb_is_refused_on_its_ratio() -> None:
    bomb = packed({**workbook_parts(), "xl/media/bom.bin": bytes(20 * MB)})

    assert codes(bomb) == ["BESTAND_VERDACHT"]


def test_a_bomb_that_lies_about_its_size_is_damage() -> None:
    """The directory promises 100 bytes; what unpacks is never more than promised, and the checksum fails."""
    honest = packed({**workbook_parts(), "xl/media/bom.bin": bytes(2 * MB)})
    lie = honest.replace((2 * MB).to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert codes(lie) == ["BESTAND_BESCHADIGD"]


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "BESTAND_MACROS"),
        ("xl/macrosheets/sheet1.xml", "BESTAND_MACROS"),
        ("xl/externalLinks/externalLink1.xml", "EXTERNE_KOPPELING"),
        ("xl/connections.xml", "EXTERNE_KOPPELING"),
        ("xl/embeddings/oleObject1.bin", "INGEBED_OBJECT"),
        ("xl/activeX/activeX1.xml", "INGEBED_OBJECT"),
    ],
)
def test_what_runs_or_reaches_out_is_refused(part: str, code: str) -> None:
    assert codes(packed({**workbook_parts(), part: "x"}))[0] == code


def test_an_xlsm_under_another_name_is_refused() -> None:
    parts = workbook_parts()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("sheet.main", "sheet.macroEnabled.main")

    assert codes(packed(parts)) == ["BESTAND_MACROS"]


def test_the_strict_dialect_is_named() -> None:
    """Saved as "Strict Open XML Spreadsheet" every cell has another name; the reader would see an empty workbook."""
    strict = workbook_parts()["xl/workbook.xml"].replace("schemas.openxmlformats.org/", "purl.oclc.org/ooxml/")

    [found] = inspect(packed(workbook_parts(workbook=strict)), 20 * MB, 1)

    assert (found.code, found.melding) == (
        "BESTAND_GEEN_XLSX",
        "Dit is geen Excel-werkmap: het is opgeslagen als Strict Open XML.",
    )


def test_a_zip_within_the_zip_is_refused() -> None:
    assert codes(packed({**workbook_parts(), "xl/media/plaatje.png": packed({"a": "b"})})) == ["INGEBED_OBJECT"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_own_entities_are_refused_in_every_encoding(encoding: str) -> None:
    """Entities within entities grow to gigabytes; an external one reads our files."""
    laughs = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "lol">]>' + sheet('<row><c t="str"><v>&b;</v></c></row>')
    parts: dict[str, str | bytes] = {**workbook_parts(), "xl/worksheets/sheet1.xml": laughs.encode(encoding)}

    assert codes(packed(parts)) == ["BESTAND_VERDACHT"]


def test_an_entity_on_the_edge_of_a_block_is_seen() -> None:
    padding = " " * (65_536 - 5)
    parts = {**workbook_parts(), "xl/worksheets/sheet1.xml": f"{padding}<!DOCTYPE a []>{sheet()}"}

    assert codes(packed(parts, zipfile.ZIP_STORED)) == ["BESTAND_VERDACHT"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "xl\\..\\..\\a.xml", "\\a.xml", "C:boek.xml", "xl/a\0.xml"]
)
def test_names_that_leave_the_zip_are_refused(name: str) -> None:
    assert codes(hand_packed([("[Content_Types].xml", b"x"), (name, b"x")])) == ["BESTAND_VERDACHT"]


@pytest.mark.parametrize("second", ["xl/workbook.xml", "xl/WORKBOOK.xml"])
def test_a_part_that_is_there_twice_is_refused(second: str) -> None:
    """Two readers would each read another workbook."""
    assert codes(hand_packed([("xl/workbook.xml", b"a"), (second, b"b")])) == ["BESTAND_VERDACHT"]


def test_headers_that_contradict_each_other_are_refused() -> None:
    assert codes(hand_packed([("[Content_Types].xml", b"x")], local_size=0)) == ["BESTAND_VERDACHT"]


def test_parts_that_lie_within_each_other_are_refused() -> None:
    assert codes(overlapping()) == ["BESTAND_VERDACHT"]


def test_an_encrypted_part_is_refused() -> None:
    assert codes(hand_packed([("[Content_Types].xml", b"x")], flags=1)) == ["BESTAND_VERDACHT"]


def test_a_thousand_parts_are_no_workbook() -> None:
    assert codes(packed({f"xl/{number}.xml": "" for number in range(1_001)})) == ["BESTAND_VERDACHT"]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="{place}" s="1"/>',
        '<c r="{place}" s="1"><v></v></c>',
        '<c r="{place}"></c>',
        '<c t="inlineStr"><is><t/></is></c>',
        '<c t="inlineStr"><is><t></t></is></c>',
    ],
)
def test_cells_and_rows_without_content_do_not_count(cell: str) -> None:
    """Somebody gave whole sheets a font: the office's own form, and not a cell more in it."""
    row = "".join(cell.format(place=f"{column}{{row}}") for column in "ABCDE")
    rows = "".join(f'<row r="{number}">{row.format(row=number)}</row>' for number in range(1, 210_001))

    assert codes(packed(workbook_parts(sheet(rows)))) == []


@pytest.mark.parametrize(("bound", "found"), [(42_000, []), (40_000, ["WERKBOEK_TE_ZWAAR"])])
def test_a_shared_text_may_be_empty_and_is_left_to_the_reader_up_to_a_bound(bound: int, found: list[str]) -> None:
    """Five times as many as cells with content."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{n}</v></c></row>' for n in range(1, 210_001))

    assert codes(packed(workbook_parts(sheet(rows))), max_cells=bound) == found


def test_a_formula_with_its_result_is_one_cell() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><f>1+{n}</f><v>{n}</v></c></row>' for n in range(1, 110_001))

    assert codes(packed(workbook_parts(sheet(rows)))) == []


def test_more_cells_than_any_form_has_are_too_much() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>1</v></c></row>' for n in range(1, 110_001))

    assert codes(packed(workbook_parts(sheet(rows)))) == ["WERKBOEK_TE_ZWAAR"]


@pytest.mark.parametrize(("size", "told"), [(20_050_000, "20,05 MB"), (20_000_001, "20,01 MB"), (21_000_000, "21 MB")])
def test_a_size_over_the_limit_never_reads_as_the_limit(size: int, told: str) -> None:
    (finding,) = inspect(bytes(size), max_bytes=20_000_000, max_cells=1)

    assert finding.melding == f"Het bestand is te groot ({told})."
    assert finding.verwacht == "hooguit 20 MB"
