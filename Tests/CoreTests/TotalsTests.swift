import Core
import Testing

private let january = Cycle(from: day("2026-01-15"), to: day("2026-02-15"), fullDays: 31)
private let last = Cycle(from: day("2026-12-15"), to: day("2027-01-15"), fullDays: 31)

private func totals(_ subscription: Subscription, in cycle: Cycle = january) -> [LegTotals] {
  Ledger.totals(for: subscription, postings: [], in: cycle)
}

@Test func `the preview shows today's amounts, the next invoice and a full cycle of both legs`() throws {
  let before = Subscription.office()
  let after = try #require(
    try before.applying(.changeQuantity(13, .at(Helvetia.c)), on: "2026-01-31")
  ).after
  let entries = [before.ledgerEntry(on: day("2026-01-15")), after.ledgerEntry(on: day("2026-01-31"))]
  let posted = PostedSums(price: amounts([Helvetia.a: 19_50, Helvetia.b: 11_70, Helvetia.c: 7_80]), cost: 31_00)
  let postings = try #require(
    Ledger.postings(for: after, entries: entries, in: january, posted: posted, order: Helvetia.order))
  #expect(
    Ledger.totals(for: after, postings: postings) == [
      LegTotals(leg: .price, today: chf("5.66"), nextInvoice: chf("50.70"), recurring: chf("50.70")),
      LegTotals(leg: .cost, today: chf("4.50"), nextInvoice: chf("40.30"), recurring: chf("40.30")),
    ])
}

@Test func `within the term the next invoice ignores the renewal`() {
  let subscription = Subscription.office {
    $0.renewal = Renewal(quantity: 8, term: period("P1Y"), billingFrequency: .monthly)
  }
  #expect(totals(subscription).map(\.nextInvoice) == [chf("39.00"), chf("31.00")])
  #expect(totals(subscription, in: last).map(\.nextInvoice) == [chf("31.20"), chf("24.80")])
  #expect(totals(subscription, in: last).map(\.recurring) == [chf("39.00"), chf("31.00")])
}

@Test func `a renewal aligned to another end date begins with a shorter cycle`() {
  let subscription = Subscription.office {
    $0.renewal = Renewal(quantity: 10, term: period("P1Y"), billingFrequency: .monthly, alignTo: day("2027-07-01"))
  }
  // [15 Jan, 1 Feb) is 17 of 31 days.
  #expect(totals(subscription, in: last).map(\.nextInvoice) == [chf("21.39"), chf("17.00")])
}

@Test func `the next invoice never has fewer licences than people hold`() {
  let subscription = Subscription.office {
    $0.assigned = 9
    $0.renewal = Renewal(quantity: 8, term: period("P1Y"), billingFrequency: .monthly)
  }
  #expect(totals(subscription, in: last).first?.nextInvoice == chf("35.10"))
}

@Test(
  arguments: [
    (.office { $0.autoRenew = false }, "2026-12-15", "0.00", "39.00"),
    (.office { $0.autoRenew = false }, "2026-01-15", "39.00", "39.00"),
    (.office { $0.status = .cancelled }, "2026-01-15", "0.00", "0.00"),
    (.office { $0.status = .expired }, "2026-01-15", "0.00", "0.00"),
    (.office { $0.status = .suspended }, "2026-01-15", "0.00", "0.00"),
    (.office { $0.direct = true }, "2026-01-15", "0.00", "0.00"),
    (.office { $0.status = .pending }, "2026-01-15", "39.00", "39.00"),
  ] as [(Subscription, String, String, String)])
func `what is not billed on has no next invoice`(
  _ subscription: Subscription, _ from: String, _ next: String, _ recurring: String
) throws {
  let cycle = try #require(subscription.schedule.cycle(containing: day(from)))
  let price = try #require(totals(subscription, in: cycle).first)
  #expect(price.nextInvoice == chf(next))
  #expect(price.recurring == chf(recurring))
  #expect(price.today == chf("0"))
}
