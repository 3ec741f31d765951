"""The verdict on one received workbook: from bytes to figures, or to findings that say what to do.

Everything a sender can do wrong ends up here as a finding; nothing raises. Recording the verdict is for `steps`;
whether the round is open and the sender may submit is not known here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from jaarcyclus.dossier.round import RULES_VERSION
from jaarcyclus.errors import NoSuchFile
from jaarcyclus.figures.kaders import Kaders
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.prefill import Issued
from jaarcyclus.figures.records import Figures
from jaarcyclus.intake.checks.context import Context
from jaarcyclus.intake.checks.listed import run_across, run_checks
from jaarcyclus.intake.checks.prefilled import with_issue
from jaarcyclus.intake.expectations import run_rules
from jaarcyclus.intake.filled_form import read_form, read_marks
from jaarcyclus.intake.round_rules import read_under
from jaarcyclus.intake.sandbox import GAVE_OUT, Sheet, read_workbook
from jaarcyclus.profile.records import Profile
from jaarcyclus.settings import Settings
from jaarcyclus.terms.findings import Bevinding, bevinding, in_one_sentence, limit, refuses
from jaarcyclus.terms.iv3 import FIRST_BOEKJAAR, has_code_list, load_code_list
from jaarcyclus.workbook.form import KENMERKEN, MAX_WORKBOOK_TEXT, REGELS, Marks
from jaarcyclus.workbook.rows import figures_of
from jaarcyclus.workbook.tables import form_tables

Known = Mapping[str, KnownColumn]
_LIMITS_ARE_SETTINGS = 6  # the rules since which how much text there may be is a setting
_REFUSED_IS_UNREAD = 6
"""The rules since which no check says what a cell means that a rule about cells refuses."""
_PREFILLED = 6  # the rules from which a workbook may be prefilled
MAX_BEVINDINGEN = 500  # chosen: nobody reads more in one answer


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The verdict. `figures` only when accepted; perceel, product, boekjaar and form as far as the workbook says.

    `context`: beside what the figures were judged, for `look_across`; only when accepted.
    """

    accepted: bool
    bevindingen: tuple[Bevinding, ...]
    figures: Figures | None = None
    perceel: str | None = None
    product: str | None = None
    boekjaar: int | None = None
    form_version: str = ""
    context: Context | None = field(default=None, compare=False)


@dataclass(frozen=True)
class _Asked:
    """How to ask the ledger what it knows, and knew."""

    known: Callable[[Marks], Known]
    issued: Callable[[Marks], Issued | None]
    kaders: Callable[[Marks], Kaders | None]


def judge_by_chosen_profile(
    source: Path | str | bytes,
    choose_profile: Callable[[Marks], Profile],
    settings: Settings,
    perceel: str | None = None,
    choose_known: Callable[[Marks], Known] = lambda _: {},
    *,
    choose_rules: Callable[[Marks], int] = lambda _: RULES_VERSION,
    choose_kaders: Callable[[Marks], Kaders | None] = lambda _: None,
    choose_issued: Callable[[Marks], Issued | None] = lambda _: None,
) -> Verdict:
    """Return the verdict on a workbook, given as its bytes or its path; read once, then judged once.

    `choose_profile` says which profile judges a workbook with these kenmerken; it is asked once, and not at all for
    one that is not ours or cannot be read; `choose_known` what the ledger knows of its columns. `perceel` is whose it
    must be, None when the place where it came in does not tell.
    What is in force on 1 January of the workbook's boekjaar counts. Raises NoSuchFile for a path to no
    plain file, OSError when it cannot be read, ReaderUnusable or ExpectationFailed when something of ours does not
    work, and what `choose_profile` raises; nothing for what is in the file. `choose_rules`: what the round is under;
    `choose_issued`: what the ledger knew when a prefilled workbook was given out, asked from rules 6 on.
    `choose_kaders`: what the kaderbrief fixes that it knows.
    """
    content = source if isinstance(source, bytes) else _read_bounded(Path(source), settings)
    reading = read_workbook(content, settings)
    if reading.bevindingen:
        return _verdict(reading.bevindingen)
    kenmerken = read_marks(reading.sheets)
    if isinstance(kenmerken, Bevinding):
        return _verdict([kenmerken])
    in_force = _in_boekjaar(choose_profile(kenmerken), kenmerken.boekjaar)
    found = judge_marks(kenmerken, in_force, perceel)
    regels = choose_rules(kenmerken)
    sheets = read_under(reading.sheets, regels)
    asked = _Asked(choose_known, choose_issued, choose_kaders)
    most = settings.max_werkboek_tekst if regels >= _LIMITS_ARE_SETTINGS else MAX_WORKBOOK_TEXT
    verdict = _verdict(found) if found else _judge_content(sheets, kenmerken, in_force, asked, regels, most)
    return replace(
        verdict,
        perceel=kenmerken.perceel,
        product=kenmerken.product,
        boekjaar=kenmerken.boekjaar,
        form_version=kenmerken.versie,
    )


def _in_boekjaar(profile: Profile, boekjaar: int) -> Profile:
    # A year that no calendar knows gets its own finding from `judge_marks`.
    return profile.on(date(boekjaar, 1, 1)) if date.min.year <= boekjaar <= date.max.year else profile


def judge_marks(kenmerken: Marks, profile: Profile, perceel: str | None) -> list[Bevinding]:
    """Return why this workbook is not the one that was asked for; none means its content is worth reading."""
    percelen = tuple(duty.code for duty in profile.inzendplichten())
    asked = percelen if perceel is None else (perceel,)
    found = []
    if kenmerken.profiel != profile.profiel:
        found.append(_mark("PROFIEL_ONJUIST", kenmerken.profiel, f"een werkboek van {profile.naam}"))
    elif kenmerken.perceel not in asked:
        found.append(_mark("PERCEEL_ONJUIST", kenmerken.perceel, f"een werkboek van {', '.join(asked)}"))
    if not has_code_list(kenmerken.boekjaar):
        found.append(_mark("BOEKJAAR_ZONDER_CODELIJST", kenmerken.boekjaar, str(FIRST_BOEKJAAR)))
    return found


