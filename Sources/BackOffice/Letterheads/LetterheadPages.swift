import Core
import FoundationEssentials
import HTTP
import Markup

/// What stands on one's own organization's documents.
enum LetterheadPages {
  static let path = "/letterhead"
  private typealias Words = LetterheadWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Letterheads.find(call.actor.organization, in: call.work)
    let title = Words.title.in(language)
    let isSet = Letterheads.isSet(by: call.actor, for: record.organization)
    let readOnly = Words.readOnly.in(language, ["organization": call.actor.organizationName])
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.statements.label.in(language), "/statements"), (title, nil)]))
      \(pageHeader(title: "\(title)", subtitle: "\(Words.subtitle.in(language))"))
      \(when: !isSet, notice(.neutral, title: readOnly))
      \(card(title: Words.logo.in(language), logo(record, isSet, call)))
      \(card(title: Words.address.in(language), isSet ? form(record.head, call) : facts(record.head, language)))
      """
    return try Portal.page(call, title, at: .statements, content)
  }

  private static func logo(_ record: Letterheads.Record, _ isSet: Bool, _ call: Call) -> HTML {
    let language = call.actor.language
    let csrf = call.actor.csrf ?? ""
    let name = Words.logoOf.in(language, ["name": call.actor.organizationName])
    let source = "/api/v1/organizations/\(record.organization)/logo"
    let picture: HTML =
      record.head.logo == nil
      ? "<p class=\"subtle\">\(Words.noLogo.in(language))</p>"
      : "<p><img class=\"letterhead-logo\" src=\"\(checkedHref(source))\" alt=\"\(name)\"></p>"
    guard isSet else { return picture }
    let remove = actionButton(
      label: Words.remove.in(language), action: path + "/logo-removal", csrf: csrf, tone: .danger)
    let hint = Words.logoHint.in(language, ["kilobytes": "\(Bounds.logoBytes >> 10)"])
    let upload = Markup.form(
      action: path + "/logo", csrf: csrf,
      content: field(
        label: Words.logo.in(language), name: "logo", type: "file", hint: hint, error: Refill(call).error("logo"),
        required: true, attributes: ["accept": "image/png"]),
      submit: Words.upload.in(language), takesFiles: true)
    return "\(picture)\(when: record.head.logo != nil, remove)\(upload)"
  }

  private static func form(_ head: Letterheads.Head, _ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let hint = Words.wordingHint.in(language, ["characters": "\(Bounds.wordingCharacters)"])
    let fields: HTML = """
      \(field(label: Words.street.in(language), name: "street", value: refill.value("street", head.address.street),
        error: refill.error("street"), attributes: ["autocomplete": "street-address", "maxlength": "200"]))
      \(field(label: Words.postalCode.in(language), name: "postalCode",
        value: refill.value("postalCode", head.address.postalCode), error: refill.error("postalCode"),
        attributes: ["autocomplete": "postal-code", "maxlength": "20"]))
      \(field(label: Words.city.in(language), name: "city", value: refill.value("city", head.address.city),
        error: refill.error("city"), attributes: ["autocomplete": "address-level2", "maxlength": "100"]))
      \(textArea(label: Words.wording.in(language), name: "wording", value: refill.value("wording", head.wording),
        hint: hint, error: refill.error("wording")))
      """
    return Markup.form(
      action: path, csrf: call.actor.csrf ?? "", content: fields, submit: DeskWords.save.in(language))
  }

  private static func facts(_ head: Letterheads.Head, _ language: Language) -> HTML {
    definitionList([
      (Words.address.in(language), "\(head.address.isEmpty ? "–" : head.address.line)"),
      (Words.wording.in(language), "\(head.wording ?? "–")"),
    ])
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.form()
    let edit = LetterheadsAPI.edit(fields)
    try fields.check()
    _ = try Letterheads.change(call.actor.organization, in: call.work, edit)
    return .seeOther(path)
  }

  static func putLogo(_ call: Call) throws -> Response {
    guard let form = Form(call.request) else { throw HTTPFault.unsupportedMedia }
    guard let content = form.file("logo") else { throw Refusal.invalid([Issue("/logo", "field.required")]) }
    let image = try LetterheadsAPI.checkedLogo(content)
    _ = try Letterheads.change(call.actor.organization, in: call.work) { $0.logo = image }
    return .seeOther(path)
  }

  static func removeLogo(_ call: Call) throws -> Response {
    _ = try Letterheads.change(call.actor.organization, in: call.work) { $0.logo = nil }
    return .seeOther(path)
  }
}
