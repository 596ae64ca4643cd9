//! The search and filters of a list: a GET form. Before WASM the browser sends it; once live, the list changes
//! in place and the address stays tidy.

use leptos::{ev::SubmitEvent, html, prelude::*, wasm_bindgen::JsCast, web_sys};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The form around `children`. `here` is the list's address now, `tidy` makes the address of what the form holds.
#[component]
pub fn FilterForm(
    #[prop(into)] label: String,
    path: &'static str,
    #[prop(into)] here: Signal<String>,
    tidy: fn(&str) -> String,
    children: Children,
) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    let navigate = use_navigate();
    // The list may change by other ways than this form (a chip, Back): then its controls follow the address again.
    Effect::new(move |before: Option<String>| {
        let now = here.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(move || {
                if let Some(form) = form.get_untracked() {
                    form.reset();
                }
            });
        }
        now
    });
    let submit = move |event: SubmitEvent| {
        let Some(form) = form.get_untracked() else { return };
        let Ok(data) = web_sys::FormData::new_with_form(&form) else { return };
        let Ok(query) = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data) else { return };
        event.prevent_default();
        close_panels(&form);
        let query = query.to_string().as_string().unwrap_or_default();
        navigate(&tidy(&query), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    view! {
        <form node_ref=form method="get" action=path role="search" aria-label=label class="toolbar" on:submit=submit>
            {children()}
        </form>
    }
    .into_any()
}

/// Closes the filter that was just applied; focus returns to its button.
fn close_panels(form: &web_sys::HtmlFormElement) {
    let Ok(panels) = form.query_selector_all(":popover-open") else { return };
    for at in 0..panels.length() {
        if let Some(panel) = panels.item(at).and_then(|p| p.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Fails only when it is no longer open.
            let _ = panel.hide_popover();
        }
    }
}
