"""How people sign in: by name and password, and nobody makes an account for himself.

Read by the FAB auth manager as its configuration, not imported. Do not add a default account here.
"""

from flask_appbuilder.const import AUTH_DB

AUTH_TYPE = AUTH_DB
AUTH_USER_REGISTRATION = False
WTF_CSRF_ENABLED = True
APP_NAME = "Jaarcyclus"
# Only Dutch: with a second language the sign-in page would follow the browser.
BABEL_DEFAULT_LOCALE = "nl"
LANGUAGES = {"nl": {"flag": "nl", "name": "Nederlands"}}
