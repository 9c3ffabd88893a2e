import Core
import Postgres

/// The names behind the ids that grants are limited to.
struct GrantNames {
  private var services: [ID<Service>: String] = [:]
  private var centres: [ID<BillingCentre>: String] = [:]

  init(_ grants: [Grants.Record], in work: Work) throws {
    try self.init(
      services: Array(Set(grants.flatMap { $0.services ?? [] })),
      centres: Array(Set(grants.flatMap { $0.centres ?? [] })), in: work.tx)
  }

  init(services: [ID<Service>]?, centres: [ID<BillingCentre>]?, in tx: Transaction) throws {
    let services = services ?? []
    let centres = centres ?? []
    if services.isEmpty, centres.isEmpty { return }
    let results = try tx.pipeline([
      "SELECT id, name FROM service WHERE id = ANY (\(services))",
      "SELECT id, name FROM billing_centre WHERE id = ANY (\(centres))",
    ])
    for row in results[0] { self.services[try row[0]] = try row[1] as String }
    for row in results[1] { self.centres[try row[0]] = try row[1] as String }
  }

  /// Where a grant counts, in words.
  func scope(of grant: Grants.Record, _ language: Language) -> String {
    scope(of: grant.held, at: grant.path.level, language)
  }

  func scope(of grant: HeldGrant, at level: Level, _ language: Language) -> String {
    if let ids = grant.services { return ids.compactMap { services[$0] }.sorted().joined(separator: ", ") }
    if let ids = grant.centres { return ids.compactMap { centres[$0] }.sorted().joined(separator: ", ") }
    switch grant.role {
    case .technicalAdmin: return AppointWords.allServices.in(language)
    case .finance where level == .customer: return AppointWords.allCentres.in(language)
    case .user: return Words.own.in(language)
    default: return Words.everything.in(language)
    }
  }

  private enum Words {
    static let own = Phrase("Own licences", fr: "Ses propres licences", de: "Eigene Lizenzen")
    static let everything = Phrase("Whole organization", fr: "Toute l’organisation", de: "Ganze Organisation")
  }
}
