import Core
import FoundationEssentials
import HTTP

/// Reports over HTTP: as JSON, as files, and as a picture.
enum ReportsAPI {
  enum Format: String, CaseIterable { case json, csv, xlsx, svg }

  static func consumption(_ call: Call) throws -> Response { try answer(.consumption, call) }
  static func licences(_ call: Call) throws -> Response { try answer(.licences, call) }
  static func margin(_ call: Call) throws -> Response { try answer(.margin, call) }
  static func revenue(_ call: Call) throws -> Response { try answer(.revenue, call) }

  private static let all: [QueryParameter] = [
    QueryParameter("by", "What it is broken down by: `month`, `service`, `customer` … as one's place allows."),
    QueryParameter("from", "The first month, e.g. `2026-01`; twelve months unless told."),
    QueryParameter("to", "The last month; the present one unless told. At most 24 months."),
    QueryParameter("leg", "For resellers: `price`, what customers owe (unless told), or `cost`, what it owes itself."),
    QueryParameter(
      "figure", "`billed`: in the month it was posted. `effective`: spread over the days it covers, of one customer."),
    QueryParameter("resellerId", "Only this reseller's.", format: "uuid"),
    QueryParameter("customerId", "Only this customer's.", format: "uuid"),
    QueryParameter("serviceId", "Only this service's.", format: "uuid"),
    QueryParameter("centreId", "Only this billing centre's.", format: "uuid"),
    QueryParameter(
      "top", "Lines by themselves, 1 to 200, largest first; the others are added up. 12 unless told; files have all.",
      format: "int32"),
    QueryParameter("currency", "Of a picture: which currency's, if there are several."),
    QueryParameter("format", "`json`, `csv`, `xlsx` or `svg`."),
  ]

  static func parameters(of kind: ReportKind) -> [QueryParameter] {
    let left: Set<String> =
      switch kind {
      case .consumption: []
      case .licences: ["from", "to", "leg", "figure", "centreId", "currency"]
      case .margin: ["leg", "figure", "centreId", "resellerId"]
      case .revenue: ["leg", "figure", "centreId"]
      }
    return all.filter { !left.contains($0.name) }
  }

  private static func answer(_ kind: ReportKind, _ call: Call) throws -> Response {
    let format: Format = try choice("format", call) ?? .json
    var draft = try draft(kind, call)
    if format == .csv || format == .xlsx { draft.top = Bounds.reportLines }
    let report = try Reports.report(draft, in: call.work)
    switch format {
    case .json:
      var json = JSONWriter(capacity: 4096)
      write(&json, report, call.actor.language)
      return .json(json)
    case .csv, .xlsx, .svg: return try ReportFiles.response(report, format, call)
    }
  }

  private static func draft(_ kind: ReportKind, _ call: Call) throws -> Reports.Draft {
    var draft = Reports.Draft(kind)
    draft.by = try choice("by", call)
    draft.from = try month("from", call)
    draft.to = try month("to", call)
    draft.leg = try choice("leg", call)
    draft.figure = try choice("figure", call) ?? .billed
    draft.reseller = try call.queryID("resellerId")
    draft.customer = try call.queryID("customerId")
    draft.service = try call.queryID("serviceId")
    draft.centre = try call.queryID("centreId")
    if let text = call.query("top") {
      guard let top = Int(text), (1...Bounds.pageMaximum).contains(top) else {
        throw HTTPFault.queryMalformed("top", "reports.top_out_of_range")
      }
      draft.top = top
    }
    return draft
  }

  private static func choice<Value: RawRepresentable<String>>(_ name: String, _ call: Call) throws -> Value? {
    guard let text = call.query(name) else { return nil }
    guard let value = Value(rawValue: text) else { throw HTTPFault.queryMalformed(name, "field.not_a_choice") }
    return value
  }

  private static func month(_ name: String, _ call: Call) throws -> Month? {
    guard let text = call.query(name) else { return nil }
    guard let month = Month(text) else { throw HTTPFault.queryMalformed(name, "field.month_malformed") }
    return month
  }

  // MARK: - JSON

