"""The task of one seat: it asks, parks, and returns what the ledger holds. It never records a vote.

A vote recorded by the task that resumes is lost when that task is killed, by a crash or by the parking
attempt's own late event (measured: 12 of 18 quick answers). The door of the plugin records it before the
voter sees success; this task only reads. Resumed without a vote in the ledger, it fails and asks again.
"""

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param
from airflow.sdk.exceptions import AirflowException, AirflowFailException

MAX_LABEL = 250  # Airflow's column; one that is longer would keep the task from parking


class StemOntbreekt(AirflowException):
    """Raised when the task resumes and the ledger has no vote: Airflow then asks the question again."""


class ZetelOperator(HITLOperator):
    """Asks the seat at this task's map index, in the order of the gate in the ledger.

    Expand it over the seats' codes, only to give each its task: text, bytes, answers and who may answer
    are read from the ledger when it asks, never from what travelled through Airflow. `defaults` and a time
    limit are refused, as silence never adopts.
    """

    template_fields = ()

    def __init__(self, *, zetel: str, **kwargs) -> None:
        if any(kwargs.get(naam) for naam in ("defaults", "response_timeout", "execution_timeout")):
            raise ValueError("a seat has no default answer and no time limit: silence never adopts")
        super().__init__(subject=zetel, options=["-"], **kwargs)
        self.zetel = zetel

    def execute(self, context):
        """Return the vote when the ledger has it, or how the gate ended without it; else ask and park."""
        stem = _read_vote(context)
        if stem is not None:
            return stem
        self._ask(context)
        return super().execute(context)

    def execute_complete(self, context, event):
        """Return the vote from the ledger. Raises StemOntbreekt; what `event` says counts for nothing."""
        stem = _read_vote(context)
        if stem is None:
            raise StemOntbreekt("het antwoord staat niet in het logboek; de vraag wordt opnieuw gesteld")
        return stem

    def seat_name(self, ti) -> str:
        """Return what a list of tasks shows for this seat: its name, instead of the number of its place.

        The template of the DAG asks for it, and Airflow fills that in before the task runs, so before it parks.
        """
        from jaarcyclus import errors
        from jaarcyclus.steps import votes

        try:
            werkplaats, plaats = _place(ti)
            gate = votes.find_gate(werkplaats.dossier(plaats.dossier), plaats)
            return gate.zetels[plaats.plaats].naam[:MAX_LABEL]
        except (errors.JaarcyclusError, IndexError):
            return self.zetel  # what is wrong the task itself says: a label must not

    def _ask(self, context) -> None:
        from jaarcyclus.dossier import ballot, question
        from jaarcyclus.installation import credentials
        from jaarcyclus.steps import airflow_names, votes

        werkplaats, plaats = _place(context["ti"])
        dossier = werkplaats.dossier(plaats.dossier)
        profile = werkplaats.profile_of(dossier)
        gate = votes.find_gate(dossier, plaats)
        gesteld = question.zetelvragen(dossier, gate, profile)[plaats.plaats]
        self.subject, self.body, self.options = gesteld.onderwerp, gesteld.tekst, list(gesteld.opties)
        namen = [airflow_names.account_name(plaats.profiel, persoon) for persoon in gesteld.personen]
        self.assigned_users = [{"id": credentials.user_id(werkplaats.settings, naam), "name": naam} for naam in namen]
        for veld, schema in ballot.make_fields(gate, profile).items():
            self.params[veld] = Param(None, **schema)


def _read_vote(context):
    from jaarcyclus.errors import Geweigerd
    from jaarcyclus.steps import gates, votes

    try:
        werkplaats, plaats = _place(context["ti"])
        gate = votes.find_gate(werkplaats.dossier(plaats.dossier), plaats)
        zetel = votes.seat_code(gate, plaats)
    except Geweigerd as weigering:
        # A seat of no gate stays one: asking again for weeks would only hide it.
        raise AirflowFailException(weigering.melding) from weigering
    return gates.seat_vote(werkplaats, plaats.dossier, plaats.gate, zetel)


def _place(ti):
    from jaarcyclus.steps.airflow_names import place_of_run
    from jaarcyclus.steps.workspace import open_werkplaats

    return open_werkplaats(), place_of_run(ti.dag_id, ti.run_id, ti.map_index)
