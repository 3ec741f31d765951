"""What Jaarcyclus adds to Airflow's API server: the door for votes, and the small API behind sign-in.

The only file here that Airflow executes as a plugin (see `.airflowignore`). Every process of Airflow loads
it, so it imports the heavy part only where requests are served.
"""

from airflow.plugins_manager import AirflowPlugin


def make_door(app):
    """Return the door for votes around `app`. The API server builds its stack as it starts."""
    from jaarcyclus_airflow.inner import INNER
    from jaarcyclus_airflow.vote_door import VoteDoor

    API.load()
    INNER.app = VoteDoor(app)
    return INNER


def make_ready(app):
    """Return what lets the server listen once all is read around `app`."""
    from jaarcyclus_airflow.ready import Ready

    return Ready(app)


def make_turn(app):
    """Return what lets changes take turns around `app`."""
    from jaarcyclus_airflow.turns import Turns

    return Turns(app)


def make_page(app):
    """Return what makes Airflow's page show our sentences around `app`."""
    from jaarcyclus_airflow.screen import Screen

    return Screen(app)


def make_answers(app):
    """Return what shows in Airflow's answers what somebody may see around `app`."""
    from jaarcyclus_airflow.answers import Answers

    return Answers(app)


def make_sign_in_page(app):
    """Return what leads to the button of the office's identity provider around `app`."""
    from jaarcyclus_airflow.sign_in_page import SignInPage
    from jaarcyclus_airflow.ways_in import WaysIn

    SIGN_IN.load()
    return SignInPage(app, WaysIn())


def make_landing(app):
    """Return what leads who signs in to our own pages around `app`."""
    from jaarcyclus_airflow.landing import Landing

    return Landing(app)


def make_limit(app):
    """Return what limits how often a password may be tried around `app`."""
    from jaarcyclus_airflow.sign_in_limit import SignInLimit

    return SignInLimit(app)


def make_wall(app):
    """Return what closes Airflow's own routes for accounts around `app`."""
    from jaarcyclus_airflow.accounts_wall import AccountsWall

    return AccountsWall(app)


def make_password_wall(app):
    """Return what lets nobody work with a password that somebody else issued around `app`."""
    from jaarcyclus_airflow.password_wall import PasswordWall

    return PasswordWall(app)


def make_border(app):
    """Return what stands in front of everything around `app`."""
    from jaarcyclus.settings import Settings
    from jaarcyclus_airflow.border import Border

    return Border(app, Settings.from_env())


def make_untold(app):
    """Return what keeps the code of a sign-in out of the log around `app`."""
    from jaarcyclus_airflow.sign_in_page import Untold

    return Untold(app)


def make_act_log(app):
    """Return what writes a line per act of a person around `app`."""
    from jaarcyclus_airflow.act_log import ActLog

    return ActLog(app)


class Api:
    """Our pages and the small API: imported as the API server starts, else its first request holds up all others."""

    def __init__(self) -> None:
        self.app = None

    def load(self) -> None:
        """Import the routes. The scheduler and the DAG processor never do."""
        from jaarcyclus_airflow.pages import app

        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        """Serve one request."""
        await self.app(scope, receive, send)


class SignIn(Api):
    """The pages of signing in at the office's identity provider; where none is set, there are none."""

    def load(self) -> None:
        """Import the pages, and with them the library behind them, where they are asked for."""
        from starlette.responses import RedirectResponse

        from jaarcyclus_airflow.ways_in import WaysIn

        self.app, ways = RedirectResponse("/auth/login/", status_code=303), WaysIn()
        if ways.provider is not None:
            from jaarcyclus_airflow.oidc_pages import OidcPages

            self.app = OidcPages(ways).app


API = Api()
SIGN_IN = SignIn()


class JaarcyclusPlugin(AirflowPlugin):
    """Registers what stands in front, and the API."""

    name = "jaarcyclus"
    # The last one stands in front: a vote that is refused takes nobody's turn.
    fastapi_root_middlewares = (
        {"name": "gereed", "middleware": make_ready, "args": [], "kwargs": {}},
        {"name": "antwoorden", "middleware": make_answers, "args": [], "kwargs": {}},
        {"name": "scherm", "middleware": make_page, "args": [], "kwargs": {}},
        {"name": "beurt", "middleware": make_turn, "args": [], "kwargs": {}},
        {"name": "stemdeur", "middleware": make_door, "args": [], "kwargs": {}},
        {"name": "thuis", "middleware": make_landing, "args": [], "kwargs": {}},
        {"name": "wachtwoord", "middleware": make_password_wall, "args": [], "kwargs": {}},
        {"name": "knop", "middleware": make_sign_in_page, "args": [], "kwargs": {}},
        {"name": "aanmelden", "middleware": make_limit, "args": [], "kwargs": {}},
        {"name": "accounts", "middleware": make_wall, "args": [], "kwargs": {}},
        {"name": "grens", "middleware": make_border, "args": [], "kwargs": {}},
        {"name": "verzwegen", "middleware": make_untold, "args": [], "kwargs": {}},
        {"name": "handelingen", "middleware": make_act_log, "args": [], "kwargs": {}},
    )
    # A link for who has the right to see plugins; everybody else lands on our pages.
    external_views = ({"name": "Jaarcyclus", "href": "/jaarcyclus/", "destination": "nav", "nav_top_level": True},)
    # The first one that fits serves: whoever signs in is nobody yet, and the small API asks who it is.
    fastapi_apps = (
        {"name": "aanmelden", "app": SIGN_IN, "url_prefix": "/jaarcyclus/aanmelden"},
        {"name": "jaarcyclus", "app": API, "url_prefix": "/jaarcyclus"},
    )
