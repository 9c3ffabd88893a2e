import Core
import Documents
import FoundationEssentials

/// A table of people as it was typed, exported or saved, read cell by cell. Headings may be in any language spoken here
/// or the API's names; what cannot be read is noted, not thrown, so that all of it is told at once.
struct UserSheet {
  enum Column: String, CaseIterable {
    case givenName, familyName, signInEmail, notificationEmail, language, timeZone, role, services, licences

    static let required: [Column] = [.givenName, .familyName, .signInEmail]

    /// How people head it, folded.
    var names: Set<String> {
      switch self {
      case .givenName: ["givenname", "firstname", "prénom", "prenom", "vorname"]
      case .familyName: ["familyname", "lastname", "surname", "nom", "nomdefamille", "nachname", "name"]
      case .signInEmail:
        ["signinemail", "email", "emailaddress", "mail", "adresseemail", "courriel", "emailadresse"]
      case .notificationEmail:
        ["notificationemail", "notifiedat", "emaildenotification", "notifications", "benachrichtigungsemail"]
      case .language: ["language", "langue", "sprache"]
      case .timeZone: ["timezone", "fuseauhoraire", "zeitzone"]
      case .role: ["role", "rôle", "rolle"]
      case .services: ["services", "service", "dienste", "dienst"]
      case .licences:
        [
          "licences", "licence", "licenses", "license", "subscriptions", "subscription", "abonnements", "abonnement",
          "lizenzen", "lizenz",
        ]
      }
    }
  }

  private(set) var lines: [UserImport.Line] = []
  private(set) var issues: [Issue] = []
  /// The names of services, by row.
  private(set) var services: [Int: [String]] = [:]
  /// The names of subscriptions, by row.
  private(set) var licences: [Int: [String]] = [:]
  private var columns: [Column?] = []

  init(_ bytes: [UInt8], rows limit: Int) throws(Refusal) {
    let table: CSVTable
    do {
      table = try CSV.table(bytes, rows: limit)
    } catch {
      throw .invalid([UserSheet.issue(error)])
    }
    readHeading(table.heading)
    if !issues.isEmpty { throw .invalid(issues) }
    for row in table.rows { read(row) }
    if lines.isEmpty { throw .invalid([Issue("", "import.empty")]) }
    noteRepeatedAddresses()
  }

  private static func issue(_ fault: CSVFault) -> Issue {
    switch fault {
    case .empty: Issue("", "import.empty")
    case .wideEncoding: Issue("", "import.wide_encoding")
    case .notUTF8(let row): Issue("/rows/\(row)", "import.wrong_encoding", ["row": String(row)])
    case .unclosedQuote(let row): Issue("/rows/\(row)", "import.quote_unclosed", ["row": String(row)])
    case .textAfterQuote(let row), .strayQuote(let row):
      Issue("/rows/\(row)", "import.quote_misplaced", ["row": String(row)])
    case .tooManyRows(let maximum): Issue("", "import.too_many_rows", ["maximum": String(maximum)])
    case .tooManyColumns(let maximum): Issue("", "import.too_many_columns", ["maximum": String(maximum)])
    }
  }

  /// Letters only, in lower case: `E-mail address` is `emailaddress`.
  static func folded(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }

  private mutating func readHeading(_ heading: [String]) {
    for title in heading {
      let name = UserSheet.folded(title)
      let column = Column.allCases.first { $0.names.contains(name) }
      if let column, columns.contains(column) {
        issues.append(Issue("/rows/1/\(column.rawValue)", "import.column_twice", ["column": title]))
      } else if column == nil, !title.isEmpty {
        issues.append(Issue("/rows/1", "import.column_unknown", ["column": String(title.prefix(50))]))
      }
      columns.append(column)
    }
    for column in Column.required where !columns.contains(column) {
      issues.append(
        Issue("/rows/1/\(column.rawValue)", "import.column_missing", ["column": ImportWords.column(column).english]))
    }
  }

  // MARK: - Rows

