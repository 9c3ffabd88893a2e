import BackOffice
import Core
import Postgres

/// What belongs to somebody in each table, said a second time and apart from the policies.
struct Belongings {
  let actor: Actor
  let person: Persona

  /// Every tenant table, and the condition that picks the rows of this person.
  var tables: [(name: String, table: SQL, belongs: SQL)] {
    [
      ("organization", "organization", "\(path) OR t.id IN (\(root), \(actor.path.reseller))"),
      ("billing_centre", "billing_centre", "\(path) AND \(ofCentres("t.id"))"),
      ("person", "person", "\(path) OR t.id = \(actor.person)"),
      ("role_grant", "role_grant", "\(path) OR t.person_id = \(actor.person)"),
      ("role_grant_history", "role_grant_history", path),
      ("appointment", "appointment", path),
      ("sign_in", "sign_in", "\(path) OR t.person_id = \(actor.person)"),
      ("credential", "credential", "t.person_id = \(actor.person)"),
      ("account_link", "account_link", "t.person_id = \(actor.person)"),
      ("password_request", "password_request", "false"),
      ("second_factor", "second_factor", "\(path) OR t.person_id = \(actor.person)"),
      ("recovery_code", "recovery_code", "t.person_id = \(actor.person)"),
      ("sign_in_step", "sign_in_step", "false"),
      ("known_device", "known_device", "false"),
      ("sign_in_allowance", "sign_in_allowance", "false"),
      ("idempotency", "idempotency", "t.person_id = \(actor.person)"),
      ("outbox", "outbox", "false"),
      ("service", "service", "t.distributor_id = \(root)"),
      ("product", "product", "t.distributor_id = \(root)"),
      ("plan", "plan", "t.distributor_id = \(root)"),
      ("offer", "offer", "t.distributor_id = \(root)"),
      ("reseller_offer", "reseller_offer", person.level == .customer ? "false" : path),
      ("selling_price", "selling_price", sellingPrices),
      ("subscription", "subscription", "\(path) AND \(subscriptions("t.id"))"),
      ("subscription_change", "subscription_change", "\(path) AND \(subscriptions("t.subscription_id"))"),
      ("licence_assignment", "licence_assignment", path),
      ("charge", "charge", "\(path) AND \(legs) AND \(accounts("t.centre_id"))"),
      ("statement_line", "statement_line", "\(path) AND \(legs) AND \(accounts("t.centre_id"))"),
      ("statement", "statement", "\(path) AND \(legs) AND \(statements)"),
      (
        "statement_sequence", "statement_sequence",
        person.level == .customer ? "false" : "t.seller_id = \(actor.organization)"
      ),
      ("order_sequence", "order_sequence", person == .reseller || person == .rival ? path : "false"),
      ("customer_order", "customer_order", "\(path) AND \(orders("t.placed_by"))"),
      (
        "customer_order_line", "customer_order_line",
        """
        t.order_id IN (SELECT k.id FROM customer_order k WHERE \(orderPath) AND \(orders("k.placed_by")))
        """
      ),
      ("audit_record", "audit_record", path),
      ("api_client", "api_client", path),
      ("delegation", "delegation", path),
      ("delegation_event", "delegation_event", path),
      ("bulk_change", "bulk_change", "t.organization_id = \(actor.organization)"),
      ("bulk_change_line", "bulk_change_line", "t.organization_id = \(actor.organization)"),
      ("identity_provider", "identity_provider", "t.organization_id = \(actor.organization)"),
      ("identity_domain", "identity_domain", "t.organization_id = \(actor.organization)"),
      ("identity_link", "identity_link", "t.organization_id = \(actor.organization)"),
      ("sign_in_request", "sign_in_request", "false"),
      ("scim_connection", "scim_connection", ofCustomer), ("scim_token", "scim_token", ofCustomer),
      ("scim_person", "scim_person", ofCustomer), ("scim_group", "scim_group", ofCustomer),
      ("scim_member", "scim_member", ofCustomer), ("scim_mapping", "scim_mapping", ofCustomer),
      ("scim_gift", "scim_gift", ofCustomer),
      ("meter", "meter", "t.distributor_id = \(root)"),
      ("meter_price", "meter_price", meterPrices),
      ("usage_month", "usage_month", "\(path) AND \(subscriptions("t.subscription_id"))"),
      ("usage_record", "usage_record", "\(path) AND \(subscriptions("t.subscription_id"))"),
      ("parked_usage_record", "parked_usage_record", "t.source_id = \(actor.organization)"),
      ("ticket", "ticket", "\(path) AND \(tickets)"),
      (
        "ticket_reply", "ticket_reply",
        "EXISTS (SELECT FROM ticket k WHERE k.id = t.ticket_id AND \(path) AND \(repliedTickets))"
      ),
      (
        "order_sequence", "order_sequence",
        person.level == .reseller ? "t.reseller_id = \(actor.organization)" : "false"
      ),
      ("customer_order", "customer_order", "\(path) AND \(orders)"),
      (
        "customer_order_line", "customer_order_line",
        "t.order_id IN (SELECT t.id FROM customer_order t WHERE \(path) AND \(orders))"
      ),
    ]
  }

