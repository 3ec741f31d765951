"""The cover note of one gremium: what is asked, in numbered decision points, and what it needs to know to answer.

The headings are those of the one college proposal among the sources (docs/rules.md). Each decision point has the verb
that fits the role, so that nobody adopts what they only take note of. One page of prose, no second truth: every
figure comes from the consolidation.
"""

from dataclasses import dataclass

from jaarcyclus.documents.order import DocumentOrder
from jaarcyclus.documents.product import introduce
from jaarcyclus.documents.sources import name_sources
from jaarcyclus.figures.records import deviation
from jaarcyclus.printing.template import fill_template
from jaarcyclus.profile.gremium import Rol, Routestap
from jaarcyclus.terms.formats import join_names
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS, name_in_sentence


@dataclass(frozen=True, kw_only=True)
class DecisionPoint:
    """One thing asked, as an infinitive: what stands before the verb, the verb of the role, what follows."""

    before: str = ""
    verb: str
    after: str


def write_note(order: DocumentOrder, gremium: str) -> str:
    """Return the HTML of the cover note for one gremium of the route."""
    return fill_template(
        "oplegnota.html",
        titel=f"Oplegnota {order.title} voor {order.name_gremium(gremium)}",
        samenwerking=order.profile.naam,
        gremium=order.name_gremium(gremium),
        document=order.title,
        onderwerp=name_in_sentence(order.product, order.boekjaar),
        resultaat=order.profile.verantwoording_over(order.boekjaar).resultaat,
        ontvangers=_receivers(order),
        versie=order.name_version,
        concept=order.is_draft,
        gevraagd=_is_asked(order, gremium),
        laatste=_answers_last(order, gremium),
        datum=order.day.isoformat(),
        merken=order.marks,
        rollen=[step.rol.value for step in _steps_of(order, gremium)],
        beslispunten=decision_points(order, gremium),
        percelen=[order.names[code] for code in _percelen(order, gremium)],
        ingediend=[order.names[code] for code in _handed_in(order, gremium)],
        overgenomen=[order.names[code] for code in _percelen(order, gremium) if code in order.carried],
        eigen_percelen=_sees_own(order, gremium),
        cijfers=introduce(order),
        herkomst=name_sources(order, _percelen(order, gremium)),
        gemeenten=[gemeente.naam for gemeente in order.profile.gemeenten],
        route=[_describe(order, step) for step in order.route],
        indieners=_submitters(order, gremium),
        voordeel=_deviation(order, better=True),
        nadeel=_deviation(order, better=False),
        risicos=_risks(order, gremium),
        bladen=PRODUCTS[order.product].parts,
        grootste_bijdrage=_largest_change(order),
    )


def decision_points(order: DocumentOrder, gremium: str) -> tuple[DecisionPoint, ...]:
    """Return what each step of the route asks of this gremium, in order."""
    return tuple(point for step in _steps_of(order, gremium) for point in _points(order, step, gremium))


def _points(order: DocumentOrder, step: Routestap, gremium: str) -> tuple[DecisionPoint, ...]:
    subject = name_in_sentence(order.product, order.boekjaar)
    if not order.is_draft:
        subject += f", {order.name_version}"
    percelen = order.join_percelen(_percelen(order, gremium))
    if step.bereik == "eigen_percelen":
        subject = f"{percelen} in {subject}"
    basis = f" ({step.grondslag})" if step.grondslag else ""
    match step.rol:
        case Rol.INFO if step.ontvangst_vereist:
            return (
                DecisionPoint(verb="kennis te nemen", after=f" van {subject}."),
                DecisionPoint(verb="te bevestigen", after=f" dat het document is ontvangen{basis}."),
            )
        case Rol.INFO:
            return (DecisionPoint(verb="kennis te nemen", after=f" van {subject}{basis}."),)
        case Rol.AFSTEMMING:
            return (
                DecisionPoint(verb="af te stemmen", after=f" over {subject}{basis}."),
                DecisionPoint(
                    before="opmerkingen ", verb="mee te geven", after=" aan de volgende gremia, als die er zijn."
                ),
            )
        case Rol.INSTEMMING:
            return (DecisionPoint(verb="in te stemmen", after=f" met {subject}{basis}."),)
        case Rol.VASTSTELLING:
            return (
                DecisionPoint(before=f"{subject}, ", verb="vast te stellen", after=f"{basis}."),
                DecisionPoint(
                    verb="opdracht te geven",
                    after=" het vastgestelde document te publiceren en klaar te zetten voor alle gremia van de route.",
                ),
            )


