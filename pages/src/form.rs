//! A form of a page: what was typed and what was wrong when it comes back refused, and its fields.

use crate::shared::{
    error_text,
    form::{input_name, refused},
    replay::Replay,
};
use domain::{Error, FieldDiff, FieldError, FieldErrors};
use i18n::{Locale, common};
use leptos::prelude::*;
use std::{str::FromStr, sync::Arc};
use ui::{Banner, Checkbox, ErrorSummary, Field, RadioGroup, Select, TextArea, Tone, field_id};

/// The values of a field that a refused form sent several times: `draft[site_ids][2]`.
pub fn listed<T: FromStr>(replay: &Replay, field: &str) -> Vec<T> {
    let name = format!("{}[", input_name(field));
    let of_it = replay.fields.iter().filter(|(known, _)| known.starts_with(&name));
    of_it.filter_map(|(_, value)| value.parse().ok()).collect()
}

/// Why one of these forms came back refused: buttons, which have no fields. A line across the page.
pub fn refused_here(locale: Locale, replay: Option<&Replay>, actions: &[&str]) -> Option<AnyView> {
    let replay = replay.filter(|replay| actions.contains(&replay.path.as_str()))?;
    let why = error_text::error(locale, &replay.error);
    let line = view! {
        <div class="refused" tabindex="-1">
            <Banner tone=Tone::Danger>{why}</Banner>
        </div>
    };
    Some(line.into_any())
}

/// The form that posts to one server function.
#[derive(Clone)]
pub struct Form<'a> {
    locale: Locale,
    pub action: &'static str,
    replay: Option<&'a Replay>,
    stored_text: StoredText,
    /// Stands before the ids of its fields.
    scope: String,
}

/// The words of a value that is stored now.
type StoredText = Arc<dyn Fn(Locale, &FieldDiff) -> String + Send + Sync>;

/// A list's lines: what is sent, what is read.
type Choices = Vec<(String, String)>;

impl<'a> Form<'a> {
    /// The form of `action`; `replay` is what came back with the page, if it is of this form.
    pub fn new(locale: Locale, action: &'static str, replay: Option<&'a Replay>) -> Self {
        let stored_text: StoredText = Arc::new(|_, diff| diff.current.clone());
        let replay = replay.filter(|replay| replay.path == action);
        Self { locale, action, replay, stored_text, scope: String::new() }
    }

    /// The form whose values stored meanwhile read as `text` says: the word behind a code, for instance.
    #[must_use]
    pub fn with_stored_text(
        mut self,
        text: impl Fn(Locale, &FieldDiff) -> String + Send + Sync + 'static,
    ) -> Self {
        self.stored_text = Arc::new(text);
        self
    }

    /// The form of which a page has several: the ids of its fields begin with what is its own.
    #[must_use]
    pub fn within(mut self, scope: &str) -> Self {
        self.scope = format!("{scope}-");
        self
    }

    /// The id of a field's control.
    fn id(&self, field: &str) -> String {
        field_id(&format!("{}{}", self.scope, input_name(field)))
    }

