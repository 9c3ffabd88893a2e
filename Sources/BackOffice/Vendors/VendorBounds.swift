extension Bounds {
  /// After so many attempts a request to a vendor is parked: a day and a half of trying.
  package static let fulfilmentAttempts = 12
  /// How many requests are claimed at a time, and sent beside each other.
  package static let fulfilmentsAtOnce = 20
  package static let fulfilmentWorkers = 4
  /// A vendor that fails so often in a row is left alone until the next round.
  package static let vendorFailuresInARow = 3
  package static let vendorSeconds = 15.0
  /// After so long an attempt counts as lost and is made again with the same key; longer than `vendorSeconds`.
  package static let fulfilmentLeaseSeconds: Int64 = 120
  /// How long a vendor that took a request has until it calls back.
  package static let callbackDays: Int64 = 7
  /// How far a signature's time may be from ours.
  package static let signatureToleranceSeconds: Int64 = 300
  package static let callbackBytes = 64 << 10
  package static let askedFields = 20
  package static let connectors = 500
  /// At this hour of the distributor's night inventories are compared.
  package static let reconciliationHour = 2
  package static let inventoryPages = 1_000
  package static let inventoryItems = 200_000
  package static let inventoryRows = 20_000
}
