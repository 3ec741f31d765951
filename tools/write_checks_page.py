"""Write docs/controles.md from the checks themselves: the functions, the rules of `expectations/` and every sentence.

With `--check` nothing is written: exit 1 when the page is out of date. Never edit docs/controles.md by hand: change
the check (`intake.checks.listed`, `expectations/`, `terms.finding_kinds`) and run `make docs`. The page is Dutch: the
office and its accountant read it.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jaarcyclus.intake.checks.check import Check
from jaarcyclus.intake.checks.listed import CHECKS
from jaarcyclus.terms.finding_kinds import FINDING_KINDS
from jaarcyclus.terms.iv3_controls import CONTROLS
from jaarcyclus.terms.products import PRODUCTS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "controles.md"
SEVERITIES = {"fout": "blokkerend", "waarschuwing": "waarschuwing"}
HEAD = """# De controles op een werkboek

Geschreven door `make docs` uit de controles zelf; wijzig deze pagina niet met de hand. Een *blokkerende* bevinding
weigert het werkboek, een *waarschuwing* laat het door en blijft bij de inzending staan. `{…}` wordt per geval ingevuld.
"""


def render() -> str:
    """Return the page."""
    return "\n".join((HEAD, *_across_rows(), "", *_of_iv3(), "", *_on_cells(), "", *_of_the_form(), ""))


def _across_rows() -> Iterator[str]:
    yield "## Tussen regels, bladen en eerdere cijfers"
    yield "\nDe lijst is `intake.checks.listed`; nieuwe staan onderaan, want de volgorde is die van de bevindingen.\n"
    yield "| code | ernst | wie herstelt | wat er is | bron | geldt voor |"
    yield "|---|---|---|---|---|---|"
    for check in CHECKS:
        for code in check.codes:
            kind = FINDING_KINDS[code]
            yield _row(f"`{code}`", SEVERITIES[kind.ernst], check.owner, kind.message, check.source, _reach(check))


def _reach(check: Check) -> str:
    """Return for which products, legal forms and rounds a check is, and why not for others."""
    vormen, products = check.reach.vormen, [name for name in PRODUCTS if check.reach.is_for(name)]
    parts = [
        ", ".join(products) if len(products) < len(PRODUCTS) else "",
        f"vorm {', '.join(sorted(vormen))}" if vormen is not None else "",
        f"regels {check.since} en later" if check.since > 1 else "",
        f"tot en met regels {check.until}" if check.until else "",
        f"elders n.v.t.: {check.reach.why}" if check.reach.why else "",
    ]
    return "; ".join(filter(None, parts)) or "alles"


def _of_iv3() -> Iterator[str]:
    yield "## De plausibiliteitscontroles van Iv3"
    yield "\nPeriode 0 is de begroting, 1 tot en met 4 zijn de kwartalen, 5 is de jaarrekening. Wij kijken voordat het"
    yield "CBS kijkt. Vanaf welk verschil dat iets meldt, staat niet in zijn definities: onze grenzen zijn gekozen.\n"
    yield "| controle | periode | wat er moet gelden | wie het hier nagaat |"
    yield "|---|---|---|---|"
    for code, item in CONTROLS.items():
        yield _row(code, ", ".join(map(str, item.periods)), item.about, item.judged_by)


def _on_cells() -> Iterator[str]:
    yield "## Per cel"
    yield "\nDe regels staan in `expectations/*.json` en lopen met Great Expectations. De inzender herstelt.\n"
    yield "| blad | kolom | code | ernst | wat er is | verwacht |"
    yield "|---|---|---|---|---|---|"
    for path in sorted((ROOT / "expectations").glob("*.json")):
        for rule in json.loads(path.read_text(encoding="utf-8"))["expectations"]:
            meta: dict[str, Any] = rule["meta"]
            severity = SEVERITIES[meta["ernst"]]
            yield _row(
                path.stem, rule["kwargs"]["column"], f"`{meta['code']}`", severity, meta["melding"], meta["verwacht"]
            )


def _of_the_form() -> Iterator[str]:
    listed = {code for check in CHECKS for code in check.codes}
    yield "## Bestand, formulier, lezen van een cel, en de ronde"
    yield "\nDe zinnen staan in `terms.finding_kinds`. De inzender herstelt.\n"
    yield "| code | ernst | wat er is | verwacht |"
    yield "|---|---|---|---|"
    for code, kind in FINDING_KINDS.items():
        if code not in listed:
            yield _row(f"`{code}`", SEVERITIES[kind.ernst], kind.message, kind.expected)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> int:
    """Write the page, or with `--check` only say whether it is current."""
    page = render()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.read_text(encoding="utf-8") == page else 1
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
