import Core
import FoundationEssentials
import HTTP

/// Groups of people over HTTP.
enum GroupsAPI {
  static let listParameters = QueryParameter.paging + [QueryParameter("search", "Part of the name.")]

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let groups = try Groups.list(of: try call.id(), search: try SearchText.query(call), paging, in: call.work)
    return paging.response(groups, cursor: { [$0.name, $0.id.description] }) { write(&$0, $1) }
  }

  static func get(_ call: Call) throws -> Response { response(try Groups.find(try call.id(), in: call.work)) }

  static func create(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let name = fields.text("name", required: true, upTo: 200)
    let people = people(fields, required: false)
    try fields.check()
    let group = try Groups.create(name ?? "", people, of: try call.id(), in: call.work)
    return response(group, status: 201, location: "/api/v1/groups/\(group.id)")
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let name = fields.text("name", required: true, upTo: 200)
    try fields.check()
    return response(
      try Groups.rename(try call.id(), to: name ?? "", in: call.work) { try call.checkMatch($0.version) })
  }

  static func delete(_ call: Call) throws -> Response {
    try Groups.delete(try call.id(), in: call.work) { try call.checkMatch($0.version) }
    return .noContent
  }

  // MARK: Members

  static func members(_ call: Call) throws -> Response {
    let group = try Groups.find(try call.id(), in: call.work)
    let paging = try Paging(call)
    let people = try Groups.people(of: group, search: try SearchText.query(call), paging, in: call.work)
    return paging.response(people, cursor: { [$0.order, $0.id.description] }) { json, person in
      json.object {
        $0.member("userId", person.id)
        $0.member("name", person.name)
        $0.member("email", person.email)
        $0.member("status", person.state.rawValue)
        $0.member("waiting", person.isWaiting)
      }
    }
  }

  static func add(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let people = people(fields, required: true)
    let notify = fields.bool("notify")
    try fields.check()
    return response(try Groups.add(people, to: try call.id(), in: call.work, notify: notify))
  }

  static func remove(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let people = people(fields, required: true)
    try fields.check()
    return response(try Groups.remove(people, from: try call.id(), in: call.work))
  }

  static func people(_ fields: Fields, required: Bool) -> [NamedPerson] {
    let ids = fields.ids("userIds", required: required, upTo: Bounds.licencesAtOnce, of: Person.self) ?? []
    return ids.enumerated().map { NamedPerson($1, at: "/userIds/\($0)") }
  }

  // MARK: Licences

  static func give(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let subscription = fields.id("subscriptionId", required: true, of: Subscription.self)
    let giving: PeopleGroup.Giving? = fields.choice("giving", required: true)
    let notify = fields.bool("notify")
    try fields.check()
    guard let subscription, let giving else { throw Refusal.notFound }
    let outcome = try GroupLicences.give(
      subscription, giving, to: try call.id(), in: call.work, notify: notify, preview: call.isPreview)
    var json = JSONWriter()
    json.object {
      $0.member("subscriptionId", subscription)
      $0.member("giving", giving.rawValue)
      $0.member("receiving", outcome.receiving)
      $0.member("holding", outcome.holding)
      $0.member("waiting", outcome.waiting)
    }
    return .json(json, status: call.isPreview ? 200 : 201)
  }

  static func end(_ call: Call) throws -> Response {
    try GroupLicences.end(try call.id("licence"), of: try call.id(), in: call.work)
    return .noContent
  }

  private static func response(_ group: Groups.Record, status: Int = 200, location: String? = nil) -> Response {
    var json = JSONWriter()
    write(&json, group)
    return .json(json, status: status, version: group.version, location: location)
  }

  private static func write(_ json: inout JSONWriter, _ group: Groups.Record) {
    json.object {
      $0.member("id", group.id)
      $0.member("customerId", group.path.customer)
      $0.member("name", group.name)
      $0.member("keptBy", group.keeper.rawValue)
      $0.member("members", group.members)
      $0.array("licences", group.gifts.filter { $0.subscription != nil }) { json, gift in
        json.object {
          $0.member("id", gift.id)
          $0.member("subscriptionId", gift.subscription)
          $0.member("name", gift.name)
          $0.member("waiting", gift.waiting)
          $0.member("givenBy", gift.givenBy)
          $0.member("givenAt", gift.givenAt)
        }
      }
    }
  }
}
