import Core
import FoundationEssentials

/// What somebody wants as files: of which statements, in which formats, and how they are packed.
package struct ExportWish: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// One whole statement.
    case statement
    /// The part of one centre, or on the cost leg of one customer.
    case centre
    /// Many, in one archive with an index.
    case statements
  }

  /// Named one by one, or all that match when it runs.
  package enum Selection: Sendable {
    case named([ID<Statement>])
    case matching(Statements.Filter)
  }

  package let kind: Kind
  package let selection: Selection
  /// Of `centre`: which.
  package let centre: ID<BillingCentre>?
  let formats: [StatementDocuments.Format]
  let options: ExportRendering.Options
  /// Whether each centre's part is a file of its own; of `statements`.
  package let perCentre: Bool
  package let isZipped: Bool
  /// Nil: whoever asked has their own.
  package let language: Language?
  /// As it was asked, to be kept and asked again.
  package let asked: JSONValue

  /// Reads and checks the body; says all that is wrong at once.
  package init(_ asked: JSONValue) throws {
    let fields = try Fields(asked)
    let kind = fields.choice("kind", required: true, of: Kind.self)
    let selection = ExportWish.selection(fields, kind)
    centre = kind == .centre ? fields.id("centreId", required: true) : nil
    let formats = ExportWish.formats(fields)
    options = ExportRendering.Options(
      separator: fields.choice("separator", of: ExportRendering.Separator.self) ?? .comma,
      decimal: fields.choice("decimal", of: ExportRendering.Decimal.self) ?? .point)
    perCentre = kind == .statements ? fields.bool("perCentre") ?? false : false
    language = fields.choice("language")
    let isSingle = kind != .statements && formats.count == 1
    isZipped = fields.bool("zip") ?? !isSingle
    if !isZipped, !isSingle { fields.note("zip", "export.zip_needed") }
    try fields.check()
    guard let kind, let selection else { throw Refusal.notFound }
    self.kind = kind
    self.selection = selection
    self.formats = formats
    self.asked = asked
  }

  /// Nil only where the fields note why.
  private static func selection(_ fields: Fields, _ kind: Kind?) -> Selection? {
    let isFiltered = fields.has("filter") && !fields.isNull("filter")
    let ids: [ID<Statement>]? = fields.ids("statementIds", upTo: Bounds.exportStatements)
    let isNamed = fields.has("statementIds") && !fields.isNull("statementIds")
    if isFiltered, isNamed { fields.note("filter", "export.selection_twice") }
    if !isFiltered, !isNamed || fields.json("statementIds") == .array([]) {
      fields.note("statementIds", "export.selection_missing")
    }
    if kind != .statements, kind != nil, isFiltered || (ids?.count ?? 1) > 1 {
      fields.note(isFiltered ? "filter" : "statementIds", "export.one_statement")
    }
    if isFiltered { return fields.object("filter").map { .matching(filter($0)) } }
    return ids.map { .named(Array(Set($0)).sorted()) }
  }

  private static func filter(_ fields: Fields) -> Statements.Filter {
    var filter = Statements.Filter()
    filter.buyer = fields.id("buyerId")
    filter.month = fields.parsed("month", "field.month_malformed") { Month($0) }
    filter.centre = fields.id("centreId")
    filter.isClosed = fields.choice("status", of: Status.self).map { $0 == .closed }
    filter.search = fields.text("search", upTo: 100)
    fields.noteUnknown()
    return filter
  }

  private enum Status: String { case open, closed }

  private static func formats(_ fields: Fields) -> [StatementDocuments.Format] {
    let texts = fields.texts("formats", upTo: StatementDocuments.Format.allCases.count) ?? []
    if texts.isEmpty { fields.note("formats", "export.format_missing") }
    var formats: [StatementDocuments.Format] = []
    for (index, text) in texts.enumerated() {
      guard let format = StatementDocuments.Format(rawValue: text) else {
        fields.note("formats/\(index)", "field.not_a_choice")
        continue
      }
      if !formats.contains(format) { formats.append(format) }
    }
    return formats
  }

  /// Of `statements` filtered by a centre: whose part alone is wanted.
  var section: ID<BillingCentre>? {
    if case .matching(let filter) = selection { return filter.centre }
    return centre
  }
}
