"""Is a profile right? Every rule is a function from a profile to findings; this module is their list.

A profile is written by an office, not by a programmer: it hears every fault at once, each with its line and with what
to do. Whether the file can be read and typed at all is `profile.records.load_profile`; never repair a profile here.
"""

from collections.abc import Callable, Iterator

from jaarcyclus.errors import InvalidProfile
from jaarcyclus.profile.checks import (
    calendar,
    gremia,
    references,
    rounds,
    routes,
    sense,
    sheets,
    texts,
    verdeelsleutels,
)
from jaarcyclus.profile.checks.fault import ProfileFault
from jaarcyclus.profile.checks.sense_kinds import BEFORE_OPENING, SINCE_RULES_2
from jaarcyclus.profile.records import Profile

Check = Callable[[Profile], Iterator[ProfileFault]]

CHECKS: tuple[Check, ...] = (
    references.check_references,
    references.check_products,
    references.check_balance,
    references.check_name,
    references.check_libraries,
    references.check_codes,
    references.check_account,
    references.check_periods,
    references.check_dag_names,
    gremia.check_seats,
    gremia.check_deputies,
    gremia.check_one_seat_a_person,
    gremia.check_controller,
    gremia.check_chair,
    gremia.check_weights,
    gremia.check_perceel_seats,
    gremia.check_makers,
    routes.check_silence,
    routes.check_receipt,
    routes.check_confidential,
    routes.check_adoption,
    routes.check_rungs,
    routes.check_ladder,
    routes.check_scope,
    rounds.check_regiegroepen,
    rounds.check_makers_only,
    rounds.check_duties,
    rounds.check_divisible,
    verdeelsleutels.check_percentages,
    verdeelsleutels.check_participants,
    verdeelsleutels.check_inhabitants,
    verdeelsleutels.check_volumes,
    verdeelsleutels.check_partners,
    verdeelsleutels.check_counts,
    calendar.check_calendar,
    calendar.check_days,
    calendar.check_requests,
    calendar.check_cutoff,
    calendar.check_submission,
    calendar.check_gates,
    calendar.check_sequence,
    calendar.check_municipal_days,
    texts.check_names,
    texts.check_texts,
    texts.check_double_names,
    sense.check_program,
    sense.check_roles,
    sense.check_administrator,
    sense.check_accountant,
    sense.check_hands,
    sense.check_single_seats,
    sense.check_route_bodies,
    sheets.check_sheets,
)


def check_profile(profile: Profile) -> tuple[ProfileFault, ...]:
    """Return every fault, those that refuse the profile first; () when all is well."""
    found = [fault for check in CHECKS for fault in check(profile)]
    return tuple(sorted(found, key=lambda fault: fault.ernst != "fout"))


def require_sound(profile: Profile, *, regels: int | None = None) -> None:
    """Raise InvalidProfile with every fout, each with its place and remedy; warnings pass.

    `regels`: only those by which a round of these rules opened, when it is judged again.
    """
    later = BEFORE_OPENING if regels else frozenset()
    later |= SINCE_RULES_2 if regels == 1 else frozenset()
    faults = [item for item in check_profile(profile) if item.ernst == "fout" and item.code not in later]
    if faults:
        raise InvalidProfile(tuple(f"{item.place}: {item.melding} {item.herstel}" for item in faults))
