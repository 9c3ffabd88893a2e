import Core

/// A tree of organizations with people and grants, made up at random, for the tests of escalation. Time is whole hours.
struct AccessWorld {
  struct Place: Hashable {
    let level: Level
    /// Itself and everything above, the distributor first.
    let way: [Int]

    func covers(_ other: Place) -> Bool { other.way.starts(with: way) }
  }

  struct Given: Hashable {
    let person: Int
    let place: Int
    let role: Role
    var services: Set<Int>?
    var centres: Set<Int>?
    /// The hour it stops counting at; nil: never.
    var until: Int?
  }

  static let hours = 0..<6
  /// Services, or centres; the last one stands for those to come, which only "all" reaches.
  static let things = 0..<4

  var places: [Place] = []
  var people = 0
  var grants: [Given] = []

  /// One distributor, two or three resellers, up to three customers each.
  init(using dice: inout Seeded) {
    places.append(Place(level: .distributor, way: [0]))
    for _ in 0..<Int.random(in: 2...3, using: &dice) {
      let reseller = places.count
      places.append(Place(level: .reseller, way: [0, reseller]))
      for _ in 0..<Int.random(in: 1...3, using: &dice) {
        places.append(Place(level: .customer, way: [0, reseller, places.count]))
      }
    }
    people = places.count * 3
    for _ in 0..<people * 2 {
      let place = Int.random(in: places.indices, using: &dice)
      let roles = Role.allCases.filter { $0.level == nil || $0.level == places[place].level }
      guard let role = roles.randomElement(using: &dice) else { continue }
      grants.append(Self.grant(Int.random(in: 0..<people, using: &dice), place, role, using: &dice))
    }
  }

  static func grant(_ person: Int, _ place: Int, _ role: Role, using dice: inout Seeded) -> Given {
    var grant = Given(person: person, place: place, role: role)
    if role == .technicalAdmin { grant.services = some(using: &dice) }
    if role == .finance { grant.centres = some(using: &dice) }
    grant.until = Bool.random(using: &dice) ? nil : Int.random(in: 1..<hours.upperBound, using: &dice)
    return grant
  }

  private static func some(using dice: inout Seeded) -> Set<Int>? {
    if Int.random(in: 0..<3, using: &dice) == 0 { return nil }
    let some = Set(things.dropLast().filter { _ in Bool.random(using: &dice) })
    return some.isEmpty ? [things.lowerBound] : some
  }

  func grants(of person: Int, at place: Int) -> [Given] {
    grants.filter { $0.person == person && $0.place == place }
  }

  // MARK: As the domain says it

  static func held(_ grant: Given) -> HeldGrant {
    HeldGrant(
      role: grant.role, services: grant.services.map { Set($0.map { ID<Service>(thing($0))! }) },
      centres: grant.centres.map { Set($0.map { ID<BillingCentre>(thing($0))! }) },
      expiresAt: grant.until.map { Instant(microseconds: Int64($0) * 3_600_000_000) })
  }

  private static func thing(_ number: Int) -> String { "00000000-0000-4000-8000-00000000000\(number)" }

  func rights(of person: Int, at place: Int) -> Rights {
    Rights(level: places[place].level, grants: grants(of: person, at: place).map(Self.held))
  }

  func standing(of person: Int, at place: Int) -> Standing { Standing(grants(of: person, at: place).map(Self.held)) }
}

/// What `RULES.md` says of giving roles, said a second time and without any cleverness: hour by hour, service by
/// service, centre by centre.
struct NaiveAccess {
  /// One thing somebody may do at one hour.
  struct Atom: Hashable {
    let person: Int
    let place: Int
    let role: Role
    let hour: Int
    let service: Int
    let centre: Int
  }

