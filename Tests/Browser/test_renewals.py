"""A reseller works through its renewals, and its calendar knows the deadlines too."""

import datetime
import urllib.error
import urllib.request

import icalendar
from conftest import go
from playwright.sync_api import expect


def test_a_reseller_renews_with_what_is_assigned(signed_in):
    page = signed_in("reseller")
    expect(page.get_by_role("heading", name="Next deadlines")).to_be_visible()
    go(page, "Renewals")
    page.get_by_placeholder("Search customer, plan or name").fill("workshop mailboxes")
    row = page.get_by_role("row").filter(has_text="Workshop mailboxes")
    expect(page.get_by_role("row")).to_have_count(2)
    row.get_by_role("button", name="Renew with 3…").click()
    expect(page.get_by_text("renews with 3 licences, as planned")).to_be_visible()
    page.get_by_role("button", name="Confirm for 1").click()
    expect(page.get_by_text("renews with 3 licences, as planned")).to_be_visible()
    page.get_by_role("button", name="Renew unchanged…").last.click()
    page.get_by_role("button", name="Confirm for 1").click()
    expect(page.get_by_text("renews with 12 licences")).to_be_visible()


def test_several_are_decided_at_once(signed_in):
    page = signed_in("manager")
    page.goto(page.url.rstrip("/") + "/renewals?within=90")
    page.get_by_role("button", name="Do not renew…").first.click()
    expect(page.get_by_text("Nothing is selected")).to_be_visible()
    go(page, "Renewals")
    page.get_by_role("link", name="Select all below").click()
    page.get_by_role("button", name="Do not renew…").first.click()
    page.get_by_role("button", name="Confirm for").click()
    expect(page.get_by_role("button", name="Renew after all…").last).to_be_visible()


def test_a_calendar_program_reads_the_deadlines(signed_in):
    page = signed_in("manager")
    home = page.url.rstrip("/")
    page.goto(home + "/profile")
    page.get_by_role("button", name="Create address").click()
    address = home + "/calendar/" + page.get_by_label("Calendar address").inner_text().rpartition("/")[2]
    with urllib.request.urlopen(address) as answer:
        calendar = icalendar.Calendar.from_ical(answer.read())
        tag = answer.headers["ETag"]
    assert not calendar.errors and str(calendar["X-WR-CALNAME"]) == "Renewals · Helvetia Works AG"
    events = {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}
    assert not any(event.errors for event in events.values())
    office = next(event for name, event in events.items() if "Head office" in name and "give back" not in name)
    assert office.start == datetime.date(2026, 7, 7)
    assert office.alarms.times, "it reminds of itself"
    known = urllib.request.Request(address, headers={"If-None-Match": tag})
    try:
        urllib.request.urlopen(known)
        raise AssertionError("it was answered in full")
    except urllib.error.HTTPError as answer:
        assert answer.code == 304
