"""Why a call did not do what was asked, each with the Dutch sentence that says who must do what.

The code is stable and may be kept; the sentence is for a person now. Numbers of sign-in errors:
learn.microsoft.com/entra/identity-platform/reference-error-codes.
"""

from collections.abc import Mapping
from enum import StrEnum

from jaarcyclus.terms.text import make_readable


class Reason(StrEnum):
    """The closed list. Its values are kept: they are never renamed."""

    SECRET_WRONG = "GEHEIM_ONJUIST"  # noqa: S105 (the names of faults with a secret, here and below)
    SECRET_EXPIRED = "GEHEIM_VERLOPEN"  # noqa: S105
    CERTIFICATE_UNKNOWN = "CERTIFICAAT_ONBEKEND"
    CLOCK_OFF = "KLOK_LOOPT_ANDERS"
    TENANT_UNKNOWN = "TENANT_ONBEKEND"
    APP_UNKNOWN = "APP_ONBEKEND"
    SIGN_IN_REFUSED = "AANMELDING_GEWEIGERD"
    TOKEN_REFUSED = "TOKEN_GEWEIGERD"  # noqa: S105
    TLS_UNTRUSTED = "VERBINDING_NIET_VERTROUWD"
    HOST_FOREIGN = "ADRES_NIET_TOEGESTAAN"
    RIGHT_MISSING = "RECHT_ONTBREEKT"
    SITE_UNKNOWN = "SITE_ONBEKEND"
    SITE_REFUSED = "SITE_GEWEIGERD"
    SITE_LOCKED = "SITE_VERGRENDELD"
    LIBRARY_UNKNOWN = "BIBLIOTHEEK_ONBEKEND"
    FOLDER_IS_FILE = "MAP_IS_BESTAND"
    FOLDER_MOVED = "MAP_VERPLAATST"
    NAME_FORBIDDEN = "NAAM_VERBODEN"
    NAME_CHANGED = "NAAM_VERANDERD"
    NAME_TAKEN = "NAAM_BEZET"
    EDITED = "BEWERKT"
    NAME_HELD = "NAAM_VASTGEHOUDEN"
    REPLACED = "BESTAND_VERVANGEN"
    CHANGED = "ONDERTUSSEN_GEWIJZIGD"
    RESTLESS = "VERANDERT_STEEDS"
    SETTLING = "NOG_BEZIG"
    GONE = "VERDWENEN"
    RETURNED = "STAAT_ER_WEER"
    SESSION_GONE = "UPLOAD_VERVALLEN"
    UPLOAD_FAILS = "UPLOAD_LUKT_NIET"
    LOCKED = "VERGRENDELD"
    CHECKED_OUT = "UITGECHECKT"
    CHECKIN_REFUSED = "INCHECKEN_GEWEIGERD"
    APPROVAL_NEEDED = "GOEDKEURING_NODIG"
    COLUMNS_MISSING = "KOLOMMEN_ONTBREKEN"
    COLUMN_DIFFERS = "KOLOM_WIJKT_AF"
    COLUMN_RENAMED = "KOLOM_HEET_ANDERS"
    QUOTA = "RUIMTE_OP"
    TOO_LARGE = "TE_GROOT"
    MALWARE = "VIRUS_GEVONDEN"
    THROTTLED = "TE_DRUK"
    BUSY = "NIET_BESCHIKBAAR"
    UNREACHABLE = "NIET_BEREIKBAAR"
    UNAVAILABLE = "STORING"
    ODD_ANSWER = "ONVERWACHT_ANTWOORD"
    MISUSED = "VERZOEK_ONJUIST"


WORDS = ("app", "tenant", "app_place", "tenant_place", "secret_place")
"""Who asked, and where a person finds what was typed of that."""

