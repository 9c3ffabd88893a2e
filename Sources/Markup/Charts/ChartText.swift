/// Text in a drawing, where nothing wraps: how wide it comes out, and what of it fits.
enum ChartText {
  /// Of all text, in units of the drawing.
  static let size = 12.0

  /// An estimate on the wide side, in units of the drawing; marks that combine take no room, and letters of East Asia
  /// are as wide as they are high.
  static func width(_ text: String) -> Double { text.reduce(0) { $0 + width($1) } }

  private static func width(_ character: Character) -> Double {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100...0x11FF, 0x2E80...0xA4CF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0x1F300...0x1FAFF, 0x20000...0x3FFFF:
      return size * 1.05
    case 0x2009, 0x202F: return size * 0.25
    default: break
    }
    switch character {
    case "i", "j", "l", "I", ".", ",", "'", "’", "|", ":", ";", "!", " ": return size * 0.33
    case "m", "w", "M", "W", "@", "…", "%": return size * 0.95
    case "A"..."Z": return size * 0.73
    default: return size * 0.59
    }
  }

  /// The text, or as much of its beginning as fits, with `…`.
  static func fitted(_ text: String, into room: Double) -> String {
    if width(text) <= room { return text }
    var left = room - width("…" as Character)
    let kept = text.prefix { character in
      left -= width(character)
      return left >= 0
    }
    var beginning = String(kept)
    while beginning.last == " " { beginning.removeLast() }
    return beginning + "…"
  }

  /// Every how many of labels can be shown so that none touches the next, where each has `room`.
  static func stride(_ labels: [String], room: Double) -> Int {
    let widest = (labels.map(width).max() ?? 0) + 6
    guard room > 0, widest > room else { return 1 }
    return Int((widest / room).rounded(.up))
  }
}

/// What is drawn: shapes and words as SVG, with the tones as attributes so that a saved picture has them too.
struct Drawing {
  private(set) var markup = HTML()

  mutating func add(_ more: HTML) { markup.append(more) }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, isStrong: Bool = false) {
    let kind = isStrong ? "chart-axis" : "chart-grid"
    let stroke = isStrong ? "#5a6372" : "#dfe3ea"
    add(
      """
      <line class="\(kind)" x1="\(number(x1))" y1="\(number(y1))" x2="\(number(x2))" y2="\(number(y2))" \
      stroke="\(stroke)"/>

      """)
  }

  enum Anchor: String { case start, middle, end }

  /// Words at a place; those that were shortened say all of it on pointing.
  mutating func text(
    _ words: String, x: Double, y: Double, anchor: Anchor = .start, isMuted: Bool = false, whole: String? = nil
  ) {
    let title: HTML? = whole.flatMap { $0 == words ? nil : "<title>\($0)</title>" }
    add(
      """
      <text class="\(isMuted ? "chart-muted" : "chart-text")" x="\(number(x))" y="\(number(y))" \
      text-anchor="\(anchor.rawValue)" fill="\(isMuted ? "#5a6372" : "#161a22")">\(words)\(title)</text>

      """)
  }

  /// The whole picture, named and described.
  func picture(_ chart: Chart, width: Double, height: Double, id: String, patterns: Int) -> HTML {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(width)) \(number(height))" role="img" \
    aria-labelledby="\(id)-t \(id)-d" font-family="ui-sans-serif, system-ui, 'Noto Sans', 'Liberation Sans', \
    sans-serif" font-size="\(number(ChartText.size))">
    <title id="\(id)-t">\(chart.title)</title><desc id="\(id)-d">\(chart.summary)</desc>
    <defs>\((0..<patterns).map { ChartTone.pattern($0, id) })</defs>
    \(markup)</svg>

    """
  }
}

/// A coordinate with at most one decimal.
func number(_ value: Double) -> String {
  let tenths = Int64((min(max(value, -1e6), 1e6) * 10).rounded())
  let whole = "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10)"
  return tenths.magnitude.isMultiple(of: 10) ? whole : "\(whole).\(tenths.magnitude % 10)"
}
