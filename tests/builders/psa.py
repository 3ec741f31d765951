"""PSA's good workbook with a part edited as another program writes it, and what is then found in it."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

from builders.dossier import workbook_of
from builders.workbook import SETTINGS, dowr, judge_workbook


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


def codes(content: bytes) -> list[str]:
    """Return the codes of what is found in it."""
    return [item.code for item in judge_workbook(content, dowr(), SETTINGS, "psa").bevindingen]
