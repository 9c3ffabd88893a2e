import Core
import FoundationEssentials
import Markup
import Postgres

/// What a reseller or a distributor sees first: how much runs, what ends soon, what happened last.
struct SellerHome {
  private let call: Call
  private var language: Language { call.actor.language }
  private static let soonDays = 30
  private static let shownRows = 8

  init(_ call: Call) { self.call = call }

  func html() throws -> HTML {
    let today = call.work.now.utcDay
    let soon: SQL = """
      s.status IN ('active', 'suspended') AND s.term_end >= \(today)
      AND s.term_end < \(today.adding(days: SellerHome.soonDays + 1))
      """
    let within = Subscriptions.within(call.actor)
    let results = try call.tx.pipeline([
      "SELECT count(*)::int FROM organization o WHERE o.kind = 'customer' AND \(Organizations.within(call.actor))",
      """
      SELECT \(Recurring.columns), count(*) FILTER (WHERE \(soon) AND NOT s.auto_renew)::int,
        count(*) FILTER (WHERE \(soon) AND s.auto_renew)::int
      FROM subscription s WHERE \(within) AND s.status IN ('active', 'suspended')
      GROUP BY s.currency, s.cost_currency ORDER BY s.currency
      """,
      changes,
    ])
    let sums = try results[1].map { try Recurring(row: $0) }
    let ending = try results[1].reduce(0) { $0 + (try $1[6] as Int) }
    let renewing = try results[1].reduce(0) { $0 + (try $1[7] as Int) }
    return """
      \(try RequestSection.waitingForSeller(call))
      \(tiles(customers: try results[0][0][0], sums, ending: ending, renewing: renewing))
      \(try RenewalPages.nextDeadlines(call))
      \(try recentChanges(results[2]))
      """
  }

  private func tiles(customers: Int, _ sums: [Recurring], ending: Int, renewing: Int) -> HTML {
    var tiles = [
      statTile(
        label: Portal.Place.customers.label.in(language), value: "<a href=\"/customers\">\(customers)</a>"),
      statTile(
        label: CustomerWords.activeSubscriptions.in(language),
        value: "<a href=\"/subscriptions\">\(sums.reduce(0) { $0 + $1.subscriptions })</a>",
        hint: Words.licences.in(language, ["count": "\(sums.reduce(0) { $0 + $1.licences })"])),
    ]
    tiles += Recurring.legs(call.actor).map {
      statTile(label: Recurring.label($0, call.actor).in(language), value: Recurring.html(sums, $0))
    }
    tiles.append(
      statTile(
        label: Words.nextDays.in(language, ["days": "\(SellerHome.soonDays)"]),
        value: "<a href=\"/renewals?kind=expires&amp;show=all\">\(Words.end.in(language, ["count": "\(ending)"]))</a>",
        hint: Words.renew.in(language, ["count": "\(renewing)"])))
    return statTiles(tiles)
  }

  /// The audit trail knows the order things happened in across all customers.
  private var changes: SQL {
    let reach: SQL =
      call.actor.level == .reseller
      ? "a.reseller_id = \(call.actor.organization)" : "a.distributor_id = \(call.actor.organization)"
    return """
      SELECT a.at, a.actor_name, substr(a.action, 14), s.id, coalesce(s.friendly_name, s.plan_name), o.name,
        (a.before->>'quantity')::int, (a.after->>'quantity')::int
      FROM (
        SELECT * FROM audit_record a WHERE \(reach) AND a.object_kind = 'subscription'
          AND a.action LIKE 'subscription.%' AND a.action <> 'subscription.provisioned'
        ORDER BY a.sequence DESC LIMIT \(SellerHome.shownRows)
      ) a
      JOIN subscription s ON s.id = a.object_id JOIN organization o ON o.id = s.customer_id ORDER BY a.sequence DESC
      """
  }

  private func recentChanges(_ found: Rows) throws -> HTML {
    guard call.actor.holds(.auditView) else { return .empty }
    let rows: [[HTML]] = try found.map { row in
      let id: ID<Subscription> = try row[3]
      let kind = ChangeKind(rawValue: try row[2]).map { ChangeWords.kind($0).in(language) } ?? ""
      let before: Int? = try row[6]
      let after: Int? = try row[7]
      let step = before != after ? before.flatMap { b in after.map { "\(b) → \($0)" } } : nil
      return [
        Portal.time(try row[0]), "\(kind)\(step.map { "<small>\($0)</small>" as HTML })",
        """
        <a href="/subscriptions/\(id.description)">\(try row[4] as String)</a><small>\(try row[5] as String)</small>
        """,
        "\(try row[1] as String)",
      ]
    }
    let columns = [
      Column(Words.when.in(language)), Column(Words.what.in(language)),
      Column(SubscriptionWords.subscription.in(language)), Column(Words.who.in(language)),
    ]
    return card(
      title: Words.recent.in(language),
      table(
        caption: Words.recent.in(language), columns: columns, rows: rows,
        empty: "<p>\(Words.nothingYet.in(language))</p>"))
  }

  private enum Words {
    static let licences = Phrase("{count} licences", fr: "{count} licences", de: "{count} Lizenzen")
    static let nextDays = Phrase("Next {days} days", fr: "{days} prochains jours", de: "Nächste {days} Tage")
    static let end = Phrase("{count} end", fr: "{count} échéances", de: "{count} enden")
    static let renew = Phrase("{count} renew", fr: "{count} renouvellements", de: "{count} verlängern sich")
    static let recent = Phrase("Recent changes", fr: "Derniers changements", de: "Letzte Änderungen")
    static let when = Phrase("When (UTC)", fr: "Quand (UTC)", de: "Wann (UTC)")
    static let what = Phrase("What", fr: "Quoi", de: "Was")
    static let who = Phrase("Who", fr: "Qui", de: "Wer")
    static let nothingYet = Phrase("Nothing yet.", fr: "Rien pour l’instant.", de: "Noch nichts.")
  }
}
