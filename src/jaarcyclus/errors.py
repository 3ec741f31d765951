"""Every named exception of the core, each with the moment it is raised.

A user's mistake is not here: that is a `terms.findings.Bevinding`, a value with a place.
"""


class JaarcyclusError(Exception):
    """The root: catch it at the edge (command line, task, route), never in the middle."""


class Programmafout(JaarcyclusError):
    """The root of what only the program itself can break; the text is English, for who mends it."""


def tell(fault: Exception) -> str:
    """Return what a person may read of a fault: our Dutch sentence, or no more than the name of any other."""
    ours = isinstance(fault, JaarcyclusError) and not isinstance(fault, Programmafout)
    return str(fault) if ours else type(fault).__name__


class Geweigerd(JaarcyclusError):
    """Raised when the rules refuse what a person asks: a vote, a submission, a reopening.

    `code` is stable UPPER_SNAKE; `melding` is the Dutch sentence the person reads, ending in what to do.
    """

    def __init__(self, code: str, melding: str) -> None:
        super().__init__(f"{code}: {melding}")
        self.code = code
        self.melding = melding


class OngeldigeInstelling(JaarcyclusError):
    """Raised when a setting of the installation, or the date in the simulated clock's file, cannot be used."""


class OnleesbaarBedrag(JaarcyclusError):
    """Raised when a text is not one unambiguous amount in Dutch notation."""


class NietCanoniek(Programmafout):
    """Raised when a value cannot be written as canonical JSON: a float, a set, a key that is no text."""


class ArtefactOntbreekt(JaarcyclusError):
    """Raised when no file with the asked SHA-256 lies in the store."""


class ArtefactBeschadigd(JaarcyclusError):
    """Raised when a stored file no longer has the SHA-256 it is stored under."""


class LedgerFout(JaarcyclusError):
    """Raised when a chain cannot be read or extended: broken link, unknown kind, refused write."""


class OngeldigProfiel(JaarcyclusError):
    """Raised when a profile file does not load; `fouten` holds one line per fault, with its place."""

    def __init__(self, fouten: tuple[str, ...]) -> None:
        super().__init__("\n".join(fouten))
        self.fouten = fouten


class OngeldigeOvergang(Programmafout):
    """Raised when an event cannot follow the events before it: the ledger was not written by us."""


class OnbekendeSleutel(JaarcyclusError):
    """Raised when a key, gremium, perceel or person is asked for that the profile does not have."""


class GeenBestand(OnbekendeSleutel):
    """Raised when a path that should lead to a workbook leads to a directory, a pipe or a device."""


class OnverdeelbaarBedrag(JaarcyclusError):
    """Raised when an amount cannot be divided: no weights, a negative weight, all weights zero."""


class TotaalSluitNiet(Programmafout):
    """Raised when what is summed or divided is not what went in: a fault of ours, never of a sender."""


class OngeldigeInzendingen(JaarcyclusError):
    """Raised when submissions cannot make one product: one missing or twice, of another product, year or profile."""


class LezerOnbruikbaar(JaarcyclusError):
    """Raised when the child process that reads workbooks cannot start: a fault of the installation, not of a file."""


class VerwachtingMislukt(Programmafout):
    """Raised when a rule of expectations/ could not be evaluated: the rule is wrong, not the submission."""


class PublicatieGeweigerd(JaarcyclusError):
    """Raised when a version is about to be published that the ledger does not prove adopted."""


class OngeldigPakket(JaarcyclusError):
    """Raised when a file is not a zip as an export writes it, byte for byte."""


class OnvolledigePdf(Programmafout):
    """Raised when a page that must become a PDF lacks what every reader needs: a language, a title."""


class OnvolledigeStaat(Programmafout):
    """Raised when a row of a table has more or fewer cells than there are columns."""


class Tweeduidig(Programmafout):
    """Raised when a part can be read in more than one way; the reason is for the developer, not for the sender."""


class StartMislukt(JaarcyclusError):
    """Raised when the installation does not come up; the sentence names the log to read."""


class SessieLeeft(JaarcyclusError):
    """Raised when a process of the session is still there after KILL."""


class AirflowWeigert(JaarcyclusError):
    """Raised when Airflow answers with an error; `status` is the HTTP status or 0."""

    def __init__(self, status: int, melding: str) -> None:
        super().__init__(f"{status}: {melding}")
        self.status = status
        self.melding = melding


class DemoVastgelopen(JaarcyclusError):
    """Raised when what the demo waits for does not come."""
