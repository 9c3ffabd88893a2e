import Core
import FoundationEssentials
import Markup

/// The figures beneath a picture: whoever cannot see it reads the same here.
struct ReportFiguresTable {
  let question: ReportQuestion
  let picker: ReportPicker
  let language: Language

  func main(_ table: ReportTable) -> HTML {
    let rows: [[HTML]] =
      question.by == .month
      ? zip(table.months, zip(table.first, table.second)).map {
        [month($0, table)] + figures($1.0, $1.1, table)
      }
      : table.lines.map { [name($0)] + figures($0.firstSum, $0.secondSum, table) }
    let total: [HTML] = ["\(ReportWords.total.in(language))"] + figures(table.firstSum, table.secondSum, table)
    return Markup.table(
      caption: ReportPageWords.figures.in(language), columns: columns(table), rows: rows, footer: total)
  }

  private func columns(_ table: ReportTable) -> [Column] {
    let own = Column(ReportWords.heading(question.by).in(language))
    let names: [Phrase] =
      switch question.kind {
      case .licences: [ReportWords.bought, ReportWords.assigned, ReportWords.unassigned]
      case .margin:
        table.isComparable
          ? [ReportWords.price, ReportWords.cost, ReportWords.margin, ReportWords.marginPercent]
          : [ReportWords.price, ReportWords.cost]
      case .consumption, .revenue: [ReportWords.total, ReportWords.share]
      }
    return [own] + names.map { Column($0.in(language), kind: .number) }
  }

  private func figures(_ first: Int64, _ second: Int64, _ table: ReportTable) -> [HTML] {
    guard let currency = table.currency, let other = table.secondCurrency else {
      return ["\(grouped("\(first)"))", "\(grouped("\(second)"))", "\(grouped("\(first - second)"))"]
    }
    let amount = Money(minor: first, currency: currency)
    switch question.kind {
    case .margin:
      let cost = Money(minor: second, currency: other)
      guard table.isComparable else { return [amount.html, cost.html] }
      let percent = ReportTable.marginTenths(price: first, cost: second).map { ReportFiguresTable.percent($0) }
      return [amount.html, cost.html, (amount - cost).html, "\(percent ?? "–")"]
    case .consumption, .revenue, .licences:
      let tenths = ReportFiguresTable.share(first, of: table.firstSum)
      return [amount.html, "\(tenths.map { ReportFiguresTable.percent($0) } ?? "–")"]
    }
  }

  /// In tenths of a percent; nil where a share says nothing.
  private static func share(_ part: Int64, of whole: Int64) -> Int? {
    guard whole > 0 else { return nil }
    return Rounding.halfAwayFromZero(Int128(part) * 1000, over: Int128(whole)).map { Int($0) }
  }

  /// `7.7 %`, `−3.0 %`.
  private static func percent(_ tenths: Int) -> String { grouped(RenewalsAPI.percent(tenths)) + "\u{A0}%" }

  private func month(_ month: Month, _ table: ReportTable) -> HTML {
    let name: HTML = "<time>\(month.description)</time>"
    guard table.openMonths.contains(month) else { return name }
    return "\(name) \(badge(ReportWords.soFar.in(language), tone: .warning))"
  }

  /// Leads to the same report narrowed to the line.
  private func name(_ line: ReportTable.Line) -> HTML {
    let words = ReportWords.name(line, language)
    guard let id = line.id, let address = picker.address(narrowedTo: id, question) else { return "\(words)" }
    return "<a href=\"\(checkedHref(address))\">\(words)</a>"
  }

  /// What the picture of months draws, number by number.
  func months(_ table: ReportTable, _ chart: Chart) -> HTML {
    guard let currency = table.currency else { return .empty }
    func money(_ minor: Int64) -> HTML { Money(minor: minor, currency: currency).html }
    let addsUp = question.kind != .margin
    let first = table.first
    let rows: [[HTML]] = table.months.indices.map { index in
      let amounts = chart.series.map { money($0.values[index]) }
      return [month(table.months[index], table)] + amounts + (addsUp ? [money(first[index])] : [])
    }
    let sums = chart.series.map { money($0.values.reduce(0, +)) } + (addsUp ? [money(table.firstSum)] : [])
    let columns =
      [Column(ReportWords.heading(.month).in(language))]
      + chart.series.map { Column($0.name, kind: .number) }
      + (addsUp ? [Column(ReportWords.total.in(language), kind: .number)] : [])
    let listed = Markup.table(
      caption: ReportPageWords.development.in(language), columns: columns, rows: rows,
      footer: ["\(ReportWords.total.in(language))"] + sums)
    return disclosure(summary: ReportPageWords.everyMonth.in(language), listed)
  }
}
