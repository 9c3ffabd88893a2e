"""A reseller is let in to a customer's people, a little, and put out again."""

from conftest import go, open_customer, rows, table
from playwright.sync_api import expect

ASKED = "Accounts for the seasonal staff of this winter"


def test_a_manager_gives_less_than_was_asked_for_and_ends_it(signed_in):
    page = signed_in("gian.cathomas.arosa")
    expect(page.get_by_text("Alpine Cloud AG asks for access to your people")).to_be_visible()
    page.get_by_role("link", name="Look at the request").click()
    page.get_by_label("Assign licences to people and take them back").uncheck()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Active", exact=True)).to_be_visible()

    seller = signed_in("reseller")
    open_customer(seller, "arosa", "Bergbahnen Arosa AG")
    [row] = rows(table(seller, "Partner access"))
    assert row[:2] == [f"Accounts {ASKED}", "Active"]
    seller.get_by_role("link", name="People").last.click()
    expect(seller.get_by_role("link", name="Gian Cathomas")).to_be_visible()
    people = seller.url

    go(page, "Partner access")
    page.get_by_role("link", name="End", exact=True).click()
    page.get_by_label("Reason").fill("The season is over")
    page.get_by_role("button", name="End access").click()
    expect(page.get_by_text("The season is over")).to_be_visible()
    assert seller.goto(people).status == 403
    seller.get_by_role("link", name="Ask for access").click()
    expect(seller.get_by_role("heading", level=1, name="Ask for access to people")).to_be_visible()


def test_a_reseller_asks_and_takes_it_back(signed_in):
    page = signed_in("reseller")
    open_customer(page, "biel", "Uhrenmanufaktur Biel SA")
    page.get_by_role("link", name="Ask for access").click()
    page.get_by_label("Act as one of the people").check()
    page.get_by_label("For how long?").select_option(label="3 months")
    page.get_by_label("Why?").fill("Two colleagues are away")
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_text("Waits", exact=True)).to_be_visible()
    page.get_by_role("button", name="Withdraw request").click()
    expect(page.get_by_text("Withdrawn", exact=True).first).to_be_visible()
