"""Prints each route of our own API with what goes in, as JSON. Run in the environment of an installation.

What a client can notice: method, path, status, parameters and fields with their bounds. Not the names of our classes.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from airflow import plugins_manager
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.routing import Mount


def find_app() -> FastAPI:
    """Return the app that is mounted under /jaarcyclus."""
    [app] = [item["app"] for item in plugins_manager.get_fastapi_plugins()[0] if item["url_prefix"] == "/jaarcyclus"]
    if hasattr(app, "load"):  # it imports its routes when the server starts
        app.load()
        app = app.app
    # behind the pages for people, where there are any
    return next((route.app for route in app.routes if isinstance(route, Mount)), app)


def describe(app: FastAPI) -> Iterator[Mapping[str, Any]]:
    """Yield every route with its statuses, parameters and body."""
    page = get_openapi(title="-", version="-", routes=app.routes)
    schemas = page.get("components", {}).get("schemas", {})
    for path, methods in sorted(page["paths"].items()):
        for method, route in sorted(methods.items()):
            yield {
                "route": f"{method.upper()} /jaarcyclus{path}",
                "status": sorted(route["responses"]),
                "parameters": [plain(parameter, schemas) for parameter in route.get("parameters", [])],
                "body": plain(route.get("requestBody", {}), schemas),
            }


def plain(value: Any, schemas: Mapping[str, Any]) -> Any:
    """Return a schema with every reference filled in, without titles and descriptions."""
    if isinstance(value, list):
        return [plain(item, schemas) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return plain(schemas[value["$ref"].rpartition("/")[2]], schemas)
    return {key: plain(item, schemas) for key, item in value.items() if key not in ("title", "description")}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(list(describe(find_app())), indent=1) + "\n")
