"""Signing in and out, forms that only the portal's own pages may send, and one's language."""

import pytest
from conftest import fill_sign_in, go, navigation, sign_in
from playwright.sync_api import expect


def test_a_wrong_password_is_told(desk, world):
    page = desk.window(world)
    page.goto("/sign-in")
    fill_sign_in(page, "manager", "not this one")
    expect(page.get_by_text("The e-mail address or the password is wrong")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value("manager@comptoir.test")
    expect(page.get_by_label("Password")).to_have_value("")


def test_signing_in_leads_where_one_was_going(desk, world):
    page = desk.window(world)
    page.goto("/centres")
    expect(page.get_by_role("heading", level=1, name="Comptoir")).to_be_visible()
    fill_sign_in(page, "manager", "comptoir-demo")
    expect(page.get_by_role("heading", level=1, name="Billing centres")).to_be_visible()


def test_signing_out_ends_the_session(desk, world):
    page = sign_in(desk.window(world), "finance")
    cookies = page.context.cookies()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.context.add_cookies(cookies)
    page.goto("/statements")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("token", [{}, {"csrf": "guessed"}])
def test_a_form_without_the_sessions_secret_is_refused(signed_in, token):
    page = signed_in("manager")
    answer = page.request.post("/profile", form={"givenName": "Mallory", "familyName": "Brunner"} | token)
    assert answer.status == 403
    page.goto("/profile")
    expect(page.get_by_label("Given name")).to_have_value("Monika")


def test_the_language_is_ones_own(signed_in):
    page = signed_in("manager")
    page.goto("/profile")
    page.get_by_label("Language").select_option("de")
    page.get_by_role("button", name="Save").first.click()
    german = page.get_by_role("navigation", name="Haupt")
    expect(german.get_by_role("link", name="Kostenstellen")).to_be_visible()
    page.get_by_label("Sprache").select_option("fr")
    page.get_by_role("button", name="Speichern").first.click()
    french = page.get_by_role("navigation", name="Principal")
    expect(french.get_by_role("link", name="Centres de facturation")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_label("Langue").select_option("en")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(navigation(page).get_by_role("link", name="Billing centres")).to_be_visible()


def test_a_place_is_found_by_keyboard(signed_in):
    page = signed_in("manager")
    go(page, "People")
    page.keyboard.press("/")
    page.keyboard.type("Laptops")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Laptops and phones").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Laptops and phones")
