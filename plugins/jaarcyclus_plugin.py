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


class JaarcyclusPlugin(AirflowPlugin):
    """Registers door and API."""

    name = "jaarcyclus"
    fastapi_root_middlewares = [{"name": "stemdeur", "middleware": StemdeurLaat, "args": [], "kwargs": {}}]  # noqa: RUF012 - Airflow's own form
