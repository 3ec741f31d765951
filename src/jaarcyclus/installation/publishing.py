"""Where the products of a cooperation are published, by its profile and the credentials of this installation.

The profile names the place; who signs in there stands in the settings (`JAARCYCLUS_GRAPH_…`) and nowhere else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from jaarcyclus.graph.client import Client
from jaarcyclus.graph.connection import SharePoint, connect
from jaarcyclus.graph.sealing import AddressSeal
from jaarcyclus.installation.credentials import read_secret
from jaarcyclus.profile.records import Publicatie
from jaarcyclus.settings import Settings
from jaarcyclus.steps.placing_acts import Library
from jaarcyclus.steps.publication_target import FolderTarget, PublicationTarget
from jaarcyclus.steps.sharepoint_target import SharePointTarget
from jaarcyclus.steps.workspace import Workspace


def target_of(workspace: Workspace, profiel: str) -> PublicationTarget:
    """Return the place by the profile as it is now: a library that moved is where the next product goes."""
    wanted = workspace.profile(profiel).publicatie
    if wanted is None or wanted.doel == "map":
        return FolderTarget(workspace.settings.publicatie)
    return SharePointTarget(
        workspace=workspace,
        profiel=profiel,
        plek="/".join(filter(None, (place_of(wanted).site, wanted.bibliotheek, wanted.map.strip("/")))),
        open_library=partial(_open_library, workspace.settings, wanted),
    )


def place_of(wanted: Publicatie) -> SharePoint:
    """Return site and library. Raises InvalidSetting when that is no address of a site."""
    return SharePoint.of(wanted.site or "", wanted.bibliotheek or "")


@contextmanager
def _open_library(settings: Settings, wanted: Publicatie, folders: tuple[str, ...], attempt: int) -> Iterator[Library]:
    with Client(connect(settings.graph), place_of(wanted), attempt=attempt) as client:
        above = tuple(filter(None, wanted.map.split("/")))
        seal = AddressSeal(read_secret(settings, "plaatsing"))
        yield Library(client=client, folders=(*above, *folders), seal=seal)
