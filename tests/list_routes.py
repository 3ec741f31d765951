"""Prints every route of the API server as JSON lines of method and path. Run in the environment of an installation.

A list in the test would not know the route that somebody adds tomorrow; the server's own description leaves out
what is not meant for documentation.
"""

import json
import re
import sys
from collections.abc import Iterator

from airflow.api_fastapi.app import create_app
from airflow.api_fastapi.execution_api.routes import execution_api_router


def walk(routes, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield method and path of every route, through every app that is mounted."""
    for route in routes:
        path = prefix + getattr(route, "path", "")
        if getattr(route, "methods", None):
            yield from ((method, path) for method in sorted(route.methods - {"HEAD", "OPTIONS"}))
        elif hasattr(route, "app"):
            yield from _walk_mounted(route.app, path)


def _walk_mounted(app, path: str) -> Iterator[tuple[str, str]]:
    if hasattr(app, "load"):  # ours, which imports its routes when the server starts
        app.load()
        app = app.app
    if path == "/execution":  # its versions are made at the first request, all from these
        yield from walk(execution_api_router.routes, path)
    if hasattr(app, "routes"):
        yield from walk(app.routes, path)
    elif hasattr(app, "app"):  # Flask, in its wrapper
        for rule in app.app.url_map.iter_rules():
            plain = re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule)
            yield from ((method, path + plain) for method in sorted(rule.methods - {"HEAD", "OPTIONS"}))


if __name__ == "__main__":
    for method, path in sorted(set(walk(create_app().routes))):
        sys.stdout.write(json.dumps([method, path]) + "\n")
