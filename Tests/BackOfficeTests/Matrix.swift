import BackOffice
import Core
import HTTP
import Postgres
import Testing

/// Whose object a request names.
enum Side: String, CaseIterable {
  /// Helvetia Works', which buys from Alpine Cloud.
  case own
  /// Rheinland Maschinenbau's, which buys from Rhein IT Partner.
  case foreign
}

/// The ids that stand for an object of each kind, by the path segment before the parameter.
struct MatrixObjects {
  private let ids: [Side: [String: String]]

  init(_ world: World) throws {
    try Strangers.settle(in: world)
    ids = [
      .own: try MatrixObjects.collect(
        world, customer: "Helvetia Works AG", centre: "SAL", person: "lea.hofer@comptoir.test"
      ).merging(
        [
          "cost-prices": Strangers.costOfAlpine, "costs": Strangers.costOfAlpine,
          "selling-prices": Strangers.priceOfAlpine, "lines": Strangers.priceOfAlpine,
          "catalogue-imports": Strangers.priceList, "imports": Strangers.priceList,
          "tickets": try world.text(
            "SELECT id::text FROM ticket WHERE subject <> 'Lathe offline' ORDER BY id LIMIT 1"),
          "parked": Strangers.parkedOfAlpine, "usage-imports": Strangers.usageFileOfAlpine,
          "tokens": Strangers.tokenOfManager, "orders": Strangers.orderOfUser,
          "requests": Strangers.requestOfUser,
          "clients": Strangers.clientOfManager, "cart-lines": Strangers.cart, "terms": Strangers.terms,
          "appointments": Strangers.appointmentOfHelvetia, "bulk-changes": Strangers.bulkChange,
          "statement-closings": Strangers.closing, "exports": Strangers.exportOfManager,
          "budgets": Strangers.budget,
          "groups": Strangers.ownGroup, "licences": Strangers.ownGroup,
          "scim-groups": Strangers.group, "Groups": Strangers.group, "scim-mappings": Strangers.group,
          "mappings": Strangers.group, "Users": Strangers.group, "ResourceTypes": "User",
          "Schemas": "urn:ietf:params:scim:schemas:core:2.0:User",
        ]) { $1 }.merging(Strangers.vendorObjects(own: true)) { $1 }.merging(Strangers.billingObjects(own: true)) {
          $1
        }.merging(try MatrixObjects.catalogue(world)) { $1 },
      .foreign: try MatrixObjects.collect(
        world, customer: "Rheinland Maschinenbau GmbH", centre: "FER",
        person: "jurgen.schmitz.rheinland@comptoir.test"
      ).merging(
        [
          "plans": Strangers.plan, "services": Strangers.service, "products": Strangers.service,
          "categories": Strangers.category, "offers": Strangers.offer,
          "cost-prices": Strangers.costOfRhein, "costs": Strangers.costOfRhein,
          "selling-prices": Strangers.priceOfRhein, "lines": Strangers.priceOfRhein,
          "catalogue-imports": Strangers.foreignPriceList, "imports": Strangers.foreignPriceList,
          "tickets": Strangers.ticket, "tokens": Strangers.tokenOfRival,
          "parked": Strangers.parkedOfRhein, "usage-imports": Strangers.usageFileOfRhein,
          "orders": Strangers.order, "requests": Strangers.request, "clients": Strangers.clientOfRival,
          "cart-lines": Strangers.cartOfRheinland, "terms": Strangers.termsOfRival,
          "appointments": Strangers.appointment, "bulk-changes": Strangers.bulkChangeOfRhein,
          "statement-closings": Strangers.closingOfRhein, "exports": Strangers.exportOfRival,
          "budgets": Strangers.budgetOfRheinland,
          "groups": Strangers.ownGroupOfRheinland, "licences": Strangers.ownGroupOfRheinland,
          "scim-groups": Strangers.groupOfRheinland, "Groups": Strangers.groupOfRheinland,
          "scim-mappings": Strangers.groupOfRheinland, "mappings": Strangers.groupOfRheinland,
          "Users": Strangers.groupOfRheinland, "ResourceTypes": "Role",
          "Schemas": "urn:ietf:params:scim:schemas:core:2.0:Role",
        ]
      ) { $1 }.merging(Strangers.vendorObjects(own: false)) { $1 }.merging(Strangers.billingObjects(own: false)) { $1 },
    ]
  }

