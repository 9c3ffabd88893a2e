"""Finance takes a month away as files made in the background; a manager has closed statements mailed."""

import zipfile

from conftest import go, table
from playwright.sync_api import expect


def test_ticked_statements_become_one_archive(signed_in):
    page = signed_in("reseller")
    go(page, "Statements")
    page.goto(page.url + "?month=2025-12")
    boxes = table(page, "Statements").get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_label("Download as").select_option("csv")
    page.get_by_role("button", name="Prepare selected").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Downloads")
    link = page.get_by_role("main").get_by_role("link", name="Download", exact=True)
    expect(link).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        link.click()
    names = zipfile.ZipFile(download.value.path()).namelist()
    assert len(names) == 3 and "index.csv" in names
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("main")).to_contain_text("No downloads yet")


def test_a_manager_has_statements_mailed(signed_in):
    page = signed_in("manager")
    go(page, "Billing centres")
    page.get_by_role("link", name="Statements by mail").click()
    page.get_by_label("Send").select_option("pdf")
    page.get_by_label("To the address").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing says where to send the statements")
    page.get_by_label("To the address").fill("treuhand@extern.test")
    page.get_by_role("button", name="Save").click()
    go(page, "Statements")
    table(page, "Statements").get_by_role("link", name="2025-12").click()
    page.get_by_text("Sent by mail", exact=True).click()
    page.get_by_role("button", name="Send by mail").click()
    page.wait_for_load_state()
    expect(page.get_by_role("main")).to_contain_text("treuhand@extern.test")
