internal import CVips
package import Media

/// A picture in the hands of libvips: read, turned upright, and written anew from its pixels.
///
/// It runs in a process of its own (`PictureProgram`): what it reads is anybody's, and its libraries are large and in C.
package final class Picture {
    private let image: UnsafeMutablePointer<VipsImage>

    private init(_ image: UnsafeMutablePointer<VipsImage>?) throws(MediaRefusal) {
        guard let image else {
            vips_error_clear()
            throw .pictureDamaged
        }
        self.image = image
    }

    deinit { g_object_unref(image) }

    /// Makes a picture anew.
    ///
    /// - Parameters:
    ///   - bytes: the file, which must stay as it is until this returns.
    ///   - limits: what the picture may have; pixels are counted before any is unpacked.
    /// - Returns: pixels only, upright, in sRGB: as JPEG, or as PNG where something can be seen through.
    /// - Throws: `kindNotTaken`, `pictureTooLarge`, or `pictureDamaged`, which a picture that is cut off is, too.
    package static func remade(_ bytes: [UInt8], limits: PictureLimits) throws(MediaRefusal) -> RemadePicture {
        let format = try format(of: bytes)
        guard isStarted else { throw .picturesUnavailable }
        // libvips reads from these bytes until the last picture that stems from them is written.
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(MediaRefusal) in try remade(buffer, format, limits) }
        }
        return try result.get()
    }

    /// Eight bits a channel, row by row.
    func pixels() throws(MediaRefusal) -> [UInt8] {
        var count = 0
        guard let memory = vips_image_write_to_memory(image, &count) else { throw .pictureDamaged }
        defer { g_free(memory) }
        return Array(UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// Opens a picture for a look at its pixels.
    static func withPicture<Value>(
        _ bytes: [UInt8],
        _ body: (Picture) throws(MediaRefusal) -> Value
    ) throws(MediaRefusal) -> Value {
        let format = try format(of: bytes)
        guard isStarted else { throw .picturesUnavailable }
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(MediaRefusal) in try body(open(buffer, format)) }
        }
        return try result.get()
    }

    /// Pixels from left to right.
    var width: Int { Int(vips_image_get_width(image)) }
    /// Pixels from top to bottom.
    var height: Int { Int(vips_image_get_height(image)) }
    /// How many channels a pixel has.
    var channels: Int { Int(vips_image_get_bands(image)) }
}

extension Picture {
    /// Whether libvips could be started: once a process, whoever asks first.
    ///
    /// Asked a second time while it starts, libvips says that it has: so those who come meanwhile wait here.
    static let isStarted = whistle_vips_start() == 0

    private static func format(of bytes: [UInt8]) throws(MediaRefusal) -> whistle_format {
        switch try MediaKind.detect(bytes) {
        case .jpeg: whistle_jpeg
        case .png: whistle_png
        case .heic: whistle_heic
        case .pdf, .ofd, .docx, .xlsx, .mp3, .m4a, .amr, .mp4: throw .kindNotTaken
        }
    }

    private static func open(_ buffer: UnsafeRawBufferPointer, _ format: whistle_format) throws(MediaRefusal) -> Picture
    {
        guard let base = buffer.baseAddress else { throw .emptyFile }
        return try Picture(whistle_open(base, buffer.count, format))
    }

    private static func remade(
        _ buffer: UnsafeRawBufferPointer,
        _ format: whistle_format,
        _ limits: PictureLimits
    ) throws(MediaRefusal) -> RemadePicture {
        var picture = try open(buffer, format)
        guard picture.width <= limits.side, picture.height <= limits.side,
            picture.width * picture.height <= limits.pixels
        else { throw .pictureTooLarge(limit: limits.pixels) }
        if picture.mustBeHeld { picture = try Picture(vips_image_copy_memory(picture.image)) }
        picture = try Picture(whistle_upright(picture.image))
        picture = try Picture(whistle_srgb(picture.image))
        picture = try Picture(whistle_bytes(picture.image))
        var made = whistle_jpeg
        if vips_image_hasalpha(picture.image) != 0 {
            // Looked at twice: once whether anything shows through, once to be written.
            picture = try Picture(vips_image_copy_memory(picture.image))
            if whistle_least_alpha(picture.image) == 255 {
                picture = try Picture(whistle_flatten(picture.image))
            } else {
                made = whistle_png
            }
        }
        let bytes = try picture.written(made, limits)
        let thumbnail = try thumbnail(bytes, made, limits)
        return RemadePicture(
            kind: made == whistle_png ? .png : .jpeg,
            width: picture.width,
            height: picture.height,
            bytes: bytes,
            thumbnail: thumbnail
        )
    }

    /// Whether all pixels are needed at once: a picture that only streams through cannot be turned.
    private var mustBeHeld: Bool { vips_image_get_orientation(image) > 1 }

    /// The small picture, made from the new one: it is upright already, and JPEG is unpacked at an eighth of its size.
    private static func thumbnail(
        _ bytes: [UInt8],
        _ format: whistle_format,
        _ limits: PictureLimits
    ) throws(MediaRefusal) -> [UInt8] {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(MediaRefusal) in
                guard let base = buffer.baseAddress else { throw .pictureDamaged }
                let small = try Picture(whistle_thumbnail(base, buffer.count, Int32(clamping: limits.thumbnailSide)))
                return try small.written(format, limits)
            }
        }
        return try result.get()
    }

    private func written(_ format: whistle_format, _ limits: PictureLimits) throws(MediaRefusal) -> [UInt8] {
        var memory: UnsafeMutableRawPointer?
        var count = 0
        let failed = whistle_save(image, format, Int32(clamping: limits.quality), &memory, &count)
        defer { g_free(memory) }
        guard failed == 0, let memory else {
            vips_error_clear()
            throw .pictureDamaged
        }
        guard count <= limits.madeBytes else { throw .pictureTooLarge(limit: limits.pixels) }
        return Array(UnsafeRawBufferPointer(start: memory, count: count))
    }
}