    /// Why it was refused. A form that came back without an error was not: something else was done with it.
    pub fn refusal(&self) -> Option<&'a Error> {
        let error = self.replay.map(|replay| &replay.error)?;
        (*error != Error::Invalid(FieldErrors::default())).then_some(error)
    }

    /// Whether it came back with what was typed.
    pub fn is_replayed(&self) -> bool {
        self.replay.is_some()
    }

    /// The version to send: the one that was read when the form was first drawn. Once the reader knows what somebody else has
    /// saved meanwhile it is theirs, so that saving again replaces it.
    pub fn version(&self, read: i64) -> String {
        self.version_in("version", read)
    }

    /// The same, where the draft has it under another name.
    pub fn version_in(&self, field: &str, read: i64) -> String {
        match self.replay.map(|replay| &replay.error) {
            None | Some(Error::Stale(_)) => read.to_string(),
            Some(_) => self.value(field, &read.to_string()),
        }
    }

    /// What was typed into a field of the draft, else what is stored.
    pub fn value(&self, field: &str, stored: &str) -> String {
        let typed = self.replay.and_then(|replay| replay.value(&input_name(field)));
        typed.unwrap_or(stored).to_owned()
    }

    /// What was sent beside the draft under that name.
    pub fn sent(&self, name: &str) -> Option<&'a str> {
        self.replay.and_then(|replay| replay.value(name))
    }

    /// Whether a box of the draft was ticked, else whether it is at first.
    pub fn ticked(&self, field: &str, stored: bool) -> bool {
        self.replay.map_or(stored, |replay| replay.value(&input_name(field)).is_some())
    }

    /// Whether a value was chosen from a list of boxes of the draft, else whether it is at first.
    pub fn chosen(&self, list: &str, value: &str, stored: bool) -> bool {
        let list = format!("{}[", input_name(list));
        self.replay.map_or(stored, |replay| {
            replay.fields.iter().any(|(name, sent)| name.starts_with(&list) && sent == value)
        })
    }

    /// What is wrong at a field, or what somebody else has saved in it meanwhile.
    pub fn error(&self, field: &str) -> Option<String> {
        match self.refusal()? {
            Error::Invalid(errors) => {
                errors.of(field).map(|error| error_text::field(self.locale, &error.code))
            }
            Error::Stale(fields) => fields.iter().find(|diff| diff.field == field).map(|diff| {
                let now = (self.stored_text)(self.locale, diff);
                let now = if now.is_empty() { common::empty_value(self.locale).to_owned() } else { now };
                common::current_value(self.locale, now)
            }),
            _ => None,
        }
    }

    /// Why it was refused, to stand above its fields; `label` names a field.
    pub fn summary(&self, label: impl Fn(&str) -> String) -> AnyView {
        match self.refusal() {
            // Its links lead to the fields by their ids.
            Some(error @ Error::Invalid(fields)) if !self.scope.is_empty() && !fields.0.is_empty() => {
                let line = |error: &FieldError| {
                    let words = error_text::field(self.locale, &error.code);
                    let words = common::labelled(self.locale, label(&error.field), words);
                    (format!("#{}", self.id(&error.field)), words)
                };
                let errors: Vec<_> = fields.0.iter().map(line).collect();
                view! { <ErrorSummary title=error_text::error(self.locale, error) errors=errors /> }
                    .into_any()
            }
            refusal => refusal.map(|error| refused(self.locale, error, &label)).into_any(),
        }
    }

    /// A field of the draft.
    pub fn input(&self, name: &'static str, label: impl Into<String>) -> Input<'_> {
        let (label, stored) = (label.into(), String::new());
        let (max, least, hint, list, required, wide) = (None, None, None, None, false, false);
        Input { form: self, name, label, stored, max, least, hint, list, required, wide }
    }

    /// A box of the draft.
    pub fn tick(&self, name: &'static str, label: &'static str, stored: bool) -> AnyView {
        let ticked = self.ticked(name, stored);
        let id = self.id(name);
        view! { <Checkbox label=label name=input_name(name) id=id checked=ticked class="wide" /> }.into_any()
    }
}

/// A field on its way; one of its last methods draws it.
#[must_use]
pub struct Input<'a> {
    form: &'a Form<'a>,
    name: &'static str,
    label: String,
    stored: String,
    max: Option<u32>,
    least: Option<i32>,
    hint: Option<String>,
    list: Option<&'static str>,
    required: bool,
    wide: bool,
}

