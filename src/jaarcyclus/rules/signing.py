"""The rules of a signed vote: where a gremium asks it, a vote stands right behind its voter's signature over that vote.

The signature comes first, so that each event can be judged when it is written, and again by whoever replays the chain.
Whose passkey it was, the bezetting tells (`proof.passkeys`).
"""

from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.signing import challenge_of, just_before, statement
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import StemUitgebracht
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.signing_events import StemOndertekend
from jaarcyclus.profile.records import Profile
from jaarcyclus.rules.assertions import mismatch
from jaarcyclus.rules.context import Context, require

UNSIGNED = "ONDERTEKENING_ONTBREEKT"
"""The code of a vote with which nothing else is wrong: this is looked at last."""


def check_stem_ondertekend(dossier: Dossier, event: Event, content: StemOndertekend, context: Context) -> None:
    """Raise Refused when no vote that is to be signed can follow. Whether it is one of that vote, the vote tells."""
    gate = dossier.gate(content.gate)
    open_ = gate is not None and gate.is_open
    require(
        open_ and gate is not None and context.profile.gremium(gate.gremium).asks_passkey,
        "ONDERTEKENING_ONVERWACHT",
        "Bij deze vraag hoort geen ondertekening; open de vraag opnieuw.",
    )
    require(content.passkey >= 1, "PASSKEY_ONBEKEND", "Een passkey heeft een nummer in de bezetting; noem dat.")


def require_followed(dossier: Dossier, content: Content) -> None:
    """Raise Refused when a signature would stand there without its vote."""
    signed = just_before(dossier.signed, dossier.seq + 1)
    own = isinstance(content, StemUitgebracht) and (content.gate, content.zetel)
    require(
        signed is None or own == (signed.content.gate, signed.content.zetel),
        "ONDERTEKENING_LOS",
        "Op een ondertekening volgt meteen haar stem; gebruik een gave kopie.",
    )


def require_signed(dossier: Dossier, event: Event, gate: Gate, vote: StemUitgebracht, profile: Profile) -> None:
    """Raise Refused when this gate asks a signature, and what stands before this vote is not its voter's over it."""
    if not profile.gremium(gate.gremium).asks_passkey:
        return
    signed = just_before(dossier.signed, dossier.seq + 1)
    if signed is None:
        raise Refused(
            UNSIGNED,
            "In dit gremium ondertekent u uw antwoord met een passkey; zo kan het alleen van u zijn. Uw antwoord is "
            "niet vastgelegd. Open Mijn besluiten in Jaarcyclus en antwoord daar.",
        )
    about = (signed.content.gate, signed.content.zetel, signed.door)
    require(
        about == (vote.gate, vote.zetel, event.actor),
        "ONDERTEKENING_ONGELDIG",
        "Deze ondertekening is van een andere zetel of van iemand anders; open de vraag opnieuw.",
    )
    stated = statement(dossier.dossier, event.actor, vote, opening=gate.opening, stand_sha256=gate.stand_sha256)
    fault = mismatch(signed.content, challenge_of(stated))
    require(
        fault is None,
        "ONDERTEKENING_ONGELDIG",
        f"Uw antwoord is niet vastgelegd, want {fault}. Open de vraag opnieuw en bevestig nog eens met uw passkey.",
    )
