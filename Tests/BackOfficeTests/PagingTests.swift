import BackOffice
import FoundationEssentials
import Testing

extension World {
  fileprivate func add(_ path: String, as person: String, _ body: String) throws {
    let answer = try send(.post, path, as: person, body)
    #expect(answer.status == 201, "\(answer.text)")
  }

  /// All items of a list, walked page by page; `between` happens after each page but the last.
  fileprivate func walk(
    _ path: String, as person: String, limit: Int, between: (Int) throws -> Void = { _ in }
  ) throws -> [JSONValue] {
    var items: [JSONValue] = []
    var cursor = ""
    for page in 0..<500 {
      let query = (path.contains("?") ? "&" : "?") + "limit=\(limit)\(cursor)"
      let answer = try send(.get, path + query, as: person)
      #expect(answer.status == 200 && answer.items.count <= limit, "\(path) \(answer.text.prefix(200))")
      #expect(page == 0 || !answer.items.isEmpty, "no cursor leads to nothing: \(path)")
      items += answer.items
      guard let next = answer.json["nextCursor"]?.string else {
        #expect(answer.json["nextCursor"] == .null)
        return items
      }
      #expect(answer.items.count == limit, "only the last page is short")
      cursor = "&cursor=\(next)"
      try between(page)
    }
    Issue.record("\(path) has no end")
    return items
  }
}

@Test func `walking all pages of a list yields each item once, in one order`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.subscription(named: "Head office")
  let customer = "/api/v1/customers/\(helvetia.customer)"
  for index in 0..<5 {
    let ticket = #"{"subject":"No. \#(index)","body":"Help."}"#
    #expect(try world.send(.post, customer + "/tickets", as: "manager", ticket).status == 201)
    #expect(try world.patch(id, #"{"friendlyName":"No. \#(index)"}"#).status == 200)
    _ = try Operator.token(for: "manager@comptoir.test", scopes: ["read"], world.office)
    let pair = Data("user@comptoir.test:wrong\(index)".utf8).base64EncodedString()
    let headers = [("Authorization", "Basic \(pair)"), ("User-Agent", "No. \(index)")]
    #expect(try world.send(.post, "/api/v1/tokens", headers: headers).status == 401)
  }
  let statement = try world.send(.get, "/api/v1/statements?status=closed", as: "manager").items.first?["id"]?.string
  let lists: [(person: String, path: String)] = [
    ("reseller", "/api/v1/customers"), ("reseller", "/api/v1/customers?search=a"), ("distributor", "/api/v1/customers"),
    ("distributor", "/api/v1/resellers"), ("manager", customer + "/users"), ("manager", customer + "/users?search=e"),
    ("reseller", "/api/v1/subscriptions"), ("reseller", "/api/v1/subscriptions?status=active"),
    ("manager", customer + "/subscriptions"), ("manager", customer + "/billing-centres"),
    ("manager", customer + "/tickets"), ("manager", "/api/v1/organizations/\(helvetia.customer)/grants"),
    ("reseller", "/api/v1/subscriptions/\(id)/changes"), ("reseller", "/api/v1/subscriptions/\(id)/charges"),
    ("manager", "/api/v1/subscriptions/\(id)/charges?leg=price"),
    ("manager", "/api/v1/subscriptions/\(id)/assignments"), ("manager", "/api/v1/services"),
    ("manager", "/api/v1/products"), ("reseller", "/api/v1/offers"), ("manager", "/api/v1/offers?search=microsoft"),
    ("manager", "/api/v1/statements"), ("reseller", "/api/v1/statements"),
    ("manager", "/api/v1/statements/\(try #require(statement))/lines"), ("manager", "/api/v1/audit-records"),
    ("manager", "/api/v1/users/\(try helvetia.user("user"))/sign-ins"), ("manager", "/api/v1/tokens"),
  ]
  for (person, path) in lists {
    let whole = try world.walk(path, as: person, limit: 200)
    #expect(Set(whole).count == whole.count && whole.count >= 2, "\(path) \(whole.count)")
    for limit in whole.count > 100 ? [37, 199] : [1, 3] {
      #expect(try world.walk(path, as: person, limit: limit) == whole, "\(path) by \(limit)")
    }
    if whole.count <= 200 { #expect(try world.walk(path, as: person, limit: max(1, whole.count)) == whole, "\(path)") }
  }
  let month = Secrets.hex(Array("2026-13\u{1F}\(id)".utf8))
  for (path, cursor) in [("/api/v1/statements", month), ("/api/v1/services", month)] {
    #expect(try world.send(.get, "\(path)?cursor=\(cursor)", as: "manager").outcome == "query.cursor_malformed")
  }
}

@Test func `pages stay true while rows come in`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let path = "/api/v1/customers/\(helvetia.customer)"
  func isSubsequence(_ items: [JSONValue], of longer: [JSONValue]) -> Bool {
    var rest = longer[...]
    return items.allSatisfy { item in
      guard let index = rest.firstIndex(of: item) else { return false }
      rest = rest[rest.index(after: index)...]
      return true
    }
  }
  let names = ["Aardvark AG", "Zzyzx GmbH", "Mittendrin SA", "Bär & Söhne", "Éclair SARL"]
  let customers = try world.walk("/api/v1/customers", as: "reseller", limit: 200)
  let walked = try world.walk("/api/v1/customers", as: "reseller", limit: 2) { page in
    let body = #"{"name":"\#(names[page % 5])","country":"CH","currency":"CHF"}"#
    try world.add("/api/v1/customers", as: "reseller", body)
  }
  #expect(isSubsequence(customers, of: walked) && Set(walked).count == walked.count)

  let users = try world.walk(path + "/users", as: "manager", limit: 200)
  let seen = try world.walk(path + "/users", as: "manager", limit: 3) { page in
    let body =
      #"{"givenName":"P","familyName":"\#(["Aa", "Zz", "Keller"][page % 3])","signInEmail":"p\#(page)@x.test"}"#
    guard page < 6 else { return }
    try world.add(path + "/users", as: "manager", body)
  }
  #expect(isSubsequence(users, of: seen) && Set(seen).count == seen.count)

  let records = try world.walk("/api/v1/audit-records", as: "manager", limit: 200)
  let read = try world.walk("/api/v1/audit-records", as: "manager", limit: 50) { page in
    try world.add(path + "/tickets", as: "manager", #"{"subject":"No. \#(page)","body":"Help."}"#)
  }
  #expect(read == records, "what is newer than the first page is not on the next")
}
