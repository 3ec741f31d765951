"""Proves that a signed vote was signed with the passkey that the bezetting then had of who held that function.

That the signature is of the key which the vote names, over that very vote, the rules judge (`rules.signing`), with the
export of the dossier alone; whose key it was, only the export of the bezetting can show.
"""

from collections.abc import Iterator, Mapping, Sequence

from jaarcyclus.dossier import holders, passkeys
from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.holders import Tenure
from jaarcyclus.dossier.passkeys import Passkey
from jaarcyclus.dossier.records import Vote
from jaarcyclus.dossier.signing import Signed, fingerprint
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.holders_events import FunctieBezet, FunctieVerlaten
from jaarcyclus.ledger.signing_events import StemOndertekend
from jaarcyclus.proof.holders import Kept
from jaarcyclus.proof.reach import Reach, lengths_at
from jaarcyclus.proof.replay import bounded
from jaarcyclus.proof.report import ReportLine
from jaarcyclus.rules.assertions import is_same_key


def signatures_in(dossier: Sequence[Event]) -> int:
    """Return how many votes of this dossier are signed with a passkey."""
    return sum(event.soort == wire.kind_of(StemOndertekend) for event in dossier)


def verify_passkeys(dossier: Sequence[Event], chain: Sequence[Event], reach: Reach) -> tuple[str, ...]:
    """Return which votes are signed with a passkey that did not count then by the bezetting; both chains hold.

    From the first event on that names a later bezetting than this (`reach`), nothing is judged.
    """
    known = dossier[: reach.beyond[0] - 1] if reach.beyond else dossier
    kept = [(event, wire.read(event)) for event in chain]
    return bounded(
        f"De stem in gebeurtenis {vote.seq} ({gate}) is ondertekend met passkey {signed.content.passkey}, en die telde "
        f"volgens de bezetting toen niet voor {vote.door}."
        for gate, vote, signed in _signed(dossier)
        if vote.seq <= len(known) and not _could_be(vote, signed, dossier[vote.seq - 1], kept)
    )


NOT_OF_HOLDER = (
    "Van {n} ondertekende stemmen is niet nagegaan of de passkey toen van de houder van die functie was; geef de "
    "export van de bezetting erbij met --bezetting."
)
OF_HOLDER = (
    "Van {n} ondertekende stemmen was de passkey toen volgens de bezetting van wie de functie had: aangemeld onder die "
    "functie, en door een andere bevestigd."
)


def tell_signatures(dossier: Sequence[Event]) -> Iterator[ReportLine]:
    """Yield what the signatures prove, and by gate with which key was signed; nothing for a dossier without any.

    For a dossier of which each event could follow: there each signature has been checked once more.
    """
    found: dict[str, list[str]] = {}
    for gate, vote, signed in _signed(dossier):
        found.setdefault(gate, []).append(f"zetel {vote.zetel} met {fingerprint(signed.content.publieke_sleutel)}")
    if found:
        count = sum(map(len, found.values()))
        yield ReportLine(onderwerp="handtekeningen", houdt=True, tekst=_SIGNED.format(n=count))
    for gate, told in found.items():
        yield ReportLine(onderwerp="handtekeningen", houdt=True, tekst=f"{gate}: {'; '.join(told)}.")


_SIGNED = (
    "{n} stemmen zijn ondertekend met een passkey. Elke handtekening is opnieuw nagegaan: zij staat onder dat "
    "antwoord, met die toelichting en voorwaarde, over die documenten en na alles wat er toen was vastgelegd. Het is "
    "geen gekwalificeerde handtekening. De vingerafdrukken van de sleutels:"
)


def _signed(dossier: Sequence[Event]) -> Iterator[tuple[str, Vote, Signed]]:
    state = fold(dossier, dossier[0].dossier)
    return ((gate.gate, vote, vote.signed) for gate in state.gates for vote in gate.votes if vote.signed is not None)


def _could_be(vote: Vote, signed: Signed, event: Event, kept: Sequence[Kept]) -> bool:
    """One walk along the bezetting for a vote, however much of it was recorded while it was given."""
    first, last = lengths_at([item for item, _ in kept], event)
    known: dict[int, Tenure] = {}
    keys: dict[int, Passkey] = {}
    for told, content in kept[:last]:
        if isinstance(content, FunctieBezet | FunctieVerlaten) and content.functie == vote.door:
            known |= holders.after(known.values(), told.seq, content)
        keys |= passkeys.after(keys, told.seq, content)
        if told.seq >= first and _counts(keys.get(signed.content.passkey), signed, known, event.klok[:10]):
            return True
    return False


def _counts(key: Passkey | None, signed: Signed, known: Mapping[int, Tenure], day: str) -> bool:
    tenure = known.get(key.content.bezetting) if key and key.counts else None
    return key is not None and tenure is not None and tenure.holds_on(day) and is_same_key(signed.content, key.content)
