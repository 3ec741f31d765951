"""What a number format shows of a number or a text, in the spellings that offices use and in those that mislead."""

import pytest

from jaarcyclus.intake.number_format import kind_of_number, shows_text

ORDINARY = [
    "General",
    "Standaard",
    "0",
    "0.00",
    "#,##0",
    "#,##0.00",
    '"€" #,##0.00',
    "[$€-413] #,##0.00;[Red][$€-413] -#,##0.00",
    '_ € * #,##0.00_ ;_ € * -#,##0.00_ ;_ € * "-"??_ ;_ @_ ',
    "#,##0.00;[Red]-#,##0.00",
    "#,##0 ;(#,##0)",
    "@",
    '#,##0.00" euro"',
    "#,##0.00;[Red]#,##0.00",
    "#,##0.00;#,##0.00-",
    "# ##0.00",
    "#\\ ##0_-.00",
    '#,##0.00_);("€"#,##0.00)',
    "[$EUR] #,##0.00;-[$EUR] #,##0.00",
    '0.0 "m²"',
    '#,##0.0" fte-jaren"',
    "[<0]-#,##0.00;#,##0.00",
    '[=0]"-";[<0]-0.00;0.00',
    "[Red][<0]-#,##0.00;#,##0.00",
    '#,##0.00" per jaar"',
    '"bedrag: "0.00',
    '#,##0",-"',
    '0.00" V";-0.00" N"',
    "[BLUE]#,##0.00;[RED]-#,##0.00",
    "#,##0;[Color3]#,##0",
    "+0.00;-0.00",
    '0;"min "0',
]
# What LibreOffice, Google Sheets and Excel in the Netherlands offer by themselves for numbers and amounts.
ORDINARY += ["#,###.00", "#,##0_);(#,##0)", "#,##0_);[RED](#,##0)", "#,##0.00_);(#,##0.00)", "General;[Red]-General"]
ORDINARY += ["[$€-413] #,##0;[$€-413] -#,##0", "[$€-413] #,##0.00;[RED][$€-413] -#,##0.00", "#,##0.00;(#,##0.00)"]
ORDINARY += ["[$€-413] #,##0.--;[RED][$€-413] -#,##0.--", "#,##0.00 [$EUR];[RED]-#,##0.00 [$EUR]", "[$€-2]\\ #,##0.00"]
ORDINARY += [
    "[$€-nl-NL] #,##0.00",
    "[$€]#,##0.00",
    "[$€-x-euro2] #,##0.00",
    "[$-413]#,##0.00",
    "[$-nl-NL]0",
    '"€"#,##0',
]
ORDINARY += [
    '_("€"* #,##0.00_);_("€"* \\(#,##0.00\\);_("€"* "-"??_);_(@_)',
    "#,##0.00\\ [$€-407];\\-#,##0.00\\ [$€-407]",
]
ORDINARY += ['"€"\\ #,##0.00;[Red]"€"\\ \\-#,##0.00', '_-* #,##0.00\\ _€_-;\\-* #,##0.00\\ _€_-;_-* "-"??\\ _€_-;_-@_-']
ORDINARY += [
    '"€" #,##0.00_);\\("€" #,##0.00\\)',
    '_ "€" * #,##0.00_ ;_ "€" * \\-#,##0.00_ ;_ "€" * "-"??_ ;_ @_ ',
    "0;-0;;@",
]
# Reporting Services writes this before every language: digits and calendar of the West (PHPOffice/PhpSpreadsheet#644).
ORDINARY += ["[$-1010413]#,##0.00;-#,##0.00", "[$€-01010413]#,##0.00", "[$-1010409]#,##0.00;(#,##0.00)"]
MISLEADING = [";;;", '"n.v.t."', '"n.v.t.";"n.v.t."', "#,##0,", "0.0,,", '#,##0," k"', '""', "[Red]", "_-"]
# Another size, other digits or another sign than what counts; each is a format that Excel takes.
MISLEADING += ["[<100]#,##0.00;#,##0.00,", '0"000"', '"1"#,##0.00', r"\-#,##0.00", 'General"000"', "0E+00", "##0.0E+0"]
MISLEADING += ["(#,##0)", '#,##0" duizend"', '0.0" mln"', r"0\.00", "*1#,##0", '"§;"', "[>5]0,;0", "-0"]
MISLEADING += ['"EUR-"#,##0.00', '#,##0.00"−"', '"—"0.00', '"minus "0.00', '#,##0.00" kEUR"', '0.0" mio"', '0.0" M€"']
MISLEADING += ['0" mrd"', '0"½"', '0"⁰⁰⁰"', "[White]0.00"]
# Of signs, colours, sizes and currencies nobody can list all: what no office writes beside a number is told.
MISLEADING += ['"min" 0.00', '"negatief" 0', "‒0.00", "―0", '"➖"0', "⁻0.00", "˗0", "﹣0", "－0", '0.00" fte -"']
MISLEADING += ["[Color2]0", "[Color 2]0", "[Weiß]0", "[Blanc]0", "[Kleur 2]0", "[Color 57]0", "[Yellow]0", "[Zalm]0"]
MISLEADING += [
    '0.00" milj."',
    '0.0" T€"',
    '0" x"',
    '0" cent"',
    '0" dzd."',
    '0" per maand"',
    '0" hundred"',
    '0" м"',
    '"ⅼ"0',
]
MISLEADING += [
    "[$$-409]#,##0.00",
    '"$"0',
    "[$£-809]0",
    '[$ mln]0" €"',
    '","0',
    '"."0',
    "0\\.",
    "'0",
    "[$-D000000]0",
    "[$-2010401]0",
    "[$-1070000]0",
    "[DBNum1]0",
]
# A break of line: of the number and its rest, one row of a cell shows only one. A gap that parts it in two numbers.
MISLEADING += [
    '#,##0"\n".00',
    '0"\n"000',
    '"€\n"#,##0.00',
    "0.00\\\n",
    '0"\u2028"00',
    "0*  000",
    '0"   "000',
    "0_W_W000",
]
MISLEADING += ['"E"0', '"I"0', '"<"0">"', '0"‱"', '"(excl. btw) "0', '"))"0']


