import Core
import Testing

private typealias Request = CustomerRequest

private let morning = Instant("2026-01-15T08:00:00Z")!
private let end = Instant("2026-02-14T08:00:00Z")!
private let asker = Request.Voice(isAsker: true, isSeller: false, isManager: false)
private let manager = Request.Voice(isAsker: false, isSeller: false, isManager: true)
private let seller = Request.Voice(isAsker: false, isSeller: true, isManager: false)
private let other = Request.Voice(isAsker: false, isSeller: false, isManager: false)

private func waiting(_ decider: Request.Decider) -> Request {
  Request(decider: decider, status: .waiting, expiresAt: end)
}

private func outcome(_ request: Request, _ verdict: Request.Verdict, _ voice: Request.Voice, at now: Instant = morning)
  -> String
{
  do {
    let (after, event) = try request.decided(verdict, by: voice, at: now)
    return "\(event) \(after.status)"
  } catch {
    switch error {
    case .denied(let code), .conflict(let code, _): return code.text
    default: return "\(error)"
    }
  }
}

@Test func `only those decide a request whose it is to decide`() {
  let cases: [(Request.Decider, Request.Verdict, Request.Voice, String)] = [
    (.seller, .approve, manager, "request.reseller_decides"), (.seller, .refuse, asker, "request.reseller_decides"),
    (.seller, .change, manager, "request.reseller_decides"), (.seller, .approve, other, "request.reseller_decides"),
    (.seller, .cancel, seller, "request.asker_cancels"), (.seller, .cancel, other, "request.asker_cancels"),
    (.manager, .approve, asker, "request.manager_decides"), (.manager, .refuse, seller, "request.manager_decides"),
    (.manager, .change, asker, "request.manager_decides"), (.manager, .cancel, manager, "request.asker_cancels"),
    (.manager, .cancel, seller, "request.asker_cancels"),
    (.seller, .approve, seller, "approved approved"), (.seller, .change, seller, "changed waiting"),
    (.seller, .refuse, seller, "refused refused"), (.seller, .cancel, asker, "cancelled cancelled"),
    (.seller, .cancel, manager, "cancelled cancelled"), (.manager, .approve, manager, "approved approved"),
    (.manager, .refuse, manager, "refused refused"), (.manager, .cancel, asker, "cancelled cancelled"),
  ]
  for (decider, verdict, voice, expected) in cases {
    #expect(outcome(waiting(decider), verdict, voice) == expected, "\(verdict) of \(decider)")
  }
}

@Test func `what is decided or over its time is decided no more`() {
  for status in Request.Status.allCases where status != .waiting {
    let decided = Request(decider: .seller, status: status, expiresAt: end)
    #expect(outcome(decided, .approve, seller) == "request.decided")
    #expect(outcome(decided, .cancel, asker) == "request.decided")
    #expect(decided.status(at: end) == status)
  }
  let request = waiting(.seller)
  #expect(outcome(request, .approve, seller, at: end) == "request.decided")
  #expect(outcome(request, .approve, seller, at: Instant("2026-02-14T07:59:59Z")!) == "approved approved")
  #expect(request.status(at: end) == .expired && request.status(at: morning) == .waiting)
  #expect(request.expired().status == .expired)
}

@Test func `figures are compared on the legs somebody sees, in whatever order`() {
  func total(_ leg: Leg, _ minor: Int64) -> LegTotals {
    let money = Money(minor: minor, currency: Currency("CHF")!)
    return LegTotals(leg: leg, today: money, nextInvoice: money, recurring: money)
  }
  let asked = Figures([total(.price, 390), total(.cost, 310)])
  #expect(asked.areSame(as: Figures([total(.cost, 310), total(.price, 390)])))
  #expect(!asked.areSame(as: Figures([total(.price, 391), total(.cost, 310)])))
  #expect(!asked.areSame(as: Figures([])))
  let dearer = Figures([total(.price, 390), total(.cost, 320)])
  #expect(!asked.areSame(as: dearer))
  #expect(asked.seen { $0 == .price }.areSame(as: dearer.seen { $0 == .price }))
}
