"""Reading past what only decorates: a sound workbook of PSA with one part as other programs write it."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from builders.dossier import workbook_of
from builders.psa import change, codes
from builders.workbook import judge_workbook
from builders.zip import packed, sheet, strings, workbook_parts
from jaarcyclus.intake.part_walk import read_parts
from jaarcyclus.intake.plain_styles import MAIN
from jaarcyclus.intake.sandbox import Cell, read_workbook
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import Settings, project_root

DOWR = load_profile(project_root() / "profiles" / "dowr.yaml")


def put(before: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(before, new + before, 1)


def put_after(before: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(before, before + new, 1)


STYLES, SHEET, TEXTS, BOOK = (
    rf"xl/{name}\.xml" for name in ("styles", r"worksheets/sheet\d", "sharedStrings", "workbook")
)
RULE = "<conditionalFormatting sqref='x'><cfRule/></conditionalFormatting>"
LINK = "<hyperlinks><hyperlink ref='A1:' r:id='x'/></hyperlinks>"
HIGH = '<row r="3" ht="hoog"'
NAME = "<definedName name='_xlnm.Print_Titles' localSheetId='0'>#REF!</definedName>"
LOOK = r"<si><r><rPr><color rgb='rood'/><sz val='groot'/></rPr><t>\1</t></r></si>"
DECORATED = {
    "an empty fill": (STYLES, put("<fill>", "<fill/>")),
    "an alignment of another spelling": (STYLES, lambda text: text.replace('horizontal="', 'horizontal="C')),
    "a colour of the web": (STYLES, put("<font>", "<font><color rgb='#FF0000'/></font>")),
    "a border of another spelling": (STYLES, put("<border>", "<border><left style='Thin'/></border>")),
    "a tab of the web's colour": (SHEET, put("<sheetViews>", "<sheetPr><tabColor rgb='#ff0000'/></sheetPr>")),
    "a pane of another state": (SHEET, put_after("<sheetViews>", "<sheetView workbookViewId='x' zoomScale='groot'/>")),
    "paper by its name": (SHEET, put("</worksheet>", "<pageSetup paperSize='A4' orientation='Landscape'/>")),
    "a margin in words": (SHEET, put("</worksheet>", "<pageMargins left='smal'/>")),
    "a rule that colours cells": (SHEET, put("</worksheet>", RULE)),
    "a row of a height in words": (SHEET, lambda text: re.sub(r'<row r="3"(?: ht="[^"]*")?', HIGH, text)),
    "a link to nowhere": (SHEET, put("</worksheet>", LINK)),
    "a filter without a place": (SHEET, put("</worksheet>", "<autoFilter ref='alles'/>")),
    "a text in two looks": (TEXTS, lambda text: re.sub(r"<si><t[^>]*>([^<]*)</t></si>", LOOK, text)),
    "a window in words": (BOOK, put("<sheets>", "<bookViews><workbookView windowWidth='breed'/></bookViews>")),
    "a name that points nowhere": (BOOK, put_after("</sheets>", f"<definedNames>{NAME}</definedNames>")),
}  # fmt: skip


@pytest.mark.parametrize("what", DECORATED)
def test_a_decoration_that_a_library_does_not_know_changes_nothing(what: str) -> None:
    pattern, edit = DECORATED[what]

    assert codes(change(pattern, edit)) == []


@pytest.mark.parametrize("number", ["400", "70001", "-1", "blauw"])
def test_a_style_that_is_missing_changes_nothing(number: str) -> None:
    """A cell may point past the last style: that is how it looks, and no cell differs."""
    styled = f'<c r="C9" s="{number}"'

    assert codes(change(SHEET, lambda text: re.sub(r'<c r="C9" s="[0-9]+"', styled, text))) == []


def test_a_look_without_content_costs_nothing_and_moves_nobody() -> None:
    """Empty cells and rows go, but for those by which one without `r` counts its place."""
    rows = (
        '<row r="1"><c r="A1" s="1"/><c r="C1"><v>1</v></c><c r="D1"/><c><v>2</v></c><c r="Z1"/></row>'
        '<row r="5" hidden="1"><c r="A5"/></row><row r="6"/><row><c/><c><f>1</f></c></row><row r="9"><c r="A9"/></row>'
    )
    content = packed(workbook_parts(sheet(rows)))

    assert read_workbook(content, Settings.from_env({})).sheets["Regels"].cells == {
        (1, 3): Cell("getal", "1"),
        (1, 5): Cell("getal", "2"),
        (7, 2): Cell("leeg", "", formula=True),
    }
    rows = read_parts(content, most_cells=10)["xl/worksheets/sheet1.xml"].rows
    assert rows is not None
    assert len(rows.cells) == 3


@pytest.mark.parametrize("formula", ["IF(1=1,1,#SPILL!)", "#VELD!", '"a', "'Risico''s'!C5-4", ""])
def test_a_formula_that_no_library_takes_apart_leaves_its_result_readable(formula: str) -> None:
    """That there is one is all that we use of it."""
    cells = (
        f'<row r="1"><c r="A1"><f t="shared" ref="A1:B1" si="0">{formula}</f><v>1</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>2</v></c><c r="C1"><f t="array">1</f></c></row>'
    )

    content = packed(workbook_parts(sheet(cells)))

    assert read_workbook(content, Settings.from_env({})).sheets["Regels"].cells == {
        (1, 1): Cell("getal", "1", formula=True),
        (1, 2): Cell("getal", "2", formula=True),
        (1, 3): Cell("leeg", "", formula=True),
    }


def test_a_text_of_nothing_is_no_content() -> None:
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t/></is></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c></row>'
    )
    content = packed(
        workbook_parts(sheet(cells), strings=strings("<si><t/></si><si><t xml:space='preserve'> </t></si>"))
    )

    assert set(read_workbook(content, Settings.from_env({})).sheets["Regels"].cells) == {(1, 4)}


def test_excels_own_format_of_currency_is_that_of_our_country() -> None:
    """A file names it by number alone; the library knows it with the dollar."""
    content = change(
        STYLES, lambda text: re.sub(r'numFmtId="\d+"( fontId[^>]*applyNumberFormat)', r'numFmtId="44"\1', text)
    )

    assert codes(content) == []


def test_a_day_of_making_that_is_none_changes_nothing() -> None:
    assert codes(change("docProps/core.xml", lambda text: text.replace("T00:00:00Z", "gisteren"))) == []


def test_a_number_shown_as_a_day_beyond_the_calendar_is_called_a_day() -> None:
    """The library makes `#VALUE!` of it, which stands nowhere in the file."""

    def edit(text: str) -> str:
        text = re.sub(r'(<c r="C5" s="\d+">)<v>[^<]+</v>', r"\1<v>5581400</v>", text)
        return re.sub(r'formatCode="#[^"]*"', 'formatCode="yyyy"', text)

    values = {
        item.waarde
        for item in judge_workbook(change(rf"{STYLES}|{SHEET}", edit), DOWR, Settings.from_env({}), "psa").bevindingen
    }

    assert "#VALUE!" not in values
    assert "een dag buiten de kalender" in values


@pytest.mark.parametrize("told", ['ht="1E-2"', 'ht=".0"', 'ht="0.5"', 'ht="+0"', 'hidden=" 1 "'])
def test_what_hides_a_row_is_no_decoration_however_it_is_spelled(told: str) -> None:
    assert "RIJ_VERBORGEN" in codes(
        change(SHEET, lambda text: re.sub(r'<row r="9"[^>/]*(/?)>', rf'<row r="9" {told}\1>', text))
    )


def test_rows_of_no_usual_height_hide_their_content() -> None:
    flat = '<sheetFormatPr defaultRowHeight="0" customHeight="1"/>'

    assert "RIJ_VERBORGEN" in codes(change(SHEET, lambda text: re.sub("<sheetFormatPr[^>]*/>", flat, text)))


def test_a_style_with_noughts_in_front_still_shows_something_else() -> None:
    """Left out, the cell would look plain, and the amount that nobody sees would count."""

    def edit(text: str) -> str:
        text = re.sub(r'<c r="C5" s="(\d+)">', r'<c r="C5" s="00000\1">', text)
        return re.sub(r'formatCode="#[^"]*"', 'formatCode=";;;"', text)

    assert "GETAL_ANDERS_GETOOND" in codes(change(rf"{STYLES}|{SHEET}", edit))


COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("<comments xmlns='{main}'/>", []),
        ("<comments xmlns='{main}'><commentList><comment ref='C5' authorId='7'/></commentList></comments>", ["C5"]),
        (None, []),
    ],
    ids=["no comment", "by nobody, saying nothing", "a part that is not there"],
)
def test_whatever_a_comment_is_made_of_its_place_is_read(part: str | None, found: list[str]) -> None:
    """What it says is read by a person; the file is not unreadable for it."""
    content = add_part("xl/comments9.xml", part and part.format(main=MAIN), COMMENTS)

    judged = judge_workbook(content, DOWR, Settings.from_env({}), "psa").bevindingen

    assert [item.cel for item in judged if item.code == "OPMERKING_NIET_GELEZEN"] == found
    assert "WERKBOEK_ONLEESBAAR" not in [item.code for item in judged]


def add_part(name: str, part: str | None, kind: str, encoding: str = "utf-8") -> bytes:
    """Return PSA's good workbook in which the fifth sheet leads to one more part, there or not."""
    rels = "xl/worksheets/_rels/sheet5.xml.rels"
    link = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='rId9' Type='{kind}' Target='/{name}'/></Relationships>"
    )
    target = BytesIO()
    with ZipFile(BytesIO(workbook_of("psa")[0])) as source, ZipFile(target, "w") as made:
        assert rels not in source.namelist()
        for info in source.infolist():
            made.writestr(info, source.read(info))
        made.writestr(rels, link)
        if part is not None:
            made.writestr(name, part.encode(encoding))
    return target.getvalue()


@pytest.mark.parametrize("part", ["<xdr:wsDr xmlns:xdr='x'/>", "<wsDr xmlns='x'>\n</wsDr>"])
def test_a_drawing_that_draws_nothing_is_not_told(part: str) -> None:
    """LibreOffice writes such a part beside an autofilter, EPPlus after the last picture is gone."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"

    assert codes(add_part("xl/drawings/drawing9.xml", part, kind, "utf-8")) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_words_in_a_drawing_are_told_in_every_encoding(encoding: str) -> None:
    part = "<xdr:wsDr xmlns:xdr='x'><xdr:oneCellAnchor/></xdr:wsDr>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"

    assert "TEKENING_NIET_GELEZEN" in codes(add_part("xl/drawings/drawing9.xml", part, kind, encoding))
