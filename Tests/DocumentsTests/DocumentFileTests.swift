import Documents
import Foundation
import Testing

@Suite struct DocumentFileTests {
  @Test func `what is written is read, from anywhere`() throws {
    let file = try DocumentFile()
    for index in 0..<1000 { try file.write(Array(repeating: UInt8(index % 251), count: 200)) }
    #expect(file.byteCount == 200_000)
    #expect(try file.read(at: 199_999, count: 10) == [UInt8(999 % 251)])
    #expect(try file.bytes().count == 200_000)
    try file.clear()
    try file.write([7])
    #expect(try file.bytes() == [7])
  }

  @Test func `a file without a name leaves none behind, one with a name is its owner's alone`() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "document-test-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let folder = directory.path(percentEncoded: false)
    let nameless = try DocumentFile(in: folder)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    try nameless.write([1])
    try nameless.flush()
    let path = folder + "/statement.csv"
    try DocumentFile(path: path).flush()
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(throws: DocumentFileError.system(EEXIST)) { try DocumentFile(path: path) }
  }

  @Test func `no place, no file; no room, no more of it`() throws {
    #expect(throws: DocumentFileError.system(ENOENT)) { try DocumentFile(in: "/nowhere") }
    let full = DocumentFile(takingOver: open("/dev/full", O_RDWR))
    try full.write([1])
    #expect(throws: DocumentFileError.noRoom) { try full.flush() }
  }

  @Test func `a descriptor for reading outlives the file`() throws {
    var file: DocumentFile? = try DocumentFile()
    try file?.write([1, 2, 3])
    let descriptor = try #require(try file?.descriptorForReading())
    file = nil
    var bytes: [UInt8] = [0, 0, 0, 0]
    #expect(pread(descriptor, &bytes, 4, 0) == 3 && bytes == [1, 2, 3, 0])
    close(descriptor)
  }
}
