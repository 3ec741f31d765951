"""What cannot be meant, with its Dutch sentences; what cannot be is `profile.checks.fault_kinds`."""

from collections.abc import Mapping

from jaarcyclus.terms.finding_kind import FindingKind, refusing, warning

SENSE_KINDS: Mapping[str, FindingKind] = {
    "NAAM_ONLEESBAAR": refusing(
        "Deze naam kan niemand lezen: {reden}.", "leesbare woorden op één regel", "Schrijf de naam opnieuw."
    ),
    "PERSOON_IS_PROGRAMMA": refusing(
        "Onder '{waarde}' legt het programma zelf vast wat het doet.",
        "een andere sleutel",
        "Geef deze persoon een andere sleutel, ook waar ernaar wordt verwezen.",
    ),
    "CODE_TE_LANG": refusing(
        "De code '{waarde}' is met die van het profiel te lang voor de naam van een rol.",
        "samen hooguit {grens} tekens",
        "Kort een van beide codes in, ook waar ernaar wordt verwezen.",
    ),
    "SLEUTEL_ZONDER_DEELNEMERS": refusing(
        "De sleutel '{waarde}' verdeelt over niemand: de lijst van deelnemers is leeg.",
        "ten minste één gemeente",
        "Noem de deelnemers, of laat 'deelnemers' weg: dan doen alle gemeenten mee.",
    ),
    "PEILDATUM_OUD": warning(
        "De sleutel rekent met {waarde}, terwijl er al cijfers van {jaar} zijn.",
        "de laatste telling",
        "Kijk na of deze peildatum is bedoeld; zet er anders de nieuwe in, met de aantallen bij de gemeenten.",
    ),
    "BEHEERDER_HEEFT_ZETEL": refusing(
        "De beheerder '{waarde}' heeft een zetel, en beheert ook Airflow, waarin hij dan antwoordt.",
        "een beheerder zonder zetel",
        "Wijs een ander aan als beheerder, of geef de zetel aan een ander.",
    ),
    "ACCOUNTANT_DOET_MEE": refusing(
        "De accountant '{waarde}' heeft ook een ander deel aan de cyclus, en kan haar dan niet beoordelen.",
        "een accountant zonder zetel, inzending of ander ambt",
        "Voeg bij 'personen' een eigen functie voor de accountant toe, en noem die hier.",
    ),
    "GREMIUM_EEN_ZETEL": warning(
        "Gremium '{waarde}' beslist met één zetel: één persoon beslist dan alleen.",
        "meer dan één zetel",
        "Kijk na of er zetels ontbreken; is het zo bedoeld, dan hoeft u niets te doen.",
    ),
    "GREMIUM_TWEE_KEER": warning(
        "Gremium '{waarde}' antwoordt op deze route twee keer; de eerste keer in stap {eerste}.",
        "elk gremium één keer op een route",
        "Haal een van beide stappen weg; is het zo bedoeld, dan hoeft u niets te doen.",
    ),
    "PERSOON_TWEE_GREMIA": warning(
        "'{waarde}' antwoordt op deze route in {een} en in {ander}.",
        "in elk gremium iemand anders",
        "Kijk na of een van beide zetels een andere houder heeft; anders beslist deze persoon twee keer mee.",
    ),
    "SLEUTEL_VERDEELT_NIETS": refusing(
        "De sleutel '{waarde}' verdeelt in boekjaar {boekjaar} over niemand: wie meebetaalt, heeft samen 0 inwoners.",
        "deelnemers met inwoners",
        "Noem de deelnemers van de sleutel, of vul bij de gemeenten het aantal inwoners in.",
    ),
    "NIEMAND_DIENT_IN": refusing(
        "Er is geen perceel en geen overige inzending: niemand dient cijfers in, en geen ronde komt ooit klaar.",
        "ten minste één perceel of overige inzending",
        "Voeg onder 'percelen' of 'overige_inzendingen' toe wie cijfers indient.",
    ),
    "STEMMEN_ZONDER_GEWICHT": refusing(
        "De stemmen in '{waarde}' wegen naar inwoners, en alle zetels samen hebben er 0: geen besluit komt ooit door.",
        "ten minste één zetel van een gemeente met inwoners",
        "Vul bij de gemeenten het aantal inwoners in, of kies een andere regel.",
    ),
    "RONDE_ZONDER_INZENDINGEN": warning(
        "In de ronde '{waarde}' van {boekjaar} dient niemand cijfers in; die ronde komt nooit klaar.",
        "ten minste één perceel of overige inzending op 1 januari van dat boekjaar",
        "Kijk 'van' en 'tot' van de percelen na, of laat het product uit de kalender weg.",
    ),
    "PEILDATUM_LANG_GELEDEN": warning(
        "De sleutel rekent met {waarde}; voor boekjaar {jaar} is dat lang geleden.",
        "de laatste telling",
        "Kijk na of deze peildatum is bedoeld; zet er anders de nieuwe in, met de aantallen bij de gemeenten.",
    ),
    "PEILDATUM_ANDER_JAAR": warning(
        "De peildatum {waarde} ligt niet in het boekjaar T zelf; van dat jaar staan er dan geen cijfers.",
        "een dag als '30 april T'",
        "Verzet de peildatum naar een dag in het boekjaar.",
    ),
    "TEKST_ZONDER_WOORDEN": warning(
        "Deze tekst zegt de lezer niets: {reden}.", "leesbare woorden", "Schrijf de tekst opnieuw."
    ),
    "NAAM_DUBBEL": warning(
        "De naam '{waarde}' staat er twee keer; de andere staat op {andere}. Op papier zijn zij niet uit elkaar te "
        "houden.",
        "verschillende namen",
        "Geef een van beide een andere naam.",
    ),
    "BEHEERDER_IS_CONTROLLER": warning(
        "De beheerder is ook de controller: op de wachtwoorden die hij uitgeeft, ziet dan niemand anders toe.",
        "een ander dan de controller",
        "Wijs een ander aan als beheerder; kan dat niet, dan hoeft u niets te doen.",
    ),
    "CONTROLLER_MAAKT_CIJFERS": warning(
        "De controller '{waarde}' voert de cyclus uit, en levert hier zelf cijfers aan of fiatteert ze.",
        "een ander dan de controller",
        "Kies een andere persoon; kan dat niet, dan hoeft u niets te doen.",
    ),
    "PERSOON_IN_GESCHIL": warning(
        "'{waarde}' antwoordt op deze route in {een}, en ook in {ander}, waar een geschil daarover heen gaat.",
        "in elk gremium iemand anders",
        "Kijk na of een van beide zetels een andere houder heeft; anders beslist deze persoon over het eigen geschil.",
    ),
}
BEFORE_OPENING = frozenset({"SLEUTEL_VERDEELT_NIETS", "NIEMAND_DIENT_IN", "STEMMEN_ZONDER_GEWICHT"})
"""What opens no round any more: one that did open with it is stuck, and its record stays what it was."""
SINCE_RULES_2 = frozenset(
    {"NAAM_ONLEESBAAR", "PERSOON_IS_PROGRAMMA", "CODE_TE_LANG", "SLEUTEL_ZONDER_DEELNEMERS", "BEHEERDER_HEEFT_ZETEL"}
)
"""What refuses no profile that a round of rules 1 pinned: it was sound by the rules of then (ADR 0008)."""