  /// The distributor's that Alpine Cloud Partner may sell.
  private static func catalogue(_ world: World) throws -> [String: String] {
    [
      "plans": try world.text("SELECT id::text FROM plan WHERE name LIKE 'Exchange Online (Plan 1)'"),
      "services": try world.text("SELECT id::text FROM service WHERE name = 'Microsoft 365'"),
      "products": try world.text("SELECT id::text FROM product WHERE name = 'Exchange Online'"),
      "categories": try world.text("SELECT id::text FROM category WHERE name = 'Domain names'"),
      "offers": try world.text(
        """
        SELECT f.id::text FROM offer f JOIN plan p ON p.id = f.plan_id
        WHERE p.name = 'Exchange Online (Plan 1)' AND f.term = 'P1M' AND NOT f.trial
        """),
    ]
  }

  private static func collect(_ world: World, customer: String, centre: String, person: String) throws -> [String:
    String]
  {
    let customerID = try world.text("SELECT id::text FROM organization WHERE name = \(customer)")
    let id = ID<Organization>(customerID)
    let centreID = try world.text("SELECT id::text FROM billing_centre WHERE customer_id = \(id) AND code = \(centre)")
    return [
      "customers": customerID, "organizations": customerID, "centres": centreID, "billing-centres": centreID,
      "resellers": try world.text("SELECT reseller_id::text FROM organization WHERE id = \(id)"),
      // The oldest one that bills the centre: its windows have closed.
      "subscriptions": try world.text(
        """
        SELECT id::text FROM subscription WHERE customer_id = \(id) AND status = 'active'
          AND \(ID<BillingCentre>(centreID)) = ANY (centre_ids) ORDER BY start_day, id LIMIT 1
        """),
      "statements": try world.text(
        """
        SELECT id::text FROM statement WHERE customer_id = \(id) AND leg = 'price' AND month = '2026-01-01'
        """),
      "mails": try world.text(
        "SELECT id::text FROM outbox WHERE kind = 'mail' AND customer_id = \(id) ORDER BY sequence LIMIT 1"),
      "mail": try world.text(
        "SELECT id::text FROM outbox WHERE kind = 'mail' AND customer_id = \(id) ORDER BY sequence LIMIT 1"),
      "delegations": try world.text(
        "SELECT id::text FROM delegation WHERE customer_id = \(id) ORDER BY id DESC LIMIT 1"),
      "users": try world.text("SELECT id::text FROM person WHERE sign_in_email = \(person)"),
      "sessions": try world.text(
        """
        SELECT c.id::text FROM credential c JOIN person p ON p.id = c.person_id
        WHERE p.sign_in_email = \(person) AND c.kind = 'session'
        """),
      "grants": try world.text(
        """
        SELECT g.id::text FROM role_grant g JOIN person p ON p.id = g.person_id WHERE p.sign_in_email = \(person)
        """),
    ]
  }

  func id(_ kind: String, _ side: Side) -> String? { ids[side]?[kind] }

