/// A4, in points.
enum PageSize {
  static let width = 595.276
  static let height = 841.89
}

enum TextStyle: Int, CaseIterable {
  case title, heading, label, body, bold, small
}

/// What a layout draws on, page after page, in points from the top left corner.
protocol Paper: AnyObject {
  /// The height of a text set in lines of at most `width`.
  func height(of text: String, _ style: TextStyle, width: Double, maximumLines: Int) -> Double

  func draw(_ text: String, _ style: TextStyle, x: Double, y: Double, width: Double, isRight: Bool, maximumLines: Int)

  func rule(y: Double, from left: Double, to right: Double, grey: Double, thickness: Double)

  func nextPage()
}

extension Paper {
  func draw(_ text: String, _ style: TextStyle, x: Double, y: Double, width: Double, maximumLines: Int) {
    draw(text, style, x: x, y: y, width: width, isRight: false, maximumLines: maximumLines)
  }
}
