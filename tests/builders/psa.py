"""PSA's good workbook with a part edited as another program writes it, and what is then found in it."""

import re
from collections.abc import Callable, Sequence
from io import BytesIO
from zipfile import ZipFile

from builders.dossier import workbook_of
from builders.workbook import SETTINGS, dowr, judge_workbook

FIRST = 3  # the number of the first differing format that is not the form's own: see `workbook.styles.rule_styles`


def change(pattern: str, edit: Callable[[str], str]) -> bytes:
    """Return PSA's good workbook with the parts of this name edited; fails when nothing changed."""
    target, changed = BytesIO(), 0
    with ZipFile(BytesIO(workbook_of("psa")[0])) as source, ZipFile(target, "w") as made:
        for info in source.infolist():
            content = source.read(info)
            edited = edit(content.decode()).encode() if re.fullmatch(pattern, info.filename) else content
            changed += edited != content
            made.writestr(info, edited)
    assert changed
    return target.getvalue()


def with_differing(styles: str, looks: Sequence[str]) -> str:
    """Return the styles with these differing formats, from FIRST on: the form's own rules keep theirs."""
    told = f'<dxfs count="{FIRST}">'
    assert told in styles
    added = "".join(f"<dxf>{look}</dxf>" for look in looks)
    return styles.replace(told, f'<dxfs count="{FIRST + len(looks)}">').replace("</dxfs>", f"{added}</dxfs>")


def with_letters(styles: str, colour: str) -> str:
    """Return the styles with the black letters of all cells in this colour: our form tells black in two ways."""
    fonts, end, others = styles.partition("</fonts>")
    return re.sub(r'<color (?:theme="1"|rgb="FF000000")/>', f"<color {colour}/>", fonts) + end + others


def change_theme(edit: Callable[[str], str]) -> bytes:
    """Return the workbook with its letters in the dark colour of the theme, and the theme edited."""

    def edit_part(text: str) -> str:
        if "<styleSheet" in text:
            return with_letters(text, 'theme="1"')
        edited = edit(text)
        assert edited != text
        return edited

    return change(r"xl/theme/.*|xl/styles\.xml", edit_part)


def codes(content: bytes) -> list[str]:
    """Return the codes of what is found in it."""
    return [item.code for item in judge_workbook(content, dowr(), SETTINGS, "psa").bevindingen]
