import Core
import FoundationEssentials
import Postgres

/// Licences that people get as their accounts are made: all of it together, or nothing.
enum NewcomersLicences {
  private static func wanted(_ drafts: [Users.Wanted]) -> [ID<Subscription>: [String]] {
    var wanted: [ID<Subscription>: [String]] = [:]
    for (draft, at) in drafts {
      for (index, id) in draft.subscriptions.enumerated() { wanted[id, default: []].append(pointer(at, index)) }
    }
    return wanted
  }

  /// A table's cell holds them all.
  private static func pointer(_ at: String, _ index: Int) -> String {
    at.hasPrefix("/rows/") ? "\(at)/licences" : "\(at)/subscriptionIds/\(index)"
  }

  /// Subscriptions that are not there, of somebody else, named twice, or of which nobody can be given a licence.
  static func faults(
    _ drafts: [Users.Wanted], for owner: Organizations.Record, in work: Work
  ) throws -> [Issue] {
    let wanted = wanted(drafts)
    if wanted.isEmpty { return [] }
    let records = try Licences.records(Array(wanted.keys), in: work, locking: false)
    let known = Dictionary(uniqueKeysWithValues: records.filter { $0.path == owner.path }.map { ($0.id, $0) })
    var issues: [Issue] = []
    for (draft, at) in drafts {
      var seen: Set<ID<Subscription>> = []
      for (index, id) in draft.subscriptions.enumerated() {
        let fault: Code? =
          !seen.insert(id).inserted
          ? "licence.named_twice"
          : known[id].map { $0.subscription.obstacleToAssigning } ?? "subscription.unknown"
        if let fault { issues.append(Issue(pointer(at, index), fault)) }
      }
    }
    return issues
  }

  /// Throws how many licences lack, of the first subscription that has too few.
  static func requireFree(_ drafts: [Users.Wanted], in work: Work) throws {
    let wanted = wanted(drafts)
    if wanted.isEmpty { return }
    for record in try Licences.records(Array(wanted.keys), in: work, locking: false) {
      try named(record) { try record.subscription.requireFree(wanted[record.id]?.count ?? 0) }
    }
  }

  /// Says of which subscription too few are left.
  private static func named(_ record: SubscriptionRecord, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch Refusal.conflict(let code, let details) {
      throw Refusal.conflict(code, details.merging(["name": record.name]) { $1 })
    }
  }

  /// Gives the people made what was wanted for them. They hear of it with their invitation.
  static func give(_ made: [(ID<Person>, Users.Wanted)], in work: Work) throws {
    let wishes = made.flatMap { person, wanted in
      wanted.draft.subscriptions.enumerated().map { Licences.Wish(person, $1, at: pointer(wanted.at, $0)) }
    }
    if !wishes.isEmpty { try Licences.give(wishes, in: work, notify: false) }
  }

  /// Finds the subscriptions a table names, by their own name, their plan's or their id.
  static func find(
    _ lines: inout [UserImport.Line], _ sheet: UserSheet, _ owner: Organizations.Record, in work: Work
  ) throws -> [Issue] {
    if sheet.licences.isEmpty { return [] }
    var known: [String: [(id: ID<Subscription>, name: String)]] = [:]
    let rows = try work.tx.rows(
      """
      SELECT id, friendly_name, plan_name FROM subscription
      WHERE customer_id = \(owner.path.customer) AND status IN ('active', 'suspended')
      """)
    for row in rows {
      let id: ID<Subscription> = try row[0]
      let plan: String = try row[2]
      let name: String = try row[1] ?? plan
      for key in Set([UserSheet.folded(name), UserSheet.folded(plan), UserSheet.folded(id.description)]) {
        known[key, default: []].append((id, name))
      }
    }
    var issues: [Issue] = []
    for index in lines.indices {
      for name in sheet.licences[lines[index].row] ?? [] {
        let found = known[UserSheet.folded(name)] ?? []
        guard found.count == 1 else {
          let code: Code = found.isEmpty ? "subscription.unknown" : "import.subscription_ambiguous"
          issues.append(Issue("\(lines[index].pointer)/licences", code))
          continue
        }
        lines[index].draft.subscriptions.append(found[0].id)
        lines[index].licences.append(found[0].name)
      }
    }
    return issues
  }
}
