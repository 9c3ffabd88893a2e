import Core
import FoundationEssentials
import Postgres

/// Reads many subscriptions with all that decisions about them need: as many statements for any number of them.
enum BulkLoading {
  /// The rows in the actor's reach, with `locking` locked in one order, so that two batches cannot wait for each other
  /// in a circle. What is not in reach is not among them.
  static func records(
    _ ids: [ID<Subscription>], in work: Work, locking: Bool
  ) throws -> [ID<Subscription>: SubscriptionRecord] {
    let lock: SQL = locking ? "FOR NO KEY UPDATE" : ""
    let columns = SubscriptionRecord.columns(at: work.now)
    return try work.tx.rows("SELECT \(columns) FROM subscription s WHERE s.id = ANY (\(ids)) ORDER BY s.id \(lock)")
      .reduce(into: [:]) { records, row in
        let record = try SubscriptionRecord(row: row)
        records[record.id] = record
      }
  }

  /// The same with their ledgers. They are one reseller's, whose reach the transaction has from then on: the
  /// commercial side of the contract, whose command a subscription's change always is.
  static func ledgers(
    of records: [SubscriptionRecord], sold reseller: ID<Organization>, in work: Work
  ) throws -> [ID<Subscription>: SubscriptionRecord.Ledgered] {
    let ids = records.map(\.id)
    let customers = Array(Set(records.map(\.subscription.customer)))
    let results = try work.tx.pipeline([
      Reach.commercial(of: reseller),
      """
      SELECT c.day, c.billable, c.centre_ids, c.centre_quantities, c.number, c.subscription_id
      FROM subscription s JOIN subscription_change c ON c.subscription_id = s.id
      WHERE s.id = ANY (\(ids)) AND c.number >= coalesce((
        SELECT max(x.number) FROM subscription_change x WHERE x.subscription_id = s.id AND x.day <= s.cycle_from), 1)
      ORDER BY c.subscription_id, c.number
      """,
      """
      SELECT c.leg, c.centre_id, sum(c.amount)::bigint, c.subscription_id
      FROM subscription s JOIN charge c ON c.subscription_id = s.id AND c.cycle_from = s.cycle_from
        AND c.month >= date_trunc('month', s.cycle_from)::date
      WHERE s.id = ANY (\(ids)) AND c.meter_id IS NULL
      GROUP BY c.subscription_id, c.leg, c.centre_id
      """,
      """
      SELECT id, is_default, closed, position, customer_id FROM billing_centre
      WHERE customer_id = ANY (\(customers)) ORDER BY customer_id, position
      """,
      StandingRuleStore.query(of: customers),
    ])
    var entries: [ID<Subscription>: (lines: [LedgerEntry], last: Int)] = [:]
    for row in results[1] {
      entries[try row[5], default: ([], 0)].lines.append(try SubscriptionRecord.entry(row))
      entries[try row[5]]?.last = try row[4]
    }
    let posted = try posted(results[2])
    let centres = try results[3].reduce(into: [ID<Organization>: [Centre]]()) {
      $0[try $1[4], default: []].append(try BillingCentres.centre($1))
    }
    let rules = try StandingRuleStore.rules(results[4])
    return records.reduce(into: [:]) { all, record in
      let ledger = entries[record.id]
      all[record.id] = SubscriptionRecord.Ledgered(
        record: record, entries: ledger?.lines ?? [], posted: posted[record.id] ?? PostedSums(price: [], cost: 0),
        centres: record.centres(centres[record.subscription.customer] ?? [], rules), lastChange: ledger?.last ?? 0)
    }
  }

  private static func posted(_ rows: Rows) throws -> [ID<Subscription>: PostedSums] {
    var all: [ID<Subscription>: PostedSums] = [:]
    for row in rows {
      let id: ID<Subscription> = try row[3]
      let minor: Int64 = try row[2]
      var sums = all[id] ?? PostedSums(price: [], cost: 0)
      if let centre: ID<BillingCentre> = try row[1] {
        sums.price.append(CentreAmount(centre: centre, minor: minor))
      } else {
        sums.cost += minor
      }
      all[id] = sums
    }
    return all
  }
}

extension Reach {
  /// A reseller's reach, as a command on one of its subscriptions has it.
  static func commercial(of reseller: ID<Organization>) -> SQL {
    """
    SELECT set_config('comptoir.distributor', '', true), set_config('comptoir.customer', '', true),
      set_config('comptoir.reseller', \(reseller.description), true), set_config('comptoir.view', 'all', true),
      set_config('comptoir.accounts', 'all', true), set_config('comptoir.centres', '', true)
    """
  }
}
