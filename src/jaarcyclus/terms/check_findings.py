"""The findings of the checks that came with rules 5 and 6 (ADR 0028, 0029): what can be read, and is odd.

Part of the closed list in `terms.finding_kinds`.
"""

from collections.abc import Mapping

from jaarcyclus.terms.extra_sheet_findings import EXTRA_SHEET_FINDINGS
from jaarcyclus.terms.finding_kind import FindingKind, refusing, warning
from jaarcyclus.terms.iv3_controls import CONTROLS, WITHOUT_DATA
from jaarcyclus.terms.kader_findings import KADER_FINDINGS
from jaarcyclus.terms.plausible_findings import PLAUSIBLE_FINDINGS

CHECK_FINDINGS: Mapping[str, FindingKind] = {
    "COMBINATIE_NIET_TOEGESTAAN": refusing(
        "Iv3 kent deze combinatie niet: taakveld {taakveld} met categorie {categorie} bij de {kant}.",
        "een combinatie die Iv3 toestaat; de bevinding noemt welke dat zijn",
        "Kies een ander taakveld of een andere categorie; overleg zo nodig met de controller.",
    ),
    "RESERVE_TAAKVELD": refusing(
        "Een mutatie van reserves (categorie 7.1) hoort op taakveld 0.10; hier staat taakveld {taakveld}.",
        "taakveld 0.10, of een andere categorie",
        "Zet de regel op taakveld 0.10. Is het geen storting in of onttrekking aan een reserve, kies dan een andere "
        "categorie.",
    ),
    "RENTE_TAAKVELD": refusing(
        "Rente (categorie 5.1) hoort op taakveld 0.5; hier staat taakveld {taakveld}.",
        "taakveld 0.5, of categorie 7.4 voor rente die aan dit taakveld wordt toegerekend",
        "Zet de regel op taakveld 0.5, of kies categorie 7.4 als het toegerekende rente is.",
    ),
    "BEDRAGEN_IN_DUIZENDTALLEN": refusing(
        "De bedragen zijn samen ongeveer duizend keer zo {richting} als in {bron}: {nu} tegen {toen}.",
        "bedragen in euro's",
        "Vul elk bedrag in euro's in, niet in duizenden. Kloppen ze toch, dan klopt {bron} niet: vraag de "
        "controller die te laten verbeteren.",
    ),
    "TEKST_GEKOPIEERD": refusing(
        "Deze tekst is, op getallen na, dezelfde als die {waar}.",
        "een eigen tekst over dit onderdeel en deze periode",
        "Schrijf wat er in deze periode was. Valt er niets te zeggen, schrijf dan: Geen bijzonderheden.",
    ),
    "TEKST_LIJKT_OP": warning(
        "Deze tekst lijkt veel op die {waar}: '{andere}'. Dezelfde woorden: {woorden}.",
        "een tekst over deze periode",
        "Kijk na of de tekst nog klopt. Klopt hij, dan hoeft u niets te doen.",
    ),
    "BEDRAG_IN_TEKST_ONBEKEND": warning(
        "In deze tekst staat {bedrag}. Dat bedrag vinden wij niet in de cijfers van dit werkboek.",
        "een bedrag uit de cijfers, of de herkomst erbij",
        "Kijk na of het bedrag klopt. Klopt het, dan hoeft u niets te doen.",
    ),
    "AFWIJKING_NIET_TOEGELICHT": warning(
        "'{omschrijving}' wijkt {verschil} ({teken}) af van '{kolom}'. Het blad Toelichting noemt deze regel niet.",
        "een zin over deze regel bij een afwijking van {grens} of meer",
        "Noem de regel op het blad Toelichting en schrijf waardoor het bedrag anders is.",
    ),
    "CODE_MET_ANDERE_NAAM": warning(
        "Bij code {eigen} hoort '{naam}', maar hier staat '{gegeven}'. De code telt.",
        "een code met haar eigen naam, of alleen de code",
        "Kies de code opnieuw uit de lijst. Klopt de code, dan hoeft u niets te doen.",
    ),
    "TOELICHTING_NOEMT_ANDERE_REGELS": warning(
        "Het blad Toelichting noemt {genoemd}, maar de grootste afwijkingen zijn die van {grootste}.",
        "een uitleg van de grootste afwijkingen",
        "Schrijf ook waardoor deze regels anders zijn.",
    ),
    "VOORINGEVULD_OP_OUDE_STAND": warning(
        "Dit werkboek is vooringevuld op de stand van {stand}; intussen zijn de bekende cijfers andere.",
        "een werkboek dat op de stand van nu is vooringevuld",
        "Haal een nieuw werkboek op bij Inleveren of uit uw map en neem uw gegevens daarin over. Zijn er verder geen "
        "fouten gevonden, dan mag dit werkboek blijven.",
    ),
    "REGELSLEUTEL_DUBBEL": refusing(
        "De regel '{omschrijving}' heeft dezelfde verborgen sleutel als een andere: zij is als hele rij gekopieerd.",
        "iedere vooringevulde regel één keer",
        "Wis de kopie en typ de nieuwe regel in een lege rij; plak geen hele rijen. Lukt dat niet, begin dan met een "
        "nieuw werkboek.",
    ),
    "REGELSLEUTEL_ONBEKEND": warning(
        "De verborgen sleutel van '{omschrijving}' hoort niet bij dit werkboek; de regel is als nieuwe gelezen.",
        "een regel van dit werkboek, of een nieuwe regel zonder sleutel",
        "Kijk na of de regel erbij hoort. Klopt zij, dan hoeft u niets te doen.",
    ),
    "REGELSLEUTEL_KWIJT": warning(
        "Van {aantal} vooringevulde regels is de verborgen sleutel weg; wij herkenden ze aan codes en omschrijving.",
        "vooringevulde regels met hun sleutel",
        "U hoeft niets te doen. Plak een volgende keer alleen waarden, in de lichtgele cellen.",
    ),
    "VOORINGEVULDE_REGEL_ONTBREEKT": refusing(
        "De vooringevulde regel {regel} ontbreekt.",
        "iedere vooringevulde regel, zo nodig met bedrag 0",
        "Zet de regel terug, of begin met een nieuw werkboek. Hebt u de regel niet meer nodig, laat haar dan staan en "
        "vul bij het nieuwe jaar 0 in.",
    ),
    "VASTE_WAARDE_GEWIJZIGD": refusing(
        "Bij {wat} staat {nu}; bij de samenwerking staat {vast} vast. De waarde van de samenwerking telt.",
        "de vaste waarde, zoals het werkboek die had",
        "Zet de vaste waarde terug. Hoort er iets anders te staan, zet dat dan op een nieuwe regel of overleg met de "
        "controller.",
    ),
    "VORIGE_TEKST_GEWIJZIGD": warning(
        "In de kolom met de vorige tekst bij '{kop}' staat iets anders dan wij erin hebben gezet; die kolom leest "
        "niemand.",
        "de vorige tekst, ongewijzigd",
        "Staat daar iets dat u wilt zeggen, schrijf het dan in de kolom Toelichting.",
    ),
    "INCIDENTEEL_DERDE_JAAR": warning(
        "'{omschrijving}' is voor het derde jaar incidenteel; het stond ook zo in {bronnen}.",
        "structureel, of een uitleg waarom het nog steeds eenmalig is",
        "Kies 'structureel', of schrijf op het blad Toelichting wanneer het ophoudt.",
    ),
    "LONEN_PASSEN_NIET_BIJ_FORMATIE": warning(
        "De salarissen in '{kolom}' zijn {lonen} bij een formatie van {fte} fte.",
        "{onder} tot {boven} per fte",
        "Kijk na of beide over hetzelfde personeel gaan. Klopt het, schrijf dan op het blad Toelichting waarom.",
    ),
    "INDICATOR_ZONDER_REALISATIE": warning(
        "Bij {aantal} ontbreekt de realisatie: {namen}.",
        "bij elke indicator wat er is bereikt",
        "Vul de kolom Realisatie in. Is er niet gemeten, schrijf dan: niet gemeten.",
    ),
    **EXTRA_SHEET_FINDINGS,
    "AFWIJKING_ZONDER_TOELICHTING": refusing(
        "'{omschrijving}' wijkt {verschil} ({teken}) af van '{kolom}', en geen toelichting noemt deze regel.",
        "een zin over deze regel bij een afwijking van {grens} of meer",
        "Noem de regel op het blad Toelichting en schrijf waardoor het bedrag anders is.",
    ),
    "NIET_IN_EVENWICHT": refusing(
        "In '{kolom}' zijn de lasten {lasten} en de baten {baten}: een verschil van {verschil}.",
        "lasten en baten die hooguit {marge} verschillen",
        "Kijk na welke regel ontbreekt of aan de verkeerde kant staat. Hoeft dit niet te sluiten? Dat staat in het "
        "profiel: vraag de controller het daar te laten wijzigen.",
    ),
    "EERDER_JAAR_GESALDEERD": warning(
        "'{omschrijving}' gaat over een eerder jaar en is {wat}.",
        "lasten en baten van eerdere jaren op eigen regels, zonder min",
        "Zet wat u nabetaalt als last op een eigen regel, en wat u terugkrijgt als bate.",
    ),
    "OOK_IN_ANDER_PERCEEL": warning(
        "'{omschrijving}' staat ook in het werkboek van {perceel}, als '{andere}'.",
        "een contract, leverancier of post in één werkboek",
        "Spreek af wie dit opneemt. Is het iets anders, schrijf dan in de omschrijving waarvoor het is.",
    ),
    "IV3_PF004": warning(
        "Van categorie {categorie} is in de realisatie van alle percelen samen {lasten} last en {baten} bate.",
        "voor elke toegerekende rente een last en een bate (Iv3-controle PF004)",
        "Kijk na bij wie de rente nog als last of als bate hoort te staan.",
    ),
    "IV3_PF009": warning(
        "Categorie {categorie} is voor wat nog niet is verdeeld; in de realisatie mag daar niets meer op staan.",
        "een categorie die zegt aan wie of van wie het is (Iv3-controle PF009)",
        "Kies een van de categorieën 4.3.1 tot en met 4.3.8, 4.5.1 tot en met 4.6.8, of een andere die past.",
    ),
    **{
        f"IV3_{code}": warning(
            f"Iv3-controle {code} vindt een verschil. Het moet zo zijn: {CONTROLS[code].about}.",
            "cijfers die aan deze controle voldoen",
            "Leg het voor aan wie de Iv3-aangifte maakt.",
        )
        for code in WITHOUT_DATA
    },
    **KADER_FINDINGS,
    **PLAUSIBLE_FINDINGS,
}
