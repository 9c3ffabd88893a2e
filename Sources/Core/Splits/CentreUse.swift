/// What lands on a billing centre, or would: as long as there is any, it stays open.
package struct CentreUse: Hashable, Sendable {
  /// Something that names the centre.
  package enum Reason: String, Sendable, CaseIterable {
    /// It is the default one.
    case `default`
    /// Subscriptions that run, or wait for their vendor, have licences there; they renew with them too.
    case subscriptions
    /// Standing rules send licences there.
    case rules
    /// Tags lead the use that carries them there.
    case tags
    /// Orders wait to be approved.
    case orders
    /// Changes wait to be approved.
    case requests

    /// Why it stays open.
    package var code: Code {
      switch self {
      case .default: "centre.default_stays_open"
      case .subscriptions: "centre.in_use"
      case .rules: "centre.in_rules"
      case .tags: "centre.in_tags"
      case .orders: "centre.in_orders"
      case .requests: "centre.in_requests"
      }
    }
  }

  /// How many there are of each; what there is none of is left out.
  package let counts: [Reason: Int]
  /// Open carts that name it. A cart is a draft and maybe somebody else's: it does not keep a centre open, and whoever
  /// orders is asked for another one.
  package let carts: Int

  /// So many of each.
  package init(_ counts: [Reason: Int], carts: Int) {
    self.counts = counts.filter { $0.value > 0 }
    self.carts = carts
  }

  /// Why it cannot be closed, all reasons at once; empty when it can.
  package var issues: [Issue] {
    Reason.allCases.compactMap { reason in
      counts[reason].map { Issue("/closed", reason.code, reason == .default ? [:] : ["count": "\($0)"]) }
    }
  }

  /// Refuses the closing as long as anything lands there.
  package func requireNone() throws(Refusal) {
    guard issues.isEmpty else { throw .invalid(issues) }
  }
}
