import Core
import FoundationEssentials
import Postgres

/// What grows without end is kept in a table a month; see migration `0031_months`.
package enum Months {
  /// So many months ahead have their tables, so that a service that stood still for long still writes into one.
  private static let ahead = 2

  /// Makes the months that are missing. Where the database is too busy for it, the next call does it: until then what
  /// belongs to them waits in the rest.
  package static func make(_ office: Office) throws {
    do {
      while try office.everything({ tx, _ in try tx.rows("SELECT make_next_month(\(ahead)::int)")[0][0] as Bool }) {}
    } catch let error as DatabaseError where error.isLockTimeout || error.isSerialization {
      Log.note("months.busy", "the tables of the coming months could not be made yet")
    }
  }

  /// From which day on the ledger can be recomputed; nil: nothing of it was detached.
  static func keptFrom(in tx: Transaction) throws -> Day? { try tx.rows("SELECT ledger_kept_from()")[0][0] }

  /// One month of one table.
  package struct Kept: Sendable {
    /// E.g. `charge`.
    package let parent: String
    package let month: Month
    /// On disk, with its indexes.
    package let bytes: Int64
  }

  /// What there is, oldest first. As the owner of the database.
  package static func list(_ connection: Connection) throws -> [Kept] {
    try connection.rows(
      """
      SELECT p.relname::text, to_date(right(c.relname, 7), 'YYYY_MM'), pg_total_relation_size(c.oid)
      FROM kept_from k JOIN pg_class p ON p.oid = to_regclass(k.parent)
      JOIN pg_inherits i ON i.inhparent = p.oid JOIN pg_class c ON c.oid = i.inhrelid
      WHERE c.relname ~ '_[0-9]{4}_[0-9]{2}$' ORDER BY 2, 1
      """
    ).map { Kept(parent: try $0[0], month: Month(containing: try $0[1]), bytes: try $0[2]) }
  }

  /// Detaches what is older than a month, oldest first, each table of a month in a transaction of its own; `done` is
  /// told the names of the tables that now stand alone. Throws what the database says where one is still needed.
  package static func detach(
    before month: Month, _ connection: Connection, done: (String) -> Void
  ) throws {
    for kept in try list(connection) where kept.month.first < month.first {
      let rows = try connection.rows("SELECT detach_month(\(kept.parent), \(kept.month.first))")
      done(try rows[0][0])
    }
  }
}
