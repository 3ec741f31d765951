"""A conditional format over the amount of PSA's risk: what shows another number is a finding, what colours is not."""

import re
from collections.abc import Sequence

import pytest

from builders.psa import FIRST, change, change_theme, codes, with_differing, with_letters
from builders.workbook import SETTINGS, dowr, judge_workbook
from builders.zip import packed
from jaarcyclus.intake.conditional_look import Look, find_looks, hides_text, kind_under
from jaarcyclus.intake.number_format import UNSEEN
from jaarcyclus.intake.part_walk import read_parts
from jaarcyclus.intake.plain_styles import MAIN

SHEET, STYLES = r"xl/worksheets/sheet5\.xml", r"xl/styles\.xml"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
FORMULA = "http://schemas.microsoft.com/office/excel/2006/main"


def rule(content: str, *, area: str = "C5:C5", kind: str = "expression") -> str:
    """Return a conditional format as Excel writes it."""
    return f'<conditionalFormatting sqref="{area}"><cfRule type="{kind}" {content}</cfRule></conditionalFormatting>'


def newer(content: str) -> str:
    """Return one as programs since 2010 write it: its area is a text of its own."""
    return (
        f'<extLst><ext><x14:conditionalFormattings xmlns:x14="{X14}"><x14:conditionalFormatting><x14:cfRule>{content}'
        f'</x14:cfRule><xm:sqref xmlns:xm="{FORMULA}">A1 C5:C5</xm:sqref></x14:conditionalFormatting>'
        "</x14:conditionalFormattings></ext></extLst>"
    )


SHOWN_AS = rule(f'dxfId="{FIRST}" priority="1"><formula>TRUE</formula>')


def with_rule(told: str, number_format: str | None = None) -> bytes:
    """Return the workbook with this conditional format on its sheet of risks, and a differing format behind its own."""
    shown = f'<numFmt numFmtId="200" formatCode="{number_format}"/>' if number_format is not None else "<font/>"

    def edit(text: str) -> str:
        if "<styleSheet" in text:
            return with_differing(text, [shown])
        return text.replace("</sheetData>", f"</sheetData>{told}", 1)

    return change(rf"{SHEET}|{STYLES}", edit)


@pytest.mark.parametrize("number_format", [";;;", "0%", "&quot;min&quot; 0.00", "0&quot;%&quot;"])
def test_a_condition_that_shows_another_number_is_a_finding(number_format: str) -> None:
    assert "GETAL_ANDERS_GETOOND" in codes(with_rule(SHOWN_AS, number_format))


@pytest.mark.parametrize("number_format", ["#,##0.00", "€ #,##0;[Red]-€ #,##0", None])
def test_a_condition_that_only_colours_or_shows_the_number_is_clean(number_format: str | None) -> None:
    assert codes(with_rule(SHOWN_AS, number_format)) == []


@pytest.mark.parametrize(
    "told",
    [
        rule('priority="1"><iconSet showValue="0"><cfvo type="percent" val="0"/></iconSet>', kind="iconSet"),
        rule('priority="1"><dataBar showValue="false"><cfvo type="min"/></dataBar>', kind="dataBar"),
        newer('<x14:iconSet showValue="0"/>'),
        newer('<x14:dxf><x14:numFmt numFmtId="9" formatCode=";;;"/></x14:dxf>'),
    ],
    ids=["only a sign", "only a bar", "a sign, of a newer program", "a format, of a newer program"],
)
def test_a_sign_in_the_place_of_a_number_is_a_finding(told: str) -> None:
    assert "GETAL_ANDERS_GETOOND" in codes(with_rule(told))


def test_a_bar_beside_the_number_is_clean() -> None:
    assert codes(with_rule(rule('priority="1"><dataBar><cfvo type="min"/></dataBar>', kind="dataBar"))) == []


@pytest.mark.parametrize(
    ("area", "cells"),
    [
        ("$C$5:$C$5", {"C5"}),
        ("AA1 C6:B5", {"C5"}),
        ("C:C", {"C5"}),
        ("5:5", {"A5", "B5", "C5"}),
        ("A5", {"A5"}),
        ("Z100:Z200", set()),
    ],
)
def test_the_finding_stands_on_the_cells_under_it(area: str, cells: set[str]) -> None:
    content = with_rule(SHOWN_AS.replace("C5:C5", area), ";;;")

    found = judge_workbook(content, dowr(), SETTINGS, "psa").bevindingen

    assert {item.cel for item in found if item.code in ("GETAL_ANDERS_GETOOND", "TEKST_ANDERS_GETOOND")} >= cells
    assert bool(found) is bool(cells)


