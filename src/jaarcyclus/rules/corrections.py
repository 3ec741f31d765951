"""The rules after a publication: it is withdrawn, a page takes its place, its round is opened again to correct it.

What a correction publishes is judged as what was published first (`rules.publication`). Whom the controller answers to
for such a decision is outside the program; that it was taken, by whom, when and why, is not.
"""

from jaarcyclus.dossier.publication_metadata import make_withdrawn_metadata
from jaarcyclus.dossier.publications import Published
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.correction_events import CorrectieBesloten, Ingetrokken, IntrekkingBesloten
from jaarcyclus.rules.context import Context, require, require_words
from jaarcyclus.terms.canonical import sha256


def check_intrekking_besloten(dossier: Dossier, event: Event, content: IntrekkingBesloten, context: Context) -> None:
    """Raise Refused unless the controller withdraws, once and with a reason, a version that was published."""
    require(
        event.actor == context.profile.controller,
        "NIET_BEVOEGD",
        "Alleen de controller trekt een publicatie in; vraag het de controller, met de reden erbij.",
    )
    published = _published(dossier, content.versie, "intrekken")
    require(
        published.withdrawal is None,
        "AL_INGETROKKEN",
        f"Tot de intrekking van versie {content.versie} is al besloten; u hoeft niets te doen.",
    )
    require_words(dossier, content.reden, "REDEN_ONTBREEKT", "Een intrekking heeft een reden; vul die in.")


def check_ingetrokken(dossier: Dossier, event: Event, content: Ingetrokken, context: Context) -> None:
    """Raise Refused unless the withdrawal was decided, and exactly its data now stand where the version stood."""
    published = dossier.published(content.versie)
    if published is None or not published.waits_for_withdrawal:
        raise Refused(
            "NIET_INGETROKKEN", f"Tot intrekking van versie {content.versie} is niet besloten, of zij is weg."
        )
    require(
        content.doel == published.content.doel,
        "PLAATS_ANDERS",
        f"Versie {content.versie} stond op {published.content.doel}.",
    )
    metadata = context.read(published.content.metadata_sha256)
    require(
        sha256(make_withdrawn_metadata(dossier, context.profile, published, metadata)) == content.metadata_sha256,
        "METADATA_ANDERS",
        "De gegevens bij de intrekking zijn niet die van dit dossier.",
    )
    context.read(content.metadata_sha256)


def check_correctie_besloten(dossier: Dossier, event: Event, content: CorrectieBesloten, context: Context) -> None:
    """Raise Refused unless the controller corrects, with a reason, what was published last."""
    require(
        event.actor == context.profile.controller,
        "NIET_BEVOEGD",
        "Alleen de controller begint een correctie; vraag het de controller, met de reden erbij.",
    )
    _published(dossier, content.versie, "corrigeren")
    require(
        dossier.correction is None,
        "CORRECTIE_LOOPT",
        "Er loopt al een correctie van dit product. Wacht tot zij is gepubliceerd; moet een ander perceel opnieuw "
        "indienen, heropen dan de ronde.",
    )
    require(
        dossier.publications[-1].versie == content.versie,
        "VERSIE_VERVANGEN",
        f"Versie {content.versie} is al vervangen; geef de correctie op voor versie {dossier.publications[-1].versie}.",
    )
    require(
        dossier.opened.regels > 1,
        "REGELS_TE_OUD",
        "Deze ronde begon onder oudere regels en gaat niet meer open. Neem de correctie op in het volgende product, "
        "of trek de publicatie in; vraag het zo nodig de beheerder.",
    )
    require_words(dossier, content.reden, "REDEN_ONTBREEKT", "Een correctie heeft een reden; vul die in.")
    duties = dossier.indieners()
    require(
        bool(content.percelen)
        and set(content.percelen) <= set(duties)
        and len(set(content.percelen)) == len(content.percelen),
        "PERCEEL_ONBEKEND",
        f"Noem wie opnieuw indient, elk één keer; kies uit: {', '.join(sorted(duties))}.",
    )


def _published(dossier: Dossier, versie: int, what: str) -> Published:
    published = dossier.published(versie)
    if published is not None:
        return published
    if not dossier.publications:
        raise Refused(
            "NIET_GEPUBLICEERD",
            f"Dit product is nog niet gepubliceerd; er valt niets te {what}. Moet er iets anders in, heropen dan de "
            "ronde.",
        )
    versions = ", ".join(str(item.versie) for item in dossier.publications)
    raise Refused("NIET_GEPUBLICEERD", f"Versie {versie} is niet gepubliceerd; kies uit: {versions}.")
