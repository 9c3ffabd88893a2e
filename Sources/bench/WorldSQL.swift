/// What is little in a world: its resellers and what they sell.
enum WorldSQL {
  private static let distributor = "'\(World.id(.distributor, 0))'::uuid"

  static func resellers(_ size: World.Size) -> String {
    """
    INSERT INTO organization (id, kind, distributor_id, name, country, currency, time_zone, created_at)
    VALUES (\(distributor), 'distributor', \(distributor), 'Bench Distribution', 'CH', 'CHF', 'Europe/Zurich',
      '2025-01-01');
    INSERT INTO organization (id, kind, distributor_id, reseller_id, name, country, currency, time_zone, created_at)
    SELECT id, 'reseller', \(distributor), id, 'Reseller ' || r, 'CH', 'CHF', 'Europe/Zurich', '2025-01-01'
    FROM generate_series(0, \(size.resellers - 1)) r, LATERAL (SELECT \(World.idSQL(.reseller, "r")) AS id) ids;
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
    INSERT INTO reseller_offer (reseller_id, distributor_id, offer_id)
    SELECT \(World.idSQL(.reseller, "r")), \(distributor), \(World.idSQL(.offer, "p"))
    FROM generate_series(0, \(size.resellers - 1)) r, generate_series(0, 7) p;
    INSERT INTO cost_price (distributor_id, offer_id, currency, cost_minor)
    SELECT \(distributor), \(World.idSQL(.offer, "p")), 'CHF', 310 FROM generate_series(0, 7) p;
    INSERT INTO selling_price (reseller_id, distributor_id, offer_id, currency, price_minor)
    SELECT \(World.idSQL(.reseller, "r")), \(distributor), \(World.idSQL(.offer, "p")), 'CHF', 390
    FROM generate_series(0, \(size.resellers - 1)) r, generate_series(0, 7) p;
    """
  }
}
