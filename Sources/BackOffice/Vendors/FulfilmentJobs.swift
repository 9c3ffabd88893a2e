import Core
import FoundationEssentials
import Postgres

/// Sends what was promised to the vendors, in the order of each subscription's ledger. A request is claimed in a
/// transaction of its own before it is sent, so any number of instances share the work and none holds a transaction
/// while a vendor thinks. An answer that is lost is asked for again with the same key.
package enum FulfilmentJobs {
  /// Runs until nothing is due; answers how many answers were applied. Vendors that fail several times in a row are
  /// left alone until the next round.
  @discardableResult
  package static func run(_ office: Office) throws -> Int {
    var settled = 0
    var failures: [ID<Connector>: Int] = [:]
    while true {
      let away = failures.filter { $0.value >= Bounds.vendorFailuresInARow }.map(\.key)
      let claims = try claim(without: away, office)
      if claims.isEmpty { return settled }
      let results = try Workers.map(claims, workers: Bounds.fulfilmentWorkers) { request in
        (connector: request.connector, isSettled: try send(request, office))
      }
      for result in results {
        settled += result.isSettled ? 1 : 0
        failures[result.connector] = result.isSettled ? 0 : (failures[result.connector] ?? 0) + 1
      }
    }
  }

  /// Takes what is due and first in its subscription's line. What a vendor took but never called back about is parked.
  private static func claim(without away: [ID<Connector>], _ office: Office) throws -> [VendorRequest] {
    try office.everything { tx, now in
      let late = try tx.rows(
        """
        SELECT \(Fulfilments.columns) FROM \(Fulfilments.source)
        WHERE f.state = 'accepted' AND f.next_attempt_at <= \(now) AND c.kind = 'http'
        ORDER BY f.id LIMIT \(Bounds.fulfilmentsAtOnce) FOR UPDATE OF f SKIP LOCKED
        """
      ).map(Fulfilments.record)
      let work = Work(tx: tx, actor: .system, now: now, requestID: "fulfilments", office: office)
      for record in late { try FulfilmentSettling.park(record, for: .noCallback, reason: nil, in: work) }
      return try tx.rows(
        """
        WITH due AS (
          SELECT f.id FROM fulfilment f
          WHERE f.state IN ('waiting', 'sent', 'accepted') AND f.next_attempt_at <= \(now)
            AND NOT f.connector_id = ANY (\(away)) AND NOT EXISTS (
              SELECT FROM fulfilment e WHERE \(Fulfilments.unsettledBefore))
          ORDER BY f.next_attempt_at, f.id LIMIT \(Bounds.fulfilmentsAtOnce) FOR UPDATE OF f SKIP LOCKED)
        UPDATE fulfilment f SET state = CASE f.state WHEN 'accepted' THEN 'accepted' ELSE 'sent' END,
          attempts = f.attempts + 1, sent_at = coalesce(f.sent_at, \(now)), version = f.version + 1,
          next_attempt_at = \(now.adding(seconds: Bounds.fulfilmentLeaseSeconds))
        FROM due, connector c, connector_setup t, subscription s, organization o
        WHERE f.id = due.id AND c.id = f.connector_id AND t.connector_id = c.id AND s.id = f.subscription_id
          AND o.id = f.customer_id
        RETURNING \(VendorRequest.columns)
        """
      ).map(VendorRequest.init(row:))
    }
  }

  /// Asks the vendor and applies what it says; answers whether it said anything.
  private static func send(_ request: VendorRequest, _ office: Office) throws -> Bool {
    let answer = try answer(to: request, office)
    try apply(answer, of: request, office)
    if case .success = answer { return true }
    return false
  }

  private static func answer(
    to request: VendorRequest, _ office: Office
  ) throws -> Result<VendorAnswer, FulfilmentFault> {
    switch request.kind {
    case .http:
      let (secret, seconds) = try office.everything { tx, _ in
        (try? Connectors.secret(request.sealedSecret, of: request.connector, office, tx), try worldSeconds(tx))
      }
      guard let secret else { return .failure(.notConfigured) }
      return HTTPVendor.send(request, secret: secret, seconds: seconds, office)
    case .simulated:
      guard office.configuration.sandbox else { return .failure(.notConfigured) }
      let decisions = try office.everything { tx, _ in
        try tx.rows(
          """
          SELECT count(*)::int FROM fulfilment
          WHERE connector_id = \(request.connector) AND state IN ('done', 'refused')
          """)[0][0] as Int
      }
      return SimulatedVendor.answer(request, decisions: decisions)
    case .manual: return .failure(.notConfigured)
    }
  }

  /// The world's clock, by which signatures are dated.
  static func worldSeconds(_ tx: Transaction) throws -> Int64 {
    try tx.rows("SELECT floor(extract(epoch FROM clock_timestamp()))::bigint")[0][0]
  }

  /// An answer to an attempt that is no longer the latest, or that somebody settled meanwhile, changes nothing.
  private static func apply(
    _ answer: Result<VendorAnswer, FulfilmentFault>, of request: VendorRequest, _ office: Office
  ) throws {
    do {
      try office.everything { tx, now in
        let work = Work(tx: tx, actor: .system, now: now, requestID: "fulfilments", office: office)
        let locked = try FulfilmentSettling.locked(request.fulfilment, in: work)
        let record = locked.record
        guard record.state == request.state, record.attempts == request.attempts else { return }
        switch answer {
        case .success(.accepted(let reference)) where request.kind == .simulated:
          try FulfilmentSettling.apply(.accepted(reference: reference), to: locked, in: work)
          let due = now.adding(seconds: Int64(request.settings.delaySeconds))
          tx.enqueue("UPDATE fulfilment SET next_attempt_at = \(due) WHERE id = \(record.id)")
        case .success(let answer): try FulfilmentSettling.apply(answer, to: locked, in: work)
        case .failure(let fault): try postpone(record, fault, in: work)
        }
      }
    } catch let fault as FulfilmentFault {
      try park(request.fulfilment, for: fault, answer, office)
    }
  }

  /// The answer does not fit the ledger any more: that is for a person.
  private static func park(
    _ id: ID<Fulfilment>, for fault: FulfilmentFault, _ answer: Result<VendorAnswer, FulfilmentFault>, _ office: Office
  ) throws {
    try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "fulfilments", office: office)
      try parkUnfitting(try FulfilmentSettling.locked(id, in: work).record, fault, try? answer.get(), in: work)
    }
  }

  static func parkUnfitting(
    _ record: Fulfilments.Record, _ fault: FulfilmentFault, _ answer: VendorAnswer?, in work: Work
  ) throws {
    var reason: String?
    if case .refused(let said) = answer { reason = said }
    if !record.state.isSettled { try FulfilmentSettling.park(record, for: fault, reason: reason, in: work) }
  }

  private static func postpone(_ record: Fulfilments.Record, _ fault: FulfilmentFault, in work: Work) throws {
    let spread = record.id.raw.uuid
    let delay = fault.delaySeconds(
      after: record.attempts, atMost: Bounds.fulfilmentAttempts,
      spread: UInt64(spread.14) << 8 | UInt64(spread.15))
    guard let delay else { return try FulfilmentSettling.park(record, for: fault, reason: nil, in: work) }
    work.tx.enqueue(
      """
      UPDATE fulfilment SET fault = \(fault.rawValue), next_attempt_at = \(work.now.adding(seconds: delay)),
        version = version + 1
      WHERE id = \(record.id)
      """)
  }
}
