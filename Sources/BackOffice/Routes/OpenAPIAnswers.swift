import Core
import HTTP

/// What an operation answers.
extension OpenAPIOperation {
  func writeResponses(_ json: inout JSONWriter) {
    json.object("responses") { json in
      if endpoint.surface == .plain { return writePlain(&json) }
      if isSCIM { return writeSCIMResponses(&json) }
      json.object(dynamic: String(documentation.status)) { writeSuccess(&$0) }
      if documentation.previews, documentation.status != 200 { writePreview(&json) }
      if documentation.waits { writeWaiting(&json) }
      if id == "setPassword" { writeOwnPassword(&json) }
      for problem in OpenAPIProblem.all where refusals.contains(problem.status) {
        json.object(dynamic: String(problem.status)) { $0.member("$ref", "#/components/responses/\(problem.key)") }
      }
    }
  }

  private func writePlain(_ json: inout JSONWriter) {
    let isReadiness = id == "getReadiness"
    for (status, summary, text) in [
      ("200", "Yes.", isReadiness ? "ready\n" : "alive\n"),
      ("503", "No; the text says why.", "the database does not answer\n"),
    ] where status == "200" || isReadiness {
      json.object(dynamic: status) { json in
        json.member("description", summary)
        OpenAPIHeader.write([.requestID], to: &json)
        json.object("content") { $0.object("text/plain") { OpenAPIOperation.writeMedia(.text(text), &$0) } }
      }
    }
  }

  private func writeSuccess(_ json: inout JSONWriter) {
    json.member("description", documentation.status == 204 ? "Done." : documentation.summary)
    OpenAPIHeader.write(headers, to: &json)
    if id == "getBulkChangeReport" { return json.object("content", OpenAPIOperation.writeTables) }
    if id == "getLogo" { return json.object("content") { $0.object("image/png") { _ in } } }
    guard let answer = documentation.answer else { return }
    json.object("content") { json in
      json.object("application/json") { OpenAPIOperation.writeMedia(schema(of: answer), &$0) }
      if answer == "StatementDocument" || id == "getBulkChangeReport" { OpenAPIOperation.writeFiles(&json) }
    }
    writeLinks(from: answer, &json)
  }

  private func schema(of answer: String) -> JSONSchema {
    let one = JSONSchema.named(answer)
    if id == "createUsers" { return .either([one, .output([.has("items", .list(of: one))])]) }
    if documentation.previews, documentation.status == 200 {
      let preview = documentation.preview ?? "Preview"
      return preview == answer ? one : .either([one, .named(preview)])
    }
    guard documentation.isList else { return one }
    return .output([
      .has("items", .list(of: one)),
      .has("nextCursor", .text("7265737465").orNull(shown: true).meaning("For the next page; null on the last.")),
    ])
  }

  private static func writeTables(_ json: inout JSONWriter) {
    for type in ["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] {
      json.object(dynamic: type) { _ in }
    }
  }

  private static func writeFiles(_ json: inout JSONWriter) {
    for type in ["application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv"] {
      json.object(dynamic: type) { _ in }
    }
  }

  private var headers: [OpenAPIHeader] {
    var headers = [OpenAPIHeader.requestID]
    let answer = documentation.answer ?? ""
    if OpenAPIOperation.versioned.contains(answer), !documentation.isList { headers.append(.entityTag) }
    if documentation.status == 201, !OpenAPIOperation.homeless.contains(answer) { headers.append(.location) }
    if takesIdempotencyKey { headers.append(.replayed) }
    if answer == "StatementDocument" { headers.append(.disposition) }
    return headers
  }

  /// What carries an ETag.
  private static let versioned: Set<String> = [
    "Reseller", "Customer", "User", "Subscription", "Split", "BillingCentre", "Ticket", "Grant", "Delegation",
    "SignInPolicy", "IdentityProvider", "Provisioning", "Group", "Request", "Cart", "CartLine", "BulkChange",
    "StatementClosing", "ClosingSettings", "TaxStanding", "Letterhead", "Budget",
  ]

  /// What is made without an address of its own.
  private static let homeless: Set<String> = [
    "IssuedToken", "Assigned", "IssuedScimToken", "GroupMapping", "HandOver", "GroupLicences",
  ]

