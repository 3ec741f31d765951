"""What `profile.checks.sense` finds, with its Dutch sentences; the other kinds are `profile.checks.fault_kinds`."""

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
}
SINCE_RULES_2 = frozenset(
    {"NAAM_ONLEESBAAR", "PERSOON_IS_PROGRAMMA", "CODE_TE_LANG", "SLEUTEL_ZONDER_DEELNEMERS", "BEHEERDER_HEEFT_ZETEL"}
)
"""What refuses no profile that a round of rules 1 pinned: it was sound by the rules of then (ADR 0008)."""
