import Foundation
import Outbound
import Testing

func mail(
  from: String = "Alpine Cloud <billing@alpine.test>", to: String = "ada@helvetia.test", subject: String = "Statement",
  text: String = "Hello", html: String = "<p>Hello</p>", messageID: String = "<1@alpine.test>",
  date: String = "Thu, 15 Jan 2026 09:30:00 +0000", language: String = "en"
) -> Mail {
  Mail(
    from: from, to: to, subject: subject, text: text, html: html, messageID: messageID, date: date, language: language)
}

@Suite struct MailTests {
  static let hostileLines = ["a\r\nBcc: eve@evil.test", "a\nBcc: eve@evil.test", "a\rb", "a\u{0}b", "a\u{7F}"]

  @Test(arguments: hostileLines)
  func `nothing in a header can begin another`(_ text: String) {
    #expect(throws: MailError.invalid("subject")) { try mail(subject: text).mime() }
    #expect(throws: MailError.invalid("from")) { try mail(from: "\(text) <a@b.test>").mime() }
    #expect(throws: MailError.invalid("to")) { try mail(to: "\(text)@b.test").mime() }
    #expect(throws: MailError.invalid("messageID")) { try mail(messageID: "<\(text)@b.test>").mime() }
    #expect(throws: MailError.invalid("date")) { try mail(date: text).mime() }
    #expect(throws: MailError.invalid("language")) { try mail(language: text).mime() }
  }

  @Test(arguments: [
    "", "ada", "@helvetia.test", "ada@", "ada@@helvetia.test", "a@b@c.test", "ada @helvetia.test", "ada@helvetia.test ",
    "ada@helvetia.test, eve@evil.test", "ada@helvetia.test>,<eve@evil.test", "<ada@helvetia.test", "Ada <>",
    "ada@zürich.test", "ada@helvetia..test", ".ada@helvetia.test", "ada\"@helvetia.test", "ada(x)@helvetia.test",
    String(repeating: "a", count: 65) + "@helvetia.test",
  ])
  func `an address that is none, or more than one, is refused`(_ address: String) {
    #expect(throws: MailError.invalid("to")) { try mail(to: address).mime() }
  }

  @Test(arguments: ["", "<>", "<@>", "<a b@c>", "<a@b@c>", "<a@b", "a@b>", "<a@b>x<c@d>"])
  func `a message id is one unique word with a host`(_ id: String) {
    #expect(throws: MailError.invalid("messageID")) { try mail(messageID: id).mime() }
  }

  @Test func `a mail has both bodies and says what it is`() throws {
    let lines = try lines(mail(text: "Grüezi", html: "<p>Grüezi</p>", language: "de-CH"))
    #expect(lines.contains("From: Alpine Cloud <billing@alpine.test>"))
    #expect(lines.contains("To: ada@helvetia.test"))
    #expect(lines.contains("Subject: Statement"))
    #expect(lines.contains("Message-ID: <1@alpine.test>"))
    #expect(lines.contains("Date: Thu, 15 Jan 2026 09:30:00 +0000"))
    #expect(lines.contains("Content-Language: de-CH"))
    #expect(lines.contains("Gr=C3=BCezi"))
    #expect(lines.contains("<p>Gr=C3=BCezi</p>"))
    #expect(lines.filter { $0 == "--=_comptoir_alternative" }.count == 2)
    #expect(lines.suffix(2) == ["--=_comptoir_alternative--", ""])
  }

  @Test(arguments: [
    ("Zürich AG <a@b.test>", "From: =?UTF-8?B?WsO8cmljaCBBRw==?=", " <a@b.test>"),
    ("Meier, Hans <a@b.test>", "From: \"Meier, Hans\" <a@b.test>", nil),
    ("Hans \"H\" Meier <a@b.test>", "From: \"Hans \\\"H\\\" Meier\" <a@b.test>", nil),
    ("=?UTF-8?B?x?= <a@b.test>", "From: =?UTF-8?B?PT9VVEYtOD9CP3g/PQ==?=", " <a@b.test>"),
    ("eve@evil.test <a@b.test>", "From: \"eve@evil.test\" <a@b.test>", nil),
    ("<a@b.test>", "From: a@b.test", nil),
  ])
  func `a display name is quoted or encoded`(_ from: String, _ header: String, _ continued: String?) throws {
    let lines = try lines(mail(from: from))
    let index = try #require(lines.firstIndex(of: header), "\(lines.prefix(3))")
    if let continued { #expect(lines[index + 1] == continued) }
  }

  @Test(arguments: [
    "Grüezi", "日本語の長い件名でございますから折り返しが必要になります。どうぞよろしく", String(repeating: "word ", count: 40) + "end", "👩‍👩‍👧",
    "=?UTF-8?B?eA==?=", " leading", "trailing ",
  ])
  func `a subject that is long or not plain comes back as it was`(_ subject: String) throws {
    let lines = try lines(mail(subject: subject))
    let start = try #require(lines.firstIndex { $0.hasPrefix("Subject: ") })
    let own = [String(lines[start].dropFirst(9))] + lines[(start + 1)...].prefix { $0.hasPrefix(" ") }
    let words = own.map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(words.allSatisfy { $0.hasPrefix("=?UTF-8?B?") && $0.hasSuffix("?=") && $0.utf8.count <= 75 })
    let decoded = words.compactMap { Data(base64Encoded: String($0.dropFirst(10).dropLast(2))) }
    // Each word holds whole characters.
    #expect(decoded.map { String(decoding: $0, as: UTF8.self) }.joined() == subject)
  }

  @Test(arguments: [
    "", "plain", "trailing space ", "tab\t", "a=b", "é", "\u{0}", "one\ntwo\r\nthree", "lone\rreturn", ".\n..",
    "--=_comptoir_alternative--", "From here", String(repeating: "x", count: 75), String(repeating: "x", count: 76),
    String(repeating: "x", count: 77), String(repeating: "é", count: 200), String(repeating: "a ", count: 500),
  ])
  func `a body comes back as it was, in short lines of plain ASCII`(_ body: String) throws {
    let bytes = try mail(text: body).mime()
    #expect(bytes.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 0x0D || $0 == 0x0A) })
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.contains("\r") && !$0.contains("\n") })
    #expect(lines.allSatisfy { !$0.hasSuffix(" ") && !$0.hasSuffix("\t") })
    let start = try #require(lines.firstIndex(of: "Content-Transfer-Encoding: quoted-printable")) + 2
    let own = lines[start...].prefix { $0 != "--=_comptoir_alternative" }
    #expect(unquoted(Array(own)) == body.replacing("\r\n", with: "\n"))
  }

  private func lines(_ mail: Mail) throws -> [String] {
    String(decoding: try mail.mime(), as: UTF8.self).components(separatedBy: "\r\n")
  }

  private func unquoted(_ lines: [String]) -> String {
    let text = lines.joined(separator: "\n").replacing("=\n", with: "")
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte != UInt8(ascii: "=") {
        bytes.append(byte)
      } else {
        bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0x3F)
        rest = rest.dropFirst(2)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
