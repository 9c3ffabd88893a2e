import Core
import FoundationEssentials

extension SubscriptionsAPI {
  static func write(
    _ json: inout JSONWriter, _ record: SubscriptionRecord, for work: Work, _ reasons: inout Reasons
  ) {
    let s = record.subscription
    let actor = work.actor
    json.object { json in
      json.member("id", s.id)
      json.member("customerId", s.customer)
      json.member("offerId", record.offer)
      json.member("planId", record.plan)
      json.member("serviceId", record.service)
      json.member("serviceName", record.serviceName)
      json.member("planName", record.planName)
      json.member("friendlyName", s.friendlyName)
      json.member("status", s.status.rawValue)
      json.member("suspendedBy", s.suspendedBy?.name)
      json.member("origin", s.direct ? "direct" : "reseller")
      json.member("trial", s.trial)
      json.member("quantity", s.quantity)
      json.member("assigned", s.assigned)
      json.member("refundableQuantity", s.refundableQuantity(at: work.now))
      json.member("term", s.term)
      json.member("billingFrequency", s.frequency.rawValue)
      json.member("startDate", s.start)
      json.member("commitmentEndDate", s.termEnd)
      json.member("nextInvoiceDate", record.nextInvoiceDay)
      json.member("autoRenew", s.autoRenew)
      writeRenewal(&json, s)
      json.member("priceProtectedUntil", s.termEnd)
      if actor.seesPrices { json.member("unitPrice", s.unitPrice) }
      if actor.seesCosts { json.member("unitCost", s.unitCost) }
      json.member("parentSubscriptionId", record.parent)
      json.member("successorSubscriptionId", record.successor)
      if actor.holds(.centresView) { writeAllocations(&json, s) }
      writeActions(&json, record.actions(for: work), work.actor, &reasons)
    }
  }

  static func writeAllocations(_ json: inout JSONWriter, _ s: Subscription) {
    json.array("allocations", s.allocations) { json, allocation in
      json.object {
        $0.member("centreId", allocation.centre)
        $0.member("quantity", allocation.quantity)
      }
    }
  }

  private static func writeRenewal(_ json: inout JSONWriter, _ s: Subscription) {
    guard let renewal = s.renewal else {
      json.name("renewal")
      json.null()
      return
    }
    json.object("renewal") {
      $0.member("quantity", renewal.quantity)
      $0.member("term", renewal.term)
      $0.member("billingFrequency", renewal.billingFrequency.rawValue)
      $0.member("alignTo", renewal.alignTo)
      $0.member("offerId", renewal.offer)
    }
  }

  private static func writeActions(
    _ json: inout JSONWriter, _ actions: [Action], _ actor: Actor, _ reasons: inout Reasons
  ) {
    json.array("actions", actions) { json, action in
      json.object {
        $0.member("action", action.name)
        $0.member("allowed", action.allowed)
        if let code = action.code { $0.embedded(members: reasons.members(for: code)) }
        if let minimum = action.minimum { $0.member("minimum", minimum) }
        if let maximum = action.maximum { $0.member("maximum", maximum) }
        if let until = action.until { $0.member("until", until) }
        if let from = action.from { $0.member("from", from) }
        if action.allowed, actor.mustAsk(for: action) { $0.member("needsApproval", true) }
      }
    }
  }
}

/// Why something cannot be done, as members of an answer: the few codes of a list are looked up and written once.
struct Reasons {
  private let language: Language
  private var known: [(code: Code, members: [UInt8])] = []

  init(_ language: Language) { self.language = language }

  /// `"code":"…","reason":"…"`.
  mutating func members(for code: Code) -> [UInt8] {
    if let found = known.first(where: { $0.code == code }) { return found.members }
    var json = JSONWriter(capacity: 256)
    json.member("code", code)
    json.member("reason", Messages.sentence(code, [:], language))
    let members = json.finished()
    known.append((code, members))
    return members
  }
}

extension SubscriptionRecord {
  /// When the next cycle begins; nil when none will.
  var nextInvoiceDay: Day? {
    let s = subscription
    guard s.status == .active || s.status == .suspended else { return nil }
    return cycleTo == s.termEnd && !s.autoRenew ? nil : cycleTo
  }

  /// The day its billing ends for good, if it is known; nil: it goes on, or is over.
  var billedUntil: Day? {
    let s = subscription
    return (s.status == .active || s.status == .suspended) && !s.autoRenew ? s.termEnd : nil
  }

  /// What can be done now, and by this actor.
  func actions(for work: Work) -> [Action] {
    subscription.actions(as: work.actor.level, at: work.now, on: today).map { action in
      let permission = SubscriptionRecord.permission(action.name)
      guard action.allowed, !work.actor.holds(permission), !work.actor.mayAsk(for: action) else { return action }
      // Who may only ask for it was let through above.
      let code: Code = work.actor.rights.holds(permission) ? "self_service.view_only" : "permission.not_yours"
      return Action(name: action.name, code: code)
    }
  }

  fileprivate static func permission(_ action: String) -> Permission {
    switch action {
    case "suspend", "activate": .subscriptionsSuspend
    case "split": .centresManage
    default: .subscriptionsChange
    }
  }
}

extension Actor {
  /// Whether they may do it, if need be by asking for it.
  fileprivate func mayAsk(for action: Action) -> Bool {
    asksForChanges && SubscriptionRecord.permission(action.name) == .subscriptionsChange
  }

  /// Whether it waits for their reseller's approval.
  func mustAsk(for action: Action) -> Bool { mayAsk(for: action) && action.name != "rename" }
}
