import Media
import Testing

/// Every refusal has a name of its own and says what to do in both languages.
@Suite struct MediaRefusalTests {
    private static let all: [MediaRefusal] = [
        .notMultipart, .badBoundary, .badBoundaryLine, .strayBytes, .badHeader, .headersTooLarge(limit: 8_192),
        .badDisposition, .nameNotUTF8, .transferEncoding, .fieldTooLarge(limit: 9), .tooManyParts(limit: 32),
        .multipartCutOff,
        .fileTooLarge(limit: 50 << 20), .emptyFile, .kindNotTaken, .mixedKinds, .activeDocument,
        .pictureTooLarge(limit: 50_000_000), .pictureDamaged, .picturesBusy, .picturesUnavailable, .diskFull,
        .folderDenied(errno: 13), .folderFailed(errno: 5), .folderTaken, .notKept, .rangeBeyondEnd(length: 10),
    ]

    @Test func `names are stable and each refusal's own`() {
        #expect(Set(Self.all.map(\.code)).count == Self.all.count)
        #expect(
            Self.all.map(\.code) == [
                "multipart_expected", "multipart_bad_boundary", "multipart_bad_boundary_line", "multipart_stray_bytes",
                "multipart_bad_header", "multipart_headers_too_large", "multipart_bad_disposition",
                "multipart_name_not_utf8", "multipart_transfer_encoding", "multipart_field_too_large",
                "multipart_too_many_parts",
                "multipart_cut_off",
                "media_too_large", "media_empty", "media_kind_not_taken", "media_mixed_kinds", "media_active_document",
                "picture_too_large", "picture_damaged", "pictures_busy", "pictures_unavailable", "media_disk_full",
                "media_folder_denied", "media_folder_failed", "media_folder_taken", "media_not_kept",
                "media_range_beyond_end",
            ]
        )
    }

    @Test(arguments: all)
    func `both languages say it`(_ refusal: MediaRefusal) {
        #expect(refusal.chineseMessage.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        #expect(refusal.englishMessage.utf8.allSatisfy { $0 < 0x80 })
        #expect(refusal.description == "\(refusal.code): \(refusal.englishMessage)")
    }

    @Test func `limits are said in people's units`() {
        #expect(MediaRefusal.fileTooLarge(limit: 50 << 20).chineseMessage == "文件太大，不能超过 50 MB")
        #expect(MediaRefusal.pictureTooLarge(limit: 50_000_000).chineseMessage == "图片太大，不能超过 5000 万像素")
        #expect(MediaRefusal.pictureTooLarge(limit: 50_000_000).englishMessage.hasSuffix("at most 50 megapixels"))
    }
}
