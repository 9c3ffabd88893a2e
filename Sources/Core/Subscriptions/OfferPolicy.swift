/// How often a subscription is billed: per month, per year, or once for its whole term.
package enum Frequency: String, Sendable, CaseIterable { case monthly, annual, once }

/// How long something can be taken back.
package enum Window: Hashable, Sendable, CustomStringConvertible {
  /// Never.
  case none
  /// At any time.
  case always
  /// So long from the moment it was bought, up to but not including its end.
  case period(Period)

  /// `none`, `always` or an ISO 8601 duration such as `PT72H`.
  package init?(_ text: some StringProtocol) {
    switch text {
    case "none": self = .none
    case "always": self = .always
    default:
      guard let period = Period(text) else { return nil }
      self = .period(period)
    }
  }

  /// The text it can be read from.
  package var description: String {
    switch self {
    case .none: "none"
    case .always: "always"
    case .period(let period): period.description
    }
  }

  /// Whether it is open at `instant` for what was bought at `bought`.
  func isOpen(at instant: Instant, since bought: Instant) -> Bool {
    switch self {
    case .none: false
    case .always: true
    case .period(let period): instant < period.added(to: bought)
    }
  }

  /// When it closes; nil when that is no moment.
  func end(since bought: Instant) -> Instant? {
    guard case .period(let period) = self else { return nil }
    return period.added(to: bought)
  }
}

/// What an offer lets its buyers do. Data, never constants: vendors disagree.
package struct OfferPolicy: Hashable, Sendable {
  /// Fewest licences.
  package var minimum: Int
  /// Most licences.
  package var maximum: Int
  /// How long licences can be given back, from their own purchase or the latest renewal.
  package var decreaseWindow: Window
  /// How long the whole subscription can be cancelled, from the purchase or the latest renewal.
  package var cancelWindow: Window
  /// Whether suspended days go unbilled.
  package var suspensionStopsBilling: Bool

  /// All of it, nothing by default.
  package init(
    minimum: Int, maximum: Int, decreaseWindow: Window, cancelWindow: Window, suspensionStopsBilling: Bool
  ) {
    self.minimum = minimum
    self.maximum = maximum
    self.decreaseWindow = decreaseWindow
    self.cancelWindow = cancelWindow
    self.suspensionStopsBilling = suspensionStopsBilling
  }

  /// The most licences at these prices: the policy's maximum, as far as amounts can be computed.
  func capacity(unitPrice: Money, unitCost: Money) -> Int {
    min(maximum, OfferPolicy.computable(unitPrice: unitPrice, unitCost: unitCost))
  }

  /// The most licences whose full cycle still fits 64 bits, and their number 32 bits (as the database keeps it).
  static func computable(unitPrice: Money, unitCost: Money) -> Int {
    let unit = max(1, unitPrice.minor.magnitude, unitCost.minor.magnitude)
    return min(Int(Int32.max), Int(UInt64(Int64.max) / unit))
  }

  /// What is wrong with a quantity, as an issue at `pointer`.
  func issue(with quantity: Int, at pointer: String, capacity: Int) -> Issue? {
    if quantity < max(0, minimum) {
      return Issue(pointer, "quantity.below_minimum", ["minimum": "\(max(0, minimum))"])
    }
    return quantity > capacity ? Issue(pointer, "quantity.above_maximum", ["maximum": "\(capacity)"]) : nil
  }
}

/// Licences bought together, with their own window for giving them back.
package struct LicenceLot: Hashable, Sendable {
  /// When they were bought or renewed.
  package var addedAt: Instant
  /// How many of them are left.
  package var quantity: Int

  /// So many licences bought at a time.
  package init(addedAt: Instant, quantity: Int) {
    self.addedAt = addedAt
    self.quantity = quantity
  }
}

/// What is to change at the term's end.
package struct Renewal: Hashable, Sendable {
  /// Licences from then on.
  package var quantity: Int
  /// The next term.
  package var term: Period
  /// How often it is billed.
  package var billingFrequency: Frequency
  /// Where the next term ends early, to meet another end date.
  package var alignTo: Day?
  /// The offer it goes on as; nil: the one it has.
  package var offer: ID<Offer>?

  /// All of what the next term will be. With an offer an empty `term` stands for the offer's own, term and frequency,
  /// until the offer is looked up.
  package init(
    quantity: Int, term: Period, billingFrequency: Frequency, alignTo: Day? = nil, offer: ID<Offer>? = nil
  ) {
    self.quantity = quantity
    self.term = term
    self.billingFrequency = billingFrequency
    self.alignTo = alignTo
    self.offer = offer
  }
}