  /// The pattern's path with the side's objects filled in; nil where a parameter is of an unknown kind.
  func path(_ pattern: String, _ side: Side) -> String? {
    var kind = ""
    var path = ""
    for segment in pattern.split(separator: "/").map(String.init) {
      if segment == ":sid" {
        guard let id = id("sessions", side) else { return nil }
        path += "/" + id
      } else if segment == ":n" {
        path += "/1"
      } else if segment == ":serviceId" {
        guard let id = id("services", side) else { return nil }
        path += "/" + id
      } else if segment == ":offer" {
        guard let id = id("offers", side) else { return nil }
        path += "/" + id
      } else if segment == ":secret" {
        path += "/unheard-of"
      } else if segment.hasPrefix(":") {
        guard let id = id(segment == ":person" ? "users" : kind, side) else { return nil }
        path += "/" + id
      } else {
        path += "/" + segment
        kind = segment
      }
    }
    return path.isEmpty ? "/" : path
  }
}

/// One cell's request: what to send so that whoever may is not stopped by something else first.
enum MatrixRequests {
  /// Bodies that are in order, of the writes that would answer 422 to an empty one before looking at the object.
  static func body(_ method: HTTP.Method, _ pattern: String, _ side: Side, _ objects: MatrixObjects) -> String {
    func id(_ kind: String) -> String { objects.id(kind, side) ?? "" }
    switch (method, pattern.dropFirst("/api/v1".count)) {
    case (.post, "/resellers"): return #"{"name":"Jura Cloud AG","country":"CH","currency":"CHF"}"#
    case (.post, "/customers"): return #"{"name":"Jura Uhren AG","country":"CH","currency":"CHF"}"#
    case (.patch, "/resellers/:id"), (.patch, "/customers/:id"): return #"{"timeZone":"Europe/Zurich"}"#
    case (.put, "/resellers/:id/offers"), (.put, "/cost-prices"), (.put, "/selling-prices"):
      return #"{"items":[]}"#
    case (.put, "/resellers/:id/assortment"): return #"{"everything":false}"#
    case (.put, "/offers/:id/visibility"): return #"{"shown":"all"}"#
    case (.post, "/services"): return #"{"name":"New service","vendor":"New vendor"}"#
    case (.post, "/products"): return #"{"name":"New product","serviceId":"\#(id("services"))"}"#
    case (.post, "/categories"): return #"{"name":"New category"}"#
    case (.post, "/plans"): return #"{"name":"New plan","productId":"\#(id("products"))"}"#
    case (.post, "/offers"):
      return #"{"planId":"\#(id("plans"))","segment":"charity","term":"P1Y","billingFrequency":"annual","#
        + #""policy":{"maximum":5,"decreaseWindow":"none","cancelWindow":"none"}}"#
    case (.patch, "/catalogue-imports/:id"): return #"{"status":"withdrawn"}"#
    case (.post, "/customers/:id/users"):
      return #"{"givenName":"Eva","familyName":"Neu","signInEmail":"eva.neu.\#(side)@comptoir.test"}"#
    case (.put, "/users/:id/address"): return #"{"email":"eva.neu.\#(side)@comptoir.test"}"#
    case (.patch, "/users/:id"): return #"{"language":"fr"}"#
    case (.post, "/organizations/:id/grants"): return #"{"userId":"\#(id("users"))","role":"user"}"#
    case (.patch, "/grants/:id"): return #"{"note":"Reviewed"}"#
    case (.post, "/organizations/:id/grants/ending"): return #"{"ids":["\#(id("grants"))"]}"#
    case (.post, "/organizations/:id/appointments"):
      return #"{"givenName":"Eva","familyName":"Neu","signInEmail":"eva.neu@comptoir.test","role":"user"}"#
    case (.patch, "/subscriptions/:id"): return #"{"friendlyName":"Renamed"}"#
    case (.post, "/renewals/decisions"):
      return #"{"choice":"unchanged","subscriptionIds":["\#(id("subscriptions"))"]}"#
    case (.put, "/me/digest"): return #"{"rhythm":"daily"}"#
    case (.post, "/subscriptions/:id/cancellation"): return #"{"when":"later"}"#
    case (.post, "/subscriptions/:id/upgrade"): return #"{"offerId":"\#(id("plans"))"}"#
    case (.post, "/subscriptions/:id/conversion"): return #"{"offerId":"\#(id("plans"))"}"#
    case (.put, "/subscriptions/:id/split"): return #"{"allocations":[]}"#
    case (.put, "/customers/:id/split-rule"), (.put, "/customers/:id/split-rules/:serviceId"):
      return #"{"centreId":"\#(id("centres"))"}"#
    case (.post, "/subscriptions/:id/assignments"): return #"{"userId":"\#(id("users"))"}"#
    case (.post, "/subscriptions/:id/assignments/move"):
      return #"{"from":"\#(id("users"))","to":"\#(id("users"))"}"#
    case (.post, "/users/:id/handover"): return #"{"to":"\#(id("users"))"}"#
    case (.post, "/customers/:id/groups"): return #"{"name":"Office"}"#
    case (.patch, "/groups/:id"): return #"{"name":"Garage"}"#
    case (.post, "/groups/:id/members"), (.post, "/groups/:id/members/removal"):
      return #"{"userIds":["\#(id("users"))"]}"#
    case (.post, "/groups/:id/licences"):
      return #"{"subscriptionId":"\#(id("subscriptions"))","giving":"kept"}"#
    default: return deskBody(method, pattern, side, objects)
    }
  }

