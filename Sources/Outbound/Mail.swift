import FoundationEssentials

/// Why a mail was not sent.
package enum MailError: Error, Equatable, Sendable {
  /// It must not be sent like this; names the part that is wrong.
  case invalid(String)
  /// The server cannot be reached, or asks to try again, or does not let us in: the mail itself is not at fault.
  case temporary(String)
  /// The server refuses this mail for good: its reply code and words.
  case permanent(Int, String)
}

/// A mail in plain text and HTML, to one recipient.
package struct Mail: Sendable, Hashable {
  /// `billing@example.test` or `Alpine Cloud <billing@example.test>`.
  package var from: String
  /// The one recipient, written like `from`.
  package var to: String
  /// Any script, one line.
  package var subject: String
  /// The body for readers of plain text.
  package var text: String
  /// The same body as an HTML document.
  package var html: String
  /// `<unique@host>`, or without the brackets. The same for every attempt, so that a repeated mail can be recognized.
  package var messageID: String
  /// RFC 5322, e.g. `Thu, 15 Jan 2026 09:30:00 +0000`.
  package var date: String
  /// BCP 47.
  package var language: String
  /// Files that go with it.
  package var attachments: [Attachment] = []

  /// A file that goes with a mail.
  package struct Attachment: Sendable, Hashable {
    /// Plain ASCII without quotes.
    package var fileName: String
    /// E.g. `application/pdf`.
    package var mediaType: String
    /// Its bytes.
    package var content: [UInt8]

    /// A file; nothing is checked before `mime()`.
    package init(fileName: String, mediaType: String, content: [UInt8]) {
      self.fileName = fileName
      self.mediaType = mediaType
      self.content = content
    }
  }

  /// A mail; nothing is checked before `mime()`.
  package init(
    from: String, to: String, subject: String, text: String, html: String, messageID: String, date: String,
    language: String = "en"
  ) {
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.html = html
    self.messageID = messageID
    self.date = date
    self.language = language
  }

  /// QP and base64 never contain `=_`, so no body can contain this.
  private static let boundary = "=_comptoir_alternative"
  private static let outerBoundary = "=_comptoir_mixed"

  /// The message as it goes over the wire: ASCII, CRLF, no line over 76 characters in the bodies.
  ///
  /// Throws `MailError.invalid` for anything that could add a header or a recipient.
  package func mime() throws(MailError) -> [UInt8] {
    let (from, to) = (try MailAddress(from, field: "from"), try MailAddress(to, field: "to"))
    guard isHeaderSafe(subject) else { throw .invalid("subject") }
    guard isToken(language) else { throw .invalid("language") }
    guard isPrintableASCII(date), date.utf8.count <= 60 else { throw .invalid("date") }
    let head = """
      From: \(from.header)
      To: \(to.header)
      Subject: \(encodedWords(subject, startingAt: 9))
      Date: \(date)
      Message-ID: <\(try bareMessageID())>
      MIME-Version: 1.0
      Content-Language: \(language)
      Auto-Submitted: auto-generated

      """
    guard !attachments.isEmpty else { return Array(withNetworkLineBreaks(head + alternatives).utf8) }
    let mixed = """
      Content-Type: multipart/mixed;
       boundary="\(Mail.outerBoundary)"

      --\(Mail.outerBoundary)
      \(alternatives)
      """
    var message = Array(withNetworkLineBreaks(head + mixed).utf8)
    for attachment in attachments { try append(attachment, to: &message) }
    message.append(contentsOf: "--\(Mail.outerBoundary)--\r\n".utf8)
    return message
  }

  /// The body as plain text and as a page.
  private var alternatives: String {
    """
    Content-Type: multipart/alternative;
     boundary="\(Mail.boundary)"

    --\(Mail.boundary)
    \(part("text/plain", text))
    --\(Mail.boundary)
    \(part("text/html", html))
    --\(Mail.boundary)--

    """
  }

  private func append(_ attachment: Attachment, to message: inout [UInt8]) throws(MailError) {
    let name = attachment.fileName
    guard isPrintableASCII(name), (1...150).contains(name.utf8.count),
      !name.utf8.contains(where: { "\"\\/".utf8.contains($0) })
    else { throw .invalid("attachment") }
    let type = attachment.mediaType.split(separator: "/", omittingEmptySubsequences: false)
    guard type.count == 2, type.allSatisfy({ !$0.isEmpty && isToken(String($0)) }) else { throw .invalid("attachment") }
    let head = """
      --\(Mail.outerBoundary)
      Content-Type: \(attachment.mediaType);
       name="\(name)"
      Content-Disposition: attachment;
       filename="\(name)"
      Content-Transfer-Encoding: base64


      """
    message.append(contentsOf: withNetworkLineBreaks(head).utf8)
    appendBase64(attachment.content, to: &message)
  }

  private func part(_ type: String, _ content: String) -> String {
    """
    Content-Type: \(type); charset=utf-8
    Content-Transfer-Encoding: quoted-printable

    \(quotedPrintable(content))
    """
  }

  private func bareMessageID() throws(MailError) -> String {
    let hasBrackets = messageID.hasPrefix("<") && messageID.hasSuffix(">")
    let bare = hasBrackets ? String(messageID.dropFirst().dropLast()) : messageID
    let isPlain = isPrintableASCII(bare) && !bare.utf8.contains { " <>".utf8.contains($0) }
    let sides = bare.split(separator: "@", omittingEmptySubsequences: false)
    guard isPlain, bare.utf8.count <= 200, sides.count == 2, !sides.contains("") else { throw .invalid("messageID") }
    return bare
  }
}

/// An address with or without a display name.
struct MailAddress {
  let name: String
  let address: String

  /// `field` is named in the error.
  init(_ text: String, field: String) throws(MailError) {
    guard isHeaderSafe(text) else { throw .invalid(field) }
    if text.hasSuffix(">"), let bracket = text.lastIndex(of: "<") {
      address = String(text[text.index(after: bracket)...].dropLast())
      name = String(text[..<bracket].reversed().drop { $0 == " " }.reversed())
    } else {
      address = text
      name = ""
    }
    guard MailAddress.isDeliverable(address) else { throw .invalid(field) }
  }

  var header: String {
    if name.isEmpty { return address }
    let needsQuotes = name.utf8.contains { "()<>[]:;@\\,.\"".utf8.contains($0) }
    guard isPrintableASCII(name), !name.contains("=?"), name.utf8.count <= 60 else {
      return "\(encodedWords(name, startingAt: 6))\n <\(address)>"
    }
    let escaped = name.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }.joined()
    return (needsQuotes ? "\"\(escaped)\"" : name) + " <\(address)>"
  }

  /// One `@`, both sides in plain ASCII without spaces or what has a meaning in a header, lengths of RFC 5321.
  private static func isDeliverable(_ address: String) -> Bool {
    let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, (1...64).contains(parts[0].count), (1...255).contains(parts[1].count) else { return false }
    let isPlain = { (byte: UInt8) in (0x21...0x7E).contains(byte) && !"()<>[]:;\\,\"".utf8.contains(byte) }
    let hasGoodDots = { (part: Substring.UTF8View.SubSequence) in
      part.first != 0x2E && part.last != 0x2E && !zip(part, part.dropFirst()).contains { $0 == (0x2E, 0x2E) }
    }
    return parts.allSatisfy { $0.allSatisfy(isPlain) && hasGoodDots($0) }
  }
}

func isPrintableASCII(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20...0x7E).contains($0) } }
