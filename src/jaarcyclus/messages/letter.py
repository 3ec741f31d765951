"""The words of one message: one subject that says what and by when, and the same text plain and as HTML. Pure.

An answer, a reason, an amount or what somebody typed stands in none, but the name of a file for who sent it: who is
told to look signs in, and reads it there.
"""

from dataclasses import dataclass

from jaarcyclus.messages.digest import Digest
from jaarcyclus.messages.links import MESSAGES
from jaarcyclus.printing.template import fill_template, fill_text
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.text import on_one_line

_MAX_SUBJECT = 120


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is written to one person; `subject` is one line."""

    subject: str
    plain: str
    html: str


def write_letter(digest: Digest, profile: Profile, address: str) -> Letter:
    """Return the words; `address` is where people reach the installation, without a path. `profile`: that of today."""
    values = {
        "functie": profile.name_person(digest.line.person),
        "gevraagd": [item for item in digest.items if item.deadline],
        "nieuws": [item for item in digest.items if not item.deadline],
        "adres": address,
        "contact": profile.name_person(profile.controller),
        "is_contact": digest.line.person == profile.controller,
        "beheerder": profile.name_person(profile.beheerder),
        "samenwerking": profile.naam,
        "oefening": any(item.exercise for item in digest.items),
        "wijzigen": MESSAGES,
    }
    subject = tell_subject(digest)
    return Letter(
        subject=subject,
        plain=fill_text("berichten/bericht.txt", **values),
        html=fill_template("berichten/bericht.html", onderwerp=subject, **values),
    )


def tell_subject(digest: Digest) -> str:
    """Return what it is about and by when: `Begroting 2027: uw antwoord, uiterlijk 10 april 2026`."""
    first, rest = digest.items[0], len(digest.items) - 1
    exercise = "OEFENING: " if any(item.exercise for item in digest.items) else ""
    more = f" (en nog {rest})" if rest else ""
    return f"{exercise}{on_one_line(f'{first.title}: {first.subject}')[:_MAX_SUBJECT]}{more}"
