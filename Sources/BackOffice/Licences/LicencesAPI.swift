import Core
import FoundationEssentials
import HTTP
import Postgres

/// Licences of people over HTTP.
enum LicencesAPI {
  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let items = try Licences.list(of: try call.id(), paging, in: call.work)
    return paging.response(items, cursor: { [$0.person.description] }) { json, item in
      json.object {
        $0.member("userId", item.person)
        $0.member("name", item.name)
        $0.member("email", item.email)
        $0.member("since", item.since)
      }
    }
  }

  /// `{"userId"}`, or many as `{"userIds": […]}`: all of them or none.
  static func assign(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let wishes = try wishes(fields, call)
    let notify = fields.bool("notify")
    try fields.check()
    let isMany = fields.has("userIds")
    let outcome = try single(isMany) {
      try Licences.give(wishes, in: call.work, notify: notify, preview: call.isPreview)
    }
    if call.isPreview || isMany { return batch(outcome, since: call.isPreview ? nil : call.work.now, call) }
    var json = JSONWriter()
    json.object {
      $0.member("subscriptionId", wishes[0].subscription)
      $0.member("userId", wishes[0].person)
      $0.member("since", call.work.now)
    }
    return .json(json, status: 201)
  }

  /// `?userId=` for one, or many in the body.
  static func unassign(_ call: Call) throws -> Response {
    if call.query("userId") == nil, call.body(of: "application/json") != nil {
      let fields = try call.fields()
      let wishes = try wishes(fields, call)
      try fields.check()
      let outcome = try single(fields.has("userIds")) {
        try Licences.takeBack(wishes, in: call.work, preview: call.isPreview)
      }
      return call.isPreview ? batch(outcome, since: nil, call) : .noContent
    }
    guard let person: ID<Person> = try call.queryID("userId") else {
      throw HTTPFault.queryMalformed("userId", "field.id_malformed")
    }
    let wish = Licences.Wish(person, try call.id(), at: "/userId")
    let outcome = try single(false) { try Licences.takeBack([wish], in: call.work, preview: call.isPreview) }
    return call.isPreview ? batch(outcome, since: nil, call) : .noContent
  }

  private static func wishes(_ fields: Fields, _ call: Call) throws -> [Licences.Wish] {
    let subscription: ID<Subscription> = try call.id()
    guard fields.has("userIds") else {
      let person = fields.id("userId", required: true, of: Person.self)
      return person.map { [Licences.Wish($0, subscription, at: "/userId")] } ?? []
    }
    let people = fields.ids("userIds", required: true, upTo: Bounds.licencesAtOnce, of: Person.self) ?? []
    return people.enumerated().map { Licences.Wish($1, subscription, at: "/userIds/\($0)") }
  }

  /// Of one alone, that it is there or is not says the status.
  private static func single<Value>(_ isMany: Bool, _ body: () throws -> Value) throws -> Value {
    do {
      return try Licences.ofOne(body)
    } catch Refusal.invalid(let issues) where !isMany && issues.count == 1 {
      switch issues[0].code {
      case "licence.already_assigned": throw Refusal.conflict("licence.already_assigned")
      case "licence.not_held": throw Refusal.notFound
      default: throw Refusal.invalid(issues)
      }
    }
  }

  private static func batch(_ outcome: Licences.Outcome, since: Instant?, _ call: Call) -> Response {
    var json = JSONWriter()
    json.object {
      if let record = outcome.records.first { write(&$0, record) }
      $0.member("since", since)
      $0.array("users", outcome.people) { write(&$0, $1) }
    }
    return .json(json, status: since == nil ? 200 : 201)
  }

  /// A subscription's counts.
  static func write(_ json: inout JSONWriter, _ record: SubscriptionRecord) {
    let s = record.subscription
    json.member("subscriptionId", s.id)
    json.member("quantity", s.quantity)
    json.member("assigned", s.assigned)
    json.member("free", max(0, s.quantity - s.assigned))
  }

  static func write(_ json: inout JSONWriter, _ person: Licences.Candidate) {
    json.object {
      $0.member("userId", person.id)
      $0.member("name", person.name)
      $0.member("email", person.email)
    }
  }

  // MARK: - From one person to another

  static func move(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let giver = fields.id("from", required: true, of: Person.self)
    let receiver = fields.id("to", required: true, of: Person.self)
    let notify = fields.bool("notify")
    try fields.check()
    guard let giver, let receiver else { throw Refusal.notFound }
    let plan = try LicenceMoves.move(
      try call.id(), from: giver, to: receiver, in: call.work, notify: notify, preview: call.isPreview)
    return response(plan, call)
  }

  static func handOver(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let receiver = fields.id("to", required: true, of: Person.self)
    let chosen = fields.ids("subscriptionIds", upTo: Bounds.subscriptionsOfPerson, of: Subscription.self)
    let notify = fields.bool("notify")
    try fields.check()
    guard let receiver else { throw Refusal.notFound }
    let plan = try LicenceMoves.handOver(
      from: try call.id(), to: receiver, only: chosen, in: call.work, notify: notify, preview: call.isPreview)
    return response(plan, call)
  }

  private static func response(_ plan: LicenceMoves.Plan, _ call: Call) -> Response {
    let language = call.actor.language
    var json = JSONWriter()
    json.object { json in
      json.member("from", plan.giver.id)
      json.member("to", plan.receiver?.id)
      json.array("items", plan.moves) { json, move in
        json.object {
          $0.member("subscriptionId", move.record.id)
          $0.member("name", move.record.name)
          $0.member("serviceName", move.record.serviceName)
          $0.member("code", move.obstacle)
          $0.member("reason", move.obstacle.map { Messages.sentence($0, [:], language) })
        }
      }
    }
    return .json(json, status: call.isPreview ? 200 : 201)
  }

  // MARK: - Not used

  static func unused(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let found = try UnusedLicences.list(of: try call.id(), paging, in: call.work)
    return paging.response(found, cursor: { [$0.person.description, $0.subscription.description] }) { json, item in
      json.object {
        $0.member("subscriptionId", item.subscription)
        $0.member("subscriptionName", item.subscriptionName)
        $0.member("userId", item.person)
        $0.member("name", item.name)
        $0.member("email", item.email)
        $0.member("status", item.state.rawValue)
        $0.member("lastSignInAt", item.lastSignInAt)
        $0.member("since", item.since)
      }
    }
  }
}
