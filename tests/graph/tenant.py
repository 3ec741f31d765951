"""What the imitated tenant is made of at the start: names, a site, its libraries, and one app with the least rights."""

import secrets
import uuid

from graph import rights
from graph.state import Store

CLIENT = "11111111-2222-4333-8444-555555555555"
TENANT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
SITE_HOST, SITE_PATH, LIBRARY = "dowr.sharepoint.test", "sites/dowr", "Documenten"


def add_site(store: Store) -> str:
    """Add the site, and return its id."""
    site = f"{SITE_HOST},{uuid.uuid4()},{uuid.uuid4()}"
    store.insert("site", id=site, host=SITE_HOST, path=SITE_PATH, name="DOWR")
    return site


def add_library(store: Store, site: str, name: str, *, require_checkout: bool, drafts: str = "") -> str:
    """Add a library with nothing in it, and return the id of its drive; `drafts`: `minor`, or until `approval`."""
    drive = "b!" + secrets.token_urlsafe(36)
    url_name = {"Documenten": "Gedeelde documenten"}.get(name, name)  # what is shown and what is in the URL differ
    store.insert(
        "drive", id=drive, site=site, list=str(uuid.uuid4()), name=name, url_name=url_name,
        require_checkout=int(require_checkout), next_number=1, drafts=drafts,
    )  # fmt: skip
    store.insert(
        "item", id="01" + uuid.uuid4().hex.upper(), drive=drive, parent=None, name="root", name_key="root", folder=1,
        guid=str(uuid.uuid4()), created=store.now(), modified=store.now(), created_by="service",
        modified_by="service", number=0,
    )  # fmt: skip
    return drive


def grant_least(store: Store, site: str, secret: str, certificate: str) -> None:
    """Make the app known with the least it needs: this one site, to write and to manage its columns."""
    rights.register(store, CLIENT, "Jaarcyclus", ["Sites.Selected"], secret=secret, certificate=certificate)
    rights.grant(store, site, CLIENT, "manage")
