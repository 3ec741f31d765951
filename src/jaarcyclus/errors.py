"""Every named exception of the core, each with the moment it is raised.

A user's mistake is not here: that is a `terms.findings.Bevinding`, a value with a place. `name` is what a person and an
old report read of the exception: it stays, whatever the class comes to be called.
"""

import errno
from datetime import datetime
from typing import ClassVar


class JaarcyclusError(Exception):
    """The root: catch it at the edge (command line, task, route), never in the middle."""

    name: ClassVar[str] = "JaarcyclusError"

    def __init_subclass__(cls, *, name: str | None = None) -> None:
        cls.name = name or cls.name


class ProgramError(JaarcyclusError, name="Programmafout"):
    """The root of what only the program itself can break; the text is English, for who mends it."""


def tell(fault: Exception) -> str:
    """Return what a person may read of a fault: our Dutch sentence, or no more than the name of any other."""
    ours = isinstance(fault, JaarcyclusError) and not isinstance(fault, ProgramError)
    return str(fault) if ours else name_fault(fault)


def name_fault(fault: BaseException) -> str:
    """Return the name under which a person reports a fault: our own one of it, or Python's of any other."""
    return fault.name if isinstance(fault, JaarcyclusError) else type(fault).__name__


def raise_if_of_machine(fault: Exception) -> None:
    """Raise it again when memory, disk or installation of this machine failed: that tells nothing of what was read.

    What a library says of bytes that it cannot read may be an OSError too: then with no number, or that of a seek to a
    place that there is none of.
    """
    failed = isinstance(fault, OSError) and fault.errno not in (None, errno.EINVAL, errno.EOVERFLOW)
    if failed or isinstance(fault, (MemoryError, ReaderUnusable, MissingTypeface)):
        raise fault


class Refused(JaarcyclusError, name="Geweigerd"):
    """Raised when the rules refuse what a person asks: a vote, a submission, a reopening.

    `code` is stable UPPER_SNAKE; `message` is the Dutch sentence the person reads, ending in what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class InvalidSetting(JaarcyclusError, name="OngeldigeInstelling"):
    """Raised when a setting of the installation, or the date in the simulated clock's file, cannot be used."""


class UnfitSetting(InvalidSetting, name="InstellingOngeschikt"):
    """Raised for what was typed for signing in at Microsoft: by the word of its setting, and what to do.

    It holds nothing of what was typed. Whoever knows where that stands tells it (`graph.connection`).
    """

    def __init__(self, word: str, remedy: str) -> None:
        super().__init__(f"{word} klopt niet; {remedy}.")
        self.word, self.remedy = word, remedy


class UnreadableAmount(JaarcyclusError, name="OnleesbaarBedrag"):
    """Raised when a text is not one unambiguous amount in Dutch notation."""


class NotCanonical(ProgramError, name="NietCanoniek"):
    """Raised when a value cannot be written as canonical JSON: a float, a set, a key that is no text."""


class Undelivered(JaarcyclusError, name="NietBezorgd"):
    """Raised when a text cannot be laid down where its reader looks, now; the sentence says why, and it stays due."""


class ArtefactMissing(JaarcyclusError, name="ArtefactOntbreekt"):
    """Raised when no file with the asked SHA-256 lies in the store."""


class ArtefactDamaged(JaarcyclusError, name="ArtefactBeschadigd"):
    """Raised when a stored file no longer has the SHA-256 it is stored under."""


class StoreFailed(JaarcyclusError, name="OpslagMislukt"):
    """Raised when a disk does not take a file, or a store elsewhere does not answer: the sentence says why."""


class KnownRevised(ProgramError, name="BekendHerzien"):
    """Raised when what earlier dossiers know was revised while a workbook was read: it is read again by that."""


class ObjectsForked(ProgramError, name="OpslagGesplitst"):
    """Raised when a store of objects was used before this process was forked."""


class LedgerError(JaarcyclusError, name="LedgerFout"):
    """Raised when a chain cannot be read or extended: broken link, unknown kind, refused write."""


