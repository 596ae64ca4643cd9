//! Times of day as other systems write them, with their offsets.

/// The time after a date (`T08:15:30.250+02:00`, ` 8:15 PM`, `081530`) and its offset in seconds.
pub(super) fn parse_time(rest: &str) -> Option<(jiff::civil::Time, Option<i64>)> {
    let rest = rest.trim_start_matches(['T', 't', ' ', '\u{a0}', ',']).trim();
    if rest.is_empty() {
        return Some((jiff::civil::Time::midnight(), None));
    }
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | 'h' | 'H')))
        .unwrap_or(rest.len());
    let (clock, suffix) = rest.split_at(end);
    let compact = clock.len() == 6 && clock.bytes().all(|b| b.is_ascii_digit());
    let spaced = compact.then(|| format!("{}:{}:{}", &clock[..2], &clock[2..4], &clock[4..]));
    let clock = spaced.as_deref().unwrap_or(clock);
    let mut parts = clock.split([':', 'h', 'H']);
    let mut hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = match parts.next()? {
        "" => 0,
        text => text.parse().ok()?,
    };
    let second: i8 = match parts.next() {
        None | Some("") => 0,
        // The fraction does not matter to maintenance.
        Some(text) => text.split(['.', ',']).next()?.parse().ok()?,
    };
    if parts.next().is_some() {
        return None;
    }
    let suffix = suffix.trim();
    let offset = match suffix.to_ascii_uppercase().as_str() {
        "" => None,
        "AM" | "A.M." if (1..=12).contains(&hour) => {
            hour %= 12;
            None
        }
        "PM" | "P.M." if (1..=12).contains(&hour) => {
            hour = hour % 12 + 12;
            None
        }
        "Z" | "UTC" | "GMT" => Some(0),
        other => Some(parse_offset(other)?),
    };
    Some((jiff::civil::Time::new(hour, minute, second, 0).ok()?, offset))
}

/// `+02:00`, `-0330`, `+02` in seconds.
fn parse_offset(text: &str) -> Option<i64> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let hours: i64 = digits[..2].parse().ok()?;
    let minutes: i64 = if digits.len() == 4 { digits[2..].parse().ok()? } else { 0 };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}
