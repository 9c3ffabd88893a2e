"""A firm signs its people in at its own provider: a real one, with a real name server that proves the firm's domain."""

import re
import socket
from types import SimpleNamespace

import dnslib
import dnslib.server
import oidc_provider_mock
import pytest
from conftest import World, fill_sign_in, go, sign_in, table
from playwright.sync_api import expect

DOMAIN = "comptoir.test"


class Zone:
    """A name server that knows the text records it was told."""

    def __init__(self):
        self.records = {}

    def resolve(self, request, handler):
        reply = request.reply()
        text = self.records.get(str(request.q.qname).rstrip("."))
        if text and request.q.qtype == dnslib.QTYPE.TXT:
            reply.add_answer(dnslib.RR(request.q.qname, dnslib.QTYPE.TXT, rdata=dnslib.TXT(text), ttl=1))
        elif not text:
            reply.header.rcode = dnslib.RCODE.NXDOMAIN
        return reply


@pytest.fixture(scope="module")
def firm(template):
    """A world whose program asks our name server, and a provider."""
    zone = Zone()
    names = dnslib.server.DNSServer(zone, address="127.0.0.1", port=0)
    names.start_thread()
    people = [
        oidc_provider_mock.User(sub="sub-of-user", claims={"email": f"user@{DOMAIN}", "email_verified": True}),
        oidc_provider_mock.User(
            sub="sub-of-nina",
            claims={"email": f"nina.neu@{DOMAIN}", "given_name": "Nina", "family_name": "Neu", "locale": "de"}),
        oidc_provider_mock.User(sub="sub-of-rival", claims={"email": f"rival@{DOMAIN}", "email_verified": True}),
        oidc_provider_mock.User(sub="sub-unproven", claims={"email": f"anna@{DOMAIN}", "email_verified": False}),
    ]
    world = World(template)
    world.environment["COMPTOIR_NAME_SERVER"] = f"127.0.0.1:{names.server.server_address[1]}"
    try:
        with oidc_provider_mock.run_server_in_thread(user_claims=people, require_nonce=True) as provider:
            issuer = f"http://localhost:{provider.server_port}"
            # Providers send people back to where the service says it is, so it must know its port beforehand.
            yield SimpleNamespace(zone=zone, issuer=issuer, world=world.serve(free_port()))
    finally:
        names.stop()
        world.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def proven(firm, browser):
    """The manager has set the provider up and proven the domain."""
    context = browser.new_context(base_url=firm.world.url, locale="en-GB")
    page = sign_in(context.new_page(), "manager")
    go(page, "People")
    page.get_by_role("link", name="Sign-in provider").click()
    page.get_by_label("Issuer").fill(firm.issuer)
    page.get_by_label("Client id").fill("comptoir-portal")
    page.get_by_label("Client secret").fill("open sesame & more")
    page.get_by_label("Domains").fill(DOMAIN)
    page.get_by_label("Name shown").fill("Helvetia account")
    page.get_by_label("Create an account").check()
    page.get_by_role("button", name="Save").click()
    await_text(page, "The DNS record is not there yet")
    name, value = (page.get_by_label(f"{part} of the record").inner_text() for part in ("Name", "Value"))
    firm.zone.records[name] = value
    page.get_by_role("button", name="Check again").click()
    await_text(page, "a domain is proven")
    expect(table(page, "Domains").get_by_text("Proven", exact=True)).to_be_visible()
    context.close()
    return firm


def await_text(page, text):
    """The service looks within a second; people reload."""
    for _ in range(20):
        if page.get_by_text(text).count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text(text)).to_be_visible()


def visitor(desk, firm):
    """The provider's page takes its style from afar, which tests do without."""
    page = desk.window(firm.world)
    page.context.route(re.compile("^https:"), lambda route: route.fulfill(body="", content_type="text/css"))
    return page


