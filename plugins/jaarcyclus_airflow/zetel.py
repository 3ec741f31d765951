"""The task of one seat: it asks, parks, and returns what the ledger holds. It never records a vote.

A vote recorded by the task that resumes is lost when that task is killed, by a crash or by the parking
attempt's own late event (measured: 12 of 18 quick answers). The door of the plugin records it before the
voter sees success; this task only reads. Resumed without a vote in the ledger, it fails and asks again.
"""

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param
from airflow.sdk.exceptions import AirflowException, AirflowFailException

MAX_LABEL = 250  # Airflow's column; one that is longer would keep the task from parking


class VoteMissing(AirflowException):
    """Raised when the task resumes and the ledger has no vote: Airflow then asks the question again."""


class ZetelOperator(HITLOperator):
    """Asks the seat at this task's map index, in the order of the gate in the ledger.

    Expand it over the seats' codes, only to give each its task: text, bytes, answers and who may answer
    are read from the ledger when it asks, never from what travelled through Airflow. `defaults` and a time
    limit are refused, as silence never adopts.
    """

    template_fields = ()

    def __init__(self, *, zetel: str, **kwargs) -> None:
        if any(kwargs.get(name) for name in ("defaults", "response_timeout", "execution_timeout")):
            raise ValueError("a seat has no default answer and no time limit: silence never adopts")
        super().__init__(subject=zetel, options=["-"], **kwargs)
        self.zetel = zetel

    def execute(self, context):
        """Return the vote when the ledger has it, or how the gate ended without it; else ask and park."""
        vote = _read_vote(context)
        if vote is not None:
            return vote
        self._ask(context)
        return super().execute(context)

    def execute_complete(self, context, event):
        """Return the vote from the ledger. Raises VoteMissing; what `event` says counts for nothing."""
        vote = _read_vote(context)
        if vote is None:
            raise VoteMissing("het antwoord staat niet in het logboek; de vraag wordt opnieuw gesteld")
        return vote

    def seat_name(self, ti) -> str:
        """Return what a list of tasks shows for this seat: its name, instead of the number of its place.

        The template of the DAG asks for it, and Airflow fills that in before the task runs, so before it parks.
        """
        from jaarcyclus import errors
        from jaarcyclus.steps import votes

        try:
            workspace, place = _place(ti)
            gate = votes.find_gate(workspace.dossier(place.dossier), place)
            return gate.zetels[place.place].naam[:MAX_LABEL]
        except (errors.JaarcyclusError, IndexError):
            return self.zetel  # what is wrong the task itself says: a label must not

    def _ask(self, context) -> None:
        from jaarcyclus.dossier import ballot, confidential, question, sight
        from jaarcyclus.installation import credentials
        from jaarcyclus.steps import airflow_names, votes

        workspace, place = _place(context["ti"])
        dossier = workspace.dossier(place.dossier)
        profile = workspace.profile_of(dossier)
        gate = votes.find_gate(dossier, place)
        asked = question.seat_questions(dossier, gate, profile)[place.place]
        self.subject, self.body, self.options = asked.subject, asked.text, list(asked.options)
        within = confidential.is_confidential(gate, dossier, profile)
        if within:
            self.options = []  # it is answered on our page, and Airflow's offers nothing
        if within or sight.is_sealed(gate, profile):
            self.options.append(ballot.SEALED)  # Airflow takes only what it offers; `answers.py` hides it
        names = [airflow_names.account_name(place.profiel, person) for person in asked.persons]
        self.assigned_users = [{"id": credentials.user_id(workspace.settings, name), "name": name} for name in names]
        owners = confidential.condition_owners(dossier, profile, gate)
        for field_name, schema in () if within else ballot.make_fields(gate, owners).items():
            self.params[field_name] = Param(None, **schema)


def _read_vote(context):
    from jaarcyclus.errors import Refused
    from jaarcyclus.steps import gates, votes

    try:
        workspace, place = _place(context["ti"])
        gate = votes.find_gate(workspace.dossier(place.dossier), place)
        zetel = votes.seat_code(gate, place)
    except Refused as refusal:
        # A seat of no gate stays one: asking again for weeks would only hide it.
        raise AirflowFailException(refusal.message) from refusal
    return gates.seat_vote(workspace, place.dossier, place.gate, zetel)


def _place(ti):
    from jaarcyclus.steps.airflow_names import place_of_run
    from jaarcyclus.steps.workspace import open_workspace

    return open_workspace(), place_of_run(ti.dag_id, ti.run_id, ti.map_index)
