"""A manager appoints somebody from outside, reviews who may do what, and ends many roles at once."""

from conftest import go, open_subscription, rows, table
from playwright.sync_api import expect


def test_offers_a_role_by_mail_to_somebody_with_an_account_elsewhere(signed_in):
    page = signed_in("manager")
    go(page, "Access")
    services = table(page, "Technical admins by service")
    services.get_by_role("row", name="Domain names").get_by_role("link", name="Appoint").click()
    expect(page.get_by_label("Domain names")).to_be_checked()
    page.get_by_text("Invite somebody new").last.click()
    page.get_by_label("Given name").fill("R.")
    page.get_by_label("Family name").fill("K.")
    page.get_by_label("E-mail").fill("rival@comptoir.test")
    page.get_by_role("button", name="Appoint a technical admin").click()
    waiting = table(page, "Roles given").get_by_role("row", name="rival@comptoir.test")
    expect(waiting).to_contain_text("Waits for acceptance")
    expect(waiting.get_by_role("button", name="Withdraw")).to_be_visible()

    guest = signed_in("rival")
    guest.goto("/sandbox/mail")
    mail = guest.get_by_role("main").inner_text()
    link = next(word for word in mail.split() if "/appointment/" in word)
    guest.goto(link[link.index("/appointment/"):])
    expect(guest.get_by_text("You keep signing in as rival@comptoir.test")).to_be_visible()
    guest.get_by_role("button", name="Accept the role").click()

    go(page, "Access")
    accepted = table(page, "Roles given").get_by_role("row", name="rival@comptoir.test")
    expect(accepted).to_contain_text("Ruth Krämer guest")


def test_reviews_and_ends_many_roles_at_once(signed_in):
    page = signed_in("manager")
    go(page, "Access")
    page.get_by_role("link", name="Review").click()
    page.get_by_label("Role", exact=True).select_option(label="Finance")
    page.get_by_role("button", name="Filter").click()
    assert {row[0] for row in rows(table(page, "Access review"))} == {"Carla Meier", "Fritz Zollinger"}
    page.get_by_role("button", name="End those chosen…").click()
    expect(page.get_by_text("Nothing was chosen.")).to_be_visible()
    page.go_back()
    page.get_by_label("Choose Carla Meier, Finance").check()
    page.get_by_label("Choose Fritz Zollinger, Finance").check()
    page.get_by_role("button", name="End those chosen…").click()
    expect(page.get_by_role("heading", name="End 2 roles?")).to_be_visible()
    page.get_by_role("button", name="End all of these").click()
    page.get_by_label("Which").select_option(label="Ended or expired")
    page.get_by_role("button", name="Filter").click()
    over = rows(table(page, "Access review"))
    assert len(over) == 2 and all("Monika Brunner" in row[4] for row in over)


def test_sees_who_can_change_a_subscription(signed_in):
    page = signed_in("manager")
    open_subscription(page, "Head office")
    page.get_by_role("link", name="Who can do this?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who may do what: Head office")
    may = {}
    for name, rights, *_ in rows(table(page, "May")):
        may[name] = may.get(name, "") + rights
    assert "order and change subscriptions" in may["Monika Brunner"]
    assert "assign licences" in may["Tamara Vogt"] and "change" not in may["Tamara Vogt"]
