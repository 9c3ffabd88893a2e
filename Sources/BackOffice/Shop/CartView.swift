import Core
import FoundationEssentials
import Postgres

/// A cart with what it comes to now: each line as if it were ordered, or what is wrong with it.
struct CartView {
  struct Line {
    let line: Carts.Line
    /// Nil where it cannot be ordered.
    let outcome: Subscriptions.Outcome?
    let issues: [Issue]
    /// Legs of the actor's on which the price is another than when it was put in.
    let stale: [Leg]
    /// What today's amount would be at the list price.
    let list: Money?

    var now: UnitPrices? {
      outcome.map { UnitPrices(price: $0.record.subscription.unitPrice, cost: $0.record.subscription.unitCost) }
    }
  }

  let customer: Organizations.Record
  /// Nil where nothing was put in.
  let cart: Carts.Record?
  let lines: [Line]
  let sums: [CartSum]
  /// The documents that ordering it accepts.
  let terms: [TermsDocuments.Record]
  /// The customer's last, or what its first begins with.
  let billing: BillingContact
  /// Whether the reseller has to approve it.
  let waits: Bool

  /// Reads and prices the actor's open cart; the reach afterwards is the actor's own again.
  init(of customer: ID<Organization>, in work: Work) throws {
    let cart = try Carts.open(for: customer, in: work)
    let owner = try Organizations.find(customer, kind: .customer, in: work)
    self.customer = owner
    self.cart = cart
    waits = work.actor.level == .customer && work.actor.selfService == .request
    billing = try BillingContact.find(of: customer, in: work) ?? .suggested(for: owner, work.actor)
    guard let cart, !cart.lines.isEmpty else {
      (lines, sums, terms) = ([], [], [])
      return
    }
    let sellers = try CartView.sellers(of: owner, in: work)
    let buyer = try Buyer.found(customer, in: work)
    let results = try LineRun.results(of: cart.lines.wanted, allOrNothing: false, in: work) {
      try Subscriptions.quoted($0, for: customer, in: work, buyer: buyer, under: $1)
    }
    let prices = try CartView.listPrices(of: cart, for: buyer, in: work)
    lines = zip(cart.lines, results).map { CartView.line($0, $1, list: prices[$0.offer], work.actor) }
    terms = try TermsDocuments.inForce(for: results.compactMap { $0.outcome?.record }, by: buyer, in: work)
    work.tx.enqueue(Reach.notCommercial)
    work.tx.enqueue(work.actor.reach)
    let figures = lines.flatMap { CartView.figures($0, work.actor) }
    let today = buyer.today
    guard
      let sums = CartSum.sums(
        of: figures,
        taxed: { leg in
          let (seller, buyer) =
            leg == .price ? (sellers.reseller, sellers.customer) : (sellers.distributor, sellers.reseller)
          return sellers.book.charge(seller: seller, buyer: buyer, on: today)
        })
    else { throw Refusal.invalid([Issue("/lines", "money.out_of_range")]) }
    self.sums = sums
  }

  private static func line(
    _ line: Carts.Line, _ result: LineRun.Result, list: Money?, _ actor: Actor
  ) -> Line {
    switch result {
    case .failed(let issues): return Line(line: line, outcome: nil, issues: issues, stale: [], list: nil)
    case .done(let outcome):
      let s = outcome.record.subscription
      let stale = line.agreed.stale(
        now: UnitPrices(price: s.unitPrice, cost: s.unitCost), seeing: Set(Leg.allCases.filter(actor.sees)))
      return Line(
        line: line, outcome: outcome, issues: [], stale: stale, list: list.flatMap { CartView.today(s, at: $0) })
    }
  }

  /// Today's amount at another unit price.
  private static func today(_ s: Subscription, at unit: Money) -> Money? {
    guard unit.currency == s.unitPrice.currency, let cycle = s.schedule.cycle(containing: s.start) else { return nil }
    var listed = s
    listed.unitPrice = unit
    let centres = s.allocations.map(\.centre)
    return Ledger.postings(
      for: listed, entries: [listed.ledgerEntry(on: s.start)], in: cycle, posted: PostedSums(), order: centres
    )?.filter { $0.leg == .price }.reduce(Money.zero(unit.currency)) { $0 + $1.amount }
  }

  private static func figures(_ line: Line, _ actor: Actor) -> [CartFigures] {
    (line.outcome?.totals ?? []).filter { actor.sees($0.leg) }.map { totals in
      CartFigures(
        leg: totals.leg, frequency: line.line.frequency,
        list: totals.leg == .price ? line.list ?? totals.today : totals.today, today: totals.today,
        recurring: totals.recurring)
    }
  }

  /// Those between whom a cart is taxed.
  private struct Sellers {
    let distributor: Statements.Party
    let reseller: Statements.Party
    let customer: Statements.Party
    let book: TaxBook
  }

  /// Who is taxed where: names, countries and VAT ids of those above a customer are no secret to it.
  private static func sellers(of owner: Organizations.Record, in work: Work) throws -> Sellers {
    let path = owner.path
    let rows = try work.tx.rows(
      """
      SELECT id, name, country, vat_id FROM organization WHERE id IN (\(path.distributor), \(path.reseller))
      """)
    let parties = try rows.map {
      Statements.Party(id: try $0[0], name: try $0[1], country: try $0[2], vatID: try $0[3])
    }
    guard let distributor = parties.first(where: { $0.id == path.distributor }),
      let reseller = parties.first(where: { $0.id == path.reseller })
    else { throw Refusal.notFound }
    let customer = Statements.Party(id: owner.id, name: owner.name, country: owner.country, vatID: owner.vatID)
    let book = try TaxBook(of: [distributor.id, reseller.id, customer.id], in: work)
    return Sellers(distributor: distributor, reseller: reseller, customer: customer, book: book)
  }

  /// What everybody pays, where the customer has prices of its own.
  private static func listPrices(
    of cart: Carts.Record, for buyer: Buyer, in work: Work
  ) throws -> [ID<Offer>: Money] {
    let rows = try work.tx.rows(
      """
      SELECT f, price_on(\(buyer.path.reseller), NULL::uuid, f, \(buyer.currency), \(buyer.today))
      FROM unnest(\(Array(Set(cart.lines.map(\.offer))))) f
      """)
    var prices: [ID<Offer>: Money] = [:]
    for row in rows {
      if let minor: Int64 = try row[1] { prices[try row[0]] = Money(minor: minor, currency: buyer.currency) }
    }
    return prices
  }
}
