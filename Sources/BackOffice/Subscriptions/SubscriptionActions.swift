import Core
import Markup

/// What can be done with a subscription now: each thing with its button, or greyed out with the reason.
struct SubscriptionActions {
  let record: SubscriptionRecord
  let call: Call

  private var language: Language { call.actor.language }
  private var s: Subscription { record.subscription }
  private var path: String { "/subscriptions/\(record.id)" }
  private var csrf: String { call.actor.csrf ?? "" }

  private var isConcerned: Bool {
    let rights = call.actor.rights
    return rights.holds(.subscriptionsChange) || rights.holds(.subscriptionsSuspend)
  }

  /// For the head of the page: what people come for.
  var mostUsed: [HTML] {
    get throws {
      guard !isConcerned else { return change }
      let reason = try WhoCould.sentence(.subscriptionsChange, call)
      let greyed = disabledButton(label: Words.quantity.in(language), reason: reason)
      guard call.actor.level == .customer, call.actor.holds(.ticketsUse) else { return [greyed] }
      let href = PortalLink.to("/tickets/new", ["service": record.service.description])
      return [greyed, buttonLink(label: Words.ticket.in(language), href: href)]
    }
  }

  private var change: [HTML] {
    let all = record.actions(for: call.work)
    let wanted = all.filter { ["increase", "decrease"].contains($0.name) }
    guard wanted.contains(where: \.allowed) else { return [] }
    return [buttonLink(label: Words.quantity.in(language), href: path + "/quantity", tone: .primary)]
  }

  /// Nothing for those who change nothing anyway.
  var card: HTML {
    guard isConcerned else { return .empty }
    let hidden = [
      s.status == .suspended ? "suspend" : "activate", s.autoRenew ? "" : "cancelLater",
      s.trial ? "scheduleRenewal" : "", s.trial ? "autoRenewOn" : "",
    ]
    let shown = record.actions(for: call.work).filter { !hidden.contains($0.name) && label($0.name) != nil }
    let rows: [HTML] = shown.map(row)
    return Markup.card(title: Words.title.in(language), "<dl>\(rows)</dl>")
  }

  private func row(_ action: Action) -> HTML {
    let name = label(action.name)?.in(language) ?? ""
    guard action.allowed else {
      let reason = SubscriptionWords.reason(action, s, language)
      return "<div><dt>\(name)</dt><dd>\(disabledButton(label: Words.notNow.in(language), reason: reason))</dd></div>"
    }
    let button = button(action.name)
    return "<div><dt>\(name)</dt><dd>\(button) <small class=\"hint\">\(limits(action))</small></dd></div>"
  }

  private func label(_ action: String) -> Phrase? {
    switch action {
    case "increase": Words.increase
    case "decrease": Words.decrease
    case "suspend": Words.suspend
    case "activate": Words.activate
    case "cancelNow": Words.cancelNow
    case "cancelLater": Words.cancelLater
    case "autoRenewOn": Words.renew
    case "rename": Words.rename
    case "scheduleRenewal": Words.schedule
    case "upgrade": Words.upgrade
    case "convert": Words.convert
    case "buyAddOn" where !s.trial: Words.addOn
    default: nil
    }
  }

  private func button(_ action: String) -> HTML {
    switch action {
    case "increase", "decrease": buttonLink(label: Words.change.in(language), href: path + "/quantity")
    case "suspend": buttonLink(label: Words.suspendButton.in(language), href: path + "/suspension")
    case "activate":
      actionButton(
        label: Words.activateButton.in(language), action: path + "/activation", csrf: csrf,
        hidden: [("step", "preview"), Overtaken.hidden(record)])
    case "cancelNow": buttonLink(label: Words.cancelButton.in(language), href: path + "/cancellation", tone: .danger)
    case "cancelLater": buttonLink(label: Words.endButton.in(language), href: path + "/cancellation")
    case "autoRenewOn":
      actionButton(
        label: Words.renewButton.in(language), action: path + "/auto-renewal", csrf: csrf,
        hidden: [("renews", "on"), Overtaken.hidden(record)])
    case "scheduleRenewal": buttonLink(label: Words.planButton.in(language), href: path + "/renewal")
    case "upgrade": buttonLink(label: Words.upgradeButton.in(language), href: path + "/upgrade")
    case "convert":
      buttonLink(label: Words.convertButton.in(language), href: path + "/conversion", tone: .primary)
    case "buyAddOn":
      buttonLink(
        label: Words.addOnButton.in(language),
        href: PortalLink.to("/customers/\(s.customer)/subscriptions/new", ["for": s.id.description]))
    default: buttonLink(label: Words.renameButton.in(language), href: path + "/name")
    }
  }

