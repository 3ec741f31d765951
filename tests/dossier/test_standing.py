"""Where a dossier stands is told in one set of words, from the opened round to publication."""

from builders.dossier import dien_in, doorloop_route, maak_versie, open_gates, open_ronde, publiceer, published
from jaarcyclus.dossier.route import walk
from jaarcyclus.dossier.standing import name_stand
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts
from jaarcyclus.steps.overview import describe, export_dossier


def test_each_stage_of_a_begroting_has_its_own_words(tmp_path):
    kantoor = open_ronde(tmp_path)
    told = []

    def look() -> None:
        told.append(name_stand(kantoor.staat, kantoor.werkplaats.profile_of(kantoor.staat)))

    look()
    dien_in(kantoor)
    look()
    maak_versie(kantoor)
    open_gates(kantoor)
    look()
    doorloop_route(kantoor)
    look()
    publiceer(kantoor)
    look()

    assert told == [
        "inzendingen gevraagd",
        "versie wordt gemaakt of wacht op herstel",
        "versie 1 op de besluitroute",
        "vastgesteld, nog niet gepubliceerd",
        "gepubliceerd",
    ]


def test_a_published_jaarverslag_waits_until_each_college_has_it(tmp_path):
    """Art. 8.1: it is not complete before."""
    kantoor = published(tmp_path, "jaarverslag")
    profile = kantoor.werkplaats.profile_of(kantoor.staat)
    waiting = name_stand(kantoor.staat, profile)

    for college in walk(kantoor.staat, profile).waits_for_receipt:
        holder = profile.gremium(college).zetels[0].houder
        acts.confirm_receipt(kantoor.werkplaats, kantoor.dossier, holder, gremium=college)

    assert (waiting, name_stand(kantoor.staat, profile)) == ("gepubliceerd, wacht op ontvangst", "gepubliceerd")


def test_the_overview_and_the_verifier_say_the_same(tmp_path):
    kantoor = open_ronde(tmp_path)
    report = verify_zip(export_dossier(kantoor.werkplaats, kantoor.dossier))

    (told,) = [line.tekst for line in report.regels if line.onderwerp == "stand"]

    stand = describe(kantoor.werkplaats, kantoor.dossier).toestand
    assert told == f"{kantoor.dossier}: {stand}. Dit is een OEFENING: de klok was gesimuleerd."
