/// A column of a table; numbers stand to the right.
package struct Column: Sendable {
  /// What a column holds.
  package enum Kind: Sendable { case text, number }

  /// Its heading.
  package let title: String
  /// What it holds.
  package let kind: Kind

  /// A column of text unless it says otherwise.
  package init(_ title: String, kind: Kind = .text) {
    self.title = title
    self.kind = kind
  }
}

/// A table of rows with one cell per column, or `empty` where there are none.
///
/// The caption is for those who cannot see the table. On a narrow screen each row becomes a block, its cells named
/// by their column's title. `footer` is one more row of cells, set apart: the totals.
package func table(
  caption: String, columns: [Column], rows: [[HTML]], empty: HTML = .empty, footer: [HTML]? = nil
) -> HTML {
  guard !rows.isEmpty else { return "<div class=\"empty\">\(empty)</div>\n" }
  let headings: [HTML] = columns.map {
    "<th scope=\"col\"\(attribute: "class", $0.kind == .number ? "number" : nil)>\($0.title)</th>"
  }
  let footerRow = footer.map { tableRow($0, columns) }
  return """
    <div class="table"><table><caption>\(caption)</caption><thead><tr>\(headings)</tr></thead>
    <tbody>
    \(rows.map { tableRow($0, columns) })</tbody>\(footerRow.map { "<tfoot>\($0)</tfoot>" as HTML })</table></div>

    """
}

private func tableRow(_ cells: [HTML], _ columns: [Column]) -> HTML {
  precondition(cells.count == columns.count, "a row has one cell per column")
  let tagged: [HTML] = zip(cells, columns).map { cell, column in
    let kind = column.kind == .number ? "number" : nil
    return "<td\(attribute: "class", kind) data-label=\"\(column.title)\">\(cell)</td>"
  }
  return "<tr>\(tagged)</tr>\n"
}
