"""Do the sheets that a profile switches on belong to products there are, and has the one with questions any?"""

from collections.abc import Iterator

from jaarcyclus.profile.checks.fault import ProfileFault, fault
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.products import PRODUCTS

_QUESTIONS = "certificering"


def check_sheets(profile: Profile) -> Iterator[ProfileFault]:
    """Refuse a sheet for an unknown product, the questions without their sheet, and that sheet without questions."""
    for number, account in enumerate(profile.verantwoording):
        path = f"verantwoording.{number}"
        for place, chosen in enumerate(account.bladen):
            for product in chosen.producten:
                if product not in PRODUCTS:
                    known = ", ".join(PRODUCTS)
                    yield fault(profile, "PRODUCT_ONBEKEND", f"{path}.bladen.{place}", product, bekend=known)
        asked = any(chosen.blad == _QUESTIONS for chosen in account.bladen)
        if asked != bool(account.vragen):
            yield fault(profile, "VRAGEN_ZONDER_BLAD", path, _QUESTIONS)
