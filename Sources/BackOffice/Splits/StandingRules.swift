import Core
import FoundationEssentials
import Postgres

/// Standing rules: where a customer's licences go when nobody names a billing centre.
package enum StandingRules {
  package struct Record: Sendable {
    package let id: ID<StandingRule>
    package let path: Path
    /// Nil: everything that has no rule of its own.
    package let service: ID<Service>?
    package let serviceName: String?
    package let rule: SplitRule
    package let setBy: ID<Person>
    package let setByName: String
    package let setAt: Instant
    package let version: Int
  }

  /// What somebody wants it to be.
  package enum Wish: Sendable {
    case shares([CentreShare])
    case centre(ID<BillingCentre>)

    func rule(among centres: [Centre]) throws(Refusal) -> SplitRule {
      switch self {
      case .shares(let shares): try SplitRule.sharing(shares, among: centres)
      case .centre(let centre): try SplitRule.sending(to: centre, among: centres)
      }
    }
  }

  /// What a rule would do to a purchase.
  package struct Example: Sendable {
    package let quantity: Int
    package let allocations: [Allocation]
  }

  /// The general one first, then as they were set.
  package static func list(of customer: ID<Organization>, _ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.centresView)
    try Organizations.requireVisible(customer, in: work)
    let after = try paging.afterID(StandingRule.self)
    return try StandingRuleStore.list(of: customer, after: after, paging.fetched, in: work)
  }

  /// The rule for a service, or with nil the general one.
  package static func find(
    of customer: ID<Organization>, for service: ID<Service>?, in work: Work
  ) throws -> Record {
    try work.actor.require(.centresView)
    try Organizations.requireVisible(customer, in: work)
    guard let record = try StandingRuleStore.find(of: customer, for: service, in: work) else { throw Refusal.notFound }
    return record
  }

  /// Sets the rule for a service, or with nil the general one. What is set already stays as it is. `check` sees the
  /// version it has, 0 for none.
  package static func set(
    _ wish: Wish, of customer: ID<Organization>, for service: ID<Service>?, in work: Work,
    check: (Int) throws -> Void = { _ in }
  ) throws -> Record {
    try work.actor.require(.centresManage)
    let owner = try Organizations.find(customer, kind: .customer, in: work)
    let serviceName = try service.map { try name(of: $0, in: work) }
    // Against being closed meanwhile.
    let centres = try StandingRuleStore.centres(of: customer, in: work, locking: true)
    let before = try StandingRuleStore.find(of: customer, for: service, in: work, locking: true)
    try check(before?.version ?? 0)
    let rule = try wish.rule(among: centres)
    if let before, before.rule == rule { return before }
    let draft = Record(
      id: before?.id ?? work.newID(), path: owner.path, service: service, serviceName: serviceName, rule: rule,
      setBy: work.actor.real?.person ?? work.actor.person, setByName: work.actor.real?.name ?? work.actor.name,
      setAt: work.now, version: 1)
    let record = try StandingRuleStore.save(draft, in: work)
    try note("set", record, before: before, after: record, in: work)
    return record
  }

  /// Ends a rule: what is bought from now on goes by the general one, or to the default centre.
  package static func remove(
    of customer: ID<Organization>, for service: ID<Service>?, in work: Work, check: (Int) throws -> Void = { _ in }
  ) throws {
    try work.actor.require(.centresManage)
    try Organizations.requireVisible(customer, in: work)
    guard let before = try StandingRuleStore.find(of: customer, for: service, in: work, locking: true) else {
      throw Refusal.notFound
    }
    try check(before.version)
    work.tx.enqueue("DELETE FROM split_rule WHERE id = \(before.id)")
    try note("removed", before, before: before, after: nil, in: work)
  }

  /// What a purchase of so many would do under the rule wanted; nothing is kept. Throws what `set` would.
  package static func example(
    _ wish: Wish, _ quantity: Int, of customer: ID<Organization>, for service: ID<Service>?, in work: Work
  ) throws -> Example {
    try work.actor.require(.centresManage)
    _ = try Organizations.find(customer, kind: .customer, in: work)
    if let service { _ = try name(of: service, in: work) }
    let centres = try StandingRuleStore.centres(of: customer, in: work)
    return Example(
      quantity: quantity, allocations: centres.under(try wish.rule(among: centres)).placed(quantity))
  }

  private static func name(of service: ID<Service>, in work: Work) throws -> String {
    guard let row = try work.tx.rows("SELECT name FROM service WHERE id = \(service)").first else {
      throw Refusal.notFound
    }
    return try row[0]
  }

  private static func note(
    _ event: String, _ record: Record, before: Record?, after: Record?, in work: Work
  ) throws {
    try work.audit(
      "splitRule.\(event)", AuditObject("splitRule", record.id), on: record.path, before: before.map(facts),
      after: after.map(facts))
    var message = JSONWriter()
    message.object {
      $0.member("event", "splitRule.\(event)")
      $0.member("customerId", record.path.customer)
      $0.member("serviceId", record.service)
    }
    try work.queue(.event, message, on: record.path)
  }

  private static func facts(_ record: Record) -> JSONWriter {
    var json = JSONWriter()
    json.object { json in
      json.member("serviceId", record.service)
      StandingRulesAPI.writeRule(&json, record.rule)
    }
    return json
  }
}
