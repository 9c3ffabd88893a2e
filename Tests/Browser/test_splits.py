"""A customer manager says once where licences go, and empties a billing centre to close it."""

from conftest import go, rows, table
from playwright.sync_api import expect


def test_sets_a_standing_rule_after_seeing_what_it_does(signed_in):
    page = signed_in("manager")
    go(page, "Billing centres")
    page.get_by_role("link", name="Standing rules").click()
    page.get_by_role("link", name="New rule").click()
    page.get_by_label("Administration").fill("50")
    page.get_by_label("Production").fill("30")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("The shares come to 80 per cent").first).to_be_visible()
    page.get_by_label("Sales").fill("20")
    page.get_by_role("button", name="Preview").click()
    assert ["12", "6", "4", "2"] in rows(table(page, "Where new licences would go"))
    page.get_by_role("button", name="Set this rule").click()
    expect(page.get_by_text("Administration 50 %, Production 30 %, Sales 20 %")).to_be_visible()


def test_moves_everything_away_and_closes_the_centre(signed_in):
    page = signed_in("manager")
    go(page, "Billing centres")
    page.get_by_role("link", name="Research").first.click()
    page.get_by_role("link", name="Close centre").click()
    expect(page.get_by_text("Running subscriptions still have licences at this billing centre")).to_be_visible()
    page.get_by_role("button", name="See the preview").click()
    expect(page.get_by_role("heading", name="Per billing centre")).to_be_visible()
    page.get_by_role("button", name="now").click()
    expect(page.get_by_text("Done:")).to_be_visible()
    go(page, "Billing centres")
    page.get_by_role("link", name="Research").first.click()
    page.get_by_role("link", name="Close centre").click()
    page.get_by_role("button", name="Close centre").click()
    expect(table(page, "Billing centres").get_by_role("row", name="Research").get_by_text("Closed")).to_be_visible()
