"""What Jaarcyclus adds to Airflow's API server: the door for votes, and the small API behind sign-in.

The only file here that Airflow executes as a plugin (see `.airflowignore`). Every process of Airflow loads
it, so it imports the heavy part only where requests are served.
"""

from airflow.plugins_manager import AirflowPlugin


def make_door(app):
    """Return the door for votes around `app`."""
    from jaarcyclus_stemdeur import Stemdeur

    return Stemdeur(app)


def make_turn(app):
    """Return what lets changes take turns around `app`."""
    from jaarcyclus_beurt import Beurt

    return Beurt(app)


class ApiLaat:
    """The small API, imported at its first request."""

    async def __call__(self, scope, receive, send) -> None:
        """Serve one request."""
        from jaarcyclus_api import app

        await app(scope, receive, send)


class JaarcyclusPlugin(AirflowPlugin):
    """Registers door and API."""

    name = "jaarcyclus"
    # The last one stands in front: a vote that is refused takes nobody's turn.
    fastapi_root_middlewares = (
        {"name": "beurt", "middleware": make_turn, "args": [], "kwargs": {}},
        {"name": "stemdeur", "middleware": make_door, "args": [], "kwargs": {}},
    )
    fastapi_apps = ({"name": "jaarcyclus", "app": ApiLaat(), "url_prefix": "/jaarcyclus"},)
