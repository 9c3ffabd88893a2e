import BackOffice
import Core
import Postgres

/// Who holds what in a real world, read from the tables, and what `RULES.md` lets them do with it: said a second time,
/// by looking at every grant.
struct EscalationWorld {
  struct Place: Hashable {
    let level: Level
    /// The ids of the way up, its own included.
    let way: Set<String>
  }

  struct Held {
    let id: String
    let person: String
    let place: String
    let role: Role
    /// Seconds since 1970; nil: no end.
    let until: Int?
  }

  let places: [String: Place]
  /// Everybody's organization.
  let homes: [String: String]
  let grants: [Held]

  init(_ world: World) throws {
    places = Dictionary(
      uniqueKeysWithValues: try world.owner(
        "SELECT id::text, kind, distributor_id::text, reseller_id::text, customer_id::text FROM organization"
      ) { row in
        let ways: [String?] = [try row[2], try row[3], try row[4]]
        return (try row[0] as String, Place(level: try row[1], way: Set(ways.compactMap { $0 })))
      })
    homes = Dictionary(
      uniqueKeysWithValues: try world.owner(
        "SELECT id::text, organization_id::text FROM person WHERE status = 'active'"
      ) { (try $0[0] as String, try $0[1] as String) })
    grants = try world.owner(
      """
      SELECT id::text, person_id::text, organization_id::text, role,
        extract(epoch FROM expires_at)::bigint
      FROM role_grant WHERE ended_at IS NULL AND (expires_at IS NULL OR expires_at > comptoir_now())
      """
    ) { row in
      Held(id: try row[0], person: try row[1], place: try row[2], role: try row[3], until: try row[4])
    }
  }

  private static let table: [Role: Set<String>] = [
    .distributor: [
      "finance at distributor", "reseller at reseller", "finance at reseller", "customerManager at customer",
      "technicalAdmin at customer", "finance at customer", "user at customer",
    ],
    .reseller: ["reseller at reseller", "finance at reseller", "customerManager at customer"],
    .customerManager: [
      "customerManager at customer", "technicalAdmin at customer", "finance at customer", "user at customer",
    ],
    .technicalAdmin: ["user at customer"],
  ]
  private static let ranks: [Role: Int] = [
    .distributor: 3, .reseller: 3, .customerManager: 3, .technicalAdmin: 2, .finance: 2, .user: 1,
  ]

  /// Whether the one place is the other or below it.
  func covers(_ from: String, _ place: String) -> Bool { places[place]?.way.contains(from) ?? false }

  private func held(by person: String, at place: String) -> [Held] {
    grants.filter { $0.person == person && $0.place == place }
  }

  private func mayGrant(_ role: Role, at place: String, by person: String, from: String) -> [Held] {
    let wanted = "\(role) at \(places[place]?.level.name ?? "")"
    return held(by: person, at: from).filter { EscalationWorld.table[$0.role]?.contains(wanted) ?? false }
  }

  /// A customer's people are its own affair as soon as it has a manager.
  private func isClosed(_ place: String, to from: String) -> Bool {
    places[from]?.level == .reseller && places[place]?.level == .customer
      && grants.contains { $0.place == place && $0.role == .customerManager }
  }

  private func lasts(_ asked: Int?, within own: Int?) -> Bool { own == nil || asked != nil && asked! <= own! }

  func mayGive(_ role: Role, to target: String, at place: String, until: Int?, by person: String, from: String) -> Bool
  {
    guard covers(from, place), let home = homes[target] else { return false }
    let isAppointment = places[from]?.level == .reseller && places[place]?.level == .customer
    guard isAppointment ? home == place : covers(from, home) || target == person else { return false }
    if role != .customerManager, isClosed(place, to: from) { return false }
    return mayGrant(role, at: place, by: person, from: from).contains { lasts(until, within: $0.until) }
  }

  func mayEnd(_ grant: Held, by person: String, from: String) -> Bool {
    guard covers(from, grant.place), !mayGrant(grant.role, at: grant.place, by: person, from: from).isEmpty else {
      return false
    }
    if grant.person == person { return true }
    return !isClosed(grant.place, to: from) && !outranks(grant.person, at: grant.place, person, from: from)
  }

  func mayExtend(_ grant: Held, to until: Int?, by person: String, from: String) -> Bool {
    guard mayEnd(grant, by: person, from: from) else { return false }
    return lasts(until, within: grant.until)
      || mayGrant(grant.role, at: grant.place, by: person, from: from).contains { lasts(until, within: $0.until) }
  }

  /// Resetting somebody's password or disabling them.
  func mayTouch(_ target: String, by person: String, from: String) -> Bool {
    guard let home = homes[target], covers(from, home), !isClosed(home, to: from) else { return false }
    let managing: Set<Role> = [.distributor, .reseller, .customerManager, .technicalAdmin]
    guard held(by: person, at: from).contains(where: { managing.contains($0.role) }) else { return false }
    let reachesFurther = grants.contains { $0.person == target && $0.place != home && !covers(from, $0.place) }
    return !reachesFurther && !outranks(target, at: home, person, from: from)
  }

  private func outranks(_ other: String, at place: String, _ person: String, from: String) -> Bool {
    if places[place]?.level != places[from]?.level { return false }
    let own = highest(person, at: from)
    let others = highest(other, at: place)
    if own.rank < 3 || others.rank < 3 { return others.rank >= own.rank }
    return !lasts(others.until, within: own.until)
  }

  private func highest(_ person: String, at place: String) -> (rank: Int, until: Int?) {
    let all = held(by: person, at: place)
    let rank = all.compactMap { EscalationWorld.ranks[$0.role] }.max() ?? 0
    let ends = all.filter { EscalationWorld.ranks[$0.role] == rank }.map(\.until)
    return (rank, ends.contains(nil) ? nil : ends.compactMap { $0 }.max())
  }
}
