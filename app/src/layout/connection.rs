//! The banner that says the network is gone: a banner, not an error, because nothing typed is lost.

use i18n::{Locale, common};
use leptos::{ev, prelude::*};
use ui::{Banner, Icon, Tone};

#[component]
pub(crate) fn ConnectionBanner(locale: Locale) -> impl IntoView {
    let offline = RwSignal::new(false);
    Effect::new(move || {
        offline.set(!window().navigator().on_line());
        let gone = window_event_listener(ev::offline, move |_| offline.set(true));
        let back = window_event_listener(ev::online, move |_| offline.set(false));
        on_cleanup(move || {
            gone.remove();
            back.remove();
        });
    });
    view! {
        <div role="status">
            <Show when=move || offline.get()>
                <Banner tone=Tone::Warn icon=Icon::WifiOff>
                    {common::offline(locale)} <span class="banner-form">" " {common::offline_form(locale)}</span>
                </Banner>
            </Show>
        </div>
    }
    .into_any()
}
