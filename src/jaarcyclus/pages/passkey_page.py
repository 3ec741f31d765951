"""The pages of passkeys: the own one, and those of others that wait for who may confirm them.

A page shows a fingerprint of the public key: two people compare it, and whoever keeps it can find it in an export and
in the annex. Do not show a name to anybody but the two who confirm, who must know whom they have before them.
"""

from dataclasses import dataclass

from jaarcyclus.dossier.passkeys import Passkey
from jaarcyclus.dossier.signing import fingerprint
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.passkey_options import registration_options
from jaarcyclus.pages.reader import PASSKEYS, Reader
from jaarcyclus.steps import passkeys
from jaarcyclus.steps.airflow_names import account_name
from jaarcyclus.steps.passkeys import OwnKeys
from jaarcyclus.steps.workspace import Workspace

_NOT_FOUND = "Deze passkey is er niet of niet meer, of u hebt er niets mee te doen."


@dataclass(frozen=True, kw_only=True)
class KeyLine:
    """One passkey; `function` and `name` are those of who showed it, empty on the own page."""

    number: int
    fingerprint: str
    function: str = ""
    name: str = ""

    @property
    def path(self) -> str:
        return f"{PASSKEYS}/{self.number}"


def require_reader(reader: Reader) -> None:
    """Raise UnknownKey for who has nothing to do with passkeys."""
    if not reader.signs:
        raise UnknownKey("Deze pagina bestaat niet, of zij is niet voor u.")


def show_keys(
    workspace: Workspace, reader: Reader, address: str, *, refusal: Refused | None = None, reason: str = ""
) -> str:
    """Return the page of all passkeys of this person; `refusal` is why the last act was not done."""
    require_reader(reader)
    own = passkeys.own_keys(workspace, reader.profiel, reader.person)
    options, obstacle = _options(workspace, reader, address, own)
    return fill_page(
        "sleutels.html",
        reader,
        current=PASSKEYS,
        pad=PASSKEYS,
        stemt=reader.seated,
        houder=own.tenure is not None,
        geldig=_line(own.in_force),
        wacht=_line(own.pending),
        opties=options,
        beletsel=obstacle,
        anderen=_waiting(workspace, reader),
        fout=refusal,
        reden=reason,
    )


def _options(workspace: Workspace, reader: Reader, address: str, own: OwnKeys) -> tuple[str, str]:
    """Return what the browser is told that makes a passkey, or why none can be made here."""
    try:
        place = passkeys.place_of(address)
    except Refused as refusal:
        return "", refusal.message
    known = tuple(key.content.sleutel for key in (own.in_force, own.pending) if key)
    options = registration_options(
        passkeys.registration_challenge(workspace, reader.profiel, reader.person),
        place,
        samenwerking=reader.samenwerking,
        account=account_name(reader.profiel, reader.person),
        function=reader.functie,
        known=known,
    )
    return options, ""


def find_key(workspace: Workspace, reader: Reader, number: int) -> KeyLine:
    """Return a passkey that is the reader's own, or that he may confirm. Raises UnknownKey, alike for every other."""
    require_reader(reader)
    own = passkeys.own_keys(workspace, reader.profiel, reader.person)
    lines = [line for line in (_line(own.in_force), _line(own.pending)) if line]
    found = next((line for line in (*lines, *_waiting(workspace, reader)) if line.number == number), None)
    if found is None:
        raise UnknownKey(_NOT_FOUND)
    return found


def show_act(reader: Reader, line: KeyLine, act: str, *, refusal: Refused | None = None, reason: str = "") -> str:
    """Return the page that says what confirming (`bevestig`) or withdrawing (`intrek`) a passkey does, and asks it."""
    return fill_page(
        f"sleutel_{act}.html", reader, current=PASSKEYS, terug=PASSKEYS, sleutel=line, fout=refusal, reden=reason
    )


def _waiting(workspace: Workspace, reader: Reader) -> tuple[KeyLine, ...]:
    profile = workspace.profile(reader.profiel)
    waiting = passkeys.waiting_keys(workspace, reader.profiel, reader.person)
    return tuple(
        KeyLine(
            number=item.key.number,
            fingerprint=fingerprint(item.key.content.publieke_sleutel),
            function=profile.name_person(item.tenure.functie),
            name=item.tenure.name,
        )
        for item in waiting
    )


def _line(key: Passkey | None) -> KeyLine | None:
    return KeyLine(number=key.number, fingerprint=fingerprint(key.content.publieke_sleutel)) if key else None
