import BackOffice
import Core
import Synchronization

extension World {
  /// What the audit of the whole ledger finds wrong, in a stable order; with what it looked at.
  func auditLedger(
    customer: ID<Organization>? = nil, workers: Int = 1
  ) throws -> (differences: [LedgerDifference], seen: LedgerAudit.Summary) {
    let found = Mutex<[LedgerDifference]>([])
    let seen = try LedgerAudit.run(customer: customer, workers: workers, office) { one in
      found.withLock { $0.append(one) }
    }
    return (found.withLock { $0 }.sorted { $0.description < $1.description }, seen)
  }

  /// The same, as lines.
  func ledgerDifferences() throws -> [String] { try auditLedger().differences.map(\.description) }
}
