"""What may follow in a postbus: a file is received, judged once, answered once; no file itself is refused."""

from typing import Any

import pytest

from builders.ledger import chain_of
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.rules.postbus import Postbus, refusals
from jaarcyclus.terms.findings import as_dict, bevinding

SHA = "a" * 64
FAULT, WARNING = as_dict(bevinding("BESTAND_LEEG")), as_dict(bevinding("TE_LAAT", datum="1 mei 2026"))


def received(actor: str = "manager_ict", **other: Any) -> NewEvent:
    told = {
        "sha256": SHA, "bestandsnaam": "ict.xlsx", "via": "map", "inzender": "manager_ict", "perceel": "ict",
        "grootte": 10,
    }  # fmt: skip
    return NewEvent("bestand_ontvangen", actor, told | other)


def judged(actor: str = "systeem", **other: Any) -> NewEvent:
    told = {
        "ontvangst": 1, "sha256": SHA, "perceel": "ict", "geaccepteerd": True, "dossier": "dowr-2027-begroting",
        "bevindingen": [WARNING],
    }  # fmt: skip
    return NewEvent("bestand_beoordeeld", actor, told | other)


def answered(actor: str = "systeem", **other: Any) -> NewEvent:
    return NewEvent("bestand_beantwoord", actor, {"ontvangst": 1, "antwoord": "000001-antwoord.txt"} | other)


def came_from(number: int = 1, *, previous: int | None = None, actor: str = "systeem", **other: Any) -> NewEvent:
    content = {"ontvangst": number, "bibliotheek": "b!1", "item": "01A", "versie": '"c:1"', "vorige": previous}
    return NewEvent("herkomst_vastgelegd", actor, content | other)


def fetched(**other: Any) -> NewEvent:
    return received(via="sharepoint", **other)


def told(actor: str = "systeem", **other: Any) -> NewEvent:
    content = {"ontvangst": 1, "dossier": "dowr-2027-begroting", "afkeuring": 9, "bericht": "000001-sluit-niet-aan.txt"}
    return NewEvent("afkeuring_gemeld", actor, content | other)


def given(actor: str = "systeem", **other: Any) -> NewEvent:
    content = {
        "dossier": "dowr-2027-begroting", "perceel": "ict", "stand": 2, "via": "map", "werkboek": "ict.xlsx",
        "sha256": SHA,
    }  # fmt: skip
    return NewEvent("werkboek_klaargezet", actor, content | other)


def confirmed(actor: str = "controller", **other: Any) -> NewEvent:
    return NewEvent("klok_bevestigd", actor, {"dag": "2026-06-19", "reden": "De machine stond uit."} | other)


def restored(actor: str = "controller", **other: Any) -> NewEvent:
    return NewEvent("terugzetting_bevestigd", actor, {"ketens": gone(), "reden": "De schijf was stuk."} | other)


def gone(chain: str = "dowr-2027-begroting", seq: int = 17, head: str = SHA) -> dict[str, Any]:
    return {chain: {"seq": seq, "kop": head, "dag": None}}


def issued(actor: str = "beheerder", **other: Any) -> NewEvent:
    return NewEvent("wachtwoord_uitgegeven", actor, {"persoon": "controller", "reden": "Wachtwoord kwijt."} | other)


def chosen(actor: str = "controller", uitgifte: int | None = None) -> NewEvent:
    return NewEvent("wachtwoord_gekozen", actor, {"uitgifte": uitgifte})


def codes(*events: NewEvent) -> list[str]:
    return [refusal.code for _, refusal in refusals(chain_of(*events, dossier="dowr-postbus"), Postbus())]


@pytest.mark.parametrize(
    "events",
    [
        (received(), judged(), answered()),
        (received(via="api", perceel=None), judged(geaccepteerd=False, bevindingen=[FAULT, WARNING], dossier=None)),
        (received(sha256="b" * 64), received(), judged(ontvangst=2)),
        (NewEvent("dag_hervat", "systeem", {"dag": "dowr_besluit_bvr"}), confirmed(), restored()),
        (issued(), issued("systeem"), chosen(uitgifte=2), chosen()),
        (received(), judged(), told(), answered(), told(afkeuring=12)),
        (fetched(), came_from(), judged(), answered(), told()),
        (
            fetched(),
            came_from(),
            fetched(sha256="b" * 64),
            came_from(3, previous=1),
            fetched(),
            came_from(5, previous=3),
        ),
        (fetched(), came_from(), fetched(perceel="psa"), came_from(3, previous=1)),
        (fetched(), came_from(), fetched(), came_from(3, item="01B")),
        (given(), given(stand=7), given(via="sharepoint"), given(perceel="psa")),
    ],
    ids=[
        "from a folder",
        "refused, of no round",
        "out of turn",
        "the rest",
        "passwords",
        "rejected twice",
        "from a library",
        "replaced, and back",
        "moved to another perceel",
        "a copy",
        "a workbook to begin with",
    ],
)
def test_what_an_office_does_may_follow(events: tuple[NewEvent, ...]) -> None:
    assert codes(*events) == []


