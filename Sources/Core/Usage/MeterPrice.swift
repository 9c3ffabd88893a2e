/// What a meter costs in one month: how much is free, then what the rest comes to.
package struct MeterPrice: Hashable, Sendable {
  /// How the billed quantity becomes an amount.
  package enum Model: String, Sendable, CaseIterable {
    /// Every unit at the one rate.
    case flat
    /// Graduated: each unit at the rate of the tier it falls in.
    case tiered
    /// Every unit at the rate of the tier that the whole quantity falls in.
    case volume
    /// Whole packages of so many units, the last one begun counting in full.
    case package
  }

  /// Units up to a bound, at a rate.
  package struct Tier: Hashable, Sendable {
    /// The last quantity it is for, counted after what is free; nil: without end.
    package let upTo: MeteredQuantity?
    /// Per unit, or per package.
    package let rate: MeterRate

    /// A tier.
    package init(upTo: MeteredQuantity?, rate: MeterRate) {
      self.upTo = upTo
      self.rate = rate
    }
  }

  /// How the rest is priced.
  package let model: Model
  /// What costs nothing each month. Tiers count from behind it.
  package let free: MeteredQuantity
  /// Units in a package; nil for the other models.
  package let packageSize: MeteredQuantity?
  /// In rising order, the last one without end; a single one for `flat` and `package`.
  package let tiers: [Tier]
  /// Of all its rates.
  package let currency: Currency

  /// Nil unless the parts belong together: a package has a size of one unit or more, tiers rise, only the last is
  /// without end, and no rate lies below zero or above `MeterRate.maximum`.
  package init?(
    model: Model, free: MeteredQuantity = .zero, packageSize: MeteredQuantity? = nil, tiers: [Tier], currency: Currency
  ) {
    let bounds = tiers.dropLast().map(\.upTo)
    let isRising = zip(bounds, [MeteredQuantity.zero] + bounds.compactMap { $0 }).allSatisfy { bound, before in
      bound.map { $0 > before } ?? false
    }
    let isWhole = tiers.last.map { $0.upTo == nil } ?? false
    let hasRates = tiers.allSatisfy { (0...MeterRate.maximum.minorMillionths).contains($0.rate.minorMillionths) }
    let isSingle = model == .flat || model == .package
    guard isRising, isWhole, hasRates, !isSingle || tiers.count == 1, free >= .zero,
      (model == .package) == (packageSize != nil), packageSize.map({ $0 >= MeteredQuantity(units: 1) }) ?? true
    else { return nil }
    self.model = model
    self.free = free
    self.packageSize = packageSize
    self.tiers = tiers
    self.currency = currency
  }
}

/// One step of a month's price: so much of the quantity at a rate.
package struct RatingStep: Hashable, Sendable {
  /// How much of the quantity it takes up.
  package let quantity: MeteredQuantity
  /// What the rate is multiplied with: units, or packages begun.
  package let count: MeteredQuantity
  /// Nil: free.
  package let rate: MeterRate?

  /// In millionths of millionths of a minor unit: nothing is rounded yet.
  fileprivate var exactly: Int128 { Int128(count.millionths) * Int128(rate?.minorMillionths ?? 0) }

  /// What it comes to, down to a millionth of the currency's smallest coin where that fits: `CHF 1.234567`.
  package func amount(in currency: Currency) -> String {
    guard let millionths = Rounding.halfAwayFromZero(exactly, over: 1_000_000) else {
      let minor = Rounding.halfAwayFromZero(exactly, over: 1_000_000_000_000) ?? .max
      return Money(minor: minor, currency: currency).description
    }
    return MeterRate(minorMillionths: millionths).description(in: currency)
  }
}

extension MeterPrice {
  /// How a month's quantity (0 to `MeteredQuantity.maximum`) is priced: what is free, then tier by tier. The steps'
  /// quantities sum to the quantity.
  package func steps(for quantity: MeteredQuantity) -> [RatingStep] {
    let freely = min(free, quantity)
    let billed = quantity - freely
    let first = RatingStep(quantity: freely, count: freely, rate: nil)
    return (freely > .zero ? [first] : []) + (billed > .zero ? steps(billing: billed) : [])
  }

  private func steps(billing billed: MeteredQuantity) -> [RatingStep] {
    switch model {
    case .flat: [RatingStep(quantity: billed, count: billed, rate: tiers[0].rate)]
    case .volume: [RatingStep(quantity: billed, count: billed, rate: tier(of: billed).rate)]
    case .package: [RatingStep(quantity: billed, count: packages(in: billed), rate: tiers[0].rate)]
    case .tiered: graduated(billed)
    }
  }

  private func tier(of quantity: MeteredQuantity) -> Tier {
    tiers.first { tier in tier.upTo.map { quantity <= $0 } ?? true } ?? tiers[tiers.count - 1]
  }

  private func packages(in quantity: MeteredQuantity) -> MeteredQuantity {
    let size = packageSize?.millionths ?? MeteredQuantity.millionthsPerUnit
    let (whole, rest) = quantity.millionths.quotientAndRemainder(dividingBy: size)
    return MeteredQuantity(units: whole + (rest > 0 ? 1 : 0))
  }

  private func graduated(_ billed: MeteredQuantity) -> [RatingStep] {
    var steps: [RatingStep] = []
    var reached = MeteredQuantity.zero
    for tier in tiers where reached < billed {
      let end = min(tier.upTo ?? billed, billed)
      steps.append(RatingStep(quantity: end - reached, count: end - reached, rate: tier.rate))
      reached = end
    }
    return steps
  }

  /// What a month's quantity comes to, rounded once, half away from zero.
  package func owed(for quantity: MeteredQuantity) -> Money {
    let sum = steps(for: quantity).reduce(Int128(0)) { $0 + $1.exactly }
    guard let minor = Rounding.halfAwayFromZero(sum, over: 1_000_000_000_000) else {
      preconditionFailure("the highest quantity at the highest rate fits 64 bits")
    }
    return Money(minor: minor, currency: currency)
  }
}
