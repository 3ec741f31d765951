"""What a number format shows of a number, in the spellings that offices use and in those that mislead."""

import pytest

from jaarcyclus.intake.number_format import kind_of_number

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
    '#,##0.00_);("€"#,##0.00)',
    "[$EUR] #,##0.00;-[$EUR] #,##0.00",
    '0.0 "m²"',
    '#,##0.0" fte-jaren"',
    "[<0]-#,##0.00;#,##0.00",
]
MISLEADING = [";;;", '"n.v.t."', '"n.v.t.";"n.v.t."', "#,##0,", "0.0,,", '#,##0," k"', '""', "[Red]", "_-"]
# Another size, other digits or another sign than what counts; each is a format that Excel takes.
MISLEADING += ["[<100]#,##0.00;#,##0.00,", '0"000"', '"1"#,##0.00', r"\-#,##0.00", 'General"000"', "0E+00", "##0.0E+0"]
MISLEADING += ["(#,##0)", '#,##0" duizend"', '0.0" mln"', r"0\.00", "*1#,##0", '"§;"', "[>5]0,;0", "-0"]
MISLEADING += ['"EUR-"#,##0.00', '#,##0.00"−"', '"—"0.00', '"minus "0.00', '#,##0.00" kEUR"', '0.0" mio"', '0.0" M€"']
MISLEADING += ['0" mrd"', '0"½"', '0"⁰⁰⁰"', "[White]0.00"]


@pytest.mark.parametrize("number_format", ORDINARY)
@pytest.mark.parametrize("value", [1000.5, -12.0])
def test_ordinary_and_accounting_formats_show_the_number(number_format: str, value: float) -> None:
    assert kind_of_number(value, number_format) == "getal"


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
        (0.5, '0"%"', "getal_als_deel"),
        (0.5, r"0\%", "getal_als_deel"),
        (5_581_400.0, '#,##0.00"%"', "getal_als_deel"),
        (25.0, '0" procent"', "getal_als_deel"),
        (25.0, '0"‰"', "getal_als_deel"),
        (-5.0, '0;-0"%"', "getal_als_deel"),
        (5.0, '0;-0"%"', "getal"),
    ],
)
def test_the_part_for_this_number_counts(value: float, number_format: str, kind: str) -> None:
    assert kind_of_number(value, number_format) == kind
