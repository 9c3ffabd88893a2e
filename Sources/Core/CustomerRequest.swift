/// What a customer's people ask for and somebody else decides: a change of a subscription waits for the reseller, a
/// service that a user asks for waits for the customer's manager.
package struct CustomerRequest: Hashable, Sendable {
  package enum Status: String, Hashable, Sendable, CaseIterable { case waiting, approved, refused, cancelled, expired }

  /// What happened to it.
  package enum Event: String, Hashable, Sendable, CaseIterable {
    case asked, changed, approved, refused, cancelled, expired
  }

  /// Whose it is to decide.
  package enum Decider: Hashable, Sendable { case seller, manager }

  /// What can be said to it.
  package enum Verdict: Hashable, Sendable {
    case approve
    /// Carry out something else than what was asked, once it is approved.
    case change
    case refuse, cancel
  }

  /// Who says it.
  package struct Voice: Hashable, Sendable {
    package let isAsker: Bool
    /// Somebody of the sellers who may change subscriptions.
    package let isSeller: Bool
    /// Somebody of the customer who would change subscriptions if the reseller let them.
    package let isManager: Bool

    /// A voice; it may be several of these at once.
    package init(isAsker: Bool, isSeller: Bool, isManager: Bool) {
      self.isAsker = isAsker
      self.isSeller = isSeller
      self.isManager = isManager
    }
  }

  package let decider: Decider
  package private(set) var status: Status
  /// From then on it waits no longer.
  package let expiresAt: Instant

  /// One as it is stored.
  package init(decider: Decider, status: Status, expiresAt: Instant) {
    self.decider = decider
    self.status = status
    self.expiresAt = expiresAt
  }

  /// What it is by now: time alone ends it, whether or not anybody has written that down.
  package func status(at now: Instant) -> Status { status == .waiting && expiresAt <= now ? .expired : status }

  /// What a verdict makes of it, and what that is called. Throws `denied` for whoever it is not to say, then `conflict`
  /// when it waits no longer.
  package func decided(
    _ verdict: Verdict, by voice: Voice, at now: Instant
  ) throws(Refusal) -> (after: CustomerRequest, event: Event) {
    if let code = obstacle(to: verdict, from: voice) { throw .denied(code) }
    guard status(at: now) == .waiting else { throw .conflict("request.decided") }
    var after = self
    let event: Event
    switch verdict {
    case .approve: (after.status, event) = (.approved, .approved)
    case .change: event = .changed
    case .refuse: (after.status, event) = (.refused, .refused)
    case .cancel: (after.status, event) = (.cancelled, .cancelled)
    }
    return (after, event)
  }

  /// Why it is not for this voice to say.
  private func obstacle(to verdict: Verdict, from voice: Voice) -> Code? {
    switch (verdict, decider) {
    case (.cancel, .seller): voice.isAsker || voice.isManager ? nil : "request.asker_cancels"
    case (.cancel, .manager): voice.isAsker ? nil : "request.asker_cancels"
    case (_, .seller): voice.isSeller ? nil : "request.reseller_decides"
    case (_, .manager): voice.isManager ? nil : "request.manager_decides"
    }
  }

  /// The same once its time is over.
  package func expired() -> CustomerRequest {
    CustomerRequest(decider: decider, status: .expired, expiresAt: expiresAt)
  }
}

/// What a preview showed, kept to be held against what it shows later.
package struct Figures: Hashable, Sendable {
  package let totals: [LegTotals]

  /// The totals of a preview.
  package init(_ totals: [LegTotals]) { self.totals = totals }

  /// Those of the legs somebody sees; what they do not see cannot have changed for them.
  package func seen(_ sees: (Leg) -> Bool) -> Figures { Figures(totals.filter { sees($0.leg) }) }

  /// Whether the same amounts stand on the same legs, in whatever order.
  package func areSame(as other: Figures) -> Bool { Set(totals) == Set(other.totals) }
}
