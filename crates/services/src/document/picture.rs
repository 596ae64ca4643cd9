//! Pictures are taken apart and stored anew from their pixels: no place, no camera, no foreign bytes stay.

use domain::{
    FieldCode,
    document::{MAX_PIXELS, Media},
};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    metadata::Orientation,
};
use std::io::Cursor;
use tokio::sync::Semaphore;

/// Pictures taken apart at once: each may need some hundred megabytes.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// Pixels along the longer side of a thumbnail.
const THUMBNAIL: u32 = 480;
const MAX_SIDE: u32 = 20_000;
const MAX_MEMORY: u64 = 512 << 20;

/// A picture as it is stored.
pub(super) struct Picture {
    pub content: Vec<u8>,
    /// JPEG.
    pub thumbnail: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Takes a picture apart on a thread of its own.
pub(super) async fn renewed(media: Media, content: Vec<u8>) -> Result<Picture, FieldCode> {
    let turn = AT_ONCE.acquire().await.map_err(|_| FieldCode::UnreadableFile)?;
    tokio::task::spawn_blocking(move || {
        // Kept to the end of the work: who hangs up meanwhile does not make room for more of it.
        let _turn = turn;
        renew(media, &content)
    })
    .await
    .unwrap_or(Err(FieldCode::UnreadableFile))
}

fn renew(media: Media, content: &[u8]) -> Result<Picture, FieldCode> {
    let unreadable = |_| FieldCode::UnreadableFile;
    let format = match media {
        Media::Jpeg => ImageFormat::Jpeg,
        Media::Png => ImageFormat::Png,
        Media::Webp => ImageFormat::WebP,
        _ => return Err(FieldCode::FileContent),
    };
    let too_large = FieldCode::ImageTooLarge { max_megapixels: (MAX_PIXELS / 1_000_000) as u32 };
    // The header alone tells how large it is; nothing is unpacked before that is known.
    let (width, height) =
        ImageReader::with_format(Cursor::new(content), format).into_dimensions().map_err(unreadable)?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS || width.max(height) > MAX_SIDE {
        return Err(too_large);
    }
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    image.apply_orientation(orientation);
    let mut out = Cursor::new(vec![]);
    match media {
        Media::Jpeg => {
            image = image.into_rgb8().into();
            image.write_with_encoder(JpegEncoder::new_with_quality(&mut out, 88)).map_err(unreadable)?;
        }
        Media::Png => image.write_to(&mut out, ImageFormat::Png).map_err(unreadable)?,
        _ => {
            image = image.into_rgba8().into();
            image.write_to(&mut out, ImageFormat::WebP).map_err(unreadable)?;
        }
    }
    let mut small = Cursor::new(vec![]);
    on_white(image.thumbnail(THUMBNAIL, THUMBNAIL))
        .write_with_encoder(JpegEncoder::new_with_quality(&mut small, 80))
        .map_err(unreadable)?;
    Ok(Picture {
        content: out.into_inner(),
        thumbnail: small.into_inner(),
        width: image.width(),
        height: image.height(),
    })
}

/// JPEG knows no transparency.
fn on_white(image: DynamicImage) -> DynamicImage {
    let mut rgba = image.into_rgba8();
    for pixel in rgba.pixels_mut() {
        let alpha = u16::from(pixel[3]);
        for channel in 0..3 {
            pixel[channel] = ((u16::from(pixel[channel]) * alpha + 255 * (255 - alpha)) / 255) as u8;
        }
        pixel[3] = 255;
    }
    DynamicImage::from(rgba).into_rgb8().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_picture_makes_the_reader_panic_or_hang() {
        for (media, format) in [
            (Media::Jpeg, ImageFormat::Jpeg),
            (Media::Png, ImageFormat::Png),
            (Media::Webp, ImageFormat::WebP),
        ] {
            let drawn = image::RgbImage::from_fn(24, 16, |x, y| image::Rgb([x as u8 * 9, y as u8 * 15, 7]));
            let mut seed = Cursor::new(vec![]);
            DynamicImage::from(drawn).write_to(&mut seed, format).expect("in memory");
            let seed = seed.into_inner();
            let whole = renew(media, &seed).map_err(|code| format!("{code:?}")).expect("a picture");
            assert_eq!((whole.width, whole.height), (24, 16));
            testkit::hostile(&[&seed], |file| {
                if let Ok(picture) = renew(media, file) {
                    assert!(u64::from(picture.width) * u64::from(picture.height) <= MAX_PIXELS);
                    renew(media, &picture.content).map_err(|code| format!("{code:?}")).expect("what is kept");
                }
            });
        }
    }
}
