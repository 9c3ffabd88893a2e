import BackOffice

enum AuditCommand {
  static let command = Command(
    name: "audit", summary: "Verifies the audit trail.",
    discussion: """
      comptoir audit trail computes the hash of every audit record and every seal anew and says which records were
      changed, removed or slipped in since they were sealed. It ends with the head, a hash that vouches for all of it.
      Keep it somewhere else and give it back later with --noted HASH, to know that the seals themselves were not made
      anew. Exit status 1 where anything is wrong.
      """,
    words: [Word(name: "WHAT", summary: "trail.", choices: ["trail"])],
    options: [
      .database, .root, Option(name: "--noted", value: "HASH", summary: "A head that was printed earlier."),
    ], run: run)

  /// So many numbers of each kind are printed.
  private static let shown = 20

  private static func run(_ arguments: Arguments) throws {
    let office = try Environment.office(arguments) { $0.statementTimeoutMilliseconds = Bounds.jobTimeoutMilliseconds }
    defer { office.database.close() }
    try Seals.seal(office)
    let finding = try Seals.verify(noted: arguments.value("--noted"), office)
    print("\(finding.records) records under \(finding.seals) seals, \(finding.open) not sealed yet.")
    if finding.forgotten > 0 {
      print("\(finding.forgotten) say less than when they were sealed: a person in them was deleted since.")
    }
    if finding.detached > 0 { print("\(finding.detached) went with months that were detached since.") }
    say("changed since they were sealed", finding.changed)
    say("gone since they were sealed", finding.missing)
    say("there though they were never sealed", finding.added)
    say("seals that do not follow from the one before", finding.broken)
    if finding.knowsNoted == false { print("The noted head is not among the seals: they were made anew.") }
    print("head \(finding.head)")
    guard finding.holds else { throw Failure(status: .failed, sentence: "The audit trail was tampered with.") }
  }

  private static func say(_ what: String, _ numbers: [some BinaryInteger]) {
    if numbers.isEmpty { return }
    let more = numbers.count > shown ? " and \(numbers.count - shown) more" : ""
    print("\(numbers.count) \(what): \(numbers.prefix(shown).map { "\($0)" }.joined(separator: ", "))\(more)")
  }
}
