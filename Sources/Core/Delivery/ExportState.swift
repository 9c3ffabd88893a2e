/// Where an export stands: waiting → running → ready | failed, and from ready → expired. A worker that dies lets it
/// wait again.
package enum ExportState: String, Sendable, CaseIterable {
  case waiting, running, ready, failed, expired

  /// Whether a job is at work on it, or will be.
  package var isOpen: Bool { self == .waiting || self == .running }

  /// Lets its file be fetched, or says why there is none.
  package func requireFile(expiresAt: Instant?, at now: Instant) throws(Refusal) {
    switch self {
    case .waiting, .running: throw .conflict("export.not_ready")
    case .failed: throw .conflict("export.failed")
    case .expired: throw .conflict("export.expired")
    case .ready:
      if let expiresAt, expiresAt <= now { throw .conflict("export.expired") }
    }
  }
}

/// Whose accounts somebody reads within an organization.
package struct AccountScope: Hashable, Sendable {
  /// Whether all; else those of `centres`.
  package let all: Bool
  /// Empty where all are read.
  package let centres: Set<ID<BillingCentre>>

  package init(all: Bool, centres: Set<ID<BillingCentre>>) {
    self.all = all
    self.centres = all ? [] : centres
  }

  /// Of the rights somebody has now; nothing where they read no statements.
  package init(_ rights: Rights) {
    self.init(all: rights.readsAllAccounts, centres: rights.holds(.statementsView) ? rights.centres : [])
  }

  /// Whether somebody with this scope may see all that was made with the other.
  package func covers(_ other: AccountScope) -> Bool {
    if all { return true }
    return !other.all && !centres.isEmpty && centres.isSuperset(of: other.centres)
  }
}
