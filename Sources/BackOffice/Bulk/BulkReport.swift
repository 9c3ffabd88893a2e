import Core
import Documents
import FoundationEssentials
import HTTP

/// A bulk change as a file to keep: every line with what became of it and its figures.
enum BulkReport {
  enum Format: String, CaseIterable { case csv, xlsx }

  static func response(_ record: BulkChanges.Record, _ call: Call) throws -> Response {
    let format = try format(call)
    let lines = try BulkLines.all(of: record, in: call.work)
    let language = call.actor.language
    let columns = columns(call.actor, language)
    let rows = lines.map { row($0, call.actor, language) }
    let title = BulkWords.describe(record.kind, record.body, language)
    let (type, bytes): (String, [UInt8]) =
      switch format {
      case .csv: ("text/csv; charset=utf-8", CSV.bytes(columns: columns.map(\.title), rows: rows))
      case .xlsx:
        (
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          try Workbook.write(
            sheets: [
              Sheet(
                name: BulkWords.title.in(language), titleLines: [title, head(record, language)], columns: columns,
                rows: rows)
            ], title: title)
        )
      }
    let name = "bulk-change-\(record.createdAt.utcDay)-\(record.id.description.suffix(4)).\(format.rawValue)"
    let headers = Headers([("Content-Type", type), ("Content-Disposition", "attachment; filename=\"\(name)\"")])
    return Response(status: 200, headers: headers, body: .bytes(bytes))
  }

  private static func format(_ call: Call) throws -> Format {
    guard let text = call.query("format") else {
      return call.request.headers["Accept"]?.contains("spreadsheetml") ?? false ? .xlsx : .csv
    }
    guard let format = Format(rawValue: text) else { throw HTTPFault.queryMalformed("format", "field.not_a_choice") }
    return format
  }

  private static func head(_ record: BulkChanges.Record, _ language: Language) -> String {
    let at = Portal.clockText(record.startedAt ?? record.createdAt)
    return "\(record.makerName) · \(at) · \(BulkWords.state(record.change.state).in(language))"
  }

  private static func columns(_ actor: Actor, _ language: Language) -> [SheetColumn] {
    var columns = [
      SheetColumn(BulkWords.line.in(language), width: 8, kind: .number),
      SheetColumn(SubscriptionWords.customer.in(language), width: 28),
      SheetColumn(BulkWords.plan.in(language), width: 32), SheetColumn(DeskWords.name.in(language), width: 24),
      SheetColumn(BulkWords.subscriptionID.in(language), width: 38),
      SheetColumn(BulkWords.result.in(language), width: 16), SheetColumn(BulkWords.reasonCode.in(language), width: 26),
      SheetColumn(BulkWords.reason.in(language), width: 48),
      SheetColumn(BulkWords.licencesBefore.in(language), width: 12, kind: .number),
      SheetColumn(BulkWords.licencesAfter.in(language), width: 12, kind: .number),
      SheetColumn(BulkWords.licencesRenewed.in(language), width: 12, kind: .number),
    ]
    for leg in legs(actor) {
      let name = SubscriptionWords.leg(leg, actor).in(language)
      columns.append(SheetColumn("\(name): \(BulkWords.currency.in(language))", width: 10))
      columns += [BulkWords.today, BulkWords.next, BulkWords.recurring].map {
        SheetColumn("\(name): \($0.in(language))", width: 16, kind: .number)
      }
    }
    return columns
  }

  private static func legs(_ actor: Actor) -> [Leg] { [.price, .cost].filter(actor.sees) }

  private static func row(_ line: BulkLine, _ actor: Actor, _ language: Language) -> [Cell] {
    let result = line.result
    let figures = result.figures
    var cells: [Cell] = [
      .integer(line.number), .text(line.customerName), .text(line.planName), .text(line.friendlyName ?? ""),
      .id(line.subscription.description), .text(BulkWords.outcome(result.outcome).in(language)),
      .text(result.code?.text ?? ""),
      .text(result.code.map { Messages.sentence($0, result.details, language) } ?? ""),
      number(figures?.quantityBefore), number(figures?.quantityAfter), number(figures?.renewalQuantity),
    ]
    for leg in legs(actor) {
      guard let total = figures?.totals.first(where: { $0.leg == leg }) else {
        cells += [.empty, .empty, .empty, .empty]
        continue
      }
      cells.append(.text(total.today.currency.code))
      cells += [total.today, total.nextInvoice, total.recurring].map { .decimal($0.amount) }
    }
    return cells
  }

  private static func number(_ value: Int?) -> Cell { value.map { .integer($0) } ?? .empty }
}
