//! Query strings: the state of a list lives in its URL, read and written by the same code everywhere.

use crate::{
    FieldCode, FieldError,
    page::{Cursor, DEFAULT_LIMIT, MAX_LIMIT, MAX_OFFSET, Window},
};
use std::str::FromStr;

/// The pairs of a query string, in order, decoded; a leading `?` is allowed.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.strip_prefix('?').unwrap_or(query).as_bytes()).into_owned().collect()
}

/// Reads the parameters of one list. What cannot be read is left out and reported: a page ignores the
/// report, the REST API answers 422 with it.
pub struct QueryReader {
    pairs: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl QueryReader {
    pub fn new(query: &str) -> Self {
        Self { pairs: pairs(query), errors: vec![] }
    }

    /// The values of a key, given once with commas (`a,b`) or several times (a form's checkboxes).
    pub fn list<T: FromStr + PartialEq>(&mut self, key: &str) -> Vec<T> {
        let mut found = vec![];
        for (_, text) in self.pairs.iter().filter(|(k, _)| k == key) {
            for part in text.split(',').filter(|p| !p.is_empty()) {
                match part.parse() {
                    Ok(value) if found.contains(&value) => {}
                    Ok(value) => found.push(value),
                    Err(_) => self.errors.push(FieldError::new(key, FieldCode::UnknownValue)),
                }
            }
        }
        found
    }

    /// The last value of a key, if it is there and not empty. The zero character is in no value: PostgreSQL has no text
    /// with it.
    pub fn one<T: FromStr>(&mut self, key: &str) -> Option<T> {
        let text = self.pairs.iter().rev().find(|(k, _)| k == key).map(|(_, v)| v.as_str())?;
        if text.is_empty() {
            return None;
        }
        let value = if text.contains('\0') { None } else { text.parse().ok() };
        if value.is_none() {
            self.errors.push(FieldError::new(key, FieldCode::UnknownValue));
        }
        value
    }

    /// Free text, trimmed and cut to 200 characters.
    pub fn text(&mut self, key: &str) -> String {
        let text = self.one::<String>(key).unwrap_or_default();
        text.trim().chars().take(200).collect::<String>().trim_end().to_owned()
    }

    /// `sort=name` or `sort=-name`: the column, and whether it descends.
    pub fn sort<S: FromStr>(&mut self) -> Option<(S, bool)> {
        let text = self.one::<String>("sort")?;
        let (name, descending) = match text.strip_prefix('-') {
            Some(name) => (name, true),
            None => (text.as_str(), false),
        };
        match name.parse() {
            Ok(column) => Some((column, descending)),
            Err(_) => {
                self.errors.push(FieldError::new("sort", FieldCode::UnknownValue));
                None
            }
        }
    }

    /// `limit`, `offset` and `cursor`.
    pub fn window(&mut self) -> Window {
        let limit = self.one::<u32>("limit").unwrap_or(DEFAULT_LIMIT);
        if limit == 0 || limit > MAX_LIMIT {
            let code = FieldCode::OutOfRange { min: 1, max: i64::from(MAX_LIMIT) };
            self.errors.push(FieldError::new("limit", code));
        }
        let offset = self.one::<u64>("offset").unwrap_or(0);
        if offset > MAX_OFFSET {
            let code = FieldCode::OutOfRange { min: 0, max: MAX_OFFSET as i64 };
            self.errors.push(FieldError::new("offset", code));
        }
        Window {
            limit: limit.clamp(1, MAX_LIMIT),
            offset: offset.min(MAX_OFFSET),
            cursor: self.one::<Cursor>("cursor"),
        }
    }

    /// What could not be read; empty when all was well.
    pub fn errors(self) -> Vec<FieldError> {
        self.errors
    }
}

/// Writes a query string, leaving out what is empty.
#[derive(Default)]
pub struct QueryWriter {
    pairs: Vec<(&'static str, String)>,
}

impl QueryWriter {
    pub fn text(mut self, key: &'static str, value: &str) -> Self {
        if !value.is_empty() {
            self.pairs.push((key, value.to_owned()));
        }
        self
    }

    pub fn list<T: ToString>(self, key: &'static str, values: &[T]) -> Self {
        let joined = values.iter().map(T::to_string).collect::<Vec<_>>().join(",");
        self.text(key, &joined)
    }

    pub fn sort(self, column: &str, descending: bool) -> Self {
        let text = if descending { format!("-{column}") } else { column.to_owned() };
        self.text("sort", &text)
    }

    pub fn window(mut self, window: &Window) -> Self {
        if window.limit != DEFAULT_LIMIT {
            self = self.text("limit", &window.limit.to_string());
        }
        if window.offset > 0 {
            self = self.text("offset", &window.offset.to_string());
        }
        match &window.cursor {
            Some(cursor) => self.text("cursor", &cursor.to_string()),
            None => self,
        }
    }

    /// `a=1&b=2`, or nothing.
    pub fn finish(self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.extend_pairs(self.pairs);
        out.finish()
    }
}

/// One segment of a path, with everything in it that a path does not bear written as `%2F`.
pub fn segment(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// A path with its query, without a bare `?`.
pub fn href(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The path to go to after sign-in: only a path of our own origin, never another host or scheme.
pub fn safe_next(next: &str) -> Option<&str> {
    let ok = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\n', '\r', '\t', '\0'])
        && !next.starts_with("/rpc/")
        && !next.starts_with("/login");
    ok.then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_one_segment() {
        assert_eq!(segment("CV-104"), "CV-104");
        assert_eq!(segment("A/B 2+é?"), "A%2FB%202%2B%C3%A9%3F");
    }

    #[test]
    fn only_paths_of_our_own_are_followed() {
        assert_eq!(safe_next("/equipments?q=a"), Some("/equipments?q=a"));
        for bad in
            ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb"]
        {
            assert_eq!(safe_next(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_window_stays_within_what_the_databases_take() {
        let window = |query: &str| {
            let mut r = QueryReader::new(query);
            let window = r.window();
            let wrong: Vec<String> = r.errors().into_iter().map(|e| e.field).collect();
            (window.limit, window.offset, wrong)
        };
        assert_eq!(window("limit=1&offset=1000000000"), (1, 1_000_000_000, vec![]));
        assert_eq!(
            window("limit=0&offset=1000000001"),
            (1, MAX_OFFSET, vec!["limit".into(), "offset".into()])
        );
        assert_eq!(window("offset=18446744073709551615"), (DEFAULT_LIMIT, MAX_OFFSET, vec!["offset".into()]));
        assert_eq!(window("offset=18446744073709551616"), (DEFAULT_LIMIT, 0, vec!["offset".into()]));
        assert_eq!(window("offset=-1"), (DEFAULT_LIMIT, 0, vec!["offset".into()]));
    }

    #[test]
    fn a_zero_character_is_in_no_value() {
        let mut r = QueryReader::new("actor=a%00b&cursor=n1.%00&sort=name%00&q=fine");
        assert_eq!((r.text("actor"), r.text("q")), (String::new(), "fine".to_owned()));
        assert_eq!(r.window().cursor, None);
        assert_eq!(r.sort::<String>(), None);
        assert_eq!(r.errors().into_iter().map(|e| e.field).collect::<Vec<_>>(), ["actor", "cursor", "sort"]);
    }

    #[test]
    fn a_list_is_read_with_commas_or_repeated() {
        let mut r = QueryReader::new("?site=1,2&site=3&site=x&limit=500");
        assert_eq!(r.list::<i64>("site"), [1, 2, 3]);
        assert_eq!(r.window().limit, MAX_LIMIT);
        assert_eq!(r.errors().len(), 2);
    }
}
