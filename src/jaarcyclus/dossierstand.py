"""Where a dossier stands, in one set of words: the overview and the verifier's report say the same of the same events.

Imports no ledger and no settings, since the verifier has neither. Whom a dossier waits for is `overzicht`.
"""

from jaarcyclus.dossier import Dossier
from jaarcyclus.planning import missing_submissions
from jaarcyclus.profile import Profile
from jaarcyclus.routestand import held_up, is_adopted, waits_for_receipt


def name_stand(dossier: Dossier, profile: Profile) -> str:
    """Return where it stands, without a full stop; `profile` is that of its round."""
    versie = dossier.actieve_versie
    if dossier.publicatie is not None:
        return "gepubliceerd, wacht op ontvangst" if waits_for_receipt(dossier, profile) else "gepubliceerd"
    if versie is None:
        return "inzendingen gevraagd" if missing_submissions(dossier) else "versie wordt gemaakt of wacht op herstel"
    if is_adopted(dossier, profile):
        return "vastgesteld, nog niet gepubliceerd"
    if held_up(dossier, profile):
        return f"aangehouden. {profile.ladder.toelichting_top.strip().removesuffix('.')}"
    return f"versie {versie.versie} op de besluitroute"
