/// A4, in points.
enum PageSize {
  static let width = 595.276
  static let height = 841.89
}

enum TextStyle: Int, CaseIterable {
  case title, heading, label, body, bold, small
}

/// What a part of a document is, for whoever has it read to them. What is drawn outside of all of them (rules, repeated
/// headings, feet) is left out when it is read.
enum StructureTag: String {
  case document = "Document"
  case section = "Sect"
  case title = "H1"
  case heading = "H2"
  case paragraph = "P"
  case table = "Table"
  case row = "TR"
  case headingCell = "TH"
  case cell = "TD"
}

/// What a layout draws on, page after page, in points from the top left corner.
protocol Paper: AnyObject {
  /// The height of a text set in lines of at most `width`.
  func height(of text: String, _ style: TextStyle, width: Double, maximumLines: Int) -> Double

  func draw(_ text: String, _ style: TextStyle, x: Double, y: Double, width: Double, isRight: Bool, maximumLines: Int)

  func draw(_ image: PNGImage, x: Double, y: Double, width: Double, height: Double)

  func rule(y: Double, from left: Double, to right: Double, grey: Double, thickness: Double)

  func begin(_ tag: StructureTag)

  func end(_ tag: StructureTag)

  /// An entry of the table of contents beside the pages, leading to a height of a page (from 1).
  func addOutline(_ title: String, page: Int, y: Double)

  func nextPage() throws
}

extension Paper {
  func draw(_ text: String, _ style: TextStyle, x: Double, y: Double, width: Double, maximumLines: Int) {
    draw(text, style, x: x, y: y, width: width, isRight: false, maximumLines: maximumLines)
  }
}