def look_across(verdict: Verdict, others: Mapping[str, Figures]) -> tuple[Bevinding, ...]:
    """Return the warnings on an accepted workbook beside those of `others`, which were accepted before; () if refused.

    Apart from the verdict, which takes seconds: what is accepted meanwhile counts too, and nothing is read again.
    """
    if verdict.figures is None or verdict.context is None:
        return ()
    return tuple(limit(run_across(verdict.figures, verdict.context, others), MAX_BEVINDINGEN))


def look_back(figures: Figures, profile: Profile, others: Mapping[str, Figures]) -> tuple[Bevinding, ...]:
    """Return the same on figures that were accepted before `others`, which could not be told then.

    Without a cell: by which form they came is not known here.
    """
    in_force = _in_boekjaar(profile, figures.boekjaar)
    account = in_force.verantwoording_over(figures.boekjaar)
    marks = Marks(profiel=figures.profiel, perceel=figures.perceel, product=figures.product, boekjaar=figures.boekjaar)
    context = Context(
        perceel=figures.perceel,
        line_table=form_tables(marks, account)[0],
        code_list=load_code_list(figures.boekjaar),
        inzenders={duty.code: duty.naam for duty in in_force.inzendplichten()},
        verantwoording=account,
        totals={},
        regels=RULES_VERSION,
        vormen=tuple(form.vorm for form in in_force.vormen),
        known={},
    )
    found = limit(run_across(figures, context, others), MAX_BEVINDINGEN)
    return tuple(replace(item, cel="") for item in found)


def gave_out(bevindingen: Iterable[Bevinding]) -> bool:
    """Return whether it was not read for want of time or memory, which on another machine may be enough."""
    return GAVE_OUT in bevindingen


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """Return what `inzending controleer --json` prints; other programs read it, so it has these keys and no more."""
    return {
        "geaccepteerd": verdict.accepted,
        "bevindingen": [_finding_as_json(item) for item in verdict.bevindingen],
    }


def _finding_as_json(item: Bevinding) -> dict[str, str]:
    names = ("code", "ernst", "blad", "cel", "waarde")
    return {**{name: getattr(item, name) for name in names}, "melding": in_one_sentence(item)}


def _judge_content(
    sheets: Mapping[str, Sheet],
    kenmerken: Marks,
    profile: Profile,
    asked: "_Asked",
    regels: int,
    max_text: int,
) -> Verdict:
    verantwoording = profile.verantwoording_over(kenmerken.boekjaar)
    filled_form = read_form(sheets, kenmerken, verantwoording, max_text)
    forms, code_list = form_tables(kenmerken, verantwoording), load_code_list(kenmerken.boekjaar)
    figures = figures_of(kenmerken, filled_form.rows)
    # A cell that could not be read has its finding; that it is empty as well would only confuse.
    doubtful = {(item.blad, item.cel) for item in filled_form.bevindingen if item.ernst == "fout"}
    context = Context(
        perceel=kenmerken.perceel,
        line_table=forms[0],
        code_list=code_list,
        inzenders={duty.code: duty.naam for duty in profile.inzendplichten()},
        verantwoording=verantwoording,
        totals=filled_form.totals,
        regels=regels,
        vormen=tuple(form.vorm for form in profile.vormen),
        known=asked.known(kenmerken),
        doubts=frozenset(column for sheet, column in filled_form.doubts if sheet == REGELS),
        unread=frozenset(place for sheet, place in doubtful if sheet == REGELS),
        names={(row, column): name for (sheet, row, column), name in filled_form.names.items() if sheet == REGELS},
        gemeenten=tuple(gemeente.naam for gemeente in profile.gemeenten),
        unread_sheets=frozenset(sheet for sheet, _ in doubtful),
        sleutels=frozenset(sleutel.naam for sleutel in profile.sleutels),
        kaders_by=profile.kaders_by(),
        kaders=asked.kaders(kenmerken),
    )
    if kenmerken.stand and regels >= _PREFILLED and (issued := asked.issued(kenmerken)):
        context = with_issue(context, issued, figures, filled_form.rows)
    told = [item for item in run_rules(filled_form.rows, forms, code_list) if (item.blad, item.cel) not in doubtful]
    if regels >= _REFUSED_IS_UNREAD:
        refused = {item.cel for item in told if item.blad == REGELS and item.ernst == "fout"}
        context = replace(context, unread=context.unread | refused)
    found = [*filled_form.bevindingen, *told, *run_checks(figures, context)]
    return _verdict(found, figures, context)


def _verdict(found: Iterable[Bevinding], figures: Figures | None = None, context: Context | None = None) -> Verdict:
    findings = tuple(limit(list(found), MAX_BEVINDINGEN))
    if refuses(findings):
        return Verdict(accepted=False, bevindingen=findings)
    return Verdict(accepted=True, bevindingen=findings, figures=figures, context=context)


def _mark(code: str, value: object, expected: str) -> Bevinding:
    return bevinding(code, blad=KENMERKEN, waarde=value, verwacht=expected)


def _read_bounded(path: Path, settings: Settings) -> bytes:
    if path.exists() and not path.is_file():  # a pipe would keep us waiting for ever
        raise NoSuchFile(f"{path} is geen gewoon bestand; geef het pad van een werkboek.")
    with path.open("rb") as stream:
        return stream.read(settings.max_werkboek_bytes + 1)
