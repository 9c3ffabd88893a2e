import Core
import FoundationEssentials
import HTTP
import Synchronization
import Testing

@testable import BackOffice

/// A listening vendor that answers as a test says, and remembers what it was asked.
final class ScriptedVendor: Sendable {
  struct Heard: Sendable {
    let key: String
    let operation: String
    let quantity: Int
    let subscription: String
    let id: String
    let data: JSONValue?
    /// Whether the signature holds for the secret.
    let isSigned: Bool
  }

  struct Script: Sendable {
    var secret = ""
    /// Status and body of the next answers, the last one for good.
    var answers: [(Int, String)] = [(200, #"{"status":"approved","reference":"MS-1"}"#)]
    var heard: [Heard] = []
    /// Pages of the inventory, in order.
    var inventory: [String] = []
    var inventoryAsked = 0
  }

  let script = Mutex(Script())
  private let server = Mutex<Server?>(nil)
  private let place = Mutex("")

  var address: String { place.withLock { $0 } }
  var heard: [Heard] { script.withLock { $0.heard } }

  init() throws {
    let server = Server(
      port: 0, problem: { status, _, _, _ in Response(status: status) },
      handler: { [weak self] in self?.answer($0) ?? Response(status: 500) })
    let port = try server.start()
    place.withLock { $0 = "http://127.0.0.1:\(port)" }
    self.server.withLock { $0 = server }
  }

  deinit { server.withLock { $0 }?.drain(withinSeconds: 1) }

  func answers(_ status: Int, _ body: String) { script.withLock { $0.answers = [(status, body)] } }

  private func answer(_ request: Request) -> Response {
    script.withLock { script in
      let body = request.path == "/inventory" ? Array("cursor=\(cursor(request))".utf8) : request.body
      let signature = VendorSignature.signature(
        Array(script.secret.utf8), request.headers["Comptoir-Timestamp"] ?? "", body)
      let isSigned = request.headers["Comptoir-Signature"] == signature
      guard request.path == "/fulfilments" else {
        script.inventoryAsked += 1
        guard isSigned, !script.inventory.isEmpty else { return Response(status: 401) }
        return json(200, script.inventory[min(script.inventoryAsked, script.inventory.count) - 1])
      }
      let value = JSONValue(parsing: request.body) ?? .null
      script.heard.append(
        Heard(
          key: request.headers["Idempotency-Key"] ?? "", operation: value["operation"]?.string ?? "",
          quantity: value["quantity"]?.integer ?? -1, subscription: value["subscriptionId"]?.string ?? "",
          id: value["id"]?.string ?? "", data: value["data"], isSigned: isSigned))
      let (status, text) = script.answers.count > 1 ? script.answers.removeFirst() : script.answers[0]
      return json(status, text)
    }
  }

  private func cursor(_ request: Request) -> String { request.query.first { $0.name == "cursor" }?.value ?? "" }

  private func json(_ status: Int, _ text: String) -> Response {
    Response(status: status, headers: Headers([("Content-Type", "application/json")]), body: .bytes(Array(text.utf8)))
  }
}

/// Helvetia Works buys from a service whose vendor is behind a connector.
struct Provisioned {
  static let plan = "Exchange Online (Plan 1)"

  let world: World
  let helvetia: Helvetia
  let connector: String
  let secret: String

  init(
    _ world: World, _ kind: String, address: String? = nil, settings: String? = nil, plan: String = Provisioned.plan
  ) throws {
    self.world = world
    helvetia = try Helvetia(world)
    let service = try world.text(
      "SELECT service_id::text FROM plan WHERE name = \(plan)")
    var body = #"{"serviceId":"\#(service)","kind":"\#(kind)""#
    if let address { body += #","address":"\#(address)""# }
    if let settings { body += #","settings":\#(settings)"# }
    let made = try world.send(.post, "/api/v1/connectors", as: "distributor", body + "}")
    try #require(made.status == 201, "\(made.text)")
    connector = try #require(made.json["id"]?.string)
    secret = made.json["secret"]?.string ?? ""
  }

  init(_ world: World, _ vendor: ScriptedVendor, plan: String = Provisioned.plan) throws {
    try self.init(world, "http", address: vendor.address, plan: plan)
    let secret = secret
    vendor.script.withLock { $0.secret = secret }
  }

  func buy(_ quantity: Int = 10, _ term: String = "P1Y") throws -> String {
    try helvetia.buy(Provisioned.plan, term, quantity)
  }

  @discardableResult
  func run() throws -> Int { try FulfilmentJobs.run(world.office) }

  /// Requests about a subscription, oldest first: operation, quantity, state.
  func requests(_ subscription: String) throws -> [String] {
    try world.owner(
      """
      SELECT operation || ' ' || quantity || ' ' || state FROM fulfilment WHERE subscription_id = \(subscription)::uuid
      ORDER BY change_number, round
      """
    ) { try $0[0] as String }
  }

  /// The id of the latest request about a subscription.
  func request(_ subscription: String) throws -> String {
    try world.text(
      """
      SELECT id::text FROM fulfilment WHERE subscription_id = \(subscription)::uuid
      ORDER BY change_number DESC, round DESC LIMIT 1
      """)
  }

  func settle(_ request: String, _ body: String, as person: String = "distributor", preview: Bool = false) throws
    -> Answer
  {
    try world.send(.patch, "/api/v1/fulfilments/\(request)\(preview ? "?preview=true" : "")", as: person, body)
  }

  /// Calls back as the vendor does, signed unless told otherwise.
  func callBack(
    _ request: String, _ status: String, id: String = "cb-1", more: String = "", secret: String? = nil,
    secondsOff: Int64 = 0, connector: String? = nil
  ) -> Answer {
    let body = #"{"id":"\#(id)","fulfilmentId":"\#(request)","status":"\#(status)"\#(more)}"#
    let seconds = Int64(Date().timeIntervalSince1970) + secondsOff
    let headers = VendorSignature.headers(
      secret: Array((secret ?? self.secret).utf8), seconds: seconds, body: Array(body.utf8))
    return world.answer(
      .post, "/vendor-callbacks/\(connector ?? self.connector)",
      headers: headers.map { ($0.name, $0.value) } + [("Content-Type", "application/json")], body: body)
  }

  func status(_ subscription: String) throws -> String? { try world.subscription(subscription)["status"]?.string }

  /// Everything posted for a subscription on a leg, in cents.
  func posted(_ subscription: String, _ leg: String = "price") throws -> Int {
    try world.number(
      """
      SELECT coalesce(sum(amount), 0)::bigint FROM charge
      WHERE subscription_id = \(subscription)::uuid AND leg = \(leg)
      """)
  }
}
