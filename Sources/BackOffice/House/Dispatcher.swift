import Core
import FoundationEssentials
import HTTP
import Postgres

/// Takes a request to its route's handler, inside the transaction of whoever sent it, and turns whatever comes back
/// into the answer.
package final class Dispatcher: Sendable {
  private let office: Office
  private let routes: RouteTable<Endpoint>

  package init(_ office: Office, routes: RouteTable<Endpoint>) {
    self.office = office
    self.routes = routes
  }

  package func answer(_ request: Request) -> Response {
    let started = ContinuousClock.now
    let match = routes.match(request.method, request.segments)
    var actor: Actor?
    var pattern = ""
    var surface = Endpoint.Surface(of: request)
    var response: Response
    switch match {
    case .notFound: response = failure(Refusal.notFound, request, surface, nil)
    case .methodNotAllowed(let allow): response = failure(HTTPFault.notAllowed(allow), request, surface, nil)
    case .found(let endpoint, let parameters, let found):
      pattern = found
      surface = endpoint.surface
      do {
        try checkQuery(request, endpoint)
        response = try run(endpoint, request, parameters, pattern, &actor)
      } catch {
        response = failure(error, request, surface, actor)
      }
    }
    Headers.secure(&response, surface, plainLoopback: office.configuration.plainLoopback)
    let duration = ContinuousClock.now - started
    office.metrics.count(method: request.method.rawValue, route: pattern, status: response.status, duration)
    Log.request(request, route: pattern, actor: actor, status: response.status, duration)
    return response
  }

  private func checkQuery(_ request: Request, _ endpoint: Endpoint) throws {
    let known = Set(endpoint.query.map(\.name))
    let unknown = request.query.map(\.name).filter { !known.contains($0) }
    if !unknown.isEmpty, endpoint.surface == .api { throw HTTPFault.queryUnknown(unknown) }
    if let preview = request.query.first(where: { $0.name == "preview" })?.value, preview != "true", preview != "false"
    {
      throw HTTPFault.queryMalformed("preview", "query.boolean_expected")
    }
  }

  private func run(
    _ endpoint: Endpoint, _ request: Request, _ parameters: [String: String], _ pattern: String, _ actor: inout Actor?
  ) throws -> Response {
    switch endpoint.handler {
    case .open(let handler):
      return try handler(OpenCall(request: request, parameters: parameters, office: office))
    case .provisioning(let handler):
      return try Provisioning.acting(request, parameters, office, &actor, handler)
    case .acting(let handler):
      guard let credential = Credential(of: request) else { throw HTTPFault.unauthenticated }
      do {
        return try acting(endpoint, handler, request, parameters, credential, &actor)
      } catch let refusal as Refusal {
        return try refused(refusal, endpoint, request, parameters, credential, &actor)
      }
    }
  }

  /// Runs the handler as whoever the credential stands for.
  private func acting(
    _ endpoint: Endpoint, _ handler: @Sendable (Call) throws -> Response, _ request: Request,
    _ parameters: [String: String], _ credential: Credential, _ actor: inout Actor?, showing refusal: Refusal? = nil
  ) throws -> Response {
    let organization = try actingOrganization(request)
    let once = refusal == nil ? try Idempotency(request, credential) : nil
    var found: Actor?
    defer { actor = found ?? actor }
    let opening = [Authentication.statement(credential, organization: organization)] + (once?.opening ?? [])
    return try office.database.transaction(opening: opening) { tx in
      guard
        let person = try Authentication.actor(tx.opened[0], kind: credential.kind, asked: organization != nil)
      else { throw try Dispatcher.unknown(credential, in: organization, tx) }
      found = person
      try Dispatcher.check(endpoint, request, person, isShownAgain: refusal != nil)
      if let real = person.real { try ActingAs.check(person, real, in: tx, at: try tx.opened[0][0][0]) }
      if let answered = try once?.answered(tx.opened[1]) { return answered }
      tx.enqueue(person.reach)
      let work = Work(
        tx: tx, actor: person, now: try tx.opened[0][0][0], requestID: request.id, office: office,
        networkAddress: request.client)
      let response = try handler(Call(request: request, parameters: parameters, work: work, refusal: refusal))
      try once?.keep(response, work)
      return response
    }
  }

  /// Asking for an organization that does not exist is answered like asking for somebody else's.
  private static func unknown(
    _ credential: Credential, in organization: ID<Organization>?, _ tx: Transaction
  ) throws -> any Error {
    guard organization != nil, try !tx.rows(Authentication.statement(credential, organization: nil)).isEmpty else {
      return HTTPFault.unauthenticated
    }
    return Refusal.denied("organization.no_grant")
  }

  /// A refused form is shown again with what is wrong; a refused API call is answered, and remembered under its key.
  private func refused(
    _ refusal: Refusal, _ endpoint: Endpoint, _ request: Request, _ parameters: [String: String],
    _ credential: Credential, _ actor: inout Actor?
  ) throws -> Response {
    let isBackToSelf = refusal == .denied("acting.ended")
    if let actor, isBackToSelf { try ActingAs.giveUp(actor, office) }
    if let shows = endpoint.shows, refusal.isShownInForm, !isBackToSelf {
      var response = try acting(endpoint, shows, request, parameters, credential, &actor, showing: refusal)
      response.status = refusal.status
      return response
    }
    let response = failure(refusal, request, endpoint.surface, actor)
    if let actor, let once = try Idempotency(request, credential), refusal != .conflict("idempotency.in_progress") {
      try? office.everything { tx, now in
        try once.keep(response, Work(tx: tx, actor: actor, now: now, requestID: request.id, office: office))
      }
    }
    return response
  }

  private static func check(_ endpoint: Endpoint, _ request: Request, _ actor: Actor, isShownAgain: Bool) throws {
    let isSafe = request.method == .get || request.method == .head
    if actor.credential == .session, !isSafe, !isShownAgain { try CSRF.check(request, actor) }
    if actor.mustEnrol {
      guard SecondFactorPages.isReachable(request, by: actor) else {
        throw Refusal.denied("second_factor.enrolment_required")
      }
    } else if actor.credential == .token, !isSafe, !actor.scopes.contains("write") {
      throw Refusal.denied("token.read_only")
    }
    if !isSafe { try checkStandIn(endpoint, request, actor) }
    if actor.mustChangePassword, !PasswordPages.isReachable(request) {
      throw Refusal.denied("password.change_required")
    }
    // Whoever may only ask gets as far as the operation, which keeps what they ask for or refuses it.
    if case .needs(let permission) = endpoint.access { try actor.requireOrAsk(permission) }
  }

  /// Whoever acts as somebody changes no accounts, grants or secrets meanwhile; a program has none of its own.
  private static func checkStandIn(_ endpoint: Endpoint, _ request: Request, _ actor: Actor) throws(Refusal) {
    if actor.real != nil, endpoint.access.concernsAccounts, !ActingPages.isReachable(request) {
      throw .denied("acting.accounts_protected")
    }
    if actor.client != nil, endpoint.access == .signedIn || endpoint.access == .needs(.clientsManage) {
      throw .denied("client.not_a_person")
    }
  }

  /// Where a browser is taken for what must be done before anything else.
  private static let first: [Code: String] = [
    "password.change_required": "/password", "second_factor.enrolment_required": SecondFactorPages.home,
  ]

  private func actingOrganization(_ request: Request) throws -> ID<Organization>? {
    guard let header = request.headers["Comptoir-Organization"] else { return nil }
    guard let id = ID<Organization>(header) else { throw Refusal.denied("organization.no_grant") }
    return id
  }

  private func failure(_ error: any Error, _ request: Request, _ surface: Endpoint.Surface, _ actor: Actor?) -> Response
  {
    let problem = Problem(error, request)
    if problem.status == 500 { Log.failure(error, request) }
    if surface == .page, problem.status == 401 { return SignInPages.redirect(from: request) }
    if surface == .page, request.method == .get, let first = Dispatcher.first[problem.code] { return .seeOther(first) }
    if surface == .scim { return problem.scimResponse(Language(accepting: request.headers["Accept-Language"])) }
    let language = actor?.language ?? Language(accepting: request.headers["Accept-Language"])
    guard surface == .page else { return problem.response(request, language) }
    let advice = WhoCould.advice(problem, actor, request.id, office)
    return ProblemPage.response(problem, request, language, advice: advice)
  }
}

