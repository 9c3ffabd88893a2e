import Core
import FoundationEssentials
import Postgres

/// A person as a customer's identity provider sees them.
struct SCIMUser {
  var record: Users.Record
  let createdAt: Instant
  let modifiedAt: Instant
  /// What is stored of the provider's own words, and where it is said otherwise, what is shown.
  var externalID: String?
  var displayName: String?
  var formattedName: String?
  var preferredLanguage: String?
  var locale: String?
  /// Counts what the provider's own words and the person's groups change.
  let ownVersion: Int

  var id: ID<Person> { record.id }
  var tag: String { "W/\"\(record.version)-\(ownVersion)\"" }
  var isActive: Bool { record.status != .disabled }
  var email: String { record.notificationEmail ?? record.signInEmail }

  /// Stands for the part of a name that nobody has told.
  static let unnamed = "–"

  private var ownName: String {
    [record.givenName, record.familyName].filter { $0 != SCIMUser.unnamed }.joined(separator: " ")
  }

  var shownName: String { displayName ?? ownName }
  var shownFormatted: String { formattedName ?? ownName }

  /// As the provider said it, unless the person has chosen another language since.
  var shownLanguage: String {
    guard let preferredLanguage else { return record.language.rawValue }
    let spoken = SCIMUser.language(of: preferredLanguage)
    return spoken == nil || spoken == record.language ? preferredLanguage : record.language.rawValue
  }

  /// The language of a tag like `de-CH`; nil when it is not spoken here.
  static func language(of tag: String) -> Language? { Language(rawValue: tag.prefix(2).lowercased()) }

  /// What every attribute says; `groups` by id and name.
  func resource(_ groups: [(id: ID<SCIMGroup>, name: String)], at address: String) -> SCIMObject {
    let location = "\(address)/Users/\(id)"
    let memberships = groups.map {
      JSONValue.object([
        "value": .string($0.id.description), "$ref": .string("\(address)/Groups/\($0.id)"),
        "display": .string($0.name), "type": .string("direct"),
      ])
    }
    let family = record.familyName == SCIMUser.unnamed ? nil : record.familyName
    let members: [String: JSONValue?] = [
      "schemas": .array([.string(SCIMSchema.user.id)]), "id": .string(id.description),
      "externalId": externalID.map(JSONValue.string), "userName": .string(record.signInEmail),
      "name": .object(having: [
        "formatted": .string(shownFormatted), "familyName": family.map(JSONValue.string),
        "givenName": .string(record.givenName),
      ]),
      "displayName": .string(shownName), "preferredLanguage": .string(shownLanguage),
      "locale": locale.map(JSONValue.string), "timezone": .string(record.timeZone), "active": .bool(isActive),
      "emails": .array([
        .object(["value": .string(email), "type": .string("work"), "primary": .bool(true)])
      ]),
      "groups": memberships.isEmpty ? nil : .array(memberships),
      "meta": SCIMResource.meta("User", createdAt, modifiedAt, location, tag),
    ]
    return members.compactMapValues { $0 }
  }
}

enum SCIMResource {
  static func meta(
    _ type: String, _ created: Instant, _ modified: Instant, _ location: String, _ tag: String
  ) -> JSONValue {
    .object([
      "resourceType": .string(type), "created": .string(created.description),
      "lastModified": .string(modified.description), "location": .string(location), "version": .string(tag),
    ])
  }
}

// MARK: - In the database

extension SCIMUser {
  /// The rows a provider may see: people whose home is the customer and whom it has not deleted.
  static func from(_ customer: ID<Organization>) -> SQL {
    """
    FROM person p LEFT JOIN scim_person x ON x.person_id = p.id
    WHERE p.organization_id = \(customer) AND p.status <> 'deleted' AND x.deleted_at IS NULL
    """
  }

  /// When anything about the person was changed last, as the audit trail has it.
  private static let modified: SQL = """
    date_trunc('second', coalesce(
      (SELECT a.at FROM audit_record a WHERE a.object_id = p.id ORDER BY a.sequence DESC LIMIT 1), p.created_at))
    """

