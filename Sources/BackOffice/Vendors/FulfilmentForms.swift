import Core
import FoundationEssentials
import HTTP
import Markup

/// What the operations team says to a request, and what whoever ordered answers the vendor.
enum FulfilmentForms {
  private typealias Words = FulfilmentFormWords

  private struct Place {
    let path: String
    let csrf: String
    let hidden: [(String, String)]

    init(_ record: Fulfilments.Record, _ call: Call) {
      path = "/fulfilments/\(record.id)"
      csrf = call.actor.csrf ?? ""
      hidden = [("version", String(record.version))]
    }
  }

  /// All that can be said now.
  static func deciding(_ record: Fulfilments.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let place = Place(record, call)
    func allows(_ verdict: FulfilmentVerdict) -> Bool {
      record.state.obstacle(to: verdict, isNext: record.isNext, isManual: record.isManual) == nil
    }
    func button(_ label: Phrase, _ verdict: String, _ tone: ButtonTone = .plain) -> HTML {
      actionButton(
        label: label.in(language), action: place.path + "/verdict", csrf: place.csrf,
        hidden: place.hidden + [("verdict", verdict)], tone: tone)
    }
    var cards: [HTML] = []
    if allows(.done(reference: nil)) { cards += [done(place, language), refusing(place, language)] }
    if allows(.ask([])) { cards.append(asking(place, language)) }
    if allows(.close(reason: "")) { cards.append(closing(place, language)) }
    let quick: [HTML] =
      (allows(.take) && record.takenByName == nil ? [button(Words.take, "take", .primary)] : [])
      + (allows(.retry) ? [button(Words.retry, "retry", .primary)] : [])
    return "\(when: !quick.isEmpty, "<p>\(quick)</p>")\(grid(cards))"
  }

  private static func verdict(
    _ name: String, _ place: Place, title: Phrase, hint: Phrase, _ field: HTML, submit: Phrase, _ language: Language,
    tone: ButtonTone = .plain
  ) -> HTML {
    card(
      title: title.in(language),
      "<p>\(hint.in(language))</p>"
        + form(
          action: place.path + "/verdict", csrf: place.csrf, hidden: place.hidden + [("verdict", name)],
          content: field, submit: submit.in(language), tone: tone))
  }

  private static func done(_ place: Place, _ language: Language) -> HTML {
    verdict(
      "done", place, title: Words.done, hint: Words.doneHint,
      field(label: VendorWords.reference.in(language), name: "reference", attributes: ["maxlength": "200"]),
      submit: Words.markDone, language, tone: .primary)
  }

  private static func refusing(_ place: Place, _ language: Language) -> HTML {
    card(
      title: Words.refuseTitle.in(language),
      """
      <p>\(Words.refuseHint.in(language))</p>
      \(buttonLink(label: Words.refuse.in(language), href: place.path + "/refusal", tone: .danger))
      """)
  }

  private static func asking(_ place: Place, _ language: Language) -> HTML {
    verdict(
      "ask", place, title: Words.ask, hint: Words.askHint,
      field(label: Words.askLabel.in(language), name: "question", required: true, attributes: ["maxlength": "200"]),
      submit: Words.sendQuestion, language)
  }

  private static func closing(_ place: Place, _ language: Language) -> HTML {
    verdict(
      "close", place, title: Words.close, hint: Words.closeHint,
      textArea(label: VendorWords.reason.in(language), name: "reason", rows: 3, required: true),
      submit: Words.closeNow, language, tone: .danger)
  }

  static func decide(_ call: Call) throws -> Response {
    let fields = try call.form()
    let version = fields.parsed("version") { Int($0) }
    let verdict = fields.parsed("verdict", required: true) { name -> FulfilmentVerdict? in
      switch name {
      case "take": .take
      case "retry": .retry
      case "done": .done(reference: fields.text("reference", upTo: 200))
      case "close": .close(reason: fields.text("reason", required: true, upTo: 500, lines: true) ?? "")
      case "ask":
        .ask([AskedField(name: "answer", label: fields.text("question", required: true, upTo: 200) ?? "")])
      default: nil
      }
    }
    try fields.check()
    guard let verdict else { throw Refusal.notFound }
    let decided = try Fulfilments.decide(try call.id(), verdict, in: call.work, check: { try isSame($0, version) })
    return .seeOther(verdict == .take ? "/fulfilments/\(decided.record.id)" : "/provisioning/tasks")
  }

