//! One-line and many-line text fields: a label, the control, a hint, and the error that says how to fix it.

use leptos::html;
use leptos::prelude::*;

use crate::ids::{classes, described_by, field_id};
use crate::{Glyph, Icon};

/// The line under an invalid control.
#[component]
pub(crate) fn ErrorLine(id: String, error: Signal<Option<String>>) -> AnyView {
    view! {
        {move || {
            error
                .get()
                .map(|text| {
                    view! {
                        <p class="error" id=format!("{id}-error")>
                            <Glyph icon=Icon::CircleAlert size=14 />
                            <span>{text}</span>
                        </p>
                    }
                })
        }}
    }
    .into_any()
}

/// The line that says what to type.
#[component]
pub(crate) fn HintLine(id: String, hint: Option<String>) -> AnyView {
    hint.map(|text| view! { <p class="hint" id=format!("{id}-hint")>{text}</p> }).into_any()
}

/// The label, with the mark of a field that may stay empty.
#[component]
pub(crate) fn LabelLine(
    id: String,
    label: String,
    #[prop(optional_no_strip)] optional: Option<String>,
    #[prop(optional_no_strip)] aside: Option<AnyView>,
    hidden: bool,
) -> AnyView {
    view! {
        <div class=if hidden { "sr-only" } else { "field-label" }>
            <label for=id class="label">
                {label}
                {optional.map(|word| view! { <span class="label-note">{word}</span> })}
            </label>
            {aside}
        </div>
    }
    .into_any()
}

/// A labelled `<input>`. Its id is `field_id(name)` unless one is given.
#[component]
pub fn Field(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] id: Option<String>,
    /// What the control holds; when the signal changes later, the control follows.
    #[prop(optional, into)]
    value: Signal<String>,
    /// `type` of the input: `text`, `email`, `number`, `date`, `search`…
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] readonly: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] autocomplete: Option<String>,
    #[prop(optional, into)] inputmode: Option<String>,
    #[prop(optional, into)] min: Option<String>,
    #[prop(optional, into)] max: Option<String>,
    #[prop(optional, into)] step: Option<String>,
    #[prop(optional, into)] maxlength: Option<String>,
    #[prop(optional, into)] pattern: Option<String>,
    /// The id of a `<datalist>`.
    #[prop(optional, into)]
    list: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    /// The word after the label of a field that may stay empty, "facultatif".
    #[prop(optional, into)]
    optional: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// An icon before the text.
    #[prop(optional, into)]
    prefix: Option<Icon>,
    /// A unit after the text.
    #[prop(optional, into)]
    suffix: Option<String>,
    /// A link at the end of the label's line.
    #[prop(optional, into)]
    aside: Option<AnyView>,
    /// The label is read aloud but not shown.
    #[prop(optional)]
    label_hidden: bool,
    /// 48 px high.
    #[prop(optional)]
    large: bool,
    #[prop(optional, into)] class: String,
    /// Called with the text when the control loses focus.
    #[prop(optional, into)]
    on_blur: Option<Callback<String>>,
    /// Called with the text at each keystroke.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
) -> AnyView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |before: Option<String>| {
        let now = value.get();
        // Not at the first run: what was typed before hydration must stay.
        if before.is_some_and(|before| before != now)
            && let Some(input) = input.get_untracked()
        {
            input.set_value(&now);
        }
        now
    });
    let (has_hint, described) = (hint.is_some(), id.clone());
    view! {
        <div class=classes("field", &class)>
            <LabelLine id=id.clone() label=label optional=optional aside=aside hidden=label_hidden />
            <div class=if large { "input input-lg" } else { "input" }>
                {prefix.map(|icon| view! { <Glyph icon=icon class="input-icon" /> })}
                <input
                    node_ref=input
                    id=id.clone()
                    name=name
                    type=kind
                    value=move || value.get()
                    required=required
                    disabled=move || disabled.get()
                    readonly=readonly
                    autofocus=autofocus
                    placeholder=placeholder
                    autocomplete=autocomplete
                    inputmode=inputmode
                    min=min
                    max=max
                    step=step
                    maxlength=maxlength
                    pattern=pattern
                    list=list
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || described_by(&described, has_hint, error.with(Option::is_some))
                    on:blur=move |ev| {
                        if let Some(on_blur) = on_blur {
                            on_blur.run(event_target_value(&ev));
                        }
                    }
                    on:input=move |ev| {
                        if let Some(on_input) = on_input {
                            on_input.run(event_target_value(&ev));
                        }
                    }
                />
                {suffix.map(|unit| view! { <span class="input-unit">{unit}</span> })}
            </div>
            <ErrorLine id=id.clone() error=error />
            <HintLine id=id hint=hint />
        </div>
    }
    .into_any()
}

/// A labelled `<textarea>`.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] value: Signal<String>,
    #[prop(default = 3)] rows: u32,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] maxlength: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] optional: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_blur: Option<Callback<String>>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
) -> AnyView {
    let id = id.unwrap_or_else(|| field_id(&name));
    // The framework writes the children of a <textarea> without escaping them: the text goes in by hand.
    let text = escape(&value.get_untracked());
    let area = NodeRef::<html::Textarea>::new();
    Effect::new(move |before: Option<String>| {
        let now = value.get();
        if before.is_some_and(|before| before != now)
            && let Some(area) = area.get_untracked()
        {
            area.set_value(&now);
        }
        now
    });
    let (has_hint, described) = (hint.is_some(), id.clone());
    view! {
        <div class=classes("field", &class)>
            <LabelLine id=id.clone() label=label optional=optional aside=None hidden=label_hidden />
            <textarea
                node_ref=area
                class="input"
                id=id.clone()
                name=name
                rows=rows
                required=required
                disabled=move || disabled.get()
                placeholder=placeholder
                maxlength=maxlength
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described_by(&described, has_hint, error.with(Option::is_some))
                on:blur=move |ev| {
                    if let Some(on_blur) = on_blur {
                        on_blur.run(event_target_value(&ev));
                    }
                }
                on:input=move |ev| {
                    if let Some(on_input) = on_input {
                        on_input.run(event_target_value(&ev));
                    }
                }
                inner_html=text
            ></textarea>
            <ErrorLine id=id.clone() error=error />
            <HintLine id=id hint=hint />
        </div>
    }
    .into_any()
}

/// Text as the content of an element.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