  static func select(at now: Instant) -> SQL {
    """
    SELECT p.id, p.distributor_id, p.reseller_id, p.customer_id, p.given_name, p.family_name, p.sign_in_email,
      p.notification_email, p.status, p.language, p.time_zone, \(now)::timestamptz,
      p.last_sign_in_at, p.version, p.created_at, \(modified), x.external_id, x.display_name, x.formatted_name,
      x.preferred_language, x.locale, coalesce(x.version, 0)
    """
  }

  init(_ row: Row) throws {
    record = Users.Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      givenName: try row[4], familyName: try row[5], signInEmail: try row[6], notificationEmail: try row[7],
      status: try row[8], language: try row[9], timeZone: try row[10], address: PostalAddress(),
      pendingEmail: nil, lockedUntil: nil, invitedUntil: nil, lastSignInAt: try row[12], roles: [],
      version: try row[13], readAt: try row[11])
    createdAt = try row[14]
    modifiedAt = try row[15]
    externalID = try row[16]
    displayName = try row[17]
    formattedName = try row[18]
    preferredLanguage = try row[19]
    locale = try row[20]
    ownVersion = try row[21]
  }

  static let wholeName: SQL = """
    (CASE p.family_name WHEN '–' THEN '' ELSE p.given_name || ' ' END
      || CASE p.family_name WHEN '–' THEN p.given_name ELSE p.family_name END)
    """

  static func columns(at address: String) -> SCIMColumns {
    let location: SQL = "(\(address + "/Users/") || p.id::text)"
    let tag: SQL = "('W/\"' || p.version || '-' || coalesce(x.version, 0) || '\"')"
    let language: SQL = """
      CASE WHEN left(lower(x.preferred_language), 2) = p.language
        OR left(lower(x.preferred_language), 2) NOT IN ('en', 'fr', 'de') THEN x.preferred_language ELSE p.language END
      """
    let group = SCIMColumns.Collection(
      exists: { condition in
        """
        EXISTS (SELECT FROM scim_member m JOIN scim_group g ON g.id = m.group_id AND g.deleted_at IS NULL
          WHERE m.person_id = p.id AND \(condition))
        """
      },
      columns: [
        "value": .id("g.id"), "display": .text("g.display_name", isCaseExact: false),
        "type": .text("'direct'", isCaseExact: false),
        "$ref": .text("(\(address + "/Groups/") || g.id::text)", isCaseExact: true),
      ])
    return SCIMColumns(
      columns: [
        "id": .id("p.id"), "schemas": .text("\(SCIMSchema.user.id)", isCaseExact: true),
        "externalId": .text("x.external_id", isCaseExact: true), "userName": .lowered("p.sign_in_email"),
        "name": .whole, "displayName": .text("coalesce(x.display_name, \(wholeName))", isCaseExact: false),
        "preferredLanguage": .text(language, isCaseExact: false), "locale": .text("x.locale", isCaseExact: false),
        "timezone": .text("p.time_zone", isCaseExact: false), "active": .flag("(p.status <> 'disabled')"),
        "emails": .whole, "meta": .whole,
      ],
      parts: [
        "name": [
          "givenName": .text("p.given_name", isCaseExact: false),
          "familyName": .text("nullif(p.family_name, '–')", isCaseExact: false),
          "formatted": .text("coalesce(x.formatted_name, \(wholeName))", isCaseExact: false),
        ],
        "emails": [
          "value": .lowered("coalesce(p.notification_email, p.sign_in_email)"),
          "type": .text("'work'", isCaseExact: false), "primary": .flag("true"),
        ],
        "meta": [
          "resourceType": .text("'User'", isCaseExact: true),
          "created": .instant("date_trunc('second', p.created_at)"), "lastModified": .instant(modified),
          "location": .text(location, isCaseExact: true), "version": .text(tag, isCaseExact: true),
        ],
      ], collections: ["groups": group])
  }
}
