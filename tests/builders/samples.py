"""The sample workbooks of a round, or others, handed in through the postbus as a perceel does."""

from builders.dossier import Office
from jaarcyclus.demo.sample_figures import sample_figures
from jaarcyclus.figures.records import Figures
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld
from jaarcyclus.steps import judging
from jaarcyclus.steps.receipts import receive
from jaarcyclus.workbook.writer import make_workbook


def hand_in_samples(office: Office) -> list[BestandBeoordeeld]:
    """Hand in the sample workbook of everybody; return the verdicts."""
    state = office.state
    profile = office.workspace.profile_of(state)
    return [
        hand_in(office, sample_figures(profile, duty.code, state.product, state.boekjaar))
        for duty in profile.inzendplichten()
    ]


def hand_in(office: Office, figures: Figures) -> BestandBeoordeeld:
    """Hand in a workbook with these figures; return the verdict."""
    workspace, profile = office.workspace, office.workspace.profile_of(office.state)
    duty = profile.inzendplicht(figures.perceel)
    receipt = receive(
        workspace,
        profile.profiel,
        make_workbook(profile, duty, figures.product, figures.boekjaar, figures),
        file_name=f"{duty.code}.xlsx",
        inzender=duty.indiener,
        via="api",
        perceel=duty.code,
    )
    return judging.judge(workspace, profile.profiel, receipt.number)
