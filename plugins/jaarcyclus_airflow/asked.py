"""What every request to our API is read by: its fields and no others, within bounds, and who asks."""

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from jaarcyclus.errors import UnknownKey
from jaarcyclus.steps import airflow_names

ProfileName = Annotated[str, Path(pattern=f"^{airflow_names.CODE}$", max_length=60)]
Text = Annotated[str, Field(max_length=10_000)]
Sleutel = Annotated[str, Field(max_length=200)]


class Asked(BaseModel):
    """The body of a request; a field that we do not know is refused."""

    model_config = ConfigDict(extra="forbid")


def own_person(user, profiel: str) -> str:
    """Return the person's key. Raises UnknownKey for someone of another cooperation: it is not theirs to see."""
    person = airflow_names.person_of(user.get_name(), profiel)
    if person is None:
        raise UnknownKey("Dit bestaat niet, of het is niet van uw samenwerking.")
    return person
