//! Everything a form refused, at its head, each with a link to its field.

use leptos::html;
use leptos::prelude::*;

use crate::{Glyph, Icon, field_id};

/// The errors as (field name, text); an empty name is an error of the whole form. Takes the focus when they appear.
#[component]
pub fn ErrorSummary(
    /// "2 champs à corriger".
    #[prop(into)]
    title: Signal<String>,
    #[prop(into)] errors: Signal<Vec<(String, String)>>,
) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<bool>| {
        let some = errors.with(|errors| !errors.is_empty());
        // Also after a full reload: the server drew the errors, the browser shows them first.
        if some
            && before != Some(true)
            && let Some(summary) = node.get()
        {
            let _ = summary.focus();
        }
        some
    });
    let lines = move || {
        errors
            .get()
            .into_iter()
            .map(|(name, text)| {
                if name.is_empty() {
                    return view! { <li>{text}</li> }.into_any();
                }
                let id = name.strip_prefix('#').map_or_else(|| field_id(&name), str::to_owned);
                let target = id.clone();
                view! {
                    <li>
                        <a
                            href=format!("#{id}")
                            rel="external"
                            on:click=move |ev| {
                                ev.prevent_default();
                                focus_field(&target);
                            }
                        >
                            {text}
                        </a>
                    </li>
                }
                .into_any()
            })
            .collect_view()
    };
    view! {
        <div
            node_ref=node
            class="banner banner-danger error-summary"
            role="alert"
            tabindex="-1"
            hidden=move || errors.with(Vec::is_empty)
        >
            <p>
                <Glyph icon=Icon::CircleAlert />
                {move || title.get()}
            </p>
            <ul>{lines}</ul>
        </div>
    }
    .into_any()
}

fn focus_field(id: &str) {
    use leptos::wasm_bindgen::JsCast;
    let element = document().get_element_by_id(id);
    if let Some(field) = element.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        field.scroll_into_view();
        let _ = field.focus();
    }
}
