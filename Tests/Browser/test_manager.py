"""A customer manager appoints people and splits the bill."""

from conftest import go, open_subscription, rows, table
from playwright.sync_api import expect


def appointed(page):
    """Who has which role where, as the page of access lists them."""
    return [row[:3] for row in rows(table(page, "Roles given"))]


def test_appoints_somebody_known_for_one_service_and_ends_it(signed_in):
    page = signed_in("manager")
    go(page, "Access")
    page.get_by_role("link", name="Appoint a technical admin").click()
    page.get_by_label("Person").select_option(label="Lea Hofer · lea.hofer@comptoir.test")
    page.get_by_label("Device management").check()
    page.get_by_role("button", name="Appoint a technical admin").click()
    expect(page.get_by_role("heading", level=1, name="Access")).to_be_visible()
    grant = ["Lea Hofer", "Technical admin", "Device management"]
    assert grant in appointed(page)

    table(page, "Roles given").get_by_role("row", name="Lea Hofer").get_by_role("link", name="End").click()
    expect(page.get_by_role("heading", name="End “Technical admin” for Lea Hofer?")).to_be_visible()
    page.get_by_role("button", name="End role").click()
    expect(page.get_by_role("heading", level=1, name="Access")).to_be_visible()
    assert grant not in appointed(page)


def test_appoints_and_invites_somebody_new(signed_in):
    page = signed_in("manager")
    go(page, "Access")
    page.get_by_role("link", name="Appoint a technical admin").click()
    page.get_by_text("Invite somebody new").last.click()
    page.get_by_label("Given name").fill("Nora")
    page.get_by_label("Family name").fill("Neuhaus")
    page.get_by_label("E-mail").fill("nora.neuhaus@helvetia.example")
    page.get_by_label("Microsoft 365").check()
    page.get_by_role("button", name="Appoint a technical admin").click()
    expect(page.get_by_role("heading", level=1, name="Access")).to_be_visible()
    offered = ["Nora Neuhaus Waits for acceptance nora.neuhaus@helvetia.example", "Technical admin", "Microsoft 365"]
    assert offered in appointed(page)


def test_says_what_is_missing_and_keeps_what_was_typed(signed_in):
    page = signed_in("manager")
    go(page, "Access")
    page.get_by_role("link", name="Appoint a technical admin").click()
    page.get_by_label("Note").fill("While Tamara is away")
    page.get_by_role("button", name="Appoint a technical admin").click()
    expect(page.get_by_text("Tick at least one service.")).to_be_visible()
    expect(page.get_by_text("Choose a person, or invite somebody new.")).to_be_visible()
    expect(page.get_by_label("Note")).to_have_value("While Tamara is away")


def test_splits_licences_only_when_they_add_up(signed_in):
    page = signed_in("manager")
    open_subscription(page, "Laptops and phones")
    page.get_by_role("link", name="Change split").click()
    total = page.get_by_role("main").locator("output")
    preview = page.get_by_role("button", name="Preview")
    expect(total).to_have_text("30 of 30")
    expect(preview).to_be_enabled()
    less = page.get_by_role("button", name="One less for Administration")
    less.click()
    less.click()
    expect(total).to_have_text("28 of 30")
    expect(preview).to_be_disabled()
    expect(page.get_by_text("The licences over all centres must add up to the quantity.")).to_be_visible()
    page.get_by_role("button", name="One more for Research").click()
    expect(preview).to_be_disabled()
    page.get_by_role("button", name="One more for Research").click()
    expect(total).to_have_text("30 of 30")
    expect(page.get_by_label("Research", exact=True)).to_have_value("6")
    preview.click()

    expect(page.get_by_text("what moves between centres cancels out")).to_be_visible()
    moves = {row[0].split()[0]: row[1:3] for row in rows(table(page, "Licences per billing centre"))}
    assert moves["Administration"] == ["8", "6"] and moves["Research"] == ["4", "6"]
    page.get_by_role("button", name="Confirm split").click()
    split = rows(table(page, "Split over billing centres"))
    assert split == [["Administration ADM", "6"], ["Production PRO", "9"], ["Sales SAL", "9"], ["Research RND", "6"]]


def test_creates_and_renames_a_centre(signed_in):
    page = signed_in("manager")
    go(page, "Billing centres")
    page.get_by_role("link", name="New billing centre").click()
    page.get_by_label("Name").fill("Logistics")
    page.get_by_label("Code").fill("LOG")
    page.get_by_role("button", name="Create centre").click()
    assert ["Logistics", "LOG", "Open"] in [row[:3] for row in rows(table(page, "Billing centres"))]

    page.get_by_role("link", name="Logistics").click()
    page.get_by_label("Name").fill("Logistics and fleet")
    page.get_by_role("button", name="Save").click()
    names = [row[0] for row in rows(table(page, "Billing centres"))]
    assert "Logistics and fleet" in names and "Logistics" not in names
