//! Turns `locales/{fr,en}/<namespace>.json` into one module per namespace with one function per key.
//!
//! A text with `{name}` placeholders becomes a function with those arguments. An object with `one` and
//! `other` is a plural and takes a `count`. A key, a placeholder or a plural form that one language has and
//! the other has not fails the build with its name.

use serde_json::{Map, Value};
use std::{collections::BTreeSet, env, fmt::Write, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build.rs");
    let fr = read(Path::new("locales/fr"));
    let en = read(Path::new("locales/en"));
    let mut out = String::new();
    let mut wrong = vec![];
    let names: BTreeSet<&String> = fr.keys().chain(en.keys()).collect();
    for name in names {
        match (fr.get(name), en.get(name)) {
            (Some(fr), Some(en)) => namespace(&mut out, &mut wrong, name, fr, en),
            (None, _) => wrong.push(format!("locales/fr/{name}.json is missing")),
            (_, None) => wrong.push(format!("locales/en/{name}.json is missing")),
        }
    }
    let looked_up = fr.iter().filter(|(name, fr)| en.get(*name).is_some_and(|en| !plain(fr, en).is_empty()));
    lookup(&mut out, looked_up.map(|(name, _)| name));
    assert!(wrong.is_empty(), "\n\ntranslations differ:\n  {}\n", wrong.join("\n  "));
    let target = Path::new(&env::var("OUT_DIR").expect("set by cargo")).join("texts.rs");
    fs::write(target, out).expect("the build folder can be written");
}

/// Every namespace of a language, by file name.
fn read(folder: &Path) -> std::collections::BTreeMap<String, Map<String, Value>> {
    let files = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    files
        .map(|file| file.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let texts = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            (path.file_stem().expect("has a name").to_string_lossy().into_owned(), texts)
        })
        .collect()
}

fn namespace(
    out: &mut String,
    wrong: &mut Vec<String>,
    name: &str,
    fr: &Map<String, Value>,
    en: &Map<String, Value>,
) {
    writeln!(out, "/// Texts of `{name}`.\npub mod {name} {{\n    use crate::Locale;").expect("a string");
    for key in en.keys().filter(|k| !fr.contains_key(*k)) {
        wrong.push(format!("fr/{name}.json: no `{key}`"));
    }
    for (key, fr) in fr {
        match en.get(key) {
            None => wrong.push(format!("en/{name}.json: no `{key}`")),
            Some(en) => {
                if let Err(why) = function(out, key, fr, en) {
                    wrong.push(format!("{name}.json, `{key}`: {why}"));
                }
            }
        }
    }
    find(out, fr, en);
    out.push_str("}\n");
}

/// The keys of the texts that take nothing.
fn plain<'a>(fr: &'a Map<String, Value>, en: &Map<String, Value>) -> Vec<&'a String> {
    let takes_nothing = |of: &Value| of.as_str().is_some_and(|text| placeholders(text).is_empty());
    let both =
        |(key, of): &(&String, &Value)| takes_nothing(of) && en.get(*key).is_some_and(Value::is_string);
    fr.iter().filter(both).map(|(key, _)| key).collect()
}

/// A function that looks a text without placeholders up by its key, for keys that data names.
fn find(out: &mut String, fr: &Map<String, Value>, en: &Map<String, Value>) {
    let keys = plain(fr, en);
    if !keys.is_empty() {
        out.push_str("    /// The text of that key, where it takes nothing.\n");
        out.push_str("    pub fn find(locale: Locale, key: &str) -> Option<&'static str> {\n");
        out.push_str("        Some(match key {\n");
        for key in keys {
            writeln!(out, "            {key:?} => {key}(locale),").expect("a string");
        }
        out.push_str("            _ => return None,\n        })\n    }\n");
    }
    find_plural(out, fr, en);
}

