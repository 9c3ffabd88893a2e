import CCurl

/// The mail server to hand mails to.
package struct SMTPServer: Sendable {
  /// `smtp://host:port` (STARTTLS where offered) or `smtps://host:port` (TLS from the start).
  package var url: String
  /// Nil where the server asks for none.
  package var username: String?
  /// Belongs to `username`.
  package var password: String?
  /// Whether an unencrypted connection is refused.
  package var requireTLS: Bool
  /// A file of certificates to trust in place of the system's, for a mail server with a certificate of one's own; nil:
  /// the system's.
  package var certificates: String?
  /// For the whole exchange.
  package var timeoutSeconds: Double

  /// A server that has to encrypt unless it says otherwise.
  package init(
    url: String, username: String? = nil, password: String? = nil, requireTLS: Bool = true,
    certificates: String? = nil, timeoutSeconds: Double = 30
  ) {
    self.url = url
    self.username = username
    self.password = password
    self.requireTLS = requireTLS
    self.certificates = certificates
    self.timeoutSeconds = timeoutSeconds
  }
}

/// Mail by SMTP, one blocking call each.
package enum SMTP {
  /// Hands the mail to the server; returning means the server has taken it.
  ///
  /// A refusal of the sender, the recipient or the content with a 5xx reply is `permanent`; everything else that is
  /// not the mail's own fault, signing in included, is `temporary`: it will go once the operator has put it right.
  package static func send(_ mail: Mail, server: SMTPServer) throws(MailError) {
    let message = try mail.mime()
    let scheme = server.url.prefix { $0 != ":" }.lowercased()
    let isPlain = isPrintableASCII(server.url) && !server.url.contains("@") && !server.url.contains(" ")
    guard ["smtp", "smtps"].contains(scheme), isPlain else { throw .invalid("server") }
    guard let transfer = Transfer(upload: message, maximumBodyBytes: 0) else {
      throw .temporary("libcurl does not start")
    }
    transfer.set(CURLOPT_URL, server.url)
    transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    transfer.setTimeout(seconds: server.timeoutSeconds)
    let encryption = server.requireTLS ? CURLUSESSL_ALL : CURLUSESSL_TRY
    transfer.set(CURLOPT_USE_SSL, Int(encryption.rawValue))
    if let certificates = server.certificates { transfer.set(CURLOPT_CAINFO, certificates) }
    if let username = server.username { transfer.set(CURLOPT_USERNAME, username) }
    if let password = server.password { transfer.set(CURLOPT_PASSWORD, password) }
    transfer.set(CURLOPT_MAIL_FROM, "<\(try MailAddress(mail.from, field: "from").address)>")
    transfer.set(CURLOPT_MAIL_RCPT, ["<\(try MailAddress(mail.to, field: "to").address)>"])
    transfer.set(CURLOPT_UPLOAD, 1)
    transfer.set(CURLOPT_INFILESIZE_LARGE, offset: message.count)
    let code = transfer.perform()
    if code != CURLE_OK { throw error(code, transfer) }
  }

  /// Refusals of whoever sends, not of what is sent (RFC 4954).
  private static let signInReplies: Set = [530, 534, 535, 538]

  private static func error(_ code: CURLcode, _ transfer: Transfer) -> MailError {
    let status = transfer.responseCode
    // The last line of all answers the QUIT that libcurl sends after a refusal.
    let reply = transfer.lines.last { $0.hasPrefix("\(status)") } ?? ""
    // libcurl's codes for a refused MAIL, RCPT or DATA, and for a refused content once it was sent.
    let isAboutMail = code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY && transfer.sent > 0
    if isAboutMail, (500...599).contains(status), !signInReplies.contains(status) { return .permanent(status, reply) }
    return .temporary(reply.isEmpty ? transfer.reason(code) : "\(transfer.reason(code)) (\(reply))")
  }
}
