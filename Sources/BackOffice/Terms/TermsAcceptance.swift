import Core
import FoundationEssentials
import Postgres

/// That somebody accepted a version of terms: when, and from where.
package struct TermsAcceptance: Sendable {
  package let document: ID<TermsDocument>
  package let kind: TermsKind
  package let title: String
  package let version: String
  package let acceptedByName: String
  package let acceptedAt: Instant
  package let networkAddress: String?

  // MARK: Recording

  /// Of an order: every document its lines needed.
  static func record(
    _ documents: [TermsDocuments.Record], of order: Orders.Record, in work: Work
  ) -> [TermsAcceptance] {
    let ids = documents.map(\.id)
    if !ids.isEmpty {
      work.tx.enqueue(
        """
        INSERT INTO terms_acceptance (id, distributor_id, reseller_id, customer_id, document_id, order_id, accepted_by,
          accepted_by_name, accepted_at, network_address)
        SELECT gen_random_uuid(), \(order.path.distributor), \(order.path.reseller), \(order.path.customer), d,
          \(order.id), \(order.placedBy), \(order.placedByName), \(order.placedAt), \(work.networkAddress)
        FROM unnest(\(ids)) d
        """)
    }
    return documents.map {
      TermsAcceptance(
        document: $0.id, kind: $0.kind, title: $0.title, version: $0.version, acceptedByName: order.placedByName,
        acceptedAt: order.placedAt, networkAddress: work.networkAddress)
    }
  }

  /// Of a subscription added without an order: whatever is in force for it, sent with the next statement.
  static func record(of record: SubscriptionRecord, in work: Work) {
    guard work.actor.credential != .system else { return }
    let wanted = TermsDocuments.inForce(
      at: record.path, on: record.today, services: [record.service], plans: [record.plan])
    work.tx.enqueue(
      """
      INSERT INTO terms_acceptance (id, distributor_id, reseller_id, customer_id, document_id, subscription_id,
        accepted_by, accepted_by_name, accepted_at, network_address)
      SELECT gen_random_uuid(), \(record.path.distributor), \(record.path.reseller), \(record.path.customer), d.id,
        \(record.id), \(work.actor.person), \(work.actor.name), \(work.now), \(work.networkAddress)
      FROM (\(wanted)) d
      """)
  }

  // MARK: Reading

  static func ofOrders(_ ids: [ID<Order>]) -> SQL {
    """
    SELECT a.order_id, a.document_id, t.kind, t.title, t.version, a.accepted_by_name, a.accepted_at, a.network_address
    FROM terms_acceptance a JOIN terms_document t ON t.id = a.document_id WHERE a.order_id = ANY (\(ids))
    ORDER BY a.order_id, array_position(ARRAY['general', 'particular', 'product'], t.kind), t.id
    """
  }

  static func byOrder(_ rows: Rows) throws -> [ID<Order>: [TermsAcceptance]] {
    var all: [ID<Order>: [TermsAcceptance]] = [:]
    for row in rows {
      all[try row[0], default: []].append(
        TermsAcceptance(
          document: try row[1], kind: try row[2], title: try row[3], version: try row[4], acceptedByName: try row[5],
          acceptedAt: try row[6], networkAddress: try row[7]))
    }
    return all
  }

  func write(_ json: inout JSONWriter) {
    json.object {
      $0.member("documentId", document)
      $0.member("kind", kind.rawValue)
      $0.member("title", title)
      $0.member("version", version)
      $0.member("acceptedByName", acceptedByName)
      $0.member("acceptedAt", acceptedAt)
      $0.member("networkAddress", networkAddress)
    }
  }
}
