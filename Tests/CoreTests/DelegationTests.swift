import Core
import Testing

private let now = Instant("2026-01-15T09:30:00Z")!
private let all = DelegationRight.allCases

private func asking(_ rights: [DelegationRight] = all, _ duration: String = "P30D") throws -> Delegation {
  try Delegation(asking: rights, for: .lasting(#require(Period(duration))), at: now)
}

/// The code and pointer of a refusal, or its conflict or denial.
private func refusal(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch Refusal.invalid(let issues) {
    return issues.map { "\($0.pointer) \($0.code)" }.joined(separator: ", ")
  } catch Refusal.conflict(let code, _), Refusal.denied(let code) {
    return code.text
  } catch {
    return "\(error)"
  }
}

@Test(arguments: [
  ("P1D", nil), ("PT24H", nil), ("P2Y", nil), ("P24M", nil), ("P730D", nil),
  ("PT23H", "/duration delegation.too_short"),
  ("P0D", "/duration delegation.too_short"), ("P731D", "/duration delegation.too_long"),
  ("P2Y1D", "/duration delegation.too_long"), ("P99999Y", "/duration delegation.too_long"),
])
func `a delegation is asked for between a day and two years`(_ duration: String, _ refused: String?) throws {
  let period = try #require(Period(duration))
  #expect(refusal { _ = try Delegation(asking: all, for: .lasting(period), at: now) } == refused)
}

@Test(arguments: [
  ("2026-01-16T09:30:00Z", nil), ("2028-01-15T09:30:00Z", nil),
  ("2026-01-16T09:29:59Z", "/expiresAt delegation.too_short"),
  ("2026-01-15T09:30:00Z", "/expiresAt delegation.too_short"),
  ("2020-01-01T00:00:00Z", "/expiresAt delegation.too_short"),
  ("2028-01-15T09:30:01Z", "/expiresAt delegation.too_long"),
])
func `an end is named between a day and two years ahead`(_ text: String, _ refused: String?) throws {
  let end = try #require(Instant(text))
  #expect(refusal { _ = try Delegation(asking: all, for: .until(end), at: now) } == refused)
}

@Test func `a request without rights or time says both`() throws {
  let said = refusal { _ = try Delegation(asking: [], for: .until(now), at: now) }
  #expect(said == "/rights field.required, /expiresAt delegation.too_short")
}

@Test func `rights are kept once each, in one order`() throws {
  let delegation = try asking([.actAs, .users, .actAs])
  #expect(delegation.rights == [.users, .actAs] && delegation.askedRights == [.users, .actAs])
}

/// What the states allow each side to say.
private let verdicts: [(Delegation.Verdict, Delegation.Side, from: Set<Delegation.Status>)] = [
  (.approve(rights: nil, until: nil), .customer, [.pending]), (.refuse(reason: "No."), .customer, [.pending]),
  (.narrow(rights: [.users], until: nil), .customer, [.active]), (.withdraw(reason: nil), .reseller, [.pending]),
  (.end(reason: nil), .customer, [.active]), (.end(reason: nil), .reseller, [.active]),
]

@Test func `each state takes only what can be said to it, whoever says it`() throws {
  for status in Delegation.Status.allCases {
    for (verdict, side, from) in verdicts {
      let delegation = Delegation(
        status: status, rights: all, askedRights: all, extent: .until(now.adding(seconds: 90_000)),
        expiresAt: now.adding(seconds: 90_000))
      let said = refusal { _ = try delegation.decided(verdict, by: side, at: now) }
      let late: Bool =
        switch verdict {
        case .end, .narrow: true
        default: false
        }
      let expected = from.contains(status) ? nil : late ? "delegation.not_active" : "delegation.decided"
      #expect(said == expected, "\(verdict) of \(status)")
    }
  }
}

@Test func `a reseller never decides for the customer, nor the other way round`() throws {
  let request = try asking()
  let deciding: [Delegation.Verdict] = [
    .approve(rights: nil, until: nil), .refuse(reason: "No."), .narrow(rights: [.users], until: nil),
  ]
  for verdict in deciding {
    #expect(refusal { _ = try request.decided(verdict, by: .reseller, at: now) } == "delegation.customer_decides")
  }
  let withdrawn = refusal { _ = try request.decided(.withdraw(reason: nil), by: .customer, at: now) }
  #expect(withdrawn == "delegation.reseller_withdraws")
}

@Test func `what is approved is never more than what was asked for`() throws {
  let request = try asking([.users, .licences])
  let end = now.adding(seconds: 30 * 86_400)
  let cases: [([DelegationRight]?, Instant?, String?)] = [
    ([.actAs], nil, "/rights delegation.rights_beyond"), ([.users, .actAs], nil, "/rights delegation.rights_beyond"),
    ([], nil, "/rights field.required"), (nil, end.adding(seconds: 1), "/expiresAt delegation.expiry_beyond"),
    (nil, now, "/expiresAt delegation.expiry_past"),
    ([.actAs], now, "/rights delegation.rights_beyond, /expiresAt delegation.expiry_past"),
    (nil, end, nil), ([.licences], now.adding(seconds: 1), nil), (nil, nil, nil),
  ]
  for (rights, until, refused) in cases {
    let verdict = Delegation.Verdict.approve(rights: rights, until: until)
    #expect(refusal { _ = try request.decided(verdict, by: .customer, at: now) } == refused)
  }
}

@Test func `an approval counts from its own moment, or to the end that was asked for`() throws {
  let later = now.adding(seconds: 5 * 86_400)
  let lasting = try asking(all, "P1M").decided(.approve(rights: nil, until: nil), by: .customer, at: later)
  #expect(lasting.after.expiresAt == Instant("2026-02-20T09:30:00Z") && lasting.event == .approved)
  #expect(!lasting.after.isPartial)
  let end = now.adding(seconds: 10 * 86_400)
  let fixed = try Delegation(asking: all, for: .until(end), at: now)
  let approved = try fixed.decided(.approve(rights: [.users], until: nil), by: .customer, at: later).after
  #expect(approved.expiresAt == end && approved.rights == [.users] && approved.isPartial)
  let shorter = try fixed.decided(.approve(rights: nil, until: later.adding(seconds: 9)), by: .customer, at: later)
  #expect(shorter.after.isPartial)
}

@Test func `what counts can be narrowed, never widened, and not to the same`() throws {
  let active = try asking().decided(.approve(rights: [.users, .licences], until: nil), by: .customer, at: now).after
  let end = try #require(active.expiresAt)
  func narrowed(_ rights: [DelegationRight]?, _ until: Instant?) -> String? {
    refusal { _ = try active.decided(.narrow(rights: rights, until: until), by: .customer, at: now) }
  }
  #expect(narrowed([.actAs], nil) == "/rights delegation.rights_beyond")
  #expect(narrowed(nil, end.adding(seconds: 1)) == "/expiresAt delegation.expiry_beyond")
  #expect(narrowed([.licences, .users], end) == "delegation.nothing_narrowed")
  #expect(narrowed([.licences], nil) == nil && narrowed(nil, end.adding(seconds: -1)) == nil)
}

@Test func `time ends a delegation at its very moment, written down or not`() throws {
  let active = try asking([.users], "P1D").decided(.approve(rights: nil, until: nil), by: .customer, at: now).after
  let end = now.adding(seconds: 86_400)
  let before = Instant(microseconds: end.microseconds - 1)
  #expect(active.gives(.users, at: before) && active.status(at: before) == .active)
  #expect(!active.gives(.licences, at: before))
  #expect(!active.gives(.users, at: end) && active.status(at: end) == .expired)
  #expect(refusal { _ = try active.decided(.end(reason: nil), by: .customer, at: end) } == "delegation.not_active")
  #expect(active.expired().status(at: before) == .expired)
  let request = try Delegation(asking: all, for: .until(end), at: now)
  #expect(request.status(at: before) == .pending && request.status(at: end) == .expired)
  let late = refusal { _ = try request.decided(.approve(rights: nil, until: nil), by: .customer, at: end) }
  #expect(late == "delegation.decided")
  #expect(!request.gives(.users, at: before), "asked for is not given")
}
