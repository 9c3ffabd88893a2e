import Core
import FoundationEssentials
import Postgres

/// Many people at once, from a table: checked whole, every error with its row and column, then all or nobody.
package enum UserImport {
  package struct Line: Sendable {
    /// As a spreadsheet counts.
    package let row: Int
    package var draft: Users.Draft
    /// Beside that of a user, which everybody of a customer has.
    package var role: Role?
    package var services: [(id: ID<Service>, name: String)]?
    /// The names of what they get licences of, beside the ids in the draft.
    package var licences: [String] = []

    package init(row: Int, draft: Users.Draft) {
      self.row = row
      self.draft = draft
    }

    /// Where it stands in the input.
    var pointer: String { "/rows/\(row)" }
  }

  /// A table in which nothing is wrong.
  package struct Plan: Sendable {
    package let owner: Organizations.Record
    package let lines: [Line]
  }

  /// Reads and checks; refuses with everything that is wrong.
  package static func plan(
    _ table: [UInt8], for organization: ID<Organization>, in work: Work
  ) throws -> Plan {
    let owner = try Users.maker(of: organization, in: work)
    let sheet = try UserSheet(table, rows: Bounds.usersAtOnce)
    var lines = sheet.lines
    var issues = sheet.issues
    issues += try grantFaults(&lines, sheet, owner, in: work)
    issues += try NewcomersLicences.find(&lines, sheet, owner, in: work)
    let wanted = lines.map { (draft: $0.draft, at: $0.pointer) }
    issues += try Users.faults(wanted, in: work) + NewcomersLicences.faults(wanted, for: owner, in: work)
    issues = sheet.sorted(issues)
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    try NewcomersLicences.requireFree(wanted, in: work)
    return Plan(owner: owner, lines: lines)
  }

  /// Finds the services named, and who would get a role that the actor may not give.
  private static func grantFaults(
    _ lines: inout [Line], _ sheet: UserSheet, _ owner: Organizations.Record, in work: Work
  ) throws -> [Issue] {
    var issues: [Issue] = []
    var known: [String: (id: ID<Service>, name: String)] = [:]
    if !sheet.services.isEmpty {
      for row in try work.tx.rows("SELECT id, name FROM service") {
        let name: String = try row[1]
        known[UserSheet.folded(name)] = (try row[0], name)
      }
    }
    for index in lines.indices {
      let line = lines[index]
      if let names = sheet.services[line.row] {
        let found = names.map { known[UserSheet.folded($0)] }
        if found.contains(where: { $0 == nil }) {
          issues.append(Issue("\(line.pointer)/services", "service.unknown"))
        } else if line.role != .technicalAdmin {
          issues.append(Issue("\(line.pointer)/services", "grant.services_not_for_role"))
        }
        lines[index].services = found.compactMap { $0 }
      }
      if line.role == .user, owner.level == .customer { lines[index].role = nil }
      guard let role = lines[index].role else { continue }
      if !work.actor.holds(.grantsManage) || !work.actor.rights.mayGrant(role, at: owner.level) {
        issues.append(Issue("\(line.pointer)/role", "grant.beyond_own_rights"))
      }
    }
    return issues
  }

  /// Invites everybody and gives them their roles.
  package static func carryOut(_ plan: Plan, in work: Work) throws -> [Users.Record] {
    let users = try Users.create(
      plan.lines.map { (draft: $0.draft, at: $0.pointer) }, in: plan.owner.id, work)
    for (user, line) in zip(users, plan.lines) {
      guard let role = line.role else { continue }
      var grant = Grants.Draft(person: user.id, role: role)
      grant.services = line.services?.map(\.id)
      _ = try Grants.create(grant, at: plan.owner.id, in: work)
    }
    return users
  }
}
