import CCrypto
import Core
import Testing

@testable import BackOffice

private let claims = #"{"iss":"https://login.example","sub":"anna","aud":"comptoir","exp":2,"iat":1,"nonce":"n"}"#

/// What comes of a token: its subject, or why it is not believed.
private func outcome(_ token: String, _ keys: KeySet?) -> String {
  do throws(TokenFault) {
    guard let keys else { return "no keys" }
    return try IdentityToken(token).claims(signedBy: keys).subject ?? "nobody"
  } catch { return error.rawValue }
}

private func encoded(_ text: String) -> String { Base64URL.encoded(Array(text.utf8)) }

@Suite struct IdentityTokenTests {
  private let rsa = SigningKey.rsa
  private let ec = SigningKey.ec

  @Test func `a token signed by a published key is read`() {
    #expect(outcome(rsa.token(claims), keySet(rsa, ec)) == "anna")
    #expect(outcome(ec.token(claims), keySet(rsa, ec)) == "anna")
    #expect(outcome(rsa.token(claims, header: #"{"alg":"RS256"}"#), keySet(rsa, ec)) == "anna", "the only RSA key")
  }

  @Test(arguments: ["none", "None", "NONE", "", "HS256", "HS512", "RS512", "PS256", "ES384", "ES256K", "rs256"])
  func `no other algorithm is accepted, whatever the signature`(_ algorithm: String) {
    let header = #"{"alg":"\#(algorithm)","kid":"rsa-1"}"#
    #expect(outcome(rsa.token(claims, header: header), keySet(rsa, ec)) == "algorithm")
    #expect(outcome("\(encoded(header)).\(encoded(claims)).", keySet(rsa, ec)) == "algorithm")
  }

  @Test func `the public key is no shared secret`() {
    let header = #"{"alg":"HS256","kid":"rsa-1","typ":"JWT"}"#
    let signed = "\(encoded(header)).\(encoded(claims))"
    for secret in [rsa.json, Base64URL.encoded(rsa.number("n"))] {
      var mac = [UInt8](repeating: 0, count: 32)
      var length = mac.count
      let key = Array(secret.utf8)
      _ = EVP_Q_mac(
        nil, "HMAC", nil, "SHA256", nil, key, key.count, Array(signed.utf8), signed.utf8.count, &mac, mac.count,
        &length)
      #expect(outcome("\(signed).\(Base64URL.encoded(mac))", keySet(rsa)) == "algorithm")
    }
  }

  @Test func `a key serves for its own algorithm only`() {
    let header = #"{"alg":"ES256","kid":"rsa-1"}"#
    #expect(outcome(rsa.token(claims, header: header), keySet(rsa)) == "keyUnfit")
    let mixed = #"{"alg":"RS256","kid":"ec-1"}"#
    #expect(outcome(rsa.token(claims, header: mixed), keySet(rsa, ec)) == "keyUnfit")
  }

  @Test func `another key does not sign, nor one nobody published`() {
    #expect(outcome(SigningKey.otherRSA.token(claims), keySet(rsa)) == "signature", "same name, other key")
    #expect(outcome(ec.token(claims), keySet(rsa)) == "keyUnknown")
    #expect(outcome(rsa.token(claims, header: #"{"alg":"RS256","kid":"x"}"#), keySet(rsa)) == "keyUnknown")
    #expect(outcome(rsa.token(claims), keySet(rsa, .otherRSA)) == "keyUnfit", "two keys of one name")
  }

