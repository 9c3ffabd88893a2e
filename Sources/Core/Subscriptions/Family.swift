/// How add-ons follow the subscription they go with. They end with it at the latest, are suspended and activated with
/// it, and renew only as long as it does.
extension Subscription {
  /// What an add-on does when its parent was suspended, activated, or set to renew or to end. What it was before by
  /// itself it stays. Nil: nothing.
  ///
  /// `parent` is the parent's state after its change.
  package func following(_ parent: Subscription, _ kind: ChangeKind) -> Decision? {
    switch kind {
    case .suspend where status == .active:
      decided(.suspend) {
        $0.status = .suspended
        $0.suspendedBy = parent.suspendedBy
        $0.parentSuspends = .followed
      }
    case .suspend where status == .suspended && parentSuspends == nil:
      decided(.suspend) { $0.parentSuspends = .already }
    case .activate where parentSuspends == .followed && status == .suspended:
      decided(.activate) {
        $0.status = .active
        $0.suspendedBy = nil
        $0.parentSuspends = nil
      }
    case .activate where parentSuspends != nil:
      decided(.activate) { $0.parentSuspends = nil }
    case .autoRenewOff where parentEnds == nil:
      decided(.autoRenewOff) {
        $0.parentEnds = autoRenew ? .followed : .already
        $0.autoRenew = false
      }
    case .autoRenewOn where parentEnds != nil:
      decided(.autoRenewOn) {
        $0.autoRenew = parentEnds == .followed || autoRenew
        $0.parentEnds = nil
      }
    default: nil
    }
  }

  /// An add-on that goes with another subscription now, and does from then on what that one does.
  package func reparented(to parent: Subscription) -> Decision {
    decided(.parentChanged) {
      guard parent.autoRenew else {
        if parentEnds == nil { $0.parentEnds = autoRenew ? .followed : .already }
        $0.autoRenew = false
        return
      }
      if parentEnds == .followed { $0.autoRenew = true }
      $0.parentEnds = nil
    }
  }

  /// The renewal an add-on has at its term's end beside its parent: as planned, but never beyond the parent's end,
  /// which it meets. `parentEnd` is the end of the parent's term that runs on from that day; nil: the parent ends.
  package func besideParent(ending parentEnd: Day?) -> Subscription {
    var beside = self
    guard let parentEnd, parentEnd > termEnd else {
      beside.autoRenew = false
      return beside
    }
    guard let end = nextTerm?.end, end > parentEnd else { return self }
    beside.renewal = renewal ?? Renewal(quantity: quantity, term: term, billingFrequency: frequency)
    beside.renewal?.alignTo = parentEnd
    return beside
  }
}
