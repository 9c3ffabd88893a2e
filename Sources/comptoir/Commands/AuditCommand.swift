import BackOffice
import Core
import FoundationEssentials
import Synchronization

enum AuditCommand {
  static let command = Command(
    name: "audit", summary: "Verifies the audit trail, or recomputes the ledger.",
    discussion: """
      comptoir audit trail computes the hash of every audit record and every seal anew and says which records were
      changed, removed or slipped in since they were sealed. It ends with the head, a hash that vouches for all of it.
      Keep it somewhere else and give it back later with --noted HASH, to know that the seals themselves were not made
      anew.

      comptoir audit ledger computes from the changes of every subscription, the prices of its terms and the records of
      what was used, day by day, what was owed for each cycle, leg and centre, and compares it with what was posted; and
      every closed statement with its lines, its sums, its hash and the charges, and the numbers for gaps. Each
      difference is one line. It reads only, and can run beside everything else. --customer ID looks at one customer.

      Exit status 1 where anything is wrong.
      """,
    words: [Word(name: "WHAT", summary: "trail or ledger.", choices: ["trail", "ledger"])],
    options: [
      .database, .root, Option(name: "--noted", value: "HASH", summary: "trail: a head that was printed earlier."),
      Option(name: "--customer", value: "ID", summary: "ledger: only this customer's."),
      Option(name: "--workers", value: "N", summary: "ledger: threads (default 2)."),
    ], run: run)

  /// So many numbers of each kind are printed.
  private static let shown = 20

  private static func run(_ arguments: Arguments) throws {
    let what = arguments.word(0) ?? "trail"
    let foreign = what == "trail" ? ["--customer", "--workers"] : ["--noted"]
    if let option = foreign.first(where: arguments.has) {
      throw Failure(status: .usage, sentence: "comptoir audit \(what) takes no \(option). See comptoir audit --help.")
    }
    if what == "trail" { try trail(arguments) } else { try ledger(arguments) }
  }

  private static func trail(_ arguments: Arguments) throws {
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

  // MARK: - The ledger

  private static func ledger(_ arguments: Arguments) throws {
    let workers = try arguments.integer("--workers", in: 1...64) ?? 2
    let customer = try arguments.value("--customer").map { text in
      guard let id = ID<Organization>(text) else {
        throw Failure(status: .usage, sentence: "--customer needs a customer's id, a UUID.")
      }
      return id
    }
    let office = try Environment.office(arguments) {
      $0.connections = max($0.connections, workers + 1)
      $0.statementTimeoutMilliseconds = Bounds.jobTimeoutMilliseconds
    }
    defer { office.database.close() }
    let start = ContinuousClock.now
    // One line at a time, whichever thread found it.
    let printing = Mutex(())
    let seen = try LedgerAudit.run(customer: customer, workers: workers, office) { difference in
      printing.withLock { _ in print(difference) }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    if let from = seen.keptFrom { print("What began before \(from) is detached, and was not recomputed.") }
    print(
      """
      \(seen.subscriptions) subscriptions with \(seen.changes) changes, \(seen.cycles) cycles and \(seen.usageMonths) \
      metered months: \(seen.charges) charges.
      \(seen.statements) closed statements with \(seen.lines) lines.
      \(seen.differences) differences, in \(tenths(seconds)) s (\(Int(Double(seen.charges) / max(seconds, 0.001))) \
      charges/s).
      """)
    guard seen.differences == 0 else {
      throw Failure(status: .failed, sentence: "What was posted is not what was owed.")
    }
  }

  private static func tenths(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
