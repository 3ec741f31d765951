"""A passkey of nobody, in software: signs as an authenticator does, and on request as none may."""

import json
import re
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from builders.dossier import PROFILES, Office
from jaarcyclus.dossier.ballot import Ballot
from jaarcyclus.dossier.signing import Assertion, challenge_of, read_assertion, to_base64url
from jaarcyclus.rules.assertions import EDDSA, ES256, RS256
from jaarcyclus.steps import passkeys, votes
from jaarcyclus.steps.airflow_names import GatePlace
from jaarcyclus.steps.passkeys import NewKey, Place

PLACE = Place(rp_id="jaarcyclus.voorbeeld.nl", origin="https://jaarcyclus.voorbeeld.nl")
SECRETARY = "ambtelijk_secretaris"
PRESENT, VERIFIED = 0x01, 0x04
_MADE = {
    ES256: lambda: ec.generate_private_key(ec.SECP256R1()),
    RS256: lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
    EDDSA: ed25519.Ed25519PrivateKey.generate,
}
_SIGN = {
    ES256: lambda key, over: key.sign(over, ec.ECDSA(SHA256())),
    RS256: lambda key, over: key.sign(over, padding.PKCS1v15(), SHA256()),
    EDDSA: lambda key, over: key.sign(over),
}


@dataclass(frozen=True)
class SoftKey:
    """One key pair, at one place."""

    algorithm: int = ES256
    place: Place = PLACE
    private: Any = field(default=None)

    @classmethod
    def made(cls, algorithm: int = ES256, place: Place = PLACE) -> "SoftKey":
        return cls(algorithm, place, _MADE[algorithm]())

    @property
    def public_key(self) -> str:
        spki = self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return to_base64url(spki)

    @property
    def credential(self) -> str:
        return to_base64url(sha256(self.public_key.encode()).digest())

    @property
    def shown(self) -> NewKey:
        return NewKey(credential=self.credential, public_key=self.public_key, algorithm=self.algorithm)

    def asserted(
        self, challenge: bytes, *, flags: int = PRESENT | VERIFIED, rp_id: str | None = None, **client: Any
    ) -> str:
        """Return what a browser gives back, as JSON; `client` replaces what it says in clientDataJSON."""
        told = {"type": "webauthn.get", "challenge": to_base64url(challenge), "origin": self.place.origin}
        client_data = json.dumps(told | {"crossOrigin": False} | client).encode()
        data = sha256((rp_id or self.place.rp_id).encode()).digest() + bytes([flags]) + bytes(4)
        signature = _SIGN[self.algorithm](self.private, data + sha256(client_data).digest())
        return json.dumps(
            {
                "id": self.credential,
                "response": {
                    "clientDataJSON": to_base64url(client_data),
                    "authenticatorData": to_base64url(data),
                    "signature": to_base64url(signature),
                },
            }
        )


def asking_passkeys(folder: Path, gremium: str = "regiegroep_ict") -> Path:
    """Lay out DOWR's profile as of a cooperation where one gremium signs with passkeys; return the folder."""
    folder.mkdir()
    (folder / "dowr.yaml").write_text((PROFILES / "dowr.yaml").read_text())
    return ask_passkeys(folder, gremium)


def ask_passkeys(folder: Path, gremium: str) -> Path:
    """Let a gremium of the profile in this folder sign with passkeys; return the folder."""
    path = folder / "dowr.yaml"
    code = rf"(?m)^  - code: {gremium}\b.*\n"
    asked, found = re.subn(code, lambda line: f"{line[0]}    ondertekening: passkey\n", path.read_text())
    assert found == 1
    path.write_text(asked)
    return folder


def register(office: Office, person: str, key: SoftKey, *, reason: str = "", confirmed: bool = True) -> int:
    """Let a holder show a passkey, and the secretary confirm it; return its number."""
    passkeys.show(office.workspace, "dowr", person, key.shown, key.place, reden=reason)
    pending = passkeys.own_keys(office.workspace, "dowr", person).pending
    assert pending is not None
    if confirmed:
        passkeys.confirm(office.workspace, "dowr", SECRETARY, pending.number)
    return pending.number


def place_in(office: Office, gate: str, zetel: str) -> GatePlace:
    found = office.state.gate(gate)
    assert found is not None
    at = [item.zetel for item in found.zetels].index(zetel)
    return GatePlace(profiel="dowr", gremium=found.gremium, dossier=office.dossier, gate=gate, place=at)


def signed(office: Office, place: GatePlace, person: str, answer: Ballot, key: SoftKey, **other: Any) -> Assertion:
    """Return this person's signature over this answer, as `SoftKey.asserted`."""
    state = office.state
    new = votes.make_event(state, place, person, answer)
    stated = passkeys.vote_statement(state, votes.find_gate(state, place), new)
    return read_assertion(key.asserted(challenge_of(stated), **other))


def give(office: Office, place: GatePlace, person: str, answer: Ballot, key: SoftKey, **other: Any) -> None:
    """Let this person answer, signed."""
    votes.record(office.workspace, place, person, answer, signed=signed(office, place, person, answer, key, **other))
