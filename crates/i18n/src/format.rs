//! Dates, numbers and amounts as people write them in each language. Small tables instead of ICU, whose
//! formatters would double the WASM; the same text on the server and in the browser.

use crate::Locale;
use domain::{Date, LocalDateTime, Money, money};

const NBSP: char = '\u{a0}';
const FR_MONTHS: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
const EN_MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `20 nov. 2026`, `20 Nov 2026`.
pub fn date(locale: Locale, date: Date) -> String {
    civil_date(locale, *date)
}

/// `20 nov. 2026, 8:12` in both languages, by the site's clock.
pub fn date_time(locale: Locale, at: LocalDateTime) -> String {
    format!("{}, {}:{:02}", civil_date(locale, at.date()), at.hour(), at.minute())
}

/// The day of an instant on the site's calendar: `20 nov. 2026`.
pub fn day(locale: Locale, at: LocalDateTime) -> String {
    civil_date(locale, at.date())
}

fn civil_date(locale: Locale, d: domain::time::CivilDate) -> String {
    let month = usize::from(d.month().unsigned_abs() - 1);
    match locale {
        // The first of a month is written as such: 1er.
        Locale::Fr if d.day() == 1 => format!("1er{NBSP}{} {}", FR_MONTHS[month], d.year()),
        Locale::Fr => format!("{}{NBSP}{} {}", d.day(), FR_MONTHS[month], d.year()),
        Locale::En => format!("{}{NBSP}{} {}", d.day(), EN_MONTHS[month], d.year()),
    }
}

/// `1 240` in French, `1,240` in English.
pub fn whole(locale: Locale, n: i64) -> String {
    grouped(locale, n.unsigned_abs(), n < 0)
}

/// A plain number (`-1500.5`) with its thousands grouped and the language's decimal mark; what is no such number
/// stays as it is.
pub fn number(locale: Locale, plain: &str) -> String {
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let fraction = fraction.trim_end_matches('0');
    let (negative, digits) = match whole.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, whole),
    };
    let Ok(n) = digits.parse::<u64>() else { return plain.to_owned() };
    let mut number = grouped(locale, n, negative);
    if !fraction.is_empty() {
        number.push(match locale {
            Locale::Fr => ',',
            Locale::En => '.',
        });
        number.push_str(fraction);
    }
    number
}

/// `18 240,50 €` in French, `€18,240.50` in English; other currencies by their code.
pub fn money(locale: Locale, amount: &Money) -> String {
    let decimals = money::currency_decimals(&amount.currency);
    let unit = 10u64.pow(decimals);
    let abs = amount.minor.unsigned_abs();
    let negative = amount.minor < 0;
    let mut number = grouped(locale, abs / unit, negative);
    if decimals > 0 {
        let mark = match locale {
            Locale::Fr => ',',
            Locale::En => '.',
        };
        number.push_str(&format!("{mark}{:0width$}", abs % unit, width = decimals as usize));
    }
    let symbol = match amount.currency.as_str() {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        other => return format!("{number}{NBSP}{other}"),
    };
    match locale {
        Locale::Fr => format!("{number}{NBSP}{symbol}"),
        Locale::En => match number.strip_prefix('−') {
            Some(rest) => format!("−{symbol}{rest}"),
            None => format!("{symbol}{number}"),
        },
    }
}

/// `2,4 Mo`, `2.4 MB`.
pub fn bytes(locale: Locale, size: i64) -> String {
    let (unit, step) = match size {
        0..1_000 => (["o", "B"], 1),
        1_000..1_000_000 => (["ko", "kB"], 1_000),
        1_000_000..1_000_000_000 => (["Mo", "MB"], 1_000_000),
        _ => (["Go", "GB"], 1_000_000_000),
    };
    let unit = unit[usize::from(locale == Locale::En)];
    let tenths = size * 10 / step;
    if step == 1 || tenths >= 1_000 {
        return format!("{}{NBSP}{unit}", whole(locale, size / step));
    }
    let mark = if locale == Locale::Fr { ',' } else { '.' };
    format!("{}{mark}{}{NBSP}{unit}", tenths / 10, tenths % 10)
}

fn grouped(locale: Locale, abs: u64, negative: bool) -> String {
    let separator = match locale {
        Locale::Fr => NBSP,
        Locale::En => ',',
    };
    let digits = abs.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 3);
    if negative {
        out.push('−');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_its_own_way() {
        let day: Date = "2026-11-01".parse().expect("a date");
        assert_eq!(date(Locale::Fr, day), "1er\u{a0}nov. 2026");
        assert_eq!(date(Locale::En, day), "1\u{a0}Nov 2026");
        let cost = Money { minor: -622_921_728, currency: "EUR".into() };
        assert_eq!(money(Locale::Fr, &cost), "−6\u{a0}229\u{a0}217,28\u{a0}€");
        assert_eq!(money(Locale::En, &cost), "−€6,229,217.28");
        assert_eq!(money(Locale::En, &Money { minor: 100, currency: "AUD".into() }), "1.00\u{a0}AUD");
        assert_eq!(number(Locale::Fr, "-1500.2340"), "−1\u{a0}500,234");
        assert_eq!(number(Locale::En, "12000"), "12,000");
        assert_eq!(number(Locale::En, "a lot"), "a lot");
        assert_eq!(whole(Locale::Fr, 5_484), "5\u{a0}484");
        assert_eq!(bytes(Locale::Fr, 286_536), "286\u{a0}ko");
        assert_eq!(bytes(Locale::En, 2_449_000), "2.4\u{a0}MB");
    }
}
