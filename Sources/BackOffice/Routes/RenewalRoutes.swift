import Core
import HTTP

extension RouteBuilder {
  /// What ends, renews or can still be reduced, and how one is told of it.
  mutating func renewals() {
    api(
      .get, "/renewals", .needs(.statementsView),
      Documentation(
        id: "listRenewals", tag: "Renewals", summary: "What ends, renews or can still be reduced, by deadline.",
        answer: "RenewalItem", isList: true), query: RenewalsAPI.listParameters, RenewalsAPI.list)
    api(
      .post, "/renewals/decisions", .needs(.subscriptionsChange),
      Documentation(
        id: "decideRenewals", tag: "Renewals",
        summary: "Decides up to 100 renewals by one choice, each by itself; answers what became of each.",
        body: "RenewalDecision", answer: "RenewalResults", previews: true), RenewalsAPI.decide)
    page(.get, "/renewals", .needs(.statementsView), RenewalPages.list)
    page(
      .post, "/renewals/decisions", .needs(.subscriptionsChange), shows: RenewalPages.list, RenewalDecisionPages.decide)
    api(
      .get, "/me/digest", .signedIn,
      Documentation(
        id: "getDigest", tag: "Renewals", summary: "How often one is sent the renewals of this organization.",
        answer: "Digest"), RenewalDigestAPI.get)
    api(
      .put, "/me/digest", .signedIn,
      Documentation(
        id: "chooseDigest", tag: "Renewals", summary: "Chooses how often one is sent them.", body: "DigestChoice",
        answer: "Digest"), RenewalDigestAPI.put)
    page(.post, "/profile/digest", .signedIn, shows: ProfilePages.show, RenewalDigestPages.choose)
    calendar()
  }

  private mutating func calendar() {
    api(
      .get, "/me/calendar", .signedIn,
      Documentation(
        id: "getCalendar", tag: "Renewals", summary: "Whether one's deadlines have a calendar address, and since when.",
        answer: "Calendar"), CalendarAPI.get)
    api(
      .post, "/me/calendar", .signedIn,
      Documentation(
        id: "createCalendar", tag: "Renewals",
        summary: "A secret address for calendar programs, shown this once; an earlier one ends.",
        answer: "NewCalendar", status: 201), CalendarAPI.create)
    api(
      .delete, "/me/calendar", .signedIn,
      Documentation(id: "endCalendar", tag: "Renewals", summary: "Ends the calendar address.", status: 204),
      CalendarAPI.end)
    page(.post, "/profile/calendar", .signedIn, shows: ProfilePages.show, CalendarPages.create)
    page(.post, "/profile/calendar/ending", .signedIn, shows: ProfilePages.show, CalendarPages.end)
    open(.get, "/calendar/:secret", .plain, CalendarAPI.feed)
  }
}
