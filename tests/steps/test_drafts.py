"""`product maak`: what is printed outside a dossier says so, on every page of every document."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from builders.dossier import workbook_of
from jaarcyclus import clock
from jaarcyclus.printing import pdf
from jaarcyclus.settings import Settings
from jaarcyclus.steps.drafts import make_draft
from jaarcyclus.steps.workspace import Workspace, open_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(tmp_path / "var")}))


@pytest.mark.parametrize("simulated", [True, False])
def test_each_document_is_marked_as_a_concept_and_in_an_exercise_as_that_too(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, simulated: bool
) -> None:
    monkeypatch.setattr(pdf, "render", lambda html, *, day: html.encode())
    if simulated:
        clock.set_simulated(workspace.settings, clock.now(workspace.settings).replace(tzinfo=None))
    duties = workspace.profile("dowr").inzendplichten()
    workbooks = [tmp_path / f"{duty.code}.xlsx" for duty in duties]
    for duty, path in zip(duties, workbooks, strict=True):
        path.write_bytes(workbook_of(duty.code)[0])

    made = make_draft(workspace, "dowr", tuple(workbooks)).documents

    marks = "CONCEPT · OEFENING" if simulated else "CONCEPT"
    pages = {name: content.decode() for name, content in made.items() if name.endswith(".pdf")}
    sheets = openpyxl.load_workbook(BytesIO(made["begroting.xlsx"]))
    assert len(pages) == 11
    assert [name for name, page in pages.items() if "CONCEPT: dit document" not in page] == []
    assert {"OEFENING: dit document" in page for page in pages.values()} == {simulated}
    assert {sheet.oddHeader.right.text for sheet in sheets} == {marks}
