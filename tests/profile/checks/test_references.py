"""Does everything that a profile names exist, once, and in time? One change by an office, beside what it hears."""

import pytest

from builders.profile import changed, findings
from builders.profile_case import Case, case, fault_of, faults


def _dubbelzinnig(code: str) -> str:
    return (
        f"In de code '{code}' staat 'besluit' los; dat woord scheidt in Airflow de samenwerking van het gremium, en "
        "met deze code zijn die namen op twee manieren te lezen."
    )


CASES = [
    case(
        "PRODUCT_ONBEKEND",
        (
            "    grondslag: convenant Proef\n",
            "    grondslag: convenant Proef\n    bladen:\n      - {blad: reserves, producten: [begrotting]}\n",
        ),
        op="{blad: reserves",
        message="Het product 'begrotting' kennen wij niet of het heeft geen route.",
    ),
    case(
        "VRAGEN_ZONDER_BLAD",
        (
            "    grondslag: convenant Proef\n",
            "    grondslag: convenant Proef\n    bladen: [{blad: certificering, producten: [begroting]}]\n",
        ),
        op="  - resultaat: Samen",
        message="Het blad 'certificering' en de 'vragen' horen bij elkaar: het ene staat er zonder het andere.",
    ),
    case(
        "GREMIUM_ONBEKEND",
        ("gremia: [directie]", "gremia: [directei]"),
        message="Het gremium 'directei' staat niet onder 'gremia'.",
    ),
    case(
        "GREMIUM_ONBEKEND",
        ("van: directie, naar: bestuur", "van: directie, naar: bestuurders"),
        message="Het gremium 'bestuurders' staat niet onder 'gremia'.",
    ),
    case(
        "GREMIUM_ONBEKEND",
        ("directie: 5 juni T-1", "directeuren: 5 juni T-1"),
        message="Het gremium 'directeuren' staat niet onder 'gremia'.",
    ),
    case(
        "PERSOON_ONBEKEND",
        ("houder: directeur_beekstad", "houder: directeur_beekdorp"),
        message="De persoon 'directeur_beekdorp' staat niet onder 'personen'.",
    ),
    case(
        "PERSOON_ONBEKEND",
        ("ambtelijk_secretaris: secretaris", "ambtelijk_secretaris: secretariaat"),
        message="De persoon 'secretariaat' staat niet onder 'personen'.",
    ),
    case(
        "PERSOON_ONBEKEND",
        ("indiener: secretaris, sleutel: verhouding", "indiener: secretaris, fiatteur: niemand, sleutel: verhouding"),
        message="De persoon 'niemand' staat niet onder 'personen'.",
    ),
    case(
        "PROFIELNAAM_ANDERS",
        ("profiel: proef\n", "profiel: proeve\n"),
        message="Het profiel heet 'proeve', maar het bestand proef.yaml.",
    ),
    case(
        "PUBLICATIE_ONVOLLEDIG",
        ("profiel: proef\n", "publicatie: {doel: sharepoint, site: 'https://x.example/sites/proef'}\nprofiel: proef\n"),
        message="Onder 'publicatie' staat doel: sharepoint, maar bibliotheek ontbreekt.",
    ),
    case(
        "INBOX_ONVOLLEDIG",
        (
            "profiel: proef\n",
            "inbox: {bron: sharepoint, site: 'https://x.example/sites/proef', bibliotheek: Documenten, map: /}\n"
            "profiel: proef\n",
        ),
        message="Onder 'inbox' staat bron: sharepoint, maar map ontbreekt.",
    ),
    case(
        "PERCEEL_ONBEKEND",
        ("perceel: ict", "perceel: telefonie"),
        message="Het perceel 'telefonie' staat niet onder 'percelen'.",
    ),
    case(
        "SLEUTEL_ONBEKEND",
        ("indiener: secretaris, sleutel: verhouding", "indiener: secretaris, sleutel: verdeling"),
        message="De verdeelsleutel 'verdeling' staat niet onder 'sleutels'.",
    ),
    case(
        "GEMEENTE_ONBEKEND",
        ("gastheer: GM0002", "gastheer: GM0003"),
        message="De gemeente 'GM0003' staat niet onder 'gemeenten'.",
    ),
    case(
        "GEMEENTE_ONBEKEND",
        ("{GM0001: 7, GM0002: 3}", "{GM0001: 7, GM0002: 3, GM0003: 1}"),
        message="De gemeente 'GM0003' staat niet onder 'gemeenten'.",
    ),
    case(
        "PRODUCT_ONBEKEND",
        ("product: begroting,", "product: jaarverslag,"),
        message="Het product 'jaarverslag' kennen wij niet of het heeft geen route.",
    ),
    case(
        "PRODUCT_ONBEKEND",
        ("routes:\n", "routes:\n  kwartaalbericht:\n    - {rol: vaststelling, gremia: [bestuur]}\n"),
        op="  kwartaalbericht:",
        message="Het product 'kwartaalbericht' kennen wij niet of het heeft geen route.",
    ),
    case(
        "PRODUCT_ONBEKEND",  # what must balance
        ("    koppen:", "    evenwicht: {producten: [jaarrekening]}\n    koppen:"),
        op="evenwicht:",
        message="Het product 'jaarrekening' kennen wij niet of het heeft geen route.",
    ),
    case(
        "PERCEEL_ONBEKEND",
        ("    koppen:", "    evenwicht: {producten: [begroting], percelen: [ict, griffie]}\n    koppen:"),
        op="evenwicht:",
        message="Het perceel 'griffie' staat niet onder 'percelen'.",
    ),
    case(
        "VERWIJZING_VERLOPEN",  # the perceel goes on without a manager
        ("functie: teammanager ICT}", "functie: teammanager ICT, tot: 2026-01-01}"),
        op="{code: ict, naam: ICT, gastheer",
        message="'manager_ict' geldt niet op 1 januari 2026, terwijl wat ernaar verwijst dan wel geldt.",
    ),
    case(
        "VERWIJZING_VERLOPEN",  # a seat without a holder in its first year
        ("functie: griffie}", "functie: griffie, van: 2021-01-01}"),
        op="houder: griffie}",
        message="'griffie' geldt niet op 1 januari 2020, terwijl wat ernaar verwijst dan wel geldt.",
    ),
    case(
        "VERWIJZING_VERLOPEN",  # a gemeente has left and the key still charges it
        ("  - code: GM0002\n", "  - code: GM0002\n    tot: 2027-01-01\n"),
        op="aantallen: {GM0001: 7, GM0002: 3}",
        message="'GM0002' geldt niet op 1 januari 2027, terwijl wat ernaar verwijst dan wel geldt.",
    ),
    case(
        "CODE_DUBBEL",
        ("{code: inkoop, naam: Inkoop,", "{code: ict, naam: Inkoop,"),
        message="De code 'ict' geldt twee keer op dezelfde dag; de andere staat op proef.yaml:33 percelen.0.",
    ),
    case(
        "CODE_DUBBEL",  # other submissions share the codes of the percelen: both name a workbook
        ("{code: algemeen,", "{code: inkoop,"),
        op="{code: inkoop, naam: Algemeen",
        message="De code 'inkoop' geldt twee keer op dezelfde dag; de andere staat op proef.yaml:34 percelen.1.",
    ),
    case(
        "CODE_DUBBEL",  # two periods of one key that share the year 2025
        (
            "  - {code: inwoners, naam: Inwoners, soort: inwoners, peildatum: 2025-01-01}\n",
            "  - {code: inwoners, naam: Oud, soort: inwoners, peildatum: 2025-01-01, tot: 2026-01-01}\n"
            "  - {code: inwoners, naam: Nieuw, soort: inwoners, peildatum: 2025-01-01, van: 2025-01-01}\n",
        ),
        op="{code: inwoners, naam: Nieuw",
        message="De code 'inwoners' geldt twee keer op dezelfde dag; de andere staat op proef.yaml:76 sleutels.0.",
    ),
    case(
        "CODE_DUBBEL",
        ("{rol: instemming, gremia: [directie]}", "{rol: instemming, gremia: [directie, directie]}"),
        message="De code 'directie' geldt twee keer op dezelfde dag; "
        "de andere staat op proef.yaml:66 routes.begroting.1.gremia.0.",
    ),
    case(
        "CODE_DUBBEL",  # which of two counts of one day divides the cost?
        (
            "inwoners: [{peildatum: 2025-01-01, aantal: 40000, bron: CBS}]",
            "inwoners: [{peildatum: 2025-01-01, aantal: 40000, bron: CBS},\n"
            "      {peildatum: 2025-01-01, aantal: 40100, bron: gemeente}]",
        ),
        op="{peildatum: 2025-01-01, aantal: 40100",
        message="De code '2025-01-01' geldt twee keer op dezelfde dag; "
        "de andere staat op proef.yaml:14 gemeenten.1.inwoners.0.",
    ),
    case(
        "CODE_DUBBEL",  # two goals of one name would be one choice in the workbook
        ("[{code: kosten, naam: kosten}]", "[{code: kosten, naam: kosten},\n      {code: geld, naam: kosten}]"),
        op="{code: geld, naam: kosten}",
        message="De code 'kosten' geldt twee keer op dezelfde dag; "
        "de andere staat op proef.yaml:97 verantwoording.0.doelen.0.",
    ),
    case(
        "VERANTWOORDING_NIET_EEN",  # it begins after the cooperation
        ("grondslag: convenant Proef\n", "grondslag: convenant Proef\n    van: 2021-01-01\n"),
        op="verantwoording:",
        message="Er geldt op 1 januari 2020 niet één blok 'verantwoording', maar 0.",
    ),
    case(
        "VERANTWOORDING_NIET_EEN",
        (
            "verantwoording:\n",
            "verantwoording:\n"
            "  - {resultaat: Nieuwe koers., grondslag: besluit, van: 2027-01-01,\n"
            "     koppen: [{code: dienst, naam: Dienst}], doelen: [{code: kansen, naam: kansen}]}\n",
        ),
        message="Er geldt op 1 januari 2027 niet één blok 'verantwoording', maar 2.",
    ),
    case(
        "PERIODE_OMGEKEERD",
        ("functie: loco-secretaris Aandorp}", "functie: loco-secretaris Aandorp, van: 2026-01-01, tot: 2025-01-01}"),
        message="Dit eindigt (2025-01-01) voordat het begint (2026-01-01) en geldt dus nooit.",
    ),
    case(
        "CODE_DUBBELZINNIG",  # its calendar would be the DAG of a gremium `kalender` of `proef`
        ("profiel: proef\n", "profiel: proef_besluit\n"),
        message=_dubbelzinnig("proef_besluit"),
    ),
    case(
        "CODE_DUBBELZINNIG",  # its gate would be in the DAG of a gremium `raad` of `proef_besluit`
        ("- code: raad\n", "- code: besluit_raad\n"),
        ("gremia: [raad]", "gremia: [besluit_raad]"),
        message=_dubbelzinnig("besluit_raad"),
    ),
    case(
        "CODE_DUBBELZINNIG",
        ("- code: raad\n", "- code: oud_besluit_raad\n"),
        ("gremia: [raad]", "gremia: [oud_besluit_raad]"),
        message=_dubbelzinnig("oud_besluit_raad"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_fault_and_its_line_are_named(case: Case) -> None:
    assert fault_of(case) in faults(case)


def test_a_likely_code_is_suggested() -> None:
    found = findings(changed(("gremia: [directie]", "gremia: [directei]")))

    assert found[0].verwacht == "misschien 'directie'"


def test_what_follows_with_the_same_code_is_no_fault() -> None:
    """A key, a host or a seat changes by ending one record and beginning the next."""
    text = changed(
        (
            "percentages: {GM0001: 62.5, GM0002: 37.5}}\n",
            "tot: 2026-01-01, percentages: {GM0001: 50, GM0002: 50}}\n"
            "  - {code: verhouding, naam: Nieuw, soort: vaste_percentages, van: 2026-01-01, "
            "percentages: {GM0001: 75, GM0002: 25}}\n",
        ),
    )

    assert findings(text) == ()


def test_a_word_that_holds_the_reserved_one_is_no_fault() -> None:
    text = changed(("- code: raad\n", "- code: besluitvormers\n"), ("gremia: [raad]", "gremia: [besluitvormers]"))

    assert findings(text) == ()
