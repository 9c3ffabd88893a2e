"""What may only be asked for: a change waits for the reseller, a service for the manager."""

from conftest import go, open_subscription
from playwright.sync_api import expect


def test_a_manager_asks_for_licences_and_the_reseller_gives_fewer(signed_in):
    page = signed_in("gian.cathomas.arosa")
    open_subscription(page, "Exchange Online (Plan 1)")
    page.get_by_role("link", name="Change quantity").click()
    page.get_by_label("Licences from now on").fill("22")
    page.get_by_role("button", name="See what it costs").click()
    expect(page.get_by_text("Nothing changes and nothing is billed until then.")).to_be_visible()
    page.get_by_role("button", name="Send for approval").click()
    expect(page.get_by_text("Waiting", exact=True)).to_be_visible()
    request = page.url

    seller = signed_in("reseller")
    expect(seller.get_by_text("1 request waits for you")).to_be_visible()
    go(seller, "Requests")
    seller.get_by_role("link", name="Exchange Online (Plan 1)").click()
    seller.get_by_label("Licences").fill("20")
    seller.get_by_role("button", name="Change it first").click()
    expect(seller.get_by_text("To be carried out instead")).to_be_visible()
    seller.get_by_role("button", name="Approve").click()
    expect(seller.get_by_text("Approved", exact=True).first).to_be_visible()

    page.goto(request)
    expect(page.get_by_text("From 18 to 20 licences").first).to_be_visible()
    open_subscription(page, "Exchange Online (Plan 1)")
    expect(page.get_by_text("18 → 20")).to_be_visible()


def test_a_user_asks_for_a_service_and_the_manager_gives_it(signed_in):
    page = signed_in("user")
    page.get_by_role("link", name="Ask for a service").click()
    page.get_by_label("What do you need?").select_option(label="Creative Cloud · Adobe Acrobat Pro")
    page.get_by_label("What for?").fill("Plans of the new machine")
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_text("Waiting", exact=True)).to_be_visible()
    request = page.url

    manager = signed_in("manager")
    manager.get_by_role("link", name="Look").click()
    manager.get_by_role("table").get_by_role("link").first.click()
    manager.get_by_role("button", name="See what it costs").first.click()
    manager.get_by_role("button", name="Approve the request").click()
    expect(manager.get_by_text("Approved", exact=True).first).to_be_visible()

    page.goto(request)
    expect(page.get_by_text("Approved", exact=True).first).to_be_visible()
