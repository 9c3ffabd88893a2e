"""Setting up a second factor, signing in with it, losing the phone, and an organization that requires it."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from conftest import fill_sign_in, sign_in
from playwright.sync_api import expect


class App:
    """An authenticator app (RFC 6238) that was told the key shown on a page."""

    def __init__(self, page):
        page.get_by_text("No camera? Type the key").click()
        self.key = base64.b32decode(page.get_by_label("Key", exact=True).inner_text().replace(" ", ""))
        self.last = 0

    def code(self):
        """The first code that was not taken yet, of this half minute or the next."""
        step = max(int(time.time()) // 30, self.last + 1)
        while step > int(time.time()) // 30 + 1:
            time.sleep(0.5)
        self.last = step
        digest = hmac.new(self.key, struct.pack(">Q", step), hashlib.sha1).digest()
        offset = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def set_up(page):
    """From the page that offers it: answers the app and the recovery codes."""
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("img", name="QR code with your key")).to_be_visible()
    app = App(page)
    show(page, app.code(), "Turn on")
    codes = page.get_by_role("listitem").filter(has_text=re.compile(r"^[A-Z2-7-]{19}$")).all_inner_texts()
    assert len(set(codes)) == 10
    page.get_by_role("link", name="I have kept them").click()
    return app, codes


def show(page, code, button="Sign in"):
    page.get_by_role("textbox", name="Code").first.fill(code)
    page.get_by_role("button", name=button, exact=True).click()


def test_signing_in_with_a_code(desk, own_world):
    page = sign_in(desk.window(own_world), "manager")
    page.goto("/profile")
    page.get_by_role("link", name="Second factor").click()
    app, codes = set_up(page)
    expect(page.get_by_text("10 left")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    page.goto("/centres")
    fill_sign_in(page, "manager", "comptoir-demo")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    expect(page.get_by_role("textbox", name="Code")).to_be_focused()
    show(page, "000000")
    expect(page.get_by_role("alert")).to_contain_text("This code is wrong")
    show(page, app.code())
    expect(page.get_by_role("heading", level=1, name="Billing centres")).to_be_visible()

    stranger = desk.window(own_world)
    stranger.goto("/sign-in")
    fill_sign_in(stranger, "manager", "comptoir-demo")
    expect(stranger.get_by_role("heading", name="Second step")).to_be_visible()
    stranger.goto("/people")
    expect(stranger.get_by_label("Password")).to_be_visible()
    stranger.goto("/sign-in/code")
    show(stranger, codes[3].lower())
    expect(stranger.get_by_role("button", name="Sign out")).to_be_visible()


def test_the_picture_says_what_the_text_says(desk, own_world):
    page = sign_in(desk.window(own_world), "finance")
    page.goto("/profile/second-factor")
    page.get_by_role("button", name="Set up").click()
    path = page.get_by_role("img", name="QR code with your key").locator("path").get_attribute("d")
    assert path.count("M") > 200
    page.get_by_text("No camera? Type the key").click()
    assert re.fullmatch(r"([A-Z2-7]{4} ?){8}", page.get_by_label("Key", exact=True).inner_text())


@pytest.mark.parametrize("width", [1280, 375])
def test_an_organization_that_requires_it(desk, own_world, width):
    page = sign_in(desk.window(own_world), "manager")
    page.goto("/sign-in-policy")
    rule = page.get_by_label("Everybody needs a second factor")
    rule.check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("You have no second factor yourself yet")
    page.goto("/profile/second-factor")
    set_up(page)
    other = sign_in(desk.window(own_world, viewport={"width": width, "height": 800}), "user")
    page.goto("/sign-in-policy")
    rule.check()
    page.get_by_role("button", name="Save").click()
    expect(rule).to_be_checked()

    other.goto("/subscriptions")
    expect(other.get_by_role("alert")).to_contain_text("Your organization asks for a second factor")
    assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")
    set_up(other)
    other.goto("/subscriptions")
    expect(other.get_by_role("heading", level=1, name="Subscriptions")).to_be_visible()


def test_a_lost_phone_is_taken_off(desk, own_world):
    user = sign_in(desk.window(own_world), "user")
    user.goto("/profile/second-factor")
    set_up(user)
    page = sign_in(desk.window(own_world), "manager")
    page.goto("/people")
    page.get_by_role("link", name="Urs Amstutz").click()
    page.get_by_role("link", name="Reset second factor").click()
    page.get_by_role("button", name="Reset second factor").click()
    expect(page.get_by_role("heading", level=1, name="Urs Amstutz")).to_be_visible()
    expect(page.get_by_role("link", name="Reset second factor")).to_have_count(0)
    sign_in(desk.window(own_world), "user")
    page.goto("/sandbox/mail")
    expect(page.get_by_text("Your second factor was reset").first).to_be_visible()
