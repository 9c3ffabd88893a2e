import BackOffice
import Core
import HTTP
import Testing

/// Helvetia's subscription of so many licences, and newcomers to give them to.
struct LicenceOffice: Sendable {
  let world: World
  let customer: String
  let subscription: String
  let people: [String]

  init(quantity: Int = 2, people count: Int = 3, plan: String = "Exchange Online (Plan 1)") throws {
    world = try World()
    let helvetia = try Helvetia(world)
    customer = helvetia.customer
    subscription = try helvetia.buy(plan, "P1M", quantity)
    let users = (0..<count).map {
      #"{"givenName":"Person","familyName":"Number \#($0)","signInEmail":"number\#($0)@helvetia.test"}"#
    }
    let created = try world.send(
      .post, "/api/v1/customers/\(customer)/users", as: "manager", #"{"users":[\#(users.joined(separator: ","))]}"#)
    people = created.items.compactMap { $0["id"]?.string }
    #expect(people.count == count, "\(created.text)")
  }

  var path: String { "/api/v1/subscriptions/\(subscription)/assignments" }

  static func list(_ ids: [String]) -> String { "[" + ids.map { "\"\($0)\"" }.joined(separator: ",") + "]" }

  func assign(
    _ people: [String], as person: String = "manager", _ more: String = "", preview: Bool = false
  ) throws -> Answer {
    try world.send(
      .post, path + (preview ? "?preview=true" : ""), as: person,
      #"{"userIds":\#(LicenceOffice.list(people))\#(more)}"#)
  }

  func takeBack(_ people: [String], as person: String = "manager", preview: Bool = false) throws -> Answer {
    try world.send(
      .delete, path + (preview ? "?preview=true" : ""), as: person, #"{"userIds":\#(LicenceOffice.list(people))}"#)
  }

  /// Who has a licence.
  func holders() throws -> Set<String> {
    Set(try world.send(.get, path + "?limit=200", as: "manager").items.compactMap { $0["userId"]?.string })
  }

  func assigned() throws -> Int? { try world.subscription(subscription)["assigned"]?.integer }

  func quantity(_ quantity: Int) throws -> Answer { try world.patch(subscription, #"{"quantity":\#(quantity)}"#) }

  /// A group of the customer's own.
  func group(_ name: String, _ members: [String], as person: String = "manager") throws -> String {
    let answer = try world.send(
      .post, "/api/v1/customers/\(customer)/groups", as: person,
      #"{"name":"\#(name)","userIds":\#(LicenceOffice.list(members))}"#)
    #expect(answer.status == 201, "\(answer.text)")
    return try #require(answer.json["id"]?.string)
  }

  func give(_ group: String, _ giving: String, as person: String = "manager", preview: Bool = false) throws -> Answer {
    try world.send(
      .post, "/api/v1/groups/\(group)/licences\(preview ? "?preview=true" : "")", as: person,
      #"{"subscriptionId":"\#(subscription)","giving":"\#(giving)"}"#)
  }

  func join(_ group: String, _ people: [String], as person: String = "manager") throws -> Answer {
    try world.send(
      .post, "/api/v1/groups/\(group)/members", as: person, #"{"userIds":\#(LicenceOffice.list(people))}"#)
  }

  func leave(_ group: String, _ people: [String], as person: String = "manager") throws -> Answer {
    try world.send(
      .post, "/api/v1/groups/\(group)/members/removal", as: person, #"{"userIds":\#(LicenceOffice.list(people))}"#)
  }

  func waiting(_ group: String) throws -> Int? {
    try world.send(.get, "/api/v1/groups/\(group)", as: "manager").json["licences"]?[0]?["waiting"]?.integer
  }

  /// Sends a form.
  func post(_ path: String, _ body: String, as person: String = "manager") throws -> Answer {
    let form = [("Content-Type", "application/x-www-form-urlencoded")]
    return try world.send(.post, path, as: person, body, headers: form)
  }
}