  /// "role of level → role at level".
  private static let table: Set<String> = [
    "distributor → finance at distributor", "distributor → reseller at reseller", "distributor → finance at reseller",
    "distributor → customerManager at customer", "distributor → technicalAdmin at customer",
    "distributor → finance at customer", "distributor → user at customer", "reseller → reseller at reseller",
    "reseller → finance at reseller", "reseller → customerManager at customer",
    "customerManager → customerManager at customer", "customerManager → technicalAdmin at customer",
    "customerManager → finance at customer", "customerManager → user at customer", "technicalAdmin → user at customer",
  ]

  let world: AccessWorld

  static func atoms(_ grant: AccessWorld.Given) -> Set<Atom> {
    var atoms: Set<Atom> = []
    for hour in AccessWorld.hours where hour < grant.until ?? .max {
      for service in AccessWorld.things where grant.services?.contains(service) ?? true {
        for centre in AccessWorld.things where grant.centres?.contains(centre) ?? true {
          atoms.insert(
            Atom(
              person: grant.person, place: grant.place, role: grant.role, hour: hour, service: service,
              centre: centre))
        }
      }
    }
    return atoms
  }

  private func tabled(_ holder: AccessWorld.Given, _ role: Role, at place: Int) -> Bool {
    world.places[holder.place].covers(world.places[place])
      && NaiveAccess.table.contains("\(holder.role) → \(role) at \(world.places[place].level.name)")
  }

  /// Whether the person, acting at `from`, may bring all these about.
  func mayBring(_ atoms: Set<Atom>, by person: Int, from: Int) -> Bool {
    atoms.allSatisfy { atom in
      world.grants(of: person, at: from).contains {
        tabled($0, atom.role, at: atom.place) && atom.hour < $0.until ?? .max
      }
    }
  }

  func mayGive(_ grant: AccessWorld.Given, by person: Int, from: Int) -> Bool {
    // Hours beyond those looked at are as the last: only what never ends reaches them.
    mayBring(NaiveAccess.atoms(grant), by: person, from: from)
      && world.grants(of: person, at: from).contains { tabled($0, grant.role, at: grant.place) }
  }

  func mayEnd(_ grant: AccessWorld.Given, by person: Int, from: Int) -> Bool {
    world.grants(of: person, at: from).contains { tabled($0, grant.role, at: grant.place) }
      && (grant.person == person || mayAct(on: grant.person, of: grant.place, by: person, from: from))
  }

  /// Whether the other, as somebody of a place below or of the same, does not outrank the person.
  func mayAct(on other: Int, of place: Int, by person: Int, from: Int) -> Bool {
    guard world.places[from].covers(world.places[place]) else { return false }
    if world.places[place].level != world.places[from].level { return true }
    let ranks: [Role: Int] = [
      .distributor: 3, .reseller: 3, .customerManager: 3, .technicalAdmin: 2, .finance: 2, .user: 1,
    ]
    func rank(_ who: Int, _ there: Int, _ hour: Int) -> Int {
      world.grants(of: who, at: there).filter { hour < $0.until ?? .max }.map { ranks[$0.role] ?? 0 }.max() ?? 0
    }
    let own = rank(person, from, 0)
    let others = rank(other, place, 0)
    guard own == 3, others == 3 else { return others < own }
    return AccessWorld.hours.allSatisfy { rank(other, place, $0) < 3 || rank(person, from, $0) == 3 }
  }

  /// Everything somebody could ever bring about, alone or through those they appoint: the table followed to its end.
  func dominion(of person: Int, from: Int) -> (Atom) -> Bool {
    let own = world.grants(of: person, at: from)
    return { atom in
      var reached = own.filter { atom.hour < $0.until ?? .max }
      var seen: Set<String> = []
      while let holder = reached.popLast() {
        if holder.place == atom.place, holder.role == atom.role { return true }
        for (place, spot) in world.places.enumerated() {
          for role in Role.allCases where role.level == nil || role.level == spot.level {
            guard tabled(holder, role, at: place), seen.insert("\(role) \(place)").inserted else { continue }
            reached.append(AccessWorld.Given(person: person, place: place, role: role))
          }
        }
      }
      return false
    }
  }
}
