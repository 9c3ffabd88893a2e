/// Maps method and path pattern to endpoints. A pattern is literal segments and `:parameters`:
/// `/subscriptions/:id/split`.
package struct RouteTable<Endpoint: Sendable>: Sendable {
  private struct Route {
    let method: Method
    let pattern: String
    let parameters: [String]
    let endpoint: Endpoint
  }

  /// One position in the tree of segments; the numbers are indices into `nodes` and `routes`.
  private struct Node {
    var literals: [String: Int] = [:]
    var parameter: Int?
    var routes: [Method: Int] = [:]
  }

  private var routes: [Route] = []
  private var nodes: [Node] = [Node()]

  /// A table without routes.
  package init() {}

  /// Adds an endpoint. The same method and the same pattern (whatever its parameters are called) twice is a
  /// programmer's error.
  package mutating func add(_ method: Method, _ pattern: String, _ endpoint: Endpoint) {
    precondition(pattern.hasPrefix("/"), "a pattern starts with a slash: \(pattern)")
    var parameters: [String] = []
    var node = 0
    for segment in pattern.split(separator: "/") {
      if segment.hasPrefix(":") {
        parameters.append(String(segment.dropFirst()))
        node = child(of: node, under: nil)
      } else {
        node = child(of: node, under: String(segment))
      }
    }
    precondition(Set(parameters).count == parameters.count, "two parameters of one name: \(pattern)")
    precondition(nodes[node].routes[method] == nil, "two endpoints for \(method.rawValue) \(pattern)")
    nodes[node].routes[method] = routes.count
    routes.append(Route(method: method, pattern: pattern, parameters: parameters, endpoint: endpoint))
  }

  private mutating func child(of node: Int, under literal: String?) -> Int {
    if let known = literal.map({ nodes[node].literals[$0] }) ?? nodes[node].parameter { return known }
    nodes.append(Node())
    if let literal {
      nodes[node].literals[literal] = nodes.count - 1
    } else {
      nodes[node].parameter = nodes.count - 1
    }
    return nodes.count - 1
  }

  /// What a table has for a request.
  package enum Match {
    /// The endpoint, the values of its pattern's parameters by name, and the pattern.
    case found(Endpoint, parameters: [String: String], pattern: String)
    /// The path is known, the method is not; `allow` in the order of `Method.allCases`.
    case methodNotAllowed(allow: [Method])
    /// No pattern fits the path.
    case notFound
  }

  /// The endpoint for percent-decoded path segments. A literal segment wins over a parameter; HEAD is served by GET
  /// where it has no endpoint of its own; OPTIONS without one is `methodNotAllowed`, for the caller to answer.
  package func match(_ method: Method, _ segments: [String]) -> Match {
    var search = Search(method: method, segments: segments)
    if let index = find(&search, from: 0, at: 0) {
      let route = routes[index]
      return .found(
        route.endpoint, parameters: Dictionary(uniqueKeysWithValues: zip(route.parameters, search.values)),
        pattern: route.pattern)
    }
    if search.allowed.isEmpty { return .notFound }
    if search.allowed.contains(.get) { search.allowed.insert(.head) }
    return .methodNotAllowed(allow: Method.allCases.filter(search.allowed.contains))
  }

  private struct Search {
    let method: Method
    let segments: [String]
    var values: [String] = []
    var allowed: Set<Method> = []
  }

  private func find(_ search: inout Search, from node: Int, at depth: Int) -> Int? {
    let here = nodes[node]
    guard depth < search.segments.count else {
      if let route = here.routes[search.method] { return route }
      if search.method == .head, let route = here.routes[.get] { return route }
      search.allowed.formUnion(here.routes.keys)
      return nil
    }
    let segment = search.segments[depth]
    if let next = here.literals[segment], let route = find(&search, from: next, at: depth + 1) { return route }
    guard let next = here.parameter else { return nil }
    search.values.append(segment)
    if let route = find(&search, from: next, at: depth + 1) { return route }
    search.values.removeLast()
    return nil
  }

  /// Every route, in the order of adding.
  package var all: [(method: Method, pattern: String, endpoint: Endpoint)] {
    routes.map { ($0.method, $0.pattern, $0.endpoint) }
  }
}
