import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// What the reader chose, and the form to choose something else. Whatever is malformed counts as not chosen.
struct ReportPicker {
  private let call: Call
  private(set) var draft: Reports.Draft
  private var language: Language { call.actor.language }
  private typealias Words = ReportPageWords
  private static let monthsOffered = 36

  init(_ call: Call, _ kind: ReportKind) {
    self.call = call
    draft = Reports.Draft(kind)
    let by = call.query("by").flatMap { ReportBreakdown(rawValue: $0) }
    draft.by = by.flatMap { kind.breakdowns(at: call.actor.level).contains($0) ? $0 : nil }
    draft.from = call.query("from").flatMap { Month($0) }
    draft.to = call.query("to").flatMap { Month($0) }
    draft.service = call.query("service").flatMap { ID<Service>($0) }
    draft.customer = call.query("customer").flatMap { ID<Organization>($0) }
    draft.reseller = call.query("reseller").flatMap { ID<Organization>($0) }
    guard kind == .consumption else { return }
    draft.leg = call.query("leg").flatMap { Leg(rawValue: $0) }.flatMap { call.actor.sees($0) ? $0 : nil }
    guard isOfOne, draft.leg != .cost else { return }
    draft.figure = call.query("figure").flatMap { ReportFigure(rawValue: $0) } ?? .billed
    draft.centre = call.query("centre").flatMap { ID<BillingCentre>($0) }
  }

  private var isOfOne: Bool { call.actor.level == .customer || draft.customer != nil }

  // MARK: - Addresses

  private func address(_ draft: Reports.Draft, by: ReportBreakdown?) -> String {
    PortalLink.to(
      "/reports",
      [
        "report": draft.kind.rawValue, "by": by?.rawValue, "from": draft.from?.description,
        "to": draft.to?.description, "leg": draft.leg?.rawValue,
        "figure": draft.figure == .billed ? nil : draft.figure.rawValue, "reseller": draft.reseller?.description,
        "customer": draft.customer?.description, "service": draft.service?.description,
        "centre": draft.centre?.description,
      ])
  }

  /// Another kind of report about the same.
  func address(of kind: ReportKind) -> String {
    var other = Reports.Draft(kind)
    other.from = draft.from
    other.to = draft.to
    other.reseller = draft.reseller
    other.customer = draft.customer
    other.service = draft.service
    return address(other, by: nil)
  }

  /// The same report about one of its lines; nil where there is nothing more to tell.
  func address(narrowedTo id: UUID, _ question: ReportQuestion) -> String? {
    var narrowed = draft
    let offered = question.kind.breakdowns(at: call.actor.level)
    let next: [ReportBreakdown]
    switch question.by {
    case .service:
      narrowed.service = ID(id)
      next = [.plan, .centre, .customer, .month]
    case .centre:
      narrowed.centre = ID(id)
      next = [.service]
    case .customer:
      narrowed.customer = ID(id)
      next = [.service]
    case .reseller:
      narrowed.reseller = ID(id)
      next = [.customer]
    case .month, .plan: return nil
    }
    let mayCentre = narrowed.centre == nil && question.leg == .price && isOfOne
    let by = next.first { offered.contains($0) && ($0 != .centre || mayCentre) && ($0 != .customer || !isOfOne) }
    return by.map { address(narrowed, by: $0) }
  }

  /// The answer as a file of the API.
  func file(_ question: ReportQuestion, format: String, currency: String?) -> String {
    let hasMonths = question.kind != .licences
    let isConsumption = question.kind == .consumption
    return PortalLink.to(
      "/api/v1/reports/\(question.kind.rawValue)",
      [
        "by": question.by.rawValue, "from": hasMonths ? question.period.from.description : nil,
        "to": hasMonths ? question.period.to.description : nil, "leg": isConsumption ? question.leg.rawValue : nil,
        "figure": isConsumption ? question.figure.rawValue : nil, "resellerId": question.reseller?.description,
        "customerId": question.customer?.description, "serviceId": question.service?.description,
        "centreId": question.centre?.description, "currency": currency, "format": format,
      ])
  }

  // MARK: - The form