  @Test func `no byte of what was signed can be altered`() {
    for key in [rsa, ec] {
      let parts = key.token(claims).split(separator: ".").map(String.init)
      let other = encoded(claims.replacing("anna", with: "emil"))
      #expect(outcome("\(parts[0]).\(other).\(parts[2])", keySet(key)) == "signature")
      let head = encoded(#"{"typ":"JWT","alg":"\#(key.algorithm.rawValue)","kid":"\#(key.id)"}"#)
      #expect(outcome("\(head).\(parts[1]).\(parts[2])", keySet(key)) == "signature")
      for index in [0, 1, 31, 32, 63] {
        var signature = key.signature("\(parts[0]).\(parts[1])")
        signature[index] ^= 0x10
        #expect(outcome("\(parts[0]).\(parts[1]).\(Base64URL.encoded(signature))", keySet(key)) == "signature")
      }
    }
  }

  @Test func `a signature has one form`() {
    let parts = ec.token(claims).split(separator: ".").map(String.init)
    let signed = "\(parts[0]).\(parts[1])"
    let raw = ec.signature(signed)
    let forms: [[UInt8]] = [
      ec.rawSignature(signed), [], Array(raw.dropLast()), raw + [0], [UInt8](repeating: 0, count: 64),
      [UInt8](repeating: 255, count: 64), Array(raw.suffix(32) + raw.prefix(32)), [0] + raw,
    ]
    for form in forms { #expect(outcome("\(signed).\(Base64URL.encoded(form))", keySet(ec)) == "signature") }
    let own = rsa.token(claims).split(separator: ".").map(String.init)
    for form in [[], [UInt8](repeating: 0, count: 256), [UInt8](repeating: 255, count: 256), [1]] {
      #expect(outcome("\(own[0]).\(own[1]).\(Base64URL.encoded(form))", keySet(rsa)) == "signature")
    }
  }

  @Test func `what is no token is refused before anything else`() throws {
    let token = rsa.token(claims)
    let parts = token.split(separator: ".").map(String.init)
    let malformed = [
      "", ".", "..", "...", "a", parts[0], "\(parts[0]).\(parts[1])", token + ".", "." + token, token + ".x",
      token + "=", token + "\n", " " + token, token.replacing(".", with: ". "), token + "+/", "ä.ö.ü",
      "\(encoded("[]")).\(parts[1]).\(parts[2])", "\(encoded("{")).\(parts[1]).\(parts[2])",
      "\(encoded(#"{"alg":"RS256","crit":["b64"],"b64":false}"#)).\(parts[1]).\(parts[2])",
      "\(encoded(#"{"alg":"RS256","kid":7}"#)).\(parts[1]).\(parts[2])",
    ]
    for text in malformed { #expect(outcome(text, keySet(rsa)) == "malformed", "\(text.prefix(60))") }
    #expect(outcome("\(encoded(#"{"alg":["RS256"]}"#)).\(parts[1]).\(parts[2])", keySet(rsa)) == "algorithm")
    #expect(outcome("\(encoded("{}")).\(parts[1]).\(parts[2])", keySet(rsa)) == "algorithm")
    let long = #"{"pad":"\#(String(repeating: "x", count: 13_000))"}"#
    #expect(outcome(rsa.token(long), keySet(rsa)) == "oversized")
    #expect(outcome(rsa.token("[1]"), keySet(rsa)) == "malformed")
    #expect(outcome(rsa.token("no json"), keySet(rsa)) == "malformed")
  }

  @Test(arguments: [
    #"{"sub":1}"#, #"{"sub":null}"#, #"{"sub":["anna"]}"#, "{}",
  ]) func `claims of a wrong type say nothing`(_ claims: String) throws {
    #expect(outcome(rsa.token(claims), keySet(rsa)) == "nobody")
  }

  @Test(
    arguments: [
      (#"{"aud":"a"}"#, ["a"], nil), (#"{"aud":["a","b"]}"#, ["a", "b"], nil), (#"{"aud":["a",1]}"#, [], nil),
      (#"{"aud":{"a":1}}"#, [], nil), (#"{"email_verified":true}"#, [], true),
      (#"{"email_verified":"true"}"#, [], true),
      (#"{"email_verified":"false"}"#, [], false), (#"{"email_verified":1}"#, [], false),
      (#"{"email_verified":null}"#, [], nil),
    ] as [(String, [String], Bool?)])
  func `claims are read as the standard writes them`(
    _ claims: String, _ audiences: [String], _ isVerified: Bool?
  ) throws {
    let keys = try #require(keySet(rsa))
    let read = try IdentityToken(rsa.token(claims)).claims(signedBy: keys)
    #expect(read.audiences == audiences)
    #expect(read.isEmailVerified == isVerified)
  }
}

@Suite struct KeySetTests {
  @Test(arguments: [
    "{}", "[]", "1", #"{"keys":{}}"#, #"{"keys":"x"}"#,
  ]) func `what is no key set is none`(_ text: String) throws {
    let document = try #require(JSONValue(parsing: Array(text.utf8)))
    #expect(KeySet(document) == nil)
  }

  @Test func `keys that are weak, broken or for something else are passed over`() throws {
    let modulus = SigningKey.rsa.number("n")
    func rsa(_ modulus: [UInt8], _ exponent: [UInt8], _ more: String = "") -> String {
      #"{"kty":"RSA","n":"\#(Base64URL.encoded(modulus))","e":"\#(Base64URL.encoded(exponent))"\#(more)}"#
    }
    let point = SigningKey.ec.json
    let useless = [
      rsa(Array(modulus.prefix(128)), [1, 0, 1]), rsa([UInt8](repeating: 0xFF, count: 1025), [1, 0, 1]),
      rsa(modulus, [1]), rsa(modulus, [2]), rsa(modulus, []), rsa(modulus, [0]), rsa(modulus, [1, 0, 0, 0, 1]),
      rsa([], [1, 0, 1]), rsa(modulus, [1, 0, 1], #","use":"enc""#), rsa(modulus, [1, 0, 1], #","alg":"RS512""#),
      #"{"kty":"RSA","n":"***","e":"AQAB"}"#, #"{"kty":"RSA","e":"AQAB"}"#, #"{"kty":"oct","k":"AAAA"}"#, "7", "{}",
      point.replacing("P-256", with: "P-384"), point.replacing(#""x":""#, with: #""x":"AA"#),
      #"{"kty":"EC","crv":"P-256","x":"\#(Base64URL.encoded([UInt8](repeating: 1, count: 32)))","#
        + #""y":"\#(Base64URL.encoded([UInt8](repeating: 1, count: 32)))"}"#,
    ]
    for key in useless { #expect(keySet(json: [key])?.count == 0, "\(key.prefix(60))") }
    #expect(keySet(json: useless + [rsa(modulus, [1, 0, 1]), point])?.count == 2)
  }

  @Test func `a set has an end`() {
    #expect(keySet(json: [String](repeating: SigningKey.ec.json, count: 150))?.count == 100)
  }
}

@Suite struct Base64URLTests {
  @Test(
    arguments: [
      ("", []), ("AA", [0]), ("AAA", [0, 0]), ("_-8", [255, 239]), ("Zm9v", [102, 111, 111]),
    ] as [(String, [UInt8])]) func `bytes are written in one way`(_ text: String, _ bytes: [UInt8])
  {
    #expect(Base64URL.encoded(bytes) == text)
    #expect(Base64URL.decoded(text) == bytes)
  }

  @Test(arguments: ["A", "AB", "AAB", "AA==", "A A", "+A", "/A", "Zm9vA", "Zm9v\n", "ä"])
  func `any other way is refused`(_ text: String) { #expect(Base64URL.decoded(text) == nil) }

  @Test func `whatever is written is read`() {
    for count in 0..<70 {
      let bytes = Secrets.random(count)
      #expect(Base64URL.decoded(Base64URL.encoded(bytes)) == bytes)
    }
  }
}
