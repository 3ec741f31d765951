"""The check beside what the other percelen handed in: nobody budgets what another has in his workbook already.

It looks at accepted workbooks only, so it is done as one is accepted, and the later of two is told. Pure.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cache

from jaarcyclus.figures.records import Figures, Line
from jaarcyclus.figures.verrekening import charged_party, stated_to
from jaarcyclus.intake.checks.context import Context, on_line
from jaarcyclus.intake.checks.words import content_words, stem_of
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.workbook.form import REGELS

_LEAST_WORDS = 2
_KEY = 4  # letters that a word has in common with its plural
_MOST_ALIKE = 10  # lines of one name that are kept to compare with: a stranger's workbook costs no more
_NO_COUNTERPARTY = ("1.", "7.")  # own staff and internal bookings: nobody outside is paid twice
# Chosen: what every service has. Words of a kind of cost name no contract, supplier or project, nor do those of Iv3.
_KINDS = (
    "aan", "abonnementen", "activiteiten", "administratie", "advies", "adviezen", "afschrijving", "algemene",
    "anderen", "applicaties", "begeleiding", "beheer", "bijdragen", "bijeenkomsten", "boeken", "bureaukosten",
    "catering", "communicatie", "contracten", "cursussen", "derden", "deskundigen", "diensten", "dienstverlening",
    "diverse", "doorbelaste", "drukwerk", "extern", "externe", "gezamenlijk", "goederen", "heffing", "hosting",
    "huisvesting", "huren", "ingeleend", "inhuur", "inkomsten", "inventaris", "invordering", "kantoorartikelen",
    "kantoorkosten", "kosten", "leges", "licenties", "materiaal", "materialen", "medewerkers", "middelen",
    "onderhoud", "ondersteuning", "onderzoek", "onvoorzien", "opbrengsten", "opleidingen", "organisatie",
    "overhead", "overige", "partijen", "personeel", "piekdrukte", "porti", "programma", "projecten", "reiskosten",
    "representatie", "salarissen", "secretariaat", "software", "subsidies", "systemen", "taken", "team",
    "telefonie", "telefoon", "uitgaven", "uitvoering", "verbetering", "verbonden", "vergaderkosten", "vergoedingen",
    "verzekeringen", "voorzieningen", "vorming", "waardering", "werkzaamheden", "werving", "ziekte",
)  # fmt: skip
_NUMBERS = re.compile(r"[0-9]+(?:[./-][0-9]+)*")
_LEAST_REFERENCE = 4  # signs
_YEARS = re.compile(r"(?:19|20)[0-9]{2}(?:[./-](?:(?:19|20)?[0-9]{2}))?")


def check_budgeted_twice(figures: Figures, context: Context, others: Mapping[str, Figures]) -> Iterator[Bevinding]:
    """Yield lines that another perceel has in the same words, or under the same number of a contract.

    Same words: at least two of which one names more than a kind of cost, or one with the very same amount (chosen).
    """
    is_kind = _kinds(context)
    theirs: defaultdict[Hashable, list[tuple[str, Line]]] = defaultdict(list)
    for code, item in others.items():
        for line in _outside(item, context):
            for key in _keys(line, is_kind):
                if len(theirs[key]) < _MOST_ALIKE:
                    theirs[key].append((code, line))
    for line in _outside(figures, context):
        near = (pair for key in _keys(line, is_kind) for pair in theirs[key])
        found = {code: other for code, other in near if _is_same(line, other, figures.product)}
        if found:
            yield on_line(
                "OOK_IN_ANDER_PERCEEL",
                line,
                context,
                "omschrijving",
                line.omschrijving,
                omschrijving=line.omschrijving,
                perceel=" en van ".join(context.inzenders.get(code, code) for code in found),
                andere=next(iter(found.values())).omschrijving,
            )


def _keys(line: Line, is_kind: Callable[[str], bool]) -> Iterator[Hashable]:
    """Yield under what the same line is found: of 5.000 lines nobody compares each with each.

    Other numbers are another thing: lift 1 is not lift 2.
    """
    numbers = frozenset(item for item in _NUMBERS.findall(line.omschrijving) if not _YEARS.fullmatch(item))
    yield from ((line.kant, number) for number in _references(line))
    words = content_words(line.omschrijving)
    if not all(map(is_kind, words)):
        yield line.kant, numbers, frozenset(word[:_KEY] for word in words)


def _kinds(context: Context) -> Callable[[str], bool]:
    """Return whether a word is of a kind of cost: of our list, or of what Iv3 calls its codes."""
    codes = context.code_list
    names = (*codes.taakvelden.values(), *codes.categorieen_lasten.values(), *codes.categorieen_baten.values())
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for kind in frozenset(_KINDS).union(*map(content_words, names)):
        kinds[kind[:_KEY]].add(kind)
    return cache(lambda word: any(_matches(word, kind) for kind in kinds.get(word[:_KEY], ())))


def _outside(figures: Figures, context: Context) -> list[Line]:
    """Return the lines on which somebody outside the cooperation is paid, or pays, in the main column."""
    main = PRODUCTS[figures.product].main_column
    return [
        line
        for line in figures.regels
        if line.bedragen_cent[main]
        and charged_party(line, context.inzenders) is None
        and not line.categorie.startswith(_NO_COUNTERPARTY)
    ]


def _is_same(one: Line, other: Line, product: str) -> bool:
    """Return whether two lines under one key are the same."""
    if _references(one) & _references(other):
        return True
    words, theirs = content_words(one.omschrijving), content_words(other.omschrijving)
    main = PRODUCTS[product].main_column
    alike = (one.categorie, one.bedragen_cent[main]) == (other.categorie, other.bedragen_cent[main])
    return (len(words) >= _LEAST_WORDS or alike) and _are_inflected(words, theirs)


def _are_inflected(words: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether each word is in the other set too, singular or plural."""
    return bool(words) and all(
        any(_matches(word, other) for other in right)
        for left, right in ((words, others), (others, words))
        for word in left
    )


