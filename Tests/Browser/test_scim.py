"""Provisioning: a manager connects an identity provider, and an independent client checks what it is promised."""

import http.client
import json
import urllib.request
import uuid

import pytest
import scim2_tester.filling
from conftest import go, rows, table
from httpx2 import Client
from playwright.sync_api import expect
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server
from scim2_tester.checkers import patch_add, patch_replace

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"

# What a person here always has: removing it restores what it is without the provider.
ALWAYS_THERE = {"name", "displayName", "preferredLanguage", "timezone", "active", "emails"}


@pytest.fixture(scope="module")
def tokens():
    """The token of each world."""
    return {}


@pytest.fixture
def token(signed_in, world, tokens):
    """The token that the manager makes under Provisioning; shown this once."""
    if world.name not in tokens:
        page = signed_in("manager")
        go(page, "People")
        page.get_by_role("link", name="Provisioning").click()
        page.get_by_label("Name of the provider").fill("Entra ID")
        page.get_by_role("button", name="Create token").click()
        expect(page.get_by_text("Shown only this once.")).to_be_visible()
        tokens[world.name] = page.get_by_label("Token", exact=True).inner_text()
    return tokens[world.name]


def send(world, token, method, path, body):
    request = urllib.request.Request(
        f"{world.url}/scim/v2{path}", method=method, data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/scim+json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read() or b"{}")


def test_a_manager_says_what_a_group_gives(signed_in, world, token):
    people = [
        send(world, token, "POST", "/Users", {
            "schemas": [USER], "userName": f"{name.lower()}@helvetia.test",
            "name": {"givenName": name, "familyName": "Ott"}})["id"]
        for name in ["Ada", "Bea", "Cyril", "Dora", "Emil"]]
    send(world, token, "POST", "/Groups", {
        "schemas": [GROUP], "displayName": "Pilot users", "members": [{"value": person} for person in people]})
    page = signed_in("manager")
    page.goto("/provisioning")
    assert rows(table(page, "Groups")) == [["Pilot users", "nothing yet", "5"]]
    page.get_by_role("link", name="Pilot users").click()
    page.get_by_label("Subscription *").select_option(label="Copilot pilot – 4 of 4 free")
    page.get_by_role("button", name="Give licences").click()
    expect(page.get_by_text("1 members have no licence")).to_be_visible()
    expect(table(page, "Members").get_by_text("Waits for a licence")).to_have_count(1)
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Members get nothing by being in this group.")).to_be_visible()


def test_an_independent_client_finds_what_the_standard_promises(world, token, monkeypatch):
    generate = scim2_tester.filling.generate_random_value

    def fitting(context, path, **options):
        """Random, but what the service means by it: an address to sign in with, a zone, a language."""
        value = generate(context, path=path, **options)
        known = {"username": f"{uuid.uuid4()}@helvetia.test", "timezone": "Europe/Zurich", "preferredlanguage": "de-CH"}
        return value if value is None else known.get(str(path).lower().rsplit(":", 1)[-1], value)

    for module in (scim2_tester.filling, patch_add, patch_replace):
        monkeypatch.setattr(module, "generate_random_value", fitting, raising=False)
    with Client(base_url=f"{world.url}/scim/v2", headers={"Authorization": f"Bearer {token}"}) as client:
        results = check_server(SyncSCIMClient(client))
    wrong = [result for result in results if result.status in (Status.ERROR, Status.CRITICAL) and not is_known(result)]
    assert [f"{result.title}: {result.reason}" for result in wrong] == []
    assert sum(result.status is Status.SUCCESS for result in results) >= 65


def is_known(result):
    """What is never without a value; members that come back with their names; the one address, which is primary."""
    if result.title == "check_remove_attribute":
        return any(f"'{name}'" in result.reason for name in ALWAYS_THERE)
    if "'emails'" in result.reason:
        return "primary=False" in result.reason
    return "'members'" in result.reason and "display=None" in result.reason


def test_a_body_too_large_is_refused_as_scim_says(world, token):
    connection = http.client.HTTPConnection(world.url.removeprefix("http://"), timeout=30)
    connection.putrequest("POST", "/scim/v2/Users")
    connection.putheader("Authorization", f"Bearer {token}")
    connection.putheader("Content-Type", "application/scim+json")
    connection.putheader("Content-Length", str((1 << 20) + 1))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413 and answer.getheader("Content-Type") == "application/scim+json"
    assert json.loads(answer.read())["status"] == "413"