  private func writePreview(_ json: inout JSONWriter) {
    json.object("200") { json in
      json.member("description", "With preview=true: what would happen.")
      OpenAPIHeader.write([.requestID], to: &json)
      let preview = documentation.preview ?? (id == "createUsers" ? "UsersPreview" : "Preview")
      json.object("content") { $0.object("application/json") { OpenAPIOperation.writeMedia(.named(preview), &$0) } }
    }
  }

  private func writeWaiting(_ json: inout JSONWriter) {
    json.object("202") { json in
      json.member("description", "Kept as a request: it waits for the reseller's approval.")
      OpenAPIHeader.write([.requestID, .entityTag, .location, .replayed], to: &json)
      json.object("content") { $0.object("application/json") { OpenAPIOperation.writeMedia(.named("Request"), &$0) } }
    }
  }

  private func writeOwnPassword(_ json: inout JSONWriter) {
    json.object("204") { json in
      json.member("description", "Changed, and other sessions have ended; or a link was mailed, and all have.")
      OpenAPIHeader.write([.requestID, .replayed], to: &json)
    }
  }
}

// MARK: Links

/// Where an answer leads: an operation, and which parts of the answer are its parameters.
struct OpenAPILink: Sendable {
  let operation: String
  /// Pointers into the object, or runtime expressions.
  let parameters: [String: String]

  init(_ operation: String, _ parameters: [String: String] = ["id": "/id"]) {
    self.operation = operation
    self.parameters = parameters
  }

