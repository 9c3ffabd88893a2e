import Documents
import Foundation
import Testing

private struct Refused: Error {}

/// What Python's reader of zip archives finds in one: a line per member with its name, length and beginning.
private func members(_ archive: [UInt8]) throws -> [String] {
  let path = FileManager.default.temporaryDirectory.path + "/archive-\(UUID().uuidString).zip"
  try Data(archive).write(to: URL(filePath: path))
  defer { try? FileManager.default.removeItem(atPath: path) }
  let process = Process()
  let output = Pipe()
  process.executableURL = URL(filePath: "/usr/bin/python3")
  process.arguments = [
    "-c",
    """
    import sys, zipfile
    archive = zipfile.ZipFile(sys.argv[1])
    assert archive.testzip() is None
    for one in archive.infolist():
        content = archive.read(one)
        print(one.filename, len(content), content[:5].decode(), one.date_time[0])
    """, path,
  ]
  process.standardOutput = output
  try process.run()
  let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
  process.waitUntilExit()
  #expect(process.terminationStatus == 0)
  return text.split(separator: "\n").map(String.init)
}

@Test func `an archive is read by another program, whatever is in it`() throws {
  var bytes: [UInt8] = []
  let zip = try ZipArchive { bytes.append(contentsOf: $0) }
  try zip.begin("2026-01/a.txt", at: 1_768_500_000)
  try zip.write(Array("hello".utf8))
  try zip.begin("empty.txt", at: 1_768_500_000)
  try zip.begin("large.txt", at: 1_768_500_000)
  for _ in 0..<40 { try zip.write([UInt8](repeating: UInt8(ascii: "x"), count: 100_000)) }
  try zip.finish()
  #expect(try members(bytes) == ["2026-01/a.txt 5 hello 2026", "empty.txt 0  2026", "large.txt 4000000 xxxxx 2026"])
  #expect(bytes.count < 20_000, "it packs")
}

@Test func `what the sink throws comes out where it was written, and nothing is written after it`() throws {
  var taken = 0
  var refusals = 0
  do {
    let zip = try ZipArchive { piece in
      taken += piece.count
      if taken > 50_000 {
        refusals += 1
        throw Refused()
      }
    }
    try zip.begin("noise.bin", at: 0)
    #expect(throws: Refused.self) {
      var seed: UInt64 = 1
      for _ in 0..<100 {
        try zip.write(
          (0..<10_000).map { _ in
            seed = seed &* 6_364_136_223_846_793_005 &+ 1
            return UInt8(truncatingIfNeeded: seed >> 33)
          })
      }
    }
  }
  #expect(refusals == 1)
}

@Test func `an archive left unfinished writes no directory`() throws {
  var bytes: [UInt8] = []
  do {
    let zip = try ZipArchive { bytes.append(contentsOf: $0) }
    try zip.begin("a.txt", at: 0)
    try zip.write(Array("hello".utf8))
  }
  #expect(!bytes.indices.contains { bytes[$0...].starts(with: [0x50, 0x4B, 0x05, 0x06]) })
}
