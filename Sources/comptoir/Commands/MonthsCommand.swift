import BackOffice
import Core
import Postgres

enum MonthsCommand {
  static let command = Command(
    name: "months", summary: "Shows and detaches old months.",
    discussion: """
      Charges, changes of subscriptions, records of use and audit records are kept in a table a month. comptoir months
      list says which there are and how large. comptoir months detach --before MONTH takes off those that are older:
      their tables stay, under names such as charge_2024_01, to be dumped and dropped. A month with an open statement,
      with use that is not posted or a cycle that still runs, and the last thirteen, stay. What a detached month
      explained is not explained any more; statements are not touched. Connects as the schema's owner.
      """,
    words: [Word(name: "ACTION", summary: "list or detach.", choices: ["list", "detach"])],
    options: [.database, .root, Option(name: "--before", value: "MONTH", summary: "E.g. 2024-01: older ones only.")],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let connection = try Connection(url: try Environment.databaseURL(arguments))
    defer { connection.close() }
    guard arguments.word(0) == "detach" else { return try list(connection) }
    guard let text = arguments.value("--before"), let month = Month(text) else {
      throw Failure(status: .usage, sentence: "Tell which months to detach: --before MONTH, e.g. --before 2024-01.")
    }
    var count = 0
    do {
      try Months.detach(before: month, connection) {
        print("\($0) is detached.")
        count += 1
      }
    } catch let error as DatabaseError where error.isWrongState {
      throw Failure(status: .failed, sentence: "Nothing more is detached: \(error.message ?? "").")
    }
    if count == 0 { print("No month is older than \(month).") }
  }

  private static func list(_ connection: Connection) throws {
    for kept in try Months.list(connection) {
      print("\(kept.month)  \(kept.parent)  \(kept.bytes / 1024) KB")
    }
  }
}
