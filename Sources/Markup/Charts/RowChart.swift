/// Bars from left to right, one row per category with a bar per series, each with its value at its end.
///
/// Wide, names stand beside their bars; narrow, above them. Negative values reach to the left of zero.
package func rowChart(_ chart: Chart, size: ChartSize, id: String) -> HTML {
  var rows = RowChart(chart: chart, size: size, id: id)
  return rows.picture()
}

private struct RowChart {
  private let chart: Chart
  private let size: ChartSize
  private let id: String
  private var drawing = Drawing()
  private var y = 4.0

  private static let barHeight = 15.0
  private static let gap = 3.0
  private static let rowGap = 11.0
  private static let nameWidth = 230.0

  private let smallest: Double
  private let largest: Double
  private let bars: ClosedRange<Double>

  init(chart: Chart, size: ChartSize, id: String) {
    self.chart = chart
    self.size = size
    self.id = id
    let values = chart.series.flatMap(\.values)
    smallest = min(0, Double(values.min() ?? 0))
    largest = max(0, Double(values.max() ?? 0))
    let widest = values.map { ChartText.width(chartAmount($0, decimals: chart.decimals)) }.max() ?? 0
    let room = min(widest + 12, size.width / 3)
    let left = (size == .wide ? RowChart.nameWidth : 0) + (smallest < 0 ? room : 0)
    let right = size.width - (largest > 0 || smallest == 0 ? room : 4)
    bars = left...max(right, left + 40)
  }

  private func x(_ value: Double) -> Double {
    let span = largest - smallest
    guard span > 0 else { return bars.lowerBound }
    return bars.lowerBound + (value - smallest) / span * (bars.upperBound - bars.lowerBound)
  }

  mutating func picture() -> HTML {
    if chart.series.count > 1 { y = drawing.legend(chart, width: size.width, id: id, isLine: false) }
    let top = y
    for index in chart.categories.indices { row(index) }
    if size == .wide { drawing.line(x(0), top, x(0), y - RowChart.rowGap / 2, isStrong: true) }
    return drawing.picture(chart, width: size.width, height: y, id: id, patterns: chart.series.count)
  }

  private mutating func row(_ index: Int) {
    let category = chart.categories[index]
    let height = Double(chart.series.count) * (RowChart.barHeight + RowChart.gap) - RowChart.gap
    if size == .wide {
      let name = ChartText.fitted(category.label, into: RowChart.nameWidth - 14)
      let middle = y + height / 2 + ChartText.size * 0.36
      drawing.text(name, x: RowChart.nameWidth - 12, y: middle, anchor: .end, whole: category.label)
    } else {
      let name = ChartText.fitted(category.label, into: size.width)
      drawing.text(name, x: 0, y: y + ChartText.size, whole: category.label)
      y += ChartText.size + 6
    }
    let top = y
    for (series, values) in chart.series.enumerated() { bar(series, values.values[index], category) }
    // Where names stand above their bars, the line of zero leaves them out.
    if size == .narrow { drawing.line(x(0), top - 2, x(0), y, isStrong: true) }
    y += RowChart.rowGap - RowChart.gap
  }

  private mutating func bar(_ series: Int, _ value: Int64, _ category: Chart.Category) {
    let (zero, end) = (x(0), x(Double(value)))
    if value != 0 {
      drawing.add(
        ChartTone.bar(
          series, x: min(zero, end), y: y, width: max(abs(end - zero), 1), height: RowChart.barHeight, id: id,
          isUnfinished: category.isUnfinished))
    }
    let words = chartAmount(value, decimals: chart.decimals)
    let isLeft = value < 0
    drawing.text(
      words, x: end + (isLeft ? -6 : 6), y: y + RowChart.barHeight / 2 + ChartText.size * 0.36,
      anchor: isLeft ? .end : .start)
    y += RowChart.barHeight + RowChart.gap
  }
}

extension Drawing {
  /// Names of the series with their samples, in as many rows as they take; answers where the drawing goes on.
  mutating func legend(_ chart: Chart, width: Double, id: String, isLine: Bool, indent: Double = 0) -> Double {
    var x = indent
    var y = 4.0
    let note = chart.categories.contains(where: \.isUnfinished) ? chart.unfinishedNote : ""
    for (index, series) in chart.series.enumerated() where chart.series.count > 1 {
      let name = ChartText.fitted(series.name, into: min(220, width - indent - 30))
      let room = 26 + ChartText.width(name) + 18
      if x > indent, x + room - 18 > width {
        x = indent
        y += 20
      }
      if isLine {
        add(ChartTone.path(index, [(x, y + 6), (x + 20, y + 6)]))
        add(ChartTone.marker(index, x: x + 10, y: y + 6))
      } else {
        add(ChartTone.swatch(index, x: x, y: y, id: id))
      }
      text(name, x: x + 26, y: y + 10, whole: series.name)
      x += room
    }
    guard !note.isEmpty else { return chart.series.count > 1 ? y + 24 : y }
    if x > indent, x + ChartText.width(note) > width {
      x = indent
      y += 20
    }
    text(note, x: x, y: y + 10, isMuted: true)
    return y + 24
  }
}