  /// Those of centres, tickets, access, requests, carts and orders.
  private static func deskBody(
    _ method: HTTP.Method, _ pattern: String, _ side: Side, _ objects: MatrixObjects
  ) -> String {
    func id(_ kind: String) -> String { objects.id(kind, side) ?? "" }
    switch (method, pattern.dropFirst("/api/v1".count)) {
    case (.post, "/customers/:id/billing-centres"): return #"{"code":"NEW","name":"New"}"#
    case (.patch, "/billing-centres/:id"): return #"{"contactEmail":"billing@comptoir.test"}"#
    case (.post, "/customers/:id/tickets"): return #"{"subject":"Help","body":"Please"}"#
    case (.patch, "/tickets/:id"): return #"{"status":"resolved"}"#
    case (.post, "/tickets/:id/replies"): return #"{"body":"Done"}"#
    case (.post, "/customers/:id/delegations"):
      return #"{"rights":["users"],"reason":"Support","duration":"P30D"}"#
    case (.patch, "/delegations/:id"): return #"{"rights":["users"],"expiresAt":"2026-02-01T00:00:00Z"}"#
    case (.put, "/organizations/:id/identity-provider"):
      return #"{"issuer":"https://login.example","clientId":"c","clientSecret":"s","domains":["works.example"]}"#
    case (.patch, "/customers/:id/provisioning"): return #"{"invites":true}"#
    case (.post, "/customers/:id/scim-token"): return #"{"name":"Okta"}"#
    case (.post, "/scim-groups/:id/mappings"): return #"{"role":"technicalAdmin"}"#
    case (.patch, "/requests/:id"): return #"{"status":"refused","reason":"No budget"}"#
    case (.post, "/customers/:id/requests"):
      return #"{"kind":"service","serviceId":"\#(Strangers.service)","note":"Please"}"#
    case (.post, "/customers/:id/cart/lines"): return #"{"offerId":"\#(Strangers.offer)","quantity":1}"#
    case (.post, "/customers/:id/cart/checkout"): return #"{"acceptTerms":true}"#
    case (.patch, "/cart-lines/:id"): return #"{"friendlyName":"Hall"}"#
    case (.post, "/terms"):
      return #"{"kind":"general","title":"Terms","version":"1","text":"Read this.","validFrom":"2030-01-01"}"#
    case (.patch, "/orders/:id"): return #"{"status":"rejected","reason":"No budget"}"#
    case (.post, "/parked-accounts/:id/release"): return #"{"reason":"Put right"}"#
    case (.post, "/bulk-changes"):
      return #"{"subscriptionIds":["\#(id("subscriptions"))"],"kind":"change","body":{"friendlyName":"Together"}}"#
    case (.put, "/users/:id/second-factor/confirmation"): return #"{"code":"000000"}"#
    case (.put, "/users/:id/second-factor/recovery-codes"), (.post, "/users/:id/second-factor/removal"):
      return #"{"password":"comptoir-demo","code":"000000"}"#
    case (.patch, "/organizations/:id/sign-in-policy"): return #"{"secondFactorRequired":false}"#
    case (.post, "/customers/:id/orders"):
      return #"{"lines":[{"offerId":"\#(Strangers.offer)","quantity":1}],"acceptTerms":true}"#
    case (.post, "/customers/:id/subscriptions"):
      return #"{"offerId":"\#(Strangers.offer)","quantity":1,"acceptTerms":true}"#
    default: return billingBody(method, pattern, side, objects)
    }
  }

