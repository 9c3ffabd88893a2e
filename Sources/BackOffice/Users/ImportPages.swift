import Core
import FoundationEssentials
import HTTP
import Markup

/// Inviting many people by a table, pasted or uploaded: checked, looked at, then sent.
enum ImportPages {
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let owner = try PeoplePages.organization(call)
    _ = try Users.maker(of: owner.id, in: call.work)
    let people = PortalLink.to("/people", ["organization": PeoplePages.elsewhere(owner, call)])
    let columns: [HTML] = UserSheet.Column.allCases.map { column in
      let mark: HTML? = UserSheet.Column.required.contains(column) ? "<span class=\"required\"> *</span>" : nil
      return "<li>\(ImportWords.column(column).in(language))\(mark)</li>"
    }
    let fields: HTML = """
      \(field(label: ImportWords.file.in(language), name: "file", type: "file", hint: ImportWords.fileHint.in(language),
        attributes: ["accept": ".csv,.txt,.tsv,text/csv"]))
      \(textArea(label: ImportWords.paste.in(language), name: "people", value: typed(call), rows: 10))
      """
    // The table of errors says more than a line could.
    var quiet = call
    quiet.refusal = nil
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.people.label.in(language), people), (ImportWords.title.in(language), nil)]))
      \(pageHeader(title: "\(ImportWords.title.in(language))",
        subtitle: "\(ImportWords.subtitle.in(language, ["organization": owner.name]))"))
      \(faults(call.refusal, language))
      \(card(form(action: "/people/import", csrf: call.actor.csrf ?? "", hidden: PeoplePages.hidden(owner, call),
        content: fields, submit: ImportWords.check.in(language), cancel: (DeskWords.cancel.in(language), people),
        takesFiles: true)))
      \(card(title: ImportWords.columns.in(language), """
        <p>\(ImportWords.columnsHint.in(language, ["maximum": String(Bounds.usersAtOnce)]))</p><ul>\(columns)</ul>
        <pre>\(ImportWords.example.in(language))</pre>
        """))
      """
    return try Portal.page(quiet, ImportWords.title.in(language), at: .people, content)
  }

  /// What was sent last, as far as it is text.
  private static func typed(_ call: Call) -> String {
    guard let form = Form(call.request) else { return "" }
    return form.file("file").flatMap { String(validating: $0, as: UTF8.self) } ?? form.first("people") ?? ""
  }

  /// Every error with its row and column.
  private static func faults(_ refusal: Refusal?, _ language: Language) -> HTML? {
    guard let refusal else { return nil }
    guard case .invalid(let issues) = refusal else {
      return notice(.bad, title: Portal.sentence(refusal, language))
    }
    let rows: [[HTML]] = issues.map { issue in
      let cell = UserSheet.cell(issue.pointer)
      let column = cell.column.map { ImportWords.column($0).in(language) }
      return [
        "\(cell.row.map { number($0, language) } ?? "–")", "\(column ?? "–")",
        "\(Messages.sentence(issue.code, issue.details, language))",
      ]
    }
    let columns = [
      Column(ImportWords.place.in(language)), Column(ImportWords.cell.in(language)),
      Column(ImportWords.wrong.in(language)),
    ]
    let title = ImportWords.nothingDone.in(language, ["count": String(issues.count)])
    return """
      \(notice(.bad, title: title))
      \(table(caption: title, columns: columns, rows: rows))
      """
  }

  /// Also read where the heading is not shown, on a phone.
  private static func number(_ row: Int, _ language: Language) -> String {
    "\(ImportWords.row.in(language)) \(row)"
  }

  /// Checks and shows who would be invited; with `step=confirm` invites them.
  static func take(_ call: Call) throws -> Response {
    guard let form = Form(call.request) else { throw HTTPFault.unsupportedMedia }
    let owner = try PeoplePages.organization(call)
    let bytes = form.file("file") ?? Array((form.first("people") ?? "").utf8)
    let plan = try UserImport.plan(bytes, for: owner.id, in: call.work)
    guard form.first("step") == "confirm" else {
      return try preview(plan, String(decoding: bytes, as: UTF8.self), call)
    }
    _ = try UserImport.carryOut(plan, in: call.work)
    return .seeOther(
      PortalLink.to(
        "/people", ["organization": PeoplePages.elsewhere(owner, call), "invited": String(plan.lines.count)]))
  }

  private static func preview(_ plan: UserImport.Plan, _ text: String, _ call: Call) throws -> Response {
    let language = call.actor.language
    let rows: [[HTML]] = plan.lines.map { line in
      let name = "\(line.draft.givenName ?? "") \(line.draft.familyName ?? "")"
      let notified = line.draft.notificationEmail ?? nil
      let role = line.role.map { Portal.roleName($0).in(language) } ?? "–"
      let services = line.services.map { $0.map(\.name).joined(separator: ", ") }
      return [
        "\(number(line.row, language))", "\(name)",
        "\(line.draft.signInEmail ?? "")\(notified.map { "<small>\($0)</small>" as HTML })",
        "\(Portal.languageName(line.draft.language ?? call.actor.language))",
        "\(line.draft.timeZone ?? plan.owner.timeZone)",
        "\(role)\(services.map { "<small>\($0)</small>" as HTML })",
        "\(line.licences.isEmpty ? "–" : line.licences.joined(separator: ", "))",
      ]
    }
    let columns = [
      Column(ImportWords.place.in(language)), Column(DeskWords.name.in(language)), Column(DeskWords.email.in(language)),
      Column(DeskWords.language.in(language)), Column(DeskWords.timeZone.in(language)),
      Column(DeskWords.role.in(language)), Column(LicenceWords.licences.in(language)),
    ]
    let values = ["count": String(plan.lines.count), "organization": plan.owner.name]
    let title = ImportWords.previewTitle.in(language, values)
    let again = PortalLink.to("/people/import", ["organization": PeoplePages.elsewhere(plan.owner, call)])
    let confirm = form(
      action: "/people/import", csrf: call.actor.csrf ?? "",
      hidden: PeoplePages.hidden(plan.owner, call) + [("step", "confirm"), ("people", text)],
      content: "<p>\(ImportWords.previewText.in(language))</p>", submit: ImportWords.invite.in(language, values),
      cancel: (ImportWords.again.in(language), again))
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.people.label.in(language), "/people"), (ImportWords.title.in(language), again), (title, nil),
      ]))
      \(pageHeader(title: "\(title)"))
      \(card(confirm))
      \(table(caption: title, columns: columns, rows: rows))
      """
    return try Portal.page(call, title, at: .people, content)
  }
}
