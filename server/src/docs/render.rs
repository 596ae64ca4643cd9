//! The OpenAPI document as HTML.

use crate::edge::problem::escaped;
use serde_json::{Map, Value, json};
use std::fmt::Write;

const METHODS: [&str; 6] = ["get", "head", "post", "put", "patch", "delete"];

/// The whole page.
pub(super) fn page(document: &Value, css: &str) -> String {
    let mut nav = String::new();
    let mut main = String::new();
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    for tag in document["tags"].as_array().into_iter().flatten() {
        let name = tag["name"].as_str().unwrap_or_default();
        let operations = of_tag(document, name);
        if operations.is_empty() {
            continue;
        }
        let id = name.replace(' ', "-");
        let _ = write!(nav, "<li><a href=\"#{id}\">{}</a></li>", escaped(name));
        let about = escaped(tag["description"].as_str().unwrap_or_default());
        let _ = write!(main, "<section><h2 id=\"{id}\">{}</h2><p>{about}</p>", escaped(name));
        for (path, method, operation) in operations {
            write_operation(&mut main, document, path, method, operation);
        }
        main.push_str("</section>");
    }
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>API · Vigie</title>\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"{css}\"><link rel=\"stylesheet\" href=\"/docs/docs.css\">\
         <script src=\"/docs/docs.js\" defer></script></head><body class=\"docs\">\
         <header><h1>{title} API <small>{version}</small></h1><p>{about}</p>\
         <p><a href=\"/openapi.json\">OpenAPI document</a> · <a href=\"/\">Vigie</a></p>\
         <form id=\"token\" hidden><label for=\"bearer\">Access token</label>\
         <input id=\"bearer\" type=\"password\" autocomplete=\"off\" \
         placeholder=\"empty: as you are signed in here\"></form></header>\
         <nav aria-label=\"Sections\"><ul>{nav}</ul></nav><main>{main}</main></body></html>",
        css = escaped(css),
        title = escaped(text("/info/title")),
        version = escaped(text("/info/version")),
        about = inline(text("/info/description")),
    )
}

type Operation<'a> = (&'a str, &'static str, &'a Value);

fn of_tag<'a>(document: &'a Value, tag: &str) -> Vec<Operation<'a>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, item)| METHODS.map(|method| (path.as_str(), method, &item[method])))
        .filter(|(_, _, operation)| operation["tags"][0] == tag)
        .collect()
}

fn write_operation(out: &mut String, document: &Value, path: &str, method: &str, operation: &Value) {
    let text = |key: &str| operation[key].as_str().unwrap_or_default();
    let _ = write!(
        out,
        "<details id=\"{id}\"><summary><b class=\"method {method}\">{method}</b> <code>{path}</code> \
         <span>{summary}</span></summary><p>{about}</p><form class=\"try\" data-method=\"{method}\" \
         data-path=\"{path}\">",
        id = escaped(text("operationId")),
        path = escaped(path),
        summary = escaped(text("summary")),
        about = inline(text("description")),
    );
    write_parameters(out, document, operation);
    write_body(out, document, operation);
    out.push_str(
        "<button type=\"submit\" class=\"btn btn-primary\" hidden>Send</button><output></output></form>",
    );
    write_answers(out, document, operation);
    out.push_str("</details>");
}

fn write_parameters(out: &mut String, document: &Value, operation: &Value) {
    let parameters = operation["parameters"].as_array();
    for parameter in parameters.into_iter().flatten() {
        let text = |key: &str| parameter[key].as_str().unwrap_or_default();
        let required = parameter["required"] == true;
        let id = format!("{}-{}", operation["operationId"].as_str().unwrap_or_default(), text("name"));
        let _ = write!(
            out,
            "<div class=\"parameter\"><label for=\"{id}\"><code>{name}</code> <small>{place}, {kind}{must}</small>\
             </label><input id=\"{id}\" name=\"{name}\" data-in=\"{place}\"{required}>\
             <p>{about}</p></div>",
            id = escaped(&id),
            name = escaped(text("name")),
            place = escaped(text("in")),
            kind = escaped(&kind(document, &parameter["schema"])),
            must = if required { ", required" } else { "" },
            required = if required { " required" } else { "" },
            about = inline(text("description")),
        );
    }
}

