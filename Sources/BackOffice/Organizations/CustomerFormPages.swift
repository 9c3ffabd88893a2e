import Core
import FoundationEssentials
import HTTP
import Markup

/// Taking on a customer, and changing what is known of it.
enum CustomerFormPages {
  private typealias Words = CustomerWords

  static func new(_ call: Call) throws -> Response {
    let language = call.actor.language
    let refill = Refill(call)
    let fields: HTML = """
      \(try seller(refill, call))
      \(name(refill, nil, language))
      \(field(label: Words.country.in(language), name: "country", value: refill.value("country", "CH"),
        hint: Words.countryHint.in(language), error: refill.error("country"), required: true,
        attributes: ["maxlength": "2", "autocomplete": "off"]))
      \(selectField(label: Words.currency.in(language), name: "currency", options: ["CHF", "EUR"].map {
        (value: $0, label: $0, selected: refill.has("currency", $0), disabled: false)
      }, hint: Words.currencyHint.in(language), error: refill.error("currency"), required: true))
      \(vatID(refill, nil, language))
      \(field(label: DeskWords.timeZone.in(language), name: "timeZone", value: refill.value("timeZone"),
        hint: Words.timeZoneHint.in(language), error: refill.error("timeZone"),
        attributes: ["placeholder": "Europe/Zurich"]))
      \(selfService(refill, .full, language))
      """
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.customers.label.in(language), "/customers"), (Words.new.in(language), nil)]))
      \(pageHeader(title: "\(Words.new.in(language))"))
      \(card(form(action: "/customers", csrf: call.actor.csrf ?? "", content: fields,
        submit: Words.create.in(language), cancel: (DeskWords.cancel.in(language), "/customers"))))
      """
    return try Portal.page(call, Words.new.in(language), at: .customers, content)
  }

  /// A distributor says whose customer it will be; to a reseller it goes without saying.
  private static func seller(_ refill: Refill, _ call: Call) throws -> HTML {
    guard call.actor.level == .distributor else { return .empty }
    let resellers = try Organizations.resellers(search: nil, Paging(limit: Bounds.pageMaximum), in: call.work)
    return selectField(
      label: Words.reseller.in(call.actor.language), name: "resellerId",
      options: resellers.map {
        let id = $0.record.id.description
        return (value: id, label: $0.record.name, selected: refill.has("resellerId", id), disabled: false)
      }, error: refill.error("resellerId"), required: true)
  }

  private static func name(_ refill: Refill, _ stored: String?, _ language: Language) -> HTML {
    field(
      label: DeskWords.name.in(language), name: "name", value: refill.value("name", stored),
      error: refill.error("name"), required: true, attributes: ["maxlength": "200", "autocomplete": "off"])
  }

  private static func vatID(_ refill: Refill, _ stored: String?, _ language: Language) -> HTML {
    field(
      label: Words.vatID.in(language), name: "vatId", value: refill.value("vatId", stored),
      error: refill.error("vatId"), attributes: ["maxlength": "30", "autocomplete": "off"])
  }

  private static func selfService(_ refill: Refill, _ stored: SelfService, _ language: Language) -> HTML {
    selectField(
      label: Words.selfService.in(language), name: "selfService",
      options: SelfService.allCases.map { level in
        let label = "\(Words.level(level).in(language)): \(Words.levelHint(level).in(language))"
        return (
          value: level.rawValue, label: label, selected: refill.has("selfService", level.rawValue, level == stored),
          disabled: false
        )
      }, error: refill.error("selfService"))
  }

  static func create(_ call: Call) throws -> Response {
    let fields = try call.form()
    var draft = Organizations.Draft()
    draft.name = fields.text("name", required: true, upTo: 200)
    draft.country = fields.parsed("country", required: true, "country.malformed", PostalAddress.country)
    draft.currency = fields.parsed("currency", required: true, "currency.unknown") { Currency($0) }
    draft.vatID = .some(fields.text("vatId", upTo: 30))
    draft.timeZone = fields.text("timeZone", upTo: 64)
    draft.selfService = fields.choice("selfService")
    draft.reseller = fields.id("resellerId")
    try fields.check()
    let customer = try Organizations.create(draft, as: .customer, in: call.work)
    return .seeOther("/customers/\(customer.id)")
  }

  // MARK: - Changing

  static func edit(_ call: Call) throws -> Response {
    let language = call.actor.language
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    let refill = Refill(call)
    let home = "/customers/\(customer.id)"
    let fields: HTML = """
      \(name(refill, customer.name, language))
      \(vatID(refill, customer.vatID, language))
      \(selfService(refill, customer.selfService, language))
      """
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.customers.label.in(language), "/customers"), (customer.name, home),
        (Words.edit.in(language), nil),
      ]))
      \(pageHeader(title: "\(customer.name)"))
      \(card(form(action: home + "/edit", csrf: call.actor.csrf ?? "", content: fields,
        submit: DeskWords.save.in(language), cancel: (DeskWords.cancel.in(language), home))))
      """
    return try Portal.page(call, Words.edit.in(language), at: .customers, content)
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.form()
    var draft = Organizations.Draft()
    draft.name = fields.text("name", required: true, upTo: 200)
    draft.vatID = .some(fields.text("vatId", upTo: 30))
    draft.selfService = fields.choice("selfService")
    try fields.check()
    let customer = try Organizations.change(try call.id(), draft, as: .customer, in: call.work)
    return .seeOther("/customers/\(customer.id)")
  }
}