_SENTENCES: Mapping[Reason, str] = {
    Reason.SECRET_WRONG: "Het clientgeheim van app {app} klopt niet. Het komt uit {secret_place}. Laat de beheerder "
    "van Entra ID een nieuw geheim maken en zet de waarde daarvan, niet de id, op die plaats.",
    Reason.SECRET_EXPIRED: "Het clientgeheim van app {app} is verlopen. Het komt uit {secret_place}. Laat de beheerder "
    "van Entra ID een nieuw geheim maken en zet dat op die plaats.",
    Reason.CERTIFICATE_UNKNOWN: "Microsoft kent het certificaat van app {app} niet. Het komt uit {secret_place}. "
    "Laat de beheerder van Entra ID dat certificaat, zonder de sleutel, bij de app zetten.",
    Reason.CLOCK_OFF: "De klok van deze machine loopt anders dan die van Microsoft. Laat de beheerder van de machine "
    "de klok gelijkzetten (NTP).",
    Reason.TENANT_UNKNOWN: "Microsoft kent de tenant {tenant} niet. Controleer {tenant_place}.",
    Reason.APP_UNKNOWN: "App {app} bestaat niet in tenant {tenant}, of staat uit. Controleer {app_place} en "
    "{tenant_place}, of laat de beheerder van Entra ID de app toelaten.",
    Reason.SIGN_IN_REFUSED: "Microsoft weigert de aanmelding van app {app} ({code}). Geef deze code aan de beheerder "
    "van Entra ID.",
    Reason.TOKEN_REFUSED: "SharePoint weigert de aanmelding van app {app} bij {about}. Laat de beheerder van Entra ID "
    "de app en haar toestemming (Sites.Selected) nakijken.",
    Reason.TLS_UNTRUSTED: "Het certificaat van {about} is niet te vertrouwen. Laat de beheerder nagaan of de "
    "verbinding wordt onderschept; zet het certificaat van uw eigen netwerk in JAARCYCLUS_GRAPH_CA.",
    Reason.HOST_FOREIGN: "SharePoint verwijst voor {about} naar {code}, en dat adres is niet toegestaan. Laat de "
    "beheerder het nakijken; hoort het bij uw tenant, zet het dan in JAARCYCLUS_GRAPH_HOSTS.",
    Reason.RIGHT_MISSING: "App {app} mag niet bij {about}. Laat de beheerder van SharePoint de app schrijfrecht geven "
    "op de site (Sites.Selected, rol write). Heeft zij dat, dan staat de site op alleen-lezen, of houdt een label of "
    "beleid dit tegen; laat dat nagaan.",
    Reason.SITE_UNKNOWN: "{about} bestaat niet in deze tenant. Controleer het adres van de site in het profiel.",
    Reason.SITE_REFUSED: "App {app} mag niet bij {about}: het adres in het profiel is niet goed, of de app heeft op "
    "deze site geen recht. SharePoint zegt niet welk van beide. Laat de beheerder eerst het adres in het profiel "
    "vergelijken met dat in de browser. Is het goed, laat dan de beheerder van SharePoint de app schrijfrecht geven op "
    "deze site (Sites.Selected, rol write). Heeft zij dat, dan houdt een beleid dit tegen; laat dat nagaan.",
    Reason.SITE_LOCKED: "{about} is vergrendeld of gearchiveerd. Laat de beheerder van SharePoint haar weer openen.",
    Reason.LIBRARY_UNKNOWN: "{about} bestaat niet op de site; daar zijn: {code}. Zet de juiste naam in het profiel, of "
    "laat de eigenaar van de site haar maken.",
    Reason.FOLDER_IS_FILE: "Op de plaats van {about} staat een bestand. Laat de eigenaar van de site dat bestand een "
    "andere naam geven.",
    Reason.FOLDER_MOVED: "{about} heet nu anders of staat ergens anders ({code}). Laat de eigenaar van de site haar "
    "naam en plaats teruggeven; Jaarcyclus wacht daarop.",
    Reason.NAME_FORBIDDEN: "SharePoint staat de naam van {about} niet toe ({code}). Kies een andere naam.",
    Reason.NAME_CHANGED: "SharePoint heeft {about} een andere naam gegeven: {code}. Laat de controller de twee namen "
    "vergelijken.",
    Reason.NAME_TAKEN: "Er staat al iets met de naam van {about}. Laat de controller nagaan van wie dat is, "
    "en het een andere naam laten geven; Jaarcyclus gaat daarna zelf verder.",
    Reason.EDITED: "{about} is door iemand anders gewijzigd of verplaatst, en Jaarcyclus schrijft daar niet overheen. "
    "Laat de controller nagaan wat er anders is, zo nodig een kopie bewaren, en het bestand dan weghalen; Jaarcyclus "
    "gaat daarna zelf verder.",
    Reason.NAME_HELD: "De naam van {about} wordt vastgehouden: door een eerdere upload, doordat het bestand open is in "
    "Office, of doordat iemand een bestand met die naam nog niet heeft ingecheckt. Jaarcyclus probeert het later "
    "opnieuw; sluit het bestand of check het in als het van u is.",
    Reason.REPLACED: "SharePoint heeft {about} van iemand anders vervangen, al vroeg Jaarcyclus dat niet te doen. Zet "
    "de vorige versie terug uit de versiegeschiedenis, onder een andere naam.",
    Reason.CHANGED: "Iemand heeft {about} ondertussen gewijzigd. Jaarcyclus kijkt opnieuw voor het verdergaat; u "
    "hoeft niets te doen.",
    Reason.RESTLESS: "{about} verandert steeds. Jaarcyclus haalt het op zodra het een minuut hetzelfde blijft; sluit "
    "het als het bij u open is, of laat de eigenaar van de site nagaan welk programma erin schrijft.",
    Reason.SETTLING: "SharePoint is nog bezig met {about}. Jaarcyclus probeert het opnieuw; u hoeft niets te doen.",
    Reason.GONE: "{about} is er niet (meer), of app {app} mag het niet zien. Laat de eigenaar van de site nagaan wat "
    "ermee is gebeurd.",
    Reason.RETURNED: "{about} is weggehaald en staat er weer. Laat de controller nagaan wie het heeft teruggezet, en "
    "het dan zelf weghalen; Jaarcyclus doet dat niet een tweede keer.",
    Reason.SESSION_GONE: "De upload van {about} is vervallen. Jaarcyclus kijkt wat er staat en begint zo nodig "
    "opnieuw; u hoeft niets te doen.",
    Reason.UPLOAD_FAILS: "SharePoint is de upload van {about} al meer dan {code} keer kwijtgeraakt. Laat de beheerder "
    "van SharePoint de bibliotheek nakijken; Jaarcyclus probeert het bij de volgende ronde van de kalender opnieuw.",
    Reason.LOCKED: "{about} is vergrendeld, omdat iemand het open heeft. Jaarcyclus probeert het later opnieuw; sluit "
    "het bestand als het bij u open is.",
    Reason.CHECKED_OUT: "{about} is uitgecheckt door iemand anders ({code}). Vraag diegene het in te checken, of het "
    "uitchecken ongedaan te maken als er niets aan veranderde.",
    Reason.CHECKIN_REFUSED: "{about} is niet in te checken ({code}). Laat de eigenaar van de site nagaan of de "
    "bibliotheek verplichte kolommen heeft die Jaarcyclus niet vult, en maak die niet verplicht.",
    Reason.APPROVAL_NEEDED: "{about} staat klaar, maar is voor lezers nog een concept. Laat de eigenaar van de site "
    "het goedkeuren of publiceren, of de goedkeuring in deze bibliotheek uitzetten.",
    Reason.COLUMNS_MISSING: "In {about} ontbreken de kolommen {code}, en app {app} mag ze niet maken. Laat de "
    "eigenaar van de site ze maken: een regel tekst, met precies deze namen.",
    Reason.COLUMN_DIFFERS: "De kolom {code} van {about} bewaart niet wat Jaarcyclus erin zet. Laat de eigenaar van de "
    "site er een kolom met een regel tekst van maken, zonder eisen, bij elk inhoudstype.",
    Reason.COLUMN_RENAMED: "SharePoint noemt een kolom van {about} {code}, want zij heette eerder ook zo. Laat de "
    "eigenaar van de site die kolom weghalen, en ook de oude uit de prullenbak van de site.",
    Reason.QUOTA: "Er is geen ruimte meer voor {about}. Laat de beheerder van SharePoint ruimte vrijmaken.",
    Reason.TOO_LARGE: "{about} is te groot (meer dan {code} bytes). Vraag de inzender om een kleiner bestand.",
    Reason.MALWARE: "SharePoint heeft een virus gevonden in {about}. Open het niet en geef het door aan de beheerder.",
    Reason.THROTTLED: "SharePoint vraagt te wachten. Jaarcyclus gaat vanzelf verder; u hoeft niets te doen.",
    Reason.BUSY: "SharePoint is even niet beschikbaar. Jaarcyclus gaat vanzelf verder; u hoeft niets te doen.",
    Reason.UNREACHABLE: "SharePoint is niet te bereiken voor {about}. Jaarcyclus probeert het opnieuw; blijft dit zo, "
    "laat de beheerder dan het netwerk nakijken.",
    Reason.UNAVAILABLE: "SharePoint meldt een storing bij {about}. Jaarcyclus kijkt eerst wat er staat en gaat dan "
    "verder; u hoeft niets te doen.",
    Reason.ODD_ANSWER: "SharePoint gaf bij {about} een antwoord dat niet past ({code}). Jaarcyclus probeert het "
    "opnieuw; blijft dit zo, geef het dan door aan de beheerder.",
    Reason.MISUSED: "SharePoint begrijpt het verzoek over {about} niet ({code}). Geef dit door aan wie Jaarcyclus "
    "onderhoudt.",
}

