"""Writes a profile as the office does: a small cooperation as text, and the same with one thing changed."""

from collections.abc import Sequence
from pathlib import Path

from jaarcyclus.profile.checks.fault import ProfileFault
from jaarcyclus.profile.checks.soundness import check_profile
from jaarcyclus.profile.records import Profile, profile_from_source
from jaarcyclus.profile.source import parse_source

PROFIELEN = Path(__file__).resolve().parents[2] / "profiles"

# Two gemeenten, two percelen that pass a regiegroep, one other submission; directie agrees, bestuur adopts.
TEXT = """\
profiel: proef
naam: Proef
voluit: Samenwerking op proef
vormen:
  - {vorm: convenant, grondslag: convenant Proef, van: 2020-01-01}
gemeenten:
  - code: GM0001
    naam: Aandorp
    inwoners: [{peildatum: 2025-01-01, aantal: 60000, bron: CBS}]
    documenten:
      - {product: begroting, naam: programmabegroting, datum: 15 juli T-1}
  - code: GM0002
    naam: Beekstad
    inwoners: [{peildatum: 2025-01-01, aantal: 40000, bron: CBS}]
personen:
  - {sleutel: manager_ict, functie: teammanager ICT}
  - {sleutel: manager_inkoop, functie: teammanager inkoop}
  - {sleutel: klant_aandorp, functie: vertegenwoordiger Aandorp}
  - {sleutel: klant_beekstad, functie: vertegenwoordiger Beekstad}
  - {sleutel: directeur_aandorp, functie: directeur Aandorp}
  - {sleutel: directeur_beekstad, functie: directeur Beekstad}
  - {sleutel: secretaris_aandorp, functie: gemeentesecretaris Aandorp, gemeente: GM0001}
  - {sleutel: loco_aandorp, functie: loco-secretaris Aandorp}
  - {sleutel: secretaris_beekstad, functie: gemeentesecretaris Beekstad}
  - {sleutel: griffie, functie: griffie}
  - {sleutel: controller, functie: controller}
  - {sleutel: secretaris, functie: ambtelijk secretaris}
  - {sleutel: beheerder, functie: applicatiebeheerder}
controller: controller
ambtelijk_secretaris: secretaris
beheerder: !gekozen beheerder
percelen:
  - {code: ict, naam: ICT, gastheer: GM0001, regiegroep: regiegroep, manager: manager_ict, sleutel: werkplekken}
  - {code: inkoop, naam: Inkoop, gastheer: GM0002, regiegroep: regiegroep, manager: manager_inkoop, sleutel: inwoners}
overige_inzendingen:
  - {code: algemeen, naam: Algemeen, indiener: secretaris, sleutel: verhouding}
gremia:
  - code: regiegroep
    naam: Regiegroep
    soort: regiegroep
    zetels:
      - {code: klant_a, naam: Aandorp, houder: klant_aandorp, gemeente: GM0001}
      - {code: klant_b, naam: Beekstad, houder: klant_beekstad, gemeente: GM0002}
      - {code: team_ict, naam: Teammanager ICT, houder: manager_ict, perceel: ict}
  - code: directie
    naam: Directie
    soort: directie
    zetels:
      - {code: dir_a, naam: Aandorp, houder: directeur_aandorp}
      - {code: dir_b, naam: Beekstad, houder: directeur_beekstad}
  - code: bestuur
    naam: Bestuur
    soort: bestuur
    regel: meerderheid_voorzitter
    voorzitter: best_a
    zetels:
      - {code: best_a, naam: Aandorp, houder: secretaris_aandorp, plaatsvervanger: loco_aandorp, gemeente: GM0001}
      - {code: best_b, naam: Beekstad, houder: secretaris_beekstad, gemeente: GM0002}
  - code: raad
    naam: Raad
    soort: raad
    zetels: [{code: griffie, naam: Griffie, houder: griffie}]
routes:
  begroting:
    - {rol: afstemming, gremia: [regiegroep], bereik: eigen_percelen}
    - {rol: instemming, gremia: [directie]}
    - {rol: vaststelling, gremia: [bestuur]}
    - {rol: info, gremia: [raad]}
ladder:
  treden:
    - {van: regiegroep, naar: directie, na_werkdagen: 3}
    - {van: directie, naar: bestuur, na_werkdagen: 3}
  top: bestuur
  toelichting_top: het dossier wordt aangehouden
sleutels:
  - {code: inwoners, naam: Inwoners, soort: inwoners, peildatum: 2025-01-01}
  - code: werkplekken
    naam: Werkplekken
    soort: volumes
    eenheid: werkplek
    bron: telling
    aantallen: {GM0001: 7, GM0002: 3}
  - {code: verhouding, naam: Afgesproken, soort: vaste_percentages, percentages: {GM0001: 62.5, GM0002: 37.5}}
kalender:
  herinnering_werkdagen: !gekozen 3
  producten: !gekozen
    begroting:
      opent: 1 april T-1
      indienen: 8 mei T-1
      gremia: {regiegroep: 22 mei T-1,
               directie: 5 juni T-1,
               bestuur: 19 juni T-1}
      publicatie: 26 juni T-1
verantwoording:
  - resultaat: Samen is het goedkoper.
    koppen: [{code: dienst, naam: Dienst}]
    doelen: [{code: kosten, naam: kosten}]
    grondslag: convenant Proef
"""

Change = tuple[str, str]


def changed(*changes: Change, text: str = TEXT) -> str:
    """Return the text with each `(old, new)` applied; `old` must stand in it once."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the profile"
        text = text.replace(old, new)
    return text


def profile_from(text: str) -> Profile:
    """Return the profile as if it were read from proef.yaml."""
    return profile_from_source(parse_source(text, "proef.yaml"))


def findings(text: str) -> Sequence[ProfileFault]:
    """Return what the check finds in the text."""
    return check_profile(profile_from(text))


def line_of(text: str, fragment: str) -> int:
    """Return the number of the line on which `fragment` begins, as an editor counts."""
    assert text.count(fragment) == 1, f"{fragment!r} stands {text.count(fragment)} times in the profile"
    return text[: text.index(fragment)].count("\n") + 1
