"""Makes the pictures that the tests read: python3 pictures.py FOLDER (Pillow, pillow-heif, piexif, pyvips from PyPI; exiftool, libvips).

All show four squares: red, green, blue, white; left to right, then top to bottom, when held upright.
"""

import pathlib
import subprocess
import sys

import piexif
import pillow_heif
import pyvips
from PIL import Image, ImageCms, PngImagePlugin

COLOURS = [(220, 30, 30), (30, 180, 60), (30, 60, 200), (240, 240, 240)]
# How a camera stores an upright picture for each orientation of EXIF.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def squares(mode="RGB"):
    image = Image.new("RGB", (96, 64))
    for index, colour in enumerate(COLOURS):
        left, top = index % 2 * 48, index // 2 * 32
        image.paste(colour, (left, top, left + 48, top + 32))
    return image.convert(mode)


def exif(orientation=1):
    small = squares().resize((48, 32))
    path = pathlib.Path("/tmp/thumbnail.jpg")
    small.save(path)
    return piexif.dump(
        {
            "0th": {
                piexif.ImageIFD.Make: b"SecretMake",
                piexif.ImageIFD.Model: b"SecretModel",
                piexif.ImageIFD.Software: b"SecretSoftware",
                piexif.ImageIFD.DateTime: b"2026:05:01 08:09:10",
                piexif.ImageIFD.Orientation: orientation,
            },
            "Exif": {
                piexif.ExifIFD.DateTimeOriginal: b"2026:05:01 08:09:10",
                piexif.ExifIFD.BodySerialNumber: b"SecretSerial",
                piexif.ExifIFD.MakerNote: b"SecretMakerNote" * 4,
            },
            "GPS": {
                piexif.GPSIFD.GPSLatitudeRef: b"N",
                piexif.GPSIFD.GPSLatitude: ((40, 1), (48, 1), (3000, 100)),
                piexif.GPSIFD.GPSLongitudeRef: b"E",
                piexif.GPSIFD.GPSLongitude: ((111, 1), (39, 1), (1200, 100)),
            },
            "1st": {piexif.ImageIFD.Compression: 6},
            "thumbnail": path.read_bytes(),
        }
    )


def main():
    folder = pathlib.Path(sys.argv[1])
    pillow_heif.register_heif_opener()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    squares().save(folder / "camera.jpg", quality=92, exif=exif(), icc_profile=profile, comment=b"SecretComment")
    subprocess.run(
        [
            "exiftool", "-q", "-overwrite_original", "-XMP:GPSLatitude=40.8", "-XMP:GPSLongitude=111.6",
            "-XMP:Creator=SecretCreator", "-IPTC:City=SecretCity", str(folder / "camera.jpg"),
        ],
        check=True,
    )
    for orientation, turn in TURNS.items():
        squares().transpose(turn).save(folder / f"turned-{orientation}.jpg", quality=92, exif=exif(orientation))
    squares().save(folder / "camera.heic", quality=90, exif=exif())
    squares().save(folder / "progressive.jpg", quality=92, progressive=True)
    squares("CMYK").save(folder / "cmyk.jpg", quality=92)
    squares().save(folder / "p3.png")
    wide = pyvips.Image.new_from_file(str(folder / "p3.png")).icc_transform("p3", input_profile="srgb")
    wide.write_to_file(str(folder / "p3.jpg"), Q=95, profile="p3")
    (folder / "p3.png").unlink()
    squares("L").save(folder / "grey.jpg", quality=92)
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "SecretAuthor")
    text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>SecretXMP</x:xmpmeta>")
    clear = squares("RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, 48, 32))
    clear.save(folder / "clear.png", pnginfo=text, exif=exif())
    squares("RGBA").save(folder / "opaque.png", pnginfo=text)
    squares("P").save(folder / "palette.png")
    Image.new("1", (12000, 12000)).save(folder / "bomb.png", optimize=True)


main()
