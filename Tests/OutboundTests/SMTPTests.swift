import Foundation
import Outbound
import Testing

@Suite struct SMTPTests {
  @Test func `a mail is handed over whole`() throws {
    let body = "First\n.\n..two dots\nlast"
    let heard = try LocalServer.serving({ $0.serveMail() }) { port in
      try SMTP.send(mail(text: body), server: server(port))
    }
    let size = try mail(text: body).mime().count
    #expect(heard.contains("MAIL FROM:<billing@alpine.test> SIZE=\(size)"))
    #expect(heard.contains("RCPT TO:<ada@helvetia.test>"))
    #expect(heard.contains("Subject: Statement"))
    // Dots at the beginning of a line are doubled on the way.
    #expect(heard.contains("..") && heard.contains("...two dots") && heard.contains("."))
  }

  @Test(arguments: [
    (["RCPT": "550 5.1.1 no such user"], MailError.permanent(550, "550 5.1.1 no such user")),
    (["MAIL": "553 5.1.8 sender refused"], .permanent(553, "553 5.1.8 sender refused")),
    (["DATA": "554 5.7.1 refused"], .permanent(554, "554 5.7.1 refused")),
    ([".": "552 5.3.4 too big"], .permanent(552, "552 5.3.4 too big")),
  ])
  func `a mail refused for good is a permanent failure`(_ replies: [String: String], _ expected: MailError) throws {
    _ = try LocalServer.serving({ $0.serveMail(replies: replies) }) { port in
      #expect(throws: expected) { try SMTP.send(mail(), server: server(port)) }
    }
  }

  @Test(arguments: [
    ["RCPT": "450 4.2.0 greylisted"], ["MAIL": "421 4.3.2 closing"], ["DATA": "451 4.3.0 later"],
    [".": "452 4.3.1 no space"], ["EHLO": "554 not you", "HELO": "554 not you"],
  ])
  func `a mail to be tried again is a temporary failure`(_ replies: [String: String]) throws {
    _ = try LocalServer.serving({ $0.serveMail(replies: replies) }) { port in
      #expect { try SMTP.send(mail(), server: server(port)) } throws: { isTemporary($0) }
    }
  }

  @Test(arguments: ["554 go away", "421 busy", "not smtp at all", ""])
  func `a server that does not welcome us is a temporary failure`(_ greeting: String) throws {
    _ = try LocalServer.serving({ $0.serveMail(greeting: greeting) }) { port in
      #expect { try SMTP.send(mail(), server: server(port, timeoutSeconds: 1)) } throws: { isTemporary($0) }
    }
  }

  @Test func `a sign-in that is refused is not the mail's fault`() throws {
    let heard = try LocalServer.serving({ conversation in
      conversation.serveMail(replies: [
        "EHLO": "250-mail.test\r\n250 AUTH PLAIN", "AUTH": "535 5.7.8 authentication failed", "*": "501 cancelled",
      ])
    }) { port in
      var server = server(port)
      (server.username, server.password) = ("comptoir", "wrong")
      #expect { try SMTP.send(mail(), server: server) } throws: { isTemporary($0) }
    }
    #expect(!heard.contains { $0.hasPrefix("MAIL") })
  }

  @Test func `without TLS nothing is sent where TLS is required`() throws {
    let heard = try LocalServer.serving({ $0.serveMail() }) { port in
      var server = server(port)
      server.requireTLS = true
      #expect { try SMTP.send(mail(), server: server) } throws: { isTemporary($0) }
    }
    #expect(!heard.contains { $0.hasPrefix("MAIL") || $0.hasPrefix("AUTH") })
  }

  @Test func `a server that says nothing costs no more than the timeout`() throws {
    let start = ContinuousClock.now
    _ = try LocalServer.serving({ $0.hear() }) { port in
      #expect { try SMTP.send(mail(), server: server(port, timeoutSeconds: 0.3)) } throws: { isTemporary($0) }
      #expect(ContinuousClock.now - start < .seconds(4))
    }
  }

  @Test func `nobody listening is a temporary failure`() {
    #expect { try SMTP.send(mail(), server: server(1)) } throws: { isTemporary($0) }
  }

  @Test(arguments: [
    "http://127.0.0.1", "file:///etc/passwd", "127.0.0.1:25", "", "smtp://a:b@127.0.0.1", "smtp://127.0.0.1\r\nx",
    "telnet://x",
  ])
  func `only mail servers are spoken to`(_ url: String) {
    #expect(throws: MailError.invalid("server")) { try SMTP.send(mail(), server: SMTPServer(url: url)) }
  }

  @Test func `a mail that must not be sent is refused before anybody is called`() {
    #expect(throws: MailError.invalid("to")) { try SMTP.send(mail(to: "a@b\r\nRCPT TO:<c@d>"), server: server(1)) }
  }

  private func server(_ port: Int, timeoutSeconds: Double = 5) -> SMTPServer {
    SMTPServer(url: "smtp://127.0.0.1:\(port)", requireTLS: false, timeoutSeconds: timeoutSeconds)
  }

  private func isTemporary(_ error: any Error) -> Bool {
    if case MailError.temporary(let reason) = error { return !reason.isEmpty }
    return false
  }
}