@pytest.mark.parametrize("number_format", ORDINARY)
@pytest.mark.parametrize("value", [1000.5, -12.0])
def test_ordinary_and_accounting_formats_show_the_number(number_format: str, value: float) -> None:
    """With fewer digits than it has it is no other amount: that is for who prints a number as it is stored."""
    assert kind_of_number(value, number_format) in ("getal", "afgerond")


@pytest.mark.parametrize("number_format", MISLEADING)
def test_a_format_that_shows_something_else_is_seen(number_format: str) -> None:
    assert kind_of_number(1000.5, number_format) == "verhuld"


@pytest.mark.parametrize(
    ("value", "number_format", "kind"),
    [
        (-5.0, '#,##0;"goed"', "verhuld"),
        (5.0, '#,##0;"goed"', "getal"),
        (-5.0, "#,##0;#,##0", "verhuld"),
        (0.4, "#", "verhuld"),
        (0.0, "#,###.##", "getal"),
        (4.0, '0;-0;"3"0', "getal"),
        (0.0, '0;-0;"3"0', "verhuld"),
        (0.0, "0;0;", "getal"),
        (0.0, '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "getal"),
        (0.0, '0;-0;"n.v.t."', "verhuld"),
        (-5.0, '"EUR "#,##0;"EUR-"#,##0', "getal"),
        (0.5, "0%", "procent"),
        (25.0, '0"%"', "getal_als_deel"),
        (25.0, r"0\%", "getal_als_deel"),
        (0.5, '0"%"', "verhuld"),
        (5_581_400.0, '#,##0.00"%"', "getal_als_deel"),
        (25.0, '0" procent"', "getal_als_deel"),
        (25.0, '0"‰"', "getal_als_deel"),
        (-5.0, '0;-0"%"', "getal_als_deel"),
        (5.0, '0;-0"%"', "getal"),
        (-5.0, "[<0]0.00;0.00", "verhuld"),
        (-5.0, "[<=0]0;0.00", "verhuld"),
        (-5.0, '0;"➖"0', "getal"),
        (-5.0, "0;@", "getal"),
        (-5.0, '"plus "0;0', "verhuld"),
        (-5.0, '0;[Red]"+"0', "verhuld"),
        (0.0, '0;-0;"nihil"', "getal"),
        (0.0, '0;-0;"geen"', "getal"),
        (0.0, '"€ een miljoen"', "verhuld"),
        (0.0, '"?"', "verhuld"),
    ],
)
def test_the_part_for_this_number_counts(value: float, number_format: str, kind: str) -> None:
    assert kind_of_number(value, number_format) == kind


@pytest.mark.parametrize(
    ("value", "number_format", "kind"),
    [
        (1 / 3, "0.0", "afgerond"),
        (1 / 3, "General", "afgerond"),
        (1234567.891, "#,##0", "afgerond"),
        (1234567.891, "#,##0.000", "getal"),
        (0.0999999999999091, "0.00", "getal"),
        (0.0999999999999091, "General", "getal"),
        (123456789012.0, "General", "afgerond"),
        (25.5, '0"%"', "verhuld"),
        (1000.5, "0." + "0" * 40, "getal"),
        (float("inf"), "0.00", "getal"),
    ],
)
def test_a_number_with_fewer_digits_than_it_has_is_told(value: float, number_format: str, kind: str) -> None:
    assert kind_of_number(value, number_format) == kind


@pytest.mark.parametrize(
    "number_format",
    ["General", "@", "0.00", "0;-0;0;@", "0;@", "_-@_-", "_(@_)", "[Red]@", "0;;", ";;;@", "yyyy-mm-dd"],
)
def test_a_text_is_shown_as_it_is(number_format: str) -> None:
    assert shows_text("Salarissen", number_format)


@pytest.mark.parametrize(
    "number_format",
    [
        ";;;",
        '0;0;0;"Salarissen"',
        '@" duizend"',
        '0;0;0;"-"@',
        '0;"-"@',
        "@@",
        "[White]@",
        "[White]General",
        "@*-",
        "0;0;0;0",
        '@"\n"',
        '"\n"@',
    ],
)
def test_a_text_shown_as_another_is_seen(number_format: str) -> None:
    assert not shows_text("1000,50", number_format)


def test_a_text_of_blanks_is_nothing_to_hide() -> None:
    assert shows_text("  ", ";;;")
