/// Hundredths of a percent: 12.5 % is 1250.
package struct Percentage: Hashable, Sendable, CustomStringConvertible {
  /// So many hundredths of a percent.
  package let points: Int

  /// So many hundredths of a percent.
  package init(points: Int) { self.points = points }

  /// A plain decimal with at most two decimals, such as `12.5` or `-3`. Nil for anything else, signs and blanks
  /// included, and beyond ±1,000,000 %.
  package init?(_ text: some StringProtocol) {
    var scanner = TextScanner(text)
    let isNegative = scanner.skip("-")
    guard let whole = scanner.number(upTo: 6) else { return nil }
    var points = whole * 100
    if scanner.skip(".") {
      guard let tenths = scanner.digit() else { return nil }
      points += tenths * 10 + (scanner.digit() ?? 0)
    }
    guard scanner.isAtEnd else { return nil }
    self.points = isNegative ? -points : points
  }

  /// `12.5`, without decimals that are zero.
  package var description: String {
    var text = points < 0 ? "-" : ""
    let size = points.magnitude
    text += "\(size / 100)"
    if size % 100 != 0 { text += size % 10 == 0 ? ".\(size % 100 / 10)" : ".\(size % 100 / 10)\(size % 10)" }
    return text
  }
}

/// How a selling price comes about.
package enum PriceRule: Hashable, Sendable {
  /// An amount.
  case fixed(Money)
  /// So much on top of what the reseller pays.
  case margin(Percentage)
  /// So much off what the vendor recommends.
  case discount(Percentage)

  /// A margin from −100 % to 1000 % on top of the cost.
  package static let margins = -10_000...100_000
  /// A discount from 0 to 100 %.
  package static let discounts = 0...10_000
}

/// Whom and what a selling price is for; the more exact goes before the less.
///
/// The order, first to last: the customer's price of the offer, of its service, of everything; then everybody's price
/// of the offer, of its service, of everything. Of these the first that holds on the day and gives a price counts: a
/// margin needs a cost in the currency, a discount a recommended price in it.
package struct PriceScope: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    case offer(ID<Offer>)
    case service(ID<Service>)
    case everything
  }

  /// Nil: every customer.
  package var customer: ID<Organization>?
  package var subject: Subject

  /// Of something, for somebody or for all.
  package init(_ subject: Subject, customer: ID<Organization>? = nil) {
    self.subject = subject
    self.customer = customer
  }

  /// Whether it is about this offer when this customer buys it.
  func covers(_ offer: ID<Offer>, of service: ID<Service>, for buyer: ID<Organization>?) -> Bool {
    guard customer == nil || customer == buyer else { return false }
    return switch subject {
    case .offer(let own): own == offer
    case .service(let own): own == service
    case .everything: true
    }
  }

  /// Where it stands in the order, 0 first.
  var rank: Int {
    let exactness =
      switch subject {
      case .offer: 0
      case .service: 1
      case .everything: 2
      }
    return customer == nil ? exactness + 3 : exactness
  }
}

/// What a licence costs.
package enum Pricing {
  /// What a rule gives, rounded half away from zero in minor units; nil where what it is reckoned from is not known,
  /// is of another currency, or the amount leaves 64 bits.
  package static func price(by rule: PriceRule, in currency: Currency, cost: Money?, list: Money?) -> Money? {
    switch rule {
    case .fixed(let price): price.currency == currency ? price : nil
    case .margin(let margin): part(of: cost, points: 10_000 + margin.points, in: currency)
    case .discount(let discount): part(of: list, points: 10_000 - discount.points, in: currency)
    }
  }

  private static func part(of money: Money?, points: Int, in currency: Currency) -> Money? {
    guard let money, money.currency == currency else { return nil }
    return Rounding.halfAwayFromZero(Int128(money.minor) * Int128(points), over: 10_000)
      .map { Money(minor: $0, currency: currency) }
  }

  /// The price of an offer from the rules that hold on the day, with the place of the one that counts.
  package static func resolved(
    _ rules: [(scope: PriceScope, rule: PriceRule)], of offer: ID<Offer>, service: ID<Service>,
    for buyer: ID<Organization>?, in currency: Currency, cost: Money?, list: Money?
  ) -> (price: Money, index: Int)? {
    let fitting = rules.indices.filter { rules[$0].scope.covers(offer, of: service, for: buyer) }
    for index in fitting.sorted(by: { rules[$0].scope.rank < rules[$1].scope.rank }) {
      if let price = price(by: rules[index].rule, in: currency, cost: cost, list: list) { return (price, index) }
    }
    return nil
  }

  /// How much a price is above the cost, as a part of the cost; nil where there is nothing to compare.
  package static func margin(of price: Money, over cost: Money) -> Percentage? {
    guard price.currency == cost.currency, cost.minor > 0 else { return nil }
    let above = Int128(price.minor) - Int128(cost.minor)
    return Rounding.halfAwayFromZero(above * 10_000, over: Int128(cost.minor)).map { Percentage(points: Int($0)) }
  }
}
