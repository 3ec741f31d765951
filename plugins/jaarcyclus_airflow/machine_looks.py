"""How the program is, asked within the API server: its parts, what the doctor found last, and a new look by it.

Its parts are asked over the network, and a part that is ill may not answer: a page waits a moment for that and no
longer. What the doctor looks at, every chain and SharePoint, runs as a process of its own, `jaarcyclus doctor`, so that
nobody's page waits for it and nobody's answer either.
"""

import logging
import subprocess
import sys
import time
from concurrent.futures import Future
from threading import Lock, Thread

from jaarcyclus import clock
from jaarcyclus.installation import credentials, examined, launcher, service
from jaarcyclus.pages.accounts import SignInService, WaysKnown
from jaarcyclus.pages.machine_parts import Finding, LastLook, MachinePart, SeenParts, name_part, untold
from jaarcyclus.steps import airflow_names
from jaarcyclus.steps.workspace import Workspace, profile_names
from jaarcyclus_airflow.ways_in import WaysIn

log = logging.getLogger(__name__)

_PATIENCE_S = 900.0  # chosen: it reads all chains, and SharePoint may answer slowly
_DOCTOR = (sys.executable, "-m", "jaarcyclus", "doctor", "--json")
_SEEN_WITHIN_S = 0.1  # chosen: half of what a page may take
_SEEN_FOR_S = 10.0  # chosen: longer than until a browser asks again
_TOLD = (0, 1)  # good, or findings
FAILED = (
    "Het nakijken is niet gelukt; hieronder staat wat eerder is gevonden. Probeer het opnieuw, of geef op de machine: "
    "jaarcyclus doctor"
)


class MachineLook:
    """At most one look at a time, whoever asks."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._busy = False
        self._failed = ""

    def begin(self) -> None:
        """Begin a look, unless one is under way."""
        with self._lock:
            if self._busy:
                return
            self._busy = True
        Thread(target=self._look, name="jaarcyclus-doctor", daemon=True).start()

    def last(self, workspace: Workspace, profiel: str) -> LastLook:
        """Return what was found last, as far as this cooperation may read it."""
        kept = examined.read_last(workspace.settings)
        found = (
            [Finding(subject=item.onderwerp, good=item.goed, told=item.tekst) for item in kept.results] if kept else []
        )
        return LastLook(
            moment=kept.moment.astimezone(clock.AMSTERDAM) if kept else None,
            findings=untold(found, _others(workspace, profiel)),
            busy=self._busy,
            failed=self._failed,
        )

    def _look(self) -> None:
        try:
            done = subprocess.run(_DOCTOR, capture_output=True, timeout=_PATIENCE_S, check=False)
            self._failed = "" if done.returncode in _TOLD else FAILED
        except (OSError, subprocess.SubprocessError):
            log.exception("the doctor could not look")
            self._failed = FAILED
        finally:
            self._busy = False


class PartsLook:
    """How each part is, looked at for who asks. At most one look at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._look: Future[SeenParts] | None = None
        self._ended = 0.0

    def seen(self, workspace: Workspace) -> SeenParts | None:
        """Return what was seen just now; None when that takes longer than a page may, and then who asks again reads it.

        Raises what a look raised, for as long as what it saw is told.
        """
        with self._lock:
            over = self._look is not None and self._look.done() and time.monotonic() - self._ended > _SEEN_FOR_S
            if self._look is None or over:
                self._look = Future()
                Thread(target=self._see, args=(workspace, self._look), name="jaarcyclus-parts", daemon=True).start()
            look = self._look
        try:
            return look.result(_SEEN_WITHIN_S)
        except TimeoutError:
            return None

    def _see(self, workspace: Workspace, look: Future[SeenParts]) -> None:
        moment = clock.real_time().astimezone(clock.AMSTERDAM)
        try:
            found = SeenParts(moment=moment, parts=parts_of(workspace))
        except Exception as fault:
            self._ended = time.monotonic()
            look.set_exception(fault)
        else:
            self._ended = time.monotonic()
            look.set_result(found)


MACHINE_LOOK = MachineLook()
PARTS_LOOK = PartsLook()
_WAYS: list[WaysIn] = []


def parts_of(workspace: Workspace) -> tuple[MachinePart, ...]:
    """Return each part of the program as it is now, in the words of an office."""
    settings = workspace.settings
    found = service.status(settings) if settings.api else launcher.status(settings)
    return tuple(name_part(part.naam, part.toestand, part.toelichting) for part in found)


def ways_known(workspace: Workspace, profiel: str) -> WaysKnown:
    """Return by which way each account of today's profile may come in, and what was handed out."""
    if not _WAYS:
        _WAYS.append(WaysIn())
    ways, settings = _WAYS[0], workspace.settings
    people = {
        person.sleutel: airflow_names.account_name(profiel, person.sleutel) for person in _people(workspace, profiel)
    }
    handed_out, known = credentials.read(settings), credentials.known_accounts(settings)
    return WaysKnown(
        service=service_of(ways),
        by_password=frozenset(key for key, account in people.items() if ways.takes_password(account)),
        handed_out=frozenset(key for key, account in people.items() if account in handed_out),
        missing=frozenset(key for key, account in people.items() if account not in known),
    )


def service_of(ways: WaysIn) -> SignInService | None:
    """Return the provider of the office as a page needs it."""
    provider = ways.provider
    return SignInService(name=provider.name, issuer=provider.issuer, claim=provider.claim) if provider else None


def _people(workspace: Workspace, profiel: str):
    return workspace.profile(profiel).on(workspace.today()).personen


def _others(workspace: Workspace, profiel: str) -> tuple[str, ...]:
    """Return by which codes and names the other cooperations of this machine are called."""
    codes = [name for name in profile_names(workspace.settings) if name != profiel]
    return (*codes, *(workspace.profile(code).naam for code in codes))
