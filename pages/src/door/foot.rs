//! Language and colours of somebody who is not signed in.

use crate::session::use_session;
use domain::user::{Language, Theme};
use i18n::{common, session as text, shell};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::{Glyph, Icon};

/// The foot of the pages before sign-in: two switches, each a form.
pub fn foot() -> AnyView {
    let session = use_session();
    let locale = session.locale;
    let location = use_location();
    let query = location.search.get_untracked();
    let back = domain::url::href(&location.pathname.get_untracked(), query.trim_start_matches('?'));
    let languages =
        [(Language::Fr, common::language_fr(locale)), (Language::En, common::language_en(locale))];
    let themes = [
        (Theme::Auto, Icon::Monitor, shell::theme_auto(locale)),
        (Theme::Light, Icon::Sun, shell::theme_light(locale)),
        (Theme::Dark, Icon::Moon, shell::theme_dark(locale)),
        (Theme::Sun, Icon::Eye, shell::theme_sun(locale)),
    ];
    let pressed = |on: bool| if on { "true" } else { "false" };
    view! {
        <form method="post" action="/session/preferences">
            <input type="hidden" name="back" value=back.clone() />
            <div class="seg" role="group" aria-label=text::language(locale)>
                {languages
                    .into_iter()
                    .map(|(language, label)| {
                        view! {
                            <button
                                name="language"
                                value=language.as_str()
                                lang=language.as_str()
                                aria-pressed=pressed(language == locale)
                            >
                                {label}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </form>
        <form method="post" action="/session/preferences">
            <input type="hidden" name="back" value=back />
            <div class="seg" role="group" aria-label=text::theme(locale)>
                {themes
                    .into_iter()
                    .map(|(theme, icon, label)| {
                        view! {
                            <button
                                name="theme"
                                value=theme.as_str()
                                aria-label=label
                                title=label
                                aria-pressed=pressed(theme == session.theme)
                            >
                                <Glyph icon=icon size=14 />
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </form>
    }
    .into_any()
}
