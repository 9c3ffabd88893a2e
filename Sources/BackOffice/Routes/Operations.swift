import Core
import HTTP
import Postgres

/// What those ask who run the service.
enum Operations {
  static func text(_ text: String, status: Int = 200, type: String = "text/plain; charset=utf-8") -> Response {
    Response(
      status: status, headers: Headers([("Content-Type", type), ("Cache-Control", "no-store")]),
      body: .bytes(Array(text.utf8)))
  }

  /// Whether the database answers and its schema is the one this program was built for.
  static func ready(_ call: OpenCall) throws -> Response {
    do {
      let version: Int? = try call.office.database.transaction {
        try $0.rows("SELECT max(version) FROM schema_migration")[0][0]
      }
      guard version == Schema.version else {
        return text("the schema is not current: run comptoir migrate\n", status: 503)
      }
      return text("ready\n")
    } catch {
      return text("the database does not answer\n", status: 503)
    }
  }
}

/// The schema this program works with.
package enum Schema {
  /// The number of the last file in `migrations/`; a test holds the two together.
  package static let version = 40
}