  /// How far and until when.
  private func limits(_ action: Action) -> String {
    var parts: [String] = []
    if let maximum = action.maximum { parts.append(Words.upTo.in(language, ["maximum": "\(maximum)"])) }
    if let minimum = action.minimum { parts.append(Words.downTo.in(language, ["minimum": "\(minimum)"])) }
    if let until = action.until { parts.append(Words.until.in(language, ["until": Portal.clockText(until)])) }
    if let from = action.from { parts.append(Words.from.in(language, ["from": from.description])) }
    if call.actor.mustAsk(for: action) { parts.append(RequestPageWords.needsApproval.in(language)) }
    if action.name == "suspend" {
      parts.append((s.policy.suspensionStopsBilling ? Words.unbilled : Words.billedOn).in(language))
    }
    return parts.joined(separator: " · ")
  }

  private enum Words {
    static let title = Phrase("What can be done now", fr: "Possible maintenant", de: "Was jetzt möglich ist")
    static let notNow = Phrase("Not now", fr: "Pas maintenant", de: "Jetzt nicht")
    static let quantity = Phrase("Change quantity", fr: "Modifier la quantité", de: "Menge ändern")
    static let ticket = Phrase("Open a ticket", fr: "Ouvrir un ticket", de: "Ticket eröffnen")
    static let increase = Phrase("More licences", fr: "Plus de licences", de: "Mehr Lizenzen")
    static let decrease = Phrase("Fewer licences", fr: "Moins de licences", de: "Weniger Lizenzen")
    static let suspend = Phrase("Suspend", fr: "Suspendre", de: "Sperren")
    static let activate = Phrase("Activate", fr: "Réactiver", de: "Aktivieren")
    static let cancelNow = Phrase(
      "Cancel with refund", fr: "Résilier avec remboursement", de: "Mit Erstattung kündigen")
    static let cancelLater = Phrase("End with the term", fr: "Arrêter à l’échéance", de: "Auf Laufzeitende kündigen")
    static let renew = Phrase("Renew automatically", fr: "Renouvellement auto", de: "Automatisch verlängern")
    static let rename = Phrase("Name", fr: "Nom", de: "Name")
    static let schedule = Phrase("Plan the renewal", fr: "Prévoir le renouvellement", de: "Verlängerung planen")
    static let upgrade = Phrase("Better plan", fr: "Plan supérieur", de: "Besserer Plan")
    static let convert = Phrase("Go on after the trial", fr: "Continuer après l’essai", de: "Nach dem Test weiter")
    static let addOn = Phrase("Add-ons", fr: "Options", de: "Zusätze")
    static let upgradeButton = Phrase("Upgrade…", fr: "Mettre à niveau…", de: "Upgrade…")
    static let convertButton = Phrase("Convert…", fr: "Convertir…", de: "Umwandeln…")
    static let addOnButton = Phrase("Add…", fr: "Ajouter…", de: "Hinzufügen…")
    static let change = Phrase("Change", fr: "Modifier", de: "Ändern")
    static let suspendButton = Phrase("Suspend…", fr: "Suspendre…", de: "Sperren…")
    static let activateButton = Phrase("Activate…", fr: "Réactiver…", de: "Aktivieren…")
    static let cancelButton = Phrase("Cancel…", fr: "Résilier…", de: "Kündigen…")
    static let endButton = Phrase("End…", fr: "Arrêter…", de: "Beenden…")
    static let renewButton = Phrase("Turn on", fr: "Activer", de: "Einschalten")
    static let planButton = Phrase("Plan…", fr: "Prévoir…", de: "Planen…")
    static let renameButton = Phrase("Rename…", fr: "Renommer…", de: "Umbenennen…")
    static let upTo = Phrase("up to {maximum}", fr: "jusqu’à {maximum}", de: "bis {maximum}")
    static let downTo = Phrase("down to {minimum}", fr: "jusqu’à {minimum}", de: "hinunter bis {minimum}")
    static let until = Phrase("until {until}", fr: "jusqu’au {until}", de: "bis {until}")
    static let from = Phrase("takes effect {from}", fr: "effet le {from}", de: "wirksam am {from}")
    static let unbilled = Phrase(
      "not billed while suspended", fr: "non facturé pendant la suspension", de: "während der Sperrung nicht verrechnet"
    )
    static let billedOn = Phrase(
      "billed on while suspended", fr: "facturé pendant la suspension",
      de: "wird während der Sperrung weiter verrechnet")
  }
}
