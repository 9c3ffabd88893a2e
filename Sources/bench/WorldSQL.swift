/// The statements that fill a world. The server makes the rows itself: that is COPY without the trip.
enum WorldSQL {
  /// What the names of customers are made of.
  static let syllables = [
    "al", "ber", "cor", "del", "est", "fra", "gen", "hel", "ibis", "jura", "kol", "lum", "mon", "nord", "oro", "pri",
    "qua", "rhin", "sol", "tor", "uni", "val", "wes", "xen", "yver", "zur", "bra", "cla", "dru", "eva", "fon", "gri",
    "has", "ina", "kra", "lea", "mar", "neo", "opt", "pla",
  ]

  private static let array = "ARRAY['" + syllables.joined(separator: "','") + "']"

  private static let distributor = "'\(World.id(.distributor, 0))'::uuid"

  static func tree(_ size: World.Size) -> String {
    """
    INSERT INTO organization (id, kind, distributor_id, name, country, currency, time_zone, created_at)
    VALUES (\(distributor), 'distributor', \(distributor), 'Bench Distribution', 'CH', 'CHF', 'Europe/Zurich',
      '2025-01-01');
    INSERT INTO organization (id, kind, distributor_id, reseller_id, name, country, currency, time_zone, created_at)
    SELECT id, 'reseller', \(distributor), id, 'Reseller ' || r, 'CH', 'CHF', 'Europe/Zurich', '2025-01-01'
    FROM generate_series(0, \(size.resellers - 1)) r, LATERAL (SELECT \(World.idSQL(.reseller, "r")) AS id) ids;
    INSERT INTO organization (id, kind, distributor_id, reseller_id, customer_id, name, country, currency, time_zone,
      created_at)
    SELECT id, 'customer', \(distributor), \(World.idSQL(.reseller, "c % \(size.resellers)")), id,
      initcap(names[1 + c * 7 % 40] || names[1 + c / 40 % 40] || names[1 + c / 1600 % 40]) || ' '
        || (ARRAY['AG', 'GmbH', 'SA', 'Sàrl'])[1 + c % 4], 'CH', 'CHF', 'Europe/Zurich', '2025-01-01'
    FROM generate_series(0, \(size.customers - 1)) c, LATERAL (SELECT \(World.idSQL(.customer, "c")) AS id) ids,
      (SELECT \(array) AS names) syllables;
    INSERT INTO billing_centre (id, distributor_id, reseller_id, customer_id, code, name, is_default, position)
    SELECT \(World.idSQL(.centre, "c * 10 + k")), \(distributor), \(World.idSQL(.reseller, "c % \(size.resellers)")),
      \(World.idSQL(.customer, "c")), 'CC-' || k, 'Centre ' || k, k = 1, k
    FROM generate_series(0, \(size.customers - 1)) c, generate_series(1, 4) k;
    """
  }

  static func catalogue(_ size: World.Size) -> String {
    """
    INSERT INTO service (id, distributor_id, name, vendor, position)
    SELECT \(World.idSQL(.service, "v")), \(distributor), 'Service ' || v, 'Vendor', v FROM generate_series(0, 3) v;
    INSERT INTO product (id, distributor_id, service_id, name)
    SELECT \(World.idSQL(.product, "v")), \(distributor), \(World.idSQL(.service, "v")), 'Product ' || v
    FROM generate_series(0, 3) v;
    INSERT INTO plan (id, distributor_id, service_id, product_id, name)
    SELECT \(World.idSQL(.plan, "p")), \(distributor), \(World.idSQL(.service, "p % 4")),
      \(World.idSQL(.product, "p % 4")), (ARRAY['Basic', 'Standard', 'Premium'])[1 + p % 3] || ' Plan ' || p
    FROM generate_series(0, 7) p;
    INSERT INTO offer (id, distributor_id, plan_id, segment, term, billing_frequency, maximum, decrease_window,
      cancel_window, suspension_stops_billing)
    SELECT \(World.idSQL(.offer, "p")), \(distributor), \(World.idSQL(.plan, "p")), 'commercial', 'P1Y', 'monthly',
      100000000, 'P7D', 'P7D', false
    FROM generate_series(0, 7) p;
    INSERT INTO reseller_offer (reseller_id, distributor_id, offer_id, cost_minor, cost_currency)
    SELECT \(World.idSQL(.reseller, "r")), \(distributor), \(World.idSQL(.offer, "p")), 310, 'CHF'
    FROM generate_series(0, \(size.resellers - 1)) r, generate_series(0, 7) p;
    INSERT INTO selling_price (reseller_id, offer_id, currency, price_minor)
    SELECT \(World.idSQL(.reseller, "r")), \(World.idSQL(.offer, "p")), 'CHF', 390
    FROM generate_series(0, \(size.resellers - 1)) r, generate_series(0, 7) p;
    """
  }

