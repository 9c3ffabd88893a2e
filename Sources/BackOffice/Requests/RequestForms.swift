import Core
import FoundationEssentials
import HTTP
import Markup

/// The forms that decide a change that waits, and the way to take back what one asked.
enum RequestForms {
  private typealias Words = RequestPageWords

  // MARK: - Shown

  /// Approving at the figures shown, changing how many, refusing with a reason.
  static func deciding(
    _ record: Requests.Record, _ forecast: Result<Subscriptions.Outcome, Refusal>?, _ call: Call
  ) -> HTML {
    let language = call.actor.language
    let csrf = call.actor.csrf ?? ""
    let path = "/requests/\(record.id)"
    let version = [("version", String(record.version))]
    let refill = Refill(call)
    var approval: HTML?
    if case .success(let outcome) = forecast {
      let tag = Figures(outcome.totals).seen(call.actor.sees).tag
      approval = card(
        """
        <p>\(Words.approveHint.in(language))</p>
        \(actionButton(label: Words.approve.in(language), action: path + "/approval", csrf: csrf,
          hidden: version + [("figures", tag)], tone: .primary))
        """)
    }
    var cards: [HTML] = []
    if let quantity = RequestQuantity(record.present) {
      let number = QuantityPages.stepper(
        label: SubscriptionWords.licences.in(language), name: "quantity",
        value: refill.value("quantity", "\(quantity.value)"), minimum: 1, maximum: Int(Int32.max),
        hint: Words.changeHint.in(language), error: refill.error("quantity"))
      cards.append(
        card(
          title: Words.change.in(language),
          form(
            action: path + "/change", csrf: csrf, hidden: version, content: number,
            submit: Words.change.in(language), tone: .plain)))
    }
    cards.append(refusing(record, call))
    return "\(approval)\(grid(cards))"
  }

  static func refusing(_ record: Requests.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let reason = textArea(
      label: Words.reason.in(language), name: "reason", value: refill.value("reason"), rows: 3,
      hint: Words.reasonHint.in(language), error: refill.error("reason"), required: true)
    return card(
      title: Words.refuse.in(language),
      form(
        action: "/requests/\(record.id)/refusal", csrf: call.actor.csrf ?? "",
        hidden: [("version", String(record.version))], content: reason, submit: Words.refuse.in(language),
        tone: .danger))
  }

  /// For whoever asked, and for the customer's managers where it waits for the reseller.
  static func takingBack(_ record: Requests.Record, _ call: Call) -> HTML {
    let actor = call.actor
    let isManagers = record.kind != .service && actor.level == .customer && actor.rights.holds(.subscriptionsChange)
    guard record.askedBy == actor.person || isManagers else { return .empty }
    let language = actor.language
    return card(
      """
      <p>\((record.kind == .service ? Words.managerDecides : Words.resellerDecides).in(language))</p>
      \(actionButton(label: Words.takeBack.in(language), action: "/requests/\(record.id)/cancellation",
        csrf: actor.csrf ?? "", hidden: [("version", String(record.version))], tone: .danger))
      """)
  }

  // MARK: - Sent

  static func approve(_ call: Call) throws -> Response {
    let tag = Form(call.request)?.first("figures")
    return try decide(.approve(body: nil, tag.map { .tagged($0) } ?? .asShown), call)
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.form()
    _ = fields.has("version")
    let quantity = fields.parsed("quantity", required: true, "field.whole_number_expected") { Int($0) }
    try fields.check()
    let record = try Requests.find(try call.id(), in: call.work)
    guard let quantity, let body = RequestQuantity(record.present)?.changed(to: quantity) else {
      throw Refusal.notFound
    }
    return try decide(.change(body: body), call)
  }

  static func refuse(_ call: Call) throws -> Response {
    let fields = try call.form()
    _ = fields.has("version")
    let reason = fields.text("reason", required: true, upTo: 500, lines: true)
    try fields.check()
    return try decide(.refuse(reason: reason ?? ""), call)
  }

  static func cancel(_ call: Call) throws -> Response { try decide(.cancel(reason: nil), call) }

  /// The request as it was on the page that decides.
  static func decide(_ verdict: Requests.Verdict, _ call: Call) throws -> Response {
    let seen = Form(call.request)?.first("version")
    let id: ID<CustomerRequest> = try call.id()
    _ = try Requests.decide(id, verdict, in: call.work) { record in
      if seen != String(record.version) { throw Refusal.stale }
    }
    return .seeOther("/requests/\(id)")
  }
}

/// How many licences a change asks for, now or at the renewal, and the same change with another number.
struct RequestQuantity {
  private let body: [String: JSONValue]
  private let isOfRenewal: Bool
  let value: Int

  /// Nil where it is not about a number.
  init?(_ body: JSONValue?) {
    guard let members = body?.object else { return nil }
    if case .integer(let number) = members["quantity"] {
      (isOfRenewal, value) = (false, Int(number))
    } else if case .integer(let number) = members["renewal"]?.object["quantity"] {
      (isOfRenewal, value) = (true, Int(number))
    } else {
      return nil
    }
    self.body = members
  }

  /// A split that was asked for keeps its shares.
  func changed(to quantity: Int) -> JSONValue {
    var changed = body
    if isOfRenewal {
      var renewal = body["renewal"]?.object ?? [:]
      renewal["quantity"] = .integer(Int64(quantity))
      changed["renewal"] = .object(renewal)
      return .object(changed)
    }
    changed["quantity"] = .integer(Int64(quantity))
    if body["allocations"] != nil {
      changed["allocations"] = .array(split.scaled(to: quantity).map(RequestQuantity.item))
    }
    return .object(changed)
  }

  private var split: [Allocation] {
    (body["allocations"]?.list ?? []).compactMap { item in
      guard let centre = item.object["centreId"]?.text.flatMap({ ID<BillingCentre>($0) }),
        case .integer(let quantity) = item.object["quantity"]
      else { return nil }
      return Allocation(centre: centre, quantity: Int(quantity))
    }
  }

  private static func item(_ allocation: Allocation) -> JSONValue {
    .object([
      "centreId": .string(allocation.centre.description), "quantity": .integer(Int64(allocation.quantity)),
    ])
  }
}
