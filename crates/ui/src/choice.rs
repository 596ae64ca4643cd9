//! Yes or no, and one among a few: boxes, switches, radio buttons and segments, all native inputs.

use leptos::html;
use leptos::prelude::*;

use crate::field::{ErrorLine, HintLine};
use crate::ids::{classes, described_by, field_id};
use crate::{Choice, Glyph, Icon};

/// Follows a signal after the first run, so that what was clicked before hydration stays.
pub(crate) fn follow(node: NodeRef<html::Input>, checked: Signal<bool>) {
    Effect::new(move |before: Option<bool>| {
        let now = checked.get();
        if before.is_some_and(|before| before != now)
            && let Some(input) = node.get_untracked()
        {
            input.set_checked(now);
        }
        now
    });
}

#[component]
fn BoxView(
    switch: bool,
    label: String,
    name: String,
    id: Option<String>,
    value: String,
    checked: Signal<bool>,
    disabled: Signal<bool>,
    required: bool,
    hint: Option<String>,
    error: Signal<Option<String>>,
    label_hidden: bool,
    class: String,
    on_change: Option<Callback<bool>>,
) -> AnyView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let node = NodeRef::<html::Input>::new();
    follow(node, checked);
    let (has_hint, described) = (hint.is_some(), id.clone());
    view! {
        <div class=classes("field", &class)>
            <label class="choice">
                <input
                    node_ref=node
                    type="checkbox"
                    role=switch.then_some("switch")
                    class=if switch { "switch" } else { "check" }
                    id=id.clone()
                    name=name
                    value=value
                    checked=checked.get_untracked()
                    required=required
                    disabled=move || disabled.get()
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || described_by(&described, has_hint, error.with(Option::is_some))
                    on:change=move |ev| {
                        if let Some(on_change) = on_change {
                            on_change.run(event_target_checked(&ev));
                        }
                    }
                />
                <span class=if label_hidden { "sr-only" } else { "" }>{label}</span>
            </label>
            <ErrorLine id=id.clone() error=error />
            <HintLine id=id hint=hint />
        </div>
    }
    .into_any()
}

/// A box and its words. Sends `value` (`true`) when ticked, nothing otherwise.
#[component]
pub fn Checkbox(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(default = "true".to_owned(), into)] value: String,
    #[prop(optional, into)] checked: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> AnyView {
    view! {
        <BoxView switch=false label name id value checked disabled required hint error label_hidden class on_change />
    }
    .into_any()
}

/// A setting that is on or off. Sends `value` (`true`) when on, nothing otherwise.
#[component]
pub fn Switch(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(default = "true".to_owned(), into)] value: String,
    #[prop(optional, into)] checked: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> AnyView {
    let required = false;
    view! {
        <BoxView switch=true label name id value checked disabled required hint error label_hidden class on_change />
    }
    .into_any()
}

/// One of a few, all visible: a group of radio buttons.
#[component]
pub fn RadioGroup(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    options: Vec<Choice>,
    #[prop(optional, into)] selected: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Side by side instead of one under the other.
    #[prop(optional)]
    inline: bool,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> AnyView {
    let id = field_id(&name);
    let (has_hint, described) = (hint.is_some(), id.clone());
    let options = options
        .into_iter()
        .enumerate()
        .map(|(at, (value, label))| {
            // The first one carries the id of the field: an error summary leads there.
            let own = if at == 0 { id.clone() } else { format!("{id}-{at}") };
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        class="check"
                        id=own
                        name=name.clone()
                        checked=selected.as_ref() == Some(&value)
                        value=value
                        required=required
                        disabled=move || disabled.get()
                        on:change=move |ev| {
                            if let Some(on_change) = on_change {
                                on_change.run(event_target_value(&ev));
                            }
                        }
                    />
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset
            class=classes("field", &class)
            aria-describedby=move || described_by(&described, has_hint, error.with(Option::is_some))
        >
            <legend>{label}</legend>
            <div class=if inline { "choices-inline" } else { "choices" }>{options}</div>
            <ErrorLine id=id.clone() error=error />
            <HintLine id=id hint=hint />
        </fieldset>
    }
    .into_any()
}

/// One of two to five short words, as a row of segments; radio buttons underneath.
#[component]
pub fn Segmented(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    options: Vec<Choice>,
    /// As many icons as options, or none.
    #[prop(optional)]
    icons: Vec<Icon>,
    #[prop(optional, into)] selected: Option<String>,
    /// The label is read aloud but not shown.
    #[prop(optional)]
    label_hidden: bool,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> AnyView {
    let id = field_id(&name);
    let options = options
        .into_iter()
        .enumerate()
        .map(|(at, (value, label))| {
            let own = if at == 0 { id.clone() } else { format!("{id}-{at}") };
            view! {
                <label>
                    <input
                        type="radio"
                        id=own
                        name=name.clone()
                        checked=selected.as_ref() == Some(&value)
                        value=value
                        on:change=move |ev| {
                            if let Some(on_change) = on_change {
                                on_change.run(event_target_value(&ev));
                            }
                        }
                    />
                    {icons.get(at).map(|icon| view! { <Glyph icon=*icon size=14 /> })}
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class=classes("field", &class)>
            <legend class=if label_hidden { "sr-only" } else { "" }>{label}</legend>
            <div class="seg">{options}</div>
        </fieldset>
    }
    .into_any()
}
