import BackOffice
import Foundation
import Outbound
import Testing

/// A real mail server of its own for one test, with a certificate of its own.
final class MailServer {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let port: Int
  private let certificate: String
  private let isImplicit: Bool

  /// `tls`: `none`, `starttls` or `implicit`; `user`: `name:password` who has to sign in; `name`: whom the certificate
  /// is for.
  init(tls: String = "none", user: String? = nil, name: String = "127.0.0.1") throws {
    isImplicit = tls == "implicit"
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments =
      [World.root + "/Tests/Mail/smtp_server.py", "--tls", tls, "--name", name] + (user.map { ["--user", $0] } ?? [])
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A { line.append(byte) }
    let said = try #require(JSONValue(parsing: line), "the mail server does not start: is python3-aiosmtpd installed?")
    port = try #require(said["port"]?.integer)
    certificate = try #require(said["certificate"]?.string)
  }

  deinit {
    try? input.fileHandleForWriting.close()
    if process.isRunning { process.waitUntilExit() }
  }

  /// How to reach it.
  func address(user: String? = nil, password: String? = nil, requireTLS: Bool = true, trusted: Bool = true)
    -> SMTPServer
  {
    SMTPServer(
      url: "\(isImplicit ? "smtps" : "smtp")://127.0.0.1:\(port)", username: user, password: password,
      requireTLS: requireTLS, certificates: trusted && requireTLS ? certificate : nil, timeoutSeconds: 20)
  }

  /// Ends it and answers the mails it took.
  func mails() throws -> [JSONValue] {
    try input.fileHandleForWriting.close()
    let rest = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return rest.split(separator: 0x0A).compactMap { JSONValue(parsing: Array($0)) }
  }
}

extension World {
  /// The same world, with its mail going to this server.
  func mailing(through server: SMTPServer?) -> Office {
    var configuration = office.configuration
    configuration.smtp = server
    configuration.connections = 4
    return Office(configuration, passwords: PasswordHasher(logN: 10))
  }

  /// Takes what the demo world's history queued for sent.
  func clearOutbox() throws { _ = try owner("UPDATE outbox SET sent_at = now() WHERE sent_at IS NULL") { _ in } }
}
