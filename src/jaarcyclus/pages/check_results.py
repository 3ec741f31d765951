"""Every check across rows with what it last found, for who runs the cycle. Pure; it judges nothing anew.

What it found is what was recorded with the last workbook of each perceel in the rounds that are open: the warnings of
one that was accepted, or all of one that was refused and not replaced since.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from jaarcyclus.dossier.warnings import fingerprint, passed_on
from jaarcyclus.intake.checks.check import Check
from jaarcyclus.intake.checks.listed import CHECKS
from jaarcyclus.pages.standings import Standing
from jaarcyclus.pages.submissions import Refusals, refusal_in_force
from jaarcyclus.terms.finding_kinds import FINDING_KINDS
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.terms.products import name_product

_SEVERITIES = {"fout": "blokkerend", "waarschuwing": "waarschuwing"}


@dataclass(frozen=True, kw_only=True)
class Hit:
    """How often the last workbook of one perceel had this finding, and how many of those the controller let pass."""

    product: str
    perceel: str
    times: int
    passed: int
    refused: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """One code. `not_for`: per open round to which it does not apply, why; `judged`: how many workbooks had it run."""

    code: str
    sentence: str
    severity: str
    owner: str
    source: str
    hits: tuple[Hit, ...]
    not_for: tuple[str, ...]
    judged: int

    @property
    def told(self) -> str:
        """Return the result in a few words."""
        count = f"{self.judged} {'werkboek' if self.judged == 1 else 'werkboeken'}"
        if self.hits:
            return f"bij {len(self.hits)} van {count}"
        return f"niets, in {count}" if self.judged else "nog geen werkboek"


@dataclass(frozen=True, kw_only=True)
class _Workbook:
    standing: Standing
    perceel: str
    findings: Sequence[Bevinding]
    refused: bool
    passed: Collection[str] = ()


def list_results(standings: Iterable[Standing], refusals: Refusals) -> tuple[Row, ...]:
    """Return a row a code, in the order of the checks."""
    shown = [item for item in standings if not item.state.is_closed]
    workbooks = [workbook for item in shown for workbook in _workbooks(item, refusals)]
    listed = tuple(_row(check, code, shown, workbooks) for check in CHECKS for code in check.codes)
    return (*listed, *_of_cells({row.code for row in listed}, workbooks))


def _of_cells(listed: Collection[str], workbooks: Sequence[_Workbook]) -> Iterator[Row]:
    """Yield what was found by the rules of a cell, the form and the file: of those only what was found is told."""
    found = {item.code: item for workbook in workbooks for item in workbook.findings if item.code not in listed}
    for code in sorted(found):
        yield Row(
            code=code,
            sentence=found[code].melding,
            severity=_SEVERITIES[found[code].ernst],
            owner="perceelmanager",
            source="Formulier: de regels voor een cel, een blad en het bestand.",
            hits=tuple(hit for item in workbooks if (hit := _hit(code, item)).times),
            not_for=(),
            judged=len(workbooks),
        )


def _hit(code: str, item: _Workbook) -> Hit:
    same = [found for found in item.findings if found.code == code]
    return Hit(
        product=_name(item.standing),
        perceel=item.perceel,
        times=len(same),
        passed=sum(fingerprint(found) in item.passed for found in same),
        refused=item.refused,
    )


def _workbooks(standing: Standing, refusals: Refusals) -> Iterator[_Workbook]:
    for duty in standing.state.opened.inzendplichten:
        refused, accepted = refusal_in_force(standing, duty.code, refusals), standing.state.current.get(duty.code)
        if refused is not None:
            yield _Workbook(standing=standing, perceel=duty.naam, findings=refused.findings, refused=True)
        elif accepted is not None and accepted.overgenomen is None:
            yield _Workbook(
                standing=standing,
                perceel=duty.naam,
                findings=accepted.bevindingen,
                refused=False,
                passed=passed_on(standing.state, accepted),
            )


def _row(check: Check, code: str, shown: Sequence[Standing], workbooks: Sequence[_Workbook]) -> Row:
    why = {item.state.dossier: _why_not(check, item) for item in shown}
    judged = [item for item in workbooks if not why[item.standing.state.dossier]]
    hits = [_hit(code, item) for item in judged]
    return Row(
        code=code,
        sentence=_sentence(code),
        severity=_SEVERITIES[FINDING_KINDS[code].ernst],
        owner=check.owner,
        source=check.source,
        hits=tuple(hit for hit in hits if hit.times),
        not_for=tuple(f"{_name(item)}: {reason}" for item in shown if (reason := why[item.state.dossier])),
        judged=len(judged),
    )


def _why_not(check: Check, standing: Standing) -> str:
    """Return in Dutch why a round does not have this check; "" when it has."""
    state = standing.state
    if not check.runs_under(state.opened.regels):
        return f"de ronde staat onder regels {state.opened.regels}"
    account = standing.profile.verantwoording_over(state.boekjaar)
    reason = check.reach.reason(state.product, (form.vorm for form in standing.profile.vormen), account)
    if not reason and check.reach.follows and check.reach.follows not in (state.known.kolommen if state.known else ()):
        return "er was geen kaderbrief vastgesteld toen de ronde openging"
    return reason


def _sentence(code: str) -> str:
    """Return what the finding says, with a mark where a workbook fills something in."""
    words = FINDING_KINDS[code].message
    while "{" in words:
        words = f"{words.partition('{')[0]}…{words.partition('}')[2]}"
    return words


def _name(standing: Standing) -> str:
    return name_product(standing.state.product, standing.state.boekjaar)
