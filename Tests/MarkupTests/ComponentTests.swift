import Markup
import Testing

private let hostile = "\"><script>alert('x')</script>"

@Suite struct ComponentTests {
  /// Every component with hostile text in every place that takes text.
  static let hostileComponents: [(name: String, html: HTML)] = [
    ("pageHeader", pageHeader(title: "\(hostile)", subtitle: "\(hostile)", actions: ["\(hostile)"])),
    ("breadcrumbs", breadcrumbs([(hostile, hostile), (hostile, nil)])),
    ("tabs", tabs(label: hostile, [NavItem(label: hostile, href: hostile, current: true)])),
    ("badge", badge(hostile, tone: .good)),
    ("notice", notice(.bad, title: hostile, body: "\(hostile)")),
    ("errorSummary", errorSummary(title: hostile, [(hostile, hostile), (hostile, nil)])),
    ("definitionList", definitionList([(hostile, "\(hostile)")])),
    ("card", card(title: hostile, "\(hostile)")),
    ("statTile", statTile(label: hostile, value: "\(hostile)", hint: hostile)),
    ("disclosure", disclosure(summary: hostile, "\(hostile)")),
    ("pager", pager(nextHref: hostile, label: hostile)),
    ("copyable", copyable(hostile, label: hostile, copyLabel: hostile, copiedLabel: hostile)),
    ("money", money(amount: hostile, currency: hostile)),
    ("table", table(caption: hostile, columns: [Column(hostile)], rows: [["\(hostile)"]], footer: ["\(hostile)"])),
    ("field", field(label: hostile, name: hostile, value: hostile, hint: hostile, error: hostile)),
    ("field attributes", field(label: "a", name: "b", attributes: ["max": hostile], id: hostile)),
    ("selectField", selectField(label: hostile, name: hostile, options: [(hostile, hostile, true, false)])),
    ("textArea", textArea(label: hostile, name: hostile, value: hostile, hint: hostile)),
    ("checkbox", checkbox(label: "\(hostile)", name: hostile, value: hostile, hint: hostile)),
    ("form", form(action: hostile, csrf: hostile, hidden: [(hostile, hostile)], content: "", submit: hostile)),
    ("actionButton", actionButton(label: hostile, action: hostile, csrf: hostile, hidden: [(hostile, hostile)])),
    ("filterForm", filterForm(action: hostile, name: hostile, value: hostile, label: hostile)),
    ("buttonLink", buttonLink(label: hostile, href: hostile)),
    ("disabledButton", disabledButton(label: hostile, reason: hostile)),
    ("splitEditor", splitEditor(rows: [(hostile, hostile, hostile, 1)], total: 1, totalFieldID: hostile)),
    ("barePage", barePage(title: hostile, language: hostile, assetVersion: hostile, content: "\(hostile)")),
    ("shell", shell(hostile).page("\(hostile)")),
  ]

  @Test(arguments: hostileComponents.indices)
  func `no component lets text become markup`(_ index: Int) {
    let (name, html) = Self.hostileComponents[index]
    #expect(!html.text.contains("<script>alert"), "\(name)")
    #expect(!html.text.contains("=\"\">"), "\(name): closed an attribute")
    #expect(!html.text.contains("alert('x')"), "\(name): an apostrophe came through")
  }

  @Test(arguments: hostileComponents.indices)
  func `no component needs what a strict content security policy forbids`(_ index: Int) {
    let (name, html) = Self.hostileComponents[index]
    for forbidden in ["style=", "<style", "onclick=", " onsubmit=", "href=\"javascript:"] {
      #expect(!html.text.contains(forbidden), "\(name) has \(forbidden)")
    }
  }

  @Test(arguments: hostileComponents.indices)
  func `every tag that a component opens it closes`(_ index: Int) {
    let (name, html) = Self.hostileComponents[index]
    #expect(unbalancedTags(html.text) == [], "\(name)")
  }

  @Test(arguments: [
    ("0.00", "0.00"), ("39.00", "39.00"), ("1000", "1\u{2009}000"), ("-2.52", "\u{2212}2.52"),
    ("-1234567.89", "\u{2212}1\u{2009}234\u{2009}567.89"), ("999", "999"), ("100000", "100\u{2009}000"),
    ("", ""), ("-", "-"), ("1e5", "1e5"), ("1.2.3", "1.2.3"), ("--1", "--1"), (".5", ".5"), ("n/a", "n/a"),
  ])
  func `amounts are grouped and anything else is left alone`(_ amount: String, _ expected: String) {
    #expect(grouped(amount) == expected)
  }

