"""Accounts as people meet them: many invited by a file, a forgotten password, an address changed, sessions ended."""

import re

from conftest import fill_sign_in, go, rows, sign_in, table
from playwright.sync_api import expect

PEOPLE = """Vorname;Nachname;E-Mail;Sprache;Rolle;Dienste
Lea;Huber;lea.huber@example.com;de;;
Luc;Favre;luc.favre@example.com;fr;Technical admin;Microsoft 365
"""


def upload(page, text):
    page.get_by_label("CSV file").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page.get_by_role("button", name="Check").click()


def link_in_mail(page, folder):
    """What the latest mail leads to, as the sandbox shows it."""
    for _ in range(20):
        page.goto("/sandbox/mail")
        found = page.locator(f"a[href*='/{folder}/']")
        if found.count():
            return found.first.get_attribute("href")
        page.wait_for_timeout(500)
    raise AssertionError(f"no mail with a link to {folder}")


def test_many_people_are_invited_by_a_file_also_without_scripts(desk, own_world):
    page = sign_in(desk.window(own_world, java_script_enabled=False), "manager")
    go(page, "People")
    page.get_by_role("link", name="Invite many people").click()
    upload(page, PEOPLE.replace("lea.huber@", "=lea.huber.").replace("Technical admin", "King"))
    wrong = [row[:2] for row in rows(table(page, "Nobody was invited. To be corrected: 3"))]
    assert wrong == [["Row 2", "E-mail"], ["Row 3", "Role"], ["Row 3", "Services"]]
    upload(page, PEOPLE)
    shown = rows(table(page, "2 to invite to Helvetia Works AG"))
    assert [row[1] for row in shown] == ["Lea Huber", "Luc Favre"]
    page.get_by_role("button", name="Invite 2").click()
    expect(page.get_by_text("Invitations sent: 2")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Luc Favre")).to_contain_text("Not activated")


def test_a_forgotten_password_is_chosen_anew(desk, own_world):
    page = desk.window(own_world)
    page.goto("/sign-in")
    page.get_by_role("link", name="Forgotten password?").click()
    page.get_by_label("E-mail").fill("user@comptoir.test")
    page.get_by_role("button", name="Send link").click()
    expect(page.get_by_role("heading", name="Look at your mail")).to_be_visible()
    manager = sign_in(desk.window(own_world), "manager")
    page.goto(link_in_mail(manager, "password-reset"))
    page.get_by_label("New password").fill("seven green cable cars")
    page.get_by_role("button", name="Save password").click()
    fill_sign_in(page, "user", "seven green cable cars")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_new_sign_in_address_is_confirmed_and_other_sessions_are_ended(desk, own_world):
    page = sign_in(desk.window(own_world), "manager")
    other = sign_in(desk.window(own_world), "manager")
    page.goto("/profile")
    page.get_by_role("link", name="Change sign-in address").click()
    page.get_by_label("New e-mail address").fill("monika@comptoir.test")
    page.get_by_label("Your password").fill("comptoir-demo")
    page.get_by_role("button", name="Send link").click()
    expect(page.get_by_text("monika@comptoir.test waits to be confirmed")).to_be_visible()
    page.goto(link_in_mail(page, "email-confirmation"))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Address confirmed")).to_be_visible()
    page.goto("/profile")
    expect(page.get_by_text("monika@comptoir.test").first).to_be_visible()
    page.get_by_role("button", name="Sign out everywhere else").click()
    expect(page.get_by_text("This one")).to_be_visible()
    other.goto("/people")
    expect(other.get_by_role("button", name="Sign in")).to_be_visible()


def test_somebody_is_deleted(desk, own_world):
    page = sign_in(desk.window(own_world), "manager")
    go(page, "People")
    page.get_by_role("table").get_by_role("link", name="Lea Hofer").click()
    page.get_by_role("link", name="Delete").click()
    expect(page.get_by_text("Will be taken back")).to_be_visible()
    page.get_by_role("button", name="Delete for ever").click()
    expect(page.get_by_role("heading", level=1, name="People")).to_be_visible()
    expect(page.get_by_role("table")).not_to_contain_text("Lea Hofer")
    go(page, "Audit trail")
    expect(page.get_by_role("table")).to_contain_text(re.compile("Deleted person [0-9a-f]{6}"))
