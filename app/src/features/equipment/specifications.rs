//! Free characteristics: rows of key, value and unit. Three empty rows are always there, so that some can be
//! added before WASM; a row taken away is emptied and hidden, so that the others keep their places.

use crate::shared::form::{Form, input_name};
use domain::equipment::SpecificationDraft;
use i18n::{Locale, equipment as text};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};
use ui::{Button, Field, Icon, IconButton, Size, Variant};

/// As many as an equipment may have.
const MOST: usize = 60;

/// How many rows to show at first.
pub(super) fn rows(form: &Form, stored: &[SpecificationDraft]) -> usize {
    let typed = form.came_back().map_or(0, |replay| {
        let last = |name: &str| name.strip_prefix("draft[specifications][")?.split(']').next()?.parse().ok();
        let of = |(name, value): &(String, String)| {
            if value.is_empty() { None } else { last(name).map(|at: usize| at + 1) }
        };
        replay.fields.iter().filter_map(of).max().unwrap_or(0)
    });
    (stored.len().max(typed) + 3).min(MOST)
}

/// The rows. `count` says how many there are.
pub(super) fn fields(
    locale: Locale,
    form: &Form,
    stored: Vec<SpecificationDraft>,
    count: RwSignal<usize>,
) -> AnyView {
    let form = form.clone();
    let stored = StoredValue::new(stored);
    let row = move |at: usize| {
        let stored = stored.with_value(|all| all.get(at).cloned()).unwrap_or_default();
        row(locale, &form, at, &stored)
    };
    let add = move |()| {
        count.update(|count| *count = (*count + 1).min(MOST));
        let name = input_name(&format!("specifications[{}].key", count.get_untracked() - 1));
        request_animation_frame(move || focus(&ui::field_id(&name)));
    };
    view! {
        <div class="grid gap-3">
            <For each=move || 0..count.get() key=|at| *at children=row />
        </div>
        <p class="hint mt-2">{text::spec_hint(locale)}</p>
        <div class="mt-2">
            <Button
                label=text::spec_add(locale)
                kind="button"
                icon=Icon::Plus
                variant=Variant::Ghost
                size=Size::Small
                on_click=add
            />
        </div>
    }
    .into_any()
}

fn row(locale: Locale, form: &Form, at: usize, stored: &SpecificationDraft) -> AnyView {
    let number = at + 1;
    let gone = RwSignal::new(false);
    let node = NodeRef::<leptos::html::Div>::new();
    let remove = move |()| {
        if let Some(row) = node.get_untracked() {
            empty(&row);
        }
        gone.set(true);
    };
    let field =
        |name: &str, label: String, stored: &str, placeholder: &str, most: &'static str, class: &str| {
            let name = format!("specifications[{at}].{name}");
            view! {
                <Field
                    label=label
                    label_hidden=true
                    name=input_name(&name)
                    value=form.value(&name, stored)
                    placeholder=placeholder.to_owned()
                    maxlength=most
                    error=form.error(&name)
                    class=class.to_owned()
                />
            }
            .into_any()
        };
    view! {
        <div node_ref=node class="spec-row" hidden=move || gone.get()>
            {field("key", text::spec_row_key(locale, number), &stored.key, text::spec_key(locale), "60", "spec-key")}
            {field("value", text::spec_row_value(locale, number), &stored.value, text::spec_value(locale), "200", "spec-value")}
            {field("unit", text::spec_row_unit(locale, number), &stored.unit, text::spec_unit(locale), "20", "spec-unit")}
            <IconButton icon=Icon::X label=text::spec_remove(locale, number) on_click=remove class="needs-script" />
        </div>
    }
    .into_any()
}

/// Empties the controls of a row, and says so to who keeps the form.
fn empty(row: &web_sys::Element) {
    let Ok(inputs) = row.query_selector_all("input") else { return };
    for at in 0..inputs.length() {
        if let Some(input) = inputs.item(at).and_then(|i| i.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            input.set_value("");
        }
    }
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &init) {
        let _ = row.dispatch_event(&event);
    }
}

fn focus(id: &str) {
    let control = document().get_element_by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(control) = control {
        let _ = control.focus();
    }
}
