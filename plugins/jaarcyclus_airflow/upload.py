"""What an upload may be before anybody opens it: not larger than a workbook, and one of everything.

A form may name a field twice; the library then takes the last and says nothing. Nothing that somebody sent is dropped
in silence here. Do not look at the content: that is the intake's.
"""

from fastapi import HTTPException, Request

from jaarcyclus.settings import Settings

FIELDS = ["bestand", "perceel"]
ONE_OF_EACH = (
    "Stuur één bestand voor één perceel, en verder niets; stuur elk werkboek apart. Van dit verzoek is niets ontvangen."
)


class BodyLimit:
    """Stops reading a body that is larger than any workbook may be, before it fills the disk."""

    MARGIN = 100_000  # what multipart adds around the file

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        """Count what comes in."""
        limit, reading = Settings.from_env().max_werkboek_bytes, 0

        async def counted():
            nonlocal reading
            message = await receive()
            reading += len(message.get("body", b""))
            if reading > limit + self.MARGIN:
                raise HTTPException(413, f"Het bestand is te groot; een werkboek is hooguit {limit // 10**6} MB.")
            return message

        await self.app(scope, counted, send)


async def require_one_of_each(request: Request) -> None:
    """Raise HTTPException when a field comes twice, or one that we do not know. One that lacks is found later."""
    form = await request.form()  # as it was read already
    names = [name for name, _ in form.multi_items()]
    if len(names) > len(set(names)) or not set(names) <= set(FIELDS):
        raise HTTPException(422, ONE_OF_EACH)
