/// The words of the split editor, in the reader's language.
package struct SplitLabels: Sendable {
  /// What the table is, for those who cannot see it.
  package var caption = "Licences per billing centre"
  /// Heading of the names.
  package var centre = "Billing centre"
  /// Heading of the cost codes.
  package var code = "Code"
  /// Heading of the quantities.
  package var licences = "Licences"
  /// Names the row with the sum.
  package var total = "Total"
  /// Between the sum and what it must be: "10 of 10".
  package var of = "of"
  /// Before a centre's name, on its + for those who cannot see it.
  package var increase = "One more for"
  /// Before a centre's name, on its − for those who cannot see it.
  package var decrease = "One less for"
  /// Shown while the sum is not the total.
  package var mismatch = "The licences over all centres must add up."

  /// The English words; change those that differ.
  package init() {}
}

/// The name of a centre's field in the form that holds the split editor.
package func splitFieldName(centreID: String) -> String { "centre." + centreID }

/// Licences over billing centres, with − and + per centre and the live sum against the total.
///
/// Belongs inside a `form`; each centre sends `centre.<id>`. The script makes the buttons work and keeps the form from
/// being sent while the sum is wrong; without it the fields are plain numbers and the server refuses a wrong sum.
/// `totalFieldID` names a number field of the page whose value is the total as it is typed.
package func splitEditor(
  rows: [(id: String, name: String, code: String, quantity: Int)], total: Int, labels: SplitLabels = SplitLabels(),
  totalFieldID: String? = nil
) -> HTML {
  let sum = rows.reduce(0) { $0 + $1.quantity }
  let lines: [HTML] = rows.map { row in
    """
    <tr><td><label for="split-\(row.id)">\(row.name)</label></td><td class="code">\(row.code)</td>\
    <td class="number"><span class="stepper">\
    <button type="button" data-step="-1" aria-label="\(labels.decrease) \(row.name)">−</button>\
    <input id="split-\(row.id)" name="\(splitFieldName(centreID: row.id))" type="number" inputmode="numeric" min="0" \
    step="1" required value="\(row.quantity)">\
    <button type="button" data-step="1" aria-label="\(labels.increase) \(row.name)">+</button></span></td></tr>

    """
  }
  return """
    <div class="split" data-split data-total="\(total)"\(attribute: "data-total-field", totalFieldID)>\
    <table><caption>\(labels.caption)</caption><thead><tr><th scope="col">\(labels.centre)</th>\
    <th scope="col">\(labels.code)</th><th scope="col" class="number">\(labels.licences)</th></tr></thead>
    <tbody>
    \(lines)</tbody><tfoot><tr><th scope="row" colspan="2">\(labels.total)</th><td class="number">\
    <output\(attribute: "class", sum == total ? nil : "wrong")><b data-split-sum>\(sum)</b> \(labels.of) \
    <b data-split-total>\(total)</b></output></td></tr></tfoot></table>\
    <p class="split-mismatch" role="status" data-split-mismatch\(flag: "hidden", sum == total)>\(labels.mismatch)</p>\
    </div>

    """
}
