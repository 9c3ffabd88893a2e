import Core
import FoundationEssentials
import Postgres

extension Requests {
  // MARK: - Asking for a change

  /// What came of wanting a subscription changed.
  package enum Answer {
    /// It was carried out, or would be: a preview.
    case done(Subscriptions.Outcome)
    /// It waits for the reseller.
    case waits(Record)
  }

  /// Changes a subscription in the API's words, or keeps what is asked where the customer may only ask. What is asked
  /// is checked in full; nothing is kept of what would change nothing. `check` sees the row before deciding.
  package static func change(
    _ kind: AskedChange.Kind, _ body: JSONValue, on id: ID<Subscription>, in work: Work, preview: Bool,
    check: (SubscriptionRecord) throws -> Void = { _ in }
  ) throws -> Answer {
    let asked = try AskedChange(kind, try Fields(body))
    guard work.actor.asksForChanges, asked.needsApproval else {
      return .done(try asked.perform(on: id, in: work, preview: preview, check: check))
    }
    var found: SubscriptionRecord?
    let outcome = try asked.perform(on: id, in: work.asIfApproved, preview: true) { record in
      found = record
      try check(record)
    }
    guard !preview, let before = found, outcome.record.subscription != before.subscription else {
      return .done(outcome)
    }
    try asked.requireConfirmed()
    let subject = Subject(
      subscription: id, subscriptionVersion: before.subscription.version, held: before.subscription.quantity,
      service: before.service, serviceName: before.serviceName, plan: before.plan, planName: before.planName,
      friendlyName: before.subscription.friendlyName)
    let customer = try Organizations.find(before.path.organization, kind: .customer, in: work)
    return .waits(
      try keep(.of(kind), subject, of: customer, body: body, figures: Figures(outcome.totals), in: work))
  }

  /// Stores a new request and tells those who decide it.
  static func keep(
    _ kind: Kind, _ subject: Subject, of customer: Organizations.Record, wanted: Int? = nil, body: JSONValue? = nil,
    figures: Figures? = nil, note: String? = nil, in work: Work
  ) throws -> Record {
    let expiry = work.now.adding(seconds: 86_400 * Bounds.requestDays)
    var record = Record(
      id: work.newID(), path: customer.path, customerName: customer.name, kind: kind,
      state: CustomerRequest(decider: kind.decider, status: .waiting, expiresAt: expiry), subject: subject,
      wanted: wanted, body: body, figures: figures, note: note, askedBy: work.actor.person,
      askedByName: work.actor.name, askedAt: work.now, version: 1)
    guard try RequestStore.insert(record, in: work) else { throw Refusal.conflict("request.waits_already") }
    try tell(.asked, &record, before: nil, body: body, reason: note, in: work)
    work.resumeReach()
    return record
  }

  // MARK: - Deciding

  /// What can be said to a request, with all that belongs to it.
  package enum Verdict: Sendable {
    /// `body`: something else than what was asked, decided in one.
    case approve(body: JSONValue?, Confirmation)
    /// To be carried out instead, once it is approved.
    case change(body: JSONValue)
    /// How a service is given.
    case fulfil(Fulfilment)
    case refuse(reason: String)
    case cancel(reason: String?)

    var rule: CustomerRequest.Verdict {
      switch self {
      case .approve, .fulfil: .approve
      case .change: .change
      case .refuse: .refuse
      case .cancel: .cancel
      }
    }

    var reason: String? {
      switch self {
      case .refuse(let reason): reason
      case .cancel(let reason): reason
      case .approve, .change, .fulfil: nil
      }
    }
  }

  /// What a decision came to: the request, and what it does where it does anything.
  package struct Decided {
    package var record: Record
    package var outcome: Subscriptions.Outcome?
  }

  /// Decides a request that waits; of two at once the second finds it decided. Approving checks everything anew, with
  /// the approver's own rights. With `preview` nothing is kept. `check` sees the row locked, before deciding.
  package static func decide(
    _ id: ID<CustomerRequest>, _ verdict: Verdict, in work: Work, preview: Bool = false,
    check: (Record) throws -> Void = { _ in }
  ) throws -> Decided {
    let before = try RequestStore.find(id, in: work, locking: !preview)
    var record = before
    let (after, event) = try before.state.decided(verdict.rule, by: voice(for: before, work.actor), at: work.now)
    try check(before)
    record.state = after
    var outcome: Subscriptions.Outcome?
    switch verdict {
    case .approve(let body, let confirmation):
      outcome = try carriedOut(&record, body: body, confirmation, in: work, preview: preview)
    case .change(let body): outcome = try changed(&record, to: body, in: work)
    case .fulfil(let fulfilment):
      guard record.kind == .service else { throw Refusal.invalid([Issue("/fulfilment", "field.unknown")]) }
      outcome = try ServiceRequests.fulfil(&record, fulfilment, in: work, preview: preview)
    case .refuse, .cancel: break
    }
    if after.status != .waiting {
      record.decidedBy = work.actor.person
      record.decidedByName = work.actor.name
      record.decidedAt = work.now
      record.reason = verdict.reason
    }
    record.version += 1
    if !preview {
      RequestStore.update(record, in: work)
      let body = event == .changed || event == .approved ? record.present : nil
      try tell(event, &record, before: before, body: body, reason: verdict.reason, in: work)
    }
    work.resumeReach()
    return Decided(record: record, outcome: outcome)
  }

