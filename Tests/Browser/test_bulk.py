"""A reseller changes many subscriptions together: sees what it costs, confirms, watches, and keeps the report."""

import re

from conftest import go, rows, table
from playwright.sync_api import expect


def choose(page, count):
    go(page, "Subscriptions")
    page.get_by_label("Status").select_option(label="Active")
    # The list comes anew as the filter changes; what was ticked before would be gone.
    expect(page).to_have_url(re.compile("status=active"))
    boxes = page.locator("input[name=id]")
    for index in range(count):
        boxes.nth(index).check()
    page.get_by_role("button", name="Change selected").click()


def test_ticked_subscriptions_are_changed_after_their_preview_is_confirmed(signed_in):
    page = signed_in("reseller")
    choose(page, 3)
    expect(page.get_by_text("Subscriptions: 3")).to_be_visible()
    page.get_by_label("Let it end with the term").check()
    page.get_by_role("button", name="See the preview").click()
    expect(page.get_by_text("Nothing has been changed yet.")).to_be_visible()
    [confirm] = page.get_by_role("button", name="Change").all()
    confirm.click()
    # The page comes again by itself until the job is done.
    expect(page.get_by_text("Done:")).to_be_visible(timeout=20_000)
    assert len(rows(table(page, "Subscriptions"))) == 3
    with page.expect_download() as report:
        page.get_by_role("link", name="Report as CSV").click()
    assert report.value.suggested_filename.endswith(".csv")


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_kept(signed_in):
    page = signed_in("reseller")
    choose(page, 1)
    page.get_by_label("Suspend", exact=True).check()
    page.get_by_role("button", name="See the preview").click()
    expect(page.get_by_label("Suspend", exact=True)).to_be_checked()
    expect(page.locator(".error")).to_be_visible()
    page.get_by_label("Reason").fill("Unpaid since December")
    page.get_by_role("button", name="See the preview").click()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("Stopped: 0 were done")).to_be_visible()


def test_all_that_match_are_chosen_without_a_script(world, desk):
    page = desk.window(world, java_script_enabled=False)
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("reseller@comptoir.test")
    page.get_by_label("Password").fill("comptoir-demo")
    page.get_by_role("button", name="Sign in").click()
    page.goto("/subscriptions?status=active")
    page.get_by_role("button", name="Change all that match").click()
    page.get_by_label("Renew automatically").check()
    page.get_by_role("button", name="See the preview").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Auto-renewal on")
