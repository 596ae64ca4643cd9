//! What can be done to the rows that are ticked. It shows itself as soon as one is, by CSS alone.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use crate::{Glyph, Icon};

/// The bar; stands after the table, inside the form that holds both. The children are the submit buttons.
#[component]
pub fn BulkBar(
    /// "Actions groupées": read aloud, and shown as long as the count is not known.
    #[prop(into)]
    label: String,
    /// Words for a number of ticked rows, "3 équipements choisis".
    #[prop(into)]
    text: Callback<u32, String>,
    /// Label of the button that unticks all.
    #[prop(into)]
    clear_label: String,
    children: Children,
) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    let ticked = RwSignal::new(0_u32);
    let count = move || {
        let form = node.try_get_untracked().flatten().and_then(|bar| bar.closest("form").ok().flatten());
        let rows = form.and_then(|form| form.query_selector_all("td.cell-check :checked").ok());
        let now = rows.map_or(0, |rows| rows.length());
        // The bar may be gone by now.
        if ticked.try_get_untracked().is_some_and(|before| before != now) {
            ticked.set(now);
        }
    };
    Effect::new(move |_| {
        count();
        let listener = window_event_listener(leptos::ev::change, move |_| count());
        on_cleanup(move || listener.remove());
    });
    let (shown, words) = (label.clone(), label.clone());
    view! {
        <div node_ref=node class="bulk bulk-auto" role="group" aria-label=label>
            <span role="status" data-ticked=words>
                {move || match ticked.try_get().unwrap_or_default() {
                    0 => shown.clone(),
                    n => text.run(n),
                }}
            </span>
            <div class="bulk-actions">{children()}</div>
            <button
                type="reset"
                class="btn btn-ghost btn-square"
                aria-label=clear_label
                on:click=move |_| request_animation_frame(count)
            >
                <Glyph icon=Icon::X />
            </button>
        </div>
    }
    .into_any()
}

/// The box in a table's header that ticks every row of the page.
#[component]
pub fn CheckAll(#[prop(into)] label: String) -> AnyView {
    let tick = move |ev: leptos::ev::Event| {
        let wanted = event_target_checked(&ev);
        let table = event_target::<web_sys::Element>(&ev).closest("table").ok().flatten();
        let Some(boxes) = table.and_then(|table| table.query_selector_all("td.cell-check input").ok()) else {
            return;
        };
        for at in 0..boxes.length() {
            if let Some(row) =
                boxes.get(at).and_then(|node| node.dyn_into::<web_sys::HtmlInputElement>().ok())
                && row.checked() != wanted
            {
                // A click, so that whoever follows the box hears of it.
                row.click();
            }
        }
    };
    view! {
        <th scope="col" class="cell-check">
            <label class="check-target">
                <input type="checkbox" class="check" aria-label=label on:change=tick />
            </label>
        </th>
    }
    .into_any()
}
