"""What Jaarcyclus adds to Airflow's API server: the door for votes, and the small API behind sign-in.

The only file here that Airflow executes as a plugin (see `.airflowignore`). Every process of Airflow loads
it, so it imports the heavy part only where requests are served.
"""

from airflow.plugins_manager import AirflowPlugin


class StemdeurLaat:
    """The door for votes, imported when the API server builds its stack; the scheduler never does."""

    def __new__(cls, app):
        """Return the door around `app`."""
        from jaarcyclus_stemdeur import Stemdeur

        return Stemdeur(app)


class ApiLaat:
    """The small API, imported at its first request."""

    async def __call__(self, scope, receive, send) -> None:
        """Serve one request."""
        from jaarcyclus_api import app

        await app(scope, receive, send)


class JaarcyclusPlugin(AirflowPlugin):
    """Registers door and API."""

    name = "jaarcyclus"
    fastapi_root_middlewares = [{"name": "stemdeur", "middleware": StemdeurLaat, "args": [], "kwargs": {}}]  # noqa: RUF012 - Airflow's own form
    fastapi_apps = [{"name": "jaarcyclus", "app": ApiLaat(), "url_prefix": "/jaarcyclus"}]  # noqa: RUF012 - idem
