import BackOffice
import Core
import Postgres
import Testing

/// Tables that belong to nobody.
private let shared: Set = ["schema_migration", "sandbox_clock", "sandbox_key", "kept_from", "vat_rate"]

@Test func `every table has its row-level security enabled and forced, but for a listed few`() throws {
  let world = try World()
  let open = try world.owner(
    """
    SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND NOT (relrowsecurity AND relforcerowsecurity)
    """
  ) { try $0[0] as String }
  #expect(Set(open) == shared)

  let unguarded = try world.owner(
    """
    SELECT relname::text FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND relrowsecurity AND NOT relispartition AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
    """
  ) { try $0[0] as String }
  #expect(unguarded.isEmpty, "no policy: nothing would ever be read")

  // A month of a table is reached through its parent, whose policies hold; by itself it shows and takes nothing.
  let months = try world.owner(
    """
    SELECT relname::text, EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
      OR has_table_privilege('comptoir_service', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
    FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relispartition AND relkind = 'r'
    """
  ) { (try $0[0] as String, try $0[1] as Bool) }
  #expect(months.count > 20)
  #expect(months.filter(\.1).isEmpty)

  let readable = try world.owner(
    """
    SELECT table_name::text FROM information_schema.views WHERE table_schema = 'public'
      AND has_table_privilege('comptoir_service', format('%I.%I', table_schema, table_name), 'SELECT')
    """
  ) { try $0[0] as String }
  #expect(readable.isEmpty, "a view reads with its owner's eyes")
}

@Test func `the service's role owns nothing, is no superuser and passes by no policy`() throws {
  let world = try World()
  let attributes = try world.owner(
    """
    SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication,
      EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid),
      EXISTS (SELECT FROM pg_class WHERE relowner = r.oid) OR EXISTS (SELECT FROM pg_proc WHERE proowner = r.oid)
      OR EXISTS (SELECT FROM pg_namespace WHERE nspowner = r.oid),
      has_schema_privilege('comptoir_service', 'public', 'CREATE')
    FROM pg_roles r WHERE rolname = 'comptoir_service'
    """
  ) { row in try (0..<4).map { try row[$0] as Bool } }
  #expect(attributes == [[false, false, false, false]])
  #expect(try world.asService([], "SELECT current_user::text") { try $0[0] as String } == ["comptoir_service"])

  // A function that runs as its owner passes by every policy: two of these ask about one secret's hash each,
  // the third takes the name of a deleted person out of what they did, the others make the tables of months.
  let definers = try world.owner(
    """
    SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
    """
  ) { try $0[0] as String }
  #expect(
    Set(definers) == ["authenticate", "answered_before", "forget_person", "make_next_month", "usage_partition"])
  let careless = try world.owner(
    """
    SELECT proname::text FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
      AND (proconfig IS DISTINCT FROM ARRAY['search_path=public, pg_temp']
        OR has_function_privilege('public', oid, 'EXECUTE'))
    """
  ) { try $0[0] as String }
  #expect(careless.isEmpty, "their tables could be replaced, or anybody may call them")
}

@Test func `what is written for ever can be neither changed nor deleted by the service`() throws {
  let world = try World()
  let held = try world.owner(
    """
    SELECT t.name || ' ' || p.name FROM unnest(ARRAY['audit_record', 'audit_seal', 'subscription_change',
      'subscription_term', 'charge', 'statement_line', 'statement_sum', 'budget_amount', 'budget_warning',
      'ticket_reply', 'sign_in', 'role_grant_history', 'delegation_event', 'schema_migration',
      'usage_record', 'usage_tag', 'usage_tag_posted',
      'meter', 'meter_price', 'vendor_callback', 'reconciliation', 'request_event', 'order_change',
      'terms_document', 'terms_acceptance']) t(name),
      unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) p(name)
    WHERE has_table_privilege('comptoir_service', t.name, p.name)
      OR p.name = 'UPDATE' AND has_any_column_privilege('comptoir_service', t.name, p.name)
    """
  ) { try $0[0] as String }
  #expect(held.isEmpty)

  let deletable = try world.owner(
    """
    SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND (has_table_privilege('comptoir_service', oid, 'DELETE')
        OR has_table_privilege('comptoir_service', oid, 'TRUNCATE'))
    """
  ) { try $0[0] as String }
  #expect(
    Set(deletable) == [
      "account_link", "password_request", "credential", "idempotency", "licence_assignment", "second_factor",
      "recovery_code", "sign_in_step", "known_device", "sign_in_allowance", "identity_provider", "identity_domain",
      "identity_link", "sign_in_request", "scim_gift", "scim_member", "calendar_feed", "renewal_digest", "cost_price",
      "selling_price", "offer_showing", "cart", "cart_line", "split_rule", "export", "export_chunk",
      "outbox_attachment",
    ])
}

@Test func `a closed statement stays as it is, even for the schema's owner`() throws {
  let world = try World()
  let statement = try world.text(
    """
    SELECT s.id::text FROM statement s JOIN organization o ON o.id = s.buyer_id
    WHERE o.name = 'Helvetia Works AG' AND s.month = '2025-12-01' AND s.status = 'closed'
    """)
  for change: SQL in [
    "UPDATE statement SET net = 0 WHERE id = \(ID<Statement>(statement))",
    "UPDATE statement SET status = 'open' WHERE id = \(ID<Statement>(statement))",
  ] {
    #expect { _ = try world.owner(change) { _ in } } throws: {
      "\(String(reflecting: $0))".contains("statement_closed")
    }
  }
  let late: SQL = """
    INSERT INTO charge (id, distributor_id, reseller_id, customer_id, subscription_id, leg, centre_id, cycle_from,
      cycle_to, full_days, posted_on, month, reason, covers_from, covers_to, licences, unit_minor, amount, currency,
      change_number)
    SELECT id, distributor_id, reseller_id, customer_id, subscription_id, leg, centre_id, cycle_from, cycle_to,
      full_days, posted_on, month, reason, covers_from, covers_to, licences, unit_minor, amount, currency, change_number
    FROM charge WHERE leg = 'price' AND month = '2025-12-01'
      AND customer_id = (SELECT customer_id FROM statement WHERE id = \(ID<Statement>(statement))) LIMIT 1
    """
  #expect { _ = try world.owner(late) { _ in } } throws: {
    "\(String(reflecting: $0))".contains("charge_on_open_statement")
  }
}
