"""What a person reads when something breaks: our Dutch sentence, or a name to report."""

import ast
import builtins
from pathlib import Path

import pytest

from jaarcyclus import errors
from jaarcyclus.errors import tell
from jaarcyclus.figures import verrekening

NAMES = """
AirflowWeigert ArtefactBeschadigd ArtefactOntbreekt DemoVastgelopen GeenBestand
Geweigerd JaarcyclusError LedgerFout LezerOnbruikbaar NietCanoniek
OnbalansInterneVerrekening OnbekendeSleutel OngeldigPakket OngeldigProfiel OngeldigeInstelling
OngeldigeInhoud OngeldigeInzendingen OngeldigeOvergang OnleesbaarBedrag OnverdeelbaarBedrag OnvolledigePdf
OnvolledigeStaat OpslagMislukt Programmafout PublicatieGeweigerd PublicatieGestuit SessieLeeft StartMislukt
TotaalSluitNiet VerwachtingMislukt LettertypeOntbreekt OngeldigeAnkers OngeldigeBestemming
PublicatieWacht PakketNietGelezen NietBezorgd OpslagGesplitst BekendHerzien InstellingOngeschikt
FormulierNietGeschreven
"""  # as reports have them; a new fault adds one, none ever changes


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (errors.LedgerError("Een regel is weg; gebruik een gave kopie."), "Een regel is weg; gebruik een gave kopie."),
        (errors.InvalidProfile(("dowr.yaml:3 naam ontbreekt; vul het in",)), "dowr.yaml:3 naam ontbreekt; vul het in"),
        (errors.NotCanonical("JSON, but not in its canonical spelling"), "NietCanoniek"),
        (errors.InvalidTransition("unknown event kind 'x'"), "OngeldigeOvergang"),
        (KeyError("zetel"), "KeyError"),
    ],
)
def test_a_person_reads_dutch_or_a_name(fault, told):
    assert tell(fault) == told


def test_a_fault_keeps_its_name_when_its_class_is_called_otherwise():
    """Reports of last year name faults; who looks one up must find the same word."""
    renamed = type("NotCanonical", (errors.NotCanonical,), {})

    assert [tell(fault("no")) for fault in (renamed, errors.NotCanonical)] == ["NietCanoniek", "NietCanoniek"]


def test_every_fault_of_ours_has_a_name_of_its_own():
    faults = [errors.JaarcyclusError, *subclasses_of(errors.JaarcyclusError)]
    ours = [fault for fault in faults if fault.__module__.startswith("jaarcyclus.")]
    names = [vars(fault).get("name") for fault in ours]

    assert sorted(str(name) for name in names) == sorted(NAMES.split())


def subclasses_of(fault: type) -> list[type]:
    return [each for child in fault.__subclasses__() for each in (child, *subclasses_of(child))]


def test_every_named_exception_of_the_core_stands_here():
    """One file to read what can go wrong, but for what carries findings and what stays in the child that reads."""
    elsewhere = [
        f"{path.stem}.{node.name}"
        for path in Path(errors.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and path.stem != "errors" and any(is_exception(base) for base in node.bases)
    ]

    assert sorted(elsewhere) == [
        "places.Unmarkable",
        "sheet_xml.Unreadable",
        f"verrekening.{verrekening.UnbalancedVerrekening.__name__}",
    ]


def is_exception(base: ast.expr) -> bool:
    found = getattr(errors, ast.unparse(base), getattr(builtins, ast.unparse(base), None))
    return isinstance(found, type) and issubclass(found, BaseException)
