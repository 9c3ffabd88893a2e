import Core
import FoundationEssentials
import Postgres

/// A group as a customer's identity provider keeps it.
package struct SCIMGroup: Sendable {
  package let id: ID<SCIMGroup>
  package let path: Path
  package var displayName: String
  package var externalID: String?
  package let createdAt: Instant
  package let modifiedAt: Instant
  package let version: Int

  var tag: String { "W/\"\(version)\"" }

  /// What every attribute says; `members` by id and name.
  func resource(_ members: [(id: ID<Person>, name: String)], at address: String) -> SCIMObject {
    let values = members.map {
      JSONValue.object([
        "value": .string($0.id.description), "$ref": .string("\(address)/Users/\($0.id)"),
        "display": .string($0.name), "type": .string("User"),
      ])
    }
    let attributes: [String: JSONValue?] = [
      "schemas": .array([.string(SCIMSchema.group.id)]), "id": .string(id.description),
      "externalId": externalID.map(JSONValue.string), "displayName": .string(displayName),
      "members": values.isEmpty ? nil : .array(values),
      "meta": SCIMResource.meta("Group", createdAt, modifiedAt, "\(address)/Groups/\(id)", tag),
    ]
    return attributes.compactMapValues { $0 }
  }

  // MARK: In the database

  static let select: SQL = """
    SELECT g.id, g.distributor_id, g.reseller_id, g.customer_id, g.display_name, g.external_id, g.created_at,
      date_trunc('second', g.modified_at), g.version
    """

  static func from(_ customer: ID<Organization>) -> SQL {
    "FROM scim_group g WHERE g.customer_id = \(customer) AND g.kept_by = 'provider' AND g.deleted_at IS NULL"
  }

  init(_ row: Row) throws {
    id = try row[0]
    path = Path(distributor: try row[1], reseller: try row[2], customer: try row[3])
    displayName = try row[4]
    externalID = try row[5]
    createdAt = try row[6]
    modifiedAt = try row[7]
    version = try row[8]
  }

  static func columns(at address: String) -> SCIMColumns {
    let person = SCIMUser.columns(at: address)
    let members = SCIMColumns.Collection(
      exists: { condition in
        """
        EXISTS (SELECT FROM scim_member m JOIN person p ON p.id = m.person_id
          LEFT JOIN scim_person x ON x.person_id = p.id WHERE m.group_id = g.id AND \(condition))
        """
      },
      columns: [
        "value": .id("m.person_id"), "display": person.columns["displayName"] ?? .flag("false"),
        "type": .text("'User'", isCaseExact: false), "$ref": person.parts["meta"]?["location"] ?? .flag("false"),
      ])
    return SCIMColumns(
      columns: [
        "id": .id("g.id"), "schemas": .text("\(SCIMSchema.group.id)", isCaseExact: true),
        "externalId": .text("g.external_id", isCaseExact: true),
        "displayName": .text("g.display_name", isCaseExact: false), "meta": .whole,
      ],
      parts: [
        "meta": [
          "resourceType": .text("'Group'", isCaseExact: true),
          "created": .instant("date_trunc('second', g.created_at)"),
          "lastModified": .instant("date_trunc('second', g.modified_at)"),
          "location": .text("(\(address + "/Groups/") || g.id::text)", isCaseExact: true),
          "version": .text("('W/\"' || g.version || '\"')", isCaseExact: true),
        ]
      ], collections: ["members": members])
  }
}
