/// The same request every time.
struct Fixed: Visitor {
  let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  init(get path: String, as person: World.Person) { bytes = Requests.get(path, as: person) }

  mutating func request(after answer: ArraySlice<UInt8>) -> [UInt8] { bytes }
}

/// Leafs through a list by its cursors, and begins again after its last page or `limit` of them.
struct Leafing: Visitor {
  let path: String
  let person: World.Person
  let limit: Int
  private var pages = 0

  init(_ path: String, as person: World.Person, limit: Int) {
    self.path = path
    self.person = person
    self.limit = limit
  }

  mutating func request(after answer: ArraySlice<UInt8>) -> [UInt8] {
    pages += 1
    guard pages < limit, let cursor = cursor(in: answer) else {
      pages = 0
      return Requests.get(path, as: person)
    }
    return Requests.get("\(path)?cursor=\(cursor)", as: person)
  }

  /// `"nextCursor":"…"}` ends a list.
  private func cursor(in answer: ArraySlice<UInt8>) -> String? {
    guard answer.suffix(2).elementsEqual("\"}".utf8) else { return nil }
    return String(decoding: answer.dropLast(2).suffix(while: { $0 != UInt8(ascii: "\"") }), as: UTF8.self)
  }
}

/// Types three letters of some customer's name.
struct Searching: Visitor {
  let person: World.Person
  private var random: Congruence

  init(as person: World.Person, seed: Int) {
    self.person = person
    random = Congruence(seed: seed)
  }

  mutating func request(after answer: ArraySlice<UInt8>) -> [UInt8] {
    let letters = World.syllables[random.next(40)] + World.syllables[random.next(40)]
    let start = random.next(letters.count - 2)
    return Requests.get("/api/v1/customers?search=\(letters.dropFirst(start).prefix(3))", as: person)
  }
}

/// Raises quantities over two centres, one subscription after the other, each time with a new key.
struct Raising: Visitor {
  let world: World
  let lane: Int
  /// Sets this run's keys and quantities apart from those before.
  let round: Int
  private var count = 0

  init(_ world: World, lane: Int, round: Int) {
    self.world = world
    self.lane = lane
    self.round = round
  }

  mutating func request(after answer: ArraySlice<UInt8>) -> [UInt8] {
    let lanes = world.pairs / Load.connections
    let number = world.pair(count % lanes * Load.connections + lane)
    let customer = number % world.size.customers
    // Every visit finds fewer licences than it asks for.
    let half = 20 + round * 1000 + count / lanes
    count += 1
    let shares = [1, 2].map { "{\"centreId\":\"\(World.id(.centre, customer * 10 + $0))\",\"quantity\":\(half)}" }
    let body = "{\"quantity\":\(2 * half),\"allocations\":[\(shares.joined(separator: ","))]}"
    return Requests.patch(
      "/api/v1/subscriptions/\(World.id(.subscription, number))", body, key: "bench-\(round)-\(lane)-\(count)",
      as: .reseller)
  }
}

enum Requests {
  static func get(_ path: String, as person: World.Person) -> [UInt8] {
    Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(World.token(person))\r\n\r\n".utf8)
  }

  static func post(_ path: String, _ body: String, as person: World.Person) -> [UInt8] {
    Array(
      ("POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(World.token(person))\r\n"
        + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)").utf8)
  }

  static func patch(_ path: String, _ body: String, key: String, as person: World.Person) -> [UInt8] {
    Array(
      ("PATCH \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(World.token(person))\r\n"
        + "Content-Type: application/merge-patch+json\r\nIdempotency-Key: \(key)\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)").utf8)
  }
}

/// Numbers that look random and are the same every time.
struct Congruence {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}

extension BidirectionalCollection {
  /// The longest end whose elements all satisfy the condition.
  fileprivate func suffix(while condition: (Element) -> Bool) -> SubSequence {
    var start = endIndex
    while start > startIndex, condition(self[index(before: start)]) { start = index(before: start) }
    return self[start...]
  }
}
