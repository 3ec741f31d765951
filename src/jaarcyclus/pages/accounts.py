"""Each account of a cooperation: how its holder signs in, and which password still waits to be replaced. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from jaarcyclus.dossier.issuances import Issuance, unanswered
from jaarcyclus.pages.function_holders import FunctionHolders
from jaarcyclus.profile.records import Profile

SHOWN_FOR = timedelta(days=366)
"""How long an issued password is shown (chosen): longer than the cycle of a boekjaar's product; the postbus has all."""


@dataclass(frozen=True, kw_only=True)
class SignInService:
    """The identity provider of the office, as far as a page needs it."""

    name: str
    issuer: str
    claim: str


@dataclass(frozen=True, kw_only=True)
class WaysKnown:
    """What only the installation knows of accounts: by which way each may come in, and what was handed out.

    `by_password`: who may use one; `handed_out`: whose password of the start still stands in the file; `missing`: of
    whom there is no account yet.
    """

    service: SignInService | None
    by_password: frozenset[str]
    handed_out: frozenset[str]
    missing: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account. `waits` is the issued password that nobody replaced yet, by whom and when it was issued.

    `ended`: the password was a former holder's; `needs_password`: who holds the function now has no other way in.
    """

    key: str
    name: str
    functie: str
    ways: tuple[str, ...]
    identity: str | None
    waits: Issuance | None
    issued_by: str
    handed_out: bool
    missing: bool
    ended: bool
    needs_password: bool


@dataclass(frozen=True, kw_only=True)
class Issued:
    """One password that somebody issued; `moment` and `chosen` are ISO, `chosen` None until its holder chose one."""

    functie: str
    by: str
    moment: str
    reason: str
    chosen: str | None


def list_issued(profile: Profile, issuances: Iterable[Issuance], today: date) -> tuple[Issued, ...]:
    """Return what was issued in the year before today, the last first: also what is used by now, and for whom left."""
    since = (today - SHOWN_FOR).isoformat()
    return tuple(
        Issued(
            functie=profile.name_person(item.person),
            by=_issuer(item, profile),
            moment=item.issued.klok,
            reason=item.reason,
            chosen=item.chosen.klok if item.chosen else None,
        )
        for item in reversed(tuple(issuances))
        if item.issued.klok >= since
    )


def list_accounts(
    profile: Profile,
    functions: Iterable[FunctionHolders],
    issuances: Iterable[Issuance],
    known: WaysKnown,
) -> tuple[Account, ...]:
    """Return the account of every function of the profile of today."""
    issued = tuple(issuances)
    return tuple(_account(profile, item, issued, known) for item in functions if item.in_profile)


def _account(profile: Profile, item: FunctionHolders, issued: tuple[Issuance, ...], known: WaysKnown) -> Account:
    waits = None if item.password_ended else unanswered(issued, item.key)
    identity = item.link.identity if item.link and item.now is item.last else None
    linked = identity is not None and known.service is not None and identity.issuer == known.service.issuer
    return Account(
        key=item.key,
        name=f"{profile.profiel}-{item.key}",
        functie=item.name,
        ways=_ways(item, known, linked=linked),
        identity=f"{identity.claim} {identity.value}" if identity else None,
        waits=waits,
        issued_by=_issuer(waits, profile),
        handed_out=item.key in known.handed_out and waits is None and not item.password_ended,
        missing=item.key in known.missing,
        ended=item.password_ended,
        needs_password=item.password_ended and item.now is not None and not linked and item.key in known.by_password,
    )


def _ways(item: FunctionHolders, known: WaysKnown, *, linked: bool) -> tuple[str, ...]:
    by_service = (known.service.name,) if known.service and linked else ()
    by_password = item.key in known.by_password and not item.password_ended
    return (*by_service, *(("wachtwoord",) if by_password else ()))


def _issuer(waits: Issuance | None, profile: Profile) -> str:
    if waits is None:
        return ""
    by_program = waits.issued.actor not in {person.sleutel for person in profile.personen}
    return "Jaarcyclus bij het starten" if by_program else profile.name_person(waits.issued.actor)


def count_ways(accounts: Iterable[Account]) -> Mapping[str, int]:
    """Return how many accounts wait for an own password, still have that of the start, or do not exist."""
    found = tuple(accounts)
    return {
        "waits": sum(item.waits is not None for item in found),
        "handed_out": sum(item.handed_out for item in found),
        "missing": sum(item.missing for item in found),
    }
