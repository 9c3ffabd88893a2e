import FoundationEssentials
import Postgres

/// A file that waits in a row to be taken in by a job, and is read and told of past the job's own transaction.
struct SentFile {
  private let table: SQL
  private let id: UUID
  private let office: Office

  /// `table` has `id`, `content` and `lines_read`.
  init(in table: SQL, _ id: UUID, _ office: Office) {
    self.table = table
    self.id = id
    self.office = office
  }

  /// The file in pieces, each read by a transaction of its own: the import's own connection is busy copying.
  func pieces() -> () throws -> [UInt8]? {
    let pieceBytes = 1 << 20
    var position = 1
    return {
      let piece: [UInt8] = try office.everything { tx, _ in
        try tx.rows(
          """
          SELECT coalesce(substring(content FROM \(position)::int FOR \(pieceBytes)::int), '')
          FROM \(table) WHERE id = \(id)
          """
        ).first.map { try $0[0] } ?? []
      }
      position += piece.count
      return piece.isEmpty ? nil : piece
    }
  }

  /// Tells how far it is.
  func note(_ lines: Int) {
    _ = try? office.everything { tx, _ in
      try tx.execute("UPDATE \(table) SET lines_read = \(lines) WHERE id = \(id)")
    }
  }
}
