"""Shopping: from the storefront through the cart to an order."""

from playwright.sync_api import expect


def put_into_cart(page, plan, quantity, name):
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Shop").click()
    page.get_by_role("article").filter(has_text=plan).first.get_by_role("link", name="Choose").click()
    page.get_by_label("Licences", exact=True).fill(str(quantity))
    page.get_by_label("Name of your own (optional)").fill(name)
    page.get_by_role("button", name="Put into the cart").click()
    expect(page.get_by_role("heading", level=1, name="Cart")).to_be_visible()


def check_out(page):
    page.get_by_role("link", name="Check out").click()
    page.get_by_label("Street and number").fill("Bahnhofstrasse 1")
    page.get_by_label("Postal code").fill("8001")
    page.get_by_label("Town").fill("Zürich")
    page.get_by_label("I accept the terms of this purchase.").check()


def test_a_manager_shops_and_orders_once(signed_in):
    page = signed_in("manager")
    put_into_cart(page, "Power BI Pro", 3, "Controlling")
    expect(page.get_by_text("VAT 8.1 %")).to_be_visible()
    check_out(page)
    page.get_by_role("button", name="Order and pay").dblclick()
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    expect(page.get_by_role("link", name="Power BI Pro")).to_have_count(1)
    page.goto(page.url.split("/orders/")[0] + "/cart")
    expect(page.get_by_text("Your cart is empty.")).to_be_visible()


def test_plans_are_compared_side_by_side(signed_in):
    page = signed_in("manager")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Shop").click()
    for plan in ["Exchange Online (Plan 1)", "Exchange Online (Plan 2)"]:
        page.get_by_role("article").filter(has_text=plan).get_by_label("Compare").check()
    page.get_by_role("button", name="Compare the chosen plans").click()
    expect(page.get_by_role("columnheader", name="Exchange Online (Plan 2)")).to_be_visible()
    expect(page.get_by_text("Licences can be given back within").first).to_be_visible()


def test_an_add_on_goes_with_its_line(signed_in):
    page = signed_in("manager")
    put_into_cart(page, "Microsoft 365 E3", 2, "Board")
    page.get_by_role("main").get_by_role("link", name="Change", exact=True).click()
    page.get_by_role("button", name="Add", exact=True).first.click()
    expect(page.get_by_text("Goes with Microsoft 365 E3")).to_be_visible()
