import Core

extension RouteBuilder {
  /// Signing in with a second factor, and what an organization asks for.
  mutating func factor() {
    secondFactor()
    api(
      .get, "/organizations/:id/sign-in-policy", .needs(.usersView),
      Documentation(
        id: "getSignInPolicy", tag: "Users", summary: "What an organization asks of its people when they sign in.",
        answer: "SignInPolicy"), SecondFactorAPI.policy)
    api(
      .patch, "/organizations/:id/sign-in-policy", .needs(.usersManage),
      Documentation(
        id: "changeSignInPolicy", tag: "Users",
        summary: "Requires a second factor or no longer; only the organization's own administrators.",
        body: "SignInPolicyPatch", answer: "SignInPolicy"), SecondFactorAPI.changePolicy)
    factorPages()
  }

  private mutating func secondFactor() {
    let one = "/users/:id/second-factor"
    api(
      .get, one, .signedIn,
      Documentation(
        id: "getSecondFactor", tag: "Users", summary: "Whether a second factor is on.", answer: "SecondFactor"),
      SecondFactorAPI.get)
    api(
      .put, one, .signedIn,
      Documentation(
        id: "beginSecondFactor", tag: "Users", summary: "A new key for one's own authenticator app, to be confirmed.",
        body: "SecondFactorBeginning", answer: "SecondFactorKey"), SecondFactorAPI.begin)
    api(
      .delete, one, .needs(.usersManage),
      Documentation(
        id: "resetSecondFactor", tag: "Users", summary: "Takes a lost second factor off another's account.",
        status: 204), SecondFactorAPI.reset)
    api(
      .put, one + "/confirmation", .signedIn,
      Documentation(
        id: "confirmSecondFactor", tag: "Users", summary: "Turns one's own on, for a code of the app.",
        body: "SecondFactorConfirmation", answer: "RecoveryCodes"), SecondFactorAPI.confirm)
    api(
      .put, one + "/recovery-codes", .signedIn,
      Documentation(
        id: "replaceRecoveryCodes", tag: "Users", summary: "New recovery codes in place of one's old ones.",
        body: "SecondFactorProof", answer: "RecoveryCodes"), SecondFactorAPI.replaceCodes)
    api(
      .post, one + "/removal", .signedIn,
      Documentation(
        id: "removeSecondFactor", tag: "Users", summary: "Turns one's own off, for password and code.",
        body: "SecondFactorProof", status: 204), SecondFactorAPI.remove)
  }

  private mutating func factorPages() {
    open(.get, "/sign-in/code", .page, SignInCodePages.show)
    open(.post, "/sign-in/code", .page, SignInCodePages.signIn)
    let own = SecondFactorPages.home
    page(.get, own, .signedIn, SecondFactorPages.show)
    page(.post, own, .signedIn, shows: SecondFactorPages.show, SecondFactorPages.begin)
    page(.post, own + "/confirmation", .signedIn, shows: SecondFactorPages.show, SecondFactorPages.confirm)
    page(.post, own + "/recovery-codes", .signedIn, shows: SecondFactorPages.show, SecondFactorPages.replaceCodes)
    page(.post, own + "/removal", .signedIn, shows: SecondFactorPages.show, SecondFactorPages.remove)
    page(.get, "/users/:id/second-factor", .needs(.usersManage), SecondFactorResetPages.ask)
    page(
      .post, "/users/:id/second-factor", .needs(.usersManage), shows: SecondFactorResetPages.ask,
      SecondFactorResetPages.reset)
    page(.get, "/sign-in-policy", .needs(.usersManage), SignInPolicyPages.show)
    page(.post, "/sign-in-policy", .needs(.usersManage), shows: SignInPolicyPages.show, SignInPolicyPages.change)
  }
}
