import Markup
import Testing

private let hostile = "\"><script>alert('x')</script>"

private func chart(_ values: [[Int64]], labels: [String]? = nil, decimals: Int = 2, open: Int? = nil) -> Chart {
  let count = values.first?.count ?? 0
  return Chart(
    title: "Title", summary: "Summary",
    categories: (0..<count).map {
      Chart.Category(labels?[$0] ?? "C\($0)", group: "2026", isUnfinished: $0 == open)
    },
    series: values.enumerated().map { Chart.Series(name: "Series \($0.offset)", values: $0.element) },
    decimals: decimals, unfinishedNote: "* so far")
}

private typealias Draw = @Sendable (Chart, ChartSize, String) -> HTML
private let draws: [(name: String, draw: Draw)] = [
  ("bars", { barChart($0, size: $1, id: $2) }), ("rows", { rowChart($0, size: $1, id: $2) }),
  ("lines", { lineChart($0, size: $1, id: $2) }),
]

/// The numbers of all attributes of this name.
private func numbers(_ attribute: String, in html: HTML) -> [Double] {
  html.text.split(separator: " \(attribute)=\"").dropFirst().compactMap {
    $0.split(separator: "\"", maxSplits: 1).first.flatMap { Double($0) }
  }
}

@Suite struct ChartTests {
  @Test(arguments: [
    (0.0, 4466.0, 2, ["0", "20", "40", "60"]),
    (-120, 90, 0, ["\u{2212}200", "\u{2212}100", "0", "100"]),
    (0, 0, 2, ["0", "0.01"]), (0, 3, 0, ["0", "1", "2", "3"]),
    (0, 3_900_000, 2, ["0", "10\u{202F}k", "20\u{202F}k", "30\u{202F}k", "40\u{202F}k"]),
    (0, 1_234_567_890_00, 2, ["0", "500\u{202F}M", "1\u{2009}000\u{202F}M", "1\u{2009}500\u{202F}M"]),
    (0, 700, 0, ["0", "200", "400", "600", "800"]), (0, 1234, 3, ["0", "0.5", "1.0", "1.5"]),
  ])
  func `an axis names round values around all there are, zero among them`(
    _ low: Double, _ high: Double, _ decimals: Int, _ labels: [String]
  ) {
    let scale = ChartScale(from: low, to: high)
    #expect(scale.labels(decimals: decimals) == labels)
    #expect(scale.lowest <= low && scale.highest >= high && scale.ticks.contains(0))
  }

  @Test func `the largest values there are do not break an axis`() {
    let scale = ChartScale(from: Double(Int64.min), to: Double(Int64.max))
    #expect(scale.ticks.count < 12 && scale.labels(decimals: 0).allSatisfy { !$0.contains("∞") })
    for (name, draw) in draws {
      let drawn = draw(chart([[.max, .min, 0], [.max, .min, 1]]), .narrow, "a")
      #expect(!drawn.text.contains("nan") && !drawn.text.contains("inf"), "\(name)")
    }
  }

  @Test(arguments: draws.indices)
  func `a chart lets no text become markup and needs nothing a strict policy forbids`(_ index: Int) {
    let (name, draw) = draws[index]
    let chart = Chart(
      title: hostile, summary: hostile, categories: [Chart.Category(hostile, group: hostile, isUnfinished: true)],
      series: [Chart.Series(name: hostile, values: [1]), Chart.Series(name: hostile, values: [2])],
      unfinishedNote: hostile)
    for size in ChartSize.allCases {
      let text = draw(chart, size, "a").text
      #expect(!text.contains("<script>") && !text.contains("alert('x')"), "\(name)")
      #expect(!text.contains("style=") && !text.contains("<style"), "\(name)")
      for part in ["role=\"img\"", "<title id=\"a-t\">", "<desc id=\"a-d\">", "aria-labelledby=\"a-t a-d\""] {
        #expect(text.contains(part), "\(name) \(part)")
      }
    }
  }

