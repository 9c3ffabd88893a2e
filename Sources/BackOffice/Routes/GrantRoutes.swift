import Core

extension RouteBuilder {
  /// Changing roles, reviewing them, appointing by mail, and who may do what.
  mutating func access() {
    grantChanges()
    appointments()
    rights()
    reviewPages()
  }

  private mutating func grantChanges() {
    api(
      .patch, "/grants/:id", .needs(.grantsManage),
      Documentation(
        id: "changeGrant", tag: "Grants", summary: "Changes a grant's limits, end or note; null lifts a limit.",
        body: "GrantPatch", answer: "Grant"), GrantsAPI.change)
    api(
      .get, "/grants/:id/states", .signedIn,
      Documentation(
        id: "listGrantStates", tag: "Grants",
        summary: "The life of a grant, oldest first, also of one that is over: by whose hand, since when.",
        answer: "GrantStates"), GrantsAPI.states)
    api(
      .post, "/organizations/:id/grants/ending", .needs(.grantsManage),
      Documentation(
        id: "endGrants", tag: "Grants", summary: "Ends many grants, all or none.", body: "GrantEnding",
        answer: "EndedGrants"), GrantsAPI.endMany)
  }

  private mutating func appointments() {
    api(
      .get, "/organizations/:id/appointments", .needs(.grantsView),
      Documentation(
        id: "listAppointments", tag: "Grants", summary: "Roles that wait to be accepted by mail.",
        answer: "Appointment", isList: true), query: QueryParameter.paging, AppointmentsAPI.list)
    api(
      .post, "/organizations/:id/appointments", .needs(.grantsManage),
      Documentation(
        id: "createAppointment", tag: "Grants",
        summary: "Offers a role by mail to somebody from outside, whether they have an account or not.",
        body: "NewAppointment", answer: "Appointment", status: 201), AppointmentsAPI.create)
    api(
      .get, "/appointments/:id", .needs(.grantsView),
      Documentation(
        id: "getAppointment", tag: "Grants", summary: "A role that was offered by mail.", answer: "Appointment"),
      AppointmentsAPI.get)
    api(
      .delete, "/appointments/:id", .needs(.grantsManage),
      Documentation(
        id: "withdrawAppointment", tag: "Grants", summary: "Withdraws the offer; its link ends.", status: 204),
      AppointmentsAPI.withdraw)
    api(
      .post, "/appointments/:id/invitation", .needs(.grantsManage),
      Documentation(
        id: "resendAppointment", tag: "Grants", summary: "Sends a fresh link; the one before ends.", status: 204),
      AppointmentsAPI.resend)
    open(.get, "/appointment/:secret", .page, AppointmentPages.show)
    open(.post, "/appointment/:secret", .page, AppointmentPages.accept)
    page(.post, "/appointments/:id/invitation", .needs(.grantsManage), shows: GrantPages.list, GrantPages.resend)
    page(.post, "/appointments/:id/withdrawal", .needs(.grantsManage), shows: GrantPages.list, GrantPages.withdraw)
  }

  private mutating func rights() {
    api(
      .get, "/users/:id/rights", .signedIn,
      Documentation(
        id: "listUserRights", tag: "Grants",
        summary: "Every right somebody holds: through which grant, from whom, since when.", answer: "UserRights"),
      RightsAPI.ofUser)
    api(
      .get, "/rights", .needs(.grantsView),
      Documentation(
        id: "listObjectRights", tag: "Grants", summary: "Who may do what with a thing, and through which grant.",
        answer: "ObjectRights"), query: RightsAPI.objectParameters, RightsAPI.overObject)
    page(.get, "/users/:id/rights", .signedIn, RightsPages.ofUser)
    page(.get, "/rights", .needs(.grantsView), RightsPages.overObject)
  }

  private mutating func reviewPages() {
    page(.get, "/access/review", .needs(.grantsView), ReviewPages.list)
    page(.get, "/access/ending", .needs(.grantsManage), ReviewPages.askEnding)
    page(.post, "/access/ending", .needs(.grantsManage), shows: ReviewPages.askEnding, ReviewPages.end)
    page(.get, "/grants/:id", .needs(.grantsView), GrantPage.show)
    page(.post, "/grants/:id", .needs(.grantsManage), shows: GrantPage.show, GrantPage.change)
  }
}