def _matches(one: str, other: str) -> bool:
    return one == other or (
        abs(len(one) - len(other)) <= 3 and (one.startswith(stem_of(other)) or other.startswith(stem_of(one)))
    )


def _references(line: Line) -> frozenset[str]:
    """Return the numbers in a description that may be of a contract: no year and no range of years."""
    found = _NUMBERS.findall(line.omschrijving)
    return frozenset(item for item in found if len(item) >= _LEAST_REFERENCE and not _YEARS.fullmatch(item))


def check_charges(figures: Figures, context: Context, others: Mapping[str, Figures]) -> Iterator[Bevinding]:
    """Yield the internal charges of which an accepted workbook has another amount: both managers are told in the end.

    In the column that the product is about; the others are matched when all workbooks are in.
    """
    column = PRODUCTS[figures.product].main_column
    heading = next(item.heading for item in context.line_table.columns if item.sleutel == column)
    accepted = [(other, True) for code, other in others.items() if code != figures.perceel]
    for charge in stated_to(figures, figures.perceel, accepted, column):
        place = charge.wederpartij, charge.side
        own = [line for line in figures.regels if (line.wederpartij, line.kant) == place]
        cent = sum(line.bedragen_cent[column] or 0 for line in own)
        if cent == charge.cent:
            continue
        words = {
            "kant": charge.side,
            "perceel": context.inzenders.get(charge.wederpartij, charge.wederpartij),
            "kolom": heading,
            "hier": format_euro(cent),
            "daar": format_euro(charge.cent),
        }
        if own:
            yield on_line("VERREKENING_ANDERS_DAN_DAAR", own[0], context, column, format_euro(cent), **words)
        else:
            yield bevinding("VERREKENING_ANDERS_DAN_DAAR", blad=REGELS, waarde=format_euro(cent), **words)
