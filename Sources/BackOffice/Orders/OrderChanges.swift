import Core
import FoundationEssentials
import Postgres

extension Orders {
  /// What is to become of one line of an order that waits; nil: as it was.
  package struct LineChange: Sendable {
    /// Counted from 1.
    package let position: Int
    package let quantity: Int?
    package let offer: ID<Offer>?
    package let allocations: [Allocation]?

    package init(position: Int, quantity: Int? = nil, offer: ID<Offer>? = nil, allocations: [Allocation]? = nil) {
      self.position = position
      self.quantity = quantity
      self.offer = offer
      self.allocations = allocations
    }
  }

  /// A change made to an order while it waited, with its lines as they were before.
  package struct Change: Sendable {
    package let at: Instant
    package let actor: ID<Person>
    package let actorName: String
    package let realActor: ID<Person>?
    package let realActorName: String?
    /// `[{"offerId","planName","quantity","allocations"}]`
    package let lines: JSONValue
  }
}

/// What sellers make of orders that wait, kept beside what was ordered.
enum OrderChanges {
  /// What an order that waits was shown to cost, and how it was changed, oldest first.
  struct Kept {
    let figures: Figures?
    let changes: [Orders.Change]
  }

  static func kept(of id: ID<Order>, in work: Work) throws -> Kept {
    let results = try work.tx.pipeline([
      "SELECT figures::text FROM customer_order WHERE id = \(id)",
      """
      SELECT at, actor_id, actor_name, real_actor_id, real_actor_name, lines::text FROM order_change
      WHERE order_id = \(id) ORDER BY id
      """,
    ])
    return Kept(
      figures: Figures(stored: try results[0].first?[0]),
      changes: try results[1].map {
        Orders.Change(
          at: try $0[0], actor: try $0[1], actorName: try $0[2], realActor: try $0[3], realActorName: try $0[4],
          lines: JSONValue(parsing: Array((try $0[5] as String).utf8)) ?? .array([]))
      })
  }

  /// Keeps what a new order that waits was shown to cost.
  static func begin(_ order: Orders.Record, _ outcomes: [Subscriptions.Outcome], in work: Work) throws {
    if let sum = Subscriptions.Outcome(summing: outcomes) { keep(Figures(sum.totals), of: order.id, in: work) }
  }

  /// The order with its lines changed: an offer only for another of the same plan, a split that no longer fits in the
  /// same shares. Whether what comes out can be bought is for the preview to say.
  static func apply(_ changes: [Orders.LineChange], to order: inout Orders.Record, in work: Work) throws {
    guard !changes.isEmpty else { return }
    var issues: [Issue] = []
    let plans = try plans(of: changes.compactMap(\.offer) + order.lines.map(\.wanted.offer), in: work)
    for (index, change) in changes.enumerated() {
      guard order.lines.indices.contains(change.position - 1) else {
        issues.append(Issue("/lines/\(index)/position", "order.line_unknown"))
        continue
      }
      let line = order.lines[change.position - 1]
      var wanted = line.wanted
      if let offer = change.offer {
        if plans[offer] == nil { issues.append(Issue("/lines/\(index)/offerId", "offer.not_available")) }
        if let plan = plans[offer], plan != plans[wanted.offer] {
          issues.append(Issue("/lines/\(index)/offerId", "order.other_plan"))
        }
        wanted.offer = offer
      }
      if let quantity = change.quantity {
        wanted.quantity = quantity
        wanted.allocations = wanted.allocations.map { $0.scaled(to: quantity) }
      }
      if let allocations = change.allocations { wanted.allocations = allocations }
      order.lines[change.position - 1].wanted = wanted
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
  }

  private static func plans(of offers: [ID<Offer>], in work: Work) throws -> [ID<Offer>: ID<Plan>] {
    try work.tx.rows("SELECT id, plan_id FROM offer WHERE id = ANY (\(offers))").reduce(into: [:]) {
      $0[try $1[0]] = try $1[1]
    }
  }

  /// Stores changed lines with those they replace, and tells whoever ordered.
  static func keep(
    _ before: Orders.Record, _ after: Orders.Record, _ outcome: Subscriptions.Outcome, in work: Work
  ) throws {
    var lines = JSONWriter()
    lines.array(before.lines) { write(&$0, $1) }
    let actor = work.actor
    work.tx.enqueue(
      """
      INSERT INTO order_change (id, order_id, distributor_id, reseller_id, customer_id, at, actor_id, actor_name,
        real_actor_id, real_actor_name, lines)
      VALUES (\(Secrets.uuid(at: work.now)), \(before.id), \(before.path.distributor), \(before.path.reseller),
        \(before.path.customer), \(work.now), \(actor.person), \(actor.name), \(actor.real?.person),
        \(actor.real?.name), \(JSONB(text: lines.text)))
      """)
    OrderStore.updateLines(of: after, in: work)
    keep(Figures(outcome.totals), of: after.id, in: work)
    guard after.status == .waiting else { return }
    work.tx.enqueue("UPDATE customer_order SET version = version + 1 WHERE id = \(after.id)")
    try OrderStore.tell("changed", after, in: work)
    try RequestMail.tell(after, .changed, in: work)
  }

  private static func keep(_ figures: Figures, of id: ID<Order>, in work: Work) {
    work.tx.enqueue("UPDATE customer_order SET figures = \(figures.stored) WHERE id = \(id)")
  }

  private static func write(_ json: inout JSONWriter, _ line: Orders.Line) {
    json.object { json in
      json.member("offerId", line.wanted.offer)
      json.member("planName", line.planName)
      json.member("quantity", line.wanted.quantity)
      guard let allocations = line.wanted.allocations else { return }
      json.array("allocations", allocations) { json, allocation in
        json.object {
          $0.member("centreId", allocation.centre)
          $0.member("quantity", allocation.quantity)
        }
      }
    }
  }
}
