"""By which way an account may be signed in now: with a password, or by a link that the beheerder keeps.

Asked at signing in and again at every request, so that who leaves a function is out on that day, and who had a password
before the office closed them is out too.
"""

from functools import cached_property

from jaarcyclus.dossier.links import in_force
from jaarcyclus.dossier.round import bezetting_id
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.installation.oidc import CONTROLLER, provider_of
from jaarcyclus.settings import Settings
from jaarcyclus.steps import airflow_names
from jaarcyclus.steps.workspace import open_workspace, profile_path

PAGE = "/jaarcyclus/aanmelden/"
CLOSED = "Met een wachtwoord kunt u zich voor dit account niet aanmelden; meld u aan bij {name}."
GONE = "Uw aanmelding geldt niet meer; meld u opnieuw aan. Lukt dat niet, vraag dan de beheerder van uw samenwerking."


class WaysIn:
    """What the office set, read once: another setting is for the next start. Raises InvalidSetting."""

    def __init__(self) -> None:
        self.provider = provider_of(Settings.from_env().oidc)
        self._linked: dict[str, tuple[tuple[str, str], frozenset[tuple[int, str]]]] = {}
        self._offices: dict[str, tuple[int, frozenset[str]]] = {}

    @cached_property
    def _workspace(self):
        return open_workspace()

    def takes_password(self, account: str) -> bool:
        """Return whether who has this account may sign in, or be signed in, with a password."""
        if self.provider is None or self.provider.passwords is None:
            return True
        profiel = airflow_names.profile_of_account(account)
        person = airflow_names.person_of(account, profiel)
        return account == airflow_names.TECHNICAL or (person is not None and person in self._with_password(profiel))

    def _with_password(self, profiel: str) -> frozenset[str]:
        try:
            changed = profile_path(self._workspace.settings, profiel).stat().st_mtime_ns
        except UnknownKey:
            return frozenset()
        if self._offices.get(profiel, (None,))[0] != changed:
            profile = self._workspace.profile(profiel)
            also = {profile.controller} if CONTROLLER in self.provider.passwords else set()
            self._offices[profiel] = (changed, frozenset({profile.beheerder} | also))
        return self._offices[profiel][1]

    def lets_in(self, account: str, link: object) -> bool:
        """Return whether this link, of the provider that is set now, still lets somebody in for this account."""
        profiel = airflow_names.profile_of_account(account)
        return self.provider is not None and (link, airflow_names.person_of(account, profiel)) in self._links(profiel)

    def _links(self, profiel: str) -> frozenset[tuple[int, str]]:
        """While the chain is an older copy, what was seen of it holds."""
        chain, day = bezetting_id(profiel), self._workspace.today().isoformat()
        try:
            key = (self._workspace.ledger.head(chain), day)
            if self._linked.get(profiel, (None,))[0] != key:
                found = in_force(self._workspace.ledger.events(chain), day)
                of_now = frozenset(
                    (link.number, tenure.functie)
                    for link, tenure in found
                    if (link.identity.issuer, link.identity.claim) == (self.provider.issuer, self.provider.claim)
                )
                self._linked[profiel] = (key, of_now)
        except Refused:
            pass
        return self._linked.get(profiel, (None, frozenset()))[1]
