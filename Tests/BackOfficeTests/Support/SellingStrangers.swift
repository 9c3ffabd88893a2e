// What is sold and ordered, of both sides: the ids; `Isolation.swift` makes the rows.

extension Strangers {
  /// Carts and their lines: of Helvetia's manager, and of Rheinland's.
  static let cart = "00000000-0000-4000-8000-000000000081"
  static let cartOfRheinland = "00000000-0000-4000-8000-000000000082"
  /// Terms of Alpine Cloud's, and of the other reseller's.
  static let terms = "00000000-0000-4000-8000-000000000083"
  static let termsOfRival = "00000000-0000-4000-8000-000000000084"
  /// Groups of their own, each giving licences by a mapping of the same id.
  static let ownGroup = "00000000-0000-4000-8000-0000000000c3"
  static let ownGroupOfRheinland = "00000000-0000-4000-8000-0000000000c4"
  /// Rheinland's change that waits, and a service that Helvetia's user asks for.
  static let request = "00000000-0000-4000-8000-0000000000e6"
  static let requestOfUser = "00000000-0000-4000-8000-0000000000e7"
  static let category = "00000000-0000-4000-8000-0000000000d5"
  /// Lines of each reseller's own costs and prices, and price lists that each distributor sent in.
  static let costOfAlpine = "00000000-0000-4000-8000-000000000071"
  static let costOfRhein = "00000000-0000-4000-8000-000000000072"
  static let priceOfAlpine = "00000000-0000-4000-8000-000000000073"
  static let priceOfRhein = "00000000-0000-4000-8000-000000000074"
  static let priceList = "00000000-0000-4000-8000-000000000075"
  static let foreignPriceList = "00000000-0000-4000-8000-000000000076"
  /// Bulk changes that wait for their confirmation: Alpine Cloud's, and Rhein IT Partner's.
  static let bulkChange = "00000000-0000-4000-8000-0000000000b1"
  static let bulkChangeOfRhein = "00000000-0000-4000-8000-0000000000b2"
  /// Ready exports of Helvetia's manager, and of Rhein IT Partner's reseller.
  static let exportOfManager = "00000000-0000-4000-8000-0000000000b3"
  static let exportOfRival = "00000000-0000-4000-8000-0000000000b4"
}
