import Core
import FoundationEssentials
import HTTP
import Markup

/// What is counted of an offer and what it costs: shown to whoever sells it, kept by whom it is up to.
enum MeterPages {
  private typealias Words = MeterWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let offer: ID<Offer> = try call.id()
    let found = try CatalogueKeeping.offer(offer, in: call.work)
    let meters = try MeterKeeping.list(of: offer, in: call.work)
    let keeps = call.actor.holds(.catalogueManage)
    let prices = call.actor.holds(.pricesManage)
    let home = "/catalogue/offers/\(offer)/meters"
    let setting: HTML? =
      meters.isEmpty || !(keeps || prices)
      ? nil
      : card(
        title: (keeps ? Words.newCost : Words.newPrice).in(language),
        form(
          action: home + (keeps ? "/costs" : "/prices"), csrf: call.actor.csrf ?? "",
          content: priceFields(meters, call), submit: Words.savePrice.in(language)))
    let adding: HTML? =
      keeps
      ? card(
        title: Words.newMeter.in(language),
        form(
          action: home, csrf: call.actor.csrf ?? "", content: meterFields(call), submit: Words.addMeter.in(language),
          tone: .plain)) : nil
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.catalogue.label.in(language), "/catalogue"), (found.planName, nil)]))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(found.planName)"))
      \(problem(call))
      \(meters.isEmpty ? card("<p>\(Words.none.in(language))</p>") : "\(meters.map { counted($0, language) })")
      \(setting)\(adding)
      """
    return try Portal.page(call, Words.title.in(language), at: .catalogue, content)
  }

  private static func problem(_ call: Call) -> HTML? {
    let language = call.actor.language
    switch call.refusal {
    case .invalid(let issues):
      guard let issue = issues.first else { return nil }
      return notice(.bad, title: Messages.sentence(issue.code, issue.details, language))
    case .conflict(let code, let details): return notice(.bad, title: Messages.sentence(code, details, language))
    default: return nil
    }
  }

  private static func counted(_ meter: MeterKeeping.Listed, _ language: Language) -> HTML {
    let rows: [[HTML]] = meter.prices.map { line in
      [
        "\(line.resellerName)", "\((line.leg == .cost ? Words.cost : Words.price).in(language))",
        "\(line.from.description)",
        "\(UsageWords.price(line.price, per: meter.unit, language))",
      ]
    }
    let columns = [
      Column(Words.reseller.in(language)), Column(Words.leg.in(language)), Column(UsageTagWords.from.in(language)),
      Column(Words.price.in(language)),
    ]
    return card(
      title: "\(meter.name) (\(meter.code), \(meter.unit))",
      table(
        caption: meter.name, columns: columns, rows: rows, empty: "<p>\(Words.noPrice.in(language))</p>"))
  }

  private static func meterFields(_ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    return """
      \(field(label: Words.code.in(language), name: "code", value: refill.value("code"),
        hint: Words.codeHint.in(language), error: refill.error("code"), required: true))
      \(field(label: Words.name.in(language), name: "name", value: refill.value("name"), error: refill.error("name"),
        required: true))
      \(field(label: Words.unit.in(language), name: "unit", value: refill.value("unit"), error: refill.error("unit"),
        required: true))
      """
  }

  private static func priceFields(_ meters: [MeterKeeping.Listed], _ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let next = Month(containing: call.work.now.utcDay).next
    let choices = meters.map {
      (value: $0.code, label: $0.name, selected: refill.has("meter", $0.code), disabled: false)
    }
    let models = MeterPrice.Model.allCases.map {
      (
        value: $0.rawValue, label: Words.model($0).in(language), selected: refill.has("model", $0.rawValue),
        disabled: false
      )
    }
    return """
      \(selectField(label: UsageWords.meter.in(language), name: "meter", options: choices))
      \(field(label: UsageTagWords.from.in(language), name: "from", type: "month",
        value: refill.value("from", next.description), error: refill.error("from"), required: true))
      \(field(label: UsageWords.currency.in(language), name: "currency", value: refill.value("currency", "CHF"),
        error: refill.error("currency"), required: true, attributes: ["maxlength": "3"]))
      \(selectField(label: Words.modelLabel.in(language), name: "model", options: models))
      \(field(label: Words.free.in(language), name: "free", value: refill.value("free"), error: refill.error("free")))
      \(field(label: Words.packageSize.in(language), name: "packageSize", value: refill.value("packageSize"),
        error: refill.error("packageSize")))
      \(textArea(label: Words.tiers.in(language), name: "tiers", value: refill.value("tiers"),
        hint: Words.tiersHint.in(language), error: refill.error("tiers"), required: true))
      """
  }

  static func add(_ call: Call) throws -> Response {
    let offer: ID<Offer> = try call.id()
    _ = try CatalogueKeeping.offer(offer, in: call.work)
    let form = Form(call.request)
    guard let code = form?.text("code").flatMap(MeterKeepingAPI.code) else {
      throw Refusal.invalid([Issue("/code", "meter.code_malformed")])
    }
    func text(_ name: String, _ limit: Int) throws -> String {
      guard case .success(let text) = Text.checked(form?.text(name) ?? "", upTo: limit), !text.isEmpty else {
        throw Refusal.invalid([Issue("/\(name)", "field.required")])
      }
      return text
    }
    let draft = MeterKeeping.MeterDraft(code: code, name: try text("name", 100), unit: try text("unit", 40))
    _ = try MeterKeeping.add(draft, to: offer, in: call.work)
    return .seeOther("/catalogue/offers/\(offer)/meters")
  }

  static func set(_ call: Call) throws -> Response {
    let offer: ID<Offer> = try call.id()
    _ = try CatalogueKeeping.offer(offer, in: call.work)
    let form = Form(call.request)
    guard let from = form?.text("from").flatMap({ Month($0) }) else {
      throw Refusal.invalid([Issue("/from", "field.month_malformed")])
    }
    guard let currency = form?.text("currency").flatMap({ Currency($0.uppercased()) }) else {
      throw Refusal.invalid([Issue("/currency", "currency.unknown")])
    }
    guard let model = form?.text("model").flatMap({ MeterPrice.Model(rawValue: $0) }) else {
      throw Refusal.invalid([Issue("/model", "field.not_a_choice")])
    }
    func quantity(_ name: String) throws -> MeteredQuantity? {
      guard let text = form?.text(name), !text.isEmpty else { return nil }
      guard let quantity = MeteredQuantity(text) else {
        throw Refusal.invalid([Issue("/\(name)", "usage.quantity_malformed")])
      }
      return quantity
    }
    let tiers = try tiers(form?.first("tiers") ?? "", currency)
    let price = MeterPrice(
      model: model, free: try quantity("free") ?? .zero, packageSize: try quantity("packageSize"), tiers: tiers,
      currency: currency)
    guard let price else { throw Refusal.invalid([Issue("/tiers", "meter_price.malformed")]) }
    let draft = MeterKeeping.PriceDraft(meter: form?.text("meter") ?? "", reseller: nil, from: from, price: price)
    _ = try MeterKeeping.set(draft, of: offer, in: call.work)
    return .seeOther("/catalogue/offers/\(offer)/meters")
  }

  /// One tier a line, `1000: 0.0245`, the last one without a bound.
  private static func tiers(_ text: String, _ currency: Currency) throws -> [MeterPrice.Tier] {
    let lines = text.split(whereSeparator: \.isNewline).map { Text.trimmed($0) }.filter { !$0.isEmpty }
    guard lines.count <= Bounds.meterTiers else { throw Refusal.invalid([Issue("/tiers", "field.too_many")]) }
    return try lines.map { line in
      let parts = line.split(separator: ":", omittingEmptySubsequences: false).map { Text.trimmed($0) }
      let bound = parts.count == 2 ? MeteredQuantity(parts[0]) : nil
      guard parts.count <= 2, parts.count == 1 || bound != nil, let last = parts.last,
        let rate = MeterRate(last, currency: currency)
      else { throw Refusal.invalid([Issue("/tiers", "meter_price.rate_malformed")]) }
      return MeterPrice.Tier(upTo: bound, rate: rate)
    }
  }
}

/// The words of meters.
enum MeterWords {
  static let title = Phrase("Meters", fr: "Compteurs", de: "Zähler")
  static let none = Phrase(
    "Nothing is counted of this offer: it costs by licences alone.",
    fr: "Rien n’est compté pour cette offre : elle se paie par licence seulement.",
    de: "Von diesem Angebot wird nichts gezählt: Es kostet nur nach Lizenzen.")
  static let noPrice = Phrase(
    "No price yet: what is recorded waits until there is one.",
    fr: "Pas encore de prix : les relevés attendent qu’il y en ait un.",
    de: "Noch kein Preis: Meldungen warten, bis es einen gibt.")
  static let newCost = Phrase(
    "Cost from a month on", fr: "Coût à partir d’un mois", de: "Einkaufspreis ab einem Monat")
  static let newPrice = Phrase(
    "Price from a month on", fr: "Prix à partir d’un mois", de: "Verkaufspreis ab einem Monat")
  static let savePrice = Phrase("Set from that month", fr: "Fixer dès ce mois", de: "Ab diesem Monat festlegen")
  static let newMeter = Phrase("New meter", fr: "Nouveau compteur", de: "Neuer Zähler")
  static let addMeter = Phrase("Add the meter", fr: "Ajouter le compteur", de: "Zähler hinzufügen")
  static let code = Phrase("Code", fr: "Code", de: "Code")
  static let codeHint = Phrase(
    "What records name it by; it stays.", fr: "Son nom dans les relevés ; il ne change plus.",
    de: "So nennen ihn die Meldungen; er bleibt.")
  static let name = Phrase("Name", fr: "Nom", de: "Name")
  static let unit = Phrase("Unit", fr: "Unité", de: "Einheit")
  static let reseller = Phrase("Reseller", fr: "Revendeur", de: "Reseller")
  static let leg = Phrase("Kind", fr: "Type", de: "Art")
  static let cost = Phrase("Cost", fr: "Coût", de: "Einkauf")
  static let price = Phrase("Price", fr: "Prix", de: "Preis")
  static let modelLabel = Phrase("How it is priced", fr: "Mode de calcul", de: "Berechnung")
  static let free = Phrase("Free each month", fr: "Gratuit chaque mois", de: "Frei je Monat")
  static let packageSize = Phrase("Units in a package", fr: "Unités par paquet", de: "Einheiten je Paket")
  static let tiers = Phrase("Rates", fr: "Tarifs", de: "Sätze")
  static let tiersHint = Phrase(
    "One a line: 1000: 0.0245 is up to 1000 units; the last line has the rate alone.",
    fr: "Un par ligne : 1000: 0.0245 vaut jusqu’à 1000 unités ; la dernière ligne n’a que le tarif.",
    de: "Einer je Zeile: 1000: 0.0245 gilt bis 1000 Einheiten; die letzte Zeile hat nur den Satz.")

  static func model(_ model: MeterPrice.Model) -> Phrase {
    switch model {
    case .flat: Phrase("one rate", fr: "un seul tarif", de: "ein Satz")
    case .tiered: Phrase("each unit at its tier", fr: "chaque unité à son palier", de: "jede Einheit nach ihrer Stufe")
    case .volume:
      Phrase("all units at the tier reached", fr: "tout au palier atteint", de: "alles nach der erreichten Stufe")
    case .package: Phrase("packages begun", fr: "paquets entamés", de: "angebrochene Pakete")
    }
  }
}
