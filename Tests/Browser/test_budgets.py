"""A customer manager says what a billing centre may come to in a month, and sees when a share of it is reached."""

from conftest import amount, go, rows, table
from playwright.sync_api import expect


def test_sets_a_budget_after_seeing_what_the_month_stands_at(signed_in):
    page = signed_in("manager")
    go(page, "Billing centres")
    page.get_by_role("link", name="Budgets").first.click()
    page.get_by_role("link", name="New budget").first.click()
    page.get_by_label("For *", exact=True).select_option(label="Billing centre: Sales (SAL)")
    page.get_by_label("Amount a month, CHF").fill("100.00")
    page.get_by_label("Warn at, per cent").fill("50, 100")
    page.get_by_role("button", name="See what it does").click()
    expect(page.get_by_text("100 %").first).to_be_visible()
    page.get_by_role("button", name="Keep the budget").click()
    expect(page.get_by_role("heading", name="Budget of Sales")).to_be_visible()
    go(page, "Billing centres")
    page.get_by_role("link", name="Budgets").first.click()
    row = next(row for row in rows(table(page, "Budgets")) if row[0].startswith("Sales"))
    assert "100 % reached" in row[1] and amount(row[2]) > amount(row[3]) == 10_000
    go(page, "Home")
    expect(page.get_by_role("link", name="Sales").first).to_be_visible()


def test_what_makes_no_sense_is_told_beside_its_field(signed_in):
    page = signed_in("manager")
    page.goto("/budgets")
    page.get_by_role("link", name="New budget").first.click()
    page.get_by_label("Amount a month, CHF").fill("-5")
    page.get_by_label("Warn at, per cent").fill("100, 50")
    page.get_by_role("button", name="See what it does").click()
    expect(page.locator("[aria-invalid=true]")).to_have_count(2)


def test_finance_reads_and_sets_nothing(signed_in):
    page = signed_in("finance")
    page.goto("/budgets")
    expect(page.get_by_role("heading", name="Budgets", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="New budget")).to_have_count(0)