extension Endpoint.Surface {
  /// What a path is on that no route has.
  fileprivate init(of request: Request) {
    self =
      switch request.segments.first {
      case "api": .api
      case "scim": .scim
      default: .page
      }
  }
}

extension Refusal {
  /// Whether the form it refuses can be mended and sent again.
  fileprivate var isShownInForm: Bool {
    switch self {
    case .invalid, .conflict, .denied, .overtaken: true
    case .notFound, .forbidden, .stale: false
    }
  }

  /// The HTTP status that says this.
  package var status: Int {
    switch self {
    case .notFound: 404
    case .forbidden, .denied: 403
    case .invalid: 422
    case .conflict: 409
    case .stale, .overtaken: 412
    }
  }
}

extension Headers {
  /// What every answer carries against being framed, sniffed, cached or made to run foreign code.
  fileprivate static func secure(_ response: inout Response, _ surface: Endpoint.Surface, plainLoopback: Bool) {
    response.headers.set("Referrer-Policy", "same-origin")
    if surface == .plain { return }
    if response.headers["Cache-Control"] == nil { response.headers.set("Cache-Control", "no-store") }
    response.headers.set("X-Frame-Options", "DENY")
    response.headers.set(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
    if !plainLoopback { response.headers.set("Strict-Transport-Security", "max-age=31536000") }
  }
}
