/// What a reseller may do with a customer's people once they let it.
package enum DelegationRight: String, Hashable, Sendable, CaseIterable {
  /// See, invite, edit, disable, reset and unlock them.
  case users
  /// Assign licences to them.
  case licences
  /// Act as one of them.
  case actAs
}

/// A reseller's access to a customer's people: asked for by the one, decided by the other, and never for ever.
package struct Delegation: Hashable, Sendable {
  package enum Status: String, Hashable, Sendable, CaseIterable {
    case pending, active, refused, withdrawn, ended, expired
  }

  /// Who says something about it.
  package enum Side: Hashable, Sendable { case reseller, customer }

  /// How long it is asked for.
  package enum Extent: Hashable, Sendable {
    /// Counted from the approval.
    case lasting(Period)
    case until(Instant)
  }

  /// What can be said to it.
  package enum Verdict: Hashable, Sendable {
    /// Lets the reseller in, with fewer rights or for a shorter time where these are named.
    case approve(rights: [DelegationRight]?, until: Instant?)
    /// Takes rights or time from one that counts.
    case narrow(rights: [DelegationRight]?, until: Instant?)
    case refuse(reason: String)
    case withdraw(reason: String?)
    case end(reason: String?)
  }

  /// What happened to it.
  package enum Event: String, Hashable, Sendable, CaseIterable {
    case asked, approved, narrowed, refused, withdrawn, ended, expired
  }

  package private(set) var status: Status
  /// Those asked for, until it is approved; those given, from then on.
  package private(set) var rights: [DelegationRight]
  package let askedRights: [DelegationRight]
  package let extent: Extent
  /// Nil while it waits and is to count from its approval.
  package private(set) var expiresAt: Instant?

  /// One as it is stored.
  package init(
    status: Status, rights: [DelegationRight], askedRights: [DelegationRight], extent: Extent, expiresAt: Instant?
  ) {
    self.status = status
    self.rights = rights
    self.askedRights = askedRights
    self.extent = extent
    self.expiresAt = expiresAt
  }

  /// A new request; everything wrong with it is said at once.
  package init(asking rights: [DelegationRight], for extent: Extent, at now: Instant) throws(Refusal) {
    var issues = rights.isEmpty ? [Issue("/rights", "field.required")] : []
    let pointer =
      switch extent {
      case .lasting: "/duration"
      case .until: "/expiresAt"
      }
    let end = Delegation.end(of: extent, from: now)
    if end < now.adding(seconds: 86_400) { issues.append(Issue(pointer, "delegation.too_short")) }
    if end > Delegation.end(of: .lasting(Delegation.longest), from: now) {
      issues.append(Issue(pointer, "delegation.too_long"))
    }
    if !issues.isEmpty { throw .invalid(issues) }
    let asked = Delegation.inOrder(rights)
    let fixed: Instant? = if case .until(let instant) = extent { instant } else { nil }
    self.init(status: .pending, rights: asked, askedRights: asked, extent: extent, expiresAt: fixed)
  }

  /// Two years.
  package static let longest = Period(months: 24)

  /// Each once, always in the same order.
  private static func inOrder(_ rights: [DelegationRight]) -> [DelegationRight] {
    DelegationRight.allCases.filter(rights.contains)
  }

  private static func end(of extent: Extent, from now: Instant) -> Instant {
    switch extent {
    case .until(let instant): return instant
    case .lasting(let period):
      let days = period.added(to: now.utcDay) - now.utcDay
      return now.adding(seconds: Int64(days) * 86_400 + Int64(period.hours) * 3_600)
    }
  }

  /// When it ends, or would if it were approved now.
  package func end(at now: Instant) -> Instant { expiresAt ?? Delegation.end(of: extent, from: now) }

  /// What it is by now: time alone ends it, whether or not anybody has written that down.
  package func status(at now: Instant) -> Status {
    guard status == .pending || status == .active, let expiresAt, expiresAt <= now else { return status }
    return .expired
  }

  /// Whether it lets the reseller do this now.
  package func gives(_ right: DelegationRight, at now: Instant) -> Bool {
    status(at: now) == .active && rights.contains(right)
  }

  /// Whether less was given than asked for.
  package var isPartial: Bool {
    guard rights == askedRights else { return true }
    guard case .until(let asked) = extent, let expiresAt else { return false }
    return expiresAt < asked
  }

  /// The event that the passing of time is.
  package func expired() -> Delegation {
    var after = self
    after.status = .expired
    return after
  }

  /// What becomes of it, and what that is called.
  package func decided(_ verdict: Verdict, by side: Side, at now: Instant) throws(Refusal) -> (
    after: Delegation, event: Event
  ) {
    try check(verdict, by: side, at: now)
    var after = self
    switch verdict {
    case .approve(let rights, let until):
      try after.take(rights, until, at: now)
      after.status = .active
      return (after, .approved)
    case .narrow(let rights, let until):
      try after.take(rights, until, at: now)
      guard after != self else { throw .conflict("delegation.nothing_narrowed") }
      return (after, .narrowed)
    case .refuse:
      after.status = .refused
      return (after, .refused)
    case .withdraw:
      after.status = .withdrawn
      return (after, .withdrawn)
    case .end:
      after.status = .ended
      return (after, .ended)
    }
  }

  /// Whether this side may say that, and whether it can be said now.
  private func check(_ verdict: Verdict, by side: Side, at now: Instant) throws(Refusal) {
    switch verdict {
    case .approve, .narrow, .refuse:
      guard side == .customer else { throw .denied("delegation.customer_decides") }
    case .withdraw:
      guard side == .reseller else { throw .denied("delegation.reseller_withdraws") }
    case .end: break
    }
    let status = status(at: now)
    switch verdict {
    case .approve, .refuse, .withdraw:
      guard status == .pending else { throw .conflict("delegation.decided") }
    case .narrow, .end:
      guard status == .active else { throw .conflict("delegation.not_active") }
    }
  }

  /// Keeps what is named, which must be some of what there is.
  private mutating func take(_ wanted: [DelegationRight]?, _ until: Instant?, at now: Instant) throws(Refusal) {
    var issues: [Issue] = []
    if let wanted {
      if wanted.isEmpty { issues.append(Issue("/rights", "field.required")) }
      if !Set(wanted).isSubset(of: rights) { issues.append(Issue("/rights", "delegation.rights_beyond")) }
    }
    let end = end(at: now)
    if let until {
      if until <= now { issues.append(Issue("/expiresAt", "delegation.expiry_past")) }
      if until > end { issues.append(Issue("/expiresAt", "delegation.expiry_beyond")) }
    }
    if !issues.isEmpty { throw .invalid(issues) }
    rights = wanted.map(Delegation.inOrder) ?? rights
    expiresAt = until ?? end
  }
}