  /// With what counts chosen; nil: the question was refused.
  func form(_ question: ReportQuestion?) throws -> HTML {
    let hidden: [HTML] = [
      ("report", draft.kind.rawValue), ("reseller", draft.reseller?.description),
      ("customer", draft.customer?.description),
    ].compactMap { name, value in value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">" } }
    let fields: [HTML] = [breakdown(question), period(question), legs(question), figures(question)]
    return """
      <form class="filter" action="/reports" method="get" data-submit-on-change>\(hidden)\(fields)\
      \(try services())\(try centres())\
      <button type="submit" class="plain">\(Words.show.in(language))</button></form>
      \(try chosen())
      """
  }

  private typealias Option = (value: String, label: String, selected: Bool, disabled: Bool)

  private func breakdown(_ question: ReportQuestion?) -> HTML {
    let offered = draft.kind.breakdowns(at: call.actor.level).filter {
      ($0 != .centre || isOfOne && draft.leg != .cost) && ($0 != .customer || draft.customer == nil)
        && ($0 != .reseller || draft.reseller == nil && draft.customer == nil)
    }
    let chosen = question?.by ?? draft.by
    let options: [Option] = offered.map { ($0.rawValue, ReportWords.breakdown($0).in(language), $0 == chosen, false) }
    return selectField(label: Words.breakdown.in(language), name: "by", options: options)
  }

  private func period(_ question: ReportQuestion?) -> HTML {
    guard draft.kind != .licences else { return .empty }
    let present = Month(containing: call.work.now.utcDay).next
    var months = (0..<ReportPicker.monthsOffered).map { present.adding(-$0) }
    let chosen = (from: question?.period.from ?? draft.from, to: question?.period.to ?? draft.to)
    for month in [chosen.from, chosen.to] { if let month, !months.contains(month) { months.append(month) } }
    // The month ahead only where it has begun somewhere.
    if chosen.to != present, chosen.from != present { months.removeAll { $0 == present } }
    func options(_ chosen: Month?) -> [Option] {
      months.map { ($0.description, $0.description, $0 == chosen, false) }
    }
    return """
      \(selectField(label: Words.from.in(language), name: "from", options: options(chosen.from)))\
      \(selectField(label: Words.to.in(language), name: "to", options: options(chosen.to)))
      """
  }

  private func legs(_ question: ReportQuestion?) -> HTML {
    guard draft.kind == .consumption, call.actor.seesPrices, call.actor.seesCosts else { return .empty }
    let options: [Option] = [Leg.price, .cost].map {
      ($0.rawValue, ReportWords.leg($0).in(language), $0 == (question?.leg ?? draft.leg), false)
    }
    return selectField(label: Words.leg.in(language), name: "leg", options: options)
  }

  private func figures(_ question: ReportQuestion?) -> HTML {
    guard draft.kind == .consumption, isOfOne else { return .empty }
    let options: [Option] = ReportFigure.allCases.map {
      ($0.rawValue, ReportWords.figure($0).in(language), $0 == draft.figure, false)
    }
    return selectField(label: Words.figure.in(language), name: "figure", options: options)
  }

  private func services() throws -> HTML {
    let services = try Catalogue.services(held: true, in: call.work)
    let options: [Option] = services.map { ($0.id.description, $0.name, $0.id == draft.service, false) }
    let every: Option = ("", Words.anyService.in(language), draft.service == nil, false)
    return selectField(
      label: ReportWords.heading(.service).in(language), name: "service", options: [every] + options)
  }

  private func centres() throws -> HTML {
    guard draft.kind == .consumption, draft.leg != .cost, let customer = call.actor.path.customer ?? draft.customer
    else { return .empty }
    let rows = try call.tx.rows(
      """
      SELECT id, name FROM billing_centre WHERE customer_id = \(customer) ORDER BY position LIMIT \(Bounds.splitCentres)
      """)
    let options: [Option] = try rows.map { row in
      let id: ID<BillingCentre> = try row[0]
      return (id.description, try row[1], id == draft.centre, false)
    }
    let every: Option = ("", Words.anyCentre.in(language), draft.centre == nil, false)
    return selectField(
      label: ReportWords.heading(.centre).in(language), name: "centre", options: [every] + options)
  }

  /// Whose figures these are, where they were narrowed, with the way back.
  private func chosen() throws -> HTML {
    let ids = [draft.customer, draft.reseller].compactMap { $0 }
    guard call.actor.level != .customer else { return .empty }
    guard !ids.isEmpty else {
      let isHint = draft.kind == .consumption && call.actor.level == .reseller
      return isHint ? "<p class=\"hint\">\(Words.chooseCustomer.in(language))</p>" : .empty
    }
    let names = try call.tx.rows("SELECT id, name FROM organization WHERE id = ANY (\(ids))")
    let chips: [HTML] = try names.map { row in
      let id: ID<Organization> = try row[0]
      let isCustomer = id == draft.customer
      var without = draft
      if isCustomer { without.customer = nil } else { without.reseller = nil }
      without.centre = nil
      without.figure = .billed
      let kind = ReportWords.heading(isCustomer ? .customer : .reseller).in(language)
      let all = (isCustomer ? Words.anyCustomer : Words.anyReseller).in(language)
      let back = buttonLink(label: all, href: address(without, by: isCustomer ? .customer : .reseller))
      return "<p>\(kind): <strong>\(try row[1] as String)</strong> \(back)</p>"
    }
    return "<div class=\"chosen\">\(chips)</div>"
  }
}
