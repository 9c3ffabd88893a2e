import Core
import FoundationEssentials
import Postgres

/// What the digest says: nothing that its reader would not see in the portal, and never nothing.
enum RenewalDigestMail {
  private typealias Words = RenewalDigestWords

  /// Whether there was something to tell.
  static func queue(for day: Day, in work: Work) throws -> Bool {
    let sections = try sections(in: work)
    guard !sections.isEmpty else { return false }
    let rows = try work.tx.rows(
      "SELECT coalesce(notification_email, sign_in_email) FROM person WHERE id = \(work.actor.person)")
    guard let address: String = try rows.first?[0] else { return false }
    let language = work.actor.language
    let values = [
      "name": work.actor.name, "organization": work.actor.organizationName, "day": day.description,
    ]
    let parts =
      [Words.greeting.in(language, values)] + sections + [Words.choice.in(language), link("/profile", work)]
    var mail = JSONWriter()
    mail.object {
      $0.member("to", address)
      $0.member("language", language.rawValue)
      $0.member("subject", Words.subject.in(language, values))
      $0.member("text", parts.joined(separator: "\n\n"))
    }
    try work.queue(.mail, mail, on: work.actor.path, to: work.actor.person)
    return true
  }

  private static func link(_ path: String, _ work: Work) -> String { work.office.configuration.publicURL + path }

  /// Each with its heading, its lines and the way to all of them.
  private static func sections(in work: Work) throws -> [String] {
    var ending = RenewalDesk.Filter()
    ending.withinDays = Bounds.digestDays
    ending.kinds = [.renews, .expires, .trialEnds]
    ending.leavesOutMonthly = work.actor.level != .customer
    var reducible = RenewalDesk.Filter()
    reducible.withinDays = 7
    reducible.kinds = [.reducible]
    var prices = RenewalDesk.Filter()
    prices.changesPrice = true
    let shown = ending.leavesOutMonthly ? "notMonthly" : nil
    let days = "\(Bounds.digestDays)"
    let sections: [(Phrase, [String], String)] = [
      (
        Words.ending, try lines(ending, in: work) { line($0, [term($0, work), decision($0, work)], work) },
        PortalLink.to("/renewals", ["within": days, "show": shown])
      ),
      (
        Words.reducible, try lines(reducible, in: work) { line($0, [reductions($0, work)], work) },
        "/renewals?kind=reducible"
      ),
      (Words.unassigned, try unassigned(in: work), "/renewals?within=90&show=unassigned"),
      (
        Words.prices, try lines(prices, in: work) { line($0, [day($0), change($0, work)], work) },
        "/renewals?within=90&show=prices"
      ),
    ]
    return sections.filter { !$0.1.isEmpty }.map { heading, lines, path in
      ([heading.in(work.actor.language, ["days": days])] + lines).joined(separator: "\n") + "\n\n" + link(path, work)
    }
  }

  /// As many as a mail takes; where there are more, a last line says so.
  private static func lines(
    _ filter: RenewalDesk.Filter, in work: Work, _ line: (RenewalDesk.Item) -> String
  ) throws -> [String] {
    let items = try RenewalDesk.first(Bounds.digestLines + 1, filter, in: work)
    return shortened(items.map(line), work)
  }

  private static func shortened(_ lines: [String], _ work: Work) -> [String] {
    guard lines.count > Bounds.digestLines else { return lines }
    return lines.prefix(Bounds.digestLines) + [Words.more.in(work.actor.language)]
  }

  private static func line(_ item: RenewalDesk.Item, _ parts: [String], _ work: Work) -> String {
    let customer = work.actor.level == .customer ? nil : item.customerName
    let name = RenewalWords.name(item.record)
    return "• " + ([customer, name].compactMap { $0 } + parts.filter { !$0.isEmpty }).joined(separator: " · ")
  }

  private static func day(_ item: RenewalDesk.Item) -> String { item.record.subscription.termEnd.description }

  private static func term(_ item: RenewalDesk.Item, _ work: Work) -> String {
    "\(day(item)): " + RenewalWords.outcome(item, work.actor.language)
  }

  /// What is paid for and not used, where something can be decided about it.
  private static func decision(_ item: RenewalDesk.Item, _ work: Work) -> String {
    let s = item.record.subscription
    guard s.autoRenew, s.renewal == nil, s.assigned < s.quantity else { return "" }
    return RenewalWords.unassigned.in(work.actor.language, ["count": "\(s.quantity - s.assigned)"])
  }

  private static func reductions(_ item: RenewalDesk.Item, _ work: Work) -> String {
    item.deadlines.filter { $0.kind == .reducible }.map {
      RenewalWords.canBeReduced.in(
        work.actor.language, ["count": "\($0.quantity)", "until": Portal.clockText($0.at)])
    }.joined(separator: ", ")
  }

  private static func change(_ item: RenewalDesk.Item, _ work: Work) -> String {
    item.outlook.legs.compactMap { leg in
      guard let then = leg.then, then != leg.now else { return nil }
      let name = SubscriptionWords.leg(leg.leg, work.actor).in(work.actor.language)
      let percent = leg.change.map { " (\(RenewalWords.percent($0)))" } ?? ""
      return "\(name) \(leg.now) → \(then)\(percent)"
    }.joined(separator: ", ")
  }

  /// Where most licences are paid for that nobody holds, whenever they renew.
  private static func unassigned(in work: Work) throws -> [String] {
    let rows = try work.tx.rows(
      """
      SELECT o.name, coalesce(s.friendly_name, s.plan_name), s.quantity - s.assigned, s.quantity
      FROM subscription s JOIN organization o ON o.id = s.customer_id
      WHERE \(Subscriptions.within(work.actor)) AND s.status = 'active' AND NOT s.direct AND s.assigned < s.quantity
      ORDER BY s.quantity - s.assigned DESC, s.id LIMIT \(Bounds.digestLines + 1)
      """)
    let lines = try rows.map { row in
      let customer: String? = work.actor.level == .customer ? nil : try row[0]
      let count: Int = try row[2]
      let all: Int = try row[3]
      let free = Words.freeOf.in(work.actor.language, ["count": "\(count)", "quantity": "\(all)"])
      return "• " + [customer, try row[1], free].compactMap { $0 }.joined(separator: " · ")
    }
    return shortened(lines, work)
  }
}
