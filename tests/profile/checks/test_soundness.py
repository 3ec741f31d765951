"""The list of all checks: a right profile passes, a wrong one hears everything, the worst first."""

import re
from pathlib import Path

import pytest

from builders.profile import PROFIELEN, TEXT, changed, findings, profile_from
from jaarcyclus.profile.checks.fault_kinds import FAULT_KINDS
from jaarcyclus.profile.checks.soundness import check_profile
from jaarcyclus.profile.records import load_profile
from jaarcyclus.profile.source import chosen_values


def test_every_rule_has_a_case() -> None:
    """A code that no case shows is a sentence that nobody has read."""
    folder = Path(__file__).parent
    shown = {code for path in folder.glob("test_*.py") for code in re.findall(r'case\(\s+"(\w+)"', path.read_text())}

    assert shown == set(FAULT_KINDS)


def test_a_right_profile_has_no_findings() -> None:
    """The cases above change this text, so nothing in it may be a fault already."""
    found = findings(TEXT)

    assert found == ()


@pytest.mark.parametrize("code", FAULT_KINDS)
def test_every_finding_ends_in_what_to_do(code: str) -> None:
    remedy = FAULT_KINDS[code].remedy

    assert remedy[0].isupper()
    assert remedy.endswith(".")


def test_faults_come_before_warnings() -> None:
    """A warning that comes first hides what stops the year."""
    found = findings(
        changed(("plaatsvervanger: loco_aandorp", "plaatsvervanger: secretaris"), ("  top: bestuur", "  top: raad"))
    )

    assert [item.ernst for item in found] == ["fout", "fout", "fout", "waarschuwing"]


@pytest.mark.parametrize("name", ["dowr", "ommen_hardenberg", "regio_zwolle"])
def test_the_profiles_we_ship_pass(name: str) -> None:
    found = check_profile(load_profile(PROFIELEN / f"{name}.yaml"))

    assert found == ()


def test_a_profile_without_file_still_names_the_place() -> None:
    """Tests and tools build profiles in memory; the finding then has no line, but does say where."""
    profile = profile_from(changed(("gastheer: GM0002", "gastheer: GM0003")))

    (found,) = check_profile(type(profile).model_validate(profile.model_dump()))

    assert (found.file, found.line, found.path) == ("proef", None, "percelen.1.gastheer")


def test_chosen_values_are_listed_with_their_place() -> None:
    """What no source prescribes must show as ours, block by block when a whole block is chosen."""
    listed = chosen_values(profile_from(TEXT).source)

    assert [line.removeprefix("proef.yaml:") for line in listed] == [
        "31 beheerder: beheerder",
        "85 kalender.herinnering_werkdagen: 3",
        "88 kalender.producten.begroting.opent: 1 april T-1",
        "89 kalender.producten.begroting.indienen: 8 mei T-1",
        "90 kalender.producten.begroting.gremia: regiegroep 22 mei T-1, directie 5 juni T-1, bestuur 19 juni T-1",
        "93 kalender.producten.begroting.publicatie: 26 juni T-1",
    ]


def test_dowr_marks_what_the_sources_leave_open() -> None:
    """Hosts, the cost keys' volumes, the ladder and all dates are ours (docs/rules.md)."""
    listed = {line.split()[1].rstrip(":") for line in chosen_values(load_profile(PROFIELEN / "dowr.yaml").source)}

    assert {
        "percelen.0.gastheer",
        "sleutels.1.aantallen",
        "ladder.treden.0",
        "ladder.top",
        "kalender.producten.jaarverslag.publicatie",
        "overige_inzendingen.0",
    } <= listed
    assert "gremia.3.regel" not in listed  # unanimity of the BVR is art. 5.6
