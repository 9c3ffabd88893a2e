/// A billing centre's part of a split said in shares.
package struct CentreShare: Hashable, Sendable {
  /// Whose part.
  package let centre: ID<BillingCentre>
  /// How much of the whole.
  package let percent: Percentage

  /// A part of a centre's.
  package init(centre: ID<BillingCentre>, percent: Percentage) {
    self.centre = centre
    self.percent = percent
  }
}

/// A standing rule: where licences go when nobody names a billing centre. A customer has one for everything, and may
/// have others for single services.
package struct SplitRule: Hashable, Sendable {
  /// How it says so.
  package enum Kind: String, Sendable, CaseIterable {
    /// Each centre has its share of a subscription's licences.
    case shares
    /// New licences go to one centre; those that are there stay.
    case centre
  }

  /// How it says so.
  package let kind: Kind
  /// The centres, in their order; together all. A single one for `centre`.
  package let shares: [CentreShare]

  /// A rule as it was kept; nothing is checked.
  package init(kind: Kind, shares: [CentreShare]) {
    self.kind = kind
    self.shares = shares
  }

  /// Licences in shares. Throws `invalid` with every wrong field below `/shares`.
  package static func sharing(_ shares: [CentreShare], among centres: [Centre]) throws(Refusal) -> SplitRule {
    let issues = issues(with: shares, among: centres)
    guard issues.isEmpty else { throw .invalid(issues) }
    return SplitRule(kind: .shares, shares: shares.ordered(as: centres))
  }

  /// New licences to one centre. Throws `invalid` at `/centreId`.
  package static func sending(to id: ID<BillingCentre>, among centres: [Centre]) throws(Refusal) -> SplitRule {
    guard let centre = centres.first(where: { $0.id == id }) else {
      throw .invalid([Issue("/centreId", "centre.unknown")])
    }
    guard !centre.closed else { throw .invalid([Issue("/centreId", "centre.closed")]) }
    return SplitRule(kind: .centre, shares: [CentreShare(centre: id, percent: .whole)])
  }

  /// What is wrong with shares: each of an open centre of the customer's, once, more than nothing; together all.
  static func issues(with shares: [CentreShare], among centres: [Centre]) -> [Issue] {
    guard !shares.isEmpty else { return [Issue("/shares", "split_rule.no_centre")] }
    var issues: [Issue] = []
    var seen: Set<ID<BillingCentre>> = []
    for (index, part) in shares.enumerated() {
      let pointer = "/shares/\(index)"
      let centre = centres.first { $0.id == part.centre }
      if centre == nil { issues.append(Issue(pointer + "/centreId", "centre.unknown")) }
      if centre?.closed == true { issues.append(Issue(pointer + "/centreId", "centre.closed")) }
      if !seen.insert(part.centre).inserted {
        issues.append(Issue(pointer + "/centreId", "split.duplicate_centre"))
      }
      if !(1...Percentage.whole.points).contains(part.percent.points) {
        issues.append(Issue(pointer + "/percent", "split_rule.share_out_of_range"))
      }
    }
    // Each is at most a million per cent: no list of centres is long enough to leave 64 bits.
    let sum = shares.reduce(0) { $0 + $1.percent.points }
    if sum != Percentage.whole.points {
      issues.append(Issue("/shares", "split_rule.not_all", ["sum": Percentage(points: sum).description]))
    }
    return issues
  }
}

/// A customer's standing rules.
package struct SplitRules: Hashable, Sendable {
  /// For everything that has none of its own.
  package var general: SplitRule?
  /// For single services.
  package var services: [ID<Service>: SplitRule] = [:]

  /// None.
  package init() {}

  /// The one in force for a service: its own before the general one.
  package func rule(for service: ID<Service>) -> SplitRule? { services[service] ?? general }
}

/// What the standing rule in force sends to a billing centre.
package enum RulePart: Hashable, Sendable {
  /// This share of a subscription's licences.
  case share(Percentage)
  /// Every new licence.
  case everyNew
}

extension Percentage {
  /// All of it.
  static let whole = Percentage(points: 10_000)
}

extension [Centre] {
  /// The same centres under a rule; nil: under none.
  package func under(_ rule: SplitRule?) -> [Centre] {
    guard let rule else { return self }
    return map { centre in
      let share = rule.shares.first { $0.centre == centre.id }?.percent
      let standing: RulePart? = share.map { rule.kind == .centre ? .everyNew : .share($0) }
      return Centre(
        id: centre.id, isDefault: centre.isDefault, closed: centre.closed, position: centre.position,
        standing: standing)
    }
  }

  /// Where the licences of a new subscription go when nobody names a centre: by the rule these are under, else to the
  /// default one. Empty where there is none.
  package func placed(_ quantity: Int) -> [Allocation] {
    var issues: [Issue] = []
    return Split(centres: self).placed(.standard, quantity: quantity, held: [], issues: &issues)
  }
}

extension [CentreShare] {
  /// In the centres' order, which settles ties.
  func ordered(as centres: [Centre]) -> [CentreShare] {
    func position(_ part: CentreShare) -> Int { centres.first { $0.id == part.centre }?.position ?? .max }
    return sorted { position($0) < position($1) }
  }
}

extension Split {
  /// New licences as the standing rule sends them; nil where there is none.
  ///
  /// Shares are those of all licences of the subscription, the new ones included, so that many small increases come out
  /// like a large one: new licences go where most is missing, and none that is there already is moved.
  func following(_ count: Int, held: [Allocation]) -> [Allocation]? {
    let takers = centres.filter { !$0.closed && $0.standing != nil }
    guard !takers.isEmpty else { return nil }
    let here = takers.map { taker in held.first { $0.centre == taker.id }?.quantity ?? 0 }
    let total = held.reduce(count) { $0 + $1.quantity }
    let missing: [Int64]
    if takers.contains(where: { $0.standing == .everyNew }) {
      missing = takers.map { $0.standing == .everyNew ? 1 : 0 }
    } else {
      let targets = Ledger.shared(Int64(total), by: takers.map(\.weight))
      missing = zip(targets, here).map { max(0, $0 - Int64($1)) }
    }
    let added = Ledger.shared(Int64(count), by: missing)
    return ordered(
      Allocation.sum(held, zip(takers, added).map { Allocation(centre: $0.id, quantity: Int($1)) }))
  }
}

extension Centre {
  /// Of its share in a rule.
  fileprivate var weight: Int64 {
    guard case .share(let share) = standing else { return 0 }
    return Int64(share.points)
  }
}
