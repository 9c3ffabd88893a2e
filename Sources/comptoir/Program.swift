import BackOffice
import Core
import FoundationEssentials
import Postgres

#if canImport(Glibc)
  import Glibc
#endif

/// What the shell is told.
enum Exit: Int32 {
  case done = 0
  case failed = 1
  case usage = 2
  case unreachable = 3
  case schema = 4
  case portTaken = 5
  case stopped = 6
}

/// A command that could not do its work: one sentence, and the status for the shell.
struct Failure: Error {
  let status: Exit
  let sentence: String
}

/// The program: finds the command, runs it, says in one sentence what went wrong.
enum Program {
  static let commands: [Command] = [
    ServeCommand.command, MigrateCommand.command, SeedCommand.command, ClockCommand.command, TokenCommand.command,
    BillCommand.command, JobsCommand.command, CatalogueCommand.command, UsageCommand.command, AuditCommand.command,
    MonthsCommand.command,
  ]

  static func run() {
    exit(outcome(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func outcome(_ arguments: [String]) -> Exit {
    do {
      guard let name = arguments.first else {
        print(Help.overview(commands))
        return .usage
      }
      if ["--help", "-h", "help"].contains(name) {
        return help(arguments.dropFirst().first)
      }
      if name == "--version" {
        print("comptoir 1 (schema \(Schema.version))")
        return .done
      }
      guard let command = commands.first(where: { $0.name == name }) else {
        throw Failure(status: .usage, sentence: unknown("command", name, commands.map(\.name)))
      }
      if arguments.contains("--help") || arguments.contains("-h") {
        print(Help.text(of: command))
        return .done
      }
      try command.run(try Arguments(Array(arguments.dropFirst()), for: command))
      return .done
    } catch {
      let failure = explained(error)
      complain(failure.sentence)
      return failure.status
    }
  }

  private static func help(_ name: String?) -> Exit {
    guard let name, let command = commands.first(where: { $0.name == name }) else {
      print(Help.overview(commands))
      return .done
    }
    print(Help.text(of: command))
    return .done
  }

  private static func explained(_ error: any Error) -> Failure {
    switch error {
    case let failure as Failure: return failure
    case let refusal as Refusal:
      return Failure(status: .failed, sentence: "Refused: \(sentence(refusal))")
    case DatabaseError.unreachable(let reason):
      let first = reason.split(separator: "\n").first.map(String.init) ?? reason
      return Failure(
        status: .unreachable,
        sentence: "The database cannot be reached (\(first)). Check DATABASE_URL and that PostgreSQL runs.")
    case let error as DatabaseError where error.isAway:
      return Failure(
        status: .unreachable, sentence: "The database went away meanwhile (\(error)). Try again once it is back.")
    case let error as DatabaseError:
      return Failure(status: .failed, sentence: "The database refused: \(String(reflecting: error))")
    default: return Failure(status: .failed, sentence: "That failed: \(error)")
    }
  }

  private static func sentence(_ refusal: Refusal) -> String {
    switch refusal {
    case .invalid(let issues):
      issues.map { "\($0.pointer) \(Messages.sentence($0.code, $0.details, .english))" }.joined(separator: " ")
    case .conflict(let code, let details): Messages.sentence(code, details, .english)
    case .denied(let code): Messages.sentence(code, [:], .english)
    case .notFound: "there is no such thing."
    case .forbidden(let permission): "the permission \(permission.rawValue) is missing."
    case .stale, .overtaken: "it was changed meanwhile."
    }
  }

  /// On standard error, red where that is a terminal and nobody asked for no colour.
  private static func complain(_ sentence: String) {
    let colour = isatty(2) == 1 && getenv("NO_COLOR") == nil
    let line = colour ? "\u{1B}[31mcomptoir: \(sentence)\u{1B}[0m\n" : "comptoir: \(sentence)\n"
    _ = line.withCString { write(2, $0, strlen($0)) }
  }

  /// What is unknown, with what was probably meant.
  static func unknown(_ kind: String, _ name: String, _ known: [String]) -> String {
    let nearest = known.map { (distance($0, name), -$0.commonPrefix(with: name), $0) }.min { $0 < $1 }
    let hint = nearest.map { $0.0 <= max(2, name.count / 3) ? " Did you mean \($0.2)?" : "" } ?? ""
    return "There is no \(kind) \(name).\(hint) See comptoir --help."
  }

  /// Edits from one word to the other (Levenshtein).
  static func distance(_ a: String, _ b: String) -> Int {
    let b = Array(b)
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var previous = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let old = row[j + 1]
        row[j + 1] = min(row[j + 1] + 1, row[j] + 1, previous + (x == y ? 0 : 1))
        previous = old
      }
    }
    return row[b.count]
  }
}

extension String {
  /// How many characters both begin with.
  fileprivate func commonPrefix(with other: String) -> Int { zip(self, other).prefix { $0 == $1 }.count }
}
