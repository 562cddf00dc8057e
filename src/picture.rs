//! Bytes of a picture → how large it is shown, and smaller versions of it for small screens.
//!
//! Knows nothing of dossiers, pages or files. What cannot be read as a picture has no size and no smaller
//! version, and is shown as it is.

use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader,
};
use std::io::Cursor;

/// Widths, in pixels, in which a picture is offered besides its own: a telephone's, a column of text (37 rem), and
/// that column on a dense screen.
pub const WIDTHS: [u32; 3] = [480, 800, 1200];

/// Quality of smaller JPEG files, of 100: where a photograph shown in a column of text shows no difference.
const QUALITY: u8 = 82;

/// A picture's width and height as a reader sees them, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

/// How large the picture is when it stands upright: a browser turns a photograph as its camera asks. Reads the
/// head of the file alone. `None` if it is no JPEG, PNG or WebP.
#[must_use]
pub fn size(bytes: &[u8]) -> Option<Size> {
    let mut decoder = reader(bytes)?.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let turned = matches!(
        decoder.orientation().unwrap_or(Orientation::NoTransforms),
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    Some(if turned {
        Size {
            width: height,
            height: width,
        }
    } else {
        Size { width, height }
    })
}

/// The widths of [`WIDTHS`] that are worth a version of their own: below nine tenths of the picture's width.
pub fn widths(of: Size) -> impl Iterator<Item = u32> {
    WIDTHS
        .into_iter()
        .filter(move |width| u64::from(*width) * 10 < u64::from(of.width) * 9)
}

/// Where the version of that width lies: `media/a.jpg`, 800 and `0123abcd` make `media/a.800w-0123abcd.jpg`. With
/// the picture's own fingerprint in its name it cannot be taken for a file of the writer's.
#[must_use]
pub fn address(original: &str, width: u32, version: &str) -> String {
    match original.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{width}w-{version}.{ending}"),
        None => format!("{original}.{width}w-{version}"),
    }
}

/// Whether [`narrower`] can make anything of a picture of that format.
#[must_use]
pub fn has_narrower(bytes: &[u8]) -> bool {
    matches!(
        image::guess_format(bytes),
        Ok(ImageFormat::Jpeg | ImageFormat::Png)
    )
}

/// The picture in that width, upright, in its own format and without what the camera wrote about itself.
///
/// `None` if it cannot be read, would grow, or would not be lighter than the original. WebP is never made smaller:
/// the encoder knows only its lossless kind, which is heavier than a lossy original.
#[must_use]
pub fn narrower(bytes: &[u8], width: u32) -> Option<Vec<u8>> {
    let reader = reader(bytes)?;
    let format = reader.format()?;
    if format == ImageFormat::WebP {
        return None;
    }
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    if width == 0 || width >= picture.width() {
        return None;
    }
    let height =
        (u64::from(picture.height()) * u64::from(width)).div_ceil(u64::from(picture.width()));
    let height = u32::try_from(height).ok()?.max(1);
    let (from_width, from_height) = (picture.width(), picture.height());
    let (pixels, kind, color) = if picture.color().has_alpha() {
        (
            picture.into_rgba8().into_raw(),
            PixelType::U8x4,
            ExtendedColorType::Rgba8,
        )
    } else {
        (
            picture.into_rgb8().into_raw(),
            PixelType::U8x3,
            ExtendedColorType::Rgb8,
        )
    };
    let from = Image::from_vec_u8(from_width, from_height, pixels, kind).ok()?;
    let mut to = Image::new(width, height, kind);
    Resizer::new().resize(&from, &mut to, None).ok()?;
    let mut out = Vec::new();
    match format {
        ImageFormat::Jpeg => JpegEncoder::new_with_quality(&mut out, QUALITY).write_image(
            to.buffer(),
            width,
            height,
            color,
        ),
        _ => PngEncoder::new(&mut out).write_image(to.buffer(), width, height, color),
    }
    .ok()?;
    (out.len() < bytes.len()).then_some(out)
}

