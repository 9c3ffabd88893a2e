import Core
import FoundationEssentials
import Postgres

/// What the tax on sales between some organizations depends on: the rates there are, and who of them is exempt when.
struct TaxBook {
  private let rates: VAT.Rates
  private let exemptions: [Key: VAT.Exemption]

  private struct Key: Hashable {
    let organization: ID<Organization>
    let side: TaxSide
  }

  /// In one round trip, for any number of organizations.
  init(of organizations: some Sequence<ID<Organization>>, in work: Work) throws {
    let ids = Array(Set(organizations))
    let results = try work.tx.pipeline([
      "SELECT country, from_day, per_mille FROM vat_rate",
      """
      SELECT organization_id, side, reason, certificate, from_day, until_day FROM vat_exemption
      WHERE organization_id = ANY (\(ids)) AND NOT ended
      """,
    ])
    rates = VAT.Rates(try results[0].map { (country: try $0[0], from: try $0[1], perMille: try $0[2]) })
    exemptions = try results[1].reduce(into: [:]) { exemptions, row in
      exemptions[Key(organization: try row[0], side: try row[1])] = VAT.Exemption(
        reason: try row[2], certificate: try row[3], from: try row[4], until: try row[5])
    }
  }

  /// One side of a sale.
  func party(_ party: Statements.Party, as side: TaxSide) -> VAT.Party {
    VAT.Party(
      country: party.country, vatID: party.vatID, exemption: exemptions[Key(organization: party.id, side: side)])
  }

  /// How what is posted on a day is taxed.
  func charge(seller: Statements.Party, buyer: Statements.Party, on day: Day) -> VAT.Charge {
    VAT.charge(
      seller: party(seller, as: .seller), buyer: party(buyer, as: .buyer), rates: rates, on: day)
  }

  /// How what is posted in a month is taxed, cut where that changes.
  func spans(seller: Statements.Party, buyer: Statements.Party, in month: Month) -> [VAT.Span] {
    VAT.spans(
      seller: party(seller, as: .seller), buyer: party(buyer, as: .buyer), rates: rates, from: month.first,
      to: month.next.first)
  }

  /// The records, each open one with how it is taxed.
  static func taxed(_ records: [Statements.Record], in work: Work) throws -> [Statements.Record] {
    guard records.contains(where: { !$0.isClosed }) else { return records }
    let book = try TaxBook(of: records.flatMap { [$0.seller.id, $0.buyer.id] }, in: work)
    return records.map { record in
      guard !record.isClosed else { return record }
      var record = record
      record.taxes = book.spans(seller: record.seller, buyer: record.buyer, in: record.month)
      return record
    }
  }
}

/// As what an organization is exempt.
package enum TaxSide: String, Sendable, CaseIterable, TextColumn { case buyer, seller }
