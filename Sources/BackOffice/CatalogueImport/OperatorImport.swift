import Core
import FoundationEssentials
import Postgres

extension Operator {
  /// Takes in a price list from the shell, for the one distributor there is or the one named.
  package static func importPriceList(
    distributor: String?, reseller: String?, dryRun: Bool, _ office: Office,
    from source: @escaping () throws -> [UInt8]?
  ) throws -> CatalogueImport.Report {
    try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "operator", office: office)
      let owner = try organization(distributor, "distributor", nil, "--distributor", in: work)
      let seller = try reseller.map { try organization($0, "reseller", owner.id, "--reseller", in: work) }
      let target = CatalogueImport.Target(
        distributor: owner.id, reseller: seller?.id, currency: seller?.currency)
      return try CatalogueImport.run(target, dryRun: dryRun, in: work, from: source)
    }
  }

  private static func organization(
    _ name: String?, _ kind: String, _ owner: ID<Organization>?, _ option: String, in work: Work
  ) throws -> (id: ID<Organization>, currency: Currency) {
    let rows = try work.tx.rows(
      """
      SELECT id, currency FROM organization
      WHERE kind = \(kind) AND (\(name)::text IS NULL OR name = \(name) OR id::text = \(name))
        AND (\(owner)::uuid IS NULL OR distributor_id = \(owner)) LIMIT 2
      """)
    guard rows.count == 1, let row = rows.first else {
      throw Refusal.invalid([Issue(option, "organization.not_one")])
    }
    return (try row[0], try row[1])
  }
}
