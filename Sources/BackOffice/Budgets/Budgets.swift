import Core
import FoundationEssentials
import Postgres

/// What a billing centre or a subscription may come to in a month, and who is told when shares of it are reached.
package enum Budgets {
  /// What a budget is of.
  package enum Target: Hashable, Sendable {
    case centre(ID<BillingCentre>)
    case subscription(ID<Subscription>)

    package var centre: ID<BillingCentre>? { if case .centre(let id) = self { id } else { nil } }
    package var subscription: ID<Subscription>? { if case .subscription(let id) = self { id } else { nil } }
  }

  package struct Record: Sendable {
    package let id: ID<Budget>
    package let path: Path
    package let customerName: String
    package let target: Target
    /// The centre's or the subscription's, for people.
    package let name: String
    package let currency: Currency
    /// The month it is now where the customer is.
    package let present: Month
    /// The month it was ended in.
    package var lastMonth: Month?
    /// In the order they were set.
    package var amounts: [BudgetAmount]
    package var shares: BudgetShares
    package var tells: [BudgetReader]
    package let language: Language
    package var setBy: ID<Person>
    package var setByName: String
    package var setAt: Instant
    package var endedAt: Instant?
    package let version: Int
    package let timeZone: String

    /// The amount of this month; nil before it begins and once it is ended.
    package var amount: BudgetAmount? { endedAt == nil ? amounts.inForce(in: present) : nil }
    package var next: BudgetAmount? { endedAt == nil ? amounts.next(after: present) : nil }
  }

  /// A budget with what its month stands at; nil before it begins and once it is ended.
  package struct Listed: Sendable {
    package let record: Record
    package let standing: BudgetStanding?
    /// The shares reached this month, from the lowest.
    package var reached: [Int] { standing?.reached(record.shares) ?? [] }
  }

  /// What somebody wants; nil: as it is, or as usual.
  package struct Draft: Sendable {
    package var amount: Money?
    /// Nil: from the present month on.
    package var from: Month?
    package var shares: [Int]?
    package var tells: [BudgetReader]?

    package init() {}
  }

  // MARK: - Reading

  /// As they were set, with what they stand at; those that ended where `ended`.
  package static func list(
    of customer: ID<Organization>, ended: Bool = false, _ paging: Paging, in work: Work
  ) throws -> [Listed] {
    try requireReader(work.actor)
    try Organizations.requireVisible(customer, in: work)
    return try BudgetFigures.standing(of: BudgetStore.list(of: customer, ended: ended, paging, in: work), in: work)
  }

  package static func find(_ id: ID<Budget>, in work: Work) throws -> Listed {
    try requireReader(work.actor)
    return try BudgetFigures.standing(of: [BudgetStore.find(id, in: work)], in: work)[0]
  }

  private static func requireReader(_ actor: Actor) throws {
    try actor.require(.centresView)
    try actor.require(.pricesView)
  }

  // MARK: - Setting

  /// Sets the first budget of a centre or a subscription. As a preview nothing is kept: it says what the month stands
  /// at. Refuses a second one beside it.
  package static func create(
    _ draft: Draft, for target: Target, of customer: ID<Organization>, in work: Work, isPreview: Bool = false
  ) throws -> Listed {
    try work.actor.require(.centresManage)
    // Locked, so that of two set at once the second finds the first.
    let owner = try Organizations.find(customer, kind: .customer, in: work, locking: true)
    let place = try BudgetPlaces.find(target, of: owner, in: work)
    if try BudgetStore.isTaken(target, in: work) { throw Refusal.conflict("budget.exists") }
    guard let wanted = draft.amount else { throw Refusal.invalid([Issue("/amount", "field.required")]) }
    let present = try BudgetPlaces.month(of: owner, in: work)
    let tells = draft.tells ?? [.managers, .finance]
    let (amount, shares) = try together(
      { () throws(Refusal) in
        try BudgetAmount(setting: wanted, from: draft.from ?? present, present: present, currency: owner.currency)
      },
      { () throws(Refusal) in try draft.shares.map { percents throws(Refusal) in try BudgetShares(percents) } ?? .usual
      },
      { () throws(Refusal) in try check(tells, target, place) })
    let record = Record(
      id: work.newID(), path: owner.path, customerName: owner.name, target: target, name: place.name,
      currency: owner.currency, present: present, lastMonth: nil, amounts: [amount],
      shares: shares, tells: tells, language: work.actor.language,
      setBy: work.actor.real?.person ?? work.actor.person, setByName: work.actor.real?.name ?? work.actor.name,
      setAt: work.now, endedAt: nil, version: 1, timeZone: owner.timeZone)
    if !isPreview {
      BudgetStore.insert(record, in: work)
      BudgetStore.add(amount, to: record, in: work)
      try note("set", before: nil, after: record, in: work)
    }
    return try BudgetFigures.standing(of: [record], in: work)[0]
  }

  /// Changes what is named; an amount holds from its month on, and what months before were measured against stays.
  package static func change(
    _ id: ID<Budget>, _ draft: Draft, in work: Work, isPreview: Bool = false,
    check matches: (Record) throws -> Void = { _ in }
  ) throws -> Listed {
    let before = try BudgetStore.find(id, in: work, locking: true)
    try work.actor.require(.centresManage)
    try matches(before)
    guard before.endedAt == nil else { throw Refusal.conflict("budget.ended") }
    if draft.amount == nil, draft.from != nil { throw Refusal.invalid([Issue("/amount", "field.required")]) }
    var after = before
    let amount = try draft.amount.map {
      try BudgetAmount(
        setting: $0, from: draft.from ?? before.present, present: before.present, currency: before.currency)
    }
    let isNew = amount.map { $0.amount != before.amounts.inForce(in: $0.from)?.amount || $0.from > before.present }
    if let amount, isNew == true { after.amounts.append(amount) }
    if let shares = draft.shares { after.shares = try BudgetShares(shares) }
    if let tells = draft.tells, tells != before.tells {
      let owner = try Organizations.find(before.path.organization, kind: .customer, in: work)
      try check(tells, before.target, BudgetPlaces.find(before.target, of: owner, in: work))
      after.tells = tells
    }
    guard after.amounts != before.amounts || after.shares != before.shares || after.tells != before.tells else {
      return try BudgetFigures.standing(of: [before], in: work)[0]
    }
    after.sign(work)
    guard !isPreview else { return try BudgetFigures.standing(of: [after], in: work)[0] }
    BudgetStore.update(after, in: work)
    if let amount, isNew == true { BudgetStore.add(amount, to: after, in: work) }
    try note("changed", before: before, after: after, in: work)
    return try find(id, in: work)
  }

  /// Ends it: nobody is warned any more; what it was stays to be read.
  package static func end(
    _ id: ID<Budget>, in work: Work, check matches: (Record) throws -> Void = { _ in }
  ) throws {
    let before = try BudgetStore.find(id, in: work, locking: true)
    try work.actor.require(.centresManage)
    try matches(before)
    guard before.endedAt == nil else { throw Refusal.conflict("budget.ended") }
    var after = before
    after.sign(work)
    after.endedAt = work.now
    BudgetStore.update(after, in: work)
    try note("ended", before: before, after: after, in: work)
  }

  /// What is wrong with any of them is told at once.
  private static func together(
    _ amount: () throws(Refusal) -> BudgetAmount, _ shares: () throws(Refusal) -> BudgetShares,
    _ tells: () throws(Refusal) -> Void
  ) throws(Refusal) -> (BudgetAmount, BudgetShares) {
    var issues: [Issue] = []
    func taken<Value>(_ make: () throws(Refusal) -> Value) throws(Refusal) -> Value? {
      do { return try make() } catch {
        guard case .invalid(let found) = error else { throw error }
        issues += found
        return nil
      }
    }
    let (first, second) = (try taken(amount), try taken(shares))
    try taken(tells)
    guard let first, let second, issues.isEmpty else { throw .invalid(issues) }
    return (first, second)
  }

  /// Somebody is told, and the contact only where there is one.
  private static func check(_ tells: [BudgetReader], _ target: Target, _ place: BudgetPlaces.Place) throws(Refusal) {
    if tells.isEmpty { throw .invalid([Issue("/tells", "budget.nobody_told")]) }
    if Set(tells).count < tells.count { throw .invalid([Issue("/tells", "budget.reader_twice")]) }
    guard tells.contains(.contact) else { return }
    if target.centre == nil { throw .invalid([Issue("/tells", "budget.contact_of_centre")]) }
    if place.contact == nil { throw .invalid([Issue("/tells", "budget.no_contact")]) }
  }

  // MARK: - Telling of it

  static func note(_ event: String, before: Record?, after: Record, in work: Work) throws {
    try work.audit(
      "budget.\(event)", AuditObject("budget", after.id), on: after.path, before: before.map(facts),
      after: facts(after))
    var message = JSONWriter()
    message.object {
      $0.member("event", "budget.\(event)")
      $0.member("customerId", after.path.customer)
      $0.member("budgetId", after.id)
    }
    try work.queue(.event, message, on: after.path)
  }

  private static func facts(_ record: Record) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("name", record.name)
      $0.member("centreId", record.target.centre)
      $0.member("subscriptionId", record.target.subscription)
      if let last = record.amounts.last {
        $0.member("amount", last.amount.description)
        $0.member("fromMonth", last.from.description)
      }
      $0.member("shares", record.shares.percents.map(String.init))
      $0.member("tells", record.tells.map(\.rawValue))
      if let ended = record.endedAt { $0.member("endedAt", ended) }
    }
    return json
  }
}

