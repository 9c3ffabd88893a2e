/// Why the bill of a customer is left until somebody has looked at it. None of it names an amount: whoever buys from
/// or sells to the customer may read it.
package enum AccountFault: Error, Hashable, Sendable {
  /// A subscription is in another currency than its customer.
  case currencyDiffers(ID<Subscription>)
  /// The licences of a subscription are not all at billing centres.
  case splitIncomplete(ID<Subscription>)
  /// A unit price is higher than any price is.
  case priceBeyondBounds(ID<Subscription>)
  /// What a cycle owes is higher than any line is, or cannot be counted.
  case owedBeyondBounds(ID<Subscription>)
  /// A cycle that begins owes less than nothing.
  case owedNegative(ID<Subscription>)
  /// A month comes to so many times what its customer was billed before, and nothing was changed that explains it.
  case totalJumped(month: Month, times: Int)
  /// The database refused what was to be posted or closed: an invariant of the schema does not hold.
  case refused(sqlstate: String, constraint: String?)

  /// The stable name of the reason.
  package var code: Code {
    switch self {
    case .currencyDiffers: "account.currency_differs"
    case .splitIncomplete: "account.split_incomplete"
    case .priceBeyondBounds: "account.price_beyond_bounds"
    case .owedBeyondBounds: "account.owed_beyond_bounds"
    case .owedNegative: "account.owed_negative"
    case .totalJumped: AccountFault.jumped
    case .refused: "account.refused_by_database"
    }
  }

  /// The code of a month that comes to far more than before: the one reason that a release accepts.
  package static let jumped: Code = "account.total_jumped"

  /// Values the sentence mentions, and which subscription it is about.
  package var details: [String: String] {
    switch self {
    case .currencyDiffers(let id), .splitIncomplete(let id), .priceBeyondBounds(let id), .owedBeyondBounds(let id),
      .owedNegative(let id):
      ["subscriptionId": id.description]
    case .totalJumped(let month, let times): ["month": month.description, "times": String(times)]
    case .refused(let sqlstate, let constraint): ["sqlstate": sqlstate, "constraint": constraint ?? "–"]
    }
  }
}

/// A cycle about to be posted, as far as its sanity goes.
package struct BeginningCycle: Hashable, Sendable {
  /// Whose cycle begins.
  package let subscription: ID<Subscription>
  /// Licences in all, and those that lie at billing centres.
  package let quantity: Int
  package let allocated: Int
  /// Minor units per licence and full cycle, on both legs.
  package let unitPrice: Int64
  package let unitCost: Int64
  /// Minor units of the whole cycle; nil: more than can be counted.
  package let owedPrice: Int64?
  package let owedCost: Int64?

  /// A cycle of a subscription.
  package init(
    _ subscription: ID<Subscription>, quantity: Int, allocated: Int, unitPrice: Int64, unitCost: Int64,
    owedPrice: Int64?, owedCost: Int64?
  ) {
    self.subscription = subscription
    self.quantity = quantity
    self.allocated = allocated
    self.unitPrice = unitPrice
    self.unitCost = unitCost
    self.owedPrice = owedPrice
    self.owedCost = owedCost
  }
}

/// What is within reason.
package enum AccountSanity {
  /// Minor units: ten thousand million francs for one licence are a mistake.
  package static let highestUnit: Int64 = 1_000_000_000_000
  /// Minor units of one cycle of one subscription.
  package static let highestOwed: Int64 = 10_000_000_000_000
  /// A month that comes to more times the most of the months before needs an explanation.
  package static let highestGrowth: Int64 = 10
  /// How many months before are compared with.
  package static let comparedMonths = 3

  /// What is wrong with a cycle that begins; nil: nothing.
  package static func fault(of cycle: BeginningCycle) -> AccountFault? {
    if cycle.allocated != cycle.quantity { return .splitIncomplete(cycle.subscription) }
    if max(cycle.unitPrice, cycle.unitCost) > highestUnit { return .priceBeyondBounds(cycle.subscription) }
    guard let price = cycle.owedPrice, let cost = cycle.owedCost, max(price, cost) <= highestOwed else {
      return .owedBeyondBounds(cycle.subscription)
    }
    return min(price, cost) < 0 ? .owedNegative(cycle.subscription) : nil
  }

  /// How many times what was billed before the total comes to, in whole times, where that is out of reason; nil: it is
  /// within, or there is nothing to compare with. Minor units of one currency.
  package static func growth(of total: Int64, over before: Int64) -> Int? {
    guard before > 0, total > 0 else { return nil }
    let (times, rest) = total.quotientAndRemainder(dividingBy: before)
    return times > highestGrowth || times == highestGrowth && rest > 0 ? Int(times) : nil
  }
}