@pytest.mark.parametrize("odd", ['dxfId="99"', 'dxfId="x"', "", 'dxfId="²"'])
def test_a_condition_that_points_at_nothing_shows_nothing_else(odd: str) -> None:
    assert codes(with_rule(SHOWN_AS.replace(f'dxfId="{FIRST}"', odd), ";;;")) == []


def test_what_is_no_area_covers_nothing() -> None:
    assert codes(with_rule(SHOWN_AS.replace("C5:C5", "C0 5C =A1 C5:"), ";;;")) == []


def test_an_index_with_blanks_around_it_is_an_index() -> None:
    assert "GETAL_ANDERS_GETOOND" in codes(with_rule(SHOWN_AS.replace(f'"{FIRST}"', f'" {FIRST} "'), ";;;"))


def walk(styles: str, told: str) -> tuple[Look, ...]:
    """Return the looks of a sheet with this conditional format, under these differing formats from FIRST on."""
    parts = {
        "customXml/item1.xml": "<styleSheet/>",  # of somebody's own, by another name that only looks like it
        "xl/styles.xml": f"<styleSheet xmlns='{MAIN}'><dxfs>{'<dxf/>' * FIRST}{styles}</dxfs></styleSheet>",
        "w": f"<worksheet>{told}</worksheet>",
    }
    walks = {name: part.walk for name, part in read_parts(packed(parts), most_cells=0).items()}
    return find_looks(walks).get("w", ())


WHITE = '<dxf><font><color rgb="FFFFFFFF"/></font>{}</dxf>'
DARK = '<fill><patternFill><bgColor rgb="FFC00000"/></patternFill></fill>'


def test_a_white_font_hides_number_and_text_unless_its_ground_is_dark() -> None:
    (look,) = walk(WHITE.format(""), SHOWN_AS)

    assert kind_under("getal", 5.0, [look]) == "verhuld"
    assert hides_text("Salarissen", [look])

    (dark,) = walk(WHITE.format(DARK), SHOWN_AS)

    assert kind_under("getal", 5.0, [dark]) == "getal"
    assert not hides_text("Salarissen", [dark])


def test_a_white_font_of_a_newer_program_hides_too() -> None:
    told = newer('<x14:dxf><font><color theme="0"/></font></x14:dxf>')

    assert [look.number_format for look in walk("", told)] == [UNSEEN]


def test_leaving_out_noughts_hides_no_other_number() -> None:
    """The commonest use of a white font: a rule for nought, which shows as nothing what counts as nothing."""
    told = rule(f'operator="equal" dxfId="{FIRST}" priority="1"><formula>0</formula>', kind="cellIs")
    (look,) = walk(WHITE.format(""), told)

    assert look.is_over(5, 3)
    assert look.only == 0
    assert kind_under("getal", 0, [look]) == "getal"


@pytest.mark.parametrize(
    ("kind", "number_format", "worst"),
    [
        ("getal", '0.0"%"', "getal_als_deel"),
        ("getal", "0", "afgerond"),
        ("afgerond", '0.0"%"', "verhuld"),
        ("verhuld", "0.0", "verhuld"),
        ("procent", ";;;", "procent"),
    ],
)
def test_the_worst_that_may_be_seen_counts(kind: str, number_format: str, worst: str) -> None:
    look = Look(areas=((1, 1, 1, 1),), number_format=number_format)

    assert kind_under(kind, 12.5, [look]) == worst


def test_a_bar_in_the_place_of_a_number_hides_no_text() -> None:
    (look,) = walk("", rule('priority="1"><iconSet showValue="0"/>', kind="iconSet"))

    assert not hides_text("Salarissen", [look])


RED, ON_RED = "FFC00000", '<fill><patternFill><bgColor rgb="FFC00000"/></patternFill></fill>'
OF_ITS_CELL = [
    (RED, "FFFFF9DB", ON_RED, SHOWN_AS),
    ("FFFFFFFF", RED, '<font><color rgb="FFC00000"/></font>', SHOWN_AS),
    (RED, "FFFFF9DB", "", rule('priority="1"><colorScale><cfvo type="min"/><color rgb="FFC00000"/></colorScale>')),
    (RED, "FFFFF9DB", "", rule('priority="1"><dataBar><cfvo type="min"/><color rgb="FFC00000"/></dataBar>')),
    (RED, "FFFFF9DB", "", newer('<x14:dataBar><x14:cfvo type="min"/><x14:fillColor rgb="FFC00000"/></x14:dataBar>')),
]


