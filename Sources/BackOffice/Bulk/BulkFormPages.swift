import Core
import FoundationEssentials
import HTTP
import Markup

/// What is to be done with the subscriptions chosen on a list.
enum BulkFormPages {
  /// The choices, in the order people look for them.
  private enum What: String, CaseIterable {
    case add, quantity, renewAssigned, renewQuantity, autoRenewOff, autoRenewOn, suspend, activate, endNow, splitByRules

    func isOpen(to actor: Actor) -> Bool {
      switch self {
      case .suspend, .activate: actor.holds(.subscriptionsSuspend)
      case .splitByRules: actor.holds(.centresManage)
      default: true
      }
    }
  }

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let chosen = try BulkChosen(call)
    let count = try chosen.count(in: call.work)
    let title = BulkWords.title.in(language)
    let trail: HTML = breadcrumbs([
      (Portal.Place.subscriptions.label.in(language), "/subscriptions"), (title, nil),
    ])
    guard count.subscriptions > 0 else {
      let back = buttonLink(label: DeskWords.back.in(language), href: "/subscriptions")
      return try Portal.page(
        call, title, at: .subscriptions,
        """
        \(trail)\(pageHeader(title: "\(title)"))\
        \(notice(.warning, title: Words.nothing.in(language), body: "<p>\(back)</p>"))
        """)
    }
    let refill = Refill(call)
    let subtitle = BulkWords.subscriptions.in(
      language, ["count": "\(count.subscriptions)", "customers": "\(count.customers)"])
    let options: [HTML] = What.allCases.filter { $0.isOpen(to: call.actor) }.map { option($0, refill) }
    let content: HTML = """
      <fieldset class="choices"><legend>\(Words.what.in(language))</legend>\(options)</fieldset>
      <p class="subtle">\(Words.nothingYet.in(language))</p>
      """
    let choosing = form(
      action: "/bulk-changes/new", csrf: call.actor.csrf ?? "", hidden: chosen.hidden, content: content,
      submit: Words.preview.in(language), cancel: (DeskWords.cancel.in(language), "/subscriptions"))
    return try Portal.page(
      call, title, at: .subscriptions,
      "\(trail)\(pageHeader(title: "\(title)", subtitle: "\(subtitle)"))\(card(choosing))")
  }

  /// A choice with the fields that belong to it; the style sheet hides those of the others.
  private static func option(_ what: What, _ refill: Refill) -> HTML {
    let language = refill.language
    let more = more(what, refill).map { "<div class=\"more\">\($0)</div>" as HTML }
    let isChosen = refill.has("what", what.rawValue, what == .add)
    return """
      <div class="choice"><label><input type="radio" name="what" value="\(what.rawValue)"\(flag: "checked", isChosen)>\
      <span>\(label(what).in(language))</span></label>\(more)</div>

      """
  }

  private static func more(_ what: What, _ refill: Refill) -> HTML? {
    let language = refill.language
    func number(_ name: String, _ label: Phrase, _ pointer: String, hint: Phrase? = nil) -> HTML {
      field(
        label: label.in(language), name: name, type: "number", value: refill.value(name), hint: hint?.in(language),
        error: refill.error(name, pointer: pointer), attributes: ["step": "1", "inputmode": "numeric"])
    }
    switch what {
    case .add: return number("add", Words.howManyMore, "body/quantity/add", hint: Words.fewer)
    case .quantity: return number("quantity", SubscriptionWords.licences, "body/quantity")
    case .renewQuantity: return number("renewalQuantity", SubscriptionWords.licences, "body/renewal/quantity")
    case .suspend:
      return field(
        label: BulkWords.reason.in(language), name: "reason", value: refill.value("reason"),
        hint: Words.reasonHint.in(language), error: refill.error("reason", pointer: "body/reason"))
    case .endNow: return "<p class=\"subtle\">\(Words.forGood.in(language))</p>"
    case .renewAssigned: return "<p class=\"subtle\">\(Words.renewHint.in(language))</p>"
    case .splitByRules: return "<p class=\"subtle\">\(ResplitWords.standingHint.in(language))</p>"
    case .autoRenewOff, .autoRenewOn, .activate: return nil
    }
  }

  static func create(_ call: Call) throws -> Response {
    guard let form = Form(call.request) else { throw HTTPFault.unsupportedMedia }
    guard let what = form.first("what").flatMap(What.init(rawValue:)) else {
      throw Refusal.invalid([Issue("/what", "bulk.nothing_asked")])
    }
    func number(_ name: String) throws -> JSONValue {
      guard let text = form.text(name) else { throw Refusal.invalid([Issue("/\(name)", "field.required")]) }
      return Int64(text).map { .integer($0) } ?? .string(text)
    }
    let body: [String: JSONValue] =
      switch what {
      case .add: ["quantity": .object(["add": try number("add")])]
      case .quantity: ["quantity": try number("quantity")]
      case .renewAssigned: ["renewal": .object(["quantity": .object(["to": .string("assigned")])])]
      case .renewQuantity: ["renewal": .object(["quantity": try number("renewalQuantity")])]
      case .autoRenewOff: ["autoRenew": .bool(false)]
      case .autoRenewOn: ["autoRenew": .bool(true)]
      case .suspend: ["status": .string("suspended"), "reason": try reason(form)]
      case .activate: ["status": .string("active")]
      case .endNow: ["when": .string("now")]
      case .splitByRules: ["standing": .bool(true)]
      }
    var members = try BulkChosen(call).members
    let kind: AskedChange.Kind =
      switch what {
      case .endNow: .cancellation
      case .splitByRules: .split
      default: .change
      }
    members["kind"] = .string(kind.rawValue)
    members["body"] = .object(body)
    let record = try BulkChanges.create(try BulkAPI.wish(try Fields(.object(members))), in: call.work)
    return .seeOther("/bulk-changes/\(record.id)")
  }

  private static func reason(_ form: Form) throws -> JSONValue {
    guard let reason = form.text("reason") else {
      throw Refusal.invalid([Issue("/body/reason", "reason.required")])
    }
    return .string(reason)
  }

  private static func label(_ what: What) -> Phrase {
    switch what {
    case .add: Words.add
    case .quantity: Words.quantity
    case .renewAssigned: Words.renewAssigned
    case .renewQuantity: Words.renewQuantity
    case .autoRenewOff: Words.renewOff
    case .autoRenewOn: Words.renewOn
    case .suspend: Words.suspend
    case .activate: Words.activate
    case .endNow: BulkWords.endNow
    case .splitByRules: ResplitWords.byRules
    }
  }

  private enum Words {
    static let what = Phrase("What is to be done?", fr: "Que faut-il faire ?", de: "Was soll geschehen?")
    static let nothing = Phrase(
      "No subscription is selected. Tick some in the list first.",
      fr: "Aucun abonnement n’est sélectionné. Cochez-en d’abord dans la liste.",
      de: "Kein Abonnement ist ausgewählt. Kreuzen Sie zuerst welche in der Liste an.")
    static let nothingYet = Phrase(
      "Next you see what it does to each and what it costs. Nothing is changed before you confirm that.",
      fr: "Vous verrez ensuite l’effet et le coût pour chacun. Rien n’est modifié avant votre confirmation.",
      de: "Danach sehen Sie für jedes Wirkung und Kosten. Nichts ändert sich, bevor Sie das bestätigen.")
    static let preview = Phrase("See the preview", fr: "Voir l’aperçu", de: "Vorschau ansehen")
    static let add = Phrase(
      "Add or remove licences", fr: "Ajouter ou retirer des licences", de: "Lizenzen hinzufügen oder wegnehmen")
    static let howManyMore = Phrase(
      "Licences more for each", fr: "Licences de plus pour chacun", de: "Lizenzen mehr für jedes")
    static let fewer = Phrase(
      "A negative number removes licences.", fr: "Un nombre négatif retire des licences.",
      de: "Eine negative Zahl nimmt Lizenzen weg.")
    static let quantity = Phrase(
      "Set the number of licences", fr: "Fixer le nombre de licences", de: "Anzahl Lizenzen festlegen")
    static let renewAssigned = Phrase(
      "Renew with what is assigned", fr: "Renouveler avec ce qui est attribué", de: "Mit dem Vergebenen verlängern")
    static let renewHint = Phrase(
      "At the end of its term each goes on with as many licences as people hold then as of today.",
      fr: "À l’échéance, chacun continue avec autant de licences qu’il en est attribué aujourd’hui.",
      de: "Am Laufzeitende läuft jedes mit so vielen Lizenzen weiter, wie heute vergeben sind.")
    static let renewQuantity = Phrase(
      "Renew with a number of licences", fr: "Renouveler avec un nombre de licences",
      de: "Mit einer Anzahl Lizenzen verlängern")
    static let renewOff = Phrase(
      "Let it end with the term (auto-renewal off)", fr: "Laisser finir à l’échéance (sans renouvellement)",
      de: "Auf Laufzeitende enden lassen (Verlängerung aus)")
    static let renewOn = Phrase(
      "Renew automatically (auto-renewal on)", fr: "Renouveler automatiquement", de: "Automatisch verlängern")
    static let suspend = Phrase("Suspend", fr: "Suspendre", de: "Sperren")
    static let reasonHint = Phrase(
      "Kept with each subscription.", fr: "Conservé avec chaque abonnement.",
      de: "Wird bei jedem Abonnement festgehalten.")
    static let activate = Phrase(
      "Activate what is suspended", fr: "Réactiver ce qui est suspendu", de: "Gesperrte aktivieren")
    static let forGood = Phrase(
      "Ends today for good where the time for cancelling is still open; the days not used are given back.",
      fr: "Prend fin aujourd’hui définitivement si le délai de résiliation court encore ; les jours non utilisés sont "
        + "remboursés.",
      de: "Endet heute endgültig, wo die Kündigungsfrist noch offen ist; nicht genutzte Tage werden erstattet.")
  }
}
