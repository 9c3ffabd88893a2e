/// How a closed statement goes to somebody by mail.
package enum StatementMailMode: String, Sendable, CaseIterable {
  /// Not by mail.
  case none
  /// A link to it.
  case link
  /// The document itself, as PDF.
  case pdf
}

/// What one mail about a closed statement holds.
package struct StatementMailContent: Hashable, Sendable {
  /// Whether the PDF goes with it.
  package let attaches: Bool
  /// Whether it links to the portal.
  package let links: Bool
  /// Whether the document is too large for a mail, which the mail then says.
  package let isTooLarge: Bool

  /// - `mode`: as the customer wants it; `none` is nobody's wish to send.
  /// - `readerHasAccount`: whether whoever gets it can sign in and see the statement.
  /// - `bytes`: of the PDF; nil when it was not made, being far too large.
  ///
  /// Who has no account gets the document whatever was wished, and no link that would ask them to sign in.
  package init(_ mode: StatementMailMode, readerHasAccount: Bool, bytes: Int?, limit: Int) {
    let wantsDocument = mode == .pdf || !readerHasAccount
    let fits = bytes.map { $0 <= limit } ?? false
    attaches = wantsDocument && fits
    links = readerHasAccount
    isTooLarge = wantsDocument && !fits
  }

  /// Whether the document has to be made at all.
  package static func needsDocument(_ mode: StatementMailMode, readerHasAccount: Bool) -> Bool {
    mode == .pdf || !readerHasAccount
  }
}