  /// Those of statements, budgets, exports and usage.
  private static func billingBody(
    _ method: HTTP.Method, _ pattern: String, _ side: Side, _ objects: MatrixObjects
  ) -> String {
    func id(_ kind: String) -> String { objects.id(kind, side) ?? "" }
    switch (method, pattern.dropFirst("/api/v1".count)) {
    case (.post, "/exports"):
      return #"{"kind":"statement","statementIds":["\#(id("statements"))"],"formats":["csv"]}"#
    case (.post, "/customers/:id/budgets"):
      return
        #"{"centreId":"\#(id("centres"))","amount":{"amount":"5.00","currency":"\#(side == .own ? "CHF" : "EUR")"}}"#
    case (.patch, "/budgets/:id"): return #"{"shares":[90]}"#
    case (.put, "/customers/:id/statement-mail"): return #"{"mode":"pdf","address":"finance@comptoir.test"}"#
    case (.put, "/billing-centres/:id/statement-mail"): return #"{"mode":"none"}"#
    case (.post, "/statement-closings"): return #"{"month":"2025-12"}"#
    case (.put, "/closing-settings"): return #"{"automatic":true,"daysAfter":0}"#
    case (.patch, "/organizations/:id/vat"):
      return #"{"exemption":{"reason":"Embassy","certificate":"17","from":"2026-01-01"}}"#
    case (.post, "/usage-records"):
      return #"{"records":[{"externalId":"m","subscriptionId":"\#(id("subscriptions"))","meter":"storage","#
        + #""quantity":1,"at":"2026-01-14T09:00:00Z"}]}"#
    case (.patch, "/usage-imports/:id"): return #"{"status":"withdrawn"}"#
    case (.post, "/usage-records/parked/:id/dismissal"): return #"{"reason":"Test data"}"#
    case (.put, "/customers/:id/usage-tags"): return #"{"items":[]}"#
    case (.put, "/customers/:id/usage-splits"):
      return #"{"serviceId":"\#(id("services"))","splitBy":"tag"}"#
    case (.post, "/offers/:id/meters"): return #"{"code":"images","name":"Images","unit":"image"}"#
    case (.post, "/offers/:id/meter-costs"), (.post, "/offers/:id/meter-prices"):
      return #"{"meter":"storage","from":"2027-01","currency":"CHF","model":"flat","tiers":[{"rate":"1"}]}"#
    default: return "{}"
    }
  }

  static func query(_ method: HTTP.Method, _ pattern: String, _ side: Side, _ objects: MatrixObjects) -> String {
    switch (method, pattern) {
    case (.get, "/api/v1/search"): "?q=works"
    case (.get, "/api/v1/rights"), (.get, "/rights"): "?object=customer:\(objects.id("customers", side) ?? "")"
    case (.get, "/catalogue/products/new"): "?service=\(objects.id("services", side) ?? "")"
    case (.get, "/catalogue/plans/new"): "?product=\(objects.id("products", side) ?? "")"
    case (.get, "/catalogue/offers/new"): "?plan=\(objects.id("plans", side) ?? "")"
    case (.get, "/resellers/:id/costs/new"): "?offer=\(objects.id("offers", side) ?? "")"
    case (.delete, "/api/v1/subscriptions/:id/assignments"): "?userId=\(objects.id("users", side) ?? "")"
    default: ""
    }
  }
}

