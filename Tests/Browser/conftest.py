"""A demo world of its own, served by the program, and people looking at it with a real browser."""

import itertools
import os
import re
import subprocess
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BINARY = os.environ.get("COMPTOIR_BINARY", str(ROOT / ".build/debug/comptoir"))
SUPERUSER_URL = os.environ["COMPTOIR_TEST_DATABASE_URL"]
NAMES = itertools.count(1)
PASSWORD = "comptoir-demo"

expect.set_options(timeout=10_000)


# --- the world -------------------------------------------------------------------------------------------------------


def psql(statement):
    subprocess.run(
        ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", SUPERUSER_URL, "-c", statement],
        check=True, capture_output=True, text=True)


def database_url(name):
    base, mark, query = SUPERUSER_URL.partition("?")
    return f"{base.rsplit('/', 1)[0]}/{name}{mark}{query}"


class World:
    """A database and the program serving it. A new one is seeded; a copy begins where its original began."""

    def __init__(self, original=None):
        self.name = f"browser_{os.getpid()}_{next(NAMES)}"
        self.environment = os.environ | {
            "DATABASE_URL": database_url(self.name),
            "COMPTOIR_SERVICE_PASSWORD": os.environ.get("COMPTOIR_SERVICE_PASSWORD", "test"),
        }
        psql(f"CREATE DATABASE {self.name}" + (f" TEMPLATE {original}" if original else ""))
        self.server = None
        self.sessions = {}

    def run(self, *arguments):
        return subprocess.run(
            [BINARY, *arguments, "--root", str(ROOT)], env=self.environment, check=True, capture_output=True,
            text=True, timeout=120).stdout

    def serve(self, port=0):
        self.server = subprocess.Popen(
            [BINARY, "serve", "--sandbox", "--port", str(port), "--root", str(ROOT)], env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.server.stdout.readline()
        address = re.search(r"http://\S+", line)
        assert address, f"the program did not serve: {line!r}"
        self.url = address.group().rstrip("/.")
        return self

    def close(self):
        if self.server:
            self.server.terminate()
            self.server.wait(timeout=30)
        psql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


@pytest.fixture(scope="session")
def template():
    """The seeded database that every world is a copy of."""
    seeded = World()
    try:
        seeded.run("migrate")
        seeded.run("seed")
        yield seeded.name
    finally:
        seeded.close()


def served(template):
    world = World(template)
    try:
        yield world.serve()
    finally:
        world.close()


@pytest.fixture(scope="module")
def world(template):
    """One for all tests of a file."""
    yield from served(template)


@pytest.fixture
def own_world(template):
    """One for a test that moves the clock or needs everything untouched."""
    yield from served(template)


# --- people at their browsers ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("COMPTOIR_CHROMIUM"), args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Desk:
    """Opens browser windows for people and notes whatever their consoles complain about."""

    def __init__(self, browser):
        self.browser = browser
        self.contexts = []
        self.complaints = []

    def window(self, world, **options):
        context = self.browser.new_context(base_url=world.url, locale="en-GB", **options)
        self.contexts.append(context)
        context.on("console", self.note)
        context.on("weberror", lambda failure: self.complaints.append(str(failure.error)))
        return context.new_page()

    def note(self, message):
        # A page that is refused or not found is in the console too; tests that expect that look at its status.
        refused = message.page and message.location["url"] == message.page.url and "status of 4" in message.text
        if message.type in ("error", "warning") and not refused:
            self.complaints.append(f"{message.location['url']}: {message.text}")

    def close(self):
        for context in self.contexts:
            context.close()
        assert self.complaints == []


@pytest.fixture
def desk(browser):
    desk = Desk(browser)
    yield desk
    desk.close()


@pytest.fixture
def signed_in(desk, world):
    """signed_in("reseller"): a window in which that person has signed in, once per file."""

    def open_window(person, **options):
        page = desk.window(world, storage_state=world.sessions.get(person), **options)
        if person not in world.sessions:
            sign_in(page, person)
            world.sessions[person] = page.context.storage_state()
        page.goto("/")
        return page

    return open_window


def sign_in(page, person):
    page.goto("/sign-in")
    fill_sign_in(page, person, PASSWORD)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def fill_sign_in(page, person, password):
    page.get_by_label("E-mail").fill(f"{person}@comptoir.test")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


# --- finding one's way -----------------------------------------------------------------------------------------------


def go(page, place):
    """By the navigation, as people do."""
    navigation(page).get_by_role("link", name=place, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def navigation(page):
    return page.get_by_role("navigation", name="Main")


def open_customer(page, typed, name):
    go(page, "Customers")
    page.get_by_role("main").get_by_role("searchbox").fill(typed)
    page.get_by_role("table").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def open_subscription(page, name):
    """By one's own list, as customers have it."""
    go(page, "Subscriptions")
    page.get_by_role("table").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def table(page, caption):
    return page.get_by_role("table", name=caption)


def rows(table):
    """The cells of a table's body, as people read them: one space between words."""
    cells = [row.get_by_role("cell").all_inner_texts() for row in table.get_by_role("row").all()]
    return [[" ".join(cell.split()) for cell in row] for row in cells if row]


def amount(text):
    """"CHF 1’234.50" or "−CHF 3.20" in minor units."""
    digits = re.sub(r"\D", "", re.search(r"\d[\d’',\s]*\.\d\d", text).group())
    return -int(digits) if re.search(r"[−-]\s*(?:[A-Z]{3}\s*)?\d", text) else int(digits)


def fetch(world, path):
    with urllib.request.urlopen(world.url + path) as answer:
        return answer.read()