  private mutating func read(_ row: CSVTable.Row) {
    var line = UserImport.Line(row: row.number, draft: Users.Draft())
    for (index, cell) in row.cells.enumerated() where !cell.isEmpty {
      guard index < columns.count, let column = columns[index] else {
        issues.append(Issue(line.pointer, "import.cell_without_heading"))
        continue
      }
      let pointer = "\(line.pointer)/\(column.rawValue)"
      // No name or address begins so, but what spreadsheets would run does.
      if let first = cell.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) {
        issues.append(Issue(pointer, "import.formula"))
      } else if let fault = read(cell, as: column, &line) {
        issues.append(Issue(pointer, fault.code, fault.details))
      }
    }
    lines.append(line)
  }

  private typealias CellFault = (code: Code, details: [String: String])

  /// Puts a cell where it belongs; answers what is wrong with it.
  private mutating func read(_ cell: String, as column: Column, _ line: inout UserImport.Line) -> CellFault? {
    let limit = column == .timeZone ? 64 : 100
    switch column {
    case .givenName, .familyName, .timeZone:
      switch Text.checked(cell, upTo: limit) {
      case .failure(let fault): return (fault.code, ["maximum": String(limit)])
      case .success(let text):
        if column == .givenName { line.draft.givenName = text }
        if column == .familyName { line.draft.familyName = text }
        if column == .timeZone { line.draft.timeZone = text }
      }
    case .signInEmail, .notificationEmail:
      guard let email = Text.email(cell) else { return ("email.malformed", [:]) }
      if column == .signInEmail { line.draft.signInEmail = email } else { line.draft.notificationEmail = email }
    case .language:
      line.draft.language = UserSheet.language(cell)
      if line.draft.language == nil { return ("import.language_unknown", [:]) }
    case .role:
      line.role = UserSheet.role(cell)
      if line.role == nil { return ("import.role_unknown", [:]) }
    case .services: services[line.row] = UserSheet.names(in: cell)
    case .licences: licences[line.row] = UserSheet.names(in: cell)
    }
    return nil
  }

  private static func names(in cell: String) -> [String] {
    cell.split { $0 == "|" || $0 == ";" }.map { Text.trimmed($0) }.filter { !$0.isEmpty }
  }

  private static func language(_ text: String) -> Language? {
    let name = folded(text)
    return Language(rawValue: name) ?? Language.allCases.first { folded(Portal.languageName($0)) == name }
  }

  private static func role(_ text: String) -> Role? {
    let name = folded(text)
    return Role.allCases.first { role in
      folded(role.rawValue) == name
        || Language.allCases.contains { folded(Portal.roleName(role).in($0)) == name }
    }
  }

  private mutating func noteRepeatedAddresses() {
    var first: [String: Int] = [:]
    for line in lines {
      guard let email = line.draft.signInEmail else { continue }
      if let row = first[email] {
        issues.append(Issue("\(line.pointer)/signInEmail", "import.address_twice", ["row": String(row)]))
      } else {
        first[email] = line.row
      }
    }
  }

  /// Row by row, in the order of the columns; the first of each cell, as others follow from it.
  func sorted(_ issues: [Issue]) -> [Issue] {
    var told: Set<String> = []
    let first = issues.filter { told.insert($0.pointer).inserted || $0.code == "import.cell_without_heading" }
    return first.map { (place: UserSheet.place($0.pointer), issue: $0) }
      .sorted { ($0.place.row, $0.place.column) < ($1.place.row, $1.place.column) }.map(\.issue)
  }

  private static func place(_ pointer: String) -> (row: Int, column: Int) {
    let cell = UserSheet.cell(pointer)
    return (cell.row ?? 0, cell.column.flatMap { Column.allCases.firstIndex(of: $0) } ?? -1)
  }

  /// The row and column that a pointer like `/rows/3/role` names.
  static func cell(_ pointer: String) -> (row: Int?, column: Column?) {
    let parts = pointer.split(separator: "/")
    guard parts.count >= 2, parts[0] == "rows" else { return (nil, nil) }
    return (Int(parts[1]), parts.count > 2 ? Column(rawValue: String(parts[2])) : nil)
  }
}
