extension Subscription {
  /// Decides one command. Nil when the state wanted is the one had: nothing changes.
  ///
  /// `level` is the actor's level in the tree, `today` the day in the customer's billing time zone, `centres` all of
  /// the customer's. Throws `invalid` with every wrong field at once, or `conflict` when the state does not allow it;
  /// conflicts of state come before wrong fields. Whether the actor may do this at all is for the caller. `offered` is
  /// the offer a renewal that is scheduled names.
  package func applying(
    _ command: Command, as level: Level, at now: Instant, on today: Day, centres: [Centre],
    offered: OfferedRenewal? = nil
  ) throws(Refusal) -> Decision? {
    let moment = Moment(level: level, now: now, today: today)
    let split = Split(centres: centres)
    return switch command {
    case .changeQuantity(quantity, .split(let wanted)), .split(let wanted): try splitting(wanted, split, at: moment)
    case .resplit(let wanted): try resplitting(wanted, split, at: moment)
    case .changeQuantity(quantity, _): nil
    case .changeQuantity(let wanted, let placement) where wanted > quantity:
      try increasing(to: wanted, placement, split, at: moment)
    case .changeQuantity(let wanted, let placement): try decreasing(to: wanted, placement, split, at: moment)
    case .suspend(let reason): try suspending(reason: reason, at: moment)
    case .activate: try activating(at: moment)
    case .rename(let name): try renaming(to: name, at: moment)
    case .autoRenew(let wanted): try settingAutoRenew(wanted, at: moment)
    case .scheduleRenewal(let wanted): try scheduling(wanted, as: offered, at: moment)
    case .cancelNow: try cancelling(at: moment)
    }
  }

  /// The vendor has confirmed a pending subscription. Its ledger entry counts from `start`. Nil unless pending.
  package func provisioned() -> Decision? {
    guard status == .pending else { return nil }
    return decided(.provisioned) { $0.status = .active }
  }

  func decided(_ kind: ChangeKind, _ change: (inout Subscription) -> Void) -> Decision {
    var after = self
    change(&after)
    after.version += 1
    return Decision(kind: kind, after: after)
  }

  /// Throws the obstacle to an action, if there is one.
  func permit(_ name: ActionName, at moment: Moment) throws(Refusal) {
    guard let obstacle = obstacle(to: name, at: moment) else { return }
    throw .conflict(obstacle, details(of: obstacle))
  }

  func splitting(_ wanted: [Allocation], _ split: Split, at moment: Moment) throws(Refusal) -> Decision? {
    var issues: [Issue] = []
    let wanted = split.checked(wanted, quantity: quantity, held: allocations, issues: &issues)
    if issues.isEmpty, Set(wanted) == Set(allocations) { return nil }
    try permit(.split, at: moment)
    guard issues.isEmpty else { throw .invalid(issues) }
    return decided(.split) { $0.allocations = wanted }
  }

  private func suspending(reason: String, at moment: Moment) throws(Refusal) -> Decision? {
    guard status != .suspended else { return nil }
    try permit(.suspend, at: moment)
    guard !reason.isBlank else { throw .invalid([Issue("/reason", "reason.required")]) }
    return decided(.suspend) {
      $0.status = .suspended
      $0.suspendedBy = moment.level
    }
  }

  private func activating(at moment: Moment) throws(Refusal) -> Decision? {
    guard status != .active else { return nil }
    try permit(.activate, at: moment)
    return decided(.activate) {
      $0.status = .active
      $0.suspendedBy = nil
    }
  }

  private func renaming(to wanted: String?, at moment: Moment) throws(Refusal) -> Decision? {
    let name = Subscription.name(from: wanted)
    guard name != friendlyName else { return nil }
    try permit(.rename, at: moment)
    if let issue = Subscription.issue(withName: name) { throw .invalid([issue]) }
    return decided(.rename) { $0.friendlyName = name }
  }

  /// Nil for a name with nothing to read in it.
  static func name(from wanted: String?) -> String? { wanted.flatMap { $0.isBlank ? nil : $0 } }

  static func issue(withName name: String?) -> Issue? {
    // Counted like PostgreSQL's char_length: by code point.
    guard let name, name.unicodeScalars.count > longestName else { return nil }
    return Issue("/friendlyName", "name.too_long", ["maximum": "\(longestName)"])
  }

  private static let longestName = 100

  private func settingAutoRenew(_ wanted: Bool, at moment: Moment) throws(Refusal) -> Decision? {
    guard wanted != autoRenew else { return nil }
    try permit(wanted ? .autoRenewOn : .autoRenewOff, at: moment)
    return decided(wanted ? .autoRenewOn : .autoRenewOff) { $0.autoRenew = wanted }
  }

  private func scheduling(
    _ wanted: Renewal?, as offer: OfferedRenewal?, at moment: Moment
  ) throws(Refusal) -> Decision? {
    guard wanted != renewal else { return nil }
    try permit(.scheduleRenewal, at: moment)
    if let wanted {
      let issues = issues(with: wanted, as: offer)
      guard issues.isEmpty else { throw .invalid(issues) }
    }
    return decided(.renewalScheduled) { $0.renewal = wanted }
  }

  private func cancelling(at moment: Moment) throws(Refusal) -> Decision? {
    guard status != .cancelled else { return nil }
    try permit(.cancelNow, at: moment)
    return decided(.cancelled) {
      $0.status = .cancelled
      $0.suspendedBy = nil
    }
  }
}

extension String {
  /// Whether there is nothing to read in it.
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