/// With the limits of the `image` crate: a file that claims to unpack to more than 512 MiB is refused.
fn reader(bytes: &[u8]) -> Option<ImageReader<Cursor<&[u8]>>> {
    let reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    matches!(
        reader.format()?,
        ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP
    )
    .then_some(reader)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    /// A picture that is dark at its left and light at its right, with some noise, as a file of a format.
    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let shade = |x: u32, y: u32| {
            u8::try_from((x * 200 / width + (x * 7919 + y * 104_729) % 50).min(255)).unwrap()
        };
        let mut out = Cursor::new(Vec::new());
        RgbImage::from_fn(width, height, |x, y| Rgb([shade(x, y); 3]))
            .write_to(&mut out, format)
            .unwrap();
        out.into_inner()
    }

    #[test]
    fn size_is_read_of_each_format() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let size = size(&picture(60, 40, format));
            assert_eq!(
                size,
                Some(Size {
                    width: 60,
                    height: 40
                }),
                "{format:?}"
            );
        }
        for no_picture in [
            &b""[..],
            b"GIF89a",
            b"<svg width='3'/>",
            &picture(9, 9, ImageFormat::Png)[..20],
        ] {
            assert_eq!(size(no_picture), None);
        }
    }

    #[test]
    fn a_photograph_that_lies_on_its_side_is_measured_and_made_upright() {
        // Exif in a JPEG file: one entry, orientation 6 (turn to the right).
        let exif = [
            &b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"[..],
        ]
        .concat();
        let flat = picture(600, 400, ImageFormat::Jpeg);
        let turned = [&flat[..2], &exif, &flat[2..]].concat();
        assert_eq!(
            size(&turned),
            Some(Size {
                width: 400,
                height: 600
            })
        );
        let small = narrower(&turned, 100).unwrap();
        assert_eq!(
            size(&small),
            Some(Size {
                width: 100,
                height: 150
            })
        );
        // What was at the left is now at the top.
        let shown = image::load_from_memory(&small).unwrap().into_rgb8();
        assert!(shown.get_pixel(50, 5)[0] < 80 && shown.get_pixel(50, 145)[0] > 160);
    }

    #[test]
    fn a_narrower_version_keeps_format_and_proportions_and_is_lighter() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let bytes = picture(1000, 501, format);
            let small = narrower(&bytes, 480).unwrap();
            assert_eq!(
                size(&small),
                Some(Size {
                    width: 480,
                    height: 241
                }),
                "{format:?}"
            );
            assert_eq!(image::guess_format(&small).unwrap(), format);
            assert!(small.len() < bytes.len());
            assert_eq!(
                narrower(&bytes, 480).unwrap(),
                small,
                "same bytes each time"
            );
        }
    }

    #[test]
    fn what_is_transparent_stays_so() {
        let mut out = Cursor::new(Vec::new());
        RgbaImage::from_fn(900, 300, |x, y| {
            let noise = u8::try_from((x * 7919 + y * 104_729) % 256).unwrap();
            Rgba([noise, 0, 0, if x < 450 { 0 } else { 255 }])
        })
        .write_to(&mut out, ImageFormat::Png)
        .unwrap();
        let small = image::load_from_memory(&narrower(out.get_ref(), 480).unwrap()).unwrap();
        let small = small.into_rgba8();
        assert_eq!(
            (small.get_pixel(5, 5)[3], small.get_pixel(475, 5)[3]),
            (0, 255)
        );
    }

    #[test]
    fn nothing_is_made_larger_or_heavier() {
        let bytes = picture(600, 400, ImageFormat::Jpeg);
        for width in [0, 600, 800] {
            assert_eq!(narrower(&bytes, width), None);
        }
        assert_eq!(narrower(&picture(900, 400, ImageFormat::WebP), 480), None);
        assert_eq!(narrower(b"no picture", 480), None);
    }

    #[test]
    fn only_widths_that_help_are_offered() {
        let offered = |width| widths(Size { width, height: 1 }).collect::<Vec<_>>();
        assert!(offered(400).is_empty() && offered(533).is_empty());
        assert_eq!(offered(534), [480]);
        assert_eq!(offered(1600), [480, 800, 1200]);
        assert_eq!(
            address("media/places/a.b.jpg", 480, "0123abcd"),
            "media/places/a.b.480w-0123abcd.jpg"
        );
    }
}