/// Every route × persona × own or foreign object, as a table of statuses.
struct Matrix {
  private var rows: [(label: String, cells: [Int])] = []

  static func walked() throws -> Matrix {
    var matrix = Matrix()
    let objects = try MatrixObjects(World())
    let calls = Routes.all().all.flatMap { route in
      let sides = route.pattern.contains("/:") && !route.pattern.contains("/:secret") ? Side.allCases : [.own]
      return sides.map { (route, $0, sides.count > 1) }
    }
    matrix.rows = calls.map { route, side, hasObject in
      let method = route.method.rawValue.padded(to: 7)
      return ("\(method)\(route.pattern.padded(to: 58))\((hasObject ? side.rawValue : "-").padded(to: 9))", [])
    }
    for persona in Persona.allCases.map(Optional.some) + [nil] {
      let world = try World()
      try Strangers.settle(in: world)
      // What changes nothing first; then a write may change what a later one answers, but always alike.
      let order = calls.indices.sorted {
        (calls[$0].0.method == .get ? 0 : 1, $0) < (calls[$1].0.method == .get ? 0 : 1, $1)
      }
      for index in order {
        let (route, side, _) = calls[index]
        let status = try Matrix.status(
          route.method, route.pattern, route.endpoint.surface, side, persona, world, objects)
        matrix.rows[index].cells.append(status)
      }
    }
    return matrix
  }

  private static func status(
    _ method: HTTP.Method, _ pattern: String, _ surface: Endpoint.Surface, _ side: Side, _ persona: Persona?,
    _ world: World, _ objects: MatrixObjects
  ) throws -> Int {
    guard let path = objects.path(pattern, side) else { return 0 }
    let target = path + MatrixRequests.query(method, pattern, side, objects)
    if method == .get { return try world.send(.get, target, as: persona?.rawValue).status }
    let isForm = surface == .page
    let answer = try world.send(
      method, target, as: persona?.rawValue,
      isForm ? "" : MatrixRequests.body(method, pattern, side, objects),
      headers: isForm ? [("Content-Type", "application/x-www-form-urlencoded")] : [])
    if answer.status < 400 {
      // Others are to find what this one ended.
      let restore: SQL = """
        WITH grants AS (UPDATE role_grant SET ended_at = NULL WHERE ended_at IS NOT NULL),
          credentials AS (UPDATE credential SET revoked_at = NULL WHERE revoked_at IS NOT NULL)
        UPDATE person SET status = 'active', deleted_at = NULL WHERE status IN ('disabled', 'deleted')
        """
      _ = try world.owner(restore) { _ in }
    }
    return answer.status
  }

  /// The table as a text, one line a route and object.
  var lines: [String] {
    let personas = Persona.allCases.map { "\($0)" } + ["nobody"]
    let head = "METHOD PATTERN".padded(to: 65) + "OBJECT".padded(to: 9)
    return [(head + personas.map { $0.padded(to: 12) }.joined()).trimmedAtEnd]
      + rows.map { label, cells in (label + cells.map { "\($0)".padded(to: 12) }.joined()).trimmedAtEnd }
  }

  /// The cells where the condition holds, as `GET /path own manager 500`.
  func cells(where condition: (_ label: String, _ persona: Persona?, _ status: Int) -> Bool) -> [String] {
    rows.flatMap { label, cells in
      zip(Persona.allCases.map(Optional.some) + [nil], cells).compactMap { persona, status in
        condition(label, persona, status)
          ? "\(label.trimmedAtEnd) \(persona.map { "\($0)" } ?? "nobody") \(status)" : nil
      }
    }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }

  fileprivate var trimmedAtEnd: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
