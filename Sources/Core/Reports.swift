/// What can be asked of the figures.
package enum ReportKind: String, Hashable, Sendable, CaseIterable {
  /// What was charged.
  case consumption
  /// Licences bought, and how many of them people hold.
  case licences
  /// What a reseller keeps: price less cost.
  case margin
  /// What a seller takes in, by whom it sells to.
  case revenue

  /// What one must hold, all of it.
  package var permissions: [Permission] {
    switch self {
    case .consumption: [.statementsView]
    case .licences: [.customersView]
    case .margin: [.statementsView, .pricesView, .costsView]
    case .revenue: [.statementsView, .costsView]
    }
  }

  /// Refuses whoever lacks a permission. Prices and costs together are a reseller's own alone (invariant 9).
  package func require(of rights: Rights) throws(Refusal) {
    for permission in permissions where !rights.holds(permission) { throw .forbidden(permission) }
    if self == .consumption, !rights.holds(.pricesView), !rights.holds(.costsView) { throw .forbidden(.pricesView) }
  }

  /// By what it can be broken down in an organization of the level, the usual first.
  package func breakdowns(at level: Level) -> [ReportBreakdown] {
    switch (self, level) {
    case (.consumption, .distributor): [.month, .service, .reseller, .customer]
    case (.consumption, .reseller): [.month, .service, .customer, .centre]
    case (.consumption, .customer): [.month, .service, .centre]
    case (.licences, .distributor): [.service, .plan, .reseller, .customer]
    case (.licences, .reseller): [.service, .plan, .customer]
    case (.licences, .customer): [.service, .plan]
    case (.margin, .reseller): [.customer, .service, .month]
    case (.revenue, .distributor): [.reseller, .service, .customer, .month]
    case (.revenue, .reseller): [.customer, .service, .month]
    case (.margin, _), (.revenue, .customer): []
    }
  }
}

/// What the figures of a report are added up by.
package enum ReportBreakdown: String, Hashable, Sendable, CaseIterable {
  case month, service, plan, centre, customer, reseller
}

/// What of a charge counts for a month.
package enum ReportFigure: String, Hashable, Sendable, CaseIterable {
  /// All of it in the month it was posted: what statements add up to.
  case billed
  /// The part for the month's days, whenever it was posted. Over all months both come to the same.
  case effective
}

/// The months of a report, both ends included.
package struct ReportPeriod: Hashable, Sendable {
  package private(set) var from: Month
  package let to: Month

  package static let maximumMonths = 24
  package static let usualMonths = 12

  /// The last twelve months up to the present one, unless told otherwise.
  package init(from: Month?, to: Month?, present: Month) throws(Refusal) {
    let last = to ?? from.map { min($0.adding(ReportPeriod.usualMonths - 1), max(present, $0)) } ?? present
    let first = from ?? last.adding(1 - ReportPeriod.usualMonths)
    if first > last { throw .invalid([Issue("?from", "reports.months_backwards")]) }
    if first.adding(ReportPeriod.maximumMonths) <= last {
      let details = ["maximum": "\(ReportPeriod.maximumMonths)"]
      throw .invalid([Issue("?from", "reports.too_many_months", details)])
    }
    self.from = first
    self.to = last
  }

  /// Without so many of its first months; at least the last remains.
  package func dropping(_ months: Int) -> ReportPeriod {
    var shorter = self
    shorter.from = min(from.adding(months), to)
    return shorter
  }

  /// Each of them, the first first.
  package var months: [Month] {
    var months = [from]
    while let last = months.last, last < to { months.append(last.next) }
    return months
  }
}

extension Month {
  /// So many months later, or earlier below zero.
  package func adding(_ months: Int) -> Month { Month(containing: first.adding(months: months)) }
}

/// What somebody wants to know.
package struct ReportQuestion: Hashable, Sendable {
  package let kind: ReportKind
  package var by: ReportBreakdown
  package var period: ReportPeriod
  package var leg: Leg = .price
  package var figure: ReportFigure = .billed
  package var reseller: ID<Organization>?
  package var customer: ID<Organization>?
  package var service: ID<Service>?
  package var centre: ID<BillingCentre>?
  /// So many lines by themselves, largest first; what remains is one line more.
  package var top: Int

  package init(kind: ReportKind, by: ReportBreakdown, period: ReportPeriod, top: Int) {
    self.kind = kind
    self.by = by
    self.period = period
    self.top = top
  }

  /// Refuses what these rights may not know, and what cannot be known so.
  package func check(_ rights: Rights) throws(Refusal) {
    try kind.require(of: rights)
    guard kind.breakdowns(at: rights.level).contains(by) else {
      throw .invalid([Issue("?by", "reports.breakdown_not_offered")])
    }
    if kind == .consumption || kind == .revenue {
      let needed: Permission = leg == .price ? .pricesView : .costsView
      guard rights.holds(needed) else { throw .forbidden(needed) }
    }
    let isOfOne = rights.level == .customer || customer != nil
    if by == .centre || centre != nil {
      // Costs are not split, so there is nothing to tell apart.
      guard kind == .consumption, leg == .price else { throw .invalid([Issue("?by", "reports.costs_have_no_centres")]) }
      guard isOfOne else { throw .invalid([Issue("?customerId", "reports.centre_needs_customer")]) }
    }
    if figure == .effective {
      guard kind == .consumption else { throw .invalid([Issue("?figure", "reports.only_billed")]) }
      guard isOfOne else { throw .invalid([Issue("?customerId", "reports.effective_needs_customer")]) }
    }
  }
}
