/// What one grant gives, compared with another.
extension HeldGrant {
  /// Whether it gives nothing that the other does not: the same role, no further, no longer.
  package func isWithin(_ other: HeldGrant) -> Bool {
    role == other.role && reachesNoFurther(than: other) && lastsNoLonger(than: other)
  }

  package func lastsNoLonger(than other: HeldGrant) -> Bool {
    guard let limit = other.expiresAt else { return true }
    return expiresAt.map { $0 <= limit } ?? false
  }

  private func reachesNoFurther(than other: HeldGrant) -> Bool {
    HeldGrant.isWithin(services, other.services) && HeldGrant.isWithin(centres, other.centres)
  }

  /// Nil stands for all.
  private static func isWithin<Element>(_ part: Set<Element>?, _ whole: Set<Element>?) -> Bool {
    guard let whole else { return true }
    return part.map { $0.isSubset(of: whole) } ?? false
  }

  /// Whether the holder, at `own`, may give the grant at an organization of `target`, whatever its end.
  fileprivate func mayGive(_ grant: HeldGrant, at target: Level, from own: Level) -> Bool {
    role.mayGrant(grant.role, at: target, from: own) && (grant.role != role || grant.reachesNoFurther(than: self))
  }
}

/// How high somebody stands in an organization: by role, among equals by how long.
package struct Standing: Hashable, Sendable {
  /// 0 without any grant.
  package let rank: Int
  /// When it stops counting; nil: never.
  package let until: Instant?

  package init(rank: Int, until: Instant? = nil) {
    self.rank = rank
    self.until = until
  }

  package init(_ grants: [HeldGrant]) {
    let rank = grants.map(\.role.rank).max() ?? 0
    let ends = grants.filter { $0.role.rank == rank }.map(\.expiresAt)
    self.init(rank: rank, until: ends.contains(nil) ? nil : ends.compactMap { $0 }.max())
  }

  fileprivate func lastsNoLonger(than other: Standing) -> Bool {
    guard let limit = other.until else { return true }
    return until.map { $0 <= limit } ?? false
  }
}

/// Giving, changing and ending grants: never beyond own rights ∩ what the role may grant ∩ own scope ∩ own time. All of
/// it expects grants that say when they end.
extension Rights {
  /// Refuses to give what is not held: another role, a wider scope, or a longer time.
  package func checkGiving(_ grant: HeldGrant, at target: Level) throws(Refusal) {
    let able = grants.filter { $0.mayGive(grant, at: target, from: level) }
    guard !able.isEmpty else { throw .denied("grant.beyond_own_rights") }
    guard !able.contains(where: { grant.lastsNoLonger(than: $0) }) else { return }
    let latest = able.compactMap(\.expiresAt).max()
    throw .invalid([Issue("/expiresAt", "grant.longer_than_own", ["until": latest?.description ?? ""])])
  }

  /// Refuses to change a grant that one may not end, or to widen it beyond what one may give. Narrowing is ending a
  /// part, so it is as free as ending. `holder` is nil where the grant is one's own.
  package func checkChanging(
    _ before: HeldGrant, into after: HeldGrant, at target: Level, of holder: Standing?
  ) throws(Refusal) {
    try checkEnding(before, at: target, of: holder)
    if !after.isWithin(before) { try checkGiving(after, at: target) }
  }

  /// Refuses to end a grant of a role that one may not give, or of somebody who outranks one.
  package func checkEnding(_ grant: HeldGrant, at target: Level, of holder: Standing?) throws(Refusal) {
    guard mayGrant(grant.role, at: target) else { throw .denied("grant.beyond_own_rights") }
    if let holder, !mayAct(on: holder, at: target) { throw .denied("user.outranks") }
  }

  /// Whether somebody of an organization at `target` does not outrank these rights. Administrators act on each other,
  /// but those for a while not on those for longer; nobody else acts on their equals.
  package func mayAct(on other: Standing, at target: Level) -> Bool {
    guard target == level else { return target > level }
    let own = Standing(grants)
    guard own.rank == Rights.administratorRank, other.rank == own.rank else { return other.rank < own.rank }
    return other.lastsNoLonger(than: own)
  }

  private static let administratorRank = 3
}
