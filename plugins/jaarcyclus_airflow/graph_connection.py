"""The connection of Airflow that says how the app signs in at Microsoft: the one door to Airflow's connections.

Within a task it is asked as any task asks: Airflow's own API server looks it up, so that neither a secret nor the
right to a vault is with the worker. Elsewhere this runs as a script that ends when it has told: what it found goes to
the pipe that was its standard output and nowhere else, and all that Airflow prints goes to the other one.
"""

import json
import logging
import os
import sys

from jaarcyclus.graph.airflow_connection import AirflowConnection, not_given

log = logging.getLogger(__name__)

_PARTS = ("login", "password", "extra", "host", "schema", "port")


def read_in_task(name: str) -> AirflowConnection:
    """Return the connection of this name. Raises InvalidSetting."""
    from airflow.sdk import Connection

    try:
        found = Connection.get(name)
    except Exception as fault:  # whatever a vault, the network or Airflow raises: nothing of ours is wrong
        log.exception("Airflow did not give the connection")
        raise not_given(name) from fault
    return AirflowConnection.of(name, _parts_of(found))


def tell(name: str) -> dict[str, object]:
    """Return `found` with its parts, or null and whether it could not be `asked`: outside a task, as Airflow itself."""
    from airflow.exceptions import AirflowNotFoundException
    from airflow.models import Connection

    try:
        return {"found": _parts_of(Connection.get_connection_from_secrets(name)), "asked": True}
    except AirflowNotFoundException:
        return {"found": None, "asked": _all_answer(name)}


def _parts_of(found) -> dict[str, object]:
    return {part: getattr(found, part) for part in _PARTS}


def _all_answer(name: str) -> bool:
    """Ask each place once more: Airflow goes on to the next when one fails, and calls it absent in the end."""
    from airflow.configuration import ensure_secrets_loaded

    return all(_answers(backend, name) for backend in ensure_secrets_loaded())


def _answers(backend, name: str) -> bool:
    try:
        found = backend.get_connection(conn_id=name)
        return found is None or bool(found.get_uri())  # what was encrypted with another key is there, and unreadable
    except Exception:
        log.exception("%s gave no answer", type(backend).__name__)
        return False


def main(name: str) -> None:
    """Tell it on what was standard output, as JSON; a library may print there without asking."""
    pipe = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    told = tell(name)
    with os.fdopen(pipe, "w") as stream:
        json.dump(told, stream)


if __name__ == "__main__":
    main(sys.argv[1])
