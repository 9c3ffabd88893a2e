import Core
import FoundationEssentials
import HTTP

/// Every route there is. What is served, what OpenAPI says and what the matrix test walks come from here.
package enum Routes {
  package static func all() -> RouteTable<Endpoint> {
    var routes = RouteBuilder()
    routes.account()
    routes.organizations()
    routes.people()
    routes.standIns()
    routes.catalogue()
    routes.catalogueKeeping()
    routes.prices()
    routes.subscriptions()
    routes.lifecycle()
    routes.orders()
    routes.requests()
    routes.shop()
    routes.billing()
    routes.usage()
    routes.usageIntake()
    routes.rest()
    routes.access()
    routes.factor()
    routes.openID()
    routes.provisioning()
    routes.portal()
    routes.accounts()
    routes.delegations()
    routes.vendors()
    routes.licences()
    routes.mails()
    routes.renewals()
    routes.bulk()
    routes.splits()
    routes.billingRuns()
    routes.statementKeeping()
    routes.documents()
    routes.exports()
    routes.statementMail()
    routes.reports()
    routes.budgets()
    routes.operations()
    return routes.table
  }
}

/// Collects routes; `api` adds the version's prefix.
package struct RouteBuilder {
  private(set) package var table = RouteTable<Endpoint>()

  mutating func add(_ method: HTTP.Method, _ path: String, _ endpoint: Endpoint) { table.add(method, path, endpoint) }

  mutating func api(
    _ method: HTTP.Method, _ path: String, _ access: Access, _ documentation: Documentation,
    query: [QueryParameter] = [], _ handler: @escaping @Sendable (Call) throws -> Response
  ) {
    let preview = documentation.previews ? [QueryParameter.preview] : []
    table.add(
      method, "/api/v1" + path,
      Endpoint(
        surface: .api, access: access, handler: .acting(handler), documentation: documentation,
        query: query + preview))
  }

  mutating func open(
    _ method: HTTP.Method, _ path: String, _ surface: Endpoint.Surface, documentation: Documentation? = nil,
    query: [QueryParameter] = [], _ handler: @escaping @Sendable (OpenCall) throws -> Response
  ) {
    table.add(
      method, path,
      Endpoint(surface: surface, access: .open, handler: .open(handler), documentation: documentation, query: query))
  }

  /// A page, or with `shows` a form that is shown again when it is refused.
  mutating func page(
    _ method: HTTP.Method, _ path: String, _ access: Access, shows: (@Sendable (Call) throws -> Response)? = nil,
    _ handler: @escaping @Sendable (Call) throws -> Response
  ) {
    table.add(
      method, path, Endpoint(surface: .page, access: access, handler: .acting(handler), query: [], shows: shows))
  }
}