_MANY = 20  # chosen: some hours, for the wait grows to a quarter of one

_SIGN_IN: Mapping[int, Reason] = {
    7000215: Reason.SECRET_WRONG,
    7000222: Reason.SECRET_EXPIRED,
    700027: Reason.CERTIFICATE_UNKNOWN,
    700024: Reason.CLOCK_OFF,
    90002: Reason.TENANT_UNKNOWN,
    900023: Reason.TENANT_UNKNOWN,  # no GUID and no domain
    700016: Reason.APP_UNKNOWN,
    7000229: Reason.APP_UNKNOWN,  # registered, and never admitted in this tenant
    7000112: Reason.APP_UNKNOWN,  # switched off
}


def tell(reason: Reason, *, about: str, code: str = "", **words: str) -> str:
    """Return the Dutch sentence. `about` is a noun phrase ("het bestand x"); what strangers wrote is made harmless.

    `words` are those of `WORDS`, each nothing where it is not given.
    """
    known = {**dict.fromkeys(WORDS, ""), **words, "about": about, "code": code or "zonder code"}
    sentence = _SENTENCES[reason].format(**{name: make_readable(word) for name, word in known.items()})
    return sentence[:1].upper() + sentence[1:]


def tell_repeats(times: int) -> str:
    """Return, after what is waited for, that it does not pass by itself; nothing while that may still be."""
    if times < _MANY:
        return ""
    return f" Dit is nu {times} keer achter elkaar zo; laat de beheerder van SharePoint nagaan waarom."


def of_sign_in(number: int | None) -> Reason:
    """Return what an AADSTS number means; what is not in the list is for who administers the tenant."""
    return _SIGN_IN.get(number or 0, Reason.SIGN_IN_REFUSED)
