import Core
import FoundationEssentials
import Postgres

/// Accounts of a batch that make no sense: nothing of the batch is kept, they are parked and the others begin again.
struct UnsoundAccounts: Error {
  let faults: [ID<Organization>: AccountFault]
}

extension BillRun {
  /// One transaction: moves a batch's subscriptions on by one cycle, posts what they owe, writes down what was done.
  static func step(_ batch: BillBatch, _ options: Options, _ book: BillBook, _ office: Office) throws -> AccountTallies
  {
    let tallies = try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "bill-run", office: office)
      tx.enqueue("SET LOCAL work_mem = '64MB'")
      let sheet = try pass("\(batch.condition) AND \(due(at: now, until: options.until))", of: batch, in: work)
      book.record(sheet.accounts, in: tx)
      return sheet.accounts
    }
    book.count(tallies, .cycles, steps: tallies.cycles + tallies.renewals)
    return tallies
  }

  /// Moves one subscription on to its present cycle, inside the transaction of a command on it, and with it those it
  /// goes with: what becomes of an add-on is decided by what becomes of its parent. So it is at a parked account too:
  /// whoever commands looks at this one subscription, and what makes no sense of it is refused.
  static func catchUp(_ id: ID<Subscription>, through day: Day, in command: Work) throws {
    // Time does this, not whoever came by.
    let work = Work(
      tx: command.tx, actor: .system, now: command.now, requestID: command.requestID, office: command.office)
    let root = try work.tx.rows(
      "SELECT coalesce(parent_subscription_id, id), active_add_ons > 0 FROM subscription WHERE id = \(id)")
    guard let row = root.first else { return }
    let head: ID<Subscription> = try row[0]
    let isAlone = try head == id && !(row[1] as Bool)
    let family: SQL = isAlone ? "s.id = \(id)" : "(s.id = \(head) OR s.parent_subscription_id = \(head))"
    while true {
      do {
        let accounts = try pass("\(family) AND s.cycle_to <= \(day)", of: nil, in: work).accounts
        if accounts.cycles + accounts.renewals == 0 { return }
      } catch let unsound as UnsoundAccounts {
        guard let fault = unsound.faults.values.first else { throw unsound }
        throw Refusal.conflict(fault.code, fault.details)
      }
    }
  }

  /// One cycle for all subscriptions that are due under the condition.
  private static func pass(_ due: SQL, of batch: BillBatch?, in work: Work) throws -> ChargeSheet {
    var statements: [SQL] = [
      "SELECT 'posting'::regtype::oid::bigint",
      """
      UPDATE subscription s SET cycle_from = s.cycle_to, cycle_to = least(s.term_end, next_boundary(
        s.anchor_day, s.cycle_to, CASE s.billing_frequency WHEN 'annual' THEN 12 ELSE 1 END))
      WHERE \(due) AND s.cycle_to < s.term_end AND s.status IN ('active', 'suspended') AND NOT s.direct
      RETURNING s.id, s.distributor_id, s.reseller_id, s.customer_id, s.cycle_from, s.cycle_to, s.term_start,
        s.anchor_day, s.billing_frequency, s.status = 'active' OR NOT s.suspension_stops_billing, s.centre_ids,
        s.centre_quantities, s.unit_price, s.currency, s.unit_cost, s.cost_currency, s.changes, s.quantity
      """,
    ]
    if let batch {
      statements.append(
        "SELECT o.id, o.currency FROM organization o WHERE \(batch.organizations) AND o.kind = 'customer'")
    }
    let answers = try work.tx.pipeline(statements)
    let type: Int64 = try answers[0][0][0]
    var sheet = ChargeSheet(of: UInt32(type), at: work.now)
    for row in answers[1] { try sheet.addCycle(row) }
    try Renewals.settle(due, in: work, posting: &sheet)
    if answers.count > 2 {
      for row in answers[2] { sheet.expect(try row[1], of: try row[0]) }
      sheet.checkCurrencies()
      sheet.note(try MonthlyGrowth.faults(in: sheet.accounts, in: work))
    }
    if !sheet.accounts.faults.isEmpty { throw UnsoundAccounts(faults: sheet.accounts.faults) }
    try sheet.post(in: work.tx)
    return sheet
  }
}
