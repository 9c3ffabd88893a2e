import Core
import Markup

/// What a subscription went on as, where it came from, and what it does because its parent does.
struct SuccessionNotice {
  let view: SubscriptionView
  let language: Language

  private var s: Subscription { view.record.subscription }

  var html: HTML { "\(successor)\(predecessors)\(parent)" }

  private func link(_ link: SubscriptionView.Link) -> HTML {
    "<a href=\"/subscriptions/\(link.id.description)\">\(link.name)</a>"
  }

  private var successor: HTML {
    guard let successor = view.successor else { return .empty }
    let title = (s.trial ? Words.converted : Words.upgraded).in(language)
    return notice(.neutral, title: title, body: "<p>\(link(successor))</p>")
  }

  private var predecessors: HTML {
    guard !view.predecessors.isEmpty else { return .empty }
    let links: [HTML] = view.predecessors.map(link)
    return notice(.neutral, title: Words.from.in(language), body: "<p>\(links.joined(separator: ", "))</p>")
  }

  private var parent: HTML {
    guard let parent = view.parent, s.status == .active || s.status == .suspended else { return .empty }
    if s.parentSuspends != nil {
      return notice(.warning, title: Words.suspended.in(language), body: "<p>\(link(parent))</p>")
    }
    guard s.parentEnds != nil else { return .empty }
    return notice(.neutral, title: Words.ends.in(language), body: "<p>\(link(parent))</p>")
  }

  private enum Words {
    static let upgraded = Phrase(
      "All its licences were upgraded and went on here:", fr: "Toutes ses licences ont été mises à niveau ici :",
      de: "Alle Lizenzen wurden gehoben und laufen hier weiter:")
    static let converted = Phrase(
      "The trial was converted and goes on here:", fr: "L’essai a été converti et se poursuit ici :",
      de: "Der Test wurde umgewandelt und läuft hier weiter:")
    static let from = Phrase("Went on from:", fr: "Fait suite à :", de: "Führt weiter:")
    static let suspended = Phrase(
      "Suspended with the subscription it goes with:", fr: "Suspendu avec l’abonnement auquel il se rattache :",
      de: "Gesperrt mit dem Abonnement, zu dem es gehört:")
    static let ends = Phrase(
      "Ends with the subscription it goes with:", fr: "Prend fin avec l’abonnement auquel il se rattache :",
      de: "Endet mit dem Abonnement, zu dem es gehört:")
  }
}
