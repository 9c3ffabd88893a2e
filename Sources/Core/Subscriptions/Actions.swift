/// Whether one thing can be done now, and if not, why.
package struct Action: Hashable, Sendable {
  /// `increase`, `decrease`, `suspend`, `activate`, `cancelNow`, `cancelLater`, `split`, `rename`, `scheduleRenewal`,
  /// `autoRenewOff` or `autoRenewOn`, `upgrade` or, of a trial, `convert`, and `buyAddOn`.
  package let name: String
  /// Whether the command would be accepted with suitable input.
  package let allowed: Bool
  /// Why not; nil when allowed.
  package let code: Code?
  /// The fewest licences it can come to.
  package let minimum: Int?
  /// The most licences it can come to.
  package let maximum: Int?
  /// Until when it stays possible.
  package let until: Instant?
  /// From which day it takes effect or becomes possible.
  package let from: Day?

  /// An answer; without `code` the action is allowed.
  package init(
    name: String, code: Code? = nil, minimum: Int? = nil, maximum: Int? = nil, until: Instant? = nil, from: Day? = nil
  ) {
    self.name = name
    self.allowed = code == nil
    self.code = code
    self.minimum = minimum
    self.maximum = maximum
    self.until = until
    self.from = from
  }
}

/// The things that can be done with a subscription, as `Action` names them.
enum ActionName: String {
  case increase, decrease, suspend, activate, cancelNow, cancelLater, split, rename, scheduleRenewal
  case autoRenewOff, autoRenewOn, upgrade, convert, buyAddOn
}

/// Who asks, and when.
struct Moment {
  let level: Level
  let now: Instant
  /// `now` in the customer's billing time zone.
  let today: Day
}

extension Subscription {
  /// What can be done now: every action with its answer, decided by the same rules as the commands.
  package func actions(as level: Level, at now: Instant, on today: Day) -> [Action] {
    let names: [ActionName] = [
      .increase, .decrease, .suspend, .activate, .cancelNow, .cancelLater, .split, .rename, .scheduleRenewal,
      autoRenew ? .autoRenewOff : .autoRenewOn, trial ? .convert : .upgrade, .buyAddOn,
    ]
    let moment = Moment(level: level, now: now, today: today)
    return names.map { name in
      let code = obstacle(to: name, at: moment) ?? limit(to: name, at: now)
      return code.map { refused(name, $0) } ?? allowed(name, at: now)
    }
  }

  private func allowed(_ name: ActionName, at now: Instant) -> Action {
    switch name {
    case .increase: Action(name: name.rawValue, maximum: capacity)
    case .decrease:
      Action(
        name: name.rawValue, minimum: quantity - refundableQuantity(at: now),
        until: lots.last.flatMap { policy.decreaseWindow.end(since: $0.addedAt) })
    case .cancelNow:
      Action(
        name: name.rawValue, until: trial || status == .pending ? nil : policy.cancelWindow.end(since: purchasedAt))
    case .cancelLater, .autoRenewOff, .scheduleRenewal: Action(name: name.rawValue, from: termEnd)
    case .upgrade: Action(name: name.rawValue, maximum: quantity)
    case .convert: Action(name: name.rawValue)
    case .suspend, .activate, .split, .rename, .autoRenewOn, .buyAddOn: Action(name: name.rawValue)
    }
  }

  private func refused(_ name: ActionName, _ code: Code) -> Action {
    Action(name: name.rawValue, code: code, from: code == "cancel.window_closed" ? termEnd : nil)
  }

  /// Why no quantity at all would do.
  private func limit(to name: ActionName, at now: Instant) -> Code? {
    switch name {
    case .increase where quantity >= capacity: "quantity.above_maximum"
    case .decrease where quantity <= max(0, policy.minimum): "quantity.below_minimum"
    case .decrease where openQuantity(at: now) == 0: "quantity.decrease_window_closed"
    case .decrease where assigned >= quantity: "quantity.assigned"
    default: nil
    }
  }

  /// Why the subscription's state does not allow an action, whatever the input.
  func obstacle(to name: ActionName, at moment: Moment) -> Code? {
    guard !direct else { return "subscription.direct" }
    switch name {
    case .split, .rename: return nil
    case .activate:
      guard status == .suspended else { return "subscription.not_suspended" }
      if parentSuspends != nil { return "add_on.parent_suspended" }
      return moment.level > suspendedBy ?? .customer ? "subscription.suspended_above" : nil
    case .cancelNow: return obstacleToCancelling(at: moment)
    case .cancelLater, .autoRenewOff:
      guard isRunning(on: moment.today) else { return "subscription.not_active" }
      return autoRenew ? nil : "renewal.auto_renew_off"
    case .scheduleRenewal:
      guard isActive(on: moment.today) else { return "subscription.not_active" }
      if trial { return "trial.does_not_renew" }
      return autoRenew ? nil : "renewal.auto_renew_off"
    case .autoRenewOn:
      guard isActive(on: moment.today) else { return "subscription.not_active" }
      if trial { return "trial.does_not_renew" }
      return parentEnds == nil ? nil : "add_on.parent_ends"
    case .upgrade:
      guard isActive(on: moment.today) else { return "subscription.not_active" }
      return trial ? "upgrade.trial" : nil
    case .convert:
      guard trial else { return "conversion.not_a_trial" }
      return isActive(on: moment.today) ? nil : "subscription.not_active"
    case .increase, .decrease, .suspend, .buyAddOn:
      return isActive(on: moment.today) ? nil : "subscription.not_active"
    }
  }

  private func obstacleToCancelling(at moment: Moment) -> Code? {
    // Nothing is owed for it yet.
    if status == .pending { return nil }
    guard isRunning(on: moment.today) else { return "subscription.not_active" }
    // A trial can be ended at any time.
    guard trial || policy.cancelWindow.isOpen(at: moment.now, since: purchasedAt) else {
      return "cancel.window_closed"
    }
    if hasActiveAddOns { return "cancel.add_on_active" }
    return assigned > 0 ? "cancel.assigned" : nil
  }

  /// Active, or suspended and so still to be ended; over at the term's end unless it renews.
  private func isRunning(on today: Day) -> Bool {
    (status == .active || status == .suspended) && (autoRenew || today < termEnd)
  }

  func isActive(on today: Day) -> Bool { status == .active && isRunning(on: today) }

  /// The figures the sentence for an obstacle mentions.
  func details(of obstacle: Code) -> [String: String] {
    switch obstacle {
    case "cancel.window_closed": ["from": termEnd.description]
    case "cancel.assigned": ["assigned": "\(assigned)"]
    default: [:]
    }
  }
}
