/// How series are told apart: each has a tone, a pattern, a marker and a dash of its own. Tones are attributes, so that
/// a saved picture has them; on a page the style sheet's classes come first, which know dark screens and paper.
enum ChartTone {
  private static let tones = ["#3a4fd0", "#d88a1f", "#12806a", "#a63a7a", "#5a6372", "#7a9a16", "#9aa3b2"]
  private static let dashes = ["none", "7 4", "2 3", "10 3 2 3", "4 2", "1 2", "12 4"]

  private static func tone(_ index: Int) -> String { tones[index % tones.count] }

  /// How a series' bars are filled: the first plainly, the others with lines or dots on their tone.
  static func pattern(_ index: Int, _ id: String) -> HTML {
    """
    <pattern id="\(id)-\(index)" width="8" height="8" patternUnits="userSpaceOnUse">\
    <rect class="chart-fill-\(index)" width="8" height="8" fill="\(tone(index))"/>\(marks(index))</pattern>
    """
  }

  private static func marks(_ index: Int) -> HTML {
    func lines(_ path: StaticString) -> HTML {
      let drawn = HTML(stringLiteral: path)
      return "<path class=\"chart-ink\" d=\"\(drawn)\" stroke=\"#fff\" stroke-width=\"2\" fill=\"none\"/>"
    }
    switch index % tones.count {
    case 1: return lines("M-2 2 2 -2 M0 8 8 0 M6 10 10 6")
    case 2:
      return """
        <circle class="chart-dot" cx="2" cy="2" r="1.4" fill="#fff"/>\
        <circle class="chart-dot" cx="6" cy="6" r="1.4" fill="#fff"/>
        """
    case 3: return lines("M0 4 H8")
    case 4: return lines("M-2 6 2 10 M0 0 8 8 M6 -2 10 2")
    case 5: return lines("M4 0 V8")
    case 6: return lines("M0 4 H8 M4 0 V8")
    default: return .empty
    }
  }

  static func bar(_ index: Int, x: Double, y: Double, width: Double, height: Double, id: String, isUnfinished: Bool)
    -> HTML
  {
    let dash: HTML = isUnfinished ? " stroke-dasharray=\"4 3\" fill-opacity=\"0.6\"" : ""
    return """
      <rect class="chart-edge-\(index)" x="\(number(x))" y="\(number(y))" width="\(number(max(0, width)))" \
      height="\(number(max(0, height)))" fill="url(#\(id)-\(index))" stroke="\(tone(index))"\(dash)/>

      """
  }

  static func swatch(_ index: Int, x: Double, y: Double, id: String) -> HTML {
    bar(index, x: x, y: y, width: 18, height: 11, id: id, isUnfinished: false)
  }

  /// A line through points; `d` is a path.
  static func path(_ index: Int, _ points: [(x: Double, y: Double)]) -> HTML {
    let drawn = points.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: " L")
    return """
      <path class="chart-edge-\(index)" d="M\(drawn)" fill="none" stroke="\(tone(index))" stroke-width="2" \
      stroke-dasharray="\(dashes[index % dashes.count])"/>

      """
  }

  /// A circle, square, diamond or triangle; hollow where the category is unfinished.
  static func marker(_ index: Int, x: Double, y: Double, isUnfinished: Bool = false) -> HTML {
    let kind = "chart-edge-\(index) \(isUnfinished ? "chart-hollow" : "chart-fill-\(index)")"
    let fill = isUnfinished ? "#fff" : tone(index)
    let shape: String =
      switch index % 4 {
      case 0: "M\(number(x - 4)) \(number(y)) a4 4 0 1 0 8 0 a4 4 0 1 0 -8 0"
      case 1: "M\(number(x - 4)) \(number(y - 4)) h8 v8 h-8 Z"
      case 2: "M\(number(x)) \(number(y - 5.5)) l5.5 5.5 l-5.5 5.5 l-5.5 -5.5 Z"
      default: "M\(number(x)) \(number(y - 5)) l5 9 h-10 Z"
      }
    return "<path class=\"\(kind)\" d=\"\(shape)\" fill=\"\(fill)\" stroke=\"\(tone(index))\"/>\n"
  }
}
