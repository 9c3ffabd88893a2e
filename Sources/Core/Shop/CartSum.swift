/// What a licence costs on both legs, per full cycle.
package struct UnitPrices: Hashable, Sendable {
  /// Reseller → customer.
  package let price: Money
  /// Distributor → reseller.
  package let cost: Money

  /// Both of an offer.
  package init(price: Money, cost: Money) {
    self.price = price
    self.cost = cost
  }

  package subscript(_ leg: Leg) -> Money { leg == .price ? price : cost }

  /// The legs among those seen on which something else was agreed than holds now: nobody is asked about what they
  /// may not see.
  package func stale(now: UnitPrices, seeing legs: Set<Leg>) -> [Leg] {
    [Leg.price, .cost].filter { legs.contains($0) && self[$0] != now[$0] }
  }

  /// What is agreed once somebody has accepted what they saw: it must be what holds now, on every leg they see.
  /// Throws `conflict`, so that nobody accepts a price that has moved on since they looked.
  package static func accepted(
    _ seen: [Leg: Money], now: UnitPrices, seeing legs: Set<Leg>
  ) throws(Refusal) -> UnitPrices {
    let missing = [Leg.price, .cost].filter { legs.contains($0) && seen[$0] == nil }
    if !missing.isEmpty {
      throw .invalid(missing.map { Issue($0 == .price ? "/unitPrice" : "/unitCost", "field.required") })
    }
    for (leg, amount) in seen where legs.contains(leg) && amount != now[leg] {
      throw .conflict("cart.price_moved_on", ["now": now[leg].description])
    }
    return now
  }
}

/// What one line of a cart comes to on one leg.
package struct CartFigures: Hashable, Sendable {
  /// Which leg.
  package let leg: Leg
  /// How often the recurring amount falls due.
  package let frequency: Frequency
  /// What would be posted today at the list price.
  package let list: Money
  /// What is posted today.
  package let today: Money
  /// A full cycle.
  package let recurring: Money

  /// The figures of a line; all in one currency.
  package init(leg: Leg, frequency: Frequency, list: Money, today: Money, recurring: Money) {
    self.leg = leg
    self.frequency = frequency
    self.list = list
    self.today = today
    self.recurring = recurring
  }
}

/// What a cart comes to on one leg, in one currency.
package struct CartSum: Hashable, Sendable {
  /// An amount that comes again.
  package struct Recurring: Hashable, Sendable {
    package let frequency: Frequency
    package let net: Money
  }

  /// Which leg.
  package let leg: Leg
  /// Today at list prices.
  package let list: Money
  /// What list prices exceed the prices by; zero where they do not.
  package let discount: Money
  /// Today without tax.
  package let net: Money
  /// How it is taxed.
  package let treatment: VAT.Charge
  /// Tax on the net amount, rounded once.
  package let tax: Money
  /// Today with tax.
  package let gross: Money
  /// Without tax, by how often it comes.
  package let recurring: [Recurring]

  /// One sum per leg and currency, in the order they first appear. Nil when an amount exceeds 64 bits.
  package static func sums(of lines: [CartFigures], taxed: (Leg) -> VAT.Charge) -> [CartSum]? {
    var keys: [(leg: Leg, currency: Currency)] = []
    for line in lines where !keys.contains(where: { $0.leg == line.leg && $0.currency == line.today.currency }) {
      keys.append((line.leg, line.today.currency))
    }
    var sums: [CartSum] = []
    for key in keys {
      let own = lines.filter { $0.leg == key.leg && $0.today.currency == key.currency }
      guard let sum = CartSum(key.leg, own, key.currency, taxed(key.leg)) else { return nil }
      sums.append(sum)
    }
    return sums
  }

  private init?(_ leg: Leg, _ lines: [CartFigures], _ currency: Currency, _ treatment: VAT.Charge) {
    guard let net = CartSum.sum(lines.map(\.today), currency),
      let dearer = CartSum.sum(
        lines.map { Swift.max($0.list.minor, $0.today.minor) }.map { Money(minor: $0, currency: currency) }, currency)
    else { return nil }
    var recurring: [Recurring] = []
    for frequency in Frequency.allCases {
      let own = lines.filter { $0.frequency == frequency }
      if own.isEmpty { continue }
      guard let amount = CartSum.sum(own.map(\.recurring), currency) else { return nil }
      recurring.append(Recurring(frequency: frequency, net: amount))
    }
    let tax = net.tax(ratePerMille: treatment.ratePerMille)
    guard let gross = CartSum.sum([net, tax], currency), let discount = CartSum.sum([dearer, -net], currency) else {
      return nil
    }
    self.leg = leg
    self.list = dearer
    self.discount = discount
    self.net = net
    self.treatment = treatment
    self.tax = tax
    self.gross = gross
    self.recurring = recurring
  }

  private static func sum(_ amounts: [Money], _ currency: Currency) -> Money? {
    var sum = Int64(0)
    for amount in amounts {
      let (next, overflows) = sum.addingReportingOverflow(amount.minor)
      if overflows { return nil }
      sum = next
    }
    return Money(minor: sum, currency: currency)
  }
}
