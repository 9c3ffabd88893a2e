import Core
import FoundationEssentials
import HTTP
import Markup

/// Splitting many of a customer's subscriptions anew: which, and how. What comes of it is a bulk change to confirm.
enum ResplitPages {
  private typealias Words = ResplitWords

  /// How it is said.
  private enum How: String, CaseIterable { case move, shares, standing }

  static func path(_ customer: ID<Organization>) -> String { "/customers/\(customer)/resplit" }

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    let centres = try BillingCentres.all(of: customer.id, in: call.work)
    let refill = Refill(call)
    let chosen = Form(call.request)?.first("how") ?? call.query("how") ?? How.move.rawValue
    let ways: [HTML] = How.allCases.map { how in
      """
      <div class="choice"><label><input type="radio" name="how" value="\(how.rawValue)"\
      \(flag: "checked", chosen == how.rawValue)><span>\(label(how).in(language))</span></label>\
      <div class="more">\(more(how, centres, refill, call))</div></div>

      """
    }
    let content: HTML = """
      \(try which(customer, centres, refill, call))
      <fieldset class="choices"><legend>\(Words.how.in(language))</legend>\(ways)</fieldset>
      <p class="subtle">\(Words.nothingYet.in(language))</p>
      """
    let page: HTML = """
      \(CentrePages.trail(customer, Words.title.in(language), call))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(Words.subtitle.in(language))"))
      \(card(form(action: path(customer.id), csrf: call.actor.csrf ?? "", content: content,
        submit: Words.preview.in(language),
        cancel: (DeskWords.cancel.in(language), CentrePages.listHref(of: customer.id, call)))))
      """
    return try Portal.page(call, Words.title.in(language), at: CentrePages.place(call), page)
  }

  private static func label(_ how: How) -> Phrase {
    switch how {
    case .move: Words.move
    case .shares: StandingRuleWords.byShares
    case .standing: Words.standing
    }
  }

  private static func more(
    _ how: How, _ centres: [BillingCentres.Record], _ refill: Refill, _ call: Call
  ) -> HTML {
    let language = call.actor.language
    func select(_ name: String, _ label: Phrase, _ choices: [BillingCentres.Record], pointer: String) -> HTML {
      selectField(
        label: label.in(language), name: name,
        options: choices.map { centre in
          let id = centre.id.description
          return (
            value: id, label: "\(centre.name) (\(centre.code))",
            selected: refill.has(name, id, call.query(name) == id), disabled: false
          )
        }, error: refill.error(name, pointer: pointer))
    }
    switch how {
    case .move:
      return """
        \(select("from", Words.from, centres, pointer: "move/from"))\
        \(select("to", Words.to, centres.filter { !$0.closed }, pointer: "move/to"))
        """
    case .shares: return StandingRuleForm.shareFields(centres, refill)
    case .standing: return "<p class=\"subtle\">\(Words.standingHint.in(language))</p>"
    }
  }

  /// Everything that runs, what runs of a service, or what lands on a centre.
  private static func which(
    _ customer: Organizations.Record, _ centres: [BillingCentres.Record], _ refill: Refill, _ call: Call
  ) throws -> HTML {
    let language = call.actor.language
    let results = try call.tx.pipeline([
      """
      SELECT service_id, service_name, count(*) FROM subscription
      WHERE customer_id = \(customer.id) AND status IN ('pending', 'active', 'suspended')
      GROUP BY 1, 2 ORDER BY 2, 1
      """,
      """
      SELECT c, count(*) FROM subscription, unnest(centre_ids) c
      WHERE customer_id = \(customer.id) AND status IN ('pending', 'active', 'suspended') GROUP BY 1
      """,
    ])
    var options: [(String, String)] = []
    var all = 0
    for row in results[0] {
      let count: Int = try row[2]
      all += count
      options.append(("service:\(try row[0] as ID<Service>)", "\(try row[1] as String) (\(count))"))
    }
    let landing = try results[1].reduce(into: [ID<BillingCentre>: Int]()) { $0[try $1[0]] = try $1[1] }
    for centre in centres {
      guard let count = landing[centre.id] else { continue }
      options.append(("centre:\(centre.id)", Words.at.in(language, ["centre": centre.name, "count": "\(count)"])))
    }
    options.insert(("all", Words.all.in(language, ["count": "\(all)"])), at: 0)
    return selectField(
      label: Words.which.in(language), name: "which",
      options: options.map {
        (value: $0.0, label: $0.1, selected: refill.has("which", $0.0, call.query("which") == $0.0), disabled: false)
      }, error: refill.error("which", pointer: "filter"), required: true)
  }

  // MARK: - To the preview

  static func preview(_ call: Call) throws -> Response {
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    guard let form = Form(call.request) else { throw HTTPFault.unsupportedMedia }
    guard let how = form.first("how").flatMap(How.init(rawValue:)) else {
      throw Refusal.invalid([Issue("/how", "bulk.nothing_asked")])
    }
    var filter: [String: JSONValue] = ["customerId": .string(customer.id.description), "running": .bool(true)]
    let which = (form.first("which") ?? "all").split(separator: ":", maxSplits: 1).map(String.init)
    if which.count == 2 { filter[which[0] == "service" ? "serviceId" : "centreId"] = .string(which[1]) }
    // What has nothing on the centre that is emptied need not be looked at.
    if how == .move, filter["centreId"] == nil { filter["centreId"] = form.first("from").map { .string($0) } }
    let wish = try BulkAPI.wish(
      try Fields(
        .object([
          "filter": .object(filter), "kind": .string(AskedChange.Kind.split.rawValue), "body": try body(how, form),
        ])))
    let record = try BulkChanges.create(wish, in: call.work)
    return .seeOther("/bulk-changes/\(record.id)")
  }

  private static func body(_ how: How, _ form: Form) throws -> JSONValue {
    switch how {
    case .standing: return .object(["standing": .bool(true)])
    case .move:
      return .object([
        "move": .object(["from": .string(form.first("from") ?? ""), "to": .string(form.first("to") ?? "")])
      ])
    case .shares:
      let shares = try StandingRuleForm.shares(form).map { part in
        JSONValue.object([
          "centreId": .string(part.centre.description), "percent": .string(part.percent.description),
        ])
      }
      return .object(["shares": .array(shares)])
    }
  }
}

