import Core
import FoundationEssentials
import HTTP
import Markup

/// Suspending, activating, naming and renewing a subscription.
enum LifecyclePages {
  private typealias Words = LifecycleWords

  // MARK: - Suspending

  static func askSuspension(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Subscriptions.find(try call.id(), in: call.work)
    let page = suspending(call, record)
    let refill = Refill(call)
    let stops = record.subscription.policy.suspensionStopsBilling
    let reason = textArea(
      label: Words.reason.in(language), name: "reason", value: refill.value("reason"), rows: 3,
      hint: Words.reasonHint.in(language), error: refill.error("reason"), required: true)
    let form = Markup.form(
      action: page.action, csrf: page.csrf, hidden: [("step", "preview"), Overtaken.hidden(record)], content: reason,
      submit: SubscriptionWords.preview.in(language), cancel: page.cancel)
    let billing = (stops ? Words.stopsBilling : Words.billsOn).in(language)
    let explanation: HTML = "<p>\(Words.suspending.in(language)) \(billing)</p>"
    return try page.page(
      form: card("\(explanation)\(form)"),
      unlessRefused: record.actions(for: call.work).first { $0.name == "suspend" })
  }

  private static func suspending(_ call: Call, _ record: SubscriptionRecord) -> ChangePage {
    ChangePage(call: call, record: record, title: Words.suspend.in(call.actor.language), step: "suspension")
  }

  static func suspend(_ call: Call) throws -> Response {
    let fields = try call.form()
    _ = fields.has("step")
    let reason = fields.text("reason", required: true, upTo: 500, lines: true)
    try fields.check()
    let id: ID<Subscription> = try call.id()
    let isConfirmed = ChangePage.isConfirmed(call)
    let outcome = try Subscriptions.perform(
      .suspend(reason: reason ?? ""), on: id, in: call.work, preview: !isConfirmed, check: ChangePage.check(call))
    if isConfirmed { return .seeOther("/subscriptions/\(id)") }
    let language = call.actor.language
    return try suspending(call, outcome.record).confirmation(
      outcome, what: Words.suspending.in(language), hidden: [("reason", reason ?? "")],
      confirm: Words.suspendNow.in(language), tone: .danger, isSplitShown: false)
  }

  // MARK: - Activating

  static func activate(_ call: Call) throws -> Response {
    let language = call.actor.language
    let id: ID<Subscription> = try call.id()
    let isConfirmed = ChangePage.isConfirmed(call)
    let outcome = try Subscriptions.perform(
      .activate, on: id, in: call.work, preview: !isConfirmed, check: ChangePage.check(call))
    if isConfirmed { return .seeOther("/subscriptions/\(id)") }
    let page = ChangePage(
      call: call, record: outcome.record, title: Words.activate.in(language), step: "activation")
    return try page.confirmation(
      outcome, what: Words.activating.in(language), hidden: [], confirm: Words.activateNow.in(language),
      isSplitShown: false)
  }

  // MARK: - Naming

  static func askName(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Subscriptions.find(try call.id(), in: call.work)
    let page = ChangePage(call: call, record: record, title: Words.rename.in(language), step: "name")
    let refill = Refill(call)
    let name = field(
      label: Words.name.in(language), name: "friendlyName",
      value: refill.value("friendlyName", record.subscription.friendlyName),
      hint: Words.nameHint.in(language, ["plan": record.planName]), error: refill.error("friendlyName"),
      attributes: ["maxlength": "100", "autofocus": ""])
    let form = Markup.form(
      action: page.action, csrf: page.csrf, hidden: [Overtaken.hidden(record)], content: name,
      submit: DeskWords.save.in(language), cancel: page.cancel)
    return try page.page(
      form: card(form), unlessRefused: record.actions(for: call.work).first { $0.name == "rename" })
  }

  static func rename(_ call: Call) throws -> Response {
    let fields = try call.form()
    let name = fields.text("friendlyName", upTo: 100)
    try fields.check()
    let id: ID<Subscription> = try call.id()
    _ = try Subscriptions.perform(
      .rename(name), on: id, in: call.work, preview: false, check: ChangePage.check(call))
    return .seeOther("/subscriptions/\(id)")
  }

  // MARK: - Renewing

  static func setAutoRenewal(_ call: Call) throws -> Response {
    let id: ID<Subscription> = try call.id()
    let renews = Form(call.request)?.first("renews") == "on"
    return try ChangePage.atOnce(["autoRenew": .bool(renews)], on: id, call)
  }
}

/// The words of suspending, activating, naming and renewing.
enum LifecycleWords {
  static let suspend = Phrase("Suspend", fr: "Suspendre", de: "Sperren")
  static let suspendNow = Phrase("Suspend now", fr: "Suspendre maintenant", de: "Jetzt sperren")
  static let suspending = Phrase(
    "Its users lose access at once; nothing of theirs is deleted.",
    fr: "Les utilisateurs perdent l’accès immédiatement ; rien n’est supprimé.",
    de: "Die Benutzer verlieren den Zugang sofort; gelöscht wird nichts.")
  static let stopsBilling = Phrase(
    "Suspended days are not billed.", fr: "Les jours suspendus ne sont pas facturés.",
    de: "Gesperrte Tage werden nicht verrechnet.")
  static let billsOn = Phrase(
    "It is billed on while suspended.", fr: "La facturation continue pendant la suspension.",
    de: "Während der Sperrung wird weiter verrechnet.")
  static let reason = Phrase("Reason", fr: "Motif", de: "Grund")
  static let reasonHint = Phrase(
    "The customer and your colleagues see it.", fr: "Visible par le client et vos collègues.",
    de: "Der Kunde und Ihr Team sehen ihn.")
  static let activate = Phrase("Activate", fr: "Réactiver", de: "Aktivieren")
  static let activateNow = Phrase("Activate now", fr: "Réactiver maintenant", de: "Jetzt aktivieren")
  static let activating = Phrase(
    "Its users get their access back.", fr: "Les utilisateurs retrouvent l’accès.",
    de: "Die Benutzer erhalten ihren Zugang zurück.")
  static let rename = Phrase("Rename", fr: "Renommer", de: "Umbenennen")
  static let name = Phrase("Name of your own", fr: "Nom personnalisé", de: "Eigener Name")
  static let nameHint = Phrase(
    "Shown instead of “{plan}”. Leave empty to show the plan’s name.",
    fr: "Affiché à la place de « {plan} ». Laissez vide pour afficher le nom du plan.",
    de: "Erscheint anstelle von «{plan}». Leer lassen, um den Namen des Plans zu zeigen.")
}
