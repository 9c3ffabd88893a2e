/// The table of what good means, filled in.
struct Report {
  private struct Line {
    let work: String
    let ours: String
    var floor = ""
    var ratio = ""
    let reach: String
    let isMet: Bool

    var cells: [String] { [work, ours, floor, ratio, reach, isMet ? "yes" : "NO"] }
  }

  private var lines: [Line] = []
  private var notes: [String] = []

  var isMet: Bool { lines.allSatisfy(\.isMet) }

  /// A rate that must be at least this share of the floor's.
  mutating func add(_ work: String, ours: Double, floor: Double, _ unit: String, atLeast reach: Double) {
    lines.append(
      Line(
        work: work, ours: text(ours, unit), floor: text(floor, unit), ratio: text(ours / floor * 100, "%"),
        reach: "≥ \(text(reach * 100, "%"))", isMet: ours / floor >= reach))
  }

  /// A time or a cost that may be at most this many times the floor's.
  mutating func add(_ work: String, ours: Double, floor: Double, _ unit: String, atMost reach: Double) {
    lines.append(
      Line(
        work: work, ours: text(ours, unit), floor: text(floor, unit), ratio: text(ours / floor, "×"),
        reach: "≤ \(text(reach, "×"))", isMet: ours / floor <= reach))
  }

  /// A figure that stands for itself.
  mutating func add(_ work: String, ours: Double, _ unit: String, atMost reach: Double) {
    lines.append(
      Line(work: work, ours: text(ours, unit), reach: "< \(text(reach, unit))", isMet: ours < reach))
  }

  mutating func note(_ text: String) { notes.append(text) }

  var table: String {
    let rows = [["work", "ours", "floor", "ratio", "reach", "met"]] + lines.map(\.cells)
    let widths = (0..<6).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let padded = rows.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 || column == 5 ? cell.0 + space : space + cell.0
      }.joined(separator: "  ")
    }
    return (padded + notes.map { "(\($0))" }).joined(separator: "\n")
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard let middle = sorted.indices.dropFirst(sorted.count / 2).first else { return .nan }
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// Three significant digits, no more than are worth reading.
  private func text(_ value: Double, _ unit: String) -> String {
    let digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return "\(digits == 0 ? String(Int(rounded)) : String(rounded)) \(unit)"
  }
}
