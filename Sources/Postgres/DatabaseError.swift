/// What went wrong between the service and its database.
///
/// `description` is vague on purpose, it may reach people; `debugDescription` is for the log. Neither carries the
/// server's DETAIL, which quotes rows.
package enum DatabaseError: Error, Hashable, Sendable {
  /// No connection could be made; the reason is libpq's.
  case unreachable(String)
  /// All connections were in use for longer than the acquire timeout.
  case busy
  /// The connection broke. If this happened while committing, nobody knows whether the transaction took effect.
  case lost
  /// The server refused a statement.
  case failed(sqlstate: String, message: String, constraint: String?)
  /// A parameter cannot be sent, e.g. a text with NUL in it. Nothing was sent.
  case encoding(String)
  /// A column cannot be read as the type wanted.
  case decoding(column: String, type: UInt32, wanted: String, reason: String)
  /// A statement that does not fit the call, e.g. COPY outside `copyIn`.
  case misuse(String)
}

extension DatabaseError {
  /// The server's five-character code, if it refused a statement.
  package var sqlstate: String? {
    if case .failed(let sqlstate, _, _) = self { sqlstate } else { nil }
  }

  /// The constraint that was violated, if one was.
  package var constraint: String? {
    if case .failed(_, _, let constraint) = self { constraint } else { nil }
  }

  /// Whether a unique (or primary) key was violated: the one named, or any.
  package func isUniqueViolation(constraint name: String? = nil) -> Bool { isViolation("23505", name) }

  /// Whether a foreign key was violated: the one named, or any.
  package func isForeignKeyViolation(constraint name: String? = nil) -> Bool { isViolation("23503", name) }

  /// Whether the same transaction may succeed when run again: serialization failure or deadlock.
  package var isSerialization: Bool { sqlstate == "40001" || sqlstate == "40P01" }

  /// Whether the statement ran longer than the statement timeout (or was cancelled).
  package var isTimeout: Bool { sqlstate == "57014" }

  /// Whether a lock could not be had in the time allowed.
  package var isLockTimeout: Bool { sqlstate == "55P03" }

  /// Whether the thing asked for is not in the state for it; the message says why.
  package var isWrongState: Bool { sqlstate == "55000" }

  /// What the server said of a refused statement.
  package var message: String? {
    if case .failed(_, let message, _) = self { message } else { nil }
  }

  /// Whether the database is away: not reached, broken off, or being shut down.
  package var isAway: Bool {
    switch self {
    case .unreachable, .lost: true
    case .failed(let sqlstate, _, _): sqlstate.hasPrefix("57P") || sqlstate.hasPrefix("08")
    default: false
    }
  }

  private func isViolation(_ code: String, _ name: String?) -> Bool {
    sqlstate == code && (name == nil || name == constraint)
  }
}

extension DatabaseError: CustomStringConvertible, CustomDebugStringConvertible {
  /// One sentence without particulars.
  package var description: String {
    switch self {
    case .unreachable, .lost: "The database cannot be reached."
    case .busy: "The database is busy."
    case .failed, .encoding, .decoding, .misuse: "The database refused the request."
    }
  }

  /// SQLSTATE, message and constraint, or whatever else is known.
  package var debugDescription: String {
    switch self {
    case .unreachable(let reason): "unreachable: \(reason)"
    case .busy: "busy: no connection became free in time"
    case .lost: "connection lost"
    case .failed(let sqlstate, let message, let constraint):
      "\(sqlstate): \(message)" + (constraint.map { " (constraint \($0))" } ?? "")
    case .encoding(let reason): "cannot send: \(reason)"
    case .decoding(let column, let type, let wanted, let reason):
      "cannot read column \(column) of type \(type) as \(wanted): \(reason)"
    case .misuse(let reason): "misuse: \(reason)"
    }
  }
}
