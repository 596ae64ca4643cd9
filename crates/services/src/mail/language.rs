//! What edited words may do: variables, a few filters and conditions. Neither loops nor macros nor arithmetic, of
//! which a few characters can ask for more memory than there is; the engine's own limits stand behind.

use domain::FieldCode;

/// The tags that may be used.
const TAGS: &[&str] = &["extends", "block", "endblock", "if", "elif", "else", "endif"];
/// What would compute, build lists or look things up.
const SIGNS: &[char] = &['*', '+', '~', '/', '%', '[', ']', '{', '}'];

/// The longest tag or variable, in bytes. The engine goes one step deeper for each member or filter of a chain, and one
/// as long as the words may be would be too deep.
const LONGEST: usize = 300;
/// The most tags: each may stand inside of the one before, and a branch counts as one.
const MOST_TAGS: usize = 100;

/// The first thing that the words may not do, with its line.
pub(super) fn refused(source: &str) -> Option<FieldCode> {
    let mut rest = source;
    let mut line = 1;
    let mut tags = 0;
    while let Some(at) = rest.find("{%").into_iter().chain(rest.find("{{")).chain(rest.find("{#")).min() {
        line += lines(&rest[..at]);
        let opened = &rest[at..];
        let close = match &opened[..2] {
            "{%" => "%}",
            "{{" => "}}",
            _ => "#}",
        };
        // What is never closed is the parser's to tell.
        let (inside, after) = end(&opened[2..], close)?;
        tags += usize::from(close == "%}");
        if tags > MOST_TAGS || close != "#}" && inside.len() > LONGEST {
            let what = inside.trim().chars().take(20).chain(['…']).collect();
            return Some(FieldCode::TemplateSyntax { line, what });
        }
        if close != "#}"
            && let Some(what) = inside_of(inside, close == "%}")
        {
            return Some(FieldCode::TemplateSyntax { line, what });
        }
        line += lines(inside);
        rest = after;
    }
    None
}

fn lines(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX)
}

/// Up to the closing sign outside of quotes, and what comes after it.
fn end<'a>(text: &'a str, close: &str) -> Option<(&'a str, &'a str)> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if text[at..].starts_with(close) => return Some((&text[..at], &text[at + 2..])),
            None if (c == '"' || c == '\'') && close != "#}" => quote = Some(c),
            None => {}
        }
    }
    None
}

fn inside_of(inside: &str, is_tag: bool) -> Option<String> {
    let inside = inside.trim_matches(|c: char| c == '-' || c == '+' || c.is_whitespace());
    if is_tag {
        let tag: String = inside.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        if !TAGS.contains(&tag.as_str()) {
            return Some(format!("{{% {tag} %}}"));
        }
    }
    let mut quote = None;
    let mut escaped = false;
    for c in inside.chars() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if SIGNS.contains(&c) => return Some(c.to_string()),
            None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(source: &str) -> Option<(u32, String)> {
        match refused(source)? {
            FieldCode::TemplateSyntax { line, what } => Some((line, what)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn words_variables_and_conditions_are_free() {
        for good in [
            "Bonjour {{ name }} * + [1] {",
            "{% extends \"layout.html\" %}{%- block title -%}a{% endblock %}",
            "{% if minutes > 1 and not (name == \"a*b\") %}{{ name|upper }}{% else %}{{ 'it\\'s }} [x]' }}{% endif %}",
            "{# a * b {% for %} #}",
            "{{ never closed",
        ] {
            assert_eq!(what(good), None, "{good}");
        }
    }

    #[test]
    fn what_could_fill_the_memory_is_refused_at_its_line() {
        assert_eq!(what("a\nb {{ \"x\" * 100000000 }}"), Some((2, "*".into())));
        assert_eq!(what("{{\nname ~ name }}"), Some((1, "~".into())));
        assert_eq!(what("{% if a %}\n\n{% for x in y %}"), Some((3, "{% for %}".into())));
        for tag in
            ["set", "macro", "include", "import", "autoescape", "filter", "call", "with", "do", "raw", ""]
        {
            assert!(what(&format!("{{%- {tag} x %}}")).is_some(), "{tag}");
        }
        assert_eq!(what("{{ [1, 2] }}"), Some((1, "[".into())));
        let deep = format!("\n{{{{ name{} }}}}", ".a".repeat(9_980));
        assert_eq!(what(&deep), Some((2, "name.a.a.a.a.a.a.a.a…".into())));
    }
}
