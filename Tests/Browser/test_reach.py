"""What people do not see: prices that are none of their business, and other people's customers."""

import pytest
from conftest import go, navigation, open_customer, rows, table
from playwright.sync_api import expect


@pytest.mark.parametrize("person", ["tech", "user"])
def test_sees_no_prices_and_no_statements(signed_in, person):
    page = signed_in(person)
    places = navigation(page).get_by_role("link").all_inner_texts()
    assert "Subscriptions" in places
    assert "Statements" not in places and "Billing centres" not in places
    for place in places:
        go(page, place)
        assert "CHF" not in page.locator("body").inner_text(), place
    opened = subscriptions(page)
    assert opened
    for subscription in opened:
        page.goto(subscription)
        assert "CHF" not in page.locator("body").inner_text(), subscription
    assert page.goto("/statements").status == 403


def subscriptions(page):
    go(page, "Subscriptions")
    links = page.get_by_role("table").get_by_role("link").all()
    return [link.get_attribute("href") for link in links]


def test_a_technical_admin_sees_only_their_services(signed_in):
    page = signed_in("tech")
    go(page, "Subscriptions")
    listed = rows(page.get_by_role("table"))
    assert listed
    assert all("Microsoft 365" in row[0] for row in listed)


def test_for_a_rival_helvetia_does_not_exist(signed_in):
    seller = signed_in("reseller")
    open_customer(seller, "helv", "Helvetia Works AG")
    customer = seller.url
    addresses = [customer, f"{customer}/centres", f"{customer}/edit", f"{customer}/subscriptions/new"]
    addresses += subscriptions_of(seller)
    addresses.append(addresses[-1] + "/quantity")

    rival = signed_in("rival")
    for address in addresses:
        assert rival.goto(address).status == 404, address
        expect(rival.get_by_role("heading", level=1)).to_be_visible()
        assert "Helvetia" not in rival.locator("body").inner_text(), address

    rival.goto("/")
    search = rival.get_by_label("Search customers, subscriptions, people…")
    search.fill("Helvetia")
    search.press("Enter")
    expect(rival.get_by_text("Nothing found.")).to_be_visible()
    expect(rival.get_by_text("0 found for “Helvetia”")).to_be_visible()


def subscriptions_of(page):
    links = table(page, "Subscriptions").get_by_role("row").get_by_role("link").all()
    return [href for href in (link.get_attribute("href") for link in links) if not href.endswith("/quantity")]
