import Core
import FoundationEssentials
import Postgres

/// One command for many subscriptions: selected, previewed as a whole, confirmed, carried out by a job.
package enum BulkChanges {
  package struct Record: Sendable {
    package let id: ID<BulkChange>
    /// Of the organization it belongs to.
    package let path: Path
    package let kind: AskedChange.Kind
    package let body: JSONValue
    /// Nil: selected one by one.
    package let filter: JSONValue?
    package var change: BulkChange
    package let maker: Principal
    package let makerName: String
    package let createdAt: Instant
    package var previewedAt: Instant?
    package var startedAt: Instant?
    package var endedAt: Instant?
    package var stoppedBy: ID<Person>?
    package var stoppedByName: String?
    package var version: Int
  }

  /// What somebody wants done, and with which subscriptions.
  package struct Wish: Sendable {
    package let selection: BulkSelection
    package let command: BulkCommand

    package init(_ selection: BulkSelection, _ command: BulkCommand) {
      self.selection = selection
      self.command = command
    }
  }

  /// What somebody must hold to see and run one: whoever keeps the billing centres splits, whoever changes
  /// subscriptions does all else.
  static func permission(for kind: AskedChange.Kind) -> Permission {
    kind == .split ? .centresManage : .subscriptionsChange
  }

  /// Refuses whoever may do none of it.
  private static func requireAny(_ actor: Actor) throws(Refusal) {
    if !actor.holds(.centresManage) { try actor.require(.subscriptionsChange) }
  }

  /// Those of kinds the actor may run.
  package static func list(_ paging: Paging, in work: Work) throws -> [Record] {
    try requireAny(work.actor)
    return try BulkStore.list(of: work.actor.organization, paging, in: work)
  }

  package static func find(_ id: ID<BulkChange>, in work: Work, locking: Bool = false) throws -> Record {
    try requireAny(work.actor)
    let record = try BulkStore.find(id, in: work.tx, locking: locking)
    try work.actor.require(permission(for: record.kind))
    return record
  }

  /// Selects and previews: few at once, many by the job. Nothing is done to any subscription before `start`.
  package static func create(_ wish: Wish, in work: Work) throws -> Record {
    try work.actor.require(permission(for: wish.command.kind))
    let actor = work.actor
    if try BulkStore.busy(actor.organization, in: work) >= Bounds.bulkAtOnce {
      throw Refusal.conflict("bulk.too_many_open", ["maximum": String(Bounds.bulkAtOnce)])
    }
    let record = Record(
      id: work.newID(), path: actor.path, kind: wish.command.kind, body: wish.command.body,
      filter: wish.selection.filter, change: BulkChange(lines: 0), maker: try Principal.acting(in: work),
      makerName: actor.name, createdAt: work.now, version: 1)
    BulkStore.insert(record, in: work)
    let count = try wish.selection.freeze(for: record, in: work)
    BulkStore.setLines(count, of: record.id, in: work)
    try note("created", record, in: work)
    if count <= Bounds.bulkPreviewedAtOnce { try previewAtOnce(record.id, wish.command, in: work) }
    return try BulkStore.find(record.id, in: work.tx)
  }

  private static func previewAtOnce(_ id: ID<BulkChange>, _ command: BulkCommand, in work: Work) throws {
    let items = try BulkStore.claimed(
      try BulkStore.find(id, in: work.tx), upTo: Bounds.bulkPreviewedAtOnce, in: work.tx)
    let results = try BulkBatch(command: command, work: work).previewed(items)
    work.resumeReach()
    try settle(zip(items, results).map { ($0.number, $1) }, of: id, in: work)
  }

  /// Few splits are done while whoever confirms waits: nothing of them leaves the house.
  private static func carryOutAtOnce(_ record: Record, in work: Work) throws -> Record {
    let items = try BulkStore.claimed(record, upTo: Bounds.bulkPreviewedAtOnce, in: work.tx)
    let named = Work(
      tx: work.tx, actor: work.actor, now: work.now, requestID: requestID(record.id), office: work.office)
    let results: [BulkResult]
    do {
      results = try BulkBatch(command: try BulkCommand(record.kind, record.body), work: named).carriedOut(items)
    } catch let halfway as BulkBatch.Halfway {
      throw halfway.refusal
    }
    work.resumeReach()
    try settle(zip(items, results).map { ($0.number, $1) }, of: record.id, in: work)
    return try BulkStore.find(record.id, in: work.tx)
  }

  /// Confirmed by whoever saw the preview; the job does the rest, or of a few splits all is done here and now. `check`
  /// sees it locked.
  package static func start(
    _ id: ID<BulkChange>, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    var record = try find(id, in: work, locking: true)
    try check(record)
    let isMaker = work.actor.person == record.maker.person && work.actor.real?.person == record.maker.real?.person
    record.change = try record.change.started(isMaker: isMaker)
    record.startedAt = work.now
    record = try saved(record, "started", in: work)
    let isAtOnce = record.kind == .split && record.change.lines <= Bounds.bulkPreviewedAtOnce
    return isAtOnce ? try carryOutAtOnce(record, in: work) : record
  }

  /// By whoever may change subscriptions here: what goes wrong is stopped by whoever sees it. Lines under way at this
  /// moment are finished.
  package static func stop(
    _ id: ID<BulkChange>, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    var record = try find(id, in: work, locking: true)
    try check(record)
    record.change = try record.change.stopped()
    record.endedAt = work.now
    record.stoppedBy = work.actor.real?.person ?? work.actor.person
    record.stoppedByName = work.actor.real?.name ?? work.actor.name
    return try saved(record, "stopped", in: work)
  }

  private static func saved(_ record: Record, _ event: String, in work: Work) throws -> Record {
    var record = record
    BulkStore.update(record, in: work)
    record.version += 1
    try note(event, record, in: work)
    return record
  }

  /// Writes what became of some lines, and where that leaves the whole. The row is locked last and briefly: other
  /// workers are at other lines of it.
  static func settle(_ results: [(number: Int, result: BulkResult)], of id: ID<BulkChange>, in work: Work) throws {
    BulkStore.keep(results, of: id, at: work.now, in: work.tx)
    var record = try BulkStore.find(id, in: work.tx, locking: true)
    let before = record.change.state
    record.change = record.change.adding(results.map(\.result.outcome))
    let isOver = record.change.state != before
    if isOver, before == .previewing { record.previewedAt = work.now }
    if isOver, record.change.state == .done { record.endedAt = work.now }
    BulkStore.update(record, in: work)
    if isOver, record.change.state == .done { try note("done", record, in: work) }
  }

  /// The audit record and the event. What was done to each subscription has its own, under the bulk change's name.
  private static func note(_ event: String, _ record: Record, in work: Work) throws {
    var after = JSONWriter()
    after.object { json in
      json.member("kind", record.kind.rawValue)
      json.name("body")
      record.body.write(to: &json)
      if record.change.lines > 0 {
        json.member("subscriptions", record.change.lines)
        for outcome in [BulkChange.Outcome.refused, .done, .failed] where record.change.count(of: outcome) > 0 {
          json.member(dynamic: outcome.rawValue, record.change.count(of: outcome))
        }
      }
    }
    try work.audit("bulkChange.\(event)", AuditObject("bulkChange", record.id), on: record.path, after: after)
    var message = JSONWriter()
    message.object {
      $0.member("event", "bulkChange.\(event)")
      $0.member("bulkChangeId", record.id)
    }
    try work.queue(.event, message, on: record.path)
  }

  /// Under which name the audit trail has what the bulk change did to a subscription.
  static func requestID(_ id: ID<BulkChange>) -> String { "bulk-change/\(id)" }
}
