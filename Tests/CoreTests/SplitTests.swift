import Core
import Testing

@Test func `a split moves licences between centres, at any time but for direct purchases`() throws {
  for status in SubscriptionStatus.allCases {
    let subscription = Subscription.office { $0.status = status }
    let wanted = split([Helvetia.c: 4, Helvetia.b: 0, Helvetia.a: 6])
    let decision = try #require(try subscription.applying(.split(wanted), on: "2026-06-01"))
    #expect(decision.kind == .split)
    #expect(decision.after.allocations == split([Helvetia.a: 6, Helvetia.c: 4]))
    #expect(decision.after.lots == subscription.lots)
  }
}

@Test func `the split had is no change, in whatever order and with empty centres named`() throws {
  let same = split([Helvetia.c: 2, Helvetia.closed: 0, Helvetia.a: 5, Helvetia.b: 3])
  #expect(try Subscription.office().applying(.split(same), on: "2026-06-01") == nil)
}

@Test func `a closed centre keeps or gives licences and takes none`() throws {
  let subscription = Subscription.office { $0.allocations = split([Helvetia.a: 6, Helvetia.closed: 4]) }
  for kept in [4, 3, 0] {
    let wanted = split([Helvetia.b: 10 - kept, Helvetia.closed: kept])
    #expect(try subscription.applying(.split(wanted), on: "2026-06-01") != nil)
  }
  let more = Command.split(split([Helvetia.a: 5, Helvetia.closed: 5]))
  #expect(
    subscription.refusal(of: more, on: "2026-06-01") == .invalid([Issue("/allocations/1/centreId", "centre.closed")]))
}

private func mismatch(_ sum: String) -> Issue {
  Issue("/allocations", "split.sum_mismatch", ["quantity": "10", "sum": sum])
}

@Test(
  arguments: [
    ([], [mismatch("0")]),
    (split([Helvetia.a: 9]), [mismatch("9")]),
    (split([Helvetia.a: 11]), [mismatch("11")]),
    (split([Helvetia.a: .max, Helvetia.b: .max]), [mismatch("18446744073709551614")]),
    (split([Helvetia.a: 11, Helvetia.b: -1]), [Issue("/allocations/1/quantity", "split.negative")]),
    (
      split([Helvetia.a: 5, Helvetia.b: 3, Helvetia.a: 2]),
      [Issue("/allocations/2/centreId", "split.duplicate_centre")]
    ),
    (split([Helvetia.a: 9, Helvetia.foreign: 1]), [Issue("/allocations/1/centreId", "centre.unknown")]),
    (split([Helvetia.a: 10, Helvetia.foreign: 0]), [Issue("/allocations/1/centreId", "centre.unknown")]),
    (split([Helvetia.a: 9, Helvetia.closed: 1]), [Issue("/allocations/1/centreId", "centre.closed")]),
    (
      split([Helvetia.foreign: -1, Helvetia.closed: 2, Helvetia.foreign: 3]),
      [
        Issue("/allocations/0/centreId", "centre.unknown"), Issue("/allocations/0/quantity", "split.negative"),
        Issue("/allocations/1/centreId", "centre.closed"), Issue("/allocations/2/centreId", "centre.unknown"),
        Issue("/allocations/2/centreId", "split.duplicate_centre"), mismatch("4"),
      ]
    ),
  ] as [([Allocation], [Issue])])
func `a split is refused with every wrong field`(_ wanted: [Allocation], _ issues: [Issue]) {
  #expect(Subscription.office().refusal(of: .split(wanted), on: "2026-06-01") == .invalid(issues))
}
