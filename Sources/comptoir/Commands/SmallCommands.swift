import BackOffice
import Core
import FoundationEssentials
import Postgres

enum ClockCommand {
  static let command = Command(
    name: "clock", summary: "Shows a sandbox's time, or moves it forward.",
    discussion: """
      comptoir clock show tells the time. comptoir clock advance --to INSTANT (2026-02-01T00:00:00Z), --days N or
      --months N moves it forward and does what falls due on the way: cycles, renewals, expiries, statements.
      """,
    words: [Word(name: "ACTION", summary: "show or advance.", choices: ["show", "advance"])],
    options: [
      .database, .root, Option(name: "--to", value: "INSTANT", summary: "Move to this instant."),
      Option(name: "--days", value: "N", summary: "Move by days."),
      Option(name: "--months", value: "N", summary: "Move by months."),
    ], run: run)

  private static func run(_ arguments: Arguments) throws {
    let office = try Environment.office(arguments)
    defer { office.database.close() }
    let now = try Clock.now(office)
    guard arguments.word(0) == "advance" else { return print(now) }
    guard office.configuration.sandbox else {
      throw Failure(status: .failed, sentence: "This database is no sandbox: its time is the world's.")
    }
    let target = try target(arguments, from: now)
    try Clock.advance(to: target, office) { if $0.utcDay.day == 1 { print("reached \($0.utcDay)") } }
    print("It is \(try Clock.now(office)).")
  }

  private static func target(_ arguments: Arguments, from now: Instant) throws -> Instant {
    if let text = arguments.value("--to") {
      guard let instant = Instant(text) ?? Instant(text + "T00:00:00Z") else {
        throw Failure(status: .usage, sentence: "--to needs an instant like 2026-02-01T00:00:00Z.")
      }
      return instant
    }
    if let days = try arguments.integer("--days", in: 1...3660) { return now.adding(seconds: Int64(days) * 86400) }
    if let months = try arguments.integer("--months", in: 1...120) {
      let day = now.utcDay.adding(months: months)
      return now.adding(seconds: Int64(day - now.utcDay) * 86400)
    }
    throw Failure(status: .usage, sentence: "Tell how far: --to INSTANT, --days N or --months N.")
  }
}

enum TokenCommand {
  static let command = Command(
    name: "token", summary: "Makes an API token for somebody.",
    discussion: """
      comptoir token create --user EMAIL prints a new personal token, this once. It can do what the person can do, and
      with --scope read only look.
      """,
    words: [Word(name: "ACTION", summary: "create.", choices: ["create"])],
    options: [
      .database, .root, Option(name: "--user", value: "EMAIL", summary: "Whose token."),
      Option(name: "--scope", value: "SCOPES", summary: "read, write or read,write (default: both)."),
    ], run: run)

  private static func run(_ arguments: Arguments) throws {
    guard let email = arguments.value("--user") else {
      throw Failure(status: .usage, sentence: "Tell whose token it is: --user EMAIL.")
    }
    let scopes = arguments.value("--scope")?.split(separator: ",").map(String.init) ?? Credentials.scopes
    if let wrong = scopes.first(where: { !Credentials.scopes.contains($0) }) {
      throw Failure(status: .usage, sentence: Program.unknown("scope", wrong, Credentials.scopes))
    }
    let office = try Environment.office(arguments)
    defer { office.database.close() }
    print(try Operator.token(for: email, scopes: scopes, office))
  }
}

enum JobsCommand {
  static let command = Command(
    name: "run-jobs", summary: "Does once what is due by time, then ends.",
    discussion:
      "Bills, closes months that are over, does bulk changes and exports, sends mail. serve does the same by itself.",
    options: [.database, .root], run: run)

  private static func run(_ arguments: Arguments) throws {
    let office = try Environment.office(arguments) { $0.statementTimeoutMilliseconds = Bounds.jobTimeoutMilliseconds }
    defer { office.database.close() }
    try Jobs.runDue(office)
    try RenewalDigests.send(office)
    try PasswordResets.answerWaiting(office)
    while try BulkJob.round(office) {}
    try ExportJob.runDue(office)
    try StatementMailJob.runDue(office)
    print("\(try Outbox.send(office)) mails sent.")
  }
}

enum SeedCommand {
  static let command = Command(
    name: "seed", summary: "Loads the demo world into an empty database.",
    discussion: """
      Makes the database a sandbox and plays seed/ through the real operations, months of history with a fixed clock.
      Everybody in it signs in with the password comptoir-demo.
      """,
    options: [
      .database, .root,
      Option(name: "--if-empty", summary: "Do nothing, without complaint, where there is data already."),
    ], run: run)

  private static func run(_ arguments: Arguments) throws {
    let office = try Environment.office(arguments)
    defer { office.database.close() }
    if try !Seed.isEmpty(office) {
      if arguments.has("--if-empty") { return print("There is data already; nothing was seeded.") }
      throw Failure(
        status: .failed, sentence: "There is data in this database already; seed loads into an empty one only.")
    }
    let root = arguments.value("--root") ?? "."
    try Seed(directory: root + "/seed").load(into: office) { print($0) }
  }
}
