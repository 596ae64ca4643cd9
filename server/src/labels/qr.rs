//! A QR code: its dark squares, and as a picture.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// White squares around the code, without which readers do not find it.
pub(crate) const QUIET: i32 = 4;

/// The code of a text; a quarter of it may be scratched.
pub(crate) fn code(text: &str) -> Option<QrCode> {
    QrCode::encode_text(text, QrCodeEcc::Quartile).ok()
}

/// Runs of dark squares: column, row and length.
fn runs(code: &QrCode) -> Vec<(i32, i32, i32)> {
    let mut runs = vec![];
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let from = x;
            while x < code.size() && code.get_module(x, y) {
                x += 1;
            }
            if x > from {
                runs.push((from, y, x - from));
            }
            x += 1;
        }
    }
    runs
}

/// The dark squares as areas on a page: from the left, from the top, width, height. The whole code, without its white
/// edge, is so wide.
pub(crate) fn areas(code: &QrCode, (left, top): (f64, f64), width: f64) -> Vec<(f64, f64, f64, f64)> {
    let square = width / f64::from(code.size());
    let at = |n: i32| f64::from(n) * square;
    runs(code).into_iter().map(|(x, y, n)| (left + at(x), top + at(y), at(n), square)).collect()
}

/// As a picture of any size, dark on white in every theme.
pub(crate) fn svg(text: &str) -> Option<String> {
    let code = code(text)?;
    let side = code.size() + 2 * QUIET;
    let mut path = String::new();
    for (x, y, length) in runs(&code) {
        let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runs_are_the_dark_squares() {
        let code = code("https://vigie.example.com/equipments/12345").expect("a code");
        let dark = |x, y| code.get_module(x, y);
        let squares = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let counted = squares.filter(|(x, y)| dark(*x, *y)).count();
        let runs = runs(&code);
        assert_eq!(runs.iter().map(|r| r.2 as usize).sum::<usize>(), counted);
        assert!(runs.iter().all(|(x, y, n)| (*x..x + n).all(|x| dark(x, *y))));
    }

    #[test]
    fn a_picture_is_drawn_with_its_white_edge() {
        let svg = svg("https://vigie.example.com/equipments/1").expect("a picture");
        assert!(svg.starts_with("<svg ") && svg.contains("M4 4h7v1h-7z"), "{svg}");
    }
}
