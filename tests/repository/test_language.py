"""One language in code: English mechanics, Dutch statute. Every name of ours is read, and no Dutch mechanics pass.

The Dutch words that code may use are those of the glossary. What is on the wire keeps its Dutch (ADR 0006): the kinds
of events, the fields of a record that becomes JSON or YAML, the parameters of a command and of an act, the tasks of a
DAG.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jaarcyclus.ledger import wire

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for folder in ("src", "plugins", "dags", "tools", "benchmarks", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "upgrade" not in path.parts  # it must not know what anything is called
)
MECHANICS = frozenset((Path(__file__).parent / "dutch_mechanics.txt").read_text().split())
# By file, the classes and functions whose fields or parameters others read, write or type; "" is the whole file.
ON_THE_WIRE = {
    "src/jaarcyclus/cli/acts.py": "",
    "src/jaarcyclus/cli/backup.py": "make_backup check_backup put_back",
    "src/jaarcyclus/cli/app.py": "start check_profile_file make_workbooks check_inzending make_product",
    "src/jaarcyclus/cli/containers.py": "",
    "src/jaarcyclus/cli/dossier.py": "verify",
    "src/jaarcyclus/cli/holder_acts.py": "",
    "src/jaarcyclus/cli/late_acts.py": "",
    "src/jaarcyclus/cli/holders.py": "show",
    "src/jaarcyclus/cli/step.py": "receive",
    "src/jaarcyclus/dossier/ballot.py": "Ballot",
    "src/jaarcyclus/dossier/manifest.py": "Manifest",
    "src/jaarcyclus/dossier/publications.py": "Withdrawal Published Correction",
    "src/jaarcyclus/dossier/inzending.py": "Inzending Passed",
    "src/jaarcyclus/dossier/records.py": "Version Voorwaarde Vote Holding Gate Reopening Sending Dossier",
    "src/jaarcyclus/dossier/tally.py": "Uitslag",
    "src/jaarcyclus/figures/allocation.py": "Allocation",
    "src/jaarcyclus/figures/consolidation.py": "SummaryLine PerceelFigures Consolidation",
    "src/jaarcyclus/figures/records.py": "Line Indicator Risico Staff Figures",
    "src/jaarcyclus/figures/verrekening.py": "Verrekening",
    "src/jaarcyclus/installation/doctor.py": "CheckResult",
    "src/jaarcyclus/installation/launcher.py": "Part",
    "src/jaarcyclus/ledger/chain.py": "NewEvent Event",
    "src/jaarcyclus/ledger/correction_events.py": "",
    "src/jaarcyclus/ledger/earlier_events.py": "",
    "src/jaarcyclus/ledger/events.py": "",
    "src/jaarcyclus/ledger/holders_events.py": "",
    "src/jaarcyclus/ledger/parts.py": "",
    "src/jaarcyclus/ledger/message_events.py": "",
    "src/jaarcyclus/ledger/placing_events.py": "",
    "src/jaarcyclus/ledger/postbus_events.py": "",
    "src/jaarcyclus/ledger/signing_events.py": "",
    "src/jaarcyclus/profile/calendar.py": "ProductCalendar RequestCalendar Calendar",
    "src/jaarcyclus/profile/messages.py": "MessagePlan",
    "src/jaarcyclus/profile/checks/fault.py": "ProfileFault fault",
    "src/jaarcyclus/profile/gremium.py": "Zetel Gremium Routestap Trede",
    "src/jaarcyclus/profile/outline.py": "Outline",
    "src/jaarcyclus/profile/records.py": "LegalForm Inwonertal Gemeentedocument Gemeente Person Perceel "
    "OverigeInzending Inzendplicht PublicationPlace InboxPlace Profile",
    "src/jaarcyclus/profile/verantwoording.py": "Part ExtraSheet Question Verantwoording",
    "src/jaarcyclus/profile/verdeelsleutel.py": "_Sleutel FixedPercentages Inwoners Volumes FixedAmount "
    "AmountPerInwoner PriceTimesQuantity FixedPartFirst",
    "src/jaarcyclus/proof/report.py": "ReportLine",
    "src/jaarcyclus/settings.py": "Settings",
    "src/jaarcyclus/steps/acts.py": "reopen skip_pause set_kenmerken record_advice extend_term carry_forward "
    "keep_workbook pass_warning withdraw correct",
    "src/jaarcyclus/steps/holders.py": "HolderLine take leave mend_departure",
    "src/jaarcyclus/steps/links.py": "unlink",
    "src/jaarcyclus/steps/passkeys.py": "show withdraw",
    "src/jaarcyclus/steps/overview.py": "DossierOverview",
    "src/jaarcyclus/terms/findings.py": "Bevinding bevinding",
    "src/jaarcyclus/workbook/form.py": "Marks",
    "plugins/jaarcyclus_airflow/api.py": "Reopening Reason Withdrawal Marks Advies Extension Carrying Passing hand_in "
    "read_verdict",
    "plugins/jaarcyclus_airflow/decision_pages.py": "read_ballot",
    "plugins/jaarcyclus_airflow/dossier_pages.py": "list_dossiers",
    "plugins/jaarcyclus_airflow/public_pages.py": "list_public",
    "plugins/jaarcyclus_airflow/keeper_act_pages.py": "read_form",
    "plugins/jaarcyclus_airflow/passkey_pages.py": "show_own withdraw",
    "plugins/jaarcyclus_airflow/passwords_api.py": "Issue choose",
    "plugins/jaarcyclus_airflow/year_act_pages.py": "read_form",
    "plugins/jaarcyclus_airflow/year_pages.py": "confirm_machine",
    "plugins/jaarcyclus_airflow/holders_api.py": "Function Departure SignIn Unlinking",
    "tests/builders/dossier.py": "cast_vote vote_content",
    "tests/builders/ledger.py": "vote_event",
    "tests/rules/test_rounds.py": "record_kenmerken",
}

# The kinds of DAG and their tasks are called in Airflow as their functions are.
TASKS = ["kalender", "herstel", "tik", "controleer_ketens", "maak_versie", "tel", "publiceer", "publicatie"]


def allowed() -> frozenset[str]:
    """Return the Dutch words that code may use: the first cells of the tables in that chapter of the glossary."""
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    chapter = glossary.split("## Dutch words that code may use")[1]
    cells = re.findall(r"^\| (`[^|]*)\|", chapter, re.MULTILINE)
    return frozenset(word for cell in cells for word in re.findall(r"`(\w+)`", cell))


def names_in(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each name that the file gives to something, beside the outermost class or function it stands in."""
    yield path.stem, ""
    for top in ast.parse(path.read_text()).body:
        owner = getattr(top, "name", "")
        yield from ((name, owner) for node in ast.walk(top) for name in named_by(node))


