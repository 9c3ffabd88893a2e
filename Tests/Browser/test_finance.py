"""Finance reads a month: a section per billing centre, its files, and why each line is what it is."""

import csv
import io
import json
import re

from conftest import amount, go, rows, sign_in, table
from playwright.sync_api import expect

CENTRES = ["Administration", "Production", "Sales", "Research"]


def open_month(page, month):
    go(page, "Statements")
    table(page, "Statements").get_by_role("link", name=month).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Statement {month}")


def section(page, centre):
    """The card of a centre on a statement's page."""
    return page.get_by_role("main").locator("section").filter(has=page.get_by_role("heading", level=2, name=centre))


def saved(page, link):
    with page.expect_download() as download:
        link.click()
    return download.value.path().read_text(encoding="utf-8-sig")


def test_a_month_has_a_section_per_centre_that_adds_up(signed_in):
    page = signed_in("finance")
    open_month(page, "2025-12")
    assert page.get_by_role("heading", level=2).all_inner_texts() == CENTRES
    nets = [amount(rows(table(page, centre))[-1][-2]) for centre in CENTRES]
    assert sum(nets) == 104553
    for centre, net in zip(CENTRES, nets):
        assert sum(amount(row[5]) for row in rows(table(page, centre))[:-1]) == net


def test_a_centre_as_files(signed_in):
    page = signed_in("finance")
    open_month(page, "2025-12")
    lines = rows(table(page, "Sales"))[:-1]
    posted = [amount(row[5]) for row in lines]

    sheet = list(csv.DictReader(io.StringIO(saved(page, section(page, "Sales").get_by_role("link", name="CSV")))))
    assert {row["centre"] for row in sheet} == {"Sales"}
    assert [amount(row["amount"]) for row in sheet] == posted

    document = json.loads(saved(page, section(page, "Sales").get_by_role("link", name="JSON")))
    statement = document["statement"]
    assert [part["name"] for part in statement["centres"]] == ["Sales"]
    assert amount(statement["net"]["amount"]) == sum(posted)
    assert [amount(line["amount"]["amount"]) for line in document["lines"]] == posted


def test_a_centre_as_a_page_to_print(signed_in):
    page = signed_in("finance")
    open_month(page, "2025-12")
    section(page, "Research").get_by_role("link", name="Print view").click()
    expect(page.get_by_role("heading", level=1, name="Research")).to_be_visible()
    page.emulate_media(media="print")
    expect(table(page, "Research")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_role("link", name="PDF")).to_be_hidden()


def test_a_line_explains_itself(signed_in):
    page = signed_in("finance")
    open_month(page, "2025-12")
    table(page, "Sales").get_by_role("link", name="Microsoft Intune Plan 1").click()
    expect(page.get_by_role("heading", level=2, name="How it adds up")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("31 days", exact=True)).to_be_visible()
    words = " ".join(page.get_by_role("main").get_by_role("list").last.inner_text().split())
    assert re.search(r"7\.50.*67\.50", words), words
    days = rows(table(page, "Day by day"))
    assert days[0][2:] == ["31", "9", "30", str(31 * 9)]


def test_an_open_month_says_so(signed_in):
    page = signed_in("finance")
    open_month(page, "2026-01")
    expect(page.get_by_text("This month is open: the amounts so far.")).to_be_visible()


def test_a_month_closes_when_it_is_over(own_world, desk):
    own_world.run("clock", "advance", "--months", "1")
    page = sign_in(desk.window(own_world), "finance")
    open_month(page, "2026-01")
    expect(page.get_by_role("heading", level=1)).to_contain_text("closed")
    expect(page.get_by_role("definition").filter(has_text=re.compile("^2026-0"))).to_have_count(3)
    go(page, "Statements")
    assert [row[0] for row in rows(table(page, "Statements"))][0] == "2026-02"
