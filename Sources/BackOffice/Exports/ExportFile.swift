import Core
import FoundationEssentials
import Postgres

/// It is not this worker's turn any more: the export was deleted, or another worker has taken it.
struct ExportStopped: Error {}

/// The service stops: another instance, or this one later, begins the export again.
struct ExportInterrupted: Error {}

/// The file of an export while it is made: what is written becomes rows, a piece a transaction, each telling that the
/// worker is alive and how far it is.
final class ExportFile {
  private let record: Exports.Record
  private let office: Office
  private let isStopping: () -> Bool
  private var piece: [UInt8] = []
  private var number = 0
  private var bytes = 0
  private var done = 0
  private var lastTold = ContinuousClock.now

  init(of record: Exports.Record, _ office: Office, isStopping: @escaping () -> Bool) {
    self.record = record
    self.office = office
    self.isStopping = isStopping
    piece.reserveCapacity(Bounds.exportChunkBytes)
  }

  func begin(total: Int) throws {
    try office.everything { tx, _ in
      guard try ExportStore.tell(record, total: total, in: tx) else { throw ExportStopped() }
    }
  }

  func write(_ content: UnsafeRawBufferPointer) throws {
    var rest = content[...]
    while !rest.isEmpty {
      let taken = rest.prefix(Bounds.exportChunkBytes - piece.count)
      piece.append(contentsOf: taken)
      rest = rest.dropFirst(taken.count)
      if piece.count == Bounds.exportChunkBytes { try keep() }
    }
  }

  /// So many more lines are written; said at most once a second.
  func advance(by lines: Int) throws {
    done += lines
    if isStopping() { throw ExportInterrupted() }
    guard ContinuousClock.now - lastTold >= .seconds(1) else { return }
    try tell { _ in }
  }

  func finish() throws { if !piece.isEmpty { try keep() } }

  private func keep() throws {
    bytes += piece.count
    if isStopping() { throw ExportInterrupted() }
    if bytes > Bounds.exportBytes {
      throw Refusal.conflict("export.too_large", ["maximum": "\(Bounds.exportBytes >> 30)"])
    }
    number += 1
    try tell { ExportStore.append(piece, number: number, to: record, in: $0) }
    piece.removeAll(keepingCapacity: true)
  }

  private func tell(_ more: (Transaction) -> Void) throws {
    try office.everything { tx, _ in
      guard try ExportStore.tell(record, done: done, bytes: bytes, in: tx) else { throw ExportStopped() }
      more(tx)
    }
    lastTold = ContinuousClock.now
  }
}
