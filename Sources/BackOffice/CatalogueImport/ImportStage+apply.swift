import Core
import FoundationEssentials
import Postgres

extension ImportStage {
  /// Takes over what was compared: first what is sold, then what it costs.
  func apply() throws {
    _ = try work.tx.pipeline(names + offers + prices + (target.reseller.map { [allowing($0)] } ?? []))
  }

  /// Categories, services, products and plans that are not there yet.
  private var names: [SQL] {
    let owner = target.distributor
    return [
      """
      INSERT INTO category (id, distributor_id, name, position)
      SELECT gen_random_uuid(), \(owner), o.category,
        (SELECT coalesce(max(position), 0) FROM category WHERE distributor_id = \(owner)) + row_number() OVER (
          ORDER BY min(o.n))
      FROM import_offer o WHERE o.category IS NOT NULL GROUP BY o.category ON CONFLICT DO NOTHING
      """,
      """
      INSERT INTO service (id, distributor_id, name, vendor, position)
      SELECT gen_random_uuid(), \(owner), o.service, (array_agg(o.vendor ORDER BY o.n))[1],
        (SELECT coalesce(max(position), 0) FROM service WHERE distributor_id = \(owner)) + row_number() OVER (
          ORDER BY min(o.n))
      FROM import_offer o WHERE o.known_vendor IS NULL GROUP BY o.service
      """,
      """
      INSERT INTO product (id, distributor_id, service_id, name)
      SELECT gen_random_uuid(), \(owner), v.id, o.product
      FROM (SELECT DISTINCT service, product FROM import_offer) o
      JOIN service v ON v.distributor_id = \(owner) AND v.name = o.service ON CONFLICT DO NOTHING
      """,
      """
      INSERT INTO plan (id, distributor_id, service_id, product_id, name, description, category_id)
      SELECT gen_random_uuid(), \(owner), v.id, d.id, o.plan, coalesce(o.description, ''), g.id
      FROM (SELECT DISTINCT ON (service, product, plan) * FROM import_offer WHERE plan_id IS NULL
        ORDER BY service, product, plan, n) o
      JOIN service v ON v.distributor_id = \(owner) AND v.name = o.service
      JOIN product d ON d.service_id = v.id AND d.name = o.product
      LEFT JOIN category g ON g.distributor_id = \(owner) AND g.name = o.category
      """,
      """
      UPDATE plan p SET description = coalesce(o.description, p.description),
        category_id = coalesce(g.id, p.category_id), version = p.version + 1
      FROM (SELECT DISTINCT ON (plan_id) plan_id, description, category FROM import_offer WHERE plan_id IS NOT NULL
        ORDER BY plan_id, n) o
      LEFT JOIN category g ON g.distributor_id = \(owner) AND g.name = o.category
      WHERE p.id = o.plan_id AND (coalesce(o.description, p.description), coalesce(g.id, p.category_id))
        IS DISTINCT FROM (p.description, p.category_id)
      """,
    ]
  }

  private var offers: [SQL] {
    let owner = target.distributor
    return [
      """
      INSERT INTO offer (id, distributor_id, plan_id, segment, term, billing_frequency, trial, minimum, maximum,
        decrease_window, cancel_window, suspension_stops_billing, ends_on)
      SELECT o.offer_id, \(owner), p.id, o.segment, o.term, o.frequency, o.trial, coalesce(o.minimum, 1), o.maximum,
        o.decrease_window, o.cancel_window, coalesce(o.stops, false), o.closes
      FROM import_offer o
      JOIN service v ON v.distributor_id = \(owner) AND v.name = o.service
      JOIN product d ON d.service_id = v.id AND d.name = o.product
      JOIN plan p ON p.product_id = d.id AND p.name = o.plan
      WHERE o.is_new ORDER BY o.offer_id
      """,
      """
      UPDATE offer f SET minimum = coalesce(o.minimum, f.minimum), maximum = coalesce(o.maximum, f.maximum),
        decrease_window = coalesce(o.decrease_window, f.decrease_window),
        cancel_window = coalesce(o.cancel_window, f.cancel_window),
        suspension_stops_billing = coalesce(o.stops, f.suspension_stops_billing),
        ends_on = coalesce(o.closes, f.ends_on), version = f.version + 1
      FROM import_offer o
      WHERE f.id = o.offer_id AND NOT o.is_new
        AND (o.is_changed OR o.closes IS NOT NULL AND o.closes IS DISTINCT FROM o.was_closing)
      """,
    ]
  }

  /// A line that begins on the same day is replaced, one that holds then ends, and the new one holds until the next.
  ///
  /// Sorted as the indexes are, which writes half a million lines in little more than half the time.
  private var prices: [SQL] {
    let author = work.actor.author
    return [
      """
      DELETE FROM cost_price c USING import_price p
      WHERE c.id = p.was_id AND p.was_from = p.starts AND p.state <> 'unchanged'
      """,
      """
      UPDATE cost_price c SET valid_to = p.starts, set_at = \(work.now)
      FROM (SELECT was_id, min(starts) AS starts FROM import_price
        WHERE was_from < starts AND state <> 'unchanged' GROUP BY was_id) p
      WHERE c.id = p.was_id
      """,
      """
      INSERT INTO cost_price (distributor_id, reseller_id, offer_id, currency, cost_minor, list_minor, valid_from,
        valid_to, set_at, set_by, set_by_name)
      SELECT \(target.distributor), \(target.reseller), p.offer_id, p.currency, p.cost, p.list, p.starts,
        coalesce(p.ends, least(p.following, CASE WHEN NOT p.is_new THEN (
          SELECT min(c.valid_from) FROM cost_price c
          WHERE c.offer_id = p.offer_id AND c.currency = p.currency AND c.valid_from > p.starts
            AND c.reseller_id IS NOT DISTINCT FROM \(target.reseller)) END)),
        \(work.now), \(author), \(work.actor.name)
      FROM import_price p WHERE p.state <> 'unchanged' ORDER BY p.offer_id, p.currency, p.starts
      """,
    ]
  }

  /// What a reseller has a cost of its own for, it may sell, unless that was refused.
  private func allowing(_ reseller: ID<Organization>) -> SQL {
    """
    INSERT INTO reseller_offer (reseller_id, distributor_id, offer_id)
    SELECT DISTINCT \(reseller), \(target.distributor), offer_id FROM import_price ON CONFLICT DO NOTHING
    """
  }
}
