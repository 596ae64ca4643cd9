//! A filter of a list: a panel of boxes inside the list's GET form.

use leptos::prelude::*;

use crate::{Glyph, Icon};

/// One box of a filter.
#[derive(Clone, Debug, PartialEq)]
pub struct FilterOption {
    pub value: String,
    pub label: String,
    /// How many rows it keeps.
    pub count: Option<String>,
    pub checked: bool,
}

/// A button with the number of ticked boxes, and the panel; stands inside `<form method="get">`.
#[component]
pub fn FilterMenu(
    /// Unique in the page: the panel's id.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    /// Name of the boxes in the query.
    #[prop(into)]
    name: String,
    options: Vec<FilterOption>,
    #[prop(default = Icon::ListFilter)] icon: Icon,
    /// "Appliquer".
    #[prop(into)]
    apply: String,
    /// (address without this filter, "Effacer").
    #[prop(optional, into)]
    clear: Option<(String, String)>,
    /// One at a time: radio buttons.
    #[prop(optional)]
    single: bool,
) -> AnyView {
    let on = options.iter().filter(|option| option.checked).count();
    let kind = if single { "radio" } else { "checkbox" };
    let options = options
        .into_iter()
        .map(|option| {
            view! {
                <label class="choice">
                    <input type=kind class="check" name=name.clone() value=option.value checked=option.checked />
                    <span class="flex-1">{option.label}</span>
                    {option.count.map(|count| view! { <span class="text-ink-3">{count}</span> })}
                </label>
            }
        })
        .collect_view();
    view! {
        <button
            type="button"
            class="btn btn-quiet"
            popovertarget=id.clone()
            aria-pressed=(on > 0).then_some("true")
        >
            <Glyph icon=icon />
            {label.clone()}
            {(on > 0).then(|| view! { <span class="count">{on}</span> })}
        </button>
        <div id=id class="popover menu-panel" popover="auto" role="group" aria-label=label>
            <div class="filter-options">{options}</div>
            <div class="filter-foot">
                {clear.map(|(href, label)| view! { <a class="btn btn-ghost btn-sm" href=href>{label}</a> })}
                <button class="btn btn-primary btn-sm ml-auto">{apply}</button>
            </div>
        </div>
    }
    .into_any()
}
