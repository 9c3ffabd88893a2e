import Core
import HTTP

extension RouteBuilder {
  /// What a customer's identity provider sees, and what the customer's manager says about it.
  mutating func provisioning() {
    managing()
    discovery()
    scimUsers()
    scimGroups()
    scim(
      .post, "/.search",
      Documentation(
        id: "searchScim", tag: "SCIM", summary: "Searches people and groups.", body: "ScimSearch", answer: "ScimList"),
      SCIMAPI.searchAll)
    scim(
      .get, "/Me",
      Documentation(id: "getScimMe", tag: "SCIM", summary: "Not offered: a provider is nobody.", status: 501),
      SCIMDiscovery.notOffered)
    scim(
      .post, "/Bulk", Documentation(id: "sendScimBulk", tag: "SCIM", summary: "Not offered.", status: 501),
      SCIMDiscovery.notOffered)
    pages()
  }

  private mutating func scim(
    _ method: HTTP.Method, _ path: String, _ documentation: Documentation, query: [QueryParameter] = [],
    _ handler: @escaping @Sendable (Call) throws -> Response
  ) {
    add(
      method, "/scim/v2" + path,
      Endpoint(
        surface: .scim, access: .provisioning, handler: .provisioning(handler), documentation: documentation,
        query: query))
  }

  private mutating func managing() {
    api(
      .get, "/customers/:id/provisioning", .needs(.usersManage),
      Documentation(
        id: "getProvisioning", tag: "Provisioning", summary: "How a customer's identity provider is connected.",
        answer: "Provisioning"), ProvisioningAPI.get)
    api(
      .patch, "/customers/:id/provisioning", .needs(.usersManage),
      Documentation(
        id: "changeProvisioning", tag: "Provisioning", summary: "Whether people who are created are invited by mail.",
        body: "ProvisioningPatch", answer: "Provisioning"), ProvisioningAPI.change)
    api(
      .post, "/customers/:id/scim-token", .needs(.usersManage),
      Documentation(
        id: "createScimToken", tag: "Provisioning", summary: "A token for /scim only; the one before ends.",
        body: "NewScimToken", answer: "IssuedScimToken", status: 201), ProvisioningAPI.createToken)
    api(
      .delete, "/customers/:id/scim-token", .needs(.usersManage),
      Documentation(id: "endScimToken", tag: "Provisioning", summary: "Ends the token.", status: 204),
      ProvisioningAPI.endToken)
    api(
      .get, "/customers/:id/scim-groups", .needs(.usersManage),
      Documentation(
        id: "listScimGroups", tag: "Provisioning", summary: "The provider's groups and what they give.",
        answer: "ProvisionedGroup", isList: true), query: QueryParameter.paging, ProvisioningAPI.groups)
    api(
      .get, "/scim-groups/:id", .needs(.usersManage),
      Documentation(
        id: "getScimGroup", tag: "Provisioning", summary: "A group and what it gives.", answer: "ProvisionedGroup"),
      ProvisioningAPI.group)
    api(
      .post, "/scim-groups/:id/mappings", .needs(.usersManage),
      Documentation(
        id: "mapScimGroup", tag: "Provisioning", summary: "Gives a group's members licences or a role.",
        body: "NewGroupMapping", answer: "GroupMapping", status: 201), ProvisioningAPI.map)
    api(
      .delete, "/scim-mappings/:id", .needs(.usersManage),
      Documentation(
        id: "unmapScimGroup", tag: "Provisioning", summary: "Ends a mapping and what it gave.", status: 204),
      ProvisioningAPI.unmap)
  }

  private mutating func discovery() {
    scim(
      .get, "/ServiceProviderConfig",
      Documentation(id: "getScimConfig", tag: "SCIM", summary: "What is offered.", answer: "ScimResource"),
      SCIMDiscovery.config)
    scim(
      .get, "/ResourceTypes",
      Documentation(id: "listScimResourceTypes", tag: "SCIM", summary: "Users and groups.", answer: "ScimList"),
      SCIMDiscovery.resourceTypes)
    scim(
      .get, "/ResourceTypes/:id",
      Documentation(id: "getScimResourceType", tag: "SCIM", summary: "One of them.", answer: "ScimResource"),
      SCIMDiscovery.resourceType)
    scim(
      .get, "/Schemas",
      Documentation(id: "listScimSchemas", tag: "SCIM", summary: "The attributes that are stored.", answer: "ScimList"),
      SCIMDiscovery.schemas)
    scim(
      .get, "/Schemas/:id",
      Documentation(id: "getScimSchema", tag: "SCIM", summary: "One kind's attributes.", answer: "ScimResource"),
      SCIMDiscovery.schema)
  }

