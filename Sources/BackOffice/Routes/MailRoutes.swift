import Core
import HTTP

extension RouteBuilder {
  /// What became of the mails people had written.
  mutating func mails() {
    api(
      .get, "/mails", .needs(.usersManage),
      Documentation(
        id: "listMails", tag: "Mail", summary: "Mails one had written, or an administrator's organization's, no texts.",
        answer: "Mail", isList: true), query: MailsAPI.listParameters, MailsAPI.list)
    api(
      .post, "/mails/:id/delivery", .needs(.usersManage),
      Documentation(id: "deliverMail", tag: "Mail", summary: "Tries a mail that was given up again.", status: 204),
      MailsAPI.retry)
    api(
      .put, "/users/:id/address", .needs(.usersManage),
      Documentation(
        id: "readdressUser", tag: "Users", summary: "Corrects the address of somebody invited, and invites them there.",
        body: "NewAddress", answer: "User"), MailsAPI.readdress)
    page(.get, "/mail", .needs(.usersManage), MailPages.list)
    page(.post, "/mail/:id/delivery", .needs(.usersManage), shows: MailPages.list, MailPages.retry)
    page(.post, "/users/:id/address", .needs(.usersManage), shows: UserPages.show, MailPages.readdress)
  }
}
