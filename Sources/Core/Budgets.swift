/// What a billing centre or a subscription may come to in a month. Never made: it marks an `ID`.
package enum Budget {}

/// Who is told when a share of a budget is reached.
package enum BudgetReader: String, Hashable, Sendable, CaseIterable {
  /// The centre's contact.
  case contact
  /// The customer's managers.
  case managers
  /// The customer's finance, as far as it sees the accounts concerned.
  case finance
}

/// The shares of a budget that people are warned at: whole percents, rising.
package struct BudgetShares: Hashable, Sendable {
  /// From the lowest.
  package let percents: [Int]

  /// More warnings would not be read.
  package static let most = 5
  /// Ten times the budget is the highest.
  package static let range = 1...1000
  /// What is warned at unless somebody says so.
  package static let usual = BudgetShares(known: [50, 80, 100])

  /// Refuses none, too many, those out of range, and those that do not rise.
  package init(_ percents: [Int]) throws(Refusal) {
    let most = ["maximum": String(BudgetShares.most)]
    if percents.isEmpty { throw .invalid([Issue("/shares", "budget.no_share")]) }
    if percents.count > BudgetShares.most { throw .invalid([Issue("/shares", "budget.too_many_shares", most)]) }
    let outside = percents.indices.filter { !BudgetShares.range.contains(percents[$0]) }
    if !outside.isEmpty {
      throw .invalid(outside.map { Issue("/shares/\($0)", "budget.share_out_of_range") })
    }
    let falling = percents.indices.dropFirst().filter { percents[$0] <= percents[$0 - 1] }
    if !falling.isEmpty { throw .invalid(falling.map { Issue("/shares/\($0)", "budget.shares_not_rising") }) }
    self.percents = percents
  }

  /// Takes them at their word, e.g. as stored.
  package init(known percents: [Int]) { self.percents = percents }
}

/// An amount a month, from a month on until a later one takes its place.
package struct BudgetAmount: Hashable, Sendable {
  /// The first month it holds in.
  package let from: Month
  /// Above zero.
  package let amount: Money

  /// Ten billion of most currencies: what is above is a slip.
  package static let largestMinor: Int64 = 1_000_000_000_000
  /// How far ahead an amount may begin.
  package static let monthsAhead = 24

  /// As it is stored.
  package init(from: Month, amount: Money) {
    self.from = from
    self.amount = amount
  }

  /// Refuses what is not above zero, too large, in another currency than the customer's, or not from the present month
  /// on: what was warned of stays true.
  package init(setting amount: Money, from: Month, present: Month, currency: Currency) throws(Refusal) {
    var issues: [Issue] = []
    if amount.currency != currency {
      issues.append(Issue("/amount/currency", "budget.other_currency", ["currency": currency.code]))
    } else if amount.minor <= 0 {
      issues.append(Issue("/amount/amount", "budget.not_above_zero"))
    } else if amount.minor > BudgetAmount.largestMinor {
      let most = Money(minor: BudgetAmount.largestMinor, currency: currency).description
      issues.append(Issue("/amount/amount", "budget.too_large", ["maximum": most]))
    }
    let last = Month(containing: present.first.adding(months: BudgetAmount.monthsAhead))
    if from < present { issues.append(Issue("/fromMonth", "budget.month_over", ["month": present.description])) }
    if from > last { issues.append(Issue("/fromMonth", "budget.month_too_far", ["month": last.description])) }
    if !issues.isEmpty { throw .invalid(issues) }
    self.init(from: from, amount: amount)
  }
}

extension [BudgetAmount] {
  /// Of amounts in the order they were set: the one in force in a month, of two from the same month the later one.
  package func inForce(in month: Month) -> BudgetAmount? {
    reduce(nil) { found, next in
      guard next.from <= month else { return found }
      return found.map { next.from >= $0.from ? next : $0 } ?? next
    }
  }

  /// The one that takes the place of what is in force in a month, if any is set already.
  package func next(after month: Month) -> BudgetAmount? {
    filter { $0.from > month }.map(\.from).min().flatMap(inForce(in:))
  }
}

/// What a month stands at against its budget.
package struct BudgetStanding: Hashable, Sendable {
  /// The budget.
  package let amount: Money
  /// Posted so far, with what unposted use comes to.
  package let spent: Money
  /// What is known to come in the rest of the month: never warned of.
  package let coming: Money

  /// A standing; all three in one currency, `amount` above zero.
  package init(amount: Money, spent: Money, coming: Money) {
    precondition(amount.minor > 0, "a budget is above zero")
    self.amount = amount
    self.spent = spent
    self.coming = coming
  }

  /// What the month will come to by what is known.
  package var forecast: Money { spent + coming }
  /// Whole percents, rounded down: 100 means that all of it is spent. Below zero after refunds.
  package var share: Int { BudgetStanding.share(of: spent, in: amount) }
  /// The same of the forecast.
  package var forecastShare: Int { BudgetStanding.share(of: forecast, in: amount) }

  private static func share(of spent: Money, in amount: Money) -> Int {
    let (whole, rest) = (Int128(spent.minor) * 100).quotientAndRemainder(dividingBy: Int128(amount.minor))
    return Int(clamping: rest < 0 ? whole - 1 : whole)
  }

  /// Those of the shares that are reached, from the lowest.
  package func reached(_ shares: BudgetShares) -> [Int] { shares.percents.filter { $0 <= share } }
}

/// What a job has to say of a budget's month.
package struct BudgetNews: Hashable, Sendable {
  /// The shares reached and not noted yet, from the lowest: each is noted once a month, whatever amounts do.
  package let reached: [Int]
  /// The one that people are told of: the highest, unless a higher one was told before.
  package let told: Int?

  /// What is new, where the shares of `noted` were reached earlier in the month.
  package init(_ standing: BudgetStanding, _ shares: BudgetShares, noted: Set<Int>) {
    reached = standing.reached(shares).filter { !noted.contains($0) }
    let highest = noted.max() ?? 0
    told = reached.last.flatMap { $0 > highest ? $0 : nil }
  }
}