  @Test func `a post carries the token and a get does not`() {
    #expect(form(action: "/a", csrf: "t0k", content: "", submit: "Go").text.contains("value=\"t0k\""))
    #expect(!form(action: "/a", method: "get", csrf: "t0k", content: "", submit: "Go").text.contains("t0k"))
    #expect(actionButton(label: "Go", action: "/a", csrf: "t0k").text.contains("name=\"csrf\" value=\"t0k\""))
  }

  @Test func `a wrong field says so to everybody`() {
    let html = field(label: "Quantity", name: "quantity", hint: "At most 300", error: "Too many", required: true).text
    #expect(html.contains("aria-invalid=\"true\""))
    #expect(html.contains("aria-describedby=\"f-quantity-error f-quantity-hint\""))
    #expect(html.contains("id=\"f-quantity-error\">Too many<"))
    #expect(!field(label: "Quantity", name: "quantity").text.contains("aria-"))
  }

  @Test func `a disabled button names its reason and cannot submit`() {
    let html = disabledButton(label: "Decrease", reason: "Possible until 22 January").text
    #expect(html.contains("type=\"button\""))
    #expect(html.contains("title=\"Possible until 22 January\""))
    #expect(html.contains(">Possible until 22 January</small>"))
  }

  @Test func `a table without rows shows what to do instead`() {
    let html = table(caption: "Users", columns: [Column("Name")], rows: [], empty: "Nobody yet.").text
    #expect(html.contains("Nobody yet."))
    #expect(!html.contains("<table"))
  }

  @Test(arguments: [([5, 3, 2], 10, true), ([5, 3, 3], 10, false), ([], 0, true), ([0, 0], 1, false)])
  func `the split editor shows whether it adds up`(_ quantities: [Int], _ total: Int, _ addsUp: Bool) {
    let rows = quantities.enumerated().map { (id: "c\($0.offset)", name: "Centre", code: "A", quantity: $0.element) }
    let html = splitEditor(rows: rows, total: total).text
    #expect(html.contains("class=\"wrong\"") == !addsUp)
    #expect(html.contains("data-split-mismatch hidden") == addsUp)
    #expect(html.components(of: "name=\"centre.c") == quantities.count)
  }

  @Test func `the frame shows the sandbox clock, the switch and the current page only where they apply`() {
    let plain = shell("Helvetia Works").page("<p>here</p>").text
    #expect(!plain.contains("class=\"clock\""))
    #expect(!plain.contains("class=\"switch\""))
    var busy = shell("Helvetia Works")
    busy.sandboxNow = "2026-02-01 00:00"
    busy.organizations = [("1", "Helvetia Works", true), ("2", "Alpine Cloud", false)]
    busy.banner = "Acting as Ada"
    let text = busy.page("<p>here</p>").text
    #expect(text.contains("<time>2026-02-01 00:00</time>"))
    #expect(text.contains("<option value=\"1\" selected>Helvetia Works</option>"))
    #expect(text.contains("Acting as Ada"))
    #expect(text.components(of: "aria-current=\"page\"") == 1)
    #expect(text.components(of: "name=\"csrf\"") == 2)
    #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
  }
}

private func shell(_ name: String) -> Shell {
  Shell(
    title: name, organizationName: name, personName: name, roleName: name,
    navigation: [NavItem(label: name, href: "/", current: true), NavItem(label: name, href: "/b")],
    csrf: name, assetVersion: name)
}

/// Names of tags opened and not closed, or closed and not opened, in order.
private func unbalancedTags(_ text: String) -> [String] {
  let void: Set = ["input", "meta", "link", "br", "hr", "img"]
  var open: [String] = []
  for piece in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
    let isEnd = piece.hasPrefix("/")
    let name = String(piece.dropFirst(isEnd ? 1 : 0).prefix { $0.isLetter || $0.isNumber })
    if name.isEmpty || void.contains(name) { continue }
    if !isEnd { open.append(name) } else if open.popLast() != name { return open + ["/" + name] }
  }
  return open
}
