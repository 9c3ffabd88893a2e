import Core
import FoundationEssentials
import HTTP
import Postgres

/// `POST /vendor-callbacks/{connector}`: what a vendor has to say later, signed as our requests are. A callback counts
/// once: said again it is answered alike and does nothing; about what is settled already it is noted, not applied.
package enum VendorCallbacks {
  private struct Callback {
    let id: String
    let fulfilment: ID<Fulfilment>
    let answer: VendorAnswer
    let hash: [UInt8]

    /// The word it is kept under.
    var said: String {
      switch answer {
      case .approved, .accepted: "approved"
      case .refused: "refused"
      case .asking: "asking"
      }
    }
  }

  /// What became of a callback; `isApplied`: whether it changed anything.
  private struct Outcome {
    let code: Code
    let isApplied: Bool
  }

  static func take(_ call: OpenCall) throws -> Response {
    guard let connector = ID<Connector>(call.parameters["id"] ?? "") else { throw Refusal.notFound }
    let outcome: Outcome
    do {
      outcome = try call.office.everything { tx, now in
        let work = Work(tx: tx, actor: .system, now: now, requestID: call.request.id, office: call.office)
        if let code = try distrust(call.request, connector, in: work) { throw TurnedAway(status: 401, code: code) }
        return try apply(try callback(call.request), of: connector, in: work)
      }
    } catch let turned as TurnedAway {
      let language = Language(accepting: call.request.headers["Accept-Language"])
      return Problem(turned.status, turned.code).response(call.request, language)
    }
    var json = JSONWriter()
    json.object {
      $0.member("applied", outcome.isApplied)
      $0.member("code", outcome.code)
      $0.member("detail", Messages.sentence(outcome.code, [:], .english))
    }
    return .json(json)
  }

  /// Not believed, or about nothing we know.
  private struct TurnedAway: Error {
    let status: Int
    let code: Code
  }

  /// Why it is not believed to come from the vendor; nil: it is. A connector that does not take callbacks is not found.
  private static func distrust(_ request: Request, _ connector: ID<Connector>, in work: Work) throws -> Code? {
    let rows = try work.tx.rows(
      """
      SELECT t.secret, floor(extract(epoch FROM clock_timestamp()))::bigint FROM connector_setup t
      WHERE t.connector_id = \(connector) AND t.kind = 'http'
      """)
    guard let row = rows.first, let sealed: [UInt8] = try row[0] else { throw Refusal.notFound }
    return VendorSignature.fault(
      secret: try Connectors.secret(sealed, of: connector, work.office, work.tx),
      timestamp: request.headers[VendorSignature.timestampHeader],
      signature: request.headers[VendorSignature.signatureHeader], body: request.body, nowSeconds: try row[1])
  }

  private static func callback(_ request: Request) throws -> Callback {
    guard let value = JSONValue(parsing: request.body) else { throw HTTPFault.unparsable }
    let fields = try Fields(value)
    let id = fields.text("id", required: true, upTo: 200)
    let fulfilment = fields.id("fulfilmentId", required: true, of: Fulfilment.self)
    let answer = VendorSpeech.answer(fields)
    if case .accepted = answer { fields.note("status", "field.not_a_choice") }
    // What a kind of answer does not need it may carry all the same.
    for name in ["reference", "reason", "fields"] { _ = fields.has(name) }
    try fields.check()
    guard let id, let fulfilment, let answer else { throw Refusal.invalid([Issue("/status", "field.required")]) }
    return Callback(id: id, fulfilment: fulfilment, answer: answer, hash: Secrets.sha256(request.body))
  }

  private static func apply(_ callback: Callback, of connector: ID<Connector>, in work: Work) throws -> Outcome {
    // Two deliveries of one callback at once: the second waits and finds the first.
    work.tx.enqueue("SELECT pg_advisory_xact_lock(hashtextextended(\(connector.description + callback.id), 22))")
    let known = try work.tx.rows(
      """
      SELECT body_hash FROM vendor_callback WHERE connector_id = \(connector) AND callback_id = \(callback.id)
      """)
    if let row = known.first {
      guard try row[0] as [UInt8] == callback.hash else { throw Refusal.conflict("callback.id_reused") }
      return Outcome(code: "callback.replayed", isApplied: false)
    }
    let owned = try work.tx.rows(
      "SELECT 1 FROM fulfilment WHERE id = \(callback.fulfilment) AND connector_id = \(connector)")
    guard !owned.isEmpty else { throw TurnedAway(status: 404, code: "callback.fulfilment_unknown") }
    let locked = try FulfilmentSettling.locked(callback.fulfilment, in: work)
    let record = locked.record
    if record.state.isSettled { return try note(callback, about: record, of: connector, in: work) }
    guard record.attempts > 0, record.isNext else { throw Refusal.conflict("callback.out_of_order") }
    work.tx.enqueue("SAVEPOINT callback")
    do {
      try FulfilmentSettling.apply(callback.answer, to: locked, in: work)
      keep(callback, record, of: connector, as: "callback.applied", in: work)
      return Outcome(code: "callback.applied", isApplied: true)
    } catch let fault as FulfilmentFault {
      work.tx.enqueue("ROLLBACK TO SAVEPOINT callback")
      try FulfilmentJobs.parkUnfitting(record, fault, callback.answer, in: work)
      keep(callback, record, of: connector, as: "callback.parked", in: work)
      return Outcome(code: "callback.parked", isApplied: false)
    }
  }

  /// It comes after the decision: kept, whether it agrees or not, and shown to the operations team.
  private static func note(
    _ callback: Callback, about record: Fulfilments.Record, of connector: ID<Connector>, in work: Work
  ) throws -> Outcome {
    let agrees =
      switch callback.answer {
      case .approved: record.state == .done
      case .refused: record.state == .refused
      case .asking, .accepted: false
      }
    let code: Code =
      if record.settledByName != nil { "callback.settled_by_hand" } else if agrees { "callback.late" } else {
        "callback.contradicts"
      }
    keep(callback, record, of: connector, as: code, in: work)
    try work.audit(
      "fulfilment.noted", AuditObject("fulfilment", record.id), on: record.path,
      after: FulfilmentSettling.facts(record, record.state, callback.said))
    return Outcome(code: code, isApplied: false)
  }

  private static func keep(
    _ callback: Callback, _ record: Fulfilments.Record, of connector: ID<Connector>, as outcome: Code, in work: Work
  ) {
    work.tx.enqueue(
      """
      INSERT INTO vendor_callback (id, distributor_id, connector_id, callback_id, fulfilment_id, at, body_hash, said,
        outcome)
      VALUES (\(Secrets.uuid(at: work.now)), \(record.path.distributor), \(connector), \(callback.id), \(record.id),
        \(work.now), \(callback.hash), \(callback.said), \(outcome.text))
      """)
  }
}
