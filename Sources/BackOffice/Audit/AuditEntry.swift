import Core
import FoundationEssentials
import Postgres

/// A record of the trail with its facts read.
struct AuditEntry {
  struct Difference {
    let name: String
    let before: JSONValue
    let after: JSONValue
  }

  let record: Audit.Record
  private let before: [String: JSONValue]
  private let after: [String: JSONValue]

  init(_ record: Audit.Record) {
    self.record = record
    before = AuditEntry.facts(record.before)
    after = AuditEntry.facts(record.after)
  }

  private static func facts(_ json: String?) -> [String: JSONValue] {
    guard let json, case .object(let members) = JSONValue(parsing: Array(json.utf8)) else { return [:] }
    return members
  }

  var hasBefore: Bool { record.before != nil }
  var hasAfter: Bool { record.after != nil }

  /// Said by the other columns, or of no meaning to people.
  static let leftOut: Set<String> = [
    "id", "organizationId", "customerId", "resellerId", "lastSignInAt", "position", "sha256", "termsAcceptedAt",
    "offerId", "subscriptionId",
  ]

  /// What people ask for first.
  private static let order = [
    "givenName", "familyName", "name", "friendlyName", "userId", "role", "status", "quantity", "allocations",
  ]

  private static func rank(_ name: String) -> Int { order.firstIndex(of: name) ?? order.count }

  /// The facts that are not the same before and after, the most telling first.
  var differences: [Difference] {
    let names = Set(before.keys).union(after.keys).subtracting(AuditEntry.leftOut)
    let sorted = names.sorted { (AuditEntry.rank($0), $0) < (AuditEntry.rank($1), $1) }
    return sorted.compactMap { name in
      let was = before[name] ?? .null
      let becomes = after[name] ?? .null
      return was == becomes ? nil : Difference(name: name, before: was, after: becomes)
    }
  }

  /// The ids the facts mention.
  var mentioned: [UUID] {
    differences.flatMap { AuditEntry.ids(in: $0.before) + AuditEntry.ids(in: $0.after) }
  }

  private static func ids(in value: JSONValue) -> [UUID] {
    switch value {
    case .string(let text): ID<Change>(text).map { [$0.raw] } ?? []
    case .array(let items): items.flatMap(ids)
    case .object(let members): members.values.flatMap(ids)
    default: []
    }
  }

  /// The page of what the record is about.
  var objectHref: String? {
    let id = ID<Change>(record.objectID).description
    return switch record.objectKind {
    case "user": "/users/\(id)"
    case "order": "/orders/\(id)"
    case "request", "serviceRequest": "/requests/\(id)"
    case "grant": "/grants/\(id)"
    case "delegation": "/delegations/\(id)"
    case "subscription": "/subscriptions/\(id)"
    case "customer": "/customers/\(id)"
    case "reseller": "/resellers/\(id)"
    case "billingCentre": "/centres/\(id)"
    case "statement": "/statements/\(id)"
    case "statementClosing": "/statement-closings/\(id)"
    case "ticket": "/tickets/\(id)"
    case "identityProvider": "/identity-provider"
    case "scimGroup": "/scim-groups/\(id)"
    case "group": "/groups/\(id)"
    case "priceList": "/catalogue/imports/\(id)"
    case "usage": "/usage"
    case "usageFile": "/usage-imports/\(id)"
    case "fulfilment": "/fulfilments/\(id)"
    case "connector": "/connectors/\(id)"
    case "terms": "/terms/\(id)"
    case "bulkChange": "/bulk-changes/\(id)"
    case "parkedAccount": "/parked-accounts/\(id)"
    default: nil
    }
  }
}

/// The names behind the ids on a page of the trail, as far as they are in reach.
struct AuditNames {
  private var names: [UUID: String] = [:]
  private var gone: Set<UUID> = []

