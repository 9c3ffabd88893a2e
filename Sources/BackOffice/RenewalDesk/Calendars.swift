import Core
import FoundationEssentials
import Postgres

/// Secret addresses at which calendar programs read somebody's deadlines in one organization. They open nothing else,
/// show no amounts, and show what their owner may see when they are read.
package enum Calendars {
  package struct Issued: Sendable {
    package let url: String
    package let createdAt: Instant
  }

  /// Since when the actor has one where they act.
  static func createdAt(in work: Work) throws -> Instant? {
    try work.tx.rows(
      """
      SELECT created_at FROM calendar_feed
      WHERE person_id = \(work.actor.person) AND organization_id = \(work.actor.organization)
      """
    ).first?[0]
  }

  /// A new address, known to nobody else from now on; the one before ends.
  package static func create(in work: Work) throws -> Issued {
    let actor = work.actor
    try actor.require(.statementsView)
    let secret = Secrets.token()
    remove(in: work)
    work.tx.enqueue(
      """
      INSERT INTO calendar_feed (hash, person_id, organization_id, distributor_id, reseller_id, customer_id, created_at)
      VALUES (\(Secrets.sha256(secret)), \(actor.person), \(actor.organization), \(actor.path.distributor),
        \(actor.path.reseller), \(actor.path.customer), \(work.now))
      ON CONFLICT (person_id, organization_id) DO NOTHING
      """)
    try work.audit("user.calendar_created", AuditObject("user", actor.person), on: actor.path)
    // Of two made at once only one is kept, and whoever made the other is told so.
    let kept = try work.tx.rows("SELECT 1 FROM calendar_feed WHERE hash = \(Secrets.sha256(secret))")
    guard !kept.isEmpty else { throw Refusal.stale }
    return Issued(
      url: "\(work.office.configuration.publicURL)/calendar/\(secret).ics", createdAt: work.now)
  }

  package static func end(in work: Work) throws {
    guard try createdAt(in: work) != nil else { throw Refusal.notFound }
    remove(in: work)
    try work.audit("user.calendar_ended", AuditObject("user", work.actor.person), on: work.actor.path)
  }

  private static func remove(in work: Work) {
    work.tx.enqueue(
      """
      DELETE FROM calendar_feed
      WHERE person_id = \(work.actor.person) AND organization_id = \(work.actor.organization)
      """)
  }

  // MARK: - Reading

  /// The calendar at an address. Not found when there is none, or its owner would see nothing now; whoever tries many
  /// wrong ones from one network has to wait.
  static func file(_ secret: String, from client: String, _ office: Office) throws -> String {
    enum Found { case calendar(String), turn(SignInThrottle.Turn), nothing }
    let found: Found = try office.everything { tx, now in
      let rows = try tx.rows(
        "SELECT person_id, organization_id FROM calendar_feed WHERE hash = \(Secrets.sha256(secret))")
      guard let row = rows.first else {
        let bucket = SignInThrottle.Bucket(.pair, "calendar \(SignInThrottle.network(of: client))")
        return .turn(try SignInThrottle.take([bucket], in: tx, now))
      }
      let owner = Principal(person: try row[0], organization: try row[1])
      guard let actor = try owner.reader(in: tx, at: now), actor.holds(.statementsView) else {
        return .nothing
      }
      return .calendar(try calendar(in: Work(tx: tx, actor: actor, now: now, requestID: "calendar", office: office)))
    }
    switch found {
    case .calendar(let text): return text
    case .turn(.wait(let seconds)): throw HTTPFault.tooMany(retryAfterSeconds: Int(seconds), "calendar.too_many")
    case .turn, .nothing: throw Refusal.notFound
    }
  }

  private static func calendar(in work: Work) throws -> String {
    var filter = RenewalDesk.Filter()
    filter.withinDays = Bounds.calendarDays
    filter.leavesOutMonthly = work.actor.level != .customer
    let items = try RenewalDesk.first(Bounds.calendarEvents, filter, in: work)
    var known: Set<String> = []
    // A subscription is found by its term's end and by its window: its deadlines are told once.
    let told = items.flatMap { events(of: $0, in: work) }.filter { known.insert($0.uid).inserted }
    let name = CalendarWords.name.in(work.actor.language, ["organization": work.actor.organizationName])
    return CalendarFile(name: name, events: Array(told.prefix(Bounds.calendarEvents))).text
  }

  private static func events(of item: RenewalDesk.Item, in work: Work) -> [CalendarEvent] {
    let language = work.actor.language
    let s = item.record.subscription
    let customer = work.actor.level == .customer ? "" : " · \(item.customerName)"
    let name = RenewalWords.name(item.record)
    return item.deadlines.map { deadline in
      let isTermEnd = deadline.kind != .reducible && deadline.kind != .cancellable
      let values = [
        "name": name, "licences": RenewalWords.licences(deadline.quantity, language), "assigned": "\(s.assigned)",
        "quantity": "\(s.quantity)",
        "last": s.termEnd.adding(days: -1).description, "until": Portal.clockText(deadline.at),
      ]
      return CalendarEvent(
        uid: "\(s.id).\(isTermEnd ? "term" : deadline.kind.rawValue).\(deadline.at.microseconds / 1_000_000)@comptoir",
        starts: isTermEnd ? .day(s.termEnd) : .instant(deadline.at), changedAt: s.purchasedAt, revision: s.version,
        summary: CalendarWords.summary(deadline.kind).in(language, values) + customer,
        description: CalendarWords.description(deadline.kind).in(language, values),
        url: "\(work.office.configuration.publicURL)/subscriptions/\(s.id)", noticeDays: isTermEnd ? 7 : 1)
    }
  }
}
