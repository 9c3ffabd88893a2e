package struct SMTPServer: Sendable {}
package enum MailError: Error { case invalid(String), temporary(String), permanent(Int, String) }
package struct Mail: Sendable { package init(from: String, to: String, subject: String, text: String, html: String, messageID: String, date: String, language: String) {} }
package enum SMTP { package static func send(_ mail: Mail, server: SMTPServer) throws(MailError) {} }