def named_by(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            yield name
        case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
            yield name


def mechanics_in(name: str) -> list[str]:
    """Return the Dutch words of mechanics within a name; a kind of event within it is on the wire."""
    for kind in wire.KINDS:
        name = name.replace(kind, "")
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]
    return [word for word in words if word in MECHANICS]


def is_on_the_wire(path: Path, owner: str) -> bool:
    wired = ON_THE_WIRE.get(str(path.relative_to(ROOT)))
    return wired is not None and (wired == "" or owner in wired.split())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_name_is_english_or_a_term_of_the_statute(path: Path) -> None:
    tasks = TASKS if path.parent.name == "dags" else []
    ours = [(owner, name) for name, owner in names_in(path) if not is_on_the_wire(path, owner) and name not in tasks]

    assert [(owner, name, words) for owner, name in ours if (words := mechanics_in(name))] == []


def test_no_word_is_a_term_and_mechanics_at_once() -> None:
    assert allowed() & MECHANICS == frozenset()
    assert len(allowed()) > 100


def test_what_is_called_on_the_wire_is_there() -> None:
    """A list of exceptions that nobody prunes excuses what comes later."""
    gone = [
        f"{file}: {name}"
        for file, owners in ON_THE_WIRE.items()
        for name in owners.split()
        if name not in {owner for _, owner in names_in(ROOT / file)}
    ]

    assert gone == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("werkplaats", ["werkplaats"]),
        ("_lees_rij", ["lees", "rij"]),
        ("DocumentOpdracht", ["opdracht"]),
        ("MAX_TEKENS", ["tekens"]),
        ("kind", []),
        ("verdeelsleutel", []),
        ("check_versie_gemaakt", []),
    ],
)
def test_words_are_found_within_a_name(name: str, words: list[str]) -> None:
    assert mechanics_in(name) == words
