"""Every main page at the width of a phone and of a desk, and the description of the API."""

import json

import pytest
from conftest import fetch, navigation
from openapi_spec_validator import validate

PEOPLE = ["distributor", "reseller", "manager", "finance", "tech", "user"]
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_fits_a_phone_and_has_one_heading(signed_in, person):
    page = signed_in(person, viewport=PHONE)
    places = navigation(page).get_by_role("link").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    inner = [first_link(page, place) for place in places]
    for address in [*places, *filter(None, inner), "/profile"]:
        assert page.goto(address).status == 200, address
        assert overflow(page) <= 0, address
        assert page.get_by_role("heading", level=1).count() == 1, address


def first_link(page, place):
    """Where the first row of a list leads."""
    page.goto(place)
    links = page.get_by_role("main").get_by_role("table").get_by_role("link")
    return links.first.get_attribute("href") if links.count() else None


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_the_api_describes_itself(world):
    document = json.loads(fetch(world, "/openapi.json"))
    validate(document)
    assert "/api/v1/customers" in document["paths"]