  @Test(arguments: draws.indices)
  func `nothing is drawn outside the picture, whatever the values`(_ index: Int) {
    let (name, draw) = draws[index]
    let cases: [[[Int64]]] = [
      [[5]], [[0]], [[-5]], [[0, 0, 0]], [[100, -40, 3], [-7, -9, 1000]], [Array(repeating: 9_876_543_210, count: 24)],
      [[1, 1_000_000_000_000]], (0..<7).map { [Int64($0), 7, -3] },
    ]
    for values in cases {
      for size in ChartSize.allCases {
        let drawn = draw(chart(values, open: 0), size, "a")
        let box = drawn.text.split(separator: "viewBox=\"0 0 ")[1].split(separator: "\"")[0].split(separator: " ")
        let (width, height) = (Double(box[0])!, Double(box[1])!)
        for x in ["x", "x1", "x2"].flatMap({ numbers($0, in: drawn) }) {
          #expect((0...width).contains(x), "\(name) \(values) \(size)")
        }
        for y in ["y", "y1", "y2"].flatMap({ numbers($0, in: drawn) }) {
          #expect((0...height).contains(y), "\(name) \(values) \(size)")
        }
        #expect(numbers("height", in: drawn).allSatisfy { $0 >= 0 && $0 <= height })
      }
    }
  }

  @Test func `months that do not fit are named every so often, and always the last`() {
    let labels = (1...24).map { "sept. \($0)" }
    let wide = barChart(chart([Array(repeating: 1, count: 24)], labels: labels), size: .wide, id: "a").text
    let narrow = barChart(chart([Array(repeating: 1, count: 24)], labels: labels), size: .narrow, id: "a").text
    let shown = { (text: String) in labels.filter { text.contains(">\($0)<") } }
    #expect(shown(wide).count > shown(narrow).count && shown(narrow).count >= 4)
    #expect(shown(narrow).last == "sept. 24" && shown(wide).last == "sept. 24")
  }

  @Test func `a name too long for its place is cut short, and pointing at it says all of it`() {
    let long = String(repeating: "Gesellschaft für Maschinenbau ", count: 9)
    let drawn = rowChart(chart([[3]], labels: [long]), size: .wide, id: "a").text
    #expect(drawn.contains("…<title>\(long)</title>"))
    let hebrew = rowChart(chart([[3]], labels: ["חברת ענן בע״מ"]), size: .narrow, id: "a").text
    #expect(hebrew.contains(">חברת ענן בע״מ<"))
    let wide = rowChart(chart([[3]], labels: [String(repeating: "株", count: 60)]), size: .narrow, id: "a").text
    #expect(wide.contains("…<title>"))
  }

  @Test func `series differ by pattern, markers and dashes, not by colour alone`() {
    let bars = barChart(chart((0..<7).map { _ in [5, 6] }), size: .wide, id: "a").text
    let patterns = bars.split(separator: "<pattern ").dropFirst().map { pattern in
      pattern.split(separator: "</pattern>")[0].split(separator: "/>", maxSplits: 1).dropFirst().joined()
    }
    #expect(patterns.count == 7 && Set(patterns).count == 7)
    let lines = lineChart(chart([[1, 2], [2, 3], [3, 4]]), size: .wide, id: "a").text
    let dashes = lines.split(separator: "stroke-dasharray=\"").dropFirst().map { $0.split(separator: "\"")[0] }
    #expect(Set(dashes).count == 3)
  }

  @Test func `what is not finished is dashed, marked with a star, and the star is explained`() {
    for (name, draw) in draws where name != "rows" {
      let text = draw(chart([[5, 6]], open: 1), .wide, "a").text
      #expect(text.contains(">C1*<") && text.contains(">* so far<") && !text.contains(">C0*<"), "\(name)")
      #expect(!draw(chart([[5, 6]]), .wide, "a").text.contains("so far"), "\(name)")
    }
  }

  @Test func `values stand exactly at their bars, thousands apart, with a real minus`() {
    let drawn = rowChart(chart([[1_234_567, -50, 0]]), size: .wide, id: "a").text
    for value in [">12\u{2009}345.67<", ">\u{2212}0.50<", ">0.00<"] { #expect(drawn.contains(value), "\(value)") }
  }

  @Test func `a figure has both widths, with ids of their own`() {
    let figure = chartFigure(chart([[1, 2]]), id: "f") { barChart($0, size: $1, id: $2) }.text
    #expect(figure.contains("class=\"chart-wide\"") && figure.contains("class=\"chart-narrow\""))
    let ids = figure.split(separator: " id=\"").dropFirst().map { $0.split(separator: "\"")[0] }
    #expect(Set(ids).count == ids.count && ids.count >= 6)
    #expect(chart([[0, 0]]).isEmpty && chart([]).isEmpty && !chart([[0, 1]]).isEmpty)
  }
}
