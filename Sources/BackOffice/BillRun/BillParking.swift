import Core
import FoundationEssentials
import Postgres

/// Sets accounts aside that cannot be billed, so that the others can.
enum BillParking {
  /// A step of the run, again and again without the accounts that stop it. Where it is the database that refuses, they
  /// are found by halves.
  static func batch(
    _ batch: BillBatch, _ options: BillRun.Options, _ book: BillBook, _ office: Office
  ) throws -> AccountTallies {
    do {
      return try sound(batch, options, book, office)
    } catch  where isAboutData(error) {
      let customers = try customers(of: batch, options, office)
      var refused: [ID<Organization>: AccountFault] = [:]
      let tallies = try sifted(customers[...], options, book, office, error, &refused)
      // Where not one of many can be billed, it is not the accounts that are wrong.
      if refused.count == customers.count, customers.count >= many { throw error }
      if !refused.isEmpty { try park(refused, book, office) }
      return tallies
    }
  }

  private static let many = 3

  /// Parks what the step finds wrong and begins it again; each round parks somebody, so there is an end.
  private static func sound(
    _ batch: BillBatch, _ options: BillRun.Options, _ book: BillBook, _ office: Office
  ) throws -> AccountTallies {
    while true {
      do {
        return try repeating { try BillRun.step(batch, options, book, office) }
      } catch let unsound as UnsoundAccounts {
        try park(unsound.faults, book, office)
      }
    }
  }

  /// Bills those that let themselves be billed, and says who stops it even alone.
  private static func sifted(
    _ customers: ArraySlice<ID<Organization>>, _ options: BillRun.Options, _ book: BillBook, _ office: Office,
    _ reason: any Error, _ refused: inout [ID<Organization>: AccountFault]
  ) throws -> AccountTallies {
    guard customers.count > 1 else {
      if let customer = customers.first { refused[customer] = fault(reason) }
      return AccountTallies()
    }
    let middle = customers.startIndex + customers.count / 2
    var all = AccountTallies()
    for half in [customers[..<middle], customers[middle...]] {
      do {
        all.add(try sound(BillBatch(customers: .named(Array(half)), steps: 0), options, book, office))
      } catch  where isAboutData(error) {
        all.add(try sifted(half, options, book, office, error, &refused))
      }
    }
    return all
  }

  private static func customers(
    of batch: BillBatch, _ options: BillRun.Options, _ office: Office
  ) throws -> [ID<Organization>] {
    try office.everything { tx, now in
      try tx.rows(
        """
        SELECT DISTINCT s.customer_id FROM subscription s
        WHERE \(batch.condition) AND \(BillRun.due(at: now, until: options.until))
          AND s.status IN ('active', 'suspended') AND NOT s.direct
        ORDER BY s.customer_id
        """
      ).map { try $0[0] }
    }
  }

  /// A batch of usage was refused: each customer's alone, those that are refused again parked.
  static func usage(of keys: [UsageKey], _ options: BillRun.Options, _ book: BillBook, _ office: Office) throws {
    let customers: [ID<Organization>] = try office.everything { tx, _ in
      try tx.rows(
        "SELECT DISTINCT customer_id FROM subscription WHERE id = ANY (\(Array(Set(keys.map(\.subscription)))))"
      ).map { try $0[0] }
    }
    for customer in customers {
      do {
        let tallies = try repeating {
          try office.everything { tx, now in
            let work = Work(tx: tx, actor: .system, now: now, requestID: "usage-run", office: office)
            let own = try UsagePosting.due(of: customer, until: options.until, in: work)
            let tallies = BillRun.tallies(of: try UsagePosting.post(own, until: options.until, in: work))
            book.record(tallies, in: tx)
            return tallies
          }
        }
        book.count(tallies, .usage, steps: tallies.all.reduce(0) { $0 + $1.sums.reduce(0) { $0 + $1.usage } })
      } catch  where isAboutData(error) {
        try park([customer: fault(error)], book, office)
      }
    }
  }

  /// A statement that the database refuses to close: its customer is parked; of a reseller there is nothing to park.
  static func refused(
    _ record: Statements.Record, _ error: any Error, _ book: BillBook, _ office: Office
  ) throws {
    guard isAboutData(error) else { throw error }
    Log.note("bill.statement_refused", "\(record.id): \(String(reflecting: error))")
    if let customer = record.path.customer { try park([customer: fault(error)], book, office) }
  }

  // MARK: - Errors

  /// Two runs at once may wait for each other's rows in a circle; the one the database ends begins its batch again.
  static func repeating<Result>(_ batch: () throws -> Result) throws -> Result {
    for _ in 1..<attempts {
      do { return try batch() } catch let error as DatabaseError where error.isSerialization { continue }
    }
    return try batch()
  }

  private static let attempts = 5

  /// Whether it is about what was to be billed; not about the database being away, full or too slow, nor about our own
  /// mistakes in what we ask of it.
  static func isAboutData(_ error: any Error) -> Bool {
    switch error {
    case DatabaseError.failed(let sqlstate, _, _): ["22", "23", "P0"].contains(sqlstate.prefix(2))
    case DatabaseError.decoding, is Refusal: true
    default: false
    }
  }

  /// Why an account that stops the others is parked.
  static func fault(_ error: any Error) -> AccountFault {
    switch error {
    case DatabaseError.failed(let sqlstate, _, let constraint): .refused(sqlstate: sqlstate, constraint: constraint)
    case DatabaseError.decoding(let column, _, _, _): .refused(sqlstate: "22000", constraint: column)
    case Refusal.conflict(let code, _): .refused(sqlstate: "–", constraint: code.text)
    default: .refused(sqlstate: "–", constraint: nil)
    }
  }

  // MARK: - Parking

  /// In a transaction of its own. Whoever is parked already stays so, with the reason there was first.
  private static func park(
    _ faults: [ID<Organization>: AccountFault], _ book: BillBook, _ office: Office
  ) throws {
    var parked = AccountTallies()
    try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "bill-run", office: office)
      for path in try ParkedAccounts.park(faults, by: book.entered(in: tx), in: work) {
        let place = parked.place(of: path)
        parked.change(place) { $0.parked += 1 }
      }
      book.record(parked, in: tx)
    }
    book.count(parked, .cycles, steps: 0)
    guard book.summary.parked <= Bounds.parkedInRun else {
      throw Refusal.conflict("bill.too_many_parked", ["count": String(book.summary.parked)])
    }
  }
}

extension AccountTallies {
  /// Adds those of other accounts, or of the same ones.
  fileprivate mutating func add(_ other: AccountTallies) {
    for tally in other.all {
      let place = place(of: tally.path)
      change(place) { $0.add(tally) }
    }
  }
}
