"""The verdict on one received workbook: from bytes to figures, or to findings that say what to do.

Everything a sender can do wrong ends up here as a finding; nothing raises. Recording the verdict is for `steps`;
whether the round is open and the sender may submit is not known here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from jaarcyclus.errors import GeenBestand
from jaarcyclus.figures.records import Cijfers
from jaarcyclus.intake.checks import Context, run_checks
from jaarcyclus.intake.expectations import run_rules
from jaarcyclus.intake.filled_form import read_form, read_kenmerken
from jaarcyclus.intake.sandbox import Blad, read_workbook
from jaarcyclus.profile.records import Profile
from jaarcyclus.settings import Settings
from jaarcyclus.terms.findings import Bevinding, bevinding, has_fouten, in_one_sentence, limit
from jaarcyclus.terms.iv3 import EERSTE_BOEKJAAR, has_codelijst, load_codelijst
from jaarcyclus.workbook.form import KENMERKEN, REGELS, Kenmerken
from jaarcyclus.workbook.rows import cijfers_of
from jaarcyclus.workbook.tables import tabellen

MAX_BEVINDINGEN = 500  # chosen: nobody reads more in one answer


@dataclass(frozen=True, kw_only=True)
class Oordeel:
    """The verdict. `cijfers` only when accepted; perceel, product and boekjaar as far as the workbook says."""

    geaccepteerd: bool
    bevindingen: tuple[Bevinding, ...]
    cijfers: Cijfers | None = None
    perceel: str | None = None
    product: str | None = None
    boekjaar: int | None = None


def controleer(source: Path | str | bytes, profile: Profile, settings: Settings, perceel: str | None = None) -> Oordeel:
    """Return the verdict on a workbook by this profile; the rest as `judge_by_chosen_profile`."""
    return judge_by_chosen_profile(source, lambda _: profile, settings, perceel)


def judge_by_chosen_profile(
    source: Path | str | bytes,
    choose_profile: Callable[[Kenmerken], Profile],
    settings: Settings,
    perceel: str | None = None,
) -> Oordeel:
    """Return the verdict on a workbook, given as its bytes or its path; read once, then judged once.

    `choose_profile` says which profile judges a workbook with these kenmerken; it is asked once, and not at all for
    one that is not ours or cannot be read. `perceel` is whose it must be, None when the place where it came in does
    not tell. What is in force on 1 January of the workbook's boekjaar counts. Raises GeenBestand for a path to no
    plain file, OSError when it cannot be read, LezerOnbruikbaar or VerwachtingMislukt when something of ours does not
    work, and what `choose_profile` raises; nothing for what is in the file.
    """
    content = source if isinstance(source, bytes) else _read_bounded(Path(source), settings)
    gelezen = read_workbook(content, settings)
    if gelezen.bevindingen:
        return _verdict(gelezen.bevindingen)
    kenmerken = read_kenmerken(gelezen.bladen)
    if isinstance(kenmerken, Bevinding):
        return _verdict([kenmerken])
    in_force = _in_boekjaar(choose_profile(kenmerken), kenmerken.boekjaar)
    found = judge_kenmerken(kenmerken, in_force, perceel)
    oordeel = _verdict(found) if found else _judge_content(gelezen.bladen, kenmerken, in_force)
    return replace(oordeel, perceel=kenmerken.perceel, product=kenmerken.product, boekjaar=kenmerken.boekjaar)


def _in_boekjaar(profile: Profile, boekjaar: int) -> Profile:
    # A year that no calendar knows gets its own finding from `judge_kenmerken`.
    return profile.op(date(boekjaar, 1, 1)) if date.min.year <= boekjaar <= date.max.year else profile


def judge_kenmerken(kenmerken: Kenmerken, profile: Profile, perceel: str | None) -> list[Bevinding]:
    """Return why this workbook is not the one that was asked for; none means its content is worth reading."""
    percelen = tuple(plicht.code for plicht in profile.inzendplichten())
    asked = percelen if perceel is None else (perceel,)
    found = []
    if kenmerken.profiel != profile.profiel:
        found.append(_mark("PROFIEL_ONJUIST", kenmerken.profiel, f"een werkboek van {profile.naam}"))
    elif kenmerken.perceel not in asked:
        found.append(_mark("PERCEEL_ONJUIST", kenmerken.perceel, f"een werkboek van {', '.join(asked)}"))
    if not has_codelijst(kenmerken.boekjaar):
        found.append(_mark("BOEKJAAR_ZONDER_CODELIJST", kenmerken.boekjaar, str(EERSTE_BOEKJAAR)))
    return found


def oordeel_als_json(oordeel: Oordeel) -> dict[str, Any]:
    """Return what `inzending controleer --json` prints; other programs read it, so it has these keys and no more."""
    return {
        "geaccepteerd": oordeel.geaccepteerd,
        "bevindingen": [_finding_as_json(item) for item in oordeel.bevindingen],
    }


def _finding_as_json(item: Bevinding) -> dict[str, str]:
    names = ("code", "ernst", "blad", "cel", "waarde")
    return {**{name: getattr(item, name) for name in names}, "melding": in_one_sentence(item)}


def _judge_content(bladen: Mapping[str, Blad], kenmerken: Kenmerken, profile: Profile) -> Oordeel:
    verantwoording = profile.verantwoording_over(kenmerken.boekjaar)
    invulling = read_form(bladen, kenmerken, verantwoording)
    forms, lijst = tabellen(kenmerken, verantwoording), load_codelijst(kenmerken.boekjaar)
    cijfers = cijfers_of(kenmerken, invulling.rijen)
    # A cell that could not be read has its finding; that it is empty as well would only confuse.
    doubtful = {(item.blad, item.cel) for item in invulling.bevindingen if item.ernst == "fout"}
    context = Context(
        regeltabel=forms[0],
        lijst=lijst,
        inzenders={plicht.code: plicht.naam for plicht in profile.inzendplichten()},
        doelen=tuple(doel.code for doel in verantwoording.doelen),
        totalen=invulling.totalen,
        twijfel=frozenset(kolom for blad, kolom in invulling.twijfel if blad == REGELS),
    )
    found = [
        *invulling.bevindingen,
        *(item for item in run_rules(invulling.rijen, forms, lijst) if (item.blad, item.cel) not in doubtful),
        *run_checks(cijfers, context),
    ]
    return _verdict(found, cijfers)


def _verdict(found: Iterable[Bevinding], cijfers: Cijfers | None = None) -> Oordeel:
    findings = tuple(limit(list(found), MAX_BEVINDINGEN))
    refused = has_fouten(findings)
    return Oordeel(geaccepteerd=not refused, bevindingen=findings, cijfers=None if refused else cijfers)


def _mark(code: str, waarde: object, verwacht: str) -> Bevinding:
    return bevinding(code, blad=KENMERKEN, waarde=waarde, verwacht=verwacht)


def _read_bounded(path: Path, settings: Settings) -> bytes:
    if path.exists() and not path.is_file():  # a pipe would keep us waiting for ever
        raise GeenBestand(f"{path} is geen gewoon bestand; geef het pad van een werkboek.")
    with path.open("rb") as stream:
        return stream.read(settings.max_werkboek_bytes + 1)
