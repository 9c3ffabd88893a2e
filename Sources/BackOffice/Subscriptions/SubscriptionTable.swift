import Core
import Markup
import Postgres

/// A subscription in a list, with its customer's name.
struct ListedSubscription {
  let record: SubscriptionRecord
  let customerName: String

  static func columns(at now: Instant) -> SQL { "\(SubscriptionRecord.columns(at: now)), o.name" }

  static let source: SQL = "subscription s JOIN organization o ON o.id = s.customer_id"

  init(row: Row) throws {
    record = try SubscriptionRecord(row: row)
    customerName = try row[SubscriptionRecord.columnCount]
  }
}

/// Subscriptions as a table: what, whose, in which state, how many, until when, at what price.
struct SubscriptionTable {
  let actor: Actor
  let showsCustomer: Bool
  /// Whether a last column says what the reader can do with each.
  var work: Work?
  /// Whether a first column lets the reader tick some, for a bulk change.
  var isSelectable = false

  private var language: Language { actor.language }
  private typealias Words = SubscriptionWords

  func html(_ items: [ListedSubscription], caption: String, empty: HTML) -> HTML {
    table(caption: caption, columns: columns, rows: items.map(row), empty: empty)
  }

  private var columns: [Column] {
    var columns = isSelectable ? [Column(BulkBar.select.in(language))] : []
    columns.append(Column(Words.subscription.in(language)))
    if showsCustomer { columns.append(Column(Words.customer.in(language))) }
    columns += [
      Column(DeskWords.status.in(language)), Column(Words.licences.in(language), kind: .number),
      Column(Words.termEnd.in(language)),
    ]
    if actor.seesPrices { columns.append(Column(Words.unitPrice.in(language), kind: .number)) }
    if actor.seesCosts { columns.append(Column(Words.unitCost.in(language), kind: .number)) }
    if work != nil { columns.append(Column(SubscriptionTable.possible.in(language))) }
    return columns
  }

  private func row(_ item: ListedSubscription) -> [HTML] {
    let record = item.record
    let s = record.subscription
    let name = s.friendlyName ?? record.planName
    let second = s.friendlyName == nil ? record.serviceName : "\(record.planName) · \(record.serviceName)"
    var cells: [HTML] = isSelectable ? [BulkBar.box(s.id, name, language)] : []
    cells.append("<a href=\"/subscriptions/\(s.id.description)\">\(name)</a><small>\(second)</small>")
    if showsCustomer { cells.append(customer(item)) }
    let isOver = s.status == .expired || s.status == .cancelled
    let length = Words.length(s.term, language)
    cells += [
      Words.badges(s, language), licences(s),
      isOver
        ? "<time>\(s.termEnd.description)</time><small>\(length)</small>"
        : "<time>\(s.termEnd.description)</time><small>\(Words.atTermEnd(s).in(language)) · \(length)</small>",
    ]
    let unit = Words.perCycle(s.frequency).in(language)
    if actor.seesPrices { cells.append("\(s.unitPrice.html)<small>\(unit)</small>") }
    if actor.seesCosts { cells.append("\(s.unitCost.html)<small>\(unit)</small>") }
    if let work { cells.append(actions(record, work)) }
    return cells
  }

  private func customer(_ item: ListedSubscription) -> HTML {
    guard actor.level != .customer, actor.holds(.customersView) else { return "\(item.customerName)" }
    return "<a href=\"/customers/\(item.record.subscription.customer.description)\">\(item.customerName)</a>"
  }

  private func licences(_ s: Subscription) -> HTML {
    guard s.assigned > 0 else { return "\(s.quantity)" }
    return "\(s.quantity)<small>\(gauge(s.assigned, of: s.quantity, label: LicenceWords.count(s, language)))</small>"
  }

  /// The two things done most; everything else is on the subscription's own page.
  private func actions(_ record: SubscriptionRecord, _ work: Work) -> HTML {
    let actions = record.actions(for: work).filter(\.allowed).map(\.name)
    let path = "/subscriptions/\(record.id)"
    var links: [HTML] = []
    if actions.contains("increase") || actions.contains("decrease") {
      links.append(buttonLink(label: SubscriptionTable.quantity.in(language), href: path + "/quantity"))
    }
    if actions.contains("activate") {
      let hidden = [("step", "preview")]
      links.append(
        actionButton(
          label: SubscriptionTable.activate.in(language), action: path + "/activation", csrf: actor.csrf ?? "",
          hidden: hidden))
    }
    guard links.isEmpty else { return "\(links)" }
    let reason = record.actions(for: work).first { !$0.allowed }.map { Words.reason($0, record.subscription, language) }
    return "<small>\(reason ?? "")</small>"
  }

  private static let possible = Phrase("Possible now", fr: "Possible maintenant", de: "Jetzt möglich")
  private static let quantity = Phrase("Change quantity", fr: "Modifier la quantité", de: "Menge ändern")
  private static let activate = Phrase("Activate", fr: "Réactiver", de: "Aktivieren")
}
