import Core
import FoundationEssentials
import HTTP
import Markup

/// Accounts that runs of the bill leave alone: why, what waits, and letting the next run go on.
enum ParkedAccountPages {
  private typealias Words = BillingRunWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let showsReleased = call.query("status") == "released"
    let records = try ParkedAccounts.list(isParked: !showsReleased, paging, in: call.work)
    let next = paging.next(records) { [$0.id.description] }
    let nextHref = next.map {
      PortalLink.to("/parked-accounts", ["status": showsReleased ? "released" : nil, "cursor": $0])
    }
    let columns = [
      Column(SubscriptionWords.customer.in(language)), Column(Words.reason.in(language)),
      Column(Words.since.in(language)),
      Column((showsReleased ? Words.released : Words.waiting).in(language)),
    ]
    let rows: [[HTML]] = records.prefix(paging.limit).map { record in
      [
        "<a href=\"/parked-accounts/\(record.id.description)\">\(record.customerName)</a>",
        "\(Words.title(record.code).in(language))", Portal.time(record.parkedAt),
        showsReleased
          ? "\(record.releasedByName ?? "–")<small>\(record.releaseReason ?? "")</small>" : waiting(record, language),
      ]
    }
    let empty = showsReleased ? Words.noneReleased : Words.noneParked
    let content: HTML = """
      \(trail(nil, language))
      \(pageHeader(title: "\(Words.accounts.in(language))", subtitle: "\(Words.accountsSubtitle.in(language))"))
      \(tabs(label: DeskWords.status.in(language), [
        NavItem(label: Words.parkedNow.in(language), href: "/parked-accounts", current: !showsReleased),
        NavItem(label: Words.released.in(language), href: "/parked-accounts?status=released", current: showsReleased),
      ]))
      \(table(caption: Words.accounts.in(language), columns: columns, rows: rows,
        empty: "<p>\(empty.in(language))</p>"))
      \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Words.accounts.in(language), at: .statements, content)
  }

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try ParkedAccounts.find(try call.id(), in: call.work)
    var facts: [(String, HTML)] = [
      (SubscriptionWords.customer.in(language), customer(record, call)),
      (Words.since.in(language), Portal.time(record.parkedAt)),
    ]
    if let subscription = record.subscription {
      let href = "/subscriptions/\(subscription)"
      facts.append(
        (
          SubscriptionWords.subscription.in(language),
          "<a href=\"\(checkedHref(href))\">\(Words.openSubscription.in(language))</a>"
        ))
    }
    if record.isParked { facts.append((Words.waiting.in(language), waiting(record, language))) }
    if let at = record.releasedAt {
      facts.append((Words.released.in(language), "\(Portal.time(at)) \(record.releasedByName ?? "")"))
      facts.append((Words.releaseReason.in(language), "\(record.releaseReason ?? "")"))
    }
    let state: HTML =
      record.isParked
      ? badge(Words.parkedNow.in(language), tone: .warning) : badge(Words.released.in(language), tone: .good)
    let content: HTML = """
      \(trail(record.customerName, language))
      \(pageHeader(title: "\(record.customerName) \(state)", subtitle: "\(Words.title(record.code).in(language))"))
      \(card(title: Words.reason.in(language), """
        <p>\(Messages.sentence(record.code, record.details, language))</p>\(definitionList(facts))
        """))
      \(when: record.isParked, releasing(record, call))
      """
    return try Portal.page(call, record.customerName, at: .statements, content)
  }

  static func release(_ call: Call) throws -> Response {
    let fields = try call.form()
    let reason = fields.text("reason", required: true, upTo: 500, lines: true)
    _ = fields.text("version", upTo: 20)
    try fields.check()
    guard let reason else { throw Refusal.notFound }
    let record = try ParkedAccounts.release(try call.id(), reason: reason, in: call.work)
    return .seeOther("/parked-accounts/\(record.id)")
  }

  /// What a release does, before the button that does it.
  private static func releasing(_ record: ParkedAccounts.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let isAccepted = record.code == AccountFault.jumped
    let effect = record.waitingSince.map {
      Words.willCatchUp.in(language, ["count": "\(record.waiting)", "day": $0.description])
    }
    let content: HTML = """
      <p>\((isAccepted ? Words.accepting : Words.correcting).in(language))</p>
      \(effect.map { "<p>\($0)</p>" as HTML })
      <p>\(Words.meanwhile.in(language))</p>
      \(textArea(label: Words.releaseReason.in(language), name: "reason", value: refill.value("reason"), rows: 3,
        hint: Words.reasonHint.in(language), error: refill.error("reason"), required: true))
      """
    return card(
      title: Words.release.in(language),
      form(
        action: "/parked-accounts/\(record.id)/release", csrf: call.actor.csrf ?? "", content: content,
        submit: Words.release.in(language), cancel: (DeskWords.back.in(language), "/parked-accounts")))
  }

  private static func customer(_ record: ParkedAccounts.Record, _ call: Call) -> HTML {
    guard call.actor.holds(.customersView) else { return "\(record.customerName)" }
    return "<a href=\"/customers/\(record.path.organization.description)\">\(record.customerName)</a>"
  }

  private static func waiting(_ record: ParkedAccounts.Record, _ language: Language) -> HTML {
    guard let since = record.waitingSince else { return "\(Words.nothingWaits.in(language))" }
    let text = Words.waits.in(language, ["count": "\(record.waiting)", "day": since.description])
    return "\(text)"
  }

  private static func trail(_ name: String?, _ language: Language) -> HTML {
    breadcrumbs(
      [
        (Portal.Place.statements.label.in(language), "/statements"), (Words.runs.in(language), "/billing-runs"),
        (Words.accounts.in(language), name == nil ? nil : "/parked-accounts"),
      ] + (name.map { [($0, nil)] } ?? []))
  }
}
