//! How the file itself is read: sheet, header line, separator, encoding. Guessed, shown, and changed here.

use super::api::SetImportLayout;
use crate::shared::{
    form::{Form, input_name},
    replay::Replay,
};
use domain::import::{FileProfile, ImportView, LayoutForm};
use i18n::{Locale, import as words};
use leptos::{form::ActionForm, prelude::*};
use ui::{Button, Card, Icon, Select};

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
    replay: Option<Replay>,
) -> AnyView {
    let action = ServerAction::<SetImportLayout>::new();
    let form = Form::new(action, replay);
    let stored = LayoutForm::from(&profile.layout);
    let field = |name: &'static str,
                 label: &'static str,
                 options: Vec<Choice>,
                 stored: &str,
                 hint: Option<String>| {
        view! {
            <Select
                label=label
                name=input_name(name)
                options=with(options, stored)
                selected=form.value(name, stored)
                nostrip:hint=hint
                error=form.error(name)
            />
        }
        .into_any()
    };
    let header = field("header", words::header(locale), headers(locale, profile), &stored.header, None);
    let rest = if profile.sheets.is_empty() {
        let mut separators: Vec<Choice> = [",", ";", "|"].map(|s| (s.to_owned(), s.to_owned())).into();
        separators.push(("tab".into(), words::separator_tab(locale).into()));
        let encodings = ENCODINGS.map(|(value, label)| (value.to_owned(), label.to_owned())).into();
        view! {
            {field("separator", words::separator(locale), separators, &stored.separator, None)}
            {field("encoding", words::encoding(locale), encodings, &stored.encoding, None)}
        }
        .into_any()
    } else {
        let sheets: Vec<Choice> = profile.sheets.iter().map(|s| (s.clone(), s.clone())).collect();
        let others: Vec<&str> =
            profile.sheets.iter().map(String::as_str).filter(|s| *s != stored.sheet).collect();
        let left_out = (!others.is_empty()).then(|| words::sheets_left_out(locale, others.join(", ")));
        field("sheet", words::sheet(locale), sheets, &stored.sheet, left_out)
    };
    let id = view.id;
    let label = move |field: &str| match field {
        "sheet" => words::sheet(locale).to_owned(),
        "separator" => words::separator(locale).to_owned(),
        "encoding" => words::encoding(locale).to_owned(),
        _ => words::header(locale).to_owned(),
    };
    let sent = form.clone();
    view! {
        <div on:submit=move |_| sent.sent()>
            <ActionForm action=action attr:class="stack" attr:novalidate="">
                {form.summary(label)}
                <input type="hidden" name="id" value=id.to_string() />
                <Card title=words::layout(locale)>
                    <div class="stack">
                        <p class="text-ink-2">{words::layout_what(locale)}</p>
                        <div class="form-grid">{header} {rest}</div>
                        <div>
                            <Button
                                label=words::read_again(locale)
                                icon=Icon::RotateCw
                                busy=action.pending()
                            />
                        </div>
                    </div>
                </Card>
            </ActionForm>
        </div>
    }
    .into_any()
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
