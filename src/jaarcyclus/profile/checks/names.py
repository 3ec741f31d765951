"""Does each name that Airflow gets from a profile say one thing, also beside another cooperation's?

A DAG is what a member has rights on: two gremia of one DAG id would answer for each other. The names themselves are
`steps.airflow_names`; accounts and roles need no check, for no code holds the hyphen that parts them.
"""

from collections.abc import Iterator

from jaarcyclus.profile.checks.fault import ProfileFault, fault
from jaarcyclus.profile.outline import RESERVED, is_ambiguous
from jaarcyclus.profile.records import Profile


def check_dag_names(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a code of the cooperation or of a gremium with the word that parts the two in a DAG id."""
    named = [("profiel", profile.profiel)]
    named += [(f"gremia.{number}.code", gremium.code) for number, gremium in enumerate(profile.gremia)]
    for path, code in named:
        if is_ambiguous(code):
            yield fault(profile, "CODE_DUBBELZINNIG", path, code, woord=RESERVED)