def to_provider(page, email, start="/catalogue"):
    """From the page that was asked for to the provider's."""
    page.goto(start)
    page.get_by_role("link", name="Sign in with your organization").click()
    page.get_by_label("E-mail at work").fill(email)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Authorize Client")).to_be_visible()


def test_somebody_known_comes_in_and_lands_where_they_were_going(desk, proven):
    page = visitor(desk, proven)
    to_provider(page, f"user@{DOMAIN}")
    page.get_by_role("button", name="sub-of-user").click()
    expect(page.get_by_role("heading", level=1, name="Catalogue")).to_be_visible()
    page.goto("/profile")
    expect(page.get_by_label("Given name")).to_be_visible()
    expect(page.get_by_text("Signed in").first).to_be_visible()
    names = {cookie["name"].split("_")[1] for cookie in page.context.cookies()}
    assert names == {"session", "device"}, "what the way there needed is gone"


def test_somebody_new_becomes_a_user_in_their_own_language(desk, proven):
    page = visitor(desk, proven)
    to_provider(page, f"whoever@{DOMAIN}", start="/")
    page.get_by_role("button", name="sub-of-nina").click()
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()
    expect(page.get_by_text("Nina Neu").first).to_be_visible()
    expect(page.get_by_role("navigation", name="Haupt").get_by_role("link", name="Personen")).to_have_count(0)


@pytest.mark.parametrize(("subject", "sentence"), [
    ("sub-of-rival", "Your organization has no account for this address here."),
    ("sub-unproven", "gave no confirmed address in a domain it has proven here."),
    (None, "was cancelled, or it refused you."),
])
def test_whoever_is_not_let_in_is_told_why(desk, proven, subject, sentence):
    page = visitor(desk, proven)
    to_provider(page, f"whoever@{DOMAIN}")
    page.get_by_role("button", name=subject or "Deny", exact=True).click()
    expect(page.get_by_text(sentence)).to_be_visible()
    assert page.context.cookies(proven.world.url + "/") == []
    page.goto("/profile")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_the_way_back_cannot_be_walked_twice(desk, proven):
    page = visitor(desk, proven)
    returned = []
    page.on("request", lambda request: returned.append(request.url) if "state=" in request.url else None)
    to_provider(page, f"user@{DOMAIN}")
    page.get_by_role("button", name="sub-of-user").click()
    expect(page.get_by_role("heading", level=1, name="Catalogue")).to_be_visible()
    back = [url for url in returned if url.startswith(proven.world.url)]
    assert len(back) == 1
    for window in (page, desk.window(proven.world)):
        window.goto(back[0])
        expect(window.get_by_text("was begun in another browser")).to_be_visible()


def test_an_address_without_a_provider_leads_back_to_passwords(desk, proven):
    page = desk.window(proven.world)
    page.goto("/sign-in")
    page.get_by_role("link", name="Sign in with your organization").click()
    page.get_by_label("E-mail at work").fill("somebody@elsewhere.example")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("No organization signs in people with this address’s domain here.")).to_be_visible()
    page.get_by_role("link", name="Use a password").click()
    expect(page.get_by_label("Password")).to_be_visible()


def test_where_the_provider_is_the_only_way_passwords_are_for_administrators(desk, proven):
    manager = sign_in(desk.window(proven.world), "manager")
    manager.goto("/identity-provider")
    manager.get_by_label("Sign in through the provider only").check()
    manager.get_by_role("button", name="Save").click()
    expect(manager.get_by_label("Sign in through the provider only")).to_be_checked()
    page = desk.window(proven.world)
    page.goto("/sign-in")
    fill_sign_in(page, "tech", "comptoir-demo")
    expect(page.get_by_text("The e-mail address or the password is wrong")).to_be_visible()
    sign_in(desk.window(proven.world), "manager")
    manager.get_by_role("link", name="Remove provider").click()
    manager.get_by_role("button", name="Remove provider").click()
    expect(manager.get_by_role("heading", name="At your provider")).to_be_visible()
    sign_in(page, "tech")
