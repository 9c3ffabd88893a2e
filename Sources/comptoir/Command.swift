/// One of the program's commands.
struct Command: Sendable {
  let name: String
  let summary: String
  /// A paragraph for `--help`.
  let discussion: String
  /// Words without a name, in order.
  var words: [Word] = []
  var options: [Option] = []
  let run: @Sendable (Arguments) throws -> Void
}

struct Word: Sendable {
  let name: String
  let summary: String
  /// What it may be; nil: anything.
  var choices: [String]?
  var isOptional = false
}

struct Option: Sendable {
  let name: String
  /// What stands for the value in `--help`; nil: a flag.
  var value: String?
  let summary: String

  static let root = Option(name: "--root", value: "DIR", summary: "Where migrations/ and seed/ are (default: here).")
  static let database = Option(
    name: "--database", value: "URL", summary: "The database (default: the environment's DATABASE_URL).")
}

/// What was typed after the command's name.
struct Arguments: Sendable {
  private var values: [String: String] = [:]
  private var words: [String] = []

  init(_ arguments: [String], for command: Command) throws {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else {
        words.append(argument)
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let option = command.options.first(where: { $0.name == parts[0] }) else {
        throw Failure(
          status: .usage, sentence: Program.unknown("option", parts[0], command.options.map(\.name) + ["--help"]))
      }
      guard option.value != nil else {
        guard parts.count == 1 else { throw Failure(status: .usage, sentence: "\(option.name) takes no value.") }
        values[option.name] = ""
        continue
      }
      guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
        throw Failure(status: .usage, sentence: "\(option.name) needs a value: \(option.value ?? "").")
      }
      values[option.name] = value
    }
    try checkWords(command)
  }

  private func checkWords(_ command: Command) throws {
    guard words.count <= command.words.count else {
      throw Failure(
        status: .usage,
        sentence: "comptoir \(command.name) does not know what to do with \(words[command.words.count]). "
          + "See comptoir \(command.name) --help.")
    }
    for (index, word) in command.words.enumerated() {
      guard index < words.count else {
        if word.isOptional { continue }
        throw Failure(
          status: .usage, sentence: "comptoir \(command.name) needs \(word.name). See comptoir \(command.name) --help.")
      }
      if let choices = word.choices, !choices.contains(words[index]) {
        throw Failure(status: .usage, sentence: Program.unknown(word.name, words[index], choices))
      }
    }
  }

  func value(_ option: String) -> String? { values[option] }
  func has(_ option: String) -> Bool { values[option] != nil }
  func word(_ index: Int) -> String? { index < words.count ? words[index] : nil }

  func integer(_ option: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let text = value(option) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Failure(
        status: .usage, sentence: "\(option) needs a number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }
}

/// The texts of `--help`.
enum Help {
  static func overview(_ commands: [Command]) -> String {
    let width = commands.map(\.name.count).max() ?? 0
    let lines = commands.map { "  \(padded($0.name, width))  \($0.summary)" }
    return """
      comptoir: a partner back office for cloud subscriptions

      Usage: comptoir COMMAND [OPTION …]

      \(lines.joined(separator: "\n"))

      comptoir COMMAND --help tells more. The database is DATABASE_URL's or --database's.
      Exit status: 0 done, 1 failed, 2 wrong usage, 3 database unreachable, 4 schema not as expected, 5 port taken,
      6 stopped before it was done.
      """
  }

  static func text(of command: Command) -> String {
    let words = command.words.map { $0.isOptional ? "[\($0.name)]" : $0.name }
    var text = "Usage: " + (["comptoir", command.name] + words + ["[OPTION …]"]).joined(separator: " ")
    text += "\n\n\(command.discussion)"
    let rows =
      command.words.map { ($0.name, $0.summary) }
      + command.options.map { ($0.name + ($0.value.map { " \($0)" } ?? ""), $0.summary) }
    let width = rows.map(\.0.count).max() ?? 0
    if !rows.isEmpty {
      text += "\n\n" + rows.map { "  \(padded($0.0, width))  \($0.1)" }.joined(separator: "\n")
    }
    return text
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
