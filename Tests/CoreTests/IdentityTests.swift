import Core
import Testing

private let clientID = "comptoir-portal"
private let now: Int64 = 1_768_471_200
private let entra = "https://login.microsoftonline.com/9b1c4a7e-1f0d-4c52-8a63-2f4f1f0a1b2c/v2.0"

private func claims(_ change: (inout IdentityClaims) -> Void = { _ in }) -> IdentityClaims {
  var claims = IdentityClaims()
  claims.issuer = "https://login.helvetia.example"
  claims.subject = "24400320"
  claims.audiences = [clientID]
  claims.issuedAt = now - 2
  claims.expiresAt = now + 300
  claims.nonce = "n-0S6_WzA2Mj"
  change(&claims)
  return claims
}

private func fault(_ claims: IdentityClaims, issuer: String = "https://login.helvetia.example") -> TokenFault? {
  let expectation = IdentityExpectation(issuer: issuer, clientID: clientID, nonce: "n-0S6_WzA2Mj")
  do throws(TokenFault) {
    _ = try expectation.checked(claims, now: now)
    return nil
  } catch { return error }
}

@Suite struct IdentityClaimsTests {
  @Test(arguments: [nil, "", "https://login.helvetia.example/", "https://login.rheinland.example"])
  func `another issuer's word is not taken`(_ issuer: String?) {
    #expect(fault(claims { $0.issuer = issuer }) == .issuer)
  }

  @Test(arguments: [[], ["somebody-else"], ["comptoir-portal "], ["COMPTOIR-PORTAL"]])
  func `a token for another client is refused`(_ audiences: [String]) {
    #expect(fault(claims { $0.audiences = audiences }) == .audience)
  }

  @Test(
    arguments: [
      ([clientID, "other"], nil), ([clientID, "other"], "other"), ([clientID], "other"), ([clientID], ""),
    ] as [([String], String?)])
  func `a token handed out to another client is refused`(_ audiences: [String], _ party: String?) {
    let claims = claims {
      $0.audiences = audiences
      $0.authorizedParty = party
    }
    #expect(fault(claims) == .authorizedParty)
  }

  @Test(
    arguments: [
      (300, -2, nil, nil), (-59, -120, nil, nil), (300, 60, nil, nil), (900, -660, nil, nil), (300, -2, 60, nil),
      (-60, -120, nil, .expired), (-3600, -7200, nil, .expired), (nil, -2, nil, .lifetime), (300, nil, nil, .lifetime),
      (300, 61, nil, .issuedInFuture), (7200, 3600, nil, .issuedInFuture), (900, -661, nil, .lifetime),
      (300, -2, 61, .notYetValid), (-30, 10, nil, .lifetime), (Int64.min + now, -2, nil, .expired),
    ] as [(Int64?, Int64?, Int64?, TokenFault?)])
  func `a token counts in its own time, with a minute of leeway`(
    _ expires: Int64?, _ issued: Int64?, _ begins: Int64?, _ expected: TokenFault?
  ) {
    let claims = claims {
      $0.expiresAt = expires.map { $0 &+ now }
      $0.issuedAt = issued.map { $0 + now }
      $0.notBefore = begins.map { $0 + now }
    }
    #expect(fault(claims) == expected)
  }

  @Test(arguments: [nil, "", "another", "n-0S6_WzA2Mj "]) func `a token of another sign-in is refused`(_ nonce: String?)
  {
    #expect(fault(claims { $0.nonce = nonce }) == .nonce)
  }

  @Test(arguments: [nil, "", String(repeating: "x", count: 256), "line\nbreak", "ümlaut"])
  func `a token about nobody is refused`(_ subject: String?) {
    #expect(fault(claims { $0.subject = subject }) == .subject)
  }

  @Test(
    arguments: [
      (entra, "9b1c4a7e-1f0d-4c52-8a63-2f4f1f0a1b2c", nil), (entra, "9B1C4A7E-1F0D-4C52-8A63-2F4F1F0A1B2C", nil),
      (entra, nil, .tenant), (entra, "00000000-1f0d-4c52-8a63-2f4f1f0a1b2c", .tenant),
      ("https://login.microsoftonline.com/common/v2.0", "common", .tenant),
      ("https://login.helvetia.example", nil, nil), ("https://login.helvetia.example", "whatever", nil),
    ] as [(String, String?, TokenFault?)])
  func `Microsoft's tokens name the directory of the issuer`(
    _ issuer: String, _ tenant: String?, _ expected: TokenFault?
  ) {
    let claims = claims {
      $0.issuer = issuer
      $0.tenant = tenant
    }
    #expect(fault(claims, issuer: issuer) == expected)
  }

