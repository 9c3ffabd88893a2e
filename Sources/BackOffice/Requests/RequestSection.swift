import Core
import FoundationEssentials
import Markup

/// What other pages say of requests.
enum RequestSection {
  private typealias Words = RequestPageWords

  private static let shownRows = 5

  /// On a seller's start page: how many requests and orders wait for a decision.
  static func waitingForSeller(_ call: Call) throws -> HTML {
    guard call.actor.rights.holds(.subscriptionsChange) else { return .empty }
    var filter = Requests.Filter()
    filter.status = .waiting
    let requests = try RequestStore.count(filter, in: call.work)
    let orders = try Orders.waiting(in: call.work)
    let language = call.actor.language
    return """
      \(count(requests, Words.waitingOne, Words.waiting, "/requests", language))\
      \(count(orders, Words.ordersWaitingOne, Words.ordersWaiting, "/orders", language))
      """
  }

  /// On a manager's start page: what people ask for, and what waits for the reseller.
  static func waitingForManager(_ call: Call) throws -> HTML {
    var filter = Requests.Filter()
    filter.status = .waiting
    let all = try RequestStore.count(filter, in: call.work)
    if all == 0 { return .empty }
    filter.kind = .service
    let services = try RequestStore.count(filter, in: call.work)
    let language = call.actor.language
    return """
      \(count(services, Words.waitingOne, Words.waiting, "/requests?kind=service", language))\
      \(count(all - services, Words.atResellerOne, Words.atReseller, "/requests", language, tone: .neutral))
      """
  }

  /// On the start page of whoever asks: how far it is.
  static func own(_ call: Call) throws -> HTML {
    guard call.actor.holds(.servicesAsk) else { return .empty }
    let language = call.actor.language
    let records = try RequestStore.list(Requests.Filter(), Paging(limit: shownRows), in: call.work)
    if records.isEmpty { return .empty }
    return card(
      title: Words.ownRequests.in(language),
      actions: [buttonLink(label: Words.showAll.in(language), href: "/requests?status=all")],
      RequestPages.table(Array(records.prefix(shownRows)), call))
  }

  /// On a subscription's page: what waits of it.
  static func waiting(on subscription: ID<Subscription>, _ call: Call) throws -> HTML {
    guard call.actor.rights.holds(.subscriptionsChange) else { return .empty }
    var filter = Requests.Filter()
    filter.status = .waiting
    filter.subscription = subscription
    let language = call.actor.language
    let records = try RequestStore.list(filter, Paging(limit: shownRows), in: call.work)
    let items: [HTML] = records.prefix(shownRows).map { record in
      let wish = RequestWords.wish(record, record.present, language)
      return "<li><a href=\"/requests/\(record.id.description)\">\(wish)</a> · \(record.askedByName)</li>"
    }
    if items.isEmpty { return .empty }
    return notice(.warning, title: Words.changeWaits.in(language), body: "<ul>\(items)</ul>")
  }

  private static func count(
    _ count: Int, _ one: Phrase, _ many: Phrase, _ href: String, _ language: Language, tone: Tone = .warning
  ) -> HTML {
    if count == 0 { return .empty }
    let title = count == 1 ? one.in(language) : many.in(language, ["count": "\(count)"])
    return notice(tone, title: title, body: "<p>\(buttonLink(label: Words.look.in(language), href: href))</p>")
  }
}
