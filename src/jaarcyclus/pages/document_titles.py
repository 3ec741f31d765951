"""What a reader calls a document of a version, whose file has a name that programs know. Pure."""

from jaarcyclus.dossier.publication_metadata import BIJLAGE
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.products import name_product

_TITLES = {
    "product": "{} (pdf)",
    "cijfers": "{}, de cijfers (Excel)",
    "besluitvorming": "Besluitvorming (pdf)",
    "boekje": "Boekje {} (pdf)",
    "oplegnota": "Oplegnota {} (pdf)",
}
"""By the kinds that a profile knows, in the order in which a reader looks for them."""


def title_of(state: Dossier, profile: Profile, name: str) -> str:
    """Return `Oplegnota Directieberaad (pdf)`; `profile` is that of the round."""
    kind, body = kind_of(state.product, name)
    about = profile.gremium(body).naam if body else name_product(state.product, state.boekjaar)
    return _TITLES[kind].format(about)


def kind_of(product: str, name: str) -> tuple[str, str]:
    """Return the kind of a document and, of one for a gremium, its code."""
    if name == BIJLAGE:
        return "besluitvorming", ""
    if name in (f"{product}.pdf", f"{product}.xlsx"):
        return ("product" if name.endswith(".pdf") else "cijfers"), ""
    kind, _, body = name.removesuffix(".pdf").partition("_")
    return kind, body


def place_of(product: str, name: str) -> int:
    """Return where it stands among the others: the product first."""
    return list(_TITLES).index(kind_of(product, name)[0])
