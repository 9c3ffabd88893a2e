import Core
import FoundationEssentials
import Postgres

/// A cart becomes an order: once, however often it is asked for.
package enum Checkout {
  /// What a checkout says.
  package struct Asked: Sendable {
    /// The cart meant; nil: the open one, or where none is, the one ordered last.
    package var cart: ID<Cart>?
    package var consent: Consent
    /// Nil: as with the customer's last purchase.
    package var billing: BillingContact?
    package var allOrNothing = false

    package init(cart: ID<Cart>? = nil, consent: Consent, billing: BillingContact? = nil, allOrNothing: Bool = false) {
      self.cart = cart
      self.consent = consent
      self.billing = billing
      self.allOrNothing = allOrNothing
    }
  }

  /// The order, and the lines that stayed in the cart with what is wrong with them.
  package struct Result: Sendable {
    package let order: Orders.Record
    package let failed: [(line: Carts.Line, issues: [Issue])]
    /// Whether it had been ordered before.
    package let isRepeated: Bool
  }

  /// Orders the cart. A cart that was ordered already answers its order; of two at once the second finds it ordered.
  package static func place(
    _ asked: Asked, for customer: ID<Organization>, in work: Work, check: (Carts.Record) throws -> Void = { _ in }
  ) throws -> Result {
    let owner = try Organizations.find(customer, kind: .customer, in: work)
    _ = try Orders.mustWait(work.actor)
    if let order = try ordered(asked.cart, for: customer, in: work) {
      return Result(order: try Orders.find(order, in: work), failed: [], isRepeated: true)
    }
    let cart = try cart(asked.cart, for: customer, in: work)
    try check(cart)
    let wanted = try placing(asked, cart, owner, in: work)
    if let billing = asked.billing { billing.keep(for: owner.path, in: work) }
    let placed = try Orders.place(wanted, for: customer, in: work)
    let places = cart.lines.indices.filter { placed.failed[$0] == nil }
    let left = placed.failed.keys.sorted().map { index in
      let line = cart.lines[index]
      let above = line.parentLine.flatMap { parent in cart.lines.firstIndex { $0.id == parent } }
      let became = above.flatMap { places.firstIndex(of: $0) }.flatMap { placed.order.lines[$0].subscription }
      return (line: line.id, under: became)
    }
    CartStore.end(cart, as: placed.order.id, leaving: left, in: work)
    let failed = placed.failed.sorted { $0.key < $1.key }.map { (line: cart.lines[$0.key], issues: $0.value) }
    return Result(order: placed.order, failed: failed, isRepeated: false)
  }

  /// What ordering it would do now.
  package static func preview(
    _ asked: Asked, for customer: ID<Organization>, in work: Work, check: (Carts.Record) throws -> Void = { _ in }
  ) throws -> Subscriptions.Outcome {
    let owner = try Organizations.find(customer, kind: .customer, in: work)
    _ = try Orders.mustWait(work.actor)
    let cart = try cart(asked.cart, for: customer, in: work)
    try check(cart)
    return try Orders.preview(try placing(asked, cart, owner, in: work), for: customer, in: work)
  }

  private static func placing(
    _ asked: Asked, _ cart: Carts.Record, _ owner: Organizations.Record, in work: Work
  ) throws -> Orders.Asked {
    guard let billing = try asked.billing ?? BillingContact.find(of: owner.id, in: work) else {
      throw Refusal.invalid([Issue("/billing", "billing.contact_missing")])
    }
    var placing = Orders.Asked(cart.lines.wanted, consent: asked.consent)
    placing.billing = billing
    placing.allOrNothing = asked.allOrNothing
    placing.agreed = cart.lines.map(\.agreed)
    return placing
  }

  /// What the cart meant has become already; locked, so that of two at once the second waits for the first.
  private static func ordered(_ id: ID<Cart>?, for customer: ID<Organization>, in work: Work) throws -> ID<Order>? {
    if let id { return try CartStore.ending(of: id, for: customer, in: work).order }
    if let open = try CartStore.open(for: customer, in: work) {
      if open.lines.isEmpty { return nil }
      if try CartStore.ending(of: open.id, for: customer, in: work).isOpen { return nil }
    }
    return try CartStore.lastOrder(for: customer, in: work)
  }

  private static func cart(_ id: ID<Cart>?, for customer: ID<Organization>, in work: Work) throws -> Carts.Record {
    guard let open = try CartStore.open(for: customer, in: work) else {
      throw Refusal.conflict(id == nil ? "cart.empty" : "cart.expired")
    }
    guard id == nil || id == open.id else { throw Refusal.conflict("cart.expired") }
    guard !open.lines.isEmpty, let locked = try CartStore.locked(open.id, in: work) else {
      throw Refusal.conflict("cart.empty")
    }
    return locked
  }
}
