import Core
import HTTP

extension RouteBuilder {
  /// Licences of people, and the groups they get them by.
  mutating func licences() {
    assignments()
    groups()
    licencePages()
    groupPages()
    groupEnds()
  }

  private mutating func assignments() {
    let one = "/subscriptions/:id/assignments"
    api(
      .get, one, .needs(.licencesAssign),
      Documentation(
        id: "listAssignments", tag: "Licences", summary: "Who has a licence.", answer: "Assignment", isList: true),
      query: QueryParameter.paging, LicencesAPI.list)
    api(
      .post, one, .needs(.licencesAssign),
      Documentation(
        id: "assignLicence", tag: "Licences", summary: "Gives somebody a licence, or many: all of them or none.",
        body: "NewAssignment", answer: "Assigned", status: 201, previews: true, preview: "AssignedLicences"),
      LicencesAPI.assign)
    api(
      .delete, one, .needs(.licencesAssign),
      Documentation(
        id: "unassignLicence", tag: "Licences",
        summary: "Takes a licence back: of `userId`, or of the many in the body.", body: "EndedAssignments",
        bodyIsOptional: true, status: 204, previews: true, preview: "AssignedLicences"),
      query: [QueryParameter("userId", "Whose; without it the body says.", format: "uuid")],
      LicencesAPI.unassign)
    api(
      .post, one + "/move", .needs(.licencesAssign),
      Documentation(
        id: "moveLicence", tag: "Licences", summary: "Moves a licence from one person to another.",
        body: "LicenceMove", answer: "HandOver", status: 201, previews: true, preview: "HandOver"), LicencesAPI.move)
    api(
      .post, "/users/:id/handover", .needs(.licencesAssign),
      Documentation(
        id: "handOverLicences", tag: "Licences", summary: "Hands a person's licences over to another: all or some.",
        body: "NewHandOver", answer: "HandOver", status: 201, previews: true, preview: "HandOver"),
      LicencesAPI.handOver)
    api(
      .get, "/customers/:id/unused-licences", .needs(.licencesAssign),
      Documentation(
        id: "listUnusedLicences", tag: "Licences",
        summary: "Licences of people who never signed in or are disabled.", answer: "UnusedLicence", isList: true),
      query: QueryParameter.paging, LicencesAPI.unused)
  }

  private mutating func groups() {
    api(
      .get, "/customers/:id/groups", .needs(.licencesAssign),
      Documentation(
        id: "listGroups", tag: "Groups", summary: "A customer's groups of people, by name.", answer: "Group",
        isList: true), query: GroupsAPI.listParameters, GroupsAPI.list)
    api(
      .post, "/customers/:id/groups", .needs(.licencesAssign),
      Documentation(
        id: "createGroup", tag: "Groups", summary: "A new group.", body: "NewGroup", answer: "Group", status: 201),
      GroupsAPI.create)
    api(
      .get, "/groups/:id", .needs(.licencesAssign),
      Documentation(id: "getGroup", tag: "Groups", summary: "A group and what it gives.", answer: "Group"),
      GroupsAPI.get)
    api(
      .patch, "/groups/:id", .needs(.licencesAssign),
      Documentation(
        id: "renameGroup", tag: "Groups", summary: "Renames a group.", body: "GroupPatch", answer: "Group"),
      GroupsAPI.change)
    api(
      .get, "/groups/:id/members", .needs(.licencesAssign),
      Documentation(
        id: "listGroupMembers", tag: "Groups", summary: "Who is in a group, by name.", answer: "GroupMember",
        isList: true), query: GroupsAPI.listParameters, GroupsAPI.members)
    api(
      .post, "/groups/:id/members", .needs(.licencesAssign),
      Documentation(
        id: "addGroupMembers", tag: "Groups", summary: "Lets people into a group; they get what it gives.",
        body: "GroupMembers", answer: "Group"), GroupsAPI.add)
    api(
      .post, "/groups/:id/members/removal", .needs(.licencesAssign),
      Documentation(
        id: "removeGroupMembers", tag: "Groups", summary: "Takes people out, and back what they had by it alone.",
        body: "RemovedMembers", answer: "Group"), GroupsAPI.remove)
    api(
      .post, "/groups/:id/licences", .needs(.licencesAssign),
      Documentation(
        id: "giveGroupLicences", tag: "Groups", summary: "Gives a group's members licences, once or kept up.",
        body: "NewGroupLicences", answer: "GroupLicences", status: 201, previews: true, preview: "GroupLicences"),
      GroupsAPI.give)
  }

  private mutating func licencePages() {
    let holders = "/subscriptions/:id/assignments"
    page(.get, holders, .needs(.licencesAssign), LicencePages.show)
    page(.post, holders, .needs(.licencesAssign), shows: LicencePages.show, LicencePages.assign)
    page(.post, holders + "/removal", .needs(.licencesAssign), shows: LicencePages.show, LicencePages.takeBack)
    let person = "/users/:id/licences"
    page(.get, person, .needs(.licencesAssign), PersonLicencePages.show)
    page(.post, person, .needs(.licencesAssign), shows: PersonLicencePages.show, PersonLicencePages.change)
    let leaver = "/users/:id/handover"
    page(.get, leaver, .needs(.licencesAssign), HandOverPages.show)
    page(.post, leaver, .needs(.licencesAssign), shows: HandOverPages.show, HandOverPages.handOver)
    let unused = "/licences/unused"
    page(.get, unused, .needs(.licencesAssign), UnusedLicencePages.show)
    page(.post, unused, .needs(.licencesAssign), shows: UnusedLicencePages.show, UnusedLicencePages.takeBack)
  }

  private mutating func groupPages() {
    let one = "/groups/:id"
    page(.get, "/groups", .needs(.licencesAssign), GroupPages.list)
    page(.post, "/groups", .needs(.licencesAssign), shows: GroupPages.list, GroupPages.create)
    page(.get, one, .needs(.licencesAssign), GroupPages.show)
    page(.post, one + "/name", .needs(.licencesAssign), shows: GroupPages.show, GroupPages.rename)
    page(.post, one + "/members", .needs(.licencesAssign), shows: GroupPages.show, GroupPages.add)
    page(.post, one + "/members/removal", .needs(.licencesAssign), shows: GroupPages.show, GroupPages.remove)
    page(.post, one + "/licences", .needs(.licencesAssign), shows: GroupPages.show, GroupLicencePages.give)
    page(.post, one + "/licences/:licence/end", .needs(.licencesAssign), GroupLicencePages.end)
    page(.post, one + "/settling", .needs(.licencesAssign), GroupLicencePages.settle)
    page(.get, one + "/deletion", .needs(.licencesAssign), GroupPages.askDeletion)
  }

  /// Last, so that whoever walks the routes in order finds every group before.
  private mutating func groupEnds() {
    api(
      .delete, "/groups/:id/licences/:licence", .needs(.licencesAssign),
      Documentation(
        id: "endGroupLicences", tag: "Groups", summary: "Ends what a group gives, and takes it back.", status: 204),
      GroupsAPI.end)
    api(
      .delete, "/groups/:id", .needs(.licencesAssign),
      Documentation(
        id: "deleteGroup", tag: "Groups", summary: "Deletes a group, and takes back what it gave.", status: 204),
      GroupsAPI.delete)
    page(
      .post, "/groups/:id/deletion", .needs(.licencesAssign), shows: GroupPages.askDeletion, GroupPages.delete)
  }
}
