//! Files to send: a real file input that fills its zone, so that dropping works without a script.

use leptos::prelude::*;

use crate::field::{ErrorLine, HintLine};
use crate::ids::{classes, described_by, field_id};
use crate::{Glyph, Icon};

/// A drop zone over an `<input type="file">`.
#[component]
pub fn FileField(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] id: Option<String>,
    /// Extensions or media types, as in the `accept` attribute.
    #[prop(optional, into)]
    accept: Option<String>,
    /// Opens the camera of a phone: `environment` or `user`.
    #[prop(optional, into)]
    capture: Option<String>,
    #[prop(optional)] multiple: bool,
    #[prop(optional)] required: bool,
    #[prop(default = Icon::Upload)] icon: Icon,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_change: Option<Callback<leptos::ev::Event>>,
) -> AnyView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let chosen = RwSignal::new(String::new());
    let (has_hint, described) = (hint.is_some(), id.clone());
    view! {
        <div class=classes("field", &class)>
            <div class="dropzone">
                <Glyph icon=icon size=24 />
                <label for=id.clone() class="btn btn-sm">
                    {label}
                </label>
                <p class="dropzone-chosen" aria-live="polite">{move || chosen.get()}</p>
                <HintLine id=id.clone() hint=hint />
                <input
                    type="file"
                    id=id.clone()
                    name=name
                    accept=accept
                    capture=capture
                    multiple=multiple
                    required=required
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || described_by(&described, has_hint, error.with(Option::is_some))
                    on:change=move |ev| {
                        if let Some(on_change) = on_change {
                            on_change.run(ev.clone());
                        }
                        // What is still there: the page may have sent the files away already.
                        chosen.set(names(&event_target::<web_sys::HtmlInputElement>(&ev)));
                    }
                />
            </div>
            <ErrorLine id=id error=error />
        </div>
    }
    .into_any()
}

fn names(input: &web_sys::HtmlInputElement) -> String {
    let Some(files) = input.files() else { return String::new() };
    let name = |at| files.get(at).map(|file| file.name());
    (0..files.length()).filter_map(name).collect::<Vec<_>>().join(", ")
}
