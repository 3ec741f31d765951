"""The rules of a passkey in the bezetting: two people make it count. Asked when writing and when proving.

Who holds the function shows it, signed in as that function; somebody else confirms it (who may, the profile says: that
is for `steps.passkeys`, as this chain knows no profile). One counts at a time, and none takes the place of another
without a reason.
"""

import re
from collections.abc import Mapping

from jaarcyclus.dossier.holders import Tenure, held_on
from jaarcyclus.dossier.passkeys import Passkey, of_tenure
from jaarcyclus.dossier.signing import from_base64url
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.signing_events import PasskeyAangemeld, PasskeyBevestigd, PasskeyIngetrokken, PasskeyVervangen
from jaarcyclus.rules.assertions import fault_in_key, fault_in_place
from jaarcyclus.rules.context import require
from jaarcyclus.terms.words import fault_in_words, to_letters

_CREDENTIAL = re.compile("[A-Za-z0-9_-]{1,1400}")  # at most 1023 bytes (WebAuthn level 2, 4)


def check(known: Mapping[int, Tenure], keys: Mapping[int, Passkey], event: Event, content: object) -> None:
    """Raise Refused unless this may follow on these tenures and passkeys; what is about no passkey always may."""
    if isinstance(content, PasskeyAangemeld):
        _check_shown(known, keys, event, content)
    elif isinstance(content, PasskeyBevestigd):
        _check_confirmed(known, keys, event, content)
    elif isinstance(content, PasskeyIngetrokken):
        _require_reason(content.reden)
        key = keys.get(content.passkey)
        require(key is not None and key.ended is None, "PASSKEY_ONBEKEND", _GONE)


_GONE = "Deze passkey is er niet of niet meer; open de pagina Passkeys opnieuw."


def _check_shown(
    known: Mapping[int, Tenure], keys: Mapping[int, Passkey], event: Event, content: PasskeyAangemeld
) -> None:
    tenure = _tenure_of(known, event.klok[:10], content.bezetting)
    require(
        event.actor == tenure.functie,
        "NIET_BEVOEGD",
        "Een passkey meldt aan wie zelf de functie heeft; vraag het de houder.",
    )
    whole = _CREDENTIAL.fullmatch(content.sleutel) is not None and from_base64url(content.sleutel) is not None
    fault = fault_in_key(content.publieke_sleutel, content.algoritme) or fault_in_place(content.rp_id, content.herkomst)
    require(
        whole and fault is None,
        "PASSKEY_ONJUIST",
        "Deze passkey is niet vast te leggen: van dit soort kunnen wij geen handtekening nagaan. Neem een andere.",
    )
    require(
        all(key.content.sleutel != content.sleutel for key in keys.values()),
        "PASSKEY_AL_BEKEND",
        "Deze passkey is al eens aangemeld; maak een nieuwe.",
    )
    _check_beside(of_tenure(keys.values(), tenure), content)


def _check_beside(own: tuple[Passkey, ...], content: PasskeyAangemeld) -> None:
    require(
        not any(key.is_pending for key in own),
        "PASSKEY_WACHT",
        "Er wacht al een passkey van u op bevestiging; trek die eerst in, of vraag om de bevestiging.",
    )
    if isinstance(content, PasskeyVervangen):
        _require_reason(content.reden)
        require(any(key.number == content.vervangt for key in own), "PASSKEY_ONBEKEND", _GONE)
        return
    require(
        not own,
        "PASSKEY_AL_AANGEMELD",
        "U hebt al een passkey; vervang hem, en zet er in woorden bij waarom.",
    )


def _check_confirmed(
    known: Mapping[int, Tenure], keys: Mapping[int, Passkey], event: Event, content: PasskeyBevestigd
) -> None:
    key = keys.get(content.passkey)
    if key is None or not key.is_pending:
        raise Refused("PASSKEY_ONBEKEND", _GONE)
    day = event.klok[:10]
    tenure = _tenure_of(known, day, key.content.bezetting)
    own = held_on(known.values(), event.actor, day)
    is_same = own is not None and to_letters(own.name) == to_letters(tenure.name)
    require(
        event.actor != tenure.functie and not is_same,
        "EIGEN_PASSKEY",
        "Niemand bevestigt zijn eigen passkey; vraag het een ander die dat mag.",
    )


def _tenure_of(known: Mapping[int, Tenure], day: str, number: int) -> Tenure:
    tenure = known.get(number)
    if tenure is None or not tenure.holds_on(day):
        raise Refused(
            "FUNCTIE_VRIJ",
            "Van deze functie is vandaag geen houder bekend; vraag de beheerder die vast te leggen.",
        )
    return tenure


def _require_reason(reason: str) -> None:
    fault = fault_in_words(reason)
    require(fault is None, "REDEN_ONTBREEKT", f"Zet er in woorden bij waarom: {fault}; vul de reden in.")