  /// Decided on what was seen.
  private static func isSame(_ record: Fulfilments.Record, _ version: Int?) throws {
    if let version, version != record.version { throw Refusal.conflict("object.changed_meanwhile") }
  }

  // MARK: - Refusing

  static func askRefusal(_ call: Call) throws -> Response {
    let record = try Fulfilments.find(try call.id(), in: call.work)
    let language = call.actor.language
    let place = Place(record, call)
    let refill = Refill(call)
    let reason = textArea(
      label: VendorWords.reason.in(language), name: "reason", value: refill.value("reason"), rows: 3,
      error: refill.error("reason"), required: true)
    let content = form(
      action: place.path + "/refusal", csrf: place.csrf, hidden: [("step", "preview")], content: reason,
      submit: Words.preview.in(language), cancel: (DeskWords.cancel.in(language), place.path))
    return try refusalPage(record, call, card("<p>\(Words.refuseHint.in(language))</p>\(content)"))
  }

  private static func refusalPage(_ record: Fulfilments.Record, _ call: Call, _ body: HTML) throws -> Response {
    let language = call.actor.language
    let title = Words.refuseTitle.in(language)
    let operation = VendorWords.operation(record.operation).in(language)
    let content: HTML = """
      \(breadcrumbs([
        (VendorWords.provisioning.in(language), "/provisioning/tasks"), (operation, "/fulfilments/\(record.id)"),
        (title, nil),
      ]))
      \(pageHeader(title: "\(title)", subtitle: "\(record.subscriptionName) · \(record.customerName)"))
      \(body)
      """
    return try Portal.page(call, title, at: .provisioning, content)
  }

  /// Shows what it takes back; with `step=confirm` takes it back.
  static func refuse(_ call: Call) throws -> Response {
    let fields = try call.form()
    let isConfirmed = fields.text("step", upTo: 20) == "confirm"
    let reason = fields.text("reason", required: true, upTo: 500, lines: true)
    try fields.check()
    let decided = try Fulfilments.decide(
      try call.id(), .refused(reason: reason ?? ""), in: call.work, preview: !isConfirmed)
    if isConfirmed { return .seeOther("/provisioning/tasks") }
    let language = call.actor.language
    let place = Place(decided.record, call)
    let effect: HTML =
      try decided.outcome.map { try ChangePreview($0, call).html(isSplitShown: false) }
      ?? notice(.neutral, title: Words.nothingToUndo.in(language))
    let confirm = form(
      action: place.path + "/refusal", csrf: place.csrf, hidden: [("step", "confirm"), ("reason", reason ?? "")],
      content: "<p>\(reason ?? "")</p>", submit: Words.refuseNow.in(language), tone: .danger,
      cancel: (DeskWords.cancel.in(language), place.path))
    return try refusalPage(decided.record, call, "\(effect)\(card(confirm))")
  }

  // MARK: - Answering

  static func answering(_ record: Fulfilments.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let place = Place(record, call)
    let refill = Refill(call)
    let fields: [HTML] = record.asked.map {
      field(
        label: $0.label, name: $0.name, value: refill.value($0.name), error: refill.error($0.name), required: true,
        attributes: ["maxlength": "500"])
    }
    return card(
      title: Words.answerTitle.in(language, ["vendor": record.vendor]),
      form(
        action: place.path + "/answer", csrf: place.csrf, content: fields.joined(), submit: Words.send.in(language)))
  }

  static func answer(_ call: Call) throws -> Response {
    let fields = try call.form()
    let record = try Fulfilments.find(try call.id(), in: call.work)
    var values: [String: String] = [:]
    for asked in record.asked { values[asked.name] = fields.text(asked.name, required: true, upTo: 500) }
    if record.state == .asking { try fields.check() }
    let answered = try Fulfilments.answer(record.id, with: values, in: call.work)
    return .seeOther("/fulfilments/\(answered.id)")
  }
}
