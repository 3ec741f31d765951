"""What the DAG file reads of a folder with profiles, of which the office broke one."""

import logging
from pathlib import Path

import pytest

from builders.profile import TEXT, changed
from jaarcyclus.profile.outline import Outline, read_outlines

OTHER = TEXT.replace("profiel: proef\n", "profiel: ander\n").replace("naam: Proef\n", "naam: Ander\n")
END = TEXT.count("\n") + 1  # where an open quote is missed
GREMIA = {"regiegroep": "Regiegroep", "directie": "Directie", "bestuur": "Bestuur", "raad": "Raad"}


def outlines(folder: Path, trial: str) -> list[Outline]:
    (folder / "ander.yaml").write_text(OTHER, encoding="utf-8")
    (folder / "proef.yaml").write_text(trial, encoding="utf-8")
    return list(read_outlines(folder))


def test_each_profile_has_its_code_name_and_gremia(tmp_path: Path) -> None:
    found = outlines(tmp_path, TEXT)

    assert [item.profiel for item in found] == ["ander", "proef"]
    assert found[1] == Outline(profiel="proef", naam="Proef", gremia=GREMIA)


@pytest.mark.parametrize(
    ("trial", "waarom"),
    [
        pytest.param(
            changed(("naam: Proef\n", "naam: 'Proef\n")), f"proef.yaml:{END} is geen leesbare YAML", id="quote"
        ),
        pytest.param(
            changed(("gremia:\n  - code: regiegroep\n", "gremia:\n")),
            "proef.yaml:44 is geen leesbare YAML",
            id="indent",
        ),
        pytest.param(changed(("  - code: raad\n    naam: Raad\n", "  - naam: Raad\n")), "'code'", id="no code"),
        pytest.param(changed(("  - code: bestuur\n", "  - code: Het bestuur\n")), "geen code", id="no such code"),
        pytest.param(changed(("  - code: bestuur\n", "  - code: besluit_raad\n")), "'besluit' los", id="two readings"),
        pytest.param(changed(("profiel: proef\n", "profiel: ander\n")), "heet van binnen 'ander'", id="a copy"),
        pytest.param("gremia", "geen blok met sleutels", id="a word"),
        pytest.param("", "geen blok met sleutels", id="empty"),
    ],
)
def test_a_broken_profile_takes_no_other_with_it(tmp_path: Path, caplog, trial: str, waarom: str) -> None:
    with caplog.at_level(logging.ERROR):
        found = outlines(tmp_path, trial)

    assert [item.profiel for item in found] == ["ander"]
    assert waarom in caplog.text
    assert "kijk met: jaarcyclus profiel controleer proef" in caplog.text


def test_a_renewed_gremium_has_one_dag(tmp_path: Path) -> None:
    """It ends and begins anew under the same code, as the guide says."""
    trial = changed(
        (
            "  - code: raad\n",
            "  - {code: raad, naam: Oude raad, soort: raad, zetels: [], tot: 2027-01-01}\n  - code: raad\n",
        )
    )

    assert outlines(tmp_path, trial)[1].gremia == GREMIA
