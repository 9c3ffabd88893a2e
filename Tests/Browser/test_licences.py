"""A customer manager gives licences to many, to a group, and hands a leaver's over."""

from conftest import go, open_subscription, rows, table
from playwright.sync_api import expect


def test_ticks_people_and_takes_a_licence_back(signed_in):
    page = signed_in("manager")
    open_subscription(page, "Workstation backup")
    page.get_by_role("link", name="Assign licences").click()
    page.get_by_role("link", name="Without", exact=True).click()
    page.get_by_label("Choose Luca Rossi").check()
    page.get_by_label("Choose Petra Steiner").check()
    page.get_by_role("button", name="Assign to those ticked").click()
    expect(page.get_by_text("Licences assigned: 2")).to_be_visible()
    page.get_by_role("link", name="With a licence").click()
    page.get_by_label("Choose Luca Rossi").check()
    page.get_by_role("button", name="Take back from those ticked…").click()
    expect(page.get_by_role("heading", level=1, name="Take licences back?")).to_be_visible()
    page.get_by_role("button", name="Take 1 back").click()
    expect(page.get_by_text("Licences taken back: 1")).to_be_visible()
    assert not any(row[0].startswith("Luca Rossi") for row in rows(table(page, "With a licence")))


def test_a_group_gets_licences_as_people_join(signed_in):
    page = signed_in("manager")
    go(page, "People")
    page.get_by_role("link", name="Groups").click()
    page.get_by_label("Name").fill("Field staff")
    page.get_by_role("button", name="Create group").click()
    page.get_by_label("Choose Beat Frei").check()
    page.get_by_role("button", name="Add those ticked").click()
    expect(page.get_by_role("heading", level=1, name="Field staff")).to_be_visible()
    option = page.get_by_label("Subscription").locator("option", has_text="Workstation backup")
    page.get_by_role("combobox", name="Subscription").select_option(value=option.get_attribute("value"))
    page.get_by_role("button", name="See who would get one").click()
    page.get_by_role("button", name="Give the licences").click()
    expect(table(page, "Members get").get_by_role("link", name="Workstation backup")).to_be_visible()
    page.get_by_role("link", name="Beat Frei").click()
    expect(table(page, "Licences held").get_by_role("link", name="Workstation backup")).to_be_visible()


def test_a_leavers_services_go_to_a_successor(signed_in):
    page = signed_in("manager")
    go(page, "People")
    page.get_by_role("link", name="Nina Baumann").click()
    page.get_by_role("link", name="Hand over to…").click()
    page.get_by_label("Person").select_option(label="Yasmin Öztürk (yasmin.ozturk@comptoir.test)")
    page.get_by_role("button", name="See what moves").click()
    expect(page.get_by_text("Goes to Yasmin Öztürk").first).to_be_visible()
    page.get_by_role("button", name="to Yasmin Öztürk").click()
    expect(page.get_by_role("heading", level=1, name="Yasmin Öztürk")).to_be_visible()
    expect(table(page, "Licences held").get_by_role("link", name="Workshop mailboxes")).to_be_visible()
