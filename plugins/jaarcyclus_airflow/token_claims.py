"""What the token of a request says besides whose it is: when it was issued, and by which link somebody signed in.

Read only, after `get_user` judged the same token: a program's header goes before the cookie, as it does there.
"""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
from airflow.api_fastapi.core_api.security import bearer_scheme
from starlette.requests import Request

LINK = "koppeling"
"""The claim with the seq in the bezetting of the link by which somebody signed in; absent for a password."""


async def claims_of(scope) -> Mapping[str, Any]:
    """Return what the token says; nothing when it is no token that we can read."""
    request = Request(scope)
    given = await bearer_scheme(request)
    token = given.credentials if given else request.cookies.get(COOKIE_NAME_JWT_TOKEN, "")
    try:
        claims = token.split(".")[1]
        told = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    except (ValueError, IndexError):
        return {}
    return told if isinstance(told, dict) else {}


def issued_at(claims: Mapping[str, Any]) -> datetime | None:
    """Return the second in which the token was issued, None when it tells none."""
    try:
        return datetime.fromtimestamp(int(claims["iat"]), UTC)
    except (ValueError, KeyError, TypeError, OverflowError):
        return None


async def link_of(scope) -> int | None:
    """Return the seq of the link by which who sends this request signed in, None for a password."""
    return (await claims_of(scope)).get(LINK)