  @Test(
    arguments: [
      ("https://login.helvetia.example", nil), (entra, "anna@helvetia.example"),
      ("https://login.microsoftonline.com/common/v2.0", nil),
    ] as [(String, String?)])
  func `only a directory's own names stand in for an address`(_ issuer: String, _ address: String?) throws {
    let claims = claims { $0.username = "anna@helvetia.example" }
    #expect(claims.address(from: try #require(IssuerURL(issuer))) == address)
    var better = claims
    better.email = "a.meier@helvetia.example"
    #expect(better.address(from: try #require(IssuerURL(issuer))) == "a.meier@helvetia.example")
  }
}

@Suite struct NameTests {
  @Test(arguments: [
    "", "example", ".example", "a..example", "-a.example", "a-.example", "a b.example", "ä.example", "a_b.example",
    "192.0.2.1", "a.example.", "a.exa/mple", String(repeating: "a", count: 64) + ".example",
    String(repeating: "abcdefgh.", count: 28) + "ab", "a@b.example",
  ]) func `what is no domain is none`(_ text: String) { #expect(DomainName(text) == nil) }

  @Test(arguments: [
    ("helvetia.example", "helvetia.example"), ("HELVETIA.Example", "helvetia.example"), ("a.b.c", "a.b.c"),
    ("xn--bcher-kva.example", "xn--bcher-kva.example"), ("3com.example", "3com.example"), ("1.2.3.4a", "1.2.3.4a"),
  ]) func `a domain reads in lower case`(_ text: String, _ name: String) {
    #expect(DomainName(text)?.description == name)
  }

  @Test(
    arguments: [
      ("anna@helvetia.example", "helvetia.example"), ("\"a@b\"@helvetia.example", "helvetia.example"),
      ("anna", nil), ("anna@", nil), ("anna@localhost", nil), ("@helvetia.example", "helvetia.example"),
    ] as [(String, String?)]) func `an address ends in its domain`(_ address: String, _ name: String?)
  {
    #expect(DomainName(ofAddress: address)?.description == name)
  }

  @Test(arguments: [
    "", "login.example", "ftp://login.example", "https://", "https:///path", "https://user@login.example",
    "https://login.example?x", "https://login.example/#x", "https://login.example/a b", "https://lögin.example",
    "javascript:alert(1)//", "https://login.example\\@evil", "https://" + String(repeating: "a", count: 500),
  ]) func `what is no issuer is none`(_ text: String) { #expect(IssuerURL(text) == nil) }

  @Test(arguments: [
    ("https://login.example", "https://login.example/.well-known/openid-configuration"),
    ("https://login.example/", "https://login.example/.well-known/openid-configuration"),
    ("http://127.0.0.1:8080/realms/a", "http://127.0.0.1:8080/realms/a/.well-known/openid-configuration"),
  ]) func `a provider describes itself below its issuer`(_ issuer: String, _ address: String) {
    #expect(IssuerURL(issuer)?.discovery == address)
  }

  @Test(
    arguments: [
      (entra, "9b1c4a7e-1f0d-4c52-8a63-2f4f1f0a1b2c"), ("https://login.microsoftonline.com/common/v2.0", ""),
      ("https://login.microsoftonline.com/organizations/v2.0", ""), ("https://login.microsoftonline.com", ""),
      ("https://LOGIN.microsoftonline.com:443/common", ""), ("https://login.microsoftonline.com.evil.example/x", nil),
      ("https://sts.windows.net/9b1c4a7e-1f0d-4c52-8a63-2f4f1f0a1b2c/", "9b1c4a7e-1f0d-4c52-8a63-2f4f1f0a1b2c"),
      ("https://login.example", nil),
    ] as [(String, String?)]) func `an issuer of Microsoft's names a directory, or everybody's`(
      _ issuer: String, _ tenant: String?
    )
  { #expect(IssuerURL(issuer)?.entraTenant == tenant) }
}