extension Budgets.Record {
  /// By whoever acts, now.
  fileprivate mutating func sign(_ work: Work) {
    setBy = work.actor.real?.person ?? work.actor.person
    setByName = work.actor.real?.name ?? work.actor.name
    setAt = work.now
  }
}

/// What budgets may be set for.
enum BudgetPlaces {
  struct Place {
    let name: String
    /// The centre's; nil of a subscription.
    let contact: String?
  }

  static func find(
    _ target: Budgets.Target, of owner: Organizations.Record, in work: Work
  ) throws -> Place {
    switch target {
    case .centre(let id):
      let rows = try work.tx.rows(
        "SELECT name, contact_email FROM billing_centre WHERE id = \(id) AND customer_id = \(owner.id)")
      guard let row = rows.first else { throw Refusal.invalid([Issue("/centreId", "centre.unknown")]) }
      return Place(name: try row[0], contact: try row[1])
    case .subscription(let id):
      let rows = try work.tx.rows(
        """
        SELECT coalesce(friendly_name, plan_name), direct FROM subscription
        WHERE id = \(id) AND customer_id = \(owner.id)
        """)
      guard let row = rows.first else {
        throw Refusal.invalid([Issue("/subscriptionId", "budget.subscription_unknown")])
      }
      if try row[1] { throw Refusal.invalid([Issue("/subscriptionId", "budget.subscription_direct")]) }
      return Place(name: try row[0], contact: nil)
    }
  }

  /// The month it is now where the customer is.
  static func month(of owner: Organizations.Record, in work: Work) throws -> Month {
    let day: Day = try work.tx.rows("SELECT (\(work.now)::timestamptz AT TIME ZONE \(owner.timeZone))::date")[0][0]
    return Month(containing: day)
  }
}
