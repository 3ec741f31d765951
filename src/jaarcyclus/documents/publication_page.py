"""The index page of one publication: a reader sees what its metadata say, in the names of the profile, and advice.

And the page in the place of one that was withdrawn: what stood there, who decided that it goes, when and why.
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from jaarcyclus.dossier.confidential import WITHHELD
from jaarcyclus.dossier.publication_metadata import BIJLAGE, METADATA
from jaarcyclus.dossier.records import Gate
from jaarcyclus.dossier.tally import name_outcome, name_role
from jaarcyclus.errors import UnknownKey
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import AdviesVastgelegd
from jaarcyclus.printing.template import fill_template
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms import canonical

_KINDS = {"pdf": "PDF", "xlsx": "Excel", "json": "JSON"}


Successor = tuple[int, str]
"""The version that replaced this one, and the folder beside this one where it stands."""


def write_page(metadata: bytes, profile: Profile, gates: Sequence[Gate], successor: Successor | None = None) -> bytes:
    """Return the HTML of the page, UTF-8; `profile` is the round's, `gates` those of its version, in their order."""
    content = canonical.loads(metadata)
    page = fill_template(
        "publicatie_index.html",
        **_told(content, successor),
        kop=content["kop"],
        vervangt=_replaced(content),
        bestanden=[_file(name, sha256, content, profile) for name, sha256 in _in_order(content)],
        besluiten=_decisions(content["besluiten"], gates),
        metadata=METADATA,
    )
    return page.encode()


def write_withdrawn_page(metadata: bytes, successor: Successor | None = None) -> bytes:
    """Return the HTML of the page in the place of a withdrawn publication, from the metadata that stand beside it."""
    content = canonical.loads(metadata)
    page = fill_template(
        "publicatie_ingetrokken.html",
        **_told(content, successor),
        ingetrokken=content["ingetrokken"],
        bestanden=_in_order(content),
        metadata=METADATA,
    )
    return page.encode()


def _told(content: dict[str, Any], successor: Successor | None) -> dict[str, Any]:
    """Return what both pages say."""
    names = ("titel", "samenwerking", "oefening", "versie", "vastgesteld", "dossier")
    found = {name: content[name] for name in names}
    return {**found, "koppen": content.get("koppen", []), "vervangen_door": successor}


def _replaced(content: dict[str, Any]) -> dict[str, Any] | None:
    """Return which publication this one replaces, with the folder beside this one where that stands."""
    replaced = content.get("vervangt")
    return replaced and {**replaced, "map": replaced["plaats"].rpartition("/")[2]}


def _in_order(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The product first, then the annex, then the rest by name."""
    first = {f"{content['product']}.pdf": 0, f"{content['product']}.xlsx": 1, BIJLAGE: 2}
    return sorted(content["bestanden"].items(), key=lambda item: (first.get(item[0], 3), item[0]))


def _file(name: str, sha256: str, content: dict[str, Any], profile: Profile) -> dict[str, str]:
    stem, _, extension = name.partition(".")
    title = content["titel"] if stem == content["product"] else _name_piece(stem, profile)
    return {"naam": name, "titel": title, "soort": _KINDS.get(extension, extension), "sha256": sha256}


def _name_piece(stem: str, profile: Profile) -> str:
    """Return `Oplegnota Bedrijfsvoeringsraad` for `oplegnota_bvr`: a code says nothing to a reader."""
    kind, _, rest = stem.partition("_")
    try:
        return f"{kind.capitalize()} {profile.gremium(rest).naam}"
    except UnknownKey:  # the annex is nobody's
        return stem.replace("_", " ").capitalize()


def _decisions(told: Sequence[dict[str, Any]], gates: Sequence[Gate]) -> list[dict[str, str]]:
    """Return what was decided in the order in which it began.

    Binding advice stands in the fold alone: the metadata of rules 2 have no place for it, and proof makes them again.
    """
    rows = [(gate.seq, _decision(item)) for item, gate in zip(told, gates, strict=True)]
    for item, gate in zip(told, gates, strict=True):
        if gate.advice is not None and gate.advice_event is not None and not gate.withheld:
            rows.append((gate.advice_event.seq, _advice(gate.advice_event, gate.advice, item["gremium"])))
    return [row for _, row in sorted(rows, key=itemgetter(0))]


def _decision(gate: dict[str, Any]) -> dict[str, str]:
    if gate.get("besloten"):
        return {"gremium": gate["gremium"], "rol": "besloten stap", "uitslag": WITHHELD, "datum": ""}
    return {
        "gremium": gate["gremium"],
        "rol": name_role(gate["rol"], gate["soort"]),
        "uitslag": name_outcome(gate["uitslag"]),
        "datum": gate["datum"],
    }


def _advice(event: Event, advice: AdviesVastgelegd, about: str) -> dict[str, str]:
    return {
        "gremium": f"Deskundige, over het antwoord van {about}",
        "rol": "bindend advies",
        "uitslag": name_outcome(advice.advies),
        "datum": event.klok[:10],
    }
