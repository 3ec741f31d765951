"""Who holds each function now, who did before and who comes; who may answer for a seat in its holder's name. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from jaarcyclus.dossier.handovers import handovers, password_ended, password_ends, password_kept
from jaarcyclus.dossier.holders import Tenure, held_on, last_tenure, tenures
from jaarcyclus.dossier.issuances import Issuance
from jaarcyclus.dossier.links import Link, link_of, links
from jaarcyclus.ledger.chain import Event
from jaarcyclus.profile.records import Profile


@dataclass(frozen=True, kw_only=True)
class FunctionHolders:
    """One function. `last` is the tenure that an act is about, also one that has ended or is still to begin.

    `before` has who held it, the latest first; `comes` who is recorded for a later day. `link` is that of `last`.
    `is_reachable`: its holder chose where to be told, or somebody filled in a first address. `password_ended`: the
    account still has that of a former holder, which works no more; `password_ends` on which day (ISO) that of now will;
    `password_kept`: it went on past a holder who was taken back.
    """

    key: str
    name: str
    in_profile: bool
    now: Tenure | None
    before: tuple[Tenure, ...]
    comes: Tenure | None
    last: Tenure | None
    link: Link | None
    is_reachable: bool = True
    password_ended: bool = False
    password_ends: str | None = None
    password_kept: bool = False

    @property
    def is_vacant(self) -> bool:
        return self.in_profile and self.now is None


@dataclass(frozen=True, kw_only=True)
class SeatHolders:
    """One seat: by function who answers for it and who may in that one's name, each with who that is now."""

    gremium: str
    seat: str
    holder: str
    holder_name: str
    deputy: str | None
    deputy_name: str


def list_functions(
    profile: Profile,
    chain: Iterable[Event],
    today: date,
    issued: Iterable[Issuance],
    unreachable: Collection[str] = (),
) -> tuple[FunctionHolders, ...]:
    """Return every function of the profile of today in its order, and then those that only the bezetting knows.

    `issued` are the passwords of the postbus, `unreachable` those who can be told nothing. Raises InvalidTransition.
    """
    events, passwords, day = tuple(chain), tuple(issued), today.isoformat()
    known, linked, changes = tenures(events), links(events), handovers(events)
    keys = [person.sleutel for person in profile.personen]
    gone = sorted({tenure.functie for tenure in known} - set(keys))
    found = (_function(profile, key, known, linked, day) for key in (*keys, *gone))
    return tuple(
        replace(
            item,
            is_reachable=item.key not in unreachable,
            password_ended=password_ended(changes, passwords, item.key, day) is not None,
            password_ends=password_ends(changes, item.key, day),
            password_kept=password_kept(events, passwords, item.key),
        )
        for item in found
    )


def _function(
    profile: Profile, key: str, known: tuple[Tenure, ...], linked: tuple[Link, ...], today: str
) -> FunctionHolders:
    own = [tenure for tenure in known if tenure.functie == key and not tenure.never_was]
    last = last_tenure(known, key)
    return FunctionHolders(
        key=key,
        name=profile.name_person(key),
        in_profile=any(person.sleutel == key for person in profile.personen),
        now=held_on(own, key, today),
        before=tuple(tenure for tenure in reversed(own) if tenure.until and tenure.until <= today),
        comes=next((tenure for tenure in own if tenure.since > today), None),
        last=last,
        link=link_of(linked, last) if last else None,
    )


def list_seats(profile: Profile, functions: Iterable[FunctionHolders]) -> tuple[SeatHolders, ...]:
    """Return every seat of every gremium of today."""
    names = {item.key: item.now.name for item in functions if item.now}
    return tuple(
        SeatHolders(
            gremium=gremium.naam,
            seat=zetel.naam,
            holder=profile.name_person(zetel.houder),
            holder_name=names.get(zetel.houder, ""),
            deputy=profile.name_person(zetel.plaatsvervanger) if zetel.plaatsvervanger else None,
            deputy_name=names.get(zetel.plaatsvervanger or "", ""),
        )
        for gremium in profile.gremia
        for zetel in gremium.zetels
    )
