"""A round in which one perceel hands in nothing, and its figures of the budget of the year before count."""

from pathlib import Path

from builders.dossier import Office, open_round, played_once, published, wait_until, workbook_of
from jaarcyclus.steps import acts, judging, receipts

SILENT = "facilitair"
REASON = "De manager is ziek en niemand kent de cijfers."


@played_once
def without_one(var: Path, product: str, profiel: str) -> Office:
    """Return the begroting 2028, the day after its closing day: everybody handed in but one perceel."""
    office = open_round(var, product, 2028, workspace=published(var, product, profiel).workspace)
    for perceel in office.state.indieners():
        if perceel != SILENT:
            hand_in(office, perceel)
    wait_until(office, f"{office.state.closing_day.replace(day=office.state.closing_day.day + 1)}")
    return office


def hand_in(office: Office, perceel: str) -> None:
    """Hand in what the year before held too, by the door: its warnings are those of the workbook."""
    content, _ = workbook_of(perceel, "begroting", 2028)
    received = receipts.receive(
        office.workspace,
        "dowr",
        content,
        file_name="begroting.xlsx",
        inzender=office.state.indieners()[perceel],
        via="api",
        perceel=None,
    )
    assert judging.judge(office.workspace, "dowr", received.number).geaccepteerd


def carry(office: Office, perceel: str = SILENT, *, person: str = "controller", reason: str = REASON) -> None:
    """Let the controller carry the last adopted figures of this perceel forward."""
    acts.carry_forward(office.workspace, office.dossier, person, perceel=perceel, reden=reason)


def with_carried(var: Path) -> Office:
    """Return that round with the figures carried forward; no version is made yet."""
    office = without_one(var)
    carry(office)
    return office
