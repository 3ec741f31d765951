"""The part of our API about who holds which function and signs in for it: kept by the beheerder.

He and the controller see it. Dossiers hear of a change before the next vote, or when the calendar looks: nothing is
started here.
"""

import re
from typing import Annotated

from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from jaarcyclus.dossier.links import Identity
from jaarcyclus.errors import Refused
from jaarcyclus.installation.oidc import provider_of
from jaarcyclus.settings import Settings
from jaarcyclus.steps import airflow_names, holders, links
from jaarcyclus.steps.workspace import open_workspace
from jaarcyclus_airflow.act_log import note
from jaarcyclus_airflow.signed_in import person_in
from jaarcyclus_airflow.withdrawn import WITHDRAWN

ProfileName = Annotated[str, Path(pattern=f"^{airflow_names.CODE}$", max_length=60)]
Short = Annotated[str, Field(max_length=200)]
Long = Annotated[str, Field(max_length=10_000)]
router = APIRouter(prefix="/bezetting")


class Function(BaseModel):
    """Who gets a function, from which day (ISO)."""

    model_config = ConfigDict(extra="forbid")

    functie: Short
    naam: Short
    vanaf: Short


class Departure(BaseModel):
    """From which day (ISO) the holder of a function no longer has it."""

    model_config = ConfigDict(extra="forbid")

    functie: Short
    per: Short
    reden: Long


class SignIn(BaseModel):
    """Who the holder of a function is at the office's provider: the value of the claim that is set."""

    model_config = ConfigDict(extra="forbid")

    functie: Short
    kenmerk: Annotated[str, Field(max_length=300)]


class Unlinking(BaseModel):
    """Whose sign-in is no longer that of the holder of a function, and why."""

    model_config = ConfigDict(extra="forbid")

    functie: Short
    reden: Long


@router.get("/{profiel}")
def read_holders(profiel: ProfileName, user: GetUserDep, response: Response):
    """Return who holds and held which function, to beheerder and controller."""
    response.headers["Cache-Control"] = "private, no-store"
    return [line.as_json() for line in holders.list_holders(open_workspace(), profiel, person_in(user, profiel))]


@router.post("/{profiel}", status_code=204)
def take_function(profiel: ProfileName, asked: Function, user: GetUserDep) -> None:
    """Record who holds a function; only the beheerder can."""
    _note(profiel, asked.functie)
    holders.take(open_workspace(), profiel, person_in(user, profiel), **asked.model_dump())
    _withdraw(profiel, asked.functie)


@router.post("/{profiel}/vertrek", status_code=204)
def leave_function(profiel: ProfileName, asked: Departure, user: GetUserDep) -> None:
    """Record from which day on a function is left; only the beheerder can."""
    _note(profiel, asked.functie)
    holders.leave(open_workspace(), profiel, person_in(user, profiel), **asked.model_dump())
    _withdraw(profiel, asked.functie)


@router.post("/{profiel}/vertrek/herstel", status_code=204)
def mend_departure(profiel: ProfileName, asked: Departure, user: GetUserDep) -> None:
    """Record on which other day a function was left; only the beheerder can."""
    _note(profiel, asked.functie)
    holders.mend_departure(open_workspace(), profiel, person_in(user, profiel), **asked.model_dump())
    _withdraw(profiel, asked.functie)


@router.post("/{profiel}/koppeling", status_code=204)
def link_sign_in(profiel: ProfileName, asked: SignIn, user: GetUserDep) -> None:
    """Record who the holder of a function is at the office's provider; only the beheerder can."""
    workspace, person = open_workspace(), person_in(user, profiel)
    holders.require_beheerder(workspace, profiel, person)  # before anybody hears what is set
    _note(profiel, asked.functie)
    provider = provider_of(Settings.from_env().oidc)
    if provider is None:
        raise Refused(
            "AANMELDDIENST_ONBEKEND",
            "Er is geen aanmelddienst ingesteld, dus valt er niets te koppelen; zie JAARCYCLUS_OIDC_UITGEVER.",
        )
    who = Identity(issuer=provider.issuer, claim=provider.claim, value=asked.kenmerk)
    links.link(workspace, profiel, person, functie=asked.functie, identity=who)


@router.post("/{profiel}/ontkoppeling", status_code=204)
def unlink_sign_in(profiel: ProfileName, asked: Unlinking, user: GetUserDep) -> None:
    """Record that nobody signs in any more by that link; only the beheerder can."""
    _note(profiel, asked.functie)
    links.unlink(open_workspace(), profiel, person_in(user, profiel), **asked.model_dump())


def _withdraw(profiel: str, functie: str) -> None:
    """End the password of the former holder now, when the day has come: else it is, once somebody comes with it."""
    WITHDRAWN.withdraw(airflow_names.account_name(profiel, functie))


def _note(profiel: str, functie: str) -> None:
    """Tell the log of acts which function, when it can be one: what else people fill in is not for there."""
    if re.fullmatch(airflow_names.CODE, functie):
        note(on=f"{profiel}/{functie}")
