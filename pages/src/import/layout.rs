//! How the file itself is read: sheet, header line, separator, encoding. Guessed, shown, and changed here.

use crate::{form::Form, shared::replay::Replay};
use domain::import::{FileProfile, ImportView, LayoutForm};
use i18n::{Locale, import as words};
use leptos::prelude::*;
use ui::{Button, Card, Icon};

const LAYOUT: &str = "/rpc/import/layout";

type Choice = (String, String);

const ENCODINGS: [(&str, &str); 6] = [
    ("utf-8", "UTF-8"),
    ("windows-1252", "Windows-1252 (Latin-1)"),
    ("iso-8859-15", "ISO-8859-15 (Latin-9)"),
    ("macintosh", "Mac OS Roman"),
    ("utf-16le", "UTF-16 LE"),
    ("utf-16be", "UTF-16 BE"),
];

pub(super) fn form(
    locale: Locale,
    view: &ImportView,
    profile: &FileProfile,
    replay: Option<&Replay>,
) -> AnyView {
    let form = Form::new(locale, LAYOUT, replay);
    let stored = LayoutForm::from(&profile.layout);
    let field = |name: &'static str, options: Vec<Choice>, stored: &str, hint: &str| {
        let input = form.input(name, label(locale, name)).stored(stored);
        let input = if hint.is_empty() { input } else { input.hint(hint) };
        input.select(with(options, stored), None)
    };
    let header = field("header", headers(locale, profile), &stored.header, "");
    let rest = if profile.sheets.is_empty() {
        let mut separators: Vec<Choice> = [",", ";", "|"].map(|s| (s.to_owned(), s.to_owned())).into();
        separators.push(("tab".into(), words::separator_tab(locale).into()));
        let encodings = ENCODINGS.map(|(value, label)| (value.to_owned(), label.to_owned())).into();
        view! {
            {field("separator", separators, &stored.separator, "")}
            {field("encoding", encodings, &stored.encoding, "")}
        }
        .into_any()
    } else {
        let sheets: Vec<Choice> = profile.sheets.iter().map(|s| (s.clone(), s.clone())).collect();
        let others: Vec<&str> =
            profile.sheets.iter().map(String::as_str).filter(|s| *s != stored.sheet).collect();
        let left_out = match others.is_empty() {
            true => String::new(),
            false => words::sheets_left_out(locale, others.join(", ")),
        };
        field("sheet", sheets, &stored.sheet, &left_out)
    };
    view! {
        <form method="post" action=LAYOUT class="stack" novalidate data-step>
            {form.summary(|field| label(locale, field).to_owned())}
            <input type="hidden" name="id" value=view.id.to_string() />
            <Card title=words::layout(locale)>
                <div class="stack">
                    <p class="text-ink-2">{words::layout_what(locale)}</p>
                    <div class="form-grid">{header} {rest}</div>
                    <div>
                        <Button label=words::read_again(locale) icon=Icon::RotateCw />
                    </div>
                </div>
            </Card>
        </form>
    }
    .into_any()
}

fn label(locale: Locale, field: &str) -> &'static str {
    match field {
        "sheet" => words::sheet(locale),
        "separator" => words::separator(locale),
        "encoding" => words::encoding(locale),
        _ => words::header(locale),
    }
}

/// The choices, with what the file was read by even where it is none of the usual ones.
fn with(mut options: Vec<Choice>, stored: &str) -> Vec<Choice> {
    if !stored.is_empty() && !options.iter().any(|(value, _)| value == stored) {
        options.push((stored.to_owned(), stored.to_owned()));
    }
    options
}

fn headers(locale: Locale, profile: &FileProfile) -> Vec<Choice> {
    let lines = profile.first_lines.iter();
    let mut all: Vec<Choice> =
        lines.map(|l| (l.line.to_string(), words::header_line(locale, l.line, &l.text))).collect();
    all.push(("0".into(), words::header_none(locale).into()));
    all
}
