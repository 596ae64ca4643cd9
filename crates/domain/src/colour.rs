//! Colours that people choose, as `#rrggbb`.

/// Colours that forms suggest: far enough from each other, and dark enough for white letters but for one.
pub const SUGGESTED: &[&str] =
    &["#0a5a7d", "#9a3c0c", "#0b6358", "#5c3a9e", "#8c2a62", "#1f7a34", "#b07a00", "#475569"];

/// Whether a text is a colour as `#rrggbb`.
pub fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text.bytes().skip(1).all(|b| b.is_ascii_hexdigit())
}

/// What reads best on a colour `#rrggbb`, `#ffffff` or `#000000`: the one of higher contrast, after the relative luminance of
/// WCAG 2.2. Black on what is no colour.
pub fn ink_on(colour: &str) -> &'static str {
    let channel = |at: usize| {
        let part = colour.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok())?;
        let part = f64::from(part) / 255.0;
        Some(if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) })
    };
    let luminance = || Some(0.2126 * channel(1)? + 0.7152 * channel(3)? + 0.0722 * channel(5)?);
    // Contrast with white is 1.05 / (l + 0.05), with black (l + 0.05) / 0.05: equal where (l + 0.05)^2 is 0.0525.
    match luminance() {
        Some(l) if (l + 0.05).powi(2) < 0.0525 => "#ffffff",
        _ => "#000000",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_stands_on_dark_colours_and_black_on_light_ones() {
        for dark in ["#0a5a7d", "#9a3c0c", "#0b6358", "#5c3a9e", "#475569", "#000000", "#ff0000", "#757575"] {
            let ink = if dark == "#ff0000" { "#000000" } else { "#ffffff" };
            assert_eq!(ink_on(dark), ink, "{dark}");
        }
        for light in ["#ffffff", "#ffd500", "#b07a00", "#767676", "", "#12", "#zzzzzz"] {
            assert_eq!(ink_on(light), "#000000", "{light}");
        }
    }
}
