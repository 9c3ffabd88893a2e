import Testing

@testable import HTTP

struct RouteTableTests {
  private static let table: RouteTable<String> = {
    var table = RouteTable<String>()
    table.add(.get, "/", "home")
    table.add(.get, "/users", "users")
    table.add(.post, "/users", "add user")
    table.add(.get, "/users/me", "me")
    table.add(.get, "/users/:id", "user")
    table.add(.delete, "/users/:user", "remove user")
    table.add(.get, "/users/:id/lock", "lock")
    table.add(.get, "/:organization/users/me", "me there")
    table.add(.post, "/orders/:order/lines/:line", "line")
    table.add(.head, "/orders", "orders' head")
    table.add(.options, "/orders", "orders' options")
    return table
  }()

  private func outcome(_ method: Method, _ segments: [String]) -> String {
    switch Self.table.match(method, segments) {
    case .found(let endpoint, let parameters, let pattern):
      "\(endpoint) \(parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }) \(pattern)"
    case .methodNotAllowed(let allow): allow.map(\.rawValue).joined(separator: ", ")
    case .notFound: "not found"
    }
  }

  @Test(arguments: [
    (Method.get, [], #"home [] /"#),
    (.get, ["users"], "users [] /users"),
    (.get, ["users", "me"], "me [] /users/me"),
    (.get, ["users", "7"], #"user ["id=7"] /users/:id"#),
    (.get, ["users", "a/b"], #"user ["id=a/b"] /users/:id"#),
    (.delete, ["users", "me"], #"remove user ["user=me"] /users/:user"#),
    (.get, ["users", "me", "lock"], #"lock ["id=me"] /users/:id/lock"#),
    (.get, ["users", "users", "me"], #"me there ["organization=users"] /:organization/users/me"#),
    (.post, ["orders", "1", "lines", "2"], #"line ["line=2", "order=1"] /orders/:order/lines/:line"#),
    (.head, ["users"], "users [] /users"),
    (.head, ["orders"], "orders' head [] /orders"),
    (.options, ["orders"], "orders' options [] /orders"),
  ])
  func `an endpoint is found by method and path`(_ method: Method, _ segments: [String], _ expected: String) {
    #expect(outcome(method, segments) == expected)
  }

  @Test(arguments: [
    (Method.put, ["users"], "GET, HEAD, POST"), (.options, ["users"], "GET, HEAD, POST"),
    (.post, ["users", "me"], "GET, HEAD, DELETE"), (.post, ["users", "7"], "GET, HEAD, DELETE"),
    (.get, ["orders"], "HEAD, OPTIONS"), (.head, ["orders", "1", "lines", "2"], "POST"),
    (.get, ["user"], "not found"), (.get, ["Users"], "not found"), (.get, ["users", ":id", "x"], "not found"),
    (.get, ["users", "7", "lock", "x"], "not found"), (.post, ["orders", "1"], "not found"),
    (.get, ["users", "7", "unlock"], "not found"), (.options, ["x"], "not found"),
  ])
  func `what is not there and what is not allowed differ`(
    _ method: Method, _ segments: [String], _ expected: String
  ) {
    #expect(outcome(method, segments) == expected)
  }

  @Test func `all routes are listed in the order of adding`() {
    #expect(Self.table.all.count == 11)
    #expect(Self.table.all[3].pattern == "/users/me")
    #expect(Self.table.all[5].endpoint == "remove user")
  }

  @Test func `the same endpoint twice is a programmer's error`() async {
    await #expect(processExitsWith: .failure) {
      var table = RouteTable<String>()
      table.add(.get, "/users/:id", "one")
      table.add(.get, "/users/:user", "other")
    }
  }
}