_ONCE = (fetched(), came_from())
IMPOSSIBLE: dict[str, tuple[tuple[NewEvent, ...], str]] = {
    "given twice": ((given(), given(sha256="b" * 64, werkboek="ict-2.xlsx")), "AL_KLAARGEZET"),
    "given by a person": ((given("manager_ict"),), "NIET_BEVOEGD"),
    "given on a page": ((given(via="api"),), "WERKBOEK_ONJUIST"),
    "given for another cooperation": ((given(dossier="zwolle-2027-begroting"),), "WERKBOEK_ONJUIST"),
    "given of nothing known": ((given(stand=0),), "WERKBOEK_ONJUIST"),
    "given without a name": ((given(werkboek=""),), "WERKBOEK_ONJUIST"),
    "fetched twice": ((*_ONCE, fetched(), came_from(3, previous=1)), "AL_OPGEHAALD"),
    "fetched by two at once": ((*_ONCE, fetched(sha256="b" * 64), came_from(3)), "HERKOMST_ACHTERHAALD"),
    "fetched after one that was not": ((fetched(), came_from(previous=1)), "HERKOMST_ACHTERHAALD"),
    "from a library without a file": ((fetched(), came_from(item="")), "HERKOMST_ONJUIST"),
    "from a library by another door": ((received(), came_from()), "HERKOMST_ONJUIST"),
    "from a library long ago": ((fetched(), received(), came_from()), "HERKOMST_ONJUIST"),
    "from a library, judged without its file": ((fetched(), judged()), "HERKOMST_ONTBREEKT"),
    "from a library by hand": ((fetched(), came_from(actor="controller")), "NIET_BEVOEGD"),
    "judged before it was received": ((judged(), received()), "ONTVANGST_ONBEKEND"),
    "judged twice": ((received(), judged(), judged()), "AL_BEOORDEELD"),
    "judged is another file": ((received(), judged(sha256="b" * 64)), "ONTVANGST_ONBEKEND"),
    "the receipt is no receipt": ((received(), judged(), judged(ontvangst=2)), "ONTVANGST_ONBEKEND"),
    "accepted with a fault": ((received(), judged(bevindingen=[FAULT])), "OORDEEL_ANDERS"),
    "refused without one": ((received(), judged(geaccepteerd=False)), "OORDEEL_ANDERS"),
    "accepted for nothing": ((received(), judged(dossier=None)), "DOSSIER_ANDERS"),
    "of another cooperation": ((received(), judged(dossier="elders-2027-begroting")), "DOSSIER_ANDERS"),
    "judged by hand": ((received(), judged("controller")), "NIET_BEVOEGD"),
    "answered before it was judged": ((received(), answered()), "ANTWOORD_ONJUIST"),
    "answered twice": ((received(), judged(), answered(), answered()), "AL_BEANTWOORD"),
    "answered where nobody looks": ((received(via="api"), judged(), answered()), "ANTWOORD_ONJUIST"),
    "told of a rejection before it was accepted": ((received(), told()), "BERICHT_ONJUIST"),
    "told of a rejection after a refusal": (
        (received(), judged(geaccepteerd=False, bevindingen=[FAULT]), told()),
        "BERICHT_ONJUIST",
    ),
    "told where nobody looks": ((received(via="api"), judged(), told()), "BERICHT_ONJUIST"),
    "told of another dossier": ((received(), judged(), told(dossier="dowr-2027-jaarverslag")), "BERICHT_ONJUIST"),
    "told of no rejection": ((received(), judged(), told(afkeuring=0)), "BERICHT_ONJUIST"),
    "told of it twice": ((received(), judged(), told(), told(bericht="x.txt")), "AL_GEMELD"),
    "told by hand": ((received(), judged(), told("controller")), "NIET_BEVOEGD"),
    "sent by somebody else": ((received("manager_psa"),), "ONTVANGST_ONJUIST"),
    "by a third door": ((received(via="post"),), "ONTVANGST_ONJUIST"),
    "smaller than nothing": ((received(grootte=-1),), "ONTVANGST_ONJUIST"),
    "no hash": ((received(sha256="A" * 64),), "ONTVANGST_ONJUIST"),
    "a size in words": ((received(grootte=True),), "VELD_ANDERS"),
    "of a dossier": ((NewEvent("heropend", "controller", {}),), "SOORT_ONBEKEND"),
    "another day than it is": ((confirmed(dag="2026-06-20"),), "DAG_ANDERS"),
    "a day in another spelling": ((confirmed(dag="20260619"),), "DAG_ANDERS"),
    "an older copy that the program meant": ((restored("systeem"),), "NIET_BEVOEGD"),
    "an older copy without a word": ((restored(reden="-"),), "REDEN_ONTBREEKT"),
    "an older copy of which nothing is gone": ((restored(ketens={}),), "KETEN_ONBEKEND"),
    "an older copy of another cooperation": ((restored(ketens=gone("elders-postbus")),), "KETEN_ONBEKEND"),
    "an older copy without an event": ((restored(ketens=gone(seq=0)),), "KETEN_ONBEKEND"),
    "an older copy without a head": ((restored(ketens=gone(head="x")),), "KETEN_ONBEKEND"),
    "a password that one issues oneself": ((issued("controller"),), "UITGIFTE_ONJUIST"),
    "a password for the program": ((issued(persoon="systeem"),), "UITGIFTE_ONJUIST"),
    "a password for nobody": ((issued(persoon=""),), "UITGIFTE_ONJUIST"),
    "a password issued without a word": ((issued(reden="."),), "REDEN_ONTBREEKT"),
    "chosen by the program": ((chosen("systeem"),), "NIET_BEVOEGD"),
    "chosen after an issue that it keeps silent": ((issued(), chosen()), "UITGIFTE_ONBEKEND"),
    "chosen after no issue": ((chosen(uitgifte=1),), "UITGIFTE_ONBEKEND"),
    "chosen twice after one issue": ((issued(), chosen(uitgifte=1), chosen(uitgifte=1)), "UITGIFTE_ONBEKEND"),
    "chosen after somebody else's": ((issued(), chosen("manager_ict", 1)), "UITGIFTE_ONBEKEND"),
    "a clock confirmed without a word": ((confirmed(reden="."),), "REDEN_ONTBREEKT"),
}


@pytest.mark.parametrize(("events", "code"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_have_happened_is_refused(events: tuple[NewEvent, ...], code: str) -> None:
    assert code in codes(*events)
