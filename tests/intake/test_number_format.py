"""What a number format shows of a number, in the spellings that offices use, and reading past what only decorates."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from builders.dossier import workbook_of
from jaarcyclus.intake.number_format import kind_of_number
from jaarcyclus.intake.verdict import judge_workbook
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import Settings, project_root

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
]
MISLEADING = [";;;", '"n.v.t."', '"n.v.t.";"n.v.t."', "#,##0,", "0.0,,", '#,##0," k"', '""', "[Red]", "_-"]


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
        (0.0, "0;0;", "verhuld"),
        (0.5, "0%", "procent"),
        (0.5, '0"%"', "getal"),
        (0.5, r"0\%", "getal"),
    ],
)
def test_the_part_for_this_number_counts(value: float, number_format: str, kind: str) -> None:
    assert kind_of_number(value, number_format) == kind


DOWR = load_profile(project_root() / "profiles" / "dowr.yaml")


def change(name: str, edit: Callable[[str], str]) -> bytes:
    """Return PSA's good workbook with one part edited."""
    target = BytesIO()
    with ZipFile(BytesIO(workbook_of("psa")[0])) as source, ZipFile(target, "w") as made:
        for info in source.infolist():
            content = source.read(info)
            made.writestr(info, edit(content.decode()).encode() if info.filename == name else content)
    return target.getvalue()


def codes(content: bytes) -> list[str]:
    return [item.code for item in judge_workbook(content, DOWR, Settings.from_env({}), "psa").bevindingen]


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("<fills ", "<fills x='1' ").replace("<fill>", "<fill/><fill>", 1),
        lambda text: (
            text.replace("<cellXfs", "<cellXfs", 1).replace("<alignment ", "<alignment horizontal='Center' ", 1)
            if "horizontal" not in text
            else text.replace('horizontal="', 'horizontal="C', 1)
        ),
        lambda text: text.replace("<fonts", "<fonts", 1).replace("<font>", "<font><color rgb='#FF0000'/>", 1),
        lambda text: text.replace("<border>", "<border><left style='Thin'/>", 1),
    ],
)
def test_a_decoration_that_a_library_does_not_know_changes_nothing(edit: Callable[[str], str]) -> None:
    assert codes(change("xl/styles.xml", edit)) == []


def test_a_day_of_making_that_is_none_changes_nothing() -> None:
    assert codes(change("docProps/core.xml", lambda text: text.replace("T00:00:00Z", "gisteren"))) == []
