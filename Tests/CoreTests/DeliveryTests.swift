import Core
import Testing

private let now = Instant("2026-01-15T09:00:00Z")
private let later = Instant("2026-01-22T09:00:00Z")

@Test(
  arguments: [
    (ExportState.waiting, later, "export.not_ready"), (.running, later, "export.not_ready"),
    (.failed, later, "export.failed"), (.expired, now, "export.expired"), (.ready, now, "export.expired"),
    (.ready, later, nil),
  ] as [(ExportState, Instant?, Code?)])
func `a file is fetched only once it is whole and before it expires`(
  _ state: ExportState, _ expiresAt: Instant?, _ refusal: Code?
) throws {
  let now = try #require(now)
  if let refusal {
    #expect(throws: Refusal.conflict(refusal)) { try state.requireFile(expiresAt: expiresAt, at: now) }
  } else {
    #expect(throws: Never.self) { try state.requireFile(expiresAt: expiresAt, at: now) }
  }
}

private func centre(_ number: Int) -> ID<BillingCentre> {
  ID<BillingCentre>("019bc0f4-5b80-7000-8000-0000000000\(10 + number)").unsafelyUnwrapped
}

@Test func `what was made for all accounts is not for who reads some centres, or none`() {
  let all = AccountScope(all: true, centres: [])
  let both = AccountScope(all: false, centres: [centre(1), centre(2)])
  let one = AccountScope(all: false, centres: [centre(1)])
  let nothing = AccountScope(all: false, centres: [])
  #expect(!both.covers(all) && !nothing.covers(all) && !one.covers(both) && !nothing.covers(one))
  #expect(!nothing.covers(nothing), "who reads nothing fetches nothing")
  #expect(all.covers(all) && all.covers(one) && both.covers(one) && both.covers(both))
}

@Test(arguments: [
  (["statement", "2026-01", "Zürcher Öl & Fett AG"], "statement-2026-01-zuercher-oel-fett-ag"),
  (["Élodie’s  Café / München"], "elodie-s-cafe-muenchen"), (["../../etc/passwd"], "etc-passwd"), (["東京"], ""),
  (["e\u{301}te\u{301}"], "ete"), (["", "a", ""], "a"),
])
func `file names are plain`(_ parts: [String], _ name: String) {
  #expect(FileNames.slug(parts) == name)
}

@Test func `a long name is cut, and no part ends in a dash`() {
  let name = FileNames.slug([String(repeating: "a", count: 59) + " bcd"])
  #expect(name == String(repeating: "a", count: 59))
}

@Test func `no two files of an archive have one name, in whatever case`() {
  var names = FileNames()
  let given = ["Statement", "statement", "statement", "statement-2"].map { names.unique($0, "pdf") }
  #expect(given == ["Statement.pdf", "statement-2.pdf", "statement-3.pdf", "statement-2-2.pdf"])
  #expect(names.unique("statement", "csv") == "statement.csv")
}

@Test func `who has no account gets the document and no link, unless it is too large for a mail`() {
  func content(_ mode: StatementMailMode, _ account: Bool, _ bytes: Int?) -> [Bool] {
    let content = StatementMailContent(mode, readerHasAccount: account, bytes: bytes, limit: 100)
    return [content.attaches, content.links, content.isTooLarge]
  }
  #expect(content(.link, false, 100) == [true, false, false])
  #expect(content(.pdf, false, 101) == [false, false, true])
  #expect(content(.pdf, false, nil) == [false, false, true])
  #expect(content(.pdf, true, 101) == [false, true, true])
  #expect(content(.pdf, true, 100) == [true, true, false])
  #expect(content(.link, true, nil) == [false, true, false])
  #expect(!StatementMailContent.needsDocument(.link, readerHasAccount: true))
  #expect(StatementMailContent.needsDocument(.link, readerHasAccount: false))
}
