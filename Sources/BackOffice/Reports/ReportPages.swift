import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Reports on screen: a picture first, then its figures, and files to take away.
enum ReportPages {
  private typealias Words = ReportPageWords

  /// The kinds open to somebody, in the order of their tabs.
  static func kinds(for actor: Actor) -> [ReportKind] {
    ReportKind.allCases.filter { kind in
      guard !kind.breakdowns(at: actor.level).isEmpty else { return false }
      do {
        try kind.require(of: actor.rights)
        return true
      } catch {
        return false
      }
    }
  }

  static func show(_ call: Call) throws -> Response {
    var call = call
    let language = call.actor.language
    let kinds = kinds(for: call.actor)
    let asked = call.query("report").flatMap { ReportKind(rawValue: $0) }
    // Sellers come for what they take in, customers for what they use.
    let usual = call.actor.level != .customer && kinds.contains(.revenue) ? .revenue : kinds.first ?? .licences
    let picker = ReportPicker(call, asked.flatMap { kinds.contains($0) ? $0 : nil } ?? usual)
    var content = HTML.empty
    do {
      let asked = try Reports.report(picker.draft, in: call.work)
      let report = picker.draft.from == nil ? asked.withoutEmptyBeginning : asked
      content = try page(report, picker, call)
    } catch let refusal as Refusal {
      guard case .invalid = refusal else { throw refusal }
      call.refusal = refusal
      content = "\(head(picker, call, nil))\(try picker.form(nil))"
    }
    return try Portal.page(call, ReportWords.reports.in(language), at: .reports, content)
  }

  private static func head(_ picker: ReportPicker, _ call: Call, _ report: Reports.Report?) -> HTML {
    let language = call.actor.language
    let items = kinds(for: call.actor).map {
      NavItem(label: ReportWords.kind($0).in(language), href: picker.address(of: $0), current: $0 == picker.draft.kind)
    }
    let meaning = report.map { ReportWords.meaning($0.question, at: call.actor.level).in(language) }
    let files = report.map { report in
      report.tables.isEmpty
        ? []
        : [("xlsx", "Excel"), ("csv", "CSV")].map { format, label in
          buttonLink(label: label, href: picker.file(report.question, format: format, currency: nil))
        }
    }
    return """
      \(pageHeader(title: "\(ReportWords.reports.in(language))", subtitle: meaning.map { "\($0)" },
        actions: files ?? []))
      \(when: items.count > 1, tabs(label: Words.kinds.in(language), items))
      """
  }

  private static func page(_ report: Reports.Report, _ picker: ReportPicker, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let figures = ReportFiguresTable(question: report.question, picker: picker, language: language)
    let charts = ReportCharts(question: report.question, language: language)
    let cards: [HTML] = report.tables.enumerated().map { place, table in
      tableCards(place, table, charts, figures, picker, language)
    }
    let isLicences = report.question.kind == .licences
    let nothing: HTML =
      "<div class=\"empty\"><p>\((isLicences ? Words.noLicences : Words.nothing).in(language))</p></div>"
    return """
      \(head(picker, call, report))\(try picker.form(report.question))
      \(cards)\(when: cards.isEmpty, nothing)
      """
  }

  /// The picture, its figures, and how they came about.
  private static func tableCards(
    _ place: Int, _ table: ReportTable, _ charts: ReportCharts, _ figures: ReportFiguresTable, _ picker: ReportPicker,
    _ language: Language
  ) -> HTML {
    let main = charts.main(table)
    let currency = table.currency?.code
    let picture = buttonLink(
      label: "\(Words.picture.in(language)) (SVG)",
      href: picker.file(charts.question, format: "svg", currency: currency))
    guard table.isComparable || charts.question.kind != .margin else {
      let values = ["price": currency ?? "", "cost": table.secondCurrency?.code ?? ""]
      return card(
        title: "\(ReportWords.kind(.margin).in(language)) · \(currency ?? "") / \(table.secondCurrency?.code ?? "")",
        "<p>\(Words.otherCurrencies.in(language, values))</p>\(figures.main(table))")
    }
    let shown: HTML = main.chart.isEmpty ? .empty : chartFigure(main.chart, id: "chart-\(place)", main.draw)
    let first = card(
      title: charts.title(table), actions: main.chart.isEmpty ? [] : [picture], "\(shown)\(figures.main(table))")
    guard let development = charts.development(table), !development.chart.isEmpty else { return first }
    let second = card(
      title: "\(Words.development.in(language))\(currency.map { " · \($0)" } ?? "")",
      """
      \(chartFigure(development.chart, id: "months-\(place)", development.draw))\
      \(figures.months(table, development.chart))
      """)
    return "\(first)\(second)"
  }
}