def _steps_of(order: DocumentOrder, gremium: str) -> tuple[Routestap, ...]:
    return tuple(step for step in order.route if gremium in step.gremia)


def _is_asked(order: DocumentOrder, gremium: str) -> bool:
    """Return whether this gremium has a vote; who only takes note, or confirms a receipt, has none."""
    return any(step.rol != Rol.INFO for step in _steps_of(order, gremium))


def _answers_last(order: DocumentOrder, gremium: str) -> bool:
    """Return whether nobody has a vote after this gremium."""
    asked = [step for step in order.route if step.rol != Rol.INFO]
    return bool(asked) and gremium in asked[-1].gremia


def _sees_own(order: DocumentOrder, gremium: str) -> bool:
    return any(step.bereik == "eigen_percelen" for step in _steps_of(order, gremium))


def _percelen(order: DocumentOrder, gremium: str) -> list[str]:
    if _sees_own(order, gremium):
        return order.regiegroepen().get(gremium, [])
    return list(order.names)


def _handed_in(order: DocumentOrder, gremium: str) -> list[str]:
    return [code for code in _percelen(order, gremium) if code not in order.carried]


def _describe(order: DocumentOrder, step: Routestap) -> str:
    own = order.regiegroepen() if step.bereik == "eigen_percelen" else {}
    asked = [code for code in step.gremia if not own or set(own.get(code, ())) & order.names.keys()]
    names = [order.name_gremium(code) for code in asked]
    return f"{join_names(names)}: ter {step.rol.value}"


def _receivers(order: DocumentOrder) -> list[str]:
    """Return who must confirm the receipt before the product is complete."""
    return [order.name_gremium(code) for step in order.route if step.ontvangst_vereist for code in step.gremia]


def _submitters(order: DocumentOrder, gremium: str) -> list[str]:
    profile = order.profile
    holders = (profile.inzendplicht(code).indiener for code in _handed_in(order, gremium))
    return [profile.person(holder).functie for holder in holders]


def _deviation(order: DocumentOrder, *, better: bool) -> str | None:
    """Return how much better, or worse, the whole came out than the budget after amendment; None when it did not."""
    if not PRODUCTS[order.product].compared:
        return None
    budgeted, actual = (order.consolidation.bijdrage_cent[column] for column in PRODUCTS[order.product].compared)
    found = deviation("lasten", budgeted, actual)
    return format_euro(abs(found)) if found and (found > 0) is better else None


def _largest_change(order: DocumentOrder) -> str | None:
    """Return which perceel's bijdrage grows most against last year's budget; None without such a column or growth."""
    main, last_year = PRODUCTS[order.product].main_column, PRODUCTS[order.product].history[-1:]
    if not last_year:
        return None
    grown = [
        (after - before, perceel.naam)
        for perceel in order.consolidation.percelen
        if (after := perceel.bijdrage_cent[main]) is not None
        and (before := perceel.bijdrage_cent[last_year[0]]) is not None
        and after > before
    ]
    if not grown:
        return None
    growth, name = max(grown, key=lambda found: found[0])
    return f"De bijdrage aan {name} stijgt het meest: met {format_euro(growth)} ten opzichte van vorig jaar"


def _risks(order: DocumentOrder, gremium: str) -> list[str]:
    """Return the three risks with the highest expected cost among the percelen of this gremium."""
    found = [
        (risico.kans_pct * risico.gevolg_cent, order.names[code], risico)
        for code in _percelen(order, gremium)
        for risico in order.inzendingen[code].risicos
    ]
    found.sort(key=lambda item: -item[0])
    return [
        f"{name}: {risico.omschrijving} (kans {risico.kans_pct}%, gevolg {format_euro(risico.gevolg_cent)})"
        for _, name, risico in found[:3]
    ]
