import Core
import HTTP

/// The OpenAPI 3.1 document, written from the routes themselves.
enum OpenAPI {
  static func response(_ call: OpenCall) -> Response {
    var response = Response.json(document)
    response.headers.set("Cache-Control", "public, max-age=300")
    return response
  }

  /// Component schemas by name, one part per room.
  static let parts: [[String: JSONSchema]] = [
    organizationSchemas, accountSchemas, standInSchemas, userSchemas, sessionSchemas, catalogueSchemas,
    subscriptionSchemas, orderSchemas, ledgerSchemas, statementSchemas, sharedSchemas, ticketSchemas, trailSchemas,
    grantSchemas, delegationSchemas, mailSchemas, factorSchemas, openIDSchemas, provisioningSchemas, scimSchemas,
    usageSchemas, lifecycleSchemas, vendorSchemas, renewalSchemas, licenceSchemas, requestSchemas,
    catalogueKeepingSchemas, priceSchemas, importSchemas, shopSchemas, bulkSchemas, splitSchemas, usageIntakeSchemas,
    billingRunSchemas, statementKeepingSchemas, documentSchemas, deliverySchemas, reportSchemas,
    budgetSchemas,
  ]

  static let schemas: [String: JSONSchema] = parts.reduce(into: [:]) { $0.merge($1) { first, _ in first } }

  static func schema(_ name: String) -> JSONSchema? { schemas[name] }

  /// What is described: the API, and what those ask who run the service.
  static let operations: [OpenAPIOperation] = Routes.all().all.compactMap { method, pattern, endpoint in
    let isDescribed = endpoint.surface == .api || endpoint.surface == .scim
    guard let documentation = isDescribed ? endpoint.documentation : plain[pattern] else { return nil }
    return OpenAPIOperation(method: method, pattern: pattern, endpoint: endpoint, documentation: documentation)
  }

  private static let plain: [String: Documentation] = [
    "/healthz": Documentation(id: "getHealth", tag: "Operations", summary: "Whether the process lives."),
    "/readyz": Documentation(
      id: "getReadiness", tag: "Operations", summary: "Whether the database answers and its schema is current."),
  ]

  static let document: JSONWriter = {
    var json = JSONWriter(capacity: 262_144)
    json.object { json in
      json.member("openapi", "3.1.0")
      json.object("info") {
        $0.member("title", "Comptoir")
        $0.member("version", "1")
        $0.member(
          "description",
          "A partner back office: distributors, resellers and their customers run cloud subscriptions together. "
            + "Money is a decimal text with its currency, instants are UTC, unknown members and parameters are errors.")
      }
      json.array("servers", ["/"]) { json, url in json.object { $0.member("url", url) } }
      writeTags(&json)
      writePaths(&json)
      json.object("components", writeComponents)
    }
    return json
  }()

  private static let tags: [(name: String, summary: String)] = [
    ("Account", "Oneself and one's tokens."),
    ("API clients", "Programs of one's own organization, which get their tokens at `/oauth2/token`."),
    ("Resellers", "Who sells for the distributor, and what they may sell."),
    ("Customers", "Who buys from a reseller."),
    ("Users", "People and their accounts."),
    ("Grants", "Who holds which role, where and until when."),
    ("Identity provider", "Where an organization's people sign in."),
    ("Provisioning", "What a customer's manager says about its identity provider."),
    ("SCIM", "For identity providers: people and groups by RFC 7643 and 7644, with a token of its own."),
    ("Catalogue", "Services, products, plans and offers."),
    ("Prices", "What resellers pay and ask, by day, and which customers see what."),
    ("Subscriptions", "What customers hold, what can be done with it, and its ledger."),
    ("Vendors", "How vendors are reached, what they are asked, and what they have."),
    ("Renewals", "What ends, renews or can still be reduced, and how one is told in time."),
    ("Licences", "Who uses what, and handing it from one person to another."),
    ("Documents", "What stands at the head and foot of a seller's documents."),
    ("Groups", "People who get licences together."),
    ("Cart", "What somebody is about to order for a customer."),
    ("Bulk changes", "One command for many subscriptions: preview, progress, a result per line."),
    ("Exports", "Files that a job makes: one long document, or many in an archive."),
    ("Orders", "What was asked for, and what came of it."),
    ("Requests", "What waits for somebody's decision: changes for the reseller's, services for the manager's."),
    ("Terms", "What buyers accept: published in versions, then never changed."),
    ("Billing centres", "Where a customer's cost lands."),
    ("Budgets", "What centres and subscriptions may come to in a month, and warnings at shares of it."),
    ("Usage", "What was used of metered subscriptions."),
    ("Billing runs", "What runs of the bill did, and the accounts they had to leave alone."),
    ("Statements", "What one buyer owes for one month, down to each line's days."),
    ("Reports", "What charges and licences come to, by month and whom."),
    ("Delegations", "A reseller's access to a customer's people, which the customer decides."),
    ("Tickets", "Requests for help."),
    ("Mail", "What became of the mails people had written."),
    ("Audit", "Who changed what."),
    ("Search", "Everything in reach."),
    ("Clock", "The service's time."),
    ("Operations", "What those ask who run the service."),
  ]

  private static func writeTags(_ json: inout JSONWriter) {
    json.array("tags", tags) { json, tag in
      json.object {
        $0.member("name", tag.name)
        $0.member("description", tag.summary)
      }
    }
  }

  private static func writePaths(_ json: inout JSONWriter) {
    var paths: [String] = []
    for operation in operations where !paths.contains(operation.path) { paths.append(operation.path) }
    json.object("paths") { json in
      for path in paths {
        json.object(dynamic: path) { json in
          for operation in operations where operation.path == path {
            json.member(dynamic: operation.method.rawValue.lowercased(), operation)
          }
        }
      }
    }
  }

  private static func writeComponents(_ json: inout JSONWriter) {
    json.object("schemas") { json in
      for (name, schema) in schemas.sorted(by: { $0.key < $1.key }) {
        json.name(dynamic: name)
        schema.write(to: &json, example: true)
      }
    }
    json.object("parameters") { json in
      for header in OpenAPIHeader.requested { json.member(dynamic: header.key, header) }
    }
    json.object("headers") { json in
      for header in OpenAPIHeader.answered { json.member(dynamic: header.key, header) }
    }
    json.object("responses") { json in
      for problem in OpenAPIProblem.all { json.member(dynamic: problem.key, problem) }
    }
    json.object("securitySchemes", writeSecuritySchemes)
  }

  private static func writeSecuritySchemes(_ json: inout JSONWriter) {
    for (key, scheme, summary) in [
      ("bearer", "bearer", "A token."), ("basic", "basic", "E-mail address and password, for a first token."),
      ("provisioning", "bearer", "A customer's SCIM token, which opens nothing else."),
    ] {
      json.object(dynamic: key) {
        $0.member("type", "http")
        $0.member("scheme", scheme)
        $0.member("description", summary)
      }
    }
    for (key, place, name) in [("session", "cookie", Credential.cookie), ("csrf", "header", CSRF.header)] {
      json.object(dynamic: key) {
        $0.member("type", "apiKey")
        $0.member("in", place)
        $0.member("name", name)
        $0.member(
          "description", key == "session" ? "The portal's cookie." : "The session's secret, with the portal's cookie.")
      }
    }
  }
}