  private mutating func scimUsers() {
    let chosen = SCIMQuery.selectionParameters
    scim(
      .get, "/Users",
      Documentation(id: "listScimUsers", tag: "SCIM", summary: "The customer's people.", answer: "ScimList"),
      query: SCIMQuery.parameters + chosen, SCIMAPI.users)
    scim(
      .post, "/Users/.search",
      Documentation(
        id: "searchScimUsers", tag: "SCIM", summary: "Searches people.", body: "ScimSearch", answer: "ScimList"),
      SCIMAPI.searchUsers)
    scim(
      .post, "/Users",
      Documentation(
        id: "createScimUser", tag: "SCIM", summary: "Somebody new, or somebody deleted who comes back.",
        body: "ScimUser", answer: "ScimUser", status: 201), query: chosen, SCIMAPI.createUser)
    scim(
      .get, "/Users/:id", Documentation(id: "getScimUser", tag: "SCIM", summary: "A person.", answer: "ScimUser"),
      query: chosen, SCIMAPI.user)
    scim(
      .put, "/Users/:id",
      Documentation(
        id: "replaceScimUser", tag: "SCIM", summary: "Replaces what is said of a person.", body: "ScimUser",
        answer: "ScimUser"), query: chosen, SCIMAPI.replaceUser)
    scim(
      .patch, "/Users/:id",
      Documentation(
        id: "patchScimUser", tag: "SCIM", summary: "Changes a person by operations.", body: "ScimPatch",
        answer: "ScimUser"), query: chosen, SCIMAPI.patchUser)
    scim(
      .delete, "/Users/:id",
      Documentation(
        id: "deleteScimUser", tag: "SCIM", summary: "Disables a person and puts them out of the provider's sight.",
        status: 204), SCIMAPI.deleteUser)
  }

  private mutating func scimGroups() {
    let chosen = SCIMQuery.selectionParameters
    scim(
      .get, "/Groups", Documentation(id: "listScimUserGroups", tag: "SCIM", summary: "The groups.", answer: "ScimList"),
      query: SCIMQuery.parameters + chosen, SCIMAPI.groups)
    scim(
      .post, "/Groups/.search",
      Documentation(
        id: "searchScimGroups", tag: "SCIM", summary: "Searches groups.", body: "ScimSearch", answer: "ScimList"),
      SCIMAPI.searchGroups)
    scim(
      .post, "/Groups",
      Documentation(
        id: "createScimGroup", tag: "SCIM", summary: "A new group.", body: "ScimGroup", answer: "ScimGroup",
        status: 201), query: chosen, SCIMAPI.createGroup)
    scim(
      .get, "/Groups/:id",
      Documentation(id: "getScimUserGroup", tag: "SCIM", summary: "A group.", answer: "ScimGroup"), query: chosen,
      SCIMAPI.group)
    scim(
      .put, "/Groups/:id",
      Documentation(
        id: "replaceScimGroup", tag: "SCIM", summary: "Replaces a group.", body: "ScimGroup", answer: "ScimGroup"),
      query: chosen, SCIMAPI.replaceGroup)
    scim(
      .patch, "/Groups/:id",
      Documentation(
        id: "patchScimGroup", tag: "SCIM",
        summary: "Changes a group by operations; answered with it where attributes are asked for.", body: "ScimPatch",
        status: 204), query: chosen, SCIMAPI.patchGroup)
    scim(
      .delete, "/Groups/:id",
      Documentation(
        id: "deleteScimGroup", tag: "SCIM", summary: "Deletes a group; what it gave ends.", status: 204),
      SCIMAPI.deleteGroup)
  }

  private mutating func pages() {
    let needed = Access.needs(.usersManage)
    page(.get, "/provisioning", needed, ProvisioningPages.show)
    page(.post, "/provisioning/settings", needed, shows: ProvisioningPages.show, ProvisioningPages.change)
    page(.post, "/provisioning/token", needed, shows: ProvisioningPages.show, ProvisioningPages.createToken)
    page(.get, "/provisioning/token/end", needed, ProvisioningPages.askEnd)
    page(.post, "/provisioning/token/end", needed, shows: ProvisioningPages.askEnd, ProvisioningPages.endToken)
    page(.get, "/scim-groups/:id", needed, ProvisioningGroupPages.show)
    page(.post, "/scim-groups/:id/mappings", needed, shows: ProvisioningGroupPages.show, ProvisioningGroupPages.map)
    page(.post, "/scim-groups/:id/settling", needed, shows: ProvisioningGroupPages.show, ProvisioningGroupPages.settle)
    page(
      .post, "/scim-groups/:id/mappings/:mapping/end", needed, shows: ProvisioningGroupPages.show,
      ProvisioningGroupPages.unmap)
  }
}
