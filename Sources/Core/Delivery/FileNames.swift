/// Names of the files in one archive: plain ASCII, sensible, each once whatever the letters' case.
package struct FileNames: Sendable {
  private var taken: Set<String> = []

  package init() {}

  /// So many characters a part of a name has at most.
  package static let partCharacters = 60

  /// The parts as one name, apart by `-`: lower case, letters and digits only, umlauts written out, accents dropped.
  package static func slug(_ parts: [String]) -> String {
    parts.map(slug).filter { !$0.isEmpty }.joined(separator: "-")
  }

  private static func slug(_ text: String) -> String {
    var name = ""
    for scalar in text.lowercased().unicodeScalars {
      let isPlain = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
      if isPlain {
        name.unicodeScalars.append(scalar)
      } else if let written = spelled[scalar] {
        name += written
      } else if !(0x300...0x36F).contains(scalar.value), !name.isEmpty, name.last != "-" {
        name += "-"
      }
    }
    let shortened = name.prefix(partCharacters)
    return String(shortened.last == "-" ? shortened.dropLast() : shortened)
  }

  private static let spelled: [Unicode.Scalar: String] = [
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "à": "a", "á": "a", "â": "a", "ã": "a", "å": "a", "æ": "ae", "ç": "c",
    "è": "e", "é": "e", "ê": "e", "ë": "e", "ì": "i", "í": "i", "î": "i", "ï": "i", "ñ": "n", "ò": "o", "ó": "o",
    "ô": "o", "õ": "o", "ø": "o", "œ": "oe", "ù": "u", "ú": "u", "û": "u", "ý": "y", "ÿ": "y", "š": "s", "ž": "z",
    "č": "c", "ć": "c", "đ": "d", "ł": "l", "ń": "n", "ś": "s", "ź": "z", "ż": "z", "ř": "r", "ě": "e", "ů": "u",
  ]

  /// The name with its ending, or with `-2`, `-3` … before the ending where it is taken.
  package mutating func unique(_ name: String, _ ending: String) -> String {
    var candidate = "\(name).\(ending)"
    var number = 2
    while !taken.insert(candidate.lowercased()).inserted {
      candidate = "\(name)-\(number).\(ending)"
      number += 1
    }
    return candidate
  }
}
