/// A stable, dotted name of a reason, e.g. `quantity.decrease_window_closed`; Messages turns it into a sentence.
package struct Code: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  package let text: String

  package init(stringLiteral value: StaticString) { text = value.description }

  package var description: String { text }
}

/// One thing wrong with one field of the input.
package struct Issue: Hashable, Sendable {
  /// JSON Pointer (RFC 6901) to the member, e.g. `/allocations/1/quantity`.
  package let pointer: String
  package let code: Code
  /// Values the sentence mentions, by name, e.g. `["minimum": "1"]`.
  package let details: [String: String]

  package init(_ pointer: String, _ code: Code, _ details: [String: String] = [:]) {
    self.pointer = pointer
    self.code = code
    self.details = details
  }
}

/// Why a request is not carried out. The one error the domain throws; mapped to HTTP in exactly one place.
package enum Refusal: Error, Hashable, Sendable {
  /// Not there, or not within the actor's reach: nobody can tell which.
  case notFound
  /// Visible to the actor, but the permission is missing.
  case forbidden(Permission)
  /// Visible and permitted in general, but not here, for the reason named.
  case denied(Code)
  /// Fields that are wrong, all of them at once.
  case invalid([Issue])
  /// The object's present state does not allow it.
  case conflict(Code, [String: String] = [:])
  /// The caller's copy is out of date (`If-Match`).
  case stale
  /// The caller's copy is out of date, and it is known who did what since: a sentence with its values.
  case overtaken(Code, [String: String])
}
