"""What is ordered waits for the vendor's people, who do it or refuse it."""

from conftest import go, open_customer
from playwright.sync_api import expect


def set_up(page, service):
    go(page, "Provisioning")
    page.get_by_role("link", name="Connectors").click()
    page.get_by_label("Service").select_option(label=service)
    page.get_by_label("Way").select_option(label="By people (task list)")
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", level=1, name=service)).to_be_visible()


def test_a_refused_change_is_taken_back_and_everybody_sees_why(signed_in):
    distributor = signed_in("distributor")
    set_up(distributor, "Microsoft 365")

    reseller = signed_in("reseller")
    open_customer(reseller, "helvetia", "Helvetia Works AG")
    reseller.get_by_role("link", name="Head office", exact=True).click()
    page = reseller.url
    held = int(reseller.locator(".stat-value").first.inner_text())
    reseller.get_by_role("main").get_by_role("link", name="Change quantity").click()
    reseller.get_by_label("Licences from now on").fill(str(held + 3))
    reseller.get_by_role("button", name="See what it costs").click()
    reseller.get_by_role("button", name=f"Confirm {held + 3} licences").click()
    reseller.goto(page)
    expect(reseller.get_by_text("Waiting for Microsoft since")).to_be_visible()

    go(distributor, "Provisioning")
    distributor.get_by_role("link", name="Change of quantity").click()
    distributor.get_by_role("button", name="Take it on").click()
    expect(distributor.get_by_text("Taken by")).to_be_visible()
    distributor.get_by_role("link", name="Refuse…").click()
    distributor.get_by_label("Reason").fill("No seats left")
    distributor.get_by_role("button", name="See what it takes back").click()
    expect(distributor.get_by_text("Posted today")).to_be_visible()
    distributor.get_by_role("button", name="Refuse and take back").click()
    expect(distributor.get_by_text("Nothing waits for you.")).to_be_visible()

    reseller.goto(page)
    expect(reseller.get_by_text("Microsoft refused: No seats left")).to_be_visible()
    assert int(reseller.locator(".stat-value").first.inner_text()) == held


def test_a_phone_shows_tasks_and_connectors_without_sideways_scrolling(signed_in):
    page = signed_in("distributor", viewport={"width": 375, "height": 700})
    for place in ["/provisioning/tasks", "/provisioning/tasks?view=all", "/connectors"]:
        assert page.goto(place).status == 200
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, place