/// The words of splitting many subscriptions anew.
enum ResplitWords {
  static let title = Phrase(
    "Split subscriptions anew", fr: "Répartir des abonnements à nouveau", de: "Abonnements neu aufteilen")
  static let subtitle = Phrase(
    "The cost moves with the licences from today on; the total stays the same.",
    fr: "Le coût suit les licences dès aujourd’hui ; le total reste le même.",
    de: "Die Kosten wandern ab heute mit den Lizenzen; das Total bleibt gleich.")
  static let which = Phrase("Which subscriptions", fr: "Quels abonnements", de: "Welche Abonnements")
  static let all = Phrase("All that run ({count})", fr: "Tous ceux en cours ({count})", de: "Alle laufenden ({count})")
  static let at = Phrase(
    "With licences at {centre} ({count})", fr: "Avec des licences à {centre} ({count})",
    de: "Mit Lizenzen auf {centre} ({count})")
  static let how = Phrase("How", fr: "Comment", de: "Wie")
  static let move = Phrase(
    "Move everything from one centre to another", fr: "Tout déplacer d’un centre à un autre",
    de: "Alles von einer Kostenstelle auf eine andere verschieben")
  static let from = Phrase("From", fr: "De", de: "Von")
  static let to = Phrase("To", fr: "À", de: "Auf")
  static let standing = Phrase(
    "By the standing rules", fr: "Selon les règles permanentes", de: "Nach den festen Regeln")
  static let standingHint = Phrase(
    "Each as if it were bought today: by the rule of its service, else by the general one.",
    fr: "Chacun comme s’il était acheté aujourd’hui : selon la règle de son service, sinon la règle générale.",
    de: "Jedes, als würde es heute gekauft: nach der Regel seines Dienstes, sonst nach der allgemeinen.")
  static let nothingYet = Phrase(
    "Next you see what moves between which centres. Nothing is changed before you confirm that.",
    fr: "Vous verrez ensuite ce qui change de centre. Rien n’est modifié avant votre confirmation.",
    de: "Danach sehen Sie, was zwischen welchen Kostenstellen wandert. Nichts ändert sich, bevor Sie das bestätigen.")
  static let preview = Phrase("See the preview", fr: "Voir l’aperçu", de: "Vorschau ansehen")

  static let perCentre = Phrase("Per billing centre", fr: "Par centre de facturation", de: "Je Kostenstelle")
  static let licencesNow = Phrase("Licences now", fr: "Licences actuelles", de: "Lizenzen jetzt")
  static let licencesThen = Phrase("Then", fr: "Ensuite", de: "Danach")
  static let recurringNow = Phrase("Recurring now", fr: "Récurrent actuel", de: "Wiederkehrend jetzt")
  static let recurringThen = Phrase("Recurring then", fr: "Récurrent ensuite", de: "Wiederkehrend danach")
  static let byShares = Phrase("Split in shares", fr: "Répartir par parts", de: "Nach Anteilen aufteilen")
  static let byRules = Phrase(
    "Split by the standing rules", fr: "Répartir selon les règles", de: "Nach den festen Regeln aufteilen")
  static let moved = Phrase(
    "Move from one centre to another", fr: "Déplacer d’un centre à un autre", de: "Zwischen Kostenstellen verschieben")
}
