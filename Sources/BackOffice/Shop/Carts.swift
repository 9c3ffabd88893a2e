import Core
import FoundationEssentials
import Postgres

/// What somebody is about to order for a customer: one open cart per person and customer, nobody else's.
package enum Carts {
  package struct Record: Sendable {
    package let id: ID<Cart>
    package let path: Path
    package let openedAt: Instant
    package let expiresAt: Instant
    package let version: Int
    /// In the order they were put in; an add-on after the line it goes with.
    package var lines: [Line]
  }

  package struct Line: Sendable {
    package let id: ID<CartLine>
    package let cart: ID<Cart>
    package let offer: ID<Offer>
    package let plan: ID<Plan>
    package let planName: String
    package let service: ID<Service>
    package let serviceName: String
    package let term: Period
    package let frequency: Frequency
    package let trial: Bool
    package let needsParent: Bool
    package var quantity: Int
    package var friendlyName: String?
    package let parentLine: ID<CartLine>?
    package let parent: ID<Subscription>?
    package var allocations: [Allocation]?
    package var alignTo: Day?
    package var agreed: UnitPrices
  }

  /// What is put in.
  package struct Draft: Sendable {
    package var wanted: NewSubscription
    package var parentLine: ID<CartLine>?
  }

  /// What may be said of a line; nil: unchanged.
  package struct Change: Sendable {
    package var quantity: Int?
    package var friendlyName: String??
    package var allocations: [Allocation]??
    package var alignTo: Day??
    /// Prices seen and accepted.
    package var accepted: [Leg: Money] = [:]

    package init() {}
  }

  /// The actor's open cart for the customer; nil where there is none, or it is too old.
  package static func open(for customer: ID<Organization>, in work: Work) throws -> Record? {
    _ = try Organizations.find(customer, kind: .customer, in: work)
    try Orders.requireRights(work.actor)
    return try CartStore.open(for: customer, in: work)
  }

  // MARK: - Changing

  /// Puts something into the cart, checked as if it were ordered now. Answers the new line's id.
  package static func add(_ draft: Draft, for customer: ID<Organization>, in work: Work) throws -> ID<CartLine> {
    let owner = try Organizations.find(customer, kind: .customer, in: work)
    _ = try Orders.mustWait(work.actor)
    let cart = try CartStore.openedLocked(for: owner, in: work)
    guard cart.lines.count < Bounds.orderLines else {
      throw Refusal.conflict("cart.full", ["maximum": "\(Bounds.orderLines)"])
    }
    if let parent = draft.parentLine {
      guard cart.lines.contains(where: { $0.id == parent }) else {
        throw Refusal.invalid([Issue("/parentLineId", "cart.line_unknown")])
      }
      if draft.wanted.parent != nil { throw Refusal.invalid([Issue("/parentSubscriptionId", "cart.two_parents")]) }
    }
    let buyer = try Buyer.found(customer, in: work)
    let outcome = try quote(draft.wanted, under: draft.parentLine, in: cart, for: buyer, work)
    let id: ID<CartLine> = work.newID()
    let s = outcome.record.subscription
    CartStore.insert(
      draft, id, agreed: UnitPrices(price: s.unitPrice, cost: s.unitCost), into: cart, in: work)
    CartStore.touch(cart, in: work)
    try audit("line_added", cart, after: facts(outcome.record.planName, draft.wanted.quantity), in: work)
    return id
  }

  /// Changes a line, or accepts its new price; checked as if it were ordered now.
  package static func change(
    _ id: ID<CartLine>, _ change: Change, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws {
    let (cart, index) = try located(id, in: work)
    try check(cart)
    let buyer = try Buyer.found(cart.path.organization, in: work)
    let before = cart.lines[index]
    var line = before
    if let quantity = change.quantity { line.quantity = quantity }
    if let name = change.friendlyName { line.friendlyName = name }
    if let allocations = change.allocations { line.allocations = allocations }
    if let day = change.alignTo { line.alignTo = day }
    // More or fewer licences than the split has: the whole goes to the default centre until it is split again.
    if change.quantity != nil, change.allocations == nil, line.quantity != before.quantity { line.allocations = nil }
    let outcome = try quote(line.wanted, under: line.parentLine, in: cart, for: buyer, work)
    if !change.accepted.isEmpty {
      let s = outcome.record.subscription
      line.agreed = try UnitPrices.accepted(
        change.accepted, now: UnitPrices(price: s.unitPrice, cost: s.unitCost),
        seeing: Set(Leg.allCases.filter(work.actor.sees)))
    }
    CartStore.update(line, in: work)
    CartStore.touch(cart, in: work)
    try audit(
      "line_changed", cart, before: facts(before.planName, before.quantity), after: facts(line.planName, line.quantity),
      in: work)
  }

  /// Takes a line out, and the add-ons that go with it.
  package static func remove(
    _ id: ID<CartLine>, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    let (cart, index) = try located(id, in: work)
    try check(cart)
    CartStore.delete(id, in: work)
    CartStore.touch(cart, in: work)
    try audit("line_removed", cart, before: facts(cart.lines[index].planName, cart.lines[index].quantity), in: work)
    return cart
  }

  /// Takes everything out.
  package static func empty(
    for customer: ID<Organization>, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws {
    guard let known = try open(for: customer, in: work), let cart = try CartStore.locked(known.id, in: work) else {
      return
    }
    try check(cart)
    if cart.lines.isEmpty { return }
    CartStore.deleteLines(of: cart.id, in: work)
    CartStore.touch(cart, in: work)
    try audit("emptied", cart, in: work)
  }

  /// The open cart of a line of the actor's own, locked, and where in it the line is.
  private static func located(_ id: ID<CartLine>, in work: Work) throws -> (cart: Record, index: Int) {
    guard let cart = try CartStore.locked(cartOf: id, in: work) else { throw Refusal.notFound }
    _ = try Orders.mustWait(work.actor)
    guard cart.expiresAt > work.now else { throw Refusal.conflict("cart.expired") }
    guard let index = cart.lines.firstIndex(where: { $0.id == id }) else { throw Refusal.notFound }
    return (cart, index)
  }

  /// What a line comes to, with the lines it goes with; throws what is wrong with it or with those.
  private static func quote(
    _ wanted: NewSubscription, under parent: ID<CartLine>?, in cart: Record, for buyer: Buyer, _ work: Work
  ) throws -> Subscriptions.Outcome {
    let above = cart.ancestors(of: parent)
    var lines = above.enumerated().map { place, line in
      var wanted = line.wanted
      wanted.parentLine = place > 0 ? place - 1 : nil
      return wanted
    }
    var last = wanted
    last.parentLine = above.isEmpty ? nil : above.count - 1
    lines.append(last)
    let results = try LineRun.results(of: lines, allOrNothing: true, in: work) {
      try Subscriptions.quoted($0, for: cart.path.organization, in: work, buyer: buyer, under: $1)
    }
    switch results[results.count - 1] {
    case .done(let outcome): return outcome
    case .failed(let issues):
      throw Refusal.invalid(
        issues.map { Issue($0.pointer == "/parentLine" ? "/parentLineId" : $0.pointer, $0.code, $0.details) })
    }
  }

  static func audit(
    _ what: String, _ cart: Record, before: JSONWriter? = nil, after: JSONWriter? = nil, in work: Work
  ) throws {
    try work.audit("cart.\(what)", AuditObject("cart", cart.id), on: cart.path, before: before, after: after)
  }

  private static func facts(_ planName: String, _ quantity: Int) -> JSONWriter {
    var facts = JSONWriter()
    facts.object {
      $0.member("planName", planName)
      $0.member("quantity", quantity)
    }
    return facts
  }
}

extension Carts.Record {
  /// The line and those it goes with, the topmost first.
  fileprivate func ancestors(of id: ID<CartLine>?) -> [Carts.Line] {
    guard let id, let line = lines.first(where: { $0.id == id }) else { return [] }
    return ancestors(of: line.parentLine) + [line]
  }
}

extension Carts.Line {
  /// As an order asks for it; which line it goes with is for the order to say.
  var wanted: NewSubscription {
    NewSubscription(
      offer: offer, quantity: quantity, friendlyName: friendlyName, parent: parent, allocations: allocations,
      alignTo: alignTo, acceptsTerms: true)
  }
}

extension [Carts.Line] {
  /// All of them as an order asks for them, each knowing the line it goes with.
  var wanted: [NewSubscription] {
    map { line in
      var wanted = line.wanted
      wanted.parentLine = line.parentLine.flatMap { parent in firstIndex { $0.id == parent } }
      return wanted
    }
  }
}
