/// One promise to a customer that a vendor keeps. Never made: it marks an `ID`, like the others here.
package enum Fulfilment {}
/// The way to a service's vendor.
package enum Connector {}
/// A comparison of a vendor's inventory with ours.
package enum Reconciliation {}
/// One thing in which they differ.
package enum Difference {}

/// How a vendor is reached: a task for people, signed requests, or a stand-in that behaves as asked (sandboxes only).
package enum ConnectorKind: String, Sendable, CaseIterable { case manual, http, simulated }

/// What a vendor is asked to do.
package enum FulfilmentOperation: String, Sendable, CaseIterable {
  case purchase, change, suspend, resume, renew, cancel
}

extension ChangeKind {
  /// What the vendor is asked because of it; nil: the change is none of the vendor's business. `isFirst`: whether the
  /// subscription begins with it, `isLast`: whether it ends with it.
  package func fulfilment(isFirst: Bool, isLast: Bool) -> FulfilmentOperation? {
    switch self {
    case .purchase: .purchase
    case .increase, .decrease: .change
    case .upgradedFrom, .convertedFrom: isFirst ? .purchase : .change
    case .upgradedTo, .converted: isLast ? .cancel : .change
    case .suspend: .suspend
    case .activate: .resume
    case .renewed: .renew
    case .cancelled, .expired: .cancel
    case .split, .rename, .autoRenewOff, .autoRenewOn, .renewalScheduled, .provisioned, .vendorRefused, .parentChanged:
      nil
    }
  }
}

/// Where a promise stands: waiting → sent → accepted → done | refused, with asking and parked on the way.
package enum FulfilmentState: String, Sendable, CaseIterable {
  /// To be sent, or for somebody of the operations team to do.
  case waiting
  /// Under way; a lost answer is asked for again with the same key.
  case sent
  /// Taken by the vendor, which calls back later.
  case accepted
  /// The vendor asks for more.
  case asking
  case done, refused
  /// Given up until a person says what to do.
  case parked
  /// Needed no more before the vendor had settled it, or dealt with in another way.
  case withdrawn

  /// Whether nothing more comes of it.
  package var isSettled: Bool {
    switch self {
    case .done, .refused, .withdrawn: true
    case .waiting, .sent, .accepted, .asking, .parked: false
    }
  }
}

/// Something a vendor wants to know before it decides.
package struct AskedField: Hashable, Sendable {
  /// The member its answer has, e.g. `domain`.
  package let name: String
  /// What people read, in the vendor's words.
  package let label: String

  /// A question of the vendor's.
  package init(name: String, label: String) {
    self.name = name
    self.label = label
  }
}

/// What a vendor says to a request.
package enum VendorAnswer: Hashable, Sendable {
  /// It is done; `reference` is what the vendor calls it.
  case approved(reference: String?)
  /// It is not, and will not be.
  case refused(reason: String)
  /// First it wants to know these.
  case asking([AskedField])
  /// It will call back.
  case accepted(reference: String?)
}

/// Why a request was not settled: tried again later, or parked.
package enum FulfilmentFault: String, Error, Sendable, CaseIterable {
  case timedOut = "timed_out"
  case unreachable
  case serverFailed = "server_failed"
  case answerUnreadable = "answer_unreadable"
  case requestRejected = "request_rejected"
  case noCallback = "no_callback"
  case notConfigured = "not_configured"
  case confirmedTooLate = "confirmed_too_late"
  case refusalDoesNotFit = "refusal_does_not_fit"
  case refusedTooLate = "refused_too_late"
  case endRefused = "end_refused"

  /// What is said of it.
  package var code: Code {
    switch self {
    case .timedOut: "fulfilment.timed_out"
    case .unreachable: "fulfilment.unreachable"
    case .serverFailed: "fulfilment.server_failed"
    case .answerUnreadable: "fulfilment.answer_unreadable"
    case .requestRejected: "fulfilment.request_rejected"
    case .noCallback: "fulfilment.no_callback"
    case .notConfigured: "fulfilment.not_configured"
    case .confirmedTooLate: "fulfilment.confirmed_too_late"
    case .refusalDoesNotFit: "fulfilment.refusal_does_not_fit"
    case .refusedTooLate: "fulfilment.refused_too_late"
    case .endRefused: "fulfilment.end_refused"
    }
  }

  /// Whether trying again may help.
  package var isTemporary: Bool {
    switch self {
    case .timedOut, .unreachable, .serverFailed, .answerUnreadable: true
    case .requestRejected, .noCallback, .notConfigured, .confirmedTooLate, .refusalDoesNotFit, .refusedTooLate,
      .endRefused:
      false
    }
  }

  /// Seconds until the next attempt after so many; nil: parked. `spread` as for `Retry`.
  package func delaySeconds(after attempts: Int, atMost: Int, spread: UInt64) -> Int64? {
    guard isTemporary, attempts < atMost else { return nil }
    return Retry.delaySeconds(after: attempts, spread: spread)
  }
}

/// What a person says to a request that waits for one.
package enum FulfilmentVerdict: Hashable, Sendable {
  /// Mine to do.
  case take
  /// Try again, from the first attempt on.
  case retry
  case done(reference: String?)
  case refused(reason: String)
  case ask([AskedField])
  /// Dealt with in another way; nothing is undone.
  case close(reason: String)
}

extension FulfilmentState {
  /// Why a verdict cannot be given now. `isNext`: whether everything before it is settled; `isManual`: whether people
  /// do what its vendor is asked.
  package func obstacle(to verdict: FulfilmentVerdict, isNext: Bool, isManual: Bool) -> Code? {
    if isSettled { return "fulfilment.settled" }
    switch verdict {
    case .take: return isManual ? nil : "fulfilment.not_manual"
    case .retry:
      guard self == .parked else { return "fulfilment.not_parked" }
      return isManual ? "fulfilment.not_sent" : nil
    case .close: return self == .parked ? nil : "fulfilment.not_parked"
    case .ask:
      guard isManual else { return "fulfilment.not_manual" }
      return isNext ? nil : "fulfilment.not_next"
    case .done, .refused: return isNext ? nil : "fulfilment.not_next"
    }
  }
}