  private var root: ID<Organization> { actor.path.distributor }

  private var path: SQL {
    switch person.level {
    case .distributor: "t.distributor_id = \(actor.organization)"
    case .reseller: "t.reseller_id = \(actor.organization)"
    case .customer: "t.customer_id = \(actor.organization)"
    }
  }

  /// Neither the reseller's nor the distributor's.
  private var ofCustomer: SQL { person.level == .customer ? path : "false" }

  private var orderPath: SQL {
    switch person.level {
    case .distributor: "k.distributor_id = \(actor.organization)"
    case .reseller: "k.reseller_id = \(actor.organization)"
    case .customer: "k.customer_id = \(actor.organization)"
    }
  }

  private func orders(_ placedBy: SQL) -> SQL {
    switch person {
    case .distributor, .reseller, .rival, .manager, .finance: "true"
    case .carla, .tech, .user: "\(placedBy) = \(actor.person)"
    }
  }

  private func ofCentres(_ column: SQL) -> SQL {
    person == .carla
      ? """
      \(column) IN (SELECT id FROM billing_centre WHERE customer_id = \(actor.organization) AND code IN ('SAL', 'RND'))
      """
      : "true"
  }

  private func accounts(_ column: SQL) -> SQL { person == .tech || person == .user ? "false" : ofCentres(column) }

  private var statements: SQL { person == .tech || person == .user ? "false" : "true" }

  private var legs: SQL {
    switch person.level {
    case .distributor: "t.leg = 'cost'"
    case .reseller: "true"
    case .customer: "t.leg = 'price'"
    }
  }

  private var sellingPrices: SQL {
    switch person {
    case .reseller, .rival: "t.reseller_id = \(actor.organization)"
    case .manager, .finance: "t.reseller_id = \(actor.path.reseller)"
    case .distributor, .carla, .tech, .user: "false"
    }
  }

  private var meterPrices: SQL {
    switch person {
    case .distributor: "t.distributor_id = \(actor.organization) AND t.leg = 'cost'"
    case .reseller, .rival: "t.reseller_id = \(actor.organization)"
    case .manager, .finance, .carla: "t.reseller_id = \(actor.path.reseller) AND t.leg = 'price'"
    case .tech, .user: "false"
    }
  }

  private func subscriptions(_ column: SQL) -> SQL {
    switch person {
    case .distributor, .reseller, .rival, .manager, .finance: "true"
    case .carla:
      """
      \(column) IN (SELECT s.id FROM subscription s, billing_centre b WHERE b.customer_id = \(actor.organization)
        AND b.code IN ('SAL', 'RND') AND (b.id = ANY (s.centre_ids) OR EXISTS (
          SELECT FROM charge c WHERE c.subscription_id = s.id AND c.centre_id = b.id)))
      """
    case .tech: "\(column) IN (SELECT id FROM subscription WHERE service_name = 'Microsoft 365')"
    case .user: "\(column) IN (SELECT subscription_id FROM licence_assignment WHERE person_id = \(actor.person))"
    }
  }

  private var orders: SQL {
    switch person {
    case .distributor, .reseller, .rival, .manager, .finance: "true"
    case .carla, .tech, .user: "t.placed_by = \(actor.person)"
    }
  }

  private var tickets: SQL { ticket("t.status = 'escalated'", "t.opened_by", "t.service_id") }
  private var repliedTickets: SQL { ticket("k.status = 'escalated'", "k.opened_by", "k.service_id") }

  private func ticket(_ escalated: SQL, _ opener: SQL, _ service: SQL) -> SQL {
    switch person {
    case .distributor: escalated
    case .reseller, .rival, .manager, .finance: "true"
    case .carla, .user: "\(opener) = \(actor.person)"
    case .tech:
      "(\(opener) = \(actor.person) OR \(service) IN (SELECT id FROM service WHERE name = 'Microsoft 365'))"
    }
  }
}
