/// What a chart shows: a value per series and category, drawn as SVG by `barChart`, `rowChart` and `lineChart`.
///
/// Values are whole numbers of the smallest unit; `decimals` says how many of their digits stand behind the point. A
/// chart says nothing by colour alone: series differ by pattern, marker and dash too, and a table stands beneath.
package struct Chart: Sendable {
  /// Values of one name across all categories.
  package struct Series: Sendable {
    /// As the legend says it.
    package let name: String
    /// One per category.
    package let values: [Int64]

    /// A series; `values` has one per category.
    package init(name: String, values: [Int64]) {
      self.name = name
      self.values = values
    }
  }

  /// What a bar or point stands for.
  package struct Category: Sendable {
    /// Beside or below its bars.
    package let label: String
    /// In a second line below the first category that has it, e.g. the year of months.
    package let group: String
    /// Whether more may still come: drawn dashed and marked with a star.
    package let isUnfinished: Bool

    /// A finished category without a group unless told otherwise.
    package init(_ label: String, group: String = "", isUnfinished: Bool = false) {
      self.label = label
      self.group = group
      self.isUnfinished = isUnfinished
    }
  }

  /// What the picture is, for those who cannot see it.
  package let title: String
  /// What it shows, in a sentence.
  package let summary: String
  /// From the left, or from the top.
  package let categories: [Category]
  /// At most `Chart.seriesMaximum` of them can be told apart.
  package let series: [Series]
  /// Digits of the values behind the point.
  package let decimals: Int
  /// What the star of an unfinished category means.
  package let unfinishedNote: String

  /// More would not be told apart without colour.
  package static let seriesMaximum = 7

  /// A chart; every series has one value per category.
  package init(
    title: String, summary: String, categories: [Category], series: [Series], decimals: Int = 0,
    unfinishedNote: String = ""
  ) {
    precondition(series.allSatisfy { $0.values.count == categories.count }, "a value per category")
    precondition(series.count <= Chart.seriesMaximum, "more series than can be told apart")
    self.title = title
    self.summary = summary
    self.categories = categories
    self.series = series
    self.decimals = decimals
    self.unfinishedNote = unfinishedNote
  }

  /// Whether there is anything to draw.
  package var isEmpty: Bool { categories.isEmpty || series.allSatisfy { $0.values.allSatisfy { $0 == 0 } } }
}

/// For which width a chart is laid out; on a page both are there and the style sheet shows the one that fits.
package enum ChartSize: String, Sendable, CaseIterable {
  case wide, narrow

  /// Of the drawing, in its own units; a unit is about a pixel.
  var width: Double { self == .wide ? 880 : 310 }
}

/// A chart as a figure of a page, in both widths.
package func chartFigure(_ chart: Chart, id: String, _ draw: (Chart, ChartSize, String) -> HTML) -> HTML {
  let drawn: [HTML] = ChartSize.allCases.map { size in
    "<div class=\"chart-\(size.rawValue)\">\(draw(chart, size, "\(id)-\(size.rawValue)"))</div>"
  }
  return "<figure class=\"chart\">\(drawn)</figure>\n"
}
