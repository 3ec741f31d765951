"""A workbook that was given out prefilled, completed and saved in another program: its keys, locks and texts hold."""

from pathlib import Path

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