/// A function that looks a plural up by its key.
fn find_plural(out: &mut String, fr: &Map<String, Value>, en: &Map<String, Value>) {
    let counts_alone = |of: &Value| {
        let mut texts = of.as_object().into_iter().flat_map(Map::values).filter_map(Value::as_str).peekable();
        texts.peek().is_some() && texts.all(|text| placeholders(text).iter().all(|name| name == "count"))
    };
    let both = |(key, of): &(&String, &Value)| counts_alone(of) && en.get(*key).is_some_and(counts_alone);
    let keys: Vec<&String> = fr.iter().filter(both).map(|(key, _)| key).collect();
    if keys.is_empty() {
        return;
    }
    out.push_str("    /// The text of that key for a number of things, where it takes nothing else.\n");
    out.push_str("    pub fn find_plural(locale: Locale, key: &str, n: i64) -> Option<String> {\n");
    out.push_str("        Some(match key {\n");
    for key in keys {
        writeln!(out, "            {key:?} => {key}(locale, n),").expect("a string");
    }
    out.push_str("            _ => return None,\n        })\n    }\n");
}

/// A function that looks a text up where even the namespace is named by data.
fn lookup<'a>(out: &mut String, namespaces: impl Iterator<Item = &'a String>) {
    out.push_str("/// The text of that key in a namespace, where it takes nothing.\n");
    out.push_str("pub fn lookup(locale: Locale, namespace: &str, key: &str) -> Option<&'static str> {\n");
    out.push_str("    match namespace {\n");
    for name in namespaces {
        writeln!(out, "        {name:?} => {name}::find(locale, key),").expect("a string");
    }
    out.push_str("        _ => None,\n    }\n}\n");
}

fn function(out: &mut String, key: &str, fr: &Value, en: &Value) -> Result<(), String> {
    let doc = |text: &str| text.replace('\n', " ");
    match (fr, en) {
        (Value::String(fr), Value::String(en)) => {
            let arguments = placeholders(fr);
            if arguments != placeholders(en) {
                return Err("placeholders differ".into());
            }
            let (fr_body, en_body) = (body(fr, &arguments), body(en, &arguments));
            let result = if arguments.is_empty() { "&'static str" } else { "String" };
            let arguments: String =
                arguments.iter().map(|a| format!(", {a}: impl std::fmt::Display")).collect();
            writeln!(
                out,
                "    /// {}\n    pub fn {key}(locale: Locale{arguments}) -> {result} {{\n        match locale {{ \
                 Locale::Fr => {fr_body}, Locale::En => {en_body} }}\n    }}",
                doc(fr)
            )
            .expect("a string");
            Ok(())
        }
        (Value::Object(fr), Value::Object(en)) => plural(out, key, fr, en),
        _ => Err("a text in one language, a plural in the other".into()),
    }
}

fn plural(
    out: &mut String,
    key: &str,
    fr: &Map<String, Value>,
    en: &Map<String, Value>,
) -> Result<(), String> {
    let form = |of: &Map<String, Value>, name: &str| {
        of.get(name).and_then(Value::as_str).map(str::to_owned).ok_or(format!("no plural form `{name}`"))
    };
    let texts = [form(fr, "one")?, form(fr, "other")?, form(en, "one")?, form(en, "other")?];
    let mut arguments: BTreeSet<String> = texts.iter().flat_map(|t| placeholders(t)).collect();
    arguments.remove("count");
    let all: BTreeSet<String> = arguments.iter().cloned().chain(["count".to_owned()]).collect();
    let bodies: Vec<String> = texts.iter().map(|t| body(t, &all)).collect();
    let declared: String = arguments.iter().map(|a| format!(", {a}: impl std::fmt::Display")).collect();
    writeln!(
        out,
        "    /// {}\n    pub fn {key}(locale: Locale, count: i64{declared}) -> String {{\n        \
         match (locale, crate::is_one(locale, count)) {{ (Locale::Fr, true) => {}, (Locale::Fr, false) => {}, \
         (Locale::En, true) => {}, (Locale::En, false) => {} }}\n    }}",
        texts[1].replace('\n', " "),
        bodies[0],
        bodies[1],
        bodies[2],
        bodies[3]
    )
    .expect("a string");
    Ok(())
}

/// The text as a Rust expression: a literal, or a `format!` over its placeholders.
fn body(text: &str, arguments: &BTreeSet<String>) -> String {
    match arguments.is_empty() {
        true => format!("{text:?}"),
        // A plural form may leave its count out.
        false if placeholders(text).is_empty() => format!("{text:?}.to_owned()"),
        false => format!("format!({text:?})"),
    }
}

/// Names between braces, sorted.
fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}
