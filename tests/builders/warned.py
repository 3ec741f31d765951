"""A begroting of which the workbooks have warnings, and the controller who lets one pass."""

from pathlib import Path

from builders.dossier import Office, add_version, open_round, played_once, publish_product, submit_workbooks, walk_route
from jaarcyclus.dossier.warnings import warnings_of
from jaarcyclus.steps import acts
from jaarcyclus.terms.findings import bevinding

REASON = "Het bedrag staat in de huurovereenkomst van 2024."
RENT = bevinding("BEDRAG_IN_TEKST_ONBEKEND", blad="Toelichting", cel="B6", waarde="€ 999.000", bedrag="€ 999.000")
HIDDEN = tuple(bevinding("RIJ_VERBORGEN", blad="Regels", cel=cell) for cell in ("A9", "A10"))


def with_warnings(var: Path) -> Office:
    """ICT wrote of an amount that is nowhere and hid two rows, PSA wrote of the same amount; all else is in order."""
    office = open_round(var)
    submit_workbooks(office, "ict", warned=[RENT, *HIDDEN])
    submit_workbooks(office, "psa", warned=[RENT])
    return office


def number_of(office: Office, perceel: str = "ict", code: str = "BEDRAG_IN_TEKST_ONBEKEND") -> str:
    """Return by what people call the warning of this code."""
    return next(item.number for item in warnings_of(office.state, perceel) if item.first.code == code)


def pass_one(
    office: Office,
    perceel: str = "ict",
    *,
    code: str = "BEDRAG_IN_TEKST_ONBEKEND",
    person: str = "controller",
    reason: str = REASON,
) -> None:
    """Let the warning of this code pass."""
    number = number_of(office, perceel, code)
    acts.pass_warning(office.workspace, office.dossier, person, perceel=perceel, waarschuwing=number, reden=reason)


@played_once
def year_after(var: Path, product: str, profiel: str) -> Office:
    """Return the begroting 2028, just opened; of 2027, published, two warnings of ICT passed and none of PSA."""
    office = with_warnings(var)
    pass_one(office)
    pass_one(office, code="RIJ_VERBORGEN")
    submit_workbooks(office, *(code for code in office.state.indieners() if code not in ("ict", "psa")))
    add_version(office)
    walk_route(office)
    publish_product(office)
    return open_round(var, product, 2028, workspace=office.workspace)
