"""One thing that one person is to be told, once, as a value: what messages are made of."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """`key` names it for ever: who was told it is not told again. `person` is a function of the profile.

    `title` is the product, `subject` what is asked or new in a few words (with the day by which),
    `told` one or two Dutch sentences without an answer of anybody, `link` a path of our pages.
    `deadline` (ISO) is of what is asked of this person; None for news. `at_once`: it cannot wait for the summary.
    """

    key: str
    person: str
    title: str
    subject: str
    told: str
    link: str
    action: str
    deadline: str | None = None
    at_once: bool = False
    exercise: bool = False
