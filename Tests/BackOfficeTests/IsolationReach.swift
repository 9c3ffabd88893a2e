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
      ("calendar_feed", "calendar_feed", "t.person_id = \(actor.person)"),
      ("renewal_digest", "renewal_digest", "t.person_id = \(actor.person)"),
      ("password_request", "password_request", "false"),
      ("second_factor", "second_factor", "\(path) OR t.person_id = \(actor.person)"),
      ("recovery_code", "recovery_code", "t.person_id = \(actor.person)"),
      ("sign_in_step", "sign_in_step", "false"),
      ("known_device", "known_device", "false"),
      ("sign_in_allowance", "sign_in_allowance", "false"),
      ("idempotency", "idempotency", "t.person_id = \(actor.person)"),
      ("outbox", "outbox", "false"), ("audit_seal", "audit_seal", "false"),
      ("service", "service", offered("p.service_id = t.id")),
      ("product", "product", offered("p.product_id = t.id")),
      ("plan", "plan", offered("p.id = t.id")),
      ("category", "category", offered("p.category_id = t.id")),
      ("offer", "offer", offered("f.id = t.id")),
      ("reseller_offer", "reseller_offer", person.level == .distributor ? path : "t.reseller_id = \(seller)"),
      ("assortment", "assortment", person.level == .distributor ? path : "t.reseller_id = \(seller)"),
      ("cost_price", "cost_price", costPrices),
      ("selling_price", "selling_price", person.level == .reseller ? path : "false"),
      ("offer_showing", "offer_showing", showings),
      ("price_notice", "price_notice", priceNotices),
      ("catalogue_import", "catalogue_import", person.level == .distributor ? path : "false"),
      ("subscription", "subscription", "\(path) AND \(subscriptions("t.id"))"),
      ("subscription_term", "subscription_term", person.level == .reseller ? path : "false"),
      ("subscription_change", "subscription_change", "\(path) AND \(subscriptions("t.subscription_id"))"),
      ("licence_assignment", "licence_assignment", path),
      ("charge", "charge", "\(path) AND \(legs) AND \(accounts("t.centre_id"))"),
      ("statement_line", "statement_line", "\(path) AND \(legs) AND \(accounts("t.centre_id"))"),
      ("statement", "statement", "\(path) AND \(legs) AND \(statements)"),
      ("statement_sum", "statement_sum", "\(path) AND \(legs) AND \(seesAll)"),
      (
        "statement_sequence", "statement_sequence",
        person.level == .customer ? "false" : "t.seller_id = \(actor.organization)"
      ),
      ("vat_exemption", "vat_exemption", "\(path) OR t.side = 'seller' AND t.organization_id IN (\(root), \(seller))"),
      ("closing_setting", "closing_setting", "t.seller_id = \(actor.organization)"),
      ("statement_closing", "statement_closing", "t.seller_id = \(actor.organization)"),
      ("statement_closing_item", "statement_closing_item", "t.seller_id = \(actor.organization)"),
      ("order_sequence", "order_sequence", person == .reseller || person == .rival ? path : "false"),
      ("customer_order", "customer_order", "\(path) AND \(orders("t.placed_by"))"),
      (
        "customer_order_line", "customer_order_line",
        """
        t.order_id IN (SELECT k.id FROM customer_order k WHERE \(orderPath) AND \(orders("k.placed_by")))
        """
      ),
      ("audit_record", "audit_record", "\(path) AND \(innerAffairs)"),
      ("request", "request", requests),
      ("request_event", "request_event", "t.request_id IN (SELECT t.id FROM request t WHERE \(requests))"),
      (
        "order_change", "order_change",
        "t.order_id IN (SELECT t.id FROM customer_order t WHERE \(path) AND \(orders))"
      ),
      ("cart", "cart", "\(path) AND t.opened_by = \(actor.person)"),
      (
        "cart_line", "cart_line",
        "t.cart_id IN (SELECT t.id FROM cart t WHERE \(path) AND t.opened_by = \(actor.person))"
      ),
      ("split_rule", "split_rule", person.level == .distributor ? "false" : "\(path) AND \(seesAll)"),
      ("billing_contact", "billing_contact", "\(path) AND \(seesAll)"),
      (
        "letterhead", "letterhead",
        "\(path) OR t.organization_id = \(person.level == .customer ? seller : root)"
      ),
      (
        "terms_document", "terms_document",
        person.level == .distributor
          ? path : "t.distributor_id = \(root) AND (t.reseller_id IS NULL OR t.reseller_id = \(actor.path.reseller))"
      ),
      ("terms_acceptance", "terms_acceptance", "\(path) AND \(orders("t.accepted_by"))"),
      ("api_client", "api_client", path),
      ("delegation", "delegation", path),
      ("delegation_event", "delegation_event", path),
      ("connector", "connector", "t.distributor_id = \(root)"),
      ("connector_setup", "connector_setup", ofDistributor),
      ("fulfilment", "fulfilment", "\(path) AND \(subscriptions("t.subscription_id"))"),
      ("vendor_callback", "vendor_callback", ofDistributor),
      ("reconciliation", "reconciliation", ofDistributor),
      ("reconciliation_difference", "reconciliation_difference", ofDistributor),
      ("export", "export", ownExports), ("export_chunk", "export_chunk", ownExports),
      ("statement_mail", "statement_mail", mailedParts),
      ("statement_delivery", "statement_delivery", mailedParts),
      ("outbox_attachment", "outbox_attachment", "false"),
      ("budget", "budget", mailedParts), ("budget_amount", "budget_amount", ofBudgets),
      ("budget_warning", "budget_warning", ofBudgets),
      ("bulk_change", "bulk_change", "t.organization_id = \(actor.organization)"),
      ("bulk_change_line", "bulk_change_line", "t.organization_id = \(actor.organization)"),
      ("billing_run", "billing_run", "t.id IN (SELECT t.run_id FROM billing_run_part t WHERE \(sellers))"),
      ("billing_run_part", "billing_run_part", sellers),
      ("billing_run_sum", "billing_run_sum", "\(sellers) AND \(legs)"),
      ("parked_account", "parked_account", sellers),
      ("identity_provider", "identity_provider", "t.organization_id = \(actor.organization)"),
      ("identity_domain", "identity_domain", "t.organization_id = \(actor.organization)"),
      ("identity_link", "identity_link", "t.organization_id = \(actor.organization)"),
      ("sign_in_request", "sign_in_request", "false"),
      ("scim_connection", "scim_connection", ofCustomer), ("scim_token", "scim_token", ofCustomer),
      ("scim_person", "scim_person", ofCustomer), ("scim_group", "scim_group", ofGroups),
      ("scim_member", "scim_member", ofGroups), ("scim_mapping", "scim_mapping", ofGroups),
      ("scim_gift", "scim_gift", ofGroups),
      ("meter", "meter", "t.distributor_id = \(root)"),
      ("meter_price", "meter_price", meterPrices),
      ("usage_month", "usage_month", "\(path) AND \(subscriptions("t.subscription_id"))"),
      ("usage_record", "usage_record", "\(path) AND \(subscriptions("t.subscription_id"))"),
      ("usage_key", "usage_key", "t.source_id = \(actor.organization)"),
      ("usage_import", "usage_import", "t.source_id = \(actor.organization)"),
      ("usage_tag", "usage_tag", "\(path) AND \(seesAll)"),
      ("usage_tag_centre", "usage_tag_centre", "\(path) AND \(seesAll)"),
      ("usage_split", "usage_split", "\(path) AND \(seesAll)"),
      ("usage_tag_posted", "usage_tag_posted", "\(path) AND \(subscriptions("t.subscription_id"))"),
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
  private var ofGroups: SQL { person.level == .distributor ? "false" : path }

  /// Neither the reseller's nor the customer's.
  private var ofDistributor: SQL { person.level == .distributor ? path : "false" }

  private var seesAll: SQL {
    switch person {
    case .distributor, .reseller, .rival, .manager, .finance: "true"
    case .carla, .tech, .user: "false"
    }
  }

  private var ownExports: SQL { "t.organization_id = \(actor.organization) AND t.requested_by = \(actor.person)" }

  /// A matter between customers and their reseller.
  private var mailedParts: SQL { person.level == .distributor ? "false" : "\(path) AND \(accounts("t.centre_id"))" }

  private var ofBudgets: SQL { "t.budget_id IN (SELECT t.id FROM budget t WHERE \(mailedParts))" }

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

  /// What is between a reseller and its distributor.
  private var sellers: SQL { person.level == .customer ? "false" : path }

  private var legs: SQL {
    switch person.level {
    case .distributor: "t.leg = 'cost'"
    case .reseller: "true"
    case .customer: "t.leg = 'price'"
    }
  }

  private var seller: ID<Organization>? { actor.path.reseller }

  /// Below the distributor what was ever the reseller's to sell.
  private func offered(_ relation: SQL) -> SQL {
    guard person.level != .distributor else { return "t.distributor_id = \(root)" }
    return """
      EXISTS (SELECT FROM offer f JOIN plan p ON p.id = f.plan_id JOIN reseller_offer r ON r.offer_id = f.id
        WHERE r.reseller_id = \(seller) AND \(relation))
      """
  }

  private var costPrices: SQL {
    switch person.level {
    case .distributor: path
    case .reseller:
      """
      \(path) OR t.reseller_id IS NULL AND t.offer_id IN (
        SELECT r.offer_id FROM reseller_offer r WHERE r.reseller_id = \(seller))
      """
    case .customer: "false"
    }
  }

  private var showings: SQL {
    switch person.level {
    case .distributor: "false"
    case .reseller: path
    case .customer:
      "t.reseller_id = \(seller) AND (t.customer_id IS NULL OR t.customer_id = \(actor.organization))"
    }
  }

  private var priceNotices: SQL {
    switch person {
    case .reseller, .rival, .manager, .finance: path
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

  /// What people ask their manager for is not their sellers' to see.
  private var requests: SQL {
    switch person {
    case .distributor, .reseller, .rival: "\(path) AND t.kind <> 'service'"
    case .manager, .finance: path
    case .carla, .tech, .user: "\(path) AND t.asked_by = \(actor.person)"
    }
  }

  private var innerAffairs: SQL {
    switch person {
    case .distributor: "t.object_kind NOT IN ('serviceRequest', 'budget')"
    case .reseller, .rival: "t.object_kind <> 'serviceRequest'"
    case .manager, .finance: "true"
    case .carla, .tech, .user: "t.object_kind <> 'budget'"
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
