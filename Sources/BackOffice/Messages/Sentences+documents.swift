import Core

/// What stands on documents, and writing them.
extension Sentences {
  package static let documents: [Code: Phrase] = [
    "document.no_room": Phrase(
      "There is no room left to write this document. Nothing of it was kept; try again in a few minutes.",
      fr: "Il n’y a plus de place pour écrire ce document. Rien n’a été gardé ; réessayez dans quelques minutes.",
      de: "Zum Schreiben dieses Dokuments fehlt der Platz. Nichts wurde behalten; versuchen Sie es später erneut."),
    "document.busy": Phrase(
      "Several long documents are being written. Try again in a few seconds.",
      fr: "Plusieurs longs documents sont en cours d’écriture. Réessayez dans quelques secondes.",
      de: "Mehrere lange Dokumente werden gerade geschrieben. Versuchen Sie es in einigen Sekunden erneut."),
    "letterhead.not_yours": Phrase(
      "What stands on documents is set by the seller’s own administrators. Ask one of them.",
      fr: "Ce qui figure sur les documents est fixé par les administrateurs du vendeur. Adressez-vous à l’un d’eux.",
      de: "Was auf Dokumenten steht, bestimmt die Administration des Verkäufers. Wenden Sie sich an sie."),
    "logo.not_png": Phrase(
      "This is no PNG picture. Save the logo as PNG and send it again.",
      fr: "Ce n’est pas une image PNG. Enregistrez le logo en PNG et renvoyez-le.",
      de: "Das ist kein PNG-Bild. Speichern Sie das Logo als PNG und senden Sie es erneut."),
    "logo.damaged": Phrase(
      "This PNG picture cannot be read. Save it anew and send it again.",
      fr: "Cette image PNG est illisible. Enregistrez-la à nouveau et renvoyez-la.",
      de: "Dieses PNG-Bild lässt sich nicht lesen. Speichern Sie es neu und senden Sie es erneut."),
    "logo.too_large": Phrase(
      "A logo has at most {kilobytes} KB. Make the picture smaller.",
      fr: "Un logo a au plus {kilobytes} Ko. Réduisez l’image.",
      de: "Ein Logo hat höchstens {kilobytes} KB. Verkleinern Sie das Bild."),
    "logo.too_many_pixels": Phrase(
      "A logo has at most {side} pixels a side and {pixels} million in all. Make the picture smaller.",
      fr: "Un logo a au plus {side} pixels de côté et {pixels} million en tout. Réduisez l’image.",
      de: "Ein Logo hat höchstens {side} Pixel pro Seite und {pixels} Million insgesamt. Verkleinern Sie das Bild."),
  ]
}