def coloured(font: str, ground: str, differing: str, told: str) -> bytes:
    """Return the workbook with every cell in this font, those to fill in on this ground, and a condition over one."""

    def edit(text: str) -> str:
        if "<styleSheet" in text:
            text = with_letters(text, f'rgb="{font}"').replace("FFFFF9DB", ground)
            return with_differing(text, [differing])
        return text.replace("</sheetData>", f"</sheetData>{told}", 1)

    return change(rf"{SHEET}|{STYLES}", edit)


@pytest.mark.parametrize(("font", "ground", "differing", "told"), OF_ITS_CELL)
def test_a_condition_that_gives_a_cell_the_ground_of_its_own_font_hides_it(
    font: str, ground: str, differing: str, told: str
) -> None:
    """A rule may colour one of two and leave the other to the cell: red under red letters, red letters on red."""
    found = judge_workbook(coloured(font, ground, differing, told), dowr(), SETTINGS, "psa").bevindingen

    assert ("GETAL_ANDERS_GETOOND", "C5") in {(item.code, item.cel) for item in found if item.blad == "Risico's"}


def test_the_same_conditions_under_black_letters_are_clean() -> None:
    for _, _, differing, told in OF_ITS_CELL[:1] + OF_ITS_CELL[2:]:
        assert codes(coloured("FF000000", "FFFFF9DB", differing, told)) == []


RED_LETTERS, WHITE_ON_RED = f'<font><color rgb="{RED}"/></font>', '<font><color rgb="FFFFFFFF"/></font>' + ON_RED


def with_rules(sheet: str, area: str, looks: Sequence[str]) -> bytes:
    """Return the workbook with a condition for each of these differing formats over one area of a sheet."""
    told = "".join(rule(f'dxfId="{at}" priority="{at}">', area=area) for at, _ in enumerate(looks, FIRST))

    def edit(text: str) -> str:
        return (
            with_differing(text, looks)
            if "<styleSheet" in text
            else text.replace("</sheetData>", f"</sheetData>{told}", 1)
        )

    return change(rf"xl/worksheets/{sheet}\.xml|{STYLES}", edit)


@pytest.mark.parametrize("other", [ON_RED, WHITE_ON_RED])
def test_two_conditions_that_are_read_alone_may_hide_together(other: str) -> None:
    """Red letters on the cell's yellow, and another rule that lays red under them."""
    assert codes(with_rules("sheet5", "C5", [RED_LETTERS, other])) == ["GETAL_ANDERS_GETOOND"]


def test_conditions_that_tell_font_and_ground_both_are_clean_together() -> None:
    """One that holds gives both: white on red, or red on white."""
    on_white = RED_LETTERS + ON_RED.replace(RED, "FFFFFFFF")

    assert codes(with_rules("sheet5", "C5", [WHITE_ON_RED, on_white])) == []


def test_a_ground_in_the_red_that_our_form_gives_to_negative_amounts_hides_them() -> None:
    dark_red = ON_RED.replace(RED, "FF9C0006")

    assert set(codes(with_rules("sheet2", "K9", [dark_red]))) == {"GETAL_ANDERS_GETOOND"}
    assert codes(with_rules("sheet2", "K9", [dark_red.replace("9C0006", "FFEB9C")])) == []


TOLD_OTHERWISE = [
    '<a:prstClr val="white"/>',
    '<a:sysClr val="highlightText" lastClr="000000"/>',
    '<a:srgbClr val="000000"><a:lumOff val="100000"/></a:srgbClr>',
]


@pytest.mark.parametrize("told", TOLD_OTHERWISE)
def test_a_colour_of_the_theme_that_we_do_not_compute_hides(told: str) -> None:
    """All three are white; a theme of Office says RRGGBB, or the colours of windows and their letters."""
    white = change_theme(lambda text: re.sub(r"(<a:dk1>).*?(</a:dk1>)", rf"\1{told}\2", text))

    assert "GETAL_ANDERS_GETOOND" in codes(white)


def test_a_colour_of_the_system_is_what_it_is_called() -> None:
    """Excel shows letters in the colour of windows white, whatever colour the file says that they last were."""
    white = change_theme(lambda text: text.replace('<a:sysClr val="windowText"', '<a:sysClr val="window"'))

    assert "GETAL_ANDERS_GETOOND" in codes(white)
