"""Where the products of a cooperation are published, by its profile and the credentials of this installation.

The profile names the place; who signs in there is `installation.graph_app`'s to say.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from jaarcyclus import clock
from jaarcyclus.errors import PublicationRefused
from jaarcyclus.graph.connection import Connection, SharePoint
from jaarcyclus.graph.probe import ProbeLine, probe
from jaarcyclus.graph.sealing import AddressSeal
from jaarcyclus.installation.credentials import read_secret
from jaarcyclus.installation.graph_app import LookUp, app_of, open_client
from jaarcyclus.profile.records import LibraryPlace, PublicationPlace, load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.steps.airflow_names import profile_of_dossier
from jaarcyclus.steps.placing_library import COLUMNS, Library
from jaarcyclus.steps.publication_target import FolderTarget, PublicationTarget
from jaarcyclus.steps.sharepoint_target import SharePointTarget
from jaarcyclus.steps.workspace import Workspace, profile_names, profile_path


def target_of(workspace: Workspace, dossier: str, look_up: LookUp | None = None) -> PublicationTarget:
    """Return where a dossier is published: where it stands already, or else by the profile as it is now.

    A task gives its own `look_up`. Raises PublicationRefused when it stands on SharePoint and the profile names no
    library any more.
    """
    profiel = profile_of_dossier(dossier)
    wanted = workspace.profile(profiel).publicatie or PublicationPlace(doel="map")
    published = workspace.dossier(dossier).publications
    kind = published[-1].content.doel.partition(":")[0] if published else wanted.doel
    if kind == "map":
        return FolderTarget(workspace.settings.publicatie)
    if wanted.doel == "map":
        raise PublicationRefused(
            f"{dossier} staat op SharePoint, en profiel {profiel} noemt geen bibliotheek meer. Laat de beheerder haar "
            "onder 'publicatie' terugzetten; de kalender probeert het daarna opnieuw."
        )
    return SharePointTarget(
        workspace=workspace,
        profiel=profiel,
        plek=tell_place(wanted),
        open_library=partial(_open_library, workspace.settings, wanted, look_up),
    )


def place_of(wanted: LibraryPlace) -> SharePoint:
    """Return site and library. Raises InvalidSetting when that is no address of a site."""
    return SharePoint.of(wanted.site or "", wanted.bibliotheek or "")


def tell_place(wanted: LibraryPlace) -> str:
    """Return site, library and folder as people read them. Raises InvalidSetting."""
    return "/".join(filter(None, (place_of(wanted).site, wanted.bibliotheek, wanted.map.strip("/"))))


def probe_places(settings: Settings, app: Callable[[], Connection]) -> Iterator[ProbeLine]:
    """Give what the app may and may not do in the library of each profile that has one; it lays a trial there."""
    for name in profile_names(settings):
        wanted = load_profile(profile_path(settings, name)).publicatie
        if wanted is None or wanted.doel == "map":
            continue
        with open_client(settings, app(), place_of(wanted)) as client:
            lines = probe(client, wanted.folders, COLUMNS, clock.real_time())
            yield from name_lines(f"SharePoint van {name}", lines)


def name_lines(about: str, lines: Iterable[ProbeLine]) -> Iterator[ProbeLine]:
    """Give the same lines, each with what it is about."""
    for line in lines:
        yield replace(line, subject=f"{about}, {line.subject[:1].lower()}{line.subject[1:]}")


@contextmanager
def _open_library(
    settings: Settings, wanted: PublicationPlace, look_up: LookUp | None, folders: tuple[str, ...], attempt: int
) -> Iterator[Library]:
    with open_client(settings, app_of(settings, look_up), place_of(wanted), attempt=attempt) as client:
        seal = AddressSeal(read_secret(settings, "plaatsing"))
        yield Library(client=client, folders=(*wanted.folders, *folders), seal=seal)