class InvalidProfile(JaarcyclusError, name="OngeldigProfiel"):
    """Raised when a profile file does not load; `faults` holds one line per fault, with its place."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class InvalidTransition(ProgramError, name="OngeldigeOvergang"):
    """Raised when an event cannot follow the events before it: the ledger was not written by us."""


class InvalidContent(InvalidTransition, name="OngeldigeInhoud"):
    """Raised when an event is not one of its kind; `fields` are those that lack, are too many or hold another value."""

    def __init__(self, text: str, fields: tuple[str, ...]) -> None:
        super().__init__(text)
        self.fields = fields


class UnknownKey(JaarcyclusError, name="OnbekendeSleutel"):
    """Raised when a key, gremium, perceel or person is asked for that the profile does not have."""


class NoSuchFile(UnknownKey, name="GeenBestand"):
    """Raised when a path that should lead to a workbook leads to a directory, a pipe or a device."""


class IndivisibleAmount(JaarcyclusError, name="OnverdeelbaarBedrag"):
    """Raised when an amount cannot be divided: no weights, a negative weight, all weights zero."""


class TotalsDiffer(ProgramError, name="TotaalSluitNiet"):
    """Raised when what is summed or divided is not what went in: a fault of ours, never of a sender."""


class InvalidInzendingen(JaarcyclusError, name="OngeldigeInzendingen"):
    """Raised when submissions cannot make one product: one missing or twice, of another product, year or profile."""


class ReaderUnusable(JaarcyclusError, name="LezerOnbruikbaar"):
    """Raised when the child process that reads workbooks cannot start: a fault of the installation, not of a file."""


class ExpectationFailed(ProgramError, name="VerwachtingMislukt"):
    """Raised when a rule of expectations/ could not be evaluated: the rule is wrong, not the submission."""


class PublicationRefused(JaarcyclusError, name="PublicatieGeweigerd"):
    """Raised when a version is about to be published that the ledger does not prove adopted."""


class PublicationStopped(PublicationRefused, name="PublicatieGestuit"):
    """Raised when a person must do something at the place of publication; what stands there by then waits for that."""


class PublicationWaits(JaarcyclusError, name="PublicatieWacht"):
    """Raised when a publication goes on later by itself: not before `not_before` (aware, the machine's own time)."""

    def __init__(self, message: str, not_before: datetime) -> None:
        super().__init__(message)
        self.not_before = not_before


class InvalidArchive(JaarcyclusError, name="OngeldigPakket"):
    """Raised when a file is not a zip as an export writes it, byte for byte."""


class UnreadPackage(InvalidArchive, name="PakketNietGelezen"):
    """Raised when an export came in a kind of package that we do not read; it may be whole."""


class InvalidDestination(JaarcyclusError, name="OngeldigeBestemming"):
    """Raised when a command is asked to write where nothing can be written."""


class InvalidAnchors(JaarcyclusError, name="OngeldigeAnkers"):
    """Raised when a file is no list of heads of chains."""


class IncompletePdf(ProgramError, name="OnvolledigePdf"):
    """Raised when a page that must become a PDF lacks what every reader needs: a language, a title."""


class MissingTypeface(JaarcyclusError, name="LettertypeOntbreekt"):
    """Raised when a typeface of our documents is not installed: another would be taken for it in silence."""


class IncompleteTable(ProgramError, name="OnvolledigeStaat"):
    """Raised when a row of a table has more or fewer cells than there are columns."""


class FormNotWritten(ProgramError, name="FormulierNietGeschreven"):
    """Raised when the library leaves out what the form must hold: a rule of which a text is too long."""


class StartFailed(JaarcyclusError, name="StartMislukt"):
    """Raised when the installation does not come up; the sentence names the log to read."""


class SessionAlive(JaarcyclusError, name="SessieLeeft"):
    """Raised when a process of the session is still there after KILL."""


class AirflowRefused(JaarcyclusError, name="AirflowWeigert"):
    """Raised when Airflow answers with an error; `status` is the HTTP status or 0."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status
        self.message = message


class DemoStuck(JaarcyclusError, name="DemoVastgelopen"):
    """Raised when what the demo waits for does not come."""
