"""The part of our API about who holds which function: kept by the beheerder, seen by him and the controller.

Dossiers hear of a change before the next vote, or when the calendar looks: nothing is started here.
"""

from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import APIRouter, Response

from jaarcyclus.steps import holders
from jaarcyclus.steps.workspace import open_workspace
from jaarcyclus_airflow.asked import Asked, ProfileName, Sleutel, Text, own_person

router = APIRouter(prefix="/bezetting")


class Function(Asked):
    """Who gets a function, from which day (ISO)."""

    functie: Sleutel
    naam: Sleutel
    vanaf: Sleutel


class Departure(Asked):
    """From which day (ISO) the holder of a function no longer has it."""

    functie: Sleutel
    per: Sleutel
    reden: Text


@router.get("/{profiel}")
def read_holders(profiel: ProfileName, user: GetUserDep, response: Response):
    """Return who holds and held which function, to beheerder and controller."""
    response.headers["Cache-Control"] = "private, no-store"
    return [line.as_json() for line in holders.list_holders(open_workspace(), profiel, own_person(user, profiel))]


@router.post("/{profiel}", status_code=204)
def take_function(profiel: ProfileName, asked: Function, user: GetUserDep) -> None:
    """Record who holds a function; only the beheerder can."""
    holders.take(open_workspace(), profiel, own_person(user, profiel), **asked.model_dump())


@router.post("/{profiel}/vertrek", status_code=204)
def leave_function(profiel: ProfileName, asked: Departure, user: GetUserDep) -> None:
    """Record from which day on a function is left; only the beheerder can."""
    holders.leave(open_workspace(), profiel, own_person(user, profiel), **asked.model_dump())
