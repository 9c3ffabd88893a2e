import Core
import FoundationEssentials
import HTTP
import Markup

/// People with a box each, to do one thing with those ticked: found by name, page by page.
struct PeoplePicker {
  struct Row {
    let id: ID<Person>
    let name: String
    let email: String
    /// The cells after the name.
    let cells: [HTML]
  }

  let call: Call
  /// Where the boxes are sent.
  let action: String
  /// The headings of the cells after the name.
  let columns: [Column]
  let rows: [Row]
  let caption: String
  let submit: String
  var tone: ButtonTone = .primary
  var hidden: [(String, String)] = []
  /// Fields between the table and the button.
  var fields: HTML = .empty
  let empty: String

  private var language: Language { call.actor.language }

  /// The table with its boxes and the button, or why it is empty.
  var html: HTML {
    guard !rows.isEmpty else { return table(caption: caption, columns: [], rows: [], empty: "<p>\(empty)</p>") }
    let refill = Refill(call)
    let cells: [[HTML]] = rows.map { row in
      let id = row.id.description
      let label = LicenceWords.choose.in(language, ["name": row.name])
      let who: HTML = """
        <span class="pick"><input type="checkbox" name="userIds" value="\(id)" aria-label="\(label)"\
        \(flag: "checked", refill.has("userIds", id))><span><a href="/users/\(id)">\(row.name)</a>\
        <small>\(row.email)</small></span></span>
        """
      return [who] + row.cells
    }
    let people = table(
      caption: caption, columns: [Column(DeskWords.person.in(language))] + columns, rows: cells)
    let all: HTML =
      rows.count > 1
      ? """
      <p><button type="button" class="plain" hidden data-check-all>\(LicenceWords.chooseAll.in(language))</button></p>

      """ : .empty
    return form(
      action: action, csrf: call.actor.csrf ?? "", hidden: hidden, content: "\(all)\(people)\(fields)",
      submit: submit, tone: tone)
  }

  /// Whether those who receive a licence are told; ticked where they are few. The form says that it asked.
  static func notifying(_ call: Call, checked: Bool = true) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let isTicked = refill.hasSent("asksNotify") ? refill.ticked("notify", "true", stored: checked) : checked
    return """
      <input type="hidden" name="asksNotify" value="true">\
      \(checkbox(label: "\(LicenceWords.notify.in(language))", name: "notify", checked: isTicked,
        hint: LicenceWords.notifyHint.in(language)))
      """
  }

  /// What the box says; nil where the form has none.
  static func notifies(_ fields: Fields) -> Bool? {
    let ticked = fields.parsed("notify") { $0 == "true" ? true : nil }
    return fields.has("asksNotify") ? ticked ?? false : ticked
  }

  /// The people ticked. Throws when there is none.
  static func people(_ fields: Fields) throws -> [ID<Person>] {
    let ids = fields.ids("userIds", upTo: Bounds.licencesAtOnce, of: Person.self) ?? []
    if ids.isEmpty { fields.note("userIds", "licences.nobody_chosen") }
    return ids
  }

  /// An account that cannot use what it has, as a badge; nothing where all is well.
  static func state(_ state: AccountState.Stored, _ language: Language) -> HTML {
    switch state {
    case .active: "\(LicenceWords.ready.in(language))"
    case .invited: badge(LicenceWords.invited.in(language), tone: .warning)
    case .disabled, .deleted: badge(LicenceWords.disabled.in(language), tone: .bad)
    }
  }

  static func lastSignIn(_ at: Instant?, _ language: Language) -> HTML {
    at.map { Portal.time($0) } ?? "\(DeskWords.never.in(language))"
  }
}
