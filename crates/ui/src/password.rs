//! A secret to type, and the eye that shows it.

use leptos::html;
use leptos::prelude::*;

use crate::field::{ErrorLine, HintLine, LabelLine};
use crate::ids::{classes, described_by, field_id};
use crate::{Glyph, Icon};

/// A password. The button that reveals it appears once the page is live.
#[component]
pub fn PasswordField(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] id: Option<String>,
    /// `current-password` or `new-password`.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
    /// Label of the reveal button, "Afficher le mot de passe".
    #[prop(into)]
    reveal: String,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// A script shows how strong a new one is; the names that it must not be made of, one a line.
    #[prop(optional, into)]
    strength: Option<String>,
    /// A link at the end of the label's line ("Oublié ?").
    #[prop(optional, into)]
    aside: Option<AnyView>,
    #[prop(optional)] large: bool,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_blur: Option<Callback<String>>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
) -> AnyView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let input = NodeRef::<html::Input>::new();
    let live = RwSignal::new(false);
    let shown = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    let (has_hint, described) = (hint.is_some(), id.clone());
    view! {
        <div class=classes("field", &class)>
            <LabelLine id=id.clone() label=label optional=None aside=aside hidden=false />
            <div class=if large { "input input-lg" } else { "input" }>
                <Glyph icon=Icon::Lock class="input-icon" />
                <input
                    node_ref=input
                    id=id.clone()
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required=required
                    autofocus=autofocus
                    data-strength=strength
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
                <button
                    type="button"
                    class="btn btn-ghost btn-sm btn-square"
                    data-reveal=""
                    hidden=move || !live.get()
                    aria-label=reveal.clone()
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    title=reveal
                    on:click=move |_| {
                        shown.update(|on| *on = !*on);
                        if let Some(input) = input.get_untracked() {
                            let _ = input.focus();
                        }
                    }
                >
                    {move || view! { <Glyph icon=if shown.get() { Icon::EyeOff } else { Icon::Eye } /> }}
                </button>
            </div>
            <ErrorLine id=id.clone() error=error />
            <HintLine id=id hint=hint />
        </div>
    }
    .into_any()
}
