"""The promises of the repository itself: what is locked, how long a module is, what may not be named."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS = [line for extra in PROJECT["project"]["optional-dependencies"].values() for line in extra]
ASKED = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-compose.lock": PROJECT["project"]["dependencies"] + EXTRAS,
    "requirements-dev.lock": PROJECT["project"]["dependencies"] + EXTRAS + PROJECT["dependency-groups"]["dev"],
    "requirements-tools.lock": PROJECT["dependency-groups"]["tools"],
}
LOCKS = pytest.mark.parametrize("lock", list(ASKED))
PIN = re.compile(r"^(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==(?P<version>[^\s;]+)")


def read_entries(lock: str) -> list[str]:
    """Return the blocks of a lock: the pin, its hashes, and for whom it is there."""
    return re.split(r"\n(?=\w)", (ROOT / lock).read_text().strip())


def read_pins(lock: str) -> dict[str, set[str]]:
    """Return the versions by name; a universal lock may pin another one per Python."""
    pins: dict[str, set[str]] = {}
    for entry in read_entries(lock):
        pin = PIN.match(entry)
        assert pin is not None, f"{lock}: no pin in {entry[:60]!r}"
        pins.setdefault(canonicalize_name(pin["name"]), set()).add(pin["version"])
    return pins


@LOCKS
def test_lock_has_a_version_that_fits_each_dependency(lock: str) -> None:
    pins = read_pins(lock)

    unfit = [
        text
        for text in ASKED[lock]
        for asked in [Requirement(text)]
        if not any(asked.specifier.contains(v) for v in pins.get(canonicalize_name(asked.name), ()))
    ]

    assert unfit == [], "run `make lock`"


@LOCKS
def test_lock_is_made_for_the_dependencies_of_today(lock: str) -> None:
    """The resolver writes for whom each line is there; a dependency taken away must leave the lock too."""
    direct = {
        canonicalize_name(entry.split("==")[0].split("[")[0])
        for entry in read_entries(lock)
        if re.search(r"jaarcyclus \(pyproject\.toml", entry)
    }

    assert {canonicalize_name(Requirement(text).name) for text in ASKED[lock]} == direct, "run `make lock`"


@LOCKS
def test_each_line_of_a_lock_has_hashes(lock: str) -> None:
    bare = [entry.split()[0] for entry in read_entries(lock) if "--hash=sha256:" not in entry]

    assert bare == []


@LOCKS
def test_lock_names_no_address(lock: str) -> None:
    """A lock with the address of someone's mirror works at one desk only."""
    text = (ROOT / lock).read_text()

    assert re.findall(r".*(?:://|--(?:extra-)?index-url|--find-links| @ ).*", text) == []


def test_the_lock_of_npm_has_hashes_and_no_address_and_fetches_no_databases() -> None:
    """npm's own form; where a package comes from is for the settings of who fetches it."""
    folder = ROOT / "tools" / "node"
    asked = json.loads((folder / "package.json").read_text())["dependencies"]
    root, *packages = json.loads((folder / "package-lock.json").read_text())["packages"].items()
    ours = {"node_modules/mysql2", "node_modules/tedious", "none"}

    assert root == ("", {"dependencies": asked}), "run `make lock`"
    assert [name for name, found in packages if "resolved" in found and found["resolved"] != "none"] == []
    assert {name for name, found in packages if not found.get("integrity", "").startswith("sha512-")} == ours
    assert [name for name, found in packages if found.get("hasInstallScript")] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-compose.lock"])
def test_tests_run_on_the_versions_that_users_get(lock: str) -> None:
    development = read_pins("requirements-dev.lock")

    runtime = read_pins(lock)

    assert {name: development.get(name) for name in runtime} == runtime


def test_build_backend_is_the_pinned_uv() -> None:
    """uv uses the backend it carries only while the asked range holds its own version."""
    (version,) = read_pins("requirements-tools.lock")["uv"]

    (asked,) = map(Requirement, PROJECT["build-system"]["requires"])

    assert (asked.name, asked.specifier.contains(version)) == ("uv_build", True)


def test_module_fits_in_one_sitting() -> None:
    """At most 300 lines a module: longer means two nouns in one file."""
    modules = [*ROOT.glob("src/**/*.py"), *ROOT.glob("dags/*.py"), *ROOT.glob("plugins/**/*.py")]

    lengths = {str(module.relative_to(ROOT)): len(module.read_text().splitlines()) for module in modules}

    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_module_is_named_after_a_noun_of_the_domain() -> None:
    dumping_grounds = {"utils", "helpers", "common", "manager", "base"}

    names = {module.stem for module in ROOT.glob("src/jaarcyclus/**/*.py")}

    assert names & dumping_grounds == set()


def test_core_loads_without_airflow() -> None:
    """Ruff sees the imports that are written; this one sees those that come along."""
    paths = (path.relative_to(ROOT / "src") for path in ROOT.glob("src/jaarcyclus/**/*.py"))
    modules = sorted(".".join(path.with_suffix("").parts) for path in paths if not path.stem.startswith("__"))
    source = "import importlib, sys\n" + "".join(f"importlib.import_module('{m}')\n" for m in modules)

    run = subprocess.run(
        [sys.executable, "-c", source + "print([m for m in sys.modules if m.split('.')[0] == 'airflow'])"],
        capture_output=True,
        text=True,
    )

    assert (run.stdout.strip(), run.stderr) == ("[]", "")


def test_make_alone_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    declared = re.search(r"^\.PHONY: (.*)$", makefile, flags=re.M)
    assert declared is not None

    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert re.findall(r"^make (\w+)", listed, flags=re.M) == declared[1].split()
