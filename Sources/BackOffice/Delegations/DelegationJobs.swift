import Core
import FoundationEssentials
import Postgres

/// What time does to delegations. None counts a moment longer than it should: that is looked up with every use; here
/// it is written down, and said a week before.
enum DelegationJobs {
  /// As many as one transaction takes.
  private static let batch = 200

  static func runDue(_ office: Office) throws {
    while try expire(office) == batch {}
    while try announce(office) == batch {}
  }

  private static func expire(_ office: Office) throws -> Int {
    try acting(office) { work in
      let due = try DelegationStore.due(
        "d.status IN ('pending', 'active') AND d.expires_at <= \(work.now)", upTo: batch, in: work)
      for record in due { try Delegations.expire(record, in: work) }
      return due.count
    }
  }

  /// What was let in for no longer than the notice is long ends without one.
  private static func announce(_ office: Office) throws -> Int {
    try acting(office) { work in
      let soon = work.now.adding(seconds: 86_400 * Bounds.delegationNoticeDays)
      let due = try DelegationStore.due(
        """
        d.status = 'active' AND d.announced_at IS NULL AND d.expires_at > \(work.now) AND d.expires_at <= \(soon)
          AND d.expires_at - d.approved_at > make_interval(days => \(Int32(Bounds.delegationNoticeDays)))
        """, upTo: batch, in: work)
      work.tx.enqueue("UPDATE delegation SET announced_at = \(work.now) WHERE id = ANY (\(due.map(\.id)))")
      try DelegationMail.announceEnd(of: due, in: work)
      return due.count
    }
  }

  private static func acting(_ office: Office, _ body: (Work) throws -> Int) throws -> Int {
    try office.everything { tx, now in
      try body(Work(tx: tx, actor: .system, now: now, requestID: "delegations", office: office))
    }
  }
}