  /// By the object answered.
  static let all: [String: [OpenAPILink]] = [
    "Me": [OpenAPILink("getUser", ["id": "/user/id"])],
    "Token": [OpenAPILink("revokeToken")],
    "IssuedToken": [OpenAPILink("revokeToken")],
    "Reseller": [
      OpenAPILink("getReseller"), OpenAPILink("changeReseller"), OpenAPILink("listResellerOffers"),
      OpenAPILink("listCustomers", ["resellerId": "/id"]),
    ],
    "Customer": [
      OpenAPILink("getCustomer"), OpenAPILink("changeCustomer"), OpenAPILink("listCustomerSubscriptions"),
      OpenAPILink("addSubscription"), OpenAPILink("listUsers"), OpenAPILink("listCentres"), OpenAPILink("listTickets"),
      OpenAPILink("listGrants"), OpenAPILink("listOrders"), OpenAPILink("placeOrder"), OpenAPILink("askForService"),
      OpenAPILink("listRequests", ["customerId": "/id"]),
      OpenAPILink("listDelegations"), OpenAPILink("askDelegation"),
      OpenAPILink("getReseller", ["id": "/resellerId"]),
    ],
    "User": [
      OpenAPILink("getUser"), OpenAPILink("changeUser"), OpenAPILink("inviteUser"), OpenAPILink("listSignIns"),
      OpenAPILink("getSecondFactor"), OpenAPILink("resetSecondFactor"), OpenAPILink("untieUser"),
    ],
    "Grant": [
      OpenAPILink("getGrant"), OpenAPILink("changeGrant"), OpenAPILink("endGrant"), OpenAPILink("listGrantStates"),
      OpenAPILink("getUser", ["id": "/userId"]),
    ],
    "Appointment": [
      OpenAPILink("getAppointment"), OpenAPILink("resendAppointment"), OpenAPILink("withdrawAppointment"),
    ],
    "UserRights": [OpenAPILink("getUser", ["id": "/userId"])],
    "Delegation": [
      OpenAPILink("getDelegation"), OpenAPILink("changeDelegation"), OpenAPILink("getCustomer", ["id": "/customerId"]),
    ],
    "Mail": [OpenAPILink("deliverMail")],
    "IdentityProvider": [
      OpenAPILink("getIdentityProvider", ["id": "/organizationId"]),
      OpenAPILink("putIdentityProvider", ["id": "/organizationId"]),
      OpenAPILink("checkIdentityProvider", ["id": "/organizationId"]),
      OpenAPILink("removeIdentityProvider", ["id": "/organizationId"]),
    ],
    "Service": [OpenAPILink("listOffers", ["serviceId": "/id"])],
    "Plan": [OpenAPILink("listOffers", ["planId": "/id"])],
    "Offer": [OpenAPILink("getPlan", ["id": "/planId"])],
    "Subscription": [
      OpenAPILink("getSubscription"), OpenAPILink("changeSubscription"), OpenAPILink("cancelSubscription"),
      OpenAPILink("listChanges"), OpenAPILink("listCharges"), OpenAPILink("getSplit"), OpenAPILink("putSplit"),
      OpenAPILink("listAssignments"), OpenAPILink("assignLicence"), OpenAPILink("getPlan", ["id": "/planId"]),
      OpenAPILink("getCustomer", ["id": "/customerId"]),
    ],
    "Order": [
      OpenAPILink("getOrder"), OpenAPILink("decideOrder"), OpenAPILink("getCustomer", ["id": "/customerId"]),
    ],
    "Request": [
      OpenAPILink("getRequest"), OpenAPILink("decideRequest"),
      OpenAPILink("getSubscription", ["id": "/subscriptionId"]), OpenAPILink("getCustomer", ["id": "/customerId"]),
    ],
    "Cart": [
      OpenAPILink("getCart", ["id": "/customerId"]), OpenAPILink("addCartLine", ["id": "/customerId"]),
      OpenAPILink("checkOut", ["id": "/customerId"]), OpenAPILink("emptyCart", ["id": "/customerId"]),
    ],
    "CartLine": [
      OpenAPILink("changeCartLine"), OpenAPILink("removeCartLine"), OpenAPILink("listCartAddOns"),
      OpenAPILink("getPlan", ["id": "/planId"]),
    ],
    "CheckedOut": [OpenAPILink("getOrder", ["id": "/order/id"])],
    "Terms": [OpenAPILink("getTerms")],
    "BulkChange": [
      OpenAPILink("getBulkChange"), OpenAPILink("listBulkChangeLines"), OpenAPILink("getBulkChangeReport"),
      OpenAPILink("startBulkChange"), OpenAPILink("stopBulkChange"),
    ],
    "BulkChangeLine": [
      OpenAPILink("getSubscription", ["id": "/subscriptionId"]), OpenAPILink("getCustomer", ["id": "/customerId"]),
    ],
    "Split": [OpenAPILink("getSubscription", ["id": "$request.path.id"])],
    "Assignment": [
      OpenAPILink("getUser", ["id": "/userId"]),
      OpenAPILink("unassignLicence", ["id": "$request.path.id", "userId": "/userId"]),
    ],
    "BillingCentre": [
      OpenAPILink("getCentre"), OpenAPILink("changeCentre"), OpenAPILink("listStatements", ["centreId": "/id"]),
    ],
    "Statement": [
      OpenAPILink("getStatement"), OpenAPILink("listLines"), OpenAPILink("getDocument"), OpenAPILink("closeStatement"),
    ],
    "StatementLine": [
      OpenAPILink("explainLine", ["id": "$request.path.id", "n": "/n"]),
      OpenAPILink("getSubscription", ["id": "/subscriptionId"]),
    ],
    "Provisioning": [
      OpenAPILink("createScimToken", ["id": "/customerId"]), OpenAPILink("listScimGroups", ["id": "/customerId"]),
    ],
    "ProvisionedGroup": [OpenAPILink("getScimGroup"), OpenAPILink("mapScimGroup")],
    "GroupMapping": [OpenAPILink("unmapScimGroup"), OpenAPILink("getScimGroup", ["id": "/groupId"])],
    "Ticket": [OpenAPILink("getTicket"), OpenAPILink("changeTicket"), OpenAPILink("replyToTicket")],
  ]
}

extension OpenAPIOperation {
  /// Links by name; of a list, from its first item, and to the next page.
  private func writeLinks(from answer: String, _ json: inout JSONWriter) {
    let links = (OpenAPILink.all[answer] ?? []).filter { $0.operation != id }
    let isPaged = endpoint.query.contains { $0.name == "cursor" }
    guard !links.isEmpty || isPaged else { return }
    let object = "$response.body#" + (documentation.isList ? "/items/0" : "")
    json.object("links") { json in
      for link in links {
        OpenAPIOperation.writeLink(
          link.operation, link.operation, link.parameters.mapValues { $0.hasPrefix("$") ? $0 : object + $0 }, &json)
      }
      if isPaged {
        var parameters = ["cursor": "$response.body#/nextCursor"]
        for name in pathParameters { parameters[name] = "$request.path.\(name)" }
        OpenAPIOperation.writeLink("nextPage", id, parameters, &json)
      }
    }
  }

  private static func writeLink(
    _ name: String, _ operation: String, _ parameters: [String: String], _ json: inout JSONWriter
  ) {
    json.object(dynamic: name) { json in
      json.member("operationId", operation)
      json.object("parameters") { json in
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) { json.member(dynamic: name, value) }
      }
    }
  }
}
