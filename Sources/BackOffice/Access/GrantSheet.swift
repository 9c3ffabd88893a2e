import Core
import Documents
import FoundationEssentials
import HTTP

/// The access review as a file.
enum GrantSheet {
  private typealias Words = GrantSheetWords

  static func csv(of organization: ID<Organization>, _ filter: GrantReview.Filter, _ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = Paging(limit: Bounds.grantsInFile)
    let grants = try GrantReview.list(of: organization, filter, paging, byName: true, in: call.work)
      .prefix(paging.limit)
    let names = try GrantNames(grants.map(\.grant), in: call.work)
    let columns = [
      DeskWords.person, DeskWords.email, DeskWords.role, GrantWords.scope, DeskWords.until, GrantWords.grantedBy,
      Words.grantedAt, DeskWords.note, GrantWords.lastUse, Words.endedAt, GrantWords.endedBy,
    ]
    let rows = grants.map { listed -> [Cell] in
      let grant = listed.grant
      return [
        .text(grant.personName), .text(listed.email), .text(Portal.roleName(grant.role).in(language)),
        .text(names.scope(of: grant, language)), .text(grant.expiresAt?.description ?? ""), .text(grant.grantedByName),
        .text(grant.grantedAt.description), .text(grant.note ?? ""), .text(listed.lastUsedAt?.description ?? ""),
        .text(grant.endedAt?.description ?? ""), .text(grant.endedByName ?? ""),
      ]
    }
    let bytes = CSV.bytes(columns: columns.map { $0.in(language) }, rows: rows)
    let day = (filter.asOf ?? call.work.now).utcDay
    let headers = Headers([
      ("Content-Type", "text/csv; charset=utf-8"),
      ("Content-Disposition", "attachment; filename=\"access-\(day).csv\""),
    ])
    return Response(status: 200, headers: headers, body: .bytes(bytes))
  }
}

/// The headings of the file that pages have no use for.
private enum GrantSheetWords {
  static let grantedAt = Phrase("Given at", fr: "Attribué le", de: "Vergeben am")
  static let endedAt = Phrase("Ended at", fr: "Retiré le", de: "Beendet am")
}
