"""The only door to Authlib: one sign-in at the office's identity provider, by code, with state, nonce and PKCE.

The library checks signature, issuer, audience, expiry and nonce. Of what it gives only the claims go on: no token of
the provider is kept, logged or sent anywhere.
"""

import logging
from collections.abc import Mapping
from typing import Any

from authlib.integrations.base_client.errors import MismatchingStateError
from authlib.integrations.starlette_client import OAuth, OAuthError

from jaarcyclus.errors import Refused
from jaarcyclus.installation.oidc import Provider
from jaarcyclus.installation.oidc_metadata import TIMEOUT_S, Metadata

log = logging.getLogger(__name__)
LEEWAY_S = 60  # chosen: two clocks that are kept by the network differ by less
EXPIRED = "Deze aanmelding is verlopen of al gebruikt; begin opnieuw."
BROKEN_OFF = "U hebt het aanmelden bij {name} afgebroken; begin opnieuw."
UNSOUND = (
    "Het aanmelden is niet gelukt: wat {name} antwoordde klopt niet. Begin opnieuw; lukt het weer niet, meld het dan "
    "aan de beheerder van uw samenwerking."
)


class OidcClient:
    """This installation as a client of one provider."""

    def __init__(self, provider: Provider, metadata: Metadata) -> None:
        self._provider, self._metadata = provider, metadata
        # What it tells of itself was fetched and held to our setting already: the library looks nothing up by itself.
        self._app = OAuth().register(
            "aanmelden",
            client_id=provider.client,
            client_secret=provider.secret,
            authorize_url=metadata.authorize,
            access_token_url=metadata.token,
            jwks_uri=metadata.keys,
            end_session_endpoint=metadata.logout,
            issuer=provider.issuer,
            id_token_signing_alg_values_supported=list(metadata.algorithms),
            client_kwargs={
                "scope": "openid profile email",
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": metadata.auth_method,
                "timeout": TIMEOUT_S,
            },
        )

    async def begin(self, request, back: str):
        """Return the answer that leads a browser to the provider, and from there to the address `back`."""
        return await self._app.authorize_redirect(request, back)

    async def finish(self, request) -> Mapping[str, Any]:
        """Return the claims of who comes back. Raises Refused with a Dutch sentence, whatever is wrong."""
        try:
            token = await self._app.authorize_access_token(
                request, claims_options=self._expected(), leeway=LEEWAY_S
            )  # fmt: skip
            claims = token["userinfo"]
            # The library also takes a token for somebody else that names us as who asked for it.
            if claims["aud"] not in (self._provider.client, [self._provider.client]):
                raise ValueError("audience")
        except MismatchingStateError:
            raise Refused("AANMELDING_VERLOPEN", EXPIRED) from None
        except Exception as fault:  # a stranger's answer: whatever we stumble over is the finding
            raise self._refusal(fault) from None
        return claims

    def _expected(self) -> dict[str, dict[str, Any]]:
        return {
            "iss": {"essential": True, "value": self._provider.issuer},
            "aud": {"essential": True, "value": self._provider.client},
        }

    def _refusal(self, fault: Exception) -> Refused:
        """The log gets the kind of fault and no word of the answer, which may hold a token."""
        name = self._provider.name
        if isinstance(fault, OAuthError) and fault.error == "access_denied":
            return Refused("AANMELDING_AFGEBROKEN", BROKEN_OFF.format(name=name))
        log.warning("a sign-in at the provider was refused: %s", type(fault).__name__)
        return Refused("AANMELDING_ONGELDIG", UNSOUND.format(name=name))

    async def logout_address(self, back: str) -> str | None:
        """Return where somebody signs out at the provider, None when it has no such page."""
        if not self._metadata.logout:
            return None
        made = await self._app.create_logout_url(post_logout_redirect_uri=back, client_id=self._provider.client)
        return made["url"]
