"""Who asks, and whether it may: 401 for a token that is none (any more), 403 for one without a right or a grant."""

import json

import jwt

from graph.state import Store
from graph.wire import GraphError, Request

EVERYWHERE = {"Sites.ReadWrite.All", "Sites.Manage.All", "Sites.FullControl.All", "Files.ReadWrite.All"}
READS_EVERYWHERE = EVERYWHERE | {"Sites.Read.All", "Files.Read.All"}
OF_GRANT = {"read": 1, "write": 2, "manage": 3, "fullcontrol": 4, "owner": 4}
OF_ROLE = {"Sites.ReadWrite.All": 2, "Files.ReadWrite.All": 2, "Sites.Manage.All": 3, "Sites.FullControl.All": 4}
READ, WRITE, MANAGE, CONTROL = 1, 2, 3, 4


def unauthenticated(text: str) -> GraphError:
    return GraphError(401, "InvalidAuthenticationToken", text, headers={"WWW-Authenticate": "Bearer"})


def denied() -> GraphError:
    return GraphError(403, "accessDenied", "Access denied")


def authenticate(store: Store, request: Request) -> tuple[str, list[str]]:
    """Return the actor and the roles in its token. Raises GraphError 401."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not bearer:
        raise unauthenticated("Access token is empty.")
    try:
        claims = jwt.decode(
            bearer, store.setting("token_key"), algorithms=["HS256"], audience=store.setting("api"),
            options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )  # fmt: skip
    except jwt.InvalidAudienceError as error:
        raise unauthenticated("Access token validation failure. Invalid audience.") from error
    except jwt.PyJWTError as error:
        raise unauthenticated("CompactToken parsing failed.") from error
    if claims["exp"] <= store.now() or claims["generation"] < store.setting("token_generation", 0):
        raise unauthenticated("Lifetime validation failed, the token is expired.")
    return f"app:{claims['appid']}", list(claims.get("roles", []))


def level(store: Store, site: str, actor: str, roles: list[str]) -> int:
    """Return how much it may do on the site: by a role for all sites, or by a grant on this one."""
    found = max([OF_ROLE.get(role, 0) for role in roles] + [READ * bool(READS_EVERYWHERE & set(roles))])
    if "Sites.Selected" in roles:
        sql = "SELECT role FROM site_grant WHERE site = ? AND app = ?"
        granted = store.value(sql, site, actor.removeprefix("app:"))
        found = max(found, OF_GRANT.get(granted, 0))
    return found


def grant(store: Store, site: str, app: str, role: str) -> None:
    store.run("INSERT OR REPLACE INTO site_grant VALUES (?, ?, ?)", site, app, role)
    store.effect("granted", "admin", role=role, app=app, site=site)


def register(store: Store, app: str, name: str, roles: list[str], **credential: object) -> None:
    """Make an app known, or give it other roles or another secret or certificate."""
    known = store.one("SELECT * FROM app WHERE id = ?", app)
    columns = {"secret": None, "secret_expires": None, "certificate": None}
    columns |= {key: known[key] for key in columns} if known is not None else {}
    columns |= credential
    store.run("DELETE FROM app WHERE id = ?", app)
    store.insert("app", id=app, name=name, roles=json.dumps(roles), **columns)
