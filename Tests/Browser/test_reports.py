"""Reports: a picture first, its figures beneath, and the same as a file."""

import csv
import io
import re

from conftest import amount, go, rows, table
from playwright.sync_api import expect


def saved(page, name):
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).click()
    return download.value.path().read_text(encoding="utf-8-sig")


def test_what_a_customer_uses_as_picture_figures_and_file(signed_in):
    page = signed_in("finance")
    go(page, "Reports")
    page.get_by_label("Broken down").select_option("service")
    page.wait_for_url("**by=service**")
    expect(page.get_by_role("img", name="Consumption · CHF").first).to_be_visible()
    figures = rows(table(page, "Figures").first)
    assert sum(amount(row[1]) for row in figures[:-1]) == amount(figures[-1][1])
    lines = list(csv.DictReader(io.StringIO(saved(page, "CSV"))))
    assert sum(amount(line["amount"]) for line in lines) == amount(figures[-1][1])
    page.get_by_role("link", name="Microsoft 365").first.click()
    expect(page).to_have_url(re.compile("service=[0-9a-f-]{36}"))
    expect(page.get_by_role("columnheader", name="Billing centre")).to_be_visible()


def test_a_phone_has_a_picture_of_its_own(signed_in):
    page = signed_in("manager")
    go(page, "Reports")
    page.set_viewport_size({"width": 375, "height": 800})
    wide, narrow = page.locator(".chart-wide svg").first, page.locator(".chart-narrow svg").first
    expect(narrow).to_be_visible()
    expect(wide).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.emulate_media(media="print")
    expect(wide).to_be_visible()


def test_a_technical_admin_sees_licences_and_no_money(signed_in):
    page = signed_in("tech")
    go(page, "Reports")
    expect(page.get_by_role("img", name="Licences").first).to_be_visible()
    assert "CHF" not in page.get_by_role("main").inner_text()
