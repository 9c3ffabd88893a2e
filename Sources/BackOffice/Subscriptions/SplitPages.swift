import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Licences over billing centres: the editor, what it would post today, and doing it.
enum SplitPages {
  private typealias Words = SplitWords

  private struct Centre {
    let id: ID<BillingCentre>
    let name: String
    let code: String
  }

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Subscriptions.find(try call.id(), in: call.work)
    let form = Form(call.request)
    let rows = try centres(of: record, in: call.work).map { centre in
      let held = quantity(at: centre.id, in: record.subscription.allocations)
      let typed = form?.first(splitFieldName(centreID: centre.id.description)).flatMap { Int($0) }
      return (id: centre.id.description, name: centre.name, code: centre.code, quantity: typed ?? held)
    }
    let editor = splitEditor(rows: rows, total: record.subscription.quantity, labels: Words.labels(language))
    let editing = Markup.form(
      action: path(record), csrf: call.actor.csrf ?? "", hidden: [("step", "preview"), Overtaken.hidden(record)],
      content: editor,
      submit: Words.preview.in(language), cancel: (DeskWords.cancel.in(language), "/subscriptions/\(record.id)"))
    let split = record.actions(for: call.work).first { $0.name == "split" }
    let reason = split?.code.map { Messages.sentence($0, [:], language) } ?? ""
    let reading: HTML = """
      \(table(caption: Words.caption.in(language), columns: [
        Column(Words.centre.in(language)), Column(Words.code.in(language)),
        Column(Words.licences.in(language), kind: .number),
      ], rows: rows.filter { $0.quantity > 0 }.map { ["\($0.name)", "\($0.code)", "\($0.quantity)"] }))
      <p>\(disabledButton(label: Words.change.in(language), reason: reason))</p>
      """
    let content: HTML = """
      \(head(record, call))
      \(split?.allowed == true ? card(editing) : reading)
      \(try SplitHistoryPages.card(of: record.id, call))
      """
    return try Portal.page(call, Words.title.in(language), at: .subscriptions, content)
  }

  private static func path(_ record: SubscriptionRecord) -> String { "/subscriptions/\(record.id)/split" }

  private static func quantity(at centre: ID<BillingCentre>, in allocations: [Allocation]) -> Int {
    allocations.first { $0.centre == centre }?.quantity ?? 0
  }

  /// The centres that take licences, and closed ones that still hold some.
  private static func centres(of record: SubscriptionRecord, in work: Work) throws -> [Centre] {
    let held = record.subscription.allocations.map(\.centre)
    return try work.tx.rows(
      """
      SELECT id, name, code FROM billing_centre WHERE customer_id = \(record.subscription.customer)
        AND (NOT closed OR id = ANY (\(held))) ORDER BY position
      """
    ).map { Centre(id: try $0[0], name: try $0[1], code: try $0[2]) }
  }

  private static func head(_ record: SubscriptionRecord, _ call: Call) -> HTML {
    let language = call.actor.language
    let name = record.subscription.friendlyName ?? record.planName
    let what = Words.subtitle.in(language, ["plan": record.planName, "quantity": "\(record.subscription.quantity)"])
    return """
      \(breadcrumbs([
        (Portal.Place.subscriptions.label.in(language), "/subscriptions"), (name, "/subscriptions/\(record.id)"),
        (Words.title.in(language), nil),
      ]))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(what)"))
      """
  }

  // MARK: - Previewing and doing

  static func change(_ call: Call) throws -> Response {
    let id: ID<Subscription> = try call.id()
    let wanted = try allocations(call)
    let isPreview = Form(call.request)?.first("step") != "confirm"
    let before = try Subscriptions.find(id, in: call.work)
    let outcome = try Subscriptions.perform(.split(wanted), on: id, in: call.work, preview: isPreview) { record in
      // A second click finds it done.
      if Set(record.subscription.allocations) != Set(wanted) { try Overtaken.check(call, record) }
    }
    return isPreview ? try preview(outcome, before, call) : .seeOther("/subscriptions/\(id)")
  }

  /// The split as typed; an empty field is nothing.
  private static func allocations(_ call: Call) throws -> [Allocation] {
    let prefix = splitFieldName(centreID: "")
    var wanted: [Allocation] = []
    for (name, value) in Form(call.request)?.fields ?? [] where name.hasPrefix(prefix) {
      let text = Text.trimmed(value)
      guard let centre = ID<BillingCentre>(name.dropFirst(prefix.count)), let quantity = Int(text.isEmpty ? "0" : text)
      else { throw Refusal.invalid([Issue("/allocations", "field.whole_number_expected")]) }
      if quantity != 0 { wanted.append(Allocation(centre: centre, quantity: quantity)) }
    }
    return wanted
  }

  private static func preview(
    _ outcome: Subscriptions.Outcome, _ before: SubscriptionRecord, _ call: Call
  ) throws -> Response {
    let language = call.actor.language
    let centres = try centres(of: before, in: call.work)
    let after = outcome.record.subscription.allocations
    let isUnchanged = Set(after) == Set(before.subscription.allocations)
    let hidden = centres.map {
      (splitFieldName(centreID: $0.id.description), "\(quantity(at: $0.id, in: after))")
    }
    let seen = Form(call.request)?.first(Overtaken.field).map { [(Overtaken.field, $0)] } ?? []
    let confirm = Markup.form(
      action: path(before), csrf: call.actor.csrf ?? "", hidden: [("step", "confirm")] + hidden + seen,
      content: .empty,
      submit: Words.confirm.in(language), cancel: (Words.again.in(language), path(before)))
    let nothing = notice(
      .neutral, title: Words.nothing.in(language),
      body: "<p>\(buttonLink(label: Words.again.in(language), href: path(before)))</p>")
    let content: HTML = """
      \(head(before, call))
      \(tiles(outcome, call))
      \(moves(outcome, before, centres, call))
      \(isUnchanged ? nothing : confirm)
      """
    return try Portal.page(call, Words.title.in(language), at: .subscriptions, content)
  }

  private static func tiles(_ outcome: Subscriptions.Outcome, _ call: Call) -> HTML {
    let language = call.actor.language
    let totals = outcome.totals.filter { $0.leg == .price && call.actor.sees($0.leg) }
    return statTiles(
      totals.flatMap { leg in
        [
          statTile(label: Words.today.in(language), value: leg.today.html, hint: Words.todayHint.in(language)),
          statTile(label: Words.nextInvoice.in(language), value: leg.nextInvoice.html),
          statTile(label: Words.recurring.in(language), value: leg.recurring.html),
        ]
      } + [statTile(label: Words.effective.in(language), value: "\(outcome.effectiveFrom.description)")])
  }

  private static func moves(
    _ outcome: Subscriptions.Outcome, _ before: SubscriptionRecord, _ centres: [Centre], _ call: Call
  ) -> HTML {
    let language = call.actor.language
    let seesPrices = call.actor.sees(.price)
    let currency = before.subscription.unitPrice.currency
    let rows: [[HTML]] = centres.compactMap { centre in
      let was = quantity(at: centre.id, in: before.subscription.allocations)
      let becomes = quantity(at: centre.id, in: outcome.record.subscription.allocations)
      guard was > 0 || becomes > 0 else { return nil }
      let posted = outcome.postings.filter { $0.centre == centre.id }.reduce(Money.zero(currency)) { $0 + $1.amount }
      let cells: [HTML] = ["\(centre.name)<small>\(centre.code)</small>", "\(was)", "\(becomes)"]
      return cells + (seesPrices ? [posted.html] : [])
    }
    let all = before.subscription.quantity
    let posted = outcome.totals.first { $0.leg == .price }?.today ?? .zero(currency)
    let footer: [HTML] =
      ["\(Words.total.in(language))", "\(all)", "\(all)"] + (seesPrices ? [posted.html] : [])
    let columns =
      [
        Column(Words.centre.in(language)), Column(Words.now.in(language), kind: .number),
        Column(Words.then.in(language), kind: .number),
      ] + (seesPrices ? [Column(Words.postedToday.in(language), kind: .number)] : [])
    return table(caption: Words.caption.in(language), columns: columns, rows: rows, footer: footer)
  }
}