  private static func voice(for record: Record, _ actor: Actor) -> CustomerRequest.Voice {
    let changes = actor.rights.holds(.subscriptionsChange)
    return CustomerRequest.Voice(
      isAsker: record.askedBy == actor.person, isSeller: actor.level != .customer && changes,
      isManager: actor.level == .customer && changes)
  }

  /// Carries out what was asked, or what `body` says instead, at the present figures.
  private static func carriedOut(
    _ record: inout Record, body: JSONValue?, _ confirmation: Confirmation, in work: Work, preview: Bool
  ) throws -> Subscriptions.Outcome {
    if record.kind == .service { throw Refusal.invalid([Issue("/fulfilment", "field.required")]) }
    let outcome = try perform(record, body ?? record.present, isGiven: body != nil, in: work, preview: preview)
    let figures = Figures(outcome.totals)
    if !preview { try confirmation.check(figures, against: record.figures, for: work.actor, ofOrder: false) }
    if let body, body != record.body { record.changedBody = body }
    record.figures = figures
    return outcome
  }

  private static func changed(
    _ record: inout Record, to body: JSONValue, in work: Work
  ) throws -> Subscriptions.Outcome {
    if record.kind == .service { throw Refusal.invalid([Issue("/body", "field.unknown")]) }
    let outcome = try perform(record, body, isGiven: true, in: work, preview: true)
    record.changedBody = body == record.body ? nil : body
    record.figures = Figures(outcome.totals)
    return outcome
  }

  /// `isGiven`: the body came with the decision, so what is wrong with it is told there.
  private static func perform(
    _ record: Record, _ body: JSONValue?, isGiven: Bool, in work: Work, preview: Bool
  ) throws -> Subscriptions.Outcome {
    guard case .of(let kind) = record.kind, let id = record.subject.subscription, let body else {
      throw Refusal.notFound
    }
    do {
      return try AskedChange(kind, try Fields(body)).perform(on: id, in: work, preview: preview)
    } catch Refusal.invalid(let issues) where isGiven {
      throw Refusal.invalid(issues.map { Issue("/body\($0.pointer)", $0.code, $0.details) })
    }
  }

  /// What it would come to now, or why it cannot be. Leaves the actor's own reach.
  static func forecast(_ record: Record, in work: Work) throws -> Result<Subscriptions.Outcome, Refusal> {
    defer { work.resumeReach() }
    do {
      return .success(try perform(record, record.present, isGiven: false, in: work.asIfApproved, preview: true))
    } catch let refusal as Refusal {
      return .failure(refusal)
    }
  }

  // MARK: - By time

  /// Writes down that nobody decided it in time.
  static func expire(_ found: Record, in work: Work) throws {
    var record = found
    record.state = found.state.expired()
    record.version += 1
    RequestStore.update(record, in: work)
    try tell(.expired, &record, before: found, body: nil, reason: nil, in: work)
  }

  // MARK: - Reading

  /// Newest first; of one customer, or of all in reach.
  package static func list(_ filter: Filter, _ paging: Paging, in work: Work) throws -> [Record] {
    if let customer = filter.customer { try Organizations.requireVisible(customer, in: work) }
    return try RequestStore.list(filter, paging, in: work)
  }

  package static func find(_ id: ID<CustomerRequest>, in work: Work) throws -> Record {
    try RequestStore.find(id, in: work)
  }

  /// The timeline's entry, the audit record, the event and the mail.
  private static func tell(
    _ event: CustomerRequest.Event, _ record: inout Record, before: Record?, body: JSONValue?, reason: String?,
    in work: Work
  ) throws {
    let isSystem = work.actor.credential == .system
    let entry = Entry(
      at: work.now, event: event, actor: isSystem ? nil : work.actor.person,
      actorName: isSystem ? nil : work.actor.name,
      realActor: work.actor.real?.person, realActorName: work.actor.real?.name, body: body,
      figures: event == .asked || body != nil ? record.figures : nil, reason: reason)
    RequestStore.insert(entry, of: record, in: work)
    record.history.append(entry)
    let kind = record.kind == .service ? "serviceRequest" : "request"
    try work.audit(
      "request.\(event.rawValue)", AuditObject(kind, record.id), on: record.path, before: before.map(facts),
      after: facts(record))
    var message = JSONWriter()
    message.object {
      $0.member("event", "request.\(event.rawValue)")
      $0.member("requestId", record.id)
      $0.member("status", record.state.status.rawValue)
    }
    try work.queue(.event, message, on: record.path)
    try RequestMail.tell(entry, record, in: work)
  }

  /// What the audit trail keeps: no figures.
  private static func facts(_ record: Record) -> JSONWriter {
    var json = JSONWriter()
    json.object { json in
      json.member("kind", record.kind.columnText)
      json.member("status", record.state.status.rawValue)
      json.member("planName", record.subject.planName ?? record.subject.serviceName)
      json.member("asked", record.present)
      json.member("reason", record.reason)
    }
    return json
  }
}
