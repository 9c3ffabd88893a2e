/// Bars from below, one per category, its series stacked: above zero what is positive, below it what is negative.
package func barChart(_ chart: Chart, size: ChartSize, id: String) -> HTML {
  let positive = chart.categories.indices.map { index in
    chart.series.reduce(0.0) { $0 + max(0, Double($1.values[index])) }
  }
  let negative = chart.categories.indices.map { index in
    chart.series.reduce(0.0) { $0 + min(0, Double($1.values[index])) }
  }
  var plot = Plot(chart, size, id, smallest: negative.min() ?? 0, largest: positive.max() ?? 0, isLine: false)
  for (index, category) in chart.categories.enumerated() {
    let width = min(plot.slot * 0.68, 56)
    let left = plot.middle(of: index) - width / 2
    var (above, below) = (0.0, 0.0)
    for (series, values) in chart.series.enumerated() where values.values[index] != 0 {
      let value = Double(values.values[index])
      let base = value > 0 ? above : below
      if value > 0 { above += value } else { below += value }
      let (a, b) = (plot.y(base), plot.y(base + value))
      plot.drawing.add(
        ChartTone.bar(
          series, x: left, y: min(a, b), width: width, height: max(abs(a - b), 1), id: id,
          isUnfinished: category.isUnfinished))
    }
  }
  return plot.finished(chart, id, patterns: chart.series.count)
}

/// A line per series through the categories' values, each point marked.
package func lineChart(_ chart: Chart, size: ChartSize, id: String) -> HTML {
  let values = chart.series.flatMap(\.values)
  var plot = Plot(
    chart, size, id, smallest: Double(values.min() ?? 0), largest: Double(values.max() ?? 0), isLine: true)
  for (series, line) in chart.series.enumerated() {
    let points = line.values.enumerated().map { (x: plot.middle(of: $0.offset), y: plot.y(Double($0.element))) }
    if points.count > 1 { plot.drawing.add(ChartTone.path(series, points)) }
    for (index, point) in points.enumerated() {
      let isUnfinished = chart.categories[index].isUnfinished
      plot.drawing.add(ChartTone.marker(series, x: point.x, y: point.y, isUnfinished: isUnfinished))
    }
  }
  return plot.finished(chart, id, patterns: 0)
}

/// The frame of a chart with values upwards: legend, grid, axis and the categories' names.
private struct Plot {
  var drawing = Drawing()
  private let size: ChartSize
  private let scale: ChartScale
  private let top: Double
  private let bottom: Double
  private let left: Double
  /// Of each category.
  let slot: Double

  init(
    _ chart: Chart, _ size: ChartSize, _ id: String, smallest: Double, largest: Double, isLine: Bool
  ) {
    self.size = size
    scale = ChartScale(from: smallest, to: largest)
    top = drawing.legend(chart, width: size.width, id: id, isLine: isLine) + 8
    bottom = top + (size == .wide ? 260 : 190)
    let labels = scale.labels(decimals: chart.decimals)
    left = (labels.map(ChartText.width).max() ?? 0) + 10
    slot = (size.width - left - 4) / Double(max(1, chart.categories.count))
    for (tick, label) in zip(scale.ticks, labels) {
      drawing.line(left, y(tick), size.width, y(tick))
      drawing.text(label, x: left - 6, y: y(tick) + ChartText.size * 0.36, anchor: .end, isMuted: true)
    }
    names(chart)
  }

  func y(_ value: Double) -> Double { bottom - scale.place(of: value) * (bottom - top) }

  func middle(of index: Int) -> Double { left + (Double(index) + 0.5) * slot }

  /// As many names as fit without touching, the last among them; a group's name below the first shown of it.
  private mutating func names(_ chart: Chart) {
    let names = chart.categories.map { $0.isUnfinished ? $0.label + "*" : $0.label }
    let stride = ChartText.stride(names, room: slot)
    var group = ""
    var free = -Double.infinity
    for (index, category) in chart.categories.enumerated()
    where (chart.categories.count - 1 - index).isMultiple(of: stride) {
      let name = ChartText.fitted(names[index], into: slot * Double(stride))
      drawing.text(name, x: middle(of: index), y: bottom + 17, anchor: .middle, whole: names[index])
      let start = middle(of: index) - ChartText.width(category.group) / 2
      if category.group != group, start > free {
        drawing.text(category.group, x: middle(of: index), y: bottom + 33, anchor: .middle, isMuted: true)
        free = start + ChartText.width(category.group) + 8
      }
      group = category.group
    }
  }

  /// The zero line lies over the bars.
  mutating func finished(_ chart: Chart, _ id: String, patterns: Int) -> HTML {
    drawing.line(left, y(0), size.width, y(0), isStrong: true)
    let hasGroups = chart.categories.contains { !$0.group.isEmpty }
    return drawing.picture(
      chart, width: size.width, height: bottom + (hasGroups ? 40 : 24), id: id, patterns: max(patterns, 1))
  }
}
