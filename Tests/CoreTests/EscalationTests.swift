import Core
import Testing

/// How the domain decides on a world made up at random: what the operations ask of Core, without a database.
private struct Deciding {
  let world: AccessWorld
  let person: Int
  let from: Int

  private var rights: Rights { world.rights(of: person, at: from) }

  private func reaches(_ place: Int) -> Bool { world.places[from].covers(world.places[place]) }

  private func passes(_ decide: () throws -> Void) -> Bool { (try? decide()) != nil }

  private func holder(_ grant: AccessWorld.Given) -> Standing? {
    grant.person == person ? nil : world.standing(of: grant.person, at: grant.place)
  }

  func mayGive(_ grant: AccessWorld.Given) -> Bool {
    reaches(grant.place)
      && passes { try rights.checkGiving(AccessWorld.held(grant), at: world.places[grant.place].level) }
  }

  func mayChange(_ before: AccessWorld.Given, into after: AccessWorld.Given) -> Bool {
    reaches(before.place)
      && passes {
        try rights.checkChanging(
          AccessWorld.held(before), into: AccessWorld.held(after), at: world.places[before.place].level,
          of: holder(before))
      }
  }

  func mayEnd(_ grant: AccessWorld.Given) -> Bool {
    reaches(grant.place)
      && passes {
        try rights.checkEnding(AccessWorld.held(grant), at: world.places[grant.place].level, of: holder(grant))
      }
  }

  func mayAct(on other: Int, of place: Int) -> Bool {
    reaches(place)
      && rights.mayAct(on: world.standing(of: other, at: place), at: world.places[place].level)
  }
}

extension AccessWorld {
  /// Somebody acting where they hold something.
  fileprivate func actor(using dice: inout Seeded) -> (person: Int, from: Int)? {
    grants.randomElement(using: &dice).map { ($0.person, $0.place) }
  }

  fileprivate func wanted(using dice: inout Seeded) -> Given {
    let place = Int.random(in: places.indices, using: &dice)
    let roles = Role.allCases.filter { $0.level == nil || $0.level == places[place].level }
    let role = roles[Int.random(in: roles.indices, using: &dice)]
    return AccessWorld.grant(Int.random(in: 0..<people, using: &dice), place, role, using: &dice)
  }

  fileprivate func changed(_ grant: Given, using dice: inout Seeded) -> Given {
    var after = AccessWorld.grant(grant.person, grant.place, grant.role, using: &dice)
    if Bool.random(using: &dice) { after.services = grant.services }
    if Bool.random(using: &dice) { after.until = grant.until }
    return after
  }
}

@Test func `giving, changing, ending and acting on accounts are decided as the naive model decides`() {
  var dice = Seeded(4711)
  var allowed = [0, 0, 0, 0]
  var cases = 0
  for _ in 0..<150 {
    let world = AccessWorld(using: &dice)
    let naive = NaiveAccess(world: world)
    for round in 0..<80 {
      guard let (person, from) = world.actor(using: &dice) else { continue }
      let deciding = Deciding(world: world, person: person, from: from)
      let grant = world.grants[Int.random(in: world.grants.indices, using: &dice)]
      let says: Bool
      let should: Bool
      switch round % 4 {
      case 0:
        let wanted = world.wanted(using: &dice)
        (says, should) = (deciding.mayGive(wanted), naive.mayGive(wanted, by: person, from: from))
      case 1:
        let after = world.changed(grant, using: &dice)
        let gained = NaiveAccess.atoms(after).subtracting(NaiveAccess.atoms(grant))
        let may = naive.mayEnd(grant, by: person, from: from) && naive.mayBring(gained, by: person, from: from)
        (says, should) = (deciding.mayChange(grant, into: after), may)
      case 2: (says, should) = (deciding.mayEnd(grant), naive.mayEnd(grant, by: person, from: from))
      default:
        (says, should) = (
          deciding.mayAct(on: grant.person, of: grant.place),
          naive.mayAct(on: grant.person, of: grant.place, by: person, from: from)
        )
      }
      cases += 1
      if says { allowed[round % 4] += 1 }
      #expect(says == should, "\(person) at \(world.places[from]), round \(round): \(grant)")
    }
  }
  #expect(cases == 12_000)
  #expect(allowed.allSatisfy { $0 > 100 }, "hardly anything was allowed: \(allowed)")
}

@Test func `no series of permitted steps brings anybody more than the first one could give`() {
  var dice = Seeded(1848)
  var steps = 0
  for _ in 0..<250 {
    var world = AccessWorld(using: &dice)
    guard let (attacker, from) = world.actor(using: &dice) else { continue }
    let dominion = NaiveAccess(world: world).dominion(of: attacker, from: from)
    let before = world.grants.reduce(into: Set<NaiveAccess.Atom>()) { $0.formUnion(NaiveAccess.atoms($1)) }
    // Whoever the attacker has appointed acts for them.
    var puppets = [(person: attacker, from: from)]
    for _ in 0..<100 {
      guard let (person, place) = puppets.randomElement(using: &dice) else { continue }
      let deciding = Deciding(world: world, person: person, from: place)
      if Bool.random(using: &dice) {
        let wanted = world.wanted(using: &dice)
        guard deciding.mayGive(wanted) else { continue }
        // Somebody who holds something there already acts by that, too, which is none of the attacker's doing.
        if world.grants(of: wanted.person, at: wanted.place).isEmpty {
          puppets.append((person: wanted.person, from: wanted.place))
        }
        world.grants.append(wanted)
      } else {
        let index = Int.random(in: world.grants.indices, using: &dice)
        let after = world.changed(world.grants[index], using: &dice)
        guard deciding.mayChange(world.grants[index], into: after) else { continue }
        world.grants[index] = after
      }
      steps += 1
    }
    // By whom and with which service makes no difference to whether it is within the dominion.
    var asked: Set<String> = []
    for atom in Set(world.grants).flatMap({ NaiveAccess.atoms($0) }) where !before.contains(atom) {
      guard asked.insert("\(atom.role) \(atom.place) \(atom.hour)").inserted else { continue }
      #expect(dominion(atom), "\(attacker) at \(world.places[from]) brought about \(atom)")
    }
  }
  #expect(steps > 1_000, "hardly anything happened: \(steps)")
}
