"""Who is signed in: an account of Airflow, and which person of a cooperation that is."""

from jaarcyclus.errors import UnknownKey
from jaarcyclus.steps import airflow_names


def person_in(user, profiel: str) -> str:
    """Return the person's key. Raises UnknownKey for someone of another cooperation: it is not theirs to see."""
    person = airflow_names.person_of(user.get_name(), profiel)
    if person is None:
        raise UnknownKey("Dit bestaat niet, of het is niet van uw samenwerking.")
    return person
