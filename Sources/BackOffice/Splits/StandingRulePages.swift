import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// A customer's standing rules: what they say, with an example, and setting them.
enum StandingRulePages {
  private typealias Words = StandingRuleWords

  /// Purchases that show what a rule does.
  private static let examples = [1, 5, 12, 100]

  static func path(_ customer: ID<Organization>) -> String { "/customers/\(customer)/split-rules" }

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    let paging = try Paging(call)
    let records = try StandingRules.list(of: customer.id, paging, in: call.work)
    let next = paging.next(records) { [$0.id.description] }
    let centres = try BillingCentres.all(of: customer.id, in: call.work)
    let manages = call.actor.holds(.centresManage)
    let actions =
      manages
      ? [
        buttonLink(label: Words.again.in(language), href: ResplitPages.path(customer.id)),
        buttonLink(label: Words.new.in(language), href: path(customer.id) + "/edit", tone: .primary),
      ] : []
    let columns = [
      Column(Words.holds.in(language)), Column(Words.goes.in(language)), Column(Words.example.in(language)),
      Column(Words.setBy.in(language)), Column(""),
    ]
    let rows = records.prefix(paging.limit).map { row($0, centres, manages: manages, language) }
    let standard = centres.first(where: \.isDefault)?.name ?? "–"
    let content: HTML = """
      \(CentrePages.trail(customer, Words.title.in(language), call))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(Words.subtitle.in(language))", actions: actions))
      \(table(caption: Words.title.in(language), columns: columns, rows: rows,
        empty: "<p>\(Words.none.in(language, ["centre": standard]))</p>"))
      \(pager(nextHref: next.map { PortalLink.to(path(customer.id), ["cursor": $0]) },
        label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Words.title.in(language), at: CentrePages.place(call), content)
  }

  private static func row(
    _ record: StandingRules.Record, _ centres: [BillingCentres.Record], manages: Bool, _ language: Language
  ) -> [HTML] {
    let licences = centres.map(\.domain).under(record.rule).placed(Words.exampleLicences)
    let edit = PortalLink.to(
      path(record.path.organization) + "/edit", ["service": record.service?.description ?? "all"])
    return [
      "\(record.serviceName ?? Words.everything.in(language))", "\(Words.describe(record.rule, centres, language))",
      "\(Words.places(licences, centres))", "\(record.setByName)<small>\(Portal.time(record.setAt))</small>",
      manages ? buttonLink(label: Words.change.in(language), href: edit) : .empty,
    ]
  }

  // MARK: - Setting one

  static func edit(_ call: Call) throws -> Response {
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    let form = StandingRuleForm(call: call, customer: customer.id)
    let service = try form.service
    let stored = try service.flatMap { service in
      try StandingRuleStore.find(of: customer.id, for: service.id, in: call.work)
    }
    let centres = try BillingCentres.all(of: customer.id, in: call.work)
    let language = call.actor.language
    let content: HTML = """
      \(trail(customer, call))
      \(pageHeader(title: "\(Words.set.in(language))", subtitle: "\(Words.setSubtitle.in(language))"))
      \(card(try form.html(stored, centres)))
      \(try stored.map { try removal($0, centres, customer, call) })
      """
    return try Portal.page(call, Words.set.in(language), at: CentrePages.place(call), content)
  }

  private static func trail(_ customer: Organizations.Record, _ call: Call) -> HTML {
    CentrePages.trail(
      customer, Words.set.in(call.actor.language), above: (Words.title.in(call.actor.language), path(customer.id)), call
    )
  }

  /// What takes the rule's place, and the button that ends it.
  private static func removal(
    _ stored: StandingRules.Record, _ centres: [BillingCentres.Record], _ customer: Organizations.Record, _ call: Call
  ) throws -> HTML {
    let language = call.actor.language
    let general =
      stored.service == nil ? nil : try StandingRuleStore.find(of: customer.id, for: nil, in: call.work)
    let instead = general.map { Words.describe($0.rule, centres, language) } ?? centres.first(where: \.isDefault)?.name
    return card(
      title: Words.remove.in(language),
      """
      <p>\(Words.removed.in(language, ["instead": instead ?? "–"]))</p>
      \(actionButton(label: Words.remove.in(language), action: path(customer.id) + "/removal",
        csrf: call.actor.csrf ?? "",
        hidden: [("service", stored.service?.description ?? "all"), ("version", "\(stored.version)")], tone: .danger))
      """)
  }

  static func set(_ call: Call) throws -> Response {
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    let form = StandingRuleForm(call: call, customer: customer.id)
    guard let service = try form.service else { throw Refusal.invalid([Issue("/service", "field.required")]) }
    let wish = try form.wish()
    guard Form(call.request)?.first("step") == "confirm" else {
      return try preview(wish, service, form, customer, call)
    }
    _ = try StandingRules.set(wish, of: customer.id, for: service.id, in: call.work, check: form.check)
    return .seeOther(path(customer.id))
  }

  private static func preview(
    _ wish: StandingRules.Wish, _ service: StandingRuleForm.Scope, _ form: StandingRuleForm,
    _ customer: Organizations.Record, _ call: Call
  ) throws -> Response {
    let language = call.actor.language
    let shown = try examples.map {
      try StandingRules.example(wish, $0, of: customer.id, for: service.id, in: call.work)
    }
    let centres = try BillingCentres.all(of: customer.id, in: call.work)
    let named = centres.filter { centre in shown.contains { $0.allocations.contains { $0.centre == centre.id } } }
    let rows: [[HTML]] = shown.map { example in
      ["\(example.quantity)"]
        + named.map { centre in
          "\(example.allocations.first { $0.centre == centre.id }?.quantity ?? 0)"
        }
    }
    let rule = try wish.rule(among: centres.map(\.domain))
    let confirm = Markup.form(
      action: path(customer.id) + "/edit", csrf: call.actor.csrf ?? "", hidden: form.hidden, content: .empty,
      submit: Words.confirm.in(language),
      cancel: (SplitWords.again.in(language), PortalLink.to(path(customer.id) + "/edit", ["service": service.value])))
    let content: HTML = """
      \(trail(customer, call))
      \(pageHeader(title: "\(Words.check.in(language))",
        subtitle: "\(service.name ?? Words.everything.in(language)): \(Words.describe(rule, centres, language))"))
      \(table(caption: Words.wouldGo.in(language),
        columns: [Column(Words.bought.in(language))] + named.map { Column($0.name, kind: .number) }, rows: rows))
      <p class="subtle">\(Words.onlyNew.in(language))</p>
      \(confirm)
      """
    return try Portal.page(call, Words.check.in(language), at: CentrePages.place(call), content)
  }

  static func remove(_ call: Call) throws -> Response {
    let customer: ID<Organization> = try call.id()
    let form = StandingRuleForm(call: call, customer: customer)
    guard let service = try form.service else { throw Refusal.notFound }
    try StandingRules.remove(of: customer, for: service.id, in: call.work, check: form.check)
    return .seeOther(path(customer))
  }
}

extension BillingCentres {
  /// All of a customer's, in their order.
  static func all(of customer: ID<Organization>, in work: Work) throws -> [Record] {
    try work.tx.rows("SELECT \(columns) FROM billing_centre WHERE customer_id = \(customer) ORDER BY position")
      .map(record)
  }
}

extension BillingCentres.Record {
  /// As decisions know it.
  var domain: Centre { Centre(id: id, isDefault: isDefault, closed: closed, position: position) }
}
