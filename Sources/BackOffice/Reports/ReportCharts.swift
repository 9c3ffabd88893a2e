import Core
import FoundationEssentials
import Markup

/// The pictures of a report's tables.
struct ReportCharts {
  let question: ReportQuestion
  let language: Language
  private typealias Words = ReportPageWords

  /// A picture and how it is drawn.
  struct Picture {
    let chart: Chart
    let draw: (Chart, ChartSize, String) -> HTML
  }

  /// Lines that can be told apart in one bar; the others are added up.
  private static let stackedLines = 6

  /// What stands on top: bars of the lines, or of the months where there are none.
  func main(_ table: ReportTable) -> Picture {
    switch question.kind {
    case .licences: Picture(chart: licences(table), draw: rowChart)
    case .margin:
      question.by == .month
        ? Picture(chart: marginMonths(table), draw: lineChart) : Picture(chart: marginLines(table), draw: rowChart)
    case .consumption, .revenue:
      question.by == .month
        ? Picture(chart: months(table), draw: barChart) : Picture(chart: lines(table), draw: rowChart)
    }
  }

  /// How it came about month by month, where the first picture does not say so.
  func development(_ table: ReportTable) -> Picture? {
    guard question.kind != .licences, question.by != .month, table.months.count > 1 else { return nil }
    if question.kind == .margin { return Picture(chart: marginMonths(table), draw: lineChart) }
    return Picture(chart: months(table), draw: barChart)
  }

  func title(_ table: ReportTable) -> String {
    let name = ReportWords.kind(question.kind).in(language)
    return table.currency.map { "\(name) · \($0.code)" } ?? name
  }

  private func values(_ table: ReportTable) -> [String: String] {
    [
      "report": ReportWords.kind(question.kind).in(language), "from": question.period.from.description,
      "to": question.period.to.description, "currency": table.currency?.code ?? "",
    ]
  }

  private func categories(_ table: ReportTable) -> [Chart.Category] {
    table.months.map {
      Chart.Category(
        ReportWords.shortMonth($0, language), group: String($0.description.prefix(4)),
        isUnfinished: table.openMonths.contains($0))
    }
  }

  private func ofMonths(_ table: ReportTable, _ summary: Phrase, _ series: [Chart.Series]) -> Chart {
    Chart(
      title: title(table), summary: summary.in(language, values(table)), categories: categories(table),
      series: series, decimals: table.currency?.exponent ?? 0, unfinishedNote: ReportWords.star.in(language))
  }

  private func ofLines(_ table: ReportTable, _ series: [Chart.Series]) -> Chart {
    Chart(
      title: title(table), summary: Words.barsOfLines.in(language, values(table)),
      categories: table.lines.map { Chart.Category(ReportWords.name($0, language)) }, series: series,
      decimals: table.currency?.exponent ?? 0)
  }

  private func lines(_ table: ReportTable) -> Chart {
    ofLines(table, [Chart.Series(name: ReportWords.total.in(language), values: table.lines.map(\.firstSum))])
  }

  private func months(_ table: ReportTable) -> Chart {
    guard question.by != .month else {
      return ofMonths(
        table, Words.barsOfMonths, [Chart.Series(name: ReportWords.total.in(language), values: table.first)])
    }
    let hasMore = table.lines.count > ReportCharts.stackedLines
    let own = table.lines.prefix(hasMore ? ReportCharts.stackedLines - 1 : ReportCharts.stackedLines)
    var series = own.map { Chart.Series(name: ReportWords.name($0, language), values: $0.first) }
    let rest = table.lines.dropFirst(own.count)
    if !rest.isEmpty {
      let count = rest.reduce(0) { $0 + $1.count }
      let sums = table.months.indices.map { month in rest.reduce(0) { $0 + $1.first[month] } }
      series.append(Chart.Series(name: ReportWords.others(count, language), values: sums))
    }
    return ofMonths(table, Words.barsOfMonths, series)
  }

  private func marginMonths(_ table: ReportTable) -> Chart {
    let first = table.first
    let second = table.second
    return ofMonths(
      table, Words.linesOfMonths,
      [
        Chart.Series(name: ReportWords.price.in(language), values: first),
        Chart.Series(name: ReportWords.cost.in(language), values: second),
        Chart.Series(name: ReportWords.margin.in(language), values: zip(first, second).map { $0 - $1 }),
      ])
  }

  private func marginLines(_ table: ReportTable) -> Chart {
    ofLines(
      table,
      [
        Chart.Series(
          name: ReportWords.margin.in(language), values: table.lines.map { $0.firstSum - $0.secondSum })
      ])
  }

  private func licences(_ table: ReportTable) -> Chart {
    ofLines(
      table,
      [
        Chart.Series(name: ReportWords.bought.in(language), values: table.lines.map(\.firstSum)),
        Chart.Series(name: ReportWords.assigned.in(language), values: table.lines.map(\.secondSum)),
      ])
  }
}
