"""Each route of ours stands in docs/access.md, and each act has a name in the log; what comes back is played elsewhere.

`tests/stack/test_access.py` plays the table, and writes it anew.
"""

import re
from collections.abc import Iterable, Iterator

from starlette.routing import BaseRoute, Mount, Route

from builders import access
from jaarcyclus_airflow.act_log import UNNAMED, name_act
from jaarcyclus_airflow.pages import app


def walk(routes: Iterable[BaseRoute], prefix: str = "/jaarcyclus") -> Iterator[access.Route]:
    """Yield verb and path of every route, through what is mounted."""
    for route in routes:
        if isinstance(route, Mount):
            yield from walk(route.routes, prefix + route.path)
        elif isinstance(route, Route):
            yield from ((verb, prefix + route.path) for verb in (route.methods or set()) - {"HEAD", "OPTIONS"})


def test_every_route_stands_there_and_no_other() -> None:
    assert set(walk(app.routes)) == set(access.read_page())


def test_each_act_has_a_name_in_the_log() -> None:
    """So that a line says what was done; a form that is checked or changed has no line."""
    named = {route: name_act(route[0], re.sub(r"\{[^}]+\}", "1", route[1])) for route in walk(app.routes)}
    kind = re.compile(r"/(jaar|beheer)/.*\{kind\}")  # its name is in the address
    unnamed = [route for route, act in named.items() if act and act.what == UNNAMED and not kind.search(route[1])]

    assert unnamed == []
    assert len({act.what for act in named.values() if act}) > 20