fn write_body(out: &mut String, document: &Value, operation: &Value) {
    let Some(content) = operation.pointer("/requestBody/content").and_then(Value::as_object) else { return };
    let Some((media, body)) = content.iter().next() else { return };
    let id = format!("{}-body", operation["operationId"].as_str().unwrap_or_default());
    let example = match media.as_str() {
        "application/json" => pretty(&example(document, &body["schema"], 0)),
        "application/x-www-form-urlencoded" => form(&example(document, &body["schema"], 0)),
        _ => String::new(),
    };
    let _ = write!(
        out,
        "<div class=\"parameter\"><label for=\"{id}\">Body <small>{media}</small></label>\
         <textarea id=\"{id}\" name=\"body\" data-media=\"{media}\" rows=\"8\" spellcheck=\"false\">{}</textarea></div>",
        escaped(&example),
        id = escaped(&id),
        media = escaped(media),
    );
}

fn write_answers(out: &mut String, document: &Value, operation: &Value) {
    out.push_str("<h3>Answers</h3><dl>");
    for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
        let about = escaped(answer["description"].as_str().unwrap_or_default());
        let _ = write!(out, "<dt><code>{}</code> {about}</dt>", escaped(status));
        for (media, content) in answer["content"].as_object().into_iter().flatten() {
            let _ = write!(out, "<dd><small>{}</small>", escaped(media));
            if media.ends_with("json") {
                let shape = pretty(&example(document, &content["schema"], 0));
                let _ = write!(out, "<pre tabindex=\"0\">{}</pre>", escaped(&shape));
            }
            out.push_str("</dd>");
        }
    }
    out.push_str("</dl>");
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null),
        None => schema,
    }
}

/// A type in a few words.
fn kind(document: &Value, schema: &Value) -> String {
    let schema = resolved(document, schema);
    if let Some(values) = schema["enum"].as_array() {
        return values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | ");
    }
    match &schema["type"] {
        Value::String(name) if name == "array" => format!("list of {}", kind(document, &schema["items"])),
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).filter(|n| *n != "null").collect(),
        _ => "value".to_owned(),
    }
}

/// A value of the schema's shape, with the schema's own examples where it has some.
fn example(document: &Value, schema: &Value, depth: usize) -> Value {
    let schema = resolved(document, schema);
    if let Some(given) = schema.get("example").or_else(|| schema.pointer("/examples/0")) {
        return given.clone();
    }
    if let Some(first) = schema.pointer("/enum/0") {
        return first.clone();
    }
    let parts = ["allOf", "oneOf", "anyOf"].iter().find_map(|key| Some((*key, schema[*key].as_array()?)));
    match parts {
        Some(("allOf", parts)) => {
            let mut all = Map::new();
            for part in parts {
                if let Value::Object(fields) = example(document, part, depth) {
                    all.extend(fields);
                }
            }
            return Value::Object(all);
        }
        Some((_, parts)) => {
            let real = parts.iter().find(|part| part["type"] != "null");
            return real.map_or(Value::Null, |part| example(document, part, depth));
        }
        None => {}
    }
    let name = match &schema["type"] {
        Value::Array(names) => names.iter().find(|n| *n != "null").and_then(Value::as_str),
        name => name.as_str(),
    };
    match name {
        // A tree that holds itself ends somewhere.
        Some("object") if depth < 6 => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            fields.map(|(name, field)| (name.clone(), example(document, field, depth + 1))).collect()
        }
        Some("array") if depth < 6 => json!([example(document, &schema["items"], depth + 1)]),
        Some("string") => json!(""),
        Some("integer" | "number") => json!(0),
        Some("boolean") => json!(false),
        _ => Value::Null,
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn form(value: &Value) -> String {
    let fields = value.as_object().into_iter().flatten();
    fields.map(|(name, _)| format!("{name}=")).collect::<Vec<_>>().join("&")
}

/// Text with `code` between backticks, as doc comments have it.
fn inline(text: &str) -> String {
    let mut out = String::new();
    for (i, part) in text.split('`').enumerate() {
        let part = escaped(part);
        if i % 2 == 1 {
            let _ = write!(out, "<code>{part}</code>");
        } else {
            out.push_str(&part.replace("\n\n", "<br>"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_on_the_page() {
        let document = serde_json::to_value(crate::rest::openapi()).expect("json");
        let page = page(&document, "/css/main.css");
        for (method, path) in crate::rest::operations() {
            let method = method.as_str().to_ascii_lowercase();
            assert!(
                page.contains(&format!("data-method=\"{method}\" data-path=\"{path}\"")),
                "{method} {path}"
            );
        }
        assert!(!page.contains("style=") && !page.contains("onclick"));
    }
}
