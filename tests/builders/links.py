"""Links a function's holder to a sign-in at a provider, as the beheerder of an office does."""

from builders.dossier import Office
from builders.holders import BEHEERDER
from jaarcyclus.dossier.links import Identity
from jaarcyclus.steps import links
from jaarcyclus.steps.workspace import Workspace

ISSUER = "https://aanmelden.voorbeeld.nl/realms/regio"


def identity(value: str = "a1", *, issuer: str = ISSUER, claim: str = "sub") -> Identity:
    return Identity(issuer=issuer, claim=claim, value=value)


def link(office: Office | Workspace, functie: str, who: Identity | None = None) -> None:
    """Let the holder of the function sign in as this."""
    workspace = office.workspace if isinstance(office, Office) else office
    links.link(workspace, "dowr", BEHEERDER, functie=functie, identity=who or identity())
