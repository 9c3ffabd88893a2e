/// How an account stands, and until when; RULES.md, "People's accounts".
package enum AccountState: Hashable, Sendable {
  /// Its person can sign in.
  case ready
  /// Too many failed sign-ins; it unlocks by itself.
  case locked(until: Instant)
  /// The invitation's link can be followed until then.
  case notActivated(until: Instant)
  /// The invitation's link is too old; another has to be sent.
  case invitationExpired(since: Instant?)
  case disabled
  case deleted

  /// What is kept of an account, apart from locks and links that run out by themselves.
  package enum Stored: String, Hashable, Sendable, CaseIterable { case invited, active, disabled, deleted }

  /// Locks and links count up to the instant they end, and no longer.
  package init(_ stored: Stored, lockedUntil: Instant?, invitedUntil: Instant?, at now: Instant) {
    switch stored {
    case .active:
      if let lockedUntil, lockedUntil > now { self = .locked(until: lockedUntil) } else { self = .ready }
    case .invited:
      if let invitedUntil, invitedUntil > now {
        self = .notActivated(until: invitedUntil)
      } else {
        self = .invitationExpired(since: invitedUntil)
      }
    case .disabled: self = .disabled
    case .deleted: self = .deleted
    }
  }

  /// The stable word for it: `active`, `locked`, `invited` (whether or not the link still works), `disabled`,
  /// `deleted`.
  package var name: String {
    switch self {
    case .ready: "active"
    case .locked: "locked"
    case .notActivated, .invitationExpired: "invited"
    case .disabled: "disabled"
    case .deleted: "deleted"
    }
  }

  /// When a lock lifts by itself; nil where there is none.
  package var lockedUntil: Instant? {
    if case .locked(let until) = self { until } else { nil }
  }
}