impl Input<'_> {
    /// What it holds at first.
    pub fn stored(mut self, stored: impl Into<String>) -> Self {
        self.stored = stored.into();
        self
    }

    /// At most so many characters.
    pub fn max(mut self, max: u32) -> Self {
        self.max = Some(max);
        self
    }

    pub fn hint(mut self, hint: &str) -> Self {
        self.hint = Some(hint.to_owned());
        self
    }

    /// The `<datalist>` that suggests values.
    pub fn suggested_by(mut self, list: &'static str) -> Self {
        self.list = Some(list);
        self
    }

    /// It may not stay empty.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Over the whole width of the form.
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    fn value(&self) -> String {
        self.form.value(self.name, &self.stored)
    }

    fn optional(&self) -> Option<String> {
        (!self.required).then(|| common::optional(self.form.locale).to_owned())
    }

    fn class(&self) -> &'static str {
        if self.wide { "wide" } else { "" }
    }

    /// One line of text.
    pub fn line(self) -> AnyView {
        self.any("text", None)
    }

    /// An e-mail address.
    pub fn email(self) -> AnyView {
        self.any("email", None)
    }

    /// An amount of money.
    pub fn amount(self) -> AnyView {
        self.any("text", Some("decimal"))
    }

    /// A whole number that is typed as text.
    pub fn digits(self) -> AnyView {
        self.any("text", Some("numeric"))
    }

    /// A whole number from 1 on.
    pub fn count(self) -> AnyView {
        self.whole(1)
    }

    /// A whole number, `least` or more.
    pub fn whole(mut self, least: i32) -> AnyView {
        self.least = Some(least);
        self.any("number", None)
    }

    /// A colour, `#rrggbb`.
    pub fn colour(self) -> AnyView {
        self.any("color", None)
    }

    /// A day.
    pub fn day(self) -> AnyView {
        self.any("date", None)
    }

    /// A time of the day.
    pub fn clock(self) -> AnyView {
        self.any("time", None)
    }

    /// A day and a time on the site's clock.
    pub fn time(self) -> AnyView {
        self.any("datetime-local", None)
    }

    fn any(self, kind: &'static str, inputmode: Option<&str>) -> AnyView {
        let (value, optional, error) = (self.value(), self.optional(), self.form.error(self.name));
        let (id, class) = (self.form.id(self.name), self.class());
        view! {
            <Field
                label=self.label
                name=input_name(self.name)
                id=id
                kind=kind
                value=value
                required=self.required
                autocomplete="off"
                nostrip:min=self.least.map(|least| least.to_string())
                nostrip:inputmode=inputmode.map(str::to_owned)
                nostrip:maxlength=self.max.map(|max| max.to_string())
                nostrip:list=self.list.map(str::to_owned)
                nostrip:optional=optional
                nostrip:hint=self.hint
                class=class
                error=error
            />
        }
        .into_any()
    }

    /// Several lines of text.
    pub fn area(self, rows: u32) -> AnyView {
        let (value, optional, error) = (self.value(), self.optional(), self.form.error(self.name));
        let (id, class) = (self.form.id(self.name), self.class());
        view! {
            <TextArea
                label=self.label
                name=input_name(self.name)
                id=id
                value=value
                rows=rows
                required=self.required
                nostrip:maxlength=self.max.map(|max| max.to_string())
                nostrip:optional=optional
                nostrip:hint=self.hint
                class=class
                error=error
            />
        }
        .into_any()
    }

    /// One of a few, all visible.
    pub fn radio(self, options: Vec<(String, String)>) -> AnyView {
        let (value, error) = (self.value(), self.form.error(self.name));
        view! {
            <RadioGroup
                label=self.label
                name=input_name(self.name)
                options=options
                selected=value
                required=self.required
                error=error
            />
        }
        .into_any()
    }

    /// One of a list; `empty` is the line for none.
    pub fn select(self, options: Choices, empty: Option<&str>) -> AnyView {
        self.choose(options, vec![], empty)
    }

    /// One of a list in groups, of which those without a line are left out; `empty` is the line for none.
    pub fn grouped(self, groups: Vec<(String, Choices)>, empty: &str) -> AnyView {
        let groups = groups.into_iter().filter(|(_, lines)| !lines.is_empty()).collect();
        self.choose(vec![], groups, Some(empty))
    }

    fn choose(self, options: Choices, groups: Vec<(String, Choices)>, empty: Option<&str>) -> AnyView {
        let (value, error, id) = (self.value(), self.form.error(self.name), self.form.id(self.name));
        view! {
            <Select
                label=self.label
                name=input_name(self.name)
                id=id
                options=options
                groups=groups
                nostrip:empty=empty.map(str::to_owned)
                nostrip:hint=self.hint
                required=self.required
                selected=value
                error=error
            />
        }
        .into_any()
    }
}