  private static func write(_ json: inout JSONWriter, _ report: Reports.Report, _ language: Language) {
    let question = report.question
    json.object { json in
      json.member("report", question.kind.rawValue)
      json.member("by", question.by.rawValue)
      guard question.kind != .licences else { return writeLicences(&json, report, language) }
      json.member("from", question.period.from)
      json.member("to", question.period.to)
      if question.kind != .margin {
        json.member("leg", question.leg.rawValue)
        json.member("figure", question.figure.rawValue)
      }
      json.array("currencies", report.tables) { json, table in
        question.kind == .margin
          ? writeMargin(&json, table, question, language) : writeAmounts(&json, table, question, language)
      }
    }
  }

  private static func lines(_ table: ReportTable, _ question: ReportQuestion) -> [ReportTable.Line] {
    question.by == .month ? [] : table.lines
  }

  private static func head(_ json: inout JSONWriter, _ line: ReportTable.Line, _ language: Language) {
    json.member("id", line.id.map { ID<Service>($0) })
    json.member("name", ReportWords.name(line, language))
    json.member("count", line.count)
  }

  private static func writeAmounts(
    _ json: inout JSONWriter, _ table: ReportTable, _ question: ReportQuestion, _ language: Language
  ) {
    guard let currency = table.currency else { return json.null() }
    func money(_ minor: Int64) -> Money { Money(minor: minor, currency: currency) }
    json.object { json in
      json.member("currency", currency.code)
      json.member("total", money(table.firstSum))
      json.array("months", zip(table.months, table.first)) { json, month in
        json.object {
          $0.member("month", month.0)
          $0.member("soFar", table.openMonths.contains(month.0))
          $0.member("amount", money(month.1))
        }
      }
      json.array("lines", lines(table, question)) { json, line in
        json.object { json in
          head(&json, line, language)
          json.member("total", money(line.firstSum))
          json.array("months", zip(table.months, line.first)) { json, month in
            json.object {
              $0.member("month", month.0)
              $0.member("amount", money(month.1))
            }
          }
        }
      }
    }
  }

  private static func writeMargin(
    _ json: inout JSONWriter, _ table: ReportTable, _ question: ReportQuestion, _ language: Language
  ) {
    json.object { json in
      json.member("currency", table.currency?.code)
      json.member("costCurrency", table.secondCurrency?.code)
      json.object("total") { write(&$0, table, table.firstSum, table.secondSum) }
      json.array("months", table.months.indices) { json, month in
        json.object {
          $0.member("month", table.months[month])
          $0.member("soFar", table.openMonths.contains(table.months[month]))
          write(&$0, table, table.first[month], table.second[month])
        }
      }
      json.array("lines", lines(table, question)) { json, line in
        json.object {
          head(&$0, line, language)
          write(&$0, table, line.firstSum, line.secondSum)
        }
      }
    }
  }

  /// Price, cost and what is between them; null where they are in two currencies.
  private static func write(_ json: inout JSONWriter, _ table: ReportTable, _ price: Int64, _ cost: Int64) {
    json.member("price", table.currency.map { Money(minor: price, currency: $0) })
    json.member("cost", table.secondCurrency.map { Money(minor: cost, currency: $0) })
    let currency = table.isComparable ? table.currency : nil
    json.member("margin", currency.map { Money(minor: price - cost, currency: $0) })
    let tenths = table.isComparable ? ReportTable.marginTenths(price: price, cost: cost) : nil
    json.member("marginPercent", tenths.map { RenewalsAPI.percent($0) })
  }

  private static func writeLicences(_ json: inout JSONWriter, _ report: Reports.Report, _ language: Language) {
    let table = report.tables.first
    func write(_ json: inout JSONWriter, _ bought: Int64, _ assigned: Int64) {
      json.member("bought", Int(bought))
      json.member("assigned", Int(assigned))
      json.member("unassigned", Int(bought - assigned))
    }
    json.object("total") { write(&$0, table?.firstSum ?? 0, table?.secondSum ?? 0) }
    json.array("lines", table?.lines ?? []) { json, line in
      json.object {
        head(&$0, line, language)
        write(&$0, line.firstSum, line.secondSum)
      }
    }
  }
}
