import Core
import FoundationEssentials
import Postgres

/// What customers ask for: carried out at once where they may buy by themselves, waiting for their reseller where not.
package enum Orders {
  package enum Status: String, Sendable, CaseIterable, TextColumn { case waiting, completed, rejected, cancelled }

  /// What was agreed about a line on one leg, in one currency.
  package struct Amounts: Sendable, Hashable {
    /// Per licence and full cycle.
    package let unit: Money
    /// For the first cycle, perhaps a shortened one.
    package let first: Money
    /// For each full cycle after it.
    package let recurring: Money
  }

  /// What was agreed about a line when it was ordered.
  package struct Agreed: Sendable, Hashable {
    package let serviceName: String
    package let term: Period
    package let frequency: Frequency
    package let startsOn: Day
    package let price: Amounts
    package let cost: Amounts

    package subscript(_ leg: Leg) -> Amounts { leg == .price ? price : cost }
  }

  /// Where a line stands.
  package enum LineStatus: String, Sendable, CaseIterable {
    case waiting, provisioning, active, refused, ended
  }

  package struct Line: Sendable {
    package var wanted: NewSubscription
    package let planName: String
    /// What it became, once the order is completed.
    package var subscription: ID<Subscription>?
    package var status = LineStatus.waiting
    /// Nil of orders from before prices were kept.
    package var agreed: Agreed?
  }

  package struct Record: Sendable {
    package let id: ID<Order>
    package let path: Path
    package let customerName: String
    package let number: Int
    package var status: Status
    package let placedBy: ID<Person>
    package let placedByName: String
    package let placedAt: Instant
    /// Nil while it waits, and where no approval was needed.
    package var decidedBy: ID<Person>?
    package var decidedByName: String?
    package var decidedAt: Instant?
    package var reason: String?
    package var version: Int
    package var lines: [Line]
    package var billing: BillingContact?
    package var terms: [TermsAcceptance] = []
  }

}

extension Subscriptions.Outcome {
  /// Several outcomes as one: what is posted by leg and centre, totals by leg, each currency by itself. Nil without
  /// any, and when an amount exceeds 64 bits.
  init?(summing outcomes: [Subscriptions.Outcome]) {
    guard let first = outcomes.first else { return nil }
    var postings: [Posting] = []
    var totals: [LegTotals] = []
    for outcome in outcomes {
      for posting in outcome.postings where !posting.added(to: &postings) { return nil }
      for total in outcome.totals where !total.added(to: &totals) { return nil }
    }
    self.init(
      record: first.record, postings: postings, totals: totals,
      effectiveFrom: first.effectiveFrom, warnings: outcomes.flatMap(\.warnings))
  }
}

extension Posting {
  /// Adds it to the one of its leg, centre and currency; false when the sum is out of range.
  fileprivate func added(to all: inout [Posting]) -> Bool {
    let index = all.firstIndex { $0.leg == leg && $0.centre == centre && $0.amount.currency == amount.currency }
    guard let index else {
      all.append(self)
      return true
    }
    guard let sum = all[index].amount.adding(amount) else { return false }
    all[index] = Posting(leg: leg, centre: centre, amount: sum, cycle: all[index].cycle)
    return true
  }
}

extension LegTotals {
  /// Adds it to the one of its leg and currency; false when the sum is out of range.
  fileprivate func added(to all: inout [LegTotals]) -> Bool {
    guard let index = all.firstIndex(where: { $0.leg == leg && $0.today.currency == today.currency }) else {
      all.append(self)
      return true
    }
    guard let today = all[index].today.adding(today), let next = all[index].nextInvoice.adding(nextInvoice),
      let recurring = all[index].recurring.adding(recurring)
    else { return false }
    all[index] = LegTotals(leg: leg, today: today, nextInvoice: next, recurring: recurring)
    return true
  }
}

extension Money {
  /// The sum of two amounts of one currency; nil when it exceeds 64 bits.
  fileprivate func adding(_ other: Money) -> Money? {
    let (sum, overflows) = minor.addingReportingOverflow(other.minor)
    return overflows ? nil : Money(minor: sum, currency: currency)
  }
}