  /// Monthly cycles, all begun in January 2026 and ending in February: subscription `n` on day `1 + n % 28`. One in
  /// `subscriptions / 40` belongs to customer 0, besides its ten.
  static func subscriptions(_ size: World.Size) -> String {
    """
    INSERT INTO subscription (id, distributor_id, reseller_id, customer_id, service_id, plan_id, offer_id, plan_name,
      service_name, friendly_name, status, quantity, centre_ids, centre_quantities, lot_times, lot_quantities,
      time_zone, term, billing_frequency, start_day, anchor_day, term_start, term_end, cycle_from, cycle_to,
      purchased_at, currency, unit_price, cost_currency, unit_cost, minimum, maximum, decrease_window, cancel_window,
      suspension_stops_billing, changes)
    SELECT \(World.idSQL(.subscription, "n")), \(distributor), \(World.idSQL(.reseller, "c % \(size.resellers)")),
      \(World.idSQL(.customer, "c")), \(World.idSQL(.service, "n % 4")), \(World.idSQL(.plan, "n % 8")),
      \(World.idSQL(.offer, "n % 8")), (ARRAY['Basic', 'Standard', 'Premium'])[1 + n % 8 % 3] || ' Plan ' || n % 8,
      'Service ' || n % 4, CASE WHEN n % 3 > 0 THEN 'Team ' || n % 1000 END, 'active', q,
      (ARRAY[\(World.idSQL(.centre, "c * 10 + 1")), \(World.idSQL(.centre, "c * 10 + 2")),
        \(World.idSQL(.centre, "c * 10 + 3")), \(World.idSQL(.centre, "c * 10 + 4"))])[:m],
      (ARRAY[q - (m - 1) * (q / m), q / m, q / m, q / m])[:m], ARRAY[start::timestamptz], ARRAY[q], 'Europe/Zurich',
      'P1Y', 'monthly', start, start, start, (start + interval '1 year')::date, date '2026-01-01' + a,
      date '2026-02-01' + a, start::timestamptz, 'CHF', price, 'CHF', price * 4 / 5, 1, 100000000, 'P7D', 'P7D',
      false, 1
    FROM generate_series(0, \(size.subscriptions - 1)) n,
      LATERAL (SELECT n % 28 AS a, 4 + n % 17 AS q, 1 + n / \(size.resellers) % 4 AS m, 390 + n % 97 * 13 AS price,
        CASE WHEN n % \(size.subscriptions / 40) = 7 THEN 0 ELSE n % \(size.customers) END AS c) facts,
      LATERAL (SELECT (date '2025-03-01' + a + make_interval(months => n % 11))::date AS start) days;
    """
  }

  static let changes = """
    INSERT INTO subscription_change (subscription_id, number, id, distributor_id, reseller_id, customer_id, at, day,
      kind, actor_name, billable, centre_ids, centre_quantities, after)
    SELECT id, 1, ('01900000-0000-7000-8006-' || right(id::text, 12))::uuid, distributor_id, reseller_id, customer_id,
      purchased_at, start_day, 'purchase', 'Bench', true, centre_ids, centre_quantities,
      jsonb_build_object('status', status, 'quantity', quantity, 'autoRenew', true)
    FROM subscription ORDER BY id;
    """
}
