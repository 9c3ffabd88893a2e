import Core
import FoundationEssentials
import Postgres

/// What time does to requests: nobody waits for ever.
enum RequestJobs {
  /// As many as one transaction takes.
  private static let batch = 200

  static func runDue(_ office: Office) throws {
    while try expire(office) == batch {}
  }

  private static func expire(_ office: Office) throws -> Int {
    try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "requests", office: office)
      let due = try RequestStore.due(upTo: batch, in: work)
      for record in due { try Requests.expire(record, in: work) }
      return due.count
    }
  }
}
