import Core
import Documents
import FoundationEssentials
import HTTP
import Markup

/// A report to take away: every line as CSV or Excel, or its picture.
enum ReportFiles {
  static func response(_ report: Reports.Report, _ format: ReportsAPI.Format, _ call: Call) throws -> Response {
    let language = call.actor.language
    let question = report.question
    let (type, bytes): (String, [UInt8]) =
      switch format {
      case .csv: ("text/csv; charset=utf-8", CSV.bytes(columns: columns(question), rows: rows(report, language)))
      case .xlsx:
        (
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          try Workbook.write(sheets: sheets(report, language), title: title(question, language))
        )
      case .svg: ("image/svg+xml", try picture(report, call))
      case .json: throw HTTPFault.queryMalformed("format", "field.not_a_choice")
      }
    let months = question.kind == .licences ? "" : "-\(question.period.from)-\(question.period.to)"
    let name = "\(question.kind.rawValue)-by-\(question.by.rawValue)\(months).\(format.rawValue)"
    return Response(
      status: 200,
      headers: Headers([("Content-Type", type), ("Content-Disposition", "attachment; filename=\"\(name)\"")]),
      body: .bytes(bytes))
  }

  private static func title(_ question: ReportQuestion, _ language: Language) -> String {
    let name = ReportWords.kind(question.kind).in(language)
    guard question.kind != .licences else { return name }
    return "\(name) \(question.period.from) – \(question.period.to)"
  }

  // MARK: - Rows for programs, names of columns included

  private static func columns(_ question: ReportQuestion) -> [String] {
    switch question.kind {
    case .licences: ["id", "name", "bought", "assigned", "unassigned"]
    case .margin: ["month", "soFar", "id", "name", "price", "currency", "cost", "costCurrency", "margin"]
    case .consumption, .revenue: ["month", "soFar", "id", "name", "amount", "currency"]
    }
  }

  /// One row per line and month with something in it.
  private static func rows(_ report: Reports.Report, _ language: Language) -> [[Cell]] {
    report.tables.flatMap { table in
      table.lines.flatMap { line in
        table.months.indices.compactMap { month in
          let (first, second) = (line.first[month], line.second[month])
          return first == 0 && second == 0
            ? nil : row(table, line, table.months[month], first, second, report.question, language)
        }
      }
    }
  }

  private static func row(
    _ table: ReportTable, _ line: ReportTable.Line, _ month: Month, _ first: Int64, _ second: Int64,
    _ question: ReportQuestion, _ language: Language
  ) -> [Cell] {
    let isMonth = question.by == .month
    let who: [Cell] = [
      isMonth ? .empty : .id(line.id.map { ID<Service>($0).description } ?? ""),
      isMonth ? .empty : .text(ReportWords.name(line, language)),
    ]
    guard let currency = table.currency, let other = table.secondCurrency else {
      return who + [.integer(Int(first)), .integer(Int(second)), .integer(Int(first - second))]
    }
    let isOpen = table.openMonths.contains(month)
    let when: [Cell] = [.text(month.description), .text(isOpen ? "true" : "false")]
    let amount = Cell.decimal(Money(minor: first, currency: currency).amount)
    guard question.kind == .margin else { return when + who + [amount, .text(currency.code)] }
    let margin = table.isComparable ? Cell.decimal(Money(minor: first - second, currency: currency).amount) : .empty
    return when + who + [
      amount, .text(currency.code), .decimal(Money(minor: second, currency: other).amount), .text(other.code), margin,
    ]
  }

  // MARK: - Sheets for people: a line per row, a month per column

  private static func sheets(_ report: Reports.Report, _ language: Language) -> [Sheet] {
    let question = report.question
    let sheets = report.tables.map { table in
      let name = table.currency.map {
        table.isComparable ? $0.code : "\($0.code) \(table.secondCurrency?.code ?? "")"
      }
      let heading = ReportWords.heading(question.by).in(language)
      return Sheet(
        name: name ?? ReportWords.kind(.licences).in(language), titleLines: [title(question, language)],
        columns: [SheetColumn(heading, width: 40)]
          + figureColumns(table, question, language).map { SheetColumn($0, width: 14, kind: .number) },
        rows: sheetRows(table, question, language))
    }
    guard sheets.isEmpty else { return sheets }
    let none = Sheet(
      name: ReportWords.kind(question.kind).in(language), titleLines: [title(question, language)],
      columns: [SheetColumn(ReportWords.heading(question.by).in(language), width: 40)])
    return [none]
  }

  private static func figureColumns(
    _ table: ReportTable, _ question: ReportQuestion, _ language: Language
  ) -> [String] {
    switch question.kind {
    case .licences: [ReportWords.bought, ReportWords.assigned, ReportWords.unassigned].map { $0.in(language) }
    case .margin: [ReportWords.price, ReportWords.cost, ReportWords.margin].map { $0.in(language) }
    case .consumption, .revenue:
      question.by == .month
        ? [table.currency?.code ?? ""]
        : table.months.map { monthName($0, table, language) } + [ReportWords.total.in(language)]
    }
  }

  private static func monthName(_ month: Month, _ table: ReportTable, _ language: Language) -> String {
    table.openMonths.contains(month) ? "\(month) (\(ReportWords.soFar.in(language)))" : month.description
  }

  private static func sheetRows(
    _ table: ReportTable, _ question: ReportQuestion, _ language: Language
  ) -> [[Cell]] {
    guard question.by != .month else {
      let (first, second) = (table.first, table.second)
      return table.months.indices.map { month in
        [.text(monthName(table.months[month], table, language))]
          + figures(table, [first[month]], first[month], second[month], question)
      }
    }
    return table.lines.map {
      [.text(ReportWords.name($0, language))] + figures(table, $0.first, $0.firstSum, $0.secondSum, question)
    }
  }

  private static func figures(
    _ table: ReportTable, _ months: [Int64], _ first: Int64, _ second: Int64, _ question: ReportQuestion
  ) -> [Cell] {
    guard let currency = table.currency, let other = table.secondCurrency else {
      return [.integer(Int(first)), .integer(Int(second)), .integer(Int(first - second))]
    }
    func amount(_ minor: Int64, _ currency: Currency) -> Cell {
      .decimal(Money(minor: minor, currency: currency).amount)
    }
    switch question.kind {
    case .margin:
      return [
        amount(first, currency), amount(second, other), table.isComparable ? amount(first - second, currency) : .empty,
      ]
    case .consumption, .revenue, .licences:
      return question.by == .month ? [amount(first, currency)] : (months + [first]).map { amount($0, currency) }
    }
  }

  // MARK: - The picture

  /// Of the currency asked for, else of the first.
  private static func picture(_ report: Reports.Report, _ call: Call) throws -> [UInt8] {
    let wanted = call.query("currency")
    guard let table = report.tables.first(where: { wanted == nil || $0.currency?.code == wanted }) else {
      throw Refusal.notFound
    }
    let picture = ReportCharts(question: report.question, language: call.actor.language).main(table)
    return picture.draw(picture.chart, .wide, "chart").bytes
  }
}
