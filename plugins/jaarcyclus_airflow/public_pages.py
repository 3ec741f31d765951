"""The one page that asks no sign-in, and its documents: what a profile says is public. Off unless a profile says so.

While no profile does, who is not signed in is sent to sign in, as on every other page: nobody learns that there is one.
A few at once are served and no more, so that strangers cannot hold up who works here.
"""

from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages import public
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.parts import part_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.airflow_names import profile_of_dossier
from jaarcyclus.steps.workspace import profile_names
from jaarcyclus_airflow.api import KINDS, DossierName, PartNumber
from jaarcyclus_airflow.page_faults import page
from jaarcyclus_airflow.reading import standings
from jaarcyclus_airflow.vote_door import user_of

MOST_AT_ONCE = 4
"""Chosen: a tenth of what the server does at once, so that members always find a place."""
_PLACES = BoundedSemaphore(MOST_AT_ONCE)
_BUSY = "Het is nu druk. Wacht een halve minuut en probeer het opnieuw."
FileName = Annotated[str, Path(pattern=r"^[a-z0-9_]+\.(pdf|xlsx)$", max_length=120)]


def take_place() -> Iterator[None]:
    """Hold one of the few places while a stranger is served. Raises HTTPException when none is free."""
    if not _PLACES.acquire(blocking=False):
        raise HTTPException(503, _BUSY)
    try:
        yield
    finally:
        _PLACES.release()


async def find_open(request: Request) -> tuple[tuple[Standings, Profile], ...]:
    """Return the cooperations that show anything.

    Without one: raises HTTPException for who is not signed in, as any page, and UnknownKey for who is.
    """
    found = await run_in_threadpool(_open_ones)
    if not found:
        await user_of(request.scope)
        raise UnknownKey(public.UNKNOWN)
    return found


def _open_ones() -> tuple[tuple[Standings, Profile], ...]:
    known = standings()
    workspace = known.workspace
    profiles = (workspace.profile(name) for name in profile_names(workspace.settings))
    return tuple((known, profile) for profile in profiles if public.is_open(profile))


Open = Annotated[tuple[tuple[Standings, Profile], ...], Depends(find_open)]
router = APIRouter(prefix="/openbaar", dependencies=[Depends(take_place)])


@router.get("")
def list_public(shown: Open, deel: PartNumber = 1) -> HTMLResponse:
    """Show what is public, in parts."""
    listed = [
        (profile.voluit, product)
        for known, profile in shown
        for product in public.list_public(known.of_profile(profile.profiel).standings, profile)
    ]
    part = part_of(listed, deel, public.PUBLIC)
    names = [profile.voluit for _, profile in shown]
    of_names = [(name, [product for whose, product in part.items if whose == name]) for name in names]
    has_any = {name for name, _ in listed}
    there = [(name, found) for name, found in of_names if found or name not in has_any]
    return page(fill_page("openbaar.html", None, samenwerkingen=there, deel=part))


@router.get("/{dossier}/{name}")
def read_public(
    shown: Open, dossier: DossierName, name: FileName, if_none_match: Annotated[str, Header(max_length=200)] = ""
) -> Response:
    """Give a public document; a browser that has these bytes is told so."""
    for known, profile in shown:
        if profile.profiel == profile_of_dossier(dossier):
            file = public.find_public(known.of_dossier(dossier), profile, name)
            return _give(known, dossier, file, if_none_match)
    raise UnknownKey(public.UNKNOWN)


def _give(known: Standings, dossier: str, file: public.PublicFile, has: str) -> Response:
    tag = f'"{file.sha256}"'
    headers = {"ETag": tag, "Cache-Control": "public, no-cache", "X-Content-Type-Options": "nosniff"}
    if has == tag:
        return Response(status_code=304, headers=headers)
    kind, manner = KINDS[file.name[file.name.rfind(".") :]]
    shown_as = {"Content-Disposition": f'{manner}; filename="{dossier}-{file.name}"'}
    return Response(known.workspace.store.get(file.sha256), media_type=kind, headers=headers | shown_as)
