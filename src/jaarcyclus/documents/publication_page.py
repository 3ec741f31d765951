"""The index page of one publication, made from its metadata alone: a reader sees what the metadata say."""

from typing import Any

from jaarcyclus.dossier.publication_metadata import BIJLAGE, METADATA
from jaarcyclus.dossier.tally import name_outcome, name_role
from jaarcyclus.printing.template import fill_template
from jaarcyclus.terms import canonical

_KINDS = {"pdf": "PDF", "xlsx": "Excel", "json": "JSON"}


def write_page(metadata: bytes) -> bytes:
    """Return the HTML of the page, UTF-8."""
    content = canonical.loads(metadata)
    page = fill_template(
        "publicatie_index.html",
        **{name: content[name] for name in ("titel", "samenwerking", "oefening", "versie", "vastgesteld", "dossier")},
        kop=content["kop"],
        koppen=content.get("koppen", []),
        bestanden=[_file(name, sha256, content) for name, sha256 in _in_order(content)],
        besluiten=[_decision(gate) for gate in content["besluiten"]],
        metadata=METADATA,
    )
    return page.encode()


def _in_order(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The product first, then the annex, then the rest by name."""
    first = {f"{content['product']}.pdf": 0, f"{content['product']}.xlsx": 1, BIJLAGE: 2}
    return sorted(content["bestanden"].items(), key=lambda item: (first.get(item[0], 3), item[0]))


def _file(name: str, sha256: str, content: dict[str, Any]) -> dict[str, str]:
    vote, _, extension = name.partition(".")
    title = content["titel"] if vote == content["product"] else vote.replace("_", " ").capitalize()
    return {"naam": name, "titel": title, "soort": _KINDS.get(extension, extension), "sha256": sha256}


def _decision(gate: dict[str, Any]) -> dict[str, str]:
    return {
        "gremium": gate["gremium"],
        "rol": name_role(gate["rol"], gate["soort"]),
        "uitslag": name_outcome(gate["uitslag"]),
        "datum": gate["datum"],
    }
