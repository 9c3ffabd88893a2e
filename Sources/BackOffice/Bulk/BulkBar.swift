import Core
import Markup
import Postgres

/// Above a list of subscriptions: what leads from the ticked ones, or from all that match, to a bulk change.
struct BulkBar {
  private let language: Language
  private let hidden: [(String, String)]

  /// Nil for those who change nothing, and where there is nothing to change.
  init?(_ actor: Actor, among count: Int, of filter: Subscriptions.Filter, endsWithinDays: Int?) {
    guard actor.holds(.subscriptionsChange), count > 0 else { return nil }
    language = actor.language
    hidden = BulkChosen.parameters(filter, endsWithinDays: endsWithinDays)
  }

  var html: HTML {
    let fields: [HTML] = hidden.map { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" }
    return """
      <form id="bulk" class="select-bar" action="/bulk-changes/new" method="get">\(fields)\
      <label class="select-all"><input type="checkbox" data-select-all="bulk">\(BulkBar.allHere.in(language))</label>\
      <button type="submit" class="plain">\(BulkBar.ticked.in(language))</button>\
      <button type="submit" class="plain" name="all" value="1">\(BulkBar.matching.in(language))</button></form>

      """
  }

  /// The box of one subscription; it belongs to the bar's form wherever it stands.
  static func box(_ id: ID<Subscription>, _ name: String, _ language: Language) -> HTML {
    """
    <input class="select" type="checkbox" form="bulk" name="id" value="\(id.description)" \
    aria-label="\(select.in(language)): \(name)">
    """
  }

  static let select = Phrase("Select", fr: "Choisir", de: "Wählen")
  private static let allHere = Phrase("All on this page", fr: "Tous sur cette page", de: "Alle auf dieser Seite")
  private static let ticked = Phrase("Change selected", fr: "Modifier la sélection", de: "Ausgewählte ändern")
  private static let matching = Phrase(
    "Change all that match", fr: "Modifier tous ceux du filtre", de: "Alle im Filter ändern")
}

/// What was chosen on a list, as pages hand it on.
struct BulkChosen {
  let ids: [ID<Subscription>]
  /// Nil where they were ticked one by one.
  let filter: Subscriptions.Filter?

  /// From the address, or the form sent.
  init(_ call: Call) throws {
    let pairs = Form(call.request)?.fields ?? call.request.query.map { ($0.name, $0.value) }
    func first(_ name: String) -> String? { pairs.first { $0.0 == name && !$0.1.isEmpty }?.1 }
    if first("all") == nil {
      ids = Array(Set(pairs.filter { $0.0 == "id" }.compactMap { ID<Subscription>($0.1) })).sorted()
      filter = nil
      return
    }
    var filter = Subscriptions.Filter()
    filter.customer = first("customer").flatMap { ID($0) }
    filter.status = first("status").flatMap { SubscriptionStatus(rawValue: $0) }
    filter.service = first("service").flatMap { ID($0) }
    filter.centre = first("centre").flatMap { ID($0) }
    filter.search = first("search")
    filter.endsWithinDays = first("ends").flatMap { Int($0) }
    ids = []
    self.filter = filter
  }

  static func parameters(_ filter: Subscriptions.Filter, endsWithinDays: Int?) -> [(String, String)] {
    [
      ("customer", filter.customer?.description), ("status", filter.status?.rawValue),
      ("service", filter.service?.description), ("centre", filter.centre?.description),
      ("search", filter.search),
      ("ends", endsWithinDays.map { String($0) }),
    ].compactMap { name, value in value.map { (name, $0) } }
  }

  /// As fields of the next form.
  var hidden: [(String, String)] {
    guard let filter else { return ids.map { ("id", $0.description) } }
    return [("all", "1")] + BulkChosen.parameters(filter, endsWithinDays: filter.endsWithinDays)
  }

  /// `subscriptionIds` or `filter`, as the API takes them.
  var members: [String: JSONValue] {
    guard let filter else { return ["subscriptionIds": .array(ids.map { .string($0.description) })] }
    return [
      "filter": .object(having: [
        "customerId": filter.customer.map { .string($0.description) },
        "status": filter.status.map { .string($0.rawValue) },
        "serviceId": filter.service.map { .string($0.description) }, "search": filter.search.map { .string($0) },
        "centreId": filter.centre.map { .string($0.description) },
        "endsWithinDays": filter.endsWithinDays.map { .integer(Int64($0)) },
      ])
    ]
  }

  /// How many subscriptions of how many customers these are.
  func count(in work: Work) throws -> (subscriptions: Int, customers: Int) {
    let condition: SQL = filter.map { BulkSelection.condition($0, in: work) } ?? "s.id = ANY (\(ids))"
    let row = try work.tx.rows(
      "SELECT count(*), count(DISTINCT s.customer_id) FROM subscription s WHERE \(condition)")[0]
    return (try row[0], try row[1])
  }
}
