extension Bounds {
  /// How long a sign-in that was begun can be finished.
  package static let signInSeconds: Int64 = 600
  package static let identityDomains = 20
  package static let clientSecretMaximum = 500
  /// How long a claimed domain is looked after by itself; then only when asked.
  package static let domainLookedAfterDays: Int64 = 7
  package static let identityChecksAtOnce = 10
  package static let authorizationCodeMaximum = 4_096
}
