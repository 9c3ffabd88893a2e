import Core
import FoundationEssentials
import Outbound

/// Why a provider cannot be worked with; kept with the provider, for its administrator to read.
package enum ProviderFault: String, Error, Sendable, CaseIterable, TextColumn {
  /// No answer, or not in time, or from an address that is not public.
  case away
  /// An answer that is no description or no key set.
  case unreadable
  /// It calls itself something else than it was set up as.
  case issuerDiffers
  /// An address it names is missing, malformed or without TLS.
  case endpointUnfit
  /// It signs with nothing that is accepted here.
  case noKeys

  package var code: Code {
    switch self {
    case .away: "openid.provider_away"
    case .unreadable: "openid.provider_unreadable"
    case .issuerDiffers: "openid.issuer_differs"
    case .endpointUnfit: "openid.endpoint_unfit"
    case .noKeys: "openid.no_keys"
    }
  }
}

/// What a provider says of itself (OpenID Connect Discovery, section 3), as far as it matters here.
package struct ProviderDescription: Sendable {
  package let authorizationEndpoint: String
  package let tokenEndpoint: String
  package let keysURL: String
  /// Whether the client shows its secret in a header rather than in the body.
  package let takesBasic: Bool

  /// `isRelaxed`: addresses without TLS will do, as tests and sandboxes have them.
  package init(_ document: JSONValue, of issuer: IssuerURL, isRelaxed: Bool) throws(ProviderFault) {
    guard case .object(let members) = document else { throw .unreadable }
    guard members["issuer"] == .string(issuer.description) else { throw .issuerDiffers }
    authorizationEndpoint = try ProviderDescription.address(members["authorization_endpoint"], isRelaxed)
    tokenEndpoint = try ProviderDescription.address(members["token_endpoint"], isRelaxed)
    keysURL = try ProviderDescription.address(members["jwks_uri"], isRelaxed)
    if case .array(let names) = members["id_token_signing_alg_values_supported"] {
      guard SigningAlgorithm.allCases.contains(where: { names.contains(.string($0.rawValue)) }) else { throw .noKeys }
    }
    if case .array(let methods) = members["token_endpoint_auth_methods_supported"] {
      takesBasic = methods.contains(.string("client_secret_basic"))
    } else {
      takesBasic = true
    }
  }

  private static func address(_ value: JSONValue?, _ isRelaxed: Bool) throws(ProviderFault) -> String {
    guard case .string(let text) = value, text.utf8.count <= 1000,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "\\") })
    else { throw .endpointUnfit }
    // The part before the query is of the same shape as an issuer.
    guard let base = IssuerURL(String(text.prefix { $0 != "?" })), base.isSecure || isRelaxed else {
      throw .endpointUnfit
    }
    return text
  }
}
