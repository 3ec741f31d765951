"""A workbook that was given out prefilled, completed and saved in another program: its keys, locks and texts hold."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from builders.begun import complete, give_out, hand_in, told
from builders.dossier import Office, open_round, published
from roundtrip.test_other_programs import WAYS


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("ronde")
    return open_round(folder, "tussenrapportage_1", workspace=published(folder).workspace)


@pytest.mark.parametrize(("perceel", "way"), [("ict", "libreoffice"), ("psa", "gnumeric"), ("algemeen", "ods")])
def test_a_prefilled_workbook_that_another_program_saved_is_accepted(
    office: Office, perceel: str, way: str, tmp_path: Path
) -> None:
    content = WAYS[way](complete(give_out(office, perceel)), tmp_path)

    verdict = hand_in(office, perceel, content)

    assert (told(verdict), verdict.geaccepteerd) == ([], True), verdict.bevindingen


@pytest.mark.parametrize("way", ["ods", "gnumeric"])
def test_a_form_that_is_just_begun_shows_no_deviation_of_its_totals(office: Office, way: str, tmp_path: Path) -> None:
    """What is still empty is no saving: the whole budget stood there as a voordeel."""
    begun, done = (
        openpyxl.load_workbook(BytesIO(WAYS[way](content, folder)), data_only=True)["Regels"]
        for content, folder in (
            (give_out(office, "ict"), _made(tmp_path / "begonnen")),
            (complete(give_out(office, "ict")), _made(tmp_path / "klaar")),
        )
    )
    size = next(cell.column for cell in begun[8] if str(cell.value).startswith("Afwijking van"))

    assert [begun.cell(row, column).value or "" for row in (4, 5, 6) for column in (size, size + 1)] == [""] * 6
    assert [done.cell(row, size + 1).value for row in (4, 5, 6)] == ["V", "N", "V"]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
