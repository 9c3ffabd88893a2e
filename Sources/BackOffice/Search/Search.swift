import Core
import FoundationEssentials
import HTTP
import Postgres

/// One question over everything in reach.
package enum Search {
  package struct Hit: Sendable {
    package let kind: String
    package let id: UUID
    package let title: String
    package let subtitle: String
    /// The page it is found on.
    package let href: String
  }

  package static func hits(_ text: String, in work: Work) throws -> [Hit] {
    let actor = work.actor
    let limit = Bounds.searchResults
    var queries: [(kind: String, sql: SQL)] = []
    if actor.holds(.customersView) {
      queries.append(("customer", customers(text, actor, limit)))
    }
    if actor.holds(.subscriptionsView) {
      queries.append(("subscription", subscriptions(text, actor, limit)))
    }
    if actor.holds(.usersView) { queries.append(("user", people(text, actor, limit))) }
    if actor.holds(.catalogueView) {
      let eyes = try Catalogue.Eyes(for: nil, in: work)
      queries.append(("plan", plans(text, eyes, limit)))
      queries.append(("service", services(text, eyes, limit)))
    }
    guard !queries.isEmpty else { return [] }
    let results = try work.tx.pipeline(queries.map(\.sql))
    return try zip(queries, results).flatMap { query, rows in
      try rows.map { row in
        let id: UUID = try row[0]
        return Hit(kind: query.kind, id: id, title: try row[1], subtitle: try row[2], href: href(query.kind, id))
      }
    }
  }

  private static func href(_ kind: String, _ id: UUID) -> String {
    let id = ID<Organization>(id).description
    return switch kind {
    case "customer": "/customers/\(id)"
    case "subscription": "/subscriptions/\(id)"
    case "user": "/users/\(id)"
    case "plan": "/catalogue?plan=\(id)"
    default: "/catalogue?service=\(id)"
    }
  }

  private static func customers(_ text: String, _ actor: Actor, _ limit: Int) -> SQL {
    """
    SELECT o.id, o.name, o.country FROM organization o
    WHERE o.kind = 'customer' AND \(Organizations.within(actor)) AND \(SearchText.contains("o.search_name", text))
    ORDER BY o.search_name, o.id LIMIT \(limit)
    """
  }

  private static func subscriptions(_ text: String, _ actor: Actor, _ limit: Int) -> SQL {
    """
    SELECT s.id, coalesce(s.friendly_name, s.plan_name), o.name || ' · ' || s.plan_name
    FROM subscription s JOIN organization o ON o.id = s.customer_id
    WHERE \(Subscriptions.within(actor)) AND \(SearchText.contains("s.search_text", text)) ORDER BY s.id LIMIT \(limit)
    """
  }

  /// People of the actor's own organization; those of others are found where one may act on them.
  private static func people(_ text: String, _ actor: Actor, _ limit: Int) -> SQL {
    """
    SELECT p.id, p.given_name || ' ' || p.family_name, p.sign_in_email FROM person p
    WHERE p.organization_id = \(actor.organization) AND p.status <> 'deleted'
      AND \(SearchText.contains("p.search_text", text))
    ORDER BY p.family_name, p.id LIMIT \(limit)
    """
  }

  private static func plans(_ text: String, _ eyes: Catalogue.Eyes, _ limit: Int) -> SQL {
    """
    SELECT l.id, l.name, v.name FROM plan l JOIN service v ON v.id = l.service_id
    WHERE \(SearchText.contains("l.search_name", text)) AND \(eyes.sells("p.id = l.id"))
    ORDER BY l.name, l.id LIMIT \(limit)
    """
  }

  private static func services(_ text: String, _ eyes: Catalogue.Eyes, _ limit: Int) -> SQL {
    """
    SELECT v.id, v.name, v.vendor FROM service v
    WHERE \(SearchText.contains("folded(v.name)", text)) AND \(eyes.sells("p.service_id = v.id"))
    ORDER BY v.name, v.id LIMIT \(limit)
    """
  }

  static func api(_ call: Call) throws -> Response {
    guard let text = try SearchText.query(call, "q") else { throw HTTPFault.queryMalformed("q", "query.required") }
    let hits = try hits(text, in: call.work)
    var json = JSONWriter()
    json.object {
      $0.array("items", hits) { json, hit in
        json.object {
          $0.member("kind", hit.kind)
          $0.member("id", ID<Organization>(hit.id))
          $0.member("title", hit.title)
          $0.member("subtitle", hit.subtitle)
        }
      }
      $0.member("nextCursor", nil as String?)
    }
    return .json(json)
  }
}
