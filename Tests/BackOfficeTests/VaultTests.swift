import Core
import Postgres
import Testing

@testable import BackOffice

/// Secrets that must be used again open with their key, for their purpose, and otherwise not at all.
@Suite struct VaultTests {
  private let secret = Array("client secret: ähm".utf8)
  private let vault: Vault

  init() throws { vault = try #require(Vault(key: Array(1...32))) }

  @Test(arguments: [0, 1, 15, 16, 31, 33, 64]) func `a key has 32 bytes`(_ count: Int) {
    #expect(Vault(key: [UInt8](repeating: 7, count: count)) == nil)
  }

  @Test func `another key does not open`() throws {
    let other = try #require(Vault(key: Array(2...33)))
    #expect(throws: Vault.Unopened.self) { try other.open(vault.seal(secret, for: "a"), for: "a") }
  }

  @Test(arguments: ["", "b", "a ", "aa"]) func `another purpose does not open`(_ purpose: String) {
    #expect(throws: Vault.Unopened.self) { try vault.open(vault.seal(secret, for: "a"), for: purpose) }
  }

  @Test func `not one altered or missing byte opens`() throws {
    let sealed = vault.seal(secret, for: "a")
    for index in sealed.indices {
      var altered = sealed
      altered[index] ^= 1
      #expect(throws: Vault.Unopened.self, "byte \(index)") { try vault.open(altered, for: "a") }
      #expect(throws: Vault.Unopened.self, "\(index) bytes") { try vault.open(Array(sealed[..<index]), for: "a") }
    }
    #expect(throws: Vault.Unopened.self) { try vault.open(sealed + [0], for: "a") }
  }

  @Test(arguments: [[], [0], Array("JBSWY3DPEHPK3PXP".utf8), [UInt8](repeating: 255, count: 5000)])
  func `what was sealed opens, and looks different each time`(_ secret: [UInt8]) throws {
    let first = vault.seal(secret, for: "a")
    let second = vault.seal(secret, for: "a")
    #expect(first != second)
    #expect(try vault.open(first, for: "a") == secret)
    #expect(try vault.open(second, for: "a") == secret)
  }

  @Test func `a sandbox keeps its secrets with the key in its database`() throws {
    let world = try World()
    let sealed = try world.office.everything { tx, _ in try world.office.vault(in: tx).seal(secret, for: "a") }
    let key = try #require(try world.owner("SELECT key FROM sandbox_key") { try $0[0] as [UInt8] }.first)
    #expect(try Vault(key: key)?.open(sealed, for: "a") == secret)
  }

  @Test func `without a key there is a vault only in a sandbox`() throws {
    let world = try World()
    var configuration = world.office.configuration
    configuration.sandbox = false
    #expect(throws: Refusal.conflict("secrets.key_missing")) { try sealed(configuration) }
    configuration.secretKey = Array(1...32)
    #expect(try vault.open(sealed(configuration), for: "a") == secret)
  }

  private func sealed(_ configuration: Configuration) throws -> [UInt8] {
    let office = Office(configuration)
    defer { office.database.close() }
    return try office.everything { tx, _ in try office.vault(in: tx).seal(secret, for: "a") }
  }
}
