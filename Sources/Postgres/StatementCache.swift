/// A statement the server has parsed, or is about to within the pipeline being sent.
final class PreparedStatement {
  let name: String
  let shape: StatementShape
  var lastUse: UInt64 = 0

  init(name: String, shape: StatementShape) {
    self.name = name
    self.shape = shape
  }
}

/// What makes two statements the same to the server: text and parameter types, byte for byte.
struct StatementShape: Hashable {
  let text: [UInt8]
  let parameters: [SQL.Parameter]

  init(_ sql: SQL) {
    text = sql.text
    parameters = sql.parameters
  }

  /// Whether a parameter stands between quotes, as in `LIKE '%\(text)%'`: the server would take `$1` literally.
  ///
  /// Counts quotes only, so an apostrophe in a comment of the SQL is to be avoided.
  var hasQuotedParameter: Bool {
    parameters.contains { parameter in
      text[..<parameter.textOffset].count { $0 == UInt8(ascii: "'") } % 2 == 1
    }
  }

  func hash(into hasher: inout Hasher) {
    text.withUnsafeBytes { hasher.combine(bytes: $0) }
  }

  static func == (left: StatementShape, right: StatementShape) -> Bool {
    left.text == right.text && left.parameters.elementsEqual(right.parameters) { $0.type == $1.type }
  }
}

/// The statements prepared on one connection, the least recently used leaving first. Pure: it talks to nobody.
struct StatementCache {
  let limit: Int
  private var statements: [StatementShape: PreparedStatement] = [:]
  private var uses: UInt64 = 0
  private var names: UInt64 = 0

  init(limit: Int) { self.limit = limit }

  var count: Int { statements.count }

  /// The statement prepared for this shape, if there is one.
  mutating func find(_ shape: StatementShape) -> PreparedStatement? {
    guard let statement = statements[shape] else { return nil }
    uses += 1
    statement.lastUse = uses
    return statement
  }

  /// A new statement under a name never used before on this connection, and the one that has to go for it.
  mutating func add(_ shape: StatementShape) -> (added: PreparedStatement, evicted: PreparedStatement?) {
    var evicted: PreparedStatement?
    if statements.count >= limit, let oldest = statements.values.min(by: { $0.lastUse < $1.lastUse }) {
      statements[oldest.shape] = nil
      evicted = oldest
    }
    names += 1
    uses += 1
    let statement = PreparedStatement(name: "s\(names)", shape: shape)
    statement.lastUse = uses
    statements[shape] = statement
    return (statement, evicted)
  }

  /// Forgets a statement the server turned out not to have.
  mutating func remove(_ statement: PreparedStatement) {
    if statements[statement.shape] === statement { statements[statement.shape] = nil }
  }
}