  init(_ entries: [AuditEntry], also more: [UUID?], in work: Work) throws {
    var ids = Set(more.compactMap { $0 })
    for entry in entries {
      ids.insert(entry.record.objectID)
      ids.formUnion(entry.mentioned)
    }
    guard !ids.isEmpty else { return }
    let wanted = Array(ids)
    let results = try work.tx.pipeline([
      """
      SELECT id, name FROM organization WHERE id = ANY (\(wanted))
      UNION ALL SELECT id, given_name || ' ' || family_name FROM person WHERE id = ANY (\(wanted))
      UNION ALL SELECT id, coalesce(friendly_name, plan_name) FROM subscription WHERE id = ANY (\(wanted))
      UNION ALL SELECT id, name FROM service WHERE id = ANY (\(wanted))
      UNION ALL SELECT id, name FROM product WHERE id = ANY (\(wanted))
      UNION ALL SELECT id, name FROM plan WHERE id = ANY (\(wanted))
      UNION ALL SELECT id, name FROM category WHERE id = ANY (\(wanted))
      UNION ALL SELECT f.id, p.name || ' · ' || f.term FROM offer f JOIN plan p ON p.id = f.plan_id
        WHERE f.id = ANY (\(wanted))
      UNION ALL SELECT id, file_name FROM catalogue_import WHERE id = ANY (\(wanted))
      UNION ALL SELECT id, name FROM billing_centre WHERE id = ANY (\(wanted))
      UNION ALL SELECT r.id, v.name FROM split_rule r JOIN service v ON v.id = r.service_id
        WHERE r.id = ANY (\(wanted))
      UNION ALL SELECT id, display_name FROM scim_group WHERE id = ANY (\(wanted))
      UNION ALL SELECT id, name FROM scim_token WHERE id = ANY (\(wanted))
      UNION ALL SELECT id, subject FROM ticket WHERE id = ANY (\(wanted))
      UNION ALL SELECT id, to_char(month, 'YYYY-MM') FROM statement WHERE id = ANY (\(wanted))
      UNION ALL SELECT g.id, coalesce(p.given_name || ' ' || p.family_name, g.holder_name) FROM role_grant g
        LEFT JOIN person p ON p.id = g.person_id WHERE g.id = ANY (\(wanted))
      UNION ALL SELECT id, given_name || ' ' || family_name FROM appointment WHERE id = ANY (\(wanted))
      UNION ALL SELECT f.id, coalesce(s.friendly_name, s.plan_name) FROM fulfilment f
        JOIN subscription s ON s.id = f.subscription_id WHERE f.id = ANY (\(wanted))
      UNION ALL SELECT c.id, v.name FROM connector c JOIN service v ON v.id = c.service_id WHERE c.id = ANY (\(wanted))
      UNION ALL SELECT id, coalesce(friendly_name, plan_name, service_name) FROM request WHERE id = ANY (\(wanted))
      UNION ALL SELECT id, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') FROM bulk_change
        WHERE id = ANY (\(wanted))
      UNION ALL SELECT h.id, o.name FROM parked_account h JOIN organization o ON o.id = h.customer_id
        WHERE h.id = ANY (\(wanted))
      UNION ALL SELECT id, reason FROM delegation WHERE id = ANY (\(wanted))
      UNION ALL SELECT id, title FROM terms_document WHERE id = ANY (\(wanted))
      UNION ALL SELECT g.id, p.given_name || ' ' || p.family_name FROM role_grant g JOIN person p ON p.id = g.person_id
        WHERE g.id = ANY (\(wanted))
      """, "SELECT id FROM person WHERE id = ANY (\(wanted)) AND status = 'deleted'",
    ])
    for row in results[0] { names[try row[0]] = try row[1] as String }
    gone = Set(try results[1].map { try $0[0] as UUID })
  }

  /// Whether there is no page of it any more.
  func isGone(_ id: UUID) -> Bool { gone.contains(id) }

  subscript(_ id: UUID) -> String? { names[id] }
}

/// Facts of the trail as people read them.
enum AuditValues {
  static func text(_ value: JSONValue, of name: String, _ names: AuditNames, _ language: Language) -> String {
    switch value {
    case .null: "–"
    case .bool(let flag): (flag ? AuditWords.yes : AuditWords.no).in(language)
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .string(let text): word(text, of: name, names, language)
    case .array(let items):
      items.isEmpty ? "–" : items.map { item($0, of: name, names, language) }.joined(separator: ", ")
    case .object(let members):
      members.filter { !AuditEntry.leftOut.contains($0.key) }.sorted { $0.key < $1.key }
        .map { "\(AuditWords.fact($0.key).in(language)) \(text($0.value, of: $0.key, names, language))" }
        .joined(separator: ", ")
    }
  }

  /// An allocation reads `Sales 5`; anything else as it is.
  private static func item(_ value: JSONValue, of name: String, _ names: AuditNames, _ language: Language) -> String {
    if case .object(let members) = value, case .string(let id) = members["centreId"],
      case .integer(let quantity) = members["quantity"]
    {
      return "\(word(id, of: "centreId", names, language)) \(quantity)"
    }
    return text(value, of: name, names, language)
  }

  private static func word(_ text: String, of name: String, _ names: AuditNames, _ language: Language) -> String {
    if let id = ID<Change>(text) { return names[id.raw] ?? text }
    if name == "role" || name == "roles", let role = Role(rawValue: text) { return Portal.roleName(role).in(language) }
    if name == "language", let spoken = Language(rawValue: text) { return Portal.languageName(spoken) }
    return AuditWords.value(text)?.in(language) ?? text
  }
}
