"""The check that keeps machine paths and registry hosts out of the repository."""

import importlib.util
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "tools" / "check_addresses.py"
specification = importlib.util.spec_from_file_location("check_addresses", SOURCE)
assert specification is not None
assert specification.loader is not None
check_addresses = importlib.util.module_from_spec(specification)
specification.loader.exec_module(check_addresses)

# written in halves, or the check would refuse this file
MACHINE, REGISTRY, BESIDE = (
    "a path of one machine",
    "the host of a package registry",
    "a path beside the repository",
)


@pytest.mark.parametrize(
    ("line", "findings"),
    [
        ("cd /ho" + "me/beheer/project", [(1, MACHINE)]),
        ("open('/tm" + "p/uitvoer.pdf')", [(1, MACHINE)]),
        ("eerst\n--index-url https://py" + "pi.org/simple", [(2, REGISTRY)]),
        ("zie .." + "/.geheim", [(1, BESIDE)]),
        ("the data lie in ../shared/data", []),
        ("var/tmp/x and $HOME/work/x are nobody's", []),
    ],
)
def test_finds_what_works_on_one_machine_only(line: str, findings: list[tuple[int, str]]) -> None:
    assert list(check_addresses.find_addresses(line)) == findings
