//! A native list of choices: quick on a phone, complete with the keyboard.

use leptos::html;
use leptos::prelude::*;

use crate::field::{ErrorLine, HintLine, LabelLine};
use crate::ids::{classes, described_by, field_id};
use crate::{Glyph, Icon};

/// One line of a list: what is sent, what is read.
pub type Choice = (String, String);

fn option_view(selected: Signal<String>, (value, label): Choice) -> AnyView {
    let own = value.clone();
    view! {
        <option value=value selected=move || selected.with(|now| *now == own)>
            {label}
        </option>
    }
    .into_any()
}

/// A labelled `<select>`, of `options` (value, label) and then of `groups` (title, options).
#[component]
pub fn Select(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional)] options: Vec<Choice>,
    #[prop(optional)] groups: Vec<(String, Vec<Choice>)>,
    #[prop(optional, into)] id: Option<String>,
    /// The value chosen at first; when the signal changes later, the control follows.
    #[prop(optional, into)]
    selected: Signal<String>,
    /// The label of a first line with an empty value.
    #[prop(optional, into)]
    empty: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] optional: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] label_hidden: bool,
    #[prop(optional, into)] class: String,
    /// Called with the value when another line is chosen.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> AnyView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let node = NodeRef::<html::Select>::new();
    Effect::new(move |before: Option<String>| {
        let now = selected.get();
        if before.is_some_and(|before| before != now)
            && let Some(select) = node.get_untracked()
        {
            select.set_value(&now);
        }
        now
    });
    let (has_hint, described) = (hint.is_some(), id.clone());
    let groups = groups
        .into_iter()
        .map(|(title, options)| {
            let options = options.into_iter().map(|choice| option_view(selected, choice)).collect_view();
            view! { <optgroup label=title>{options}</optgroup> }
        })
        .collect_view();
    view! {
        <div class=classes("field", &class)>
            <LabelLine id=id.clone() label=label optional=optional aside=None hidden=label_hidden />
            <div class="select">
                <select
                    node_ref=node
                    class="input"
                    id=id.clone()
                    name=name
                    required=required
                    disabled=move || disabled.get()
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || described_by(&described, has_hint, error.with(Option::is_some))
                    on:change=move |ev| {
                        if let Some(on_change) = on_change {
                            on_change.run(event_target_value(&ev));
                        }
                    }
                >
                    {empty.map(|label| option_view(selected, (String::new(), label)))}
                    {options.into_iter().map(|choice| option_view(selected, choice)).collect_view()}
                    {groups}
                </select>
                <Glyph icon=Icon::ChevronDown size=14 />
            </div>
            <ErrorLine id=id.clone() error=error />
            <HintLine id=id hint=hint />
        </div>
    }
    .into_any()
}
