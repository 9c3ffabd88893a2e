"""A reseller runs a customer's subscriptions."""

import re

from conftest import amount, go, open_customer, rows, table
from playwright.sync_api import expect


def test_finds_a_customer_while_typing(signed_in):
    page = signed_in("reseller")
    go(page, "Customers")
    customers = table(page, "Customers")
    expect(customers.get_by_role("link", name="Alpenblick Hotels AG")).to_be_visible()
    page.get_by_role("main").get_by_role("searchbox").press_sequentially("lvetia wor")
    expect(customers.get_by_role("link", name="Alpenblick Hotels AG")).to_be_hidden()
    assert [row[0] for row in rows(customers)] == ["Helvetia Works AG CH"]
    expect(page).to_have_url(re.compile("search=lvetia"))
    customers.get_by_role("link", name="Helvetia Works AG").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Helvetia Works AG")


def test_sees_what_runs_until_when_at_what_price(signed_in):
    page = signed_in("reseller")
    open_customer(page, "helv", "Helvetia Works AG")
    # The first cell is the box to tick.
    running = {row[1].split(" Microsoft ")[0]: row[2:] for row in rows(table(page, "Subscriptions"))}
    assert running["Laptops and phones"] == [
        "Active", "30 3 of 30 assigned", "2026-11-10 renews · 1 year", "7.50 CHF per month", "6.27 CHF per month",
        "Change quantity",
    ]
    page.get_by_role("link", name="Laptops and phones").click()
    expect(page.get_by_text("The time for giving these licences back is over.")).to_be_visible()
    possible = page.get_by_role("main")
    for action in ("Suspend…", "End…", "Rename…", "Plan…", "Change split"):
        expect(possible.get_by_role("link", name=action, exact=True)).to_be_visible()


def test_posts_what_the_preview_said(signed_in):
    page = signed_in("reseller")
    open_customer(page, "helv", "Helvetia Works AG")
    page.get_by_role("link", name="Laptops and phones").click()
    page.get_by_role("main").get_by_role("link", name="Change quantity").click()
    page.get_by_label("Licences from now on").fill("34")
    page.get_by_role("button", name="See what it costs").click()
    expect(page.get_by_text("From 30 to 34 licences.")).to_be_visible()
    costs = {row[0]: [amount(cell) for cell in row[1:]] for row in rows(table(page, "What it costs")) if len(row) == 4}
    price, cost = costs["The customer pays"], costs["You pay"]
    assert price[0] > cost[0] > 0
    assert price[2] == 34 * 750 and cost[2] == 34 * 627

    page.get_by_role("button", name="Confirm 34 licences").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Laptops and phones")
    added = [row for row in rows(table(page, "Charges")) if row[0] == "2026-01-15"]
    posted = {payer: sum(amount(row[6]) for row in added if row[3] == payer) for payer in costs}
    assert posted["The customer pays"] == price[0]
    assert posted["You pay"] == cost[0]
    assert ["Licences added", "30 → 34", "Reto Caduff"] in [row[1:] for row in rows(table(page, "What happened"))]


def test_suspends_with_a_reason_and_activates(signed_in):
    page = signed_in("reseller")
    open_customer(page, "helv", "Helvetia Works AG")
    page.get_by_role("link", name="Drawing office").click()
    page.get_by_role("link", name="Suspend…").click()
    page.get_by_label("Reason").fill("Invoice of December unpaid")
    page.get_by_role("main").locator("form").get_by_role("button").click()
    page.get_by_role("button", name="Suspend now").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Suspended")
    expect(page.get_by_text("Invoice of December unpaid").first).to_be_visible()

    page.get_by_role("button", name="Activate").click()
    page.get_by_role("button", name="Activate now").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Active")
    assert rows(table(page, "What happened"))[0][1] == "Activated"


def test_adds_a_subscription_from_an_offer(signed_in):
    page = signed_in("reseller")
    order_from_catalogue(page, "Exchange Online (Plan 1)", 5, "Reception")
    expect(page.get_by_role("heading", level=1, name="Check and confirm")).to_be_visible()
    price = next(row for row in rows(table(page, "What it costs")) if row[0] == "The customer pays")
    assert amount(price[1]) == amount(price[3])
    page.get_by_role("button", name="Confirm order").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Reception")
    charged = [amount(row[6]) for row in rows(table(page, "Charges")) if row[3] == "The customer pays"]
    assert sum(charged) == amount(price[1])


def test_a_double_click_orders_once(signed_in):
    page = signed_in("reseller")
    order_from_catalogue(page, "Exchange Online (Plan 1)", 7, "Warehouse")
    page.get_by_role("button", name="Confirm order").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Warehouse")
    page.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name="Helvetia Works AG").click()
    expect(table(page, "Subscriptions").get_by_role("link", name="Warehouse")).to_have_count(1)


def test_a_double_click_posts_once(signed_in):
    page = signed_in("reseller")
    open_customer(page, "helv", "Helvetia Works AG")
    page.get_by_role("link", name="Workstation backup").click()
    page.get_by_role("main").get_by_role("link", name="Change quantity").click()
    page.get_by_role("button", name="+1").click()
    page.get_by_role("button", name="See what it costs").click()
    page.get_by_role("button", name="Confirm 23 licences").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Workstation backup")
    happened = [row[2] for row in rows(table(page, "What happened"))]
    assert happened.count("22 → 23") == 1
    charged = [row for row in rows(table(page, "Charges")) if row[0] == "2026-01-15"]
    assert sorted(row[3] for row in charged) == ["The customer pays", "You pay"]


def order_from_catalogue(page, plan, quantity, name):
    """As far as the page that asks for confirmation."""
    open_customer(page, "helv", "Helvetia Works AG")
    page.get_by_role("link", name="Add subscription").click()
    page.get_by_label("Search plans").fill(plan)
    offers = page.get_by_role("row").filter(has_text=plan)
    offers.filter(has_text="1 month").get_by_role("link", name="Choose").first.click()
    page.get_by_label("Licences", exact=True).fill(str(quantity))
    page.get_by_label("Name of your own (optional)").fill(name)
    page.get_by_label("The customer accepts the vendor’s terms").check()
    page.get_by_role("button", name="See what it costs").click()
