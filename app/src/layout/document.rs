//! The HTML document, rendered by the server alone.

use crate::{App, features::chunks::Page, routes, session};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use leptos_router::location::RequestUrl;

/// The document around the application. `css` is the style sheet's address.
pub fn shell(options: LeptosOptions, css: String) -> AnyView {
    let path = use_context::<RequestUrl>().map(|url| url.as_ref().to_owned()).unwrap_or_default();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let program = match routes::page(path) {
        Some(Page::Door(_)) => door(),
        _ => view! { <HydrationScripts options /> }.into_any(),
    };
    document(css, program, view! { <App /> }.into_any())
}

/// The document around any page: `program` loads what the page needs, `css` is the style sheet's address.
pub fn document(css: String, program: AnyView, page: AnyView) -> AnyView {
    let session = session::use_session();
    view! {
        <!DOCTYPE html>
        <html lang=session.locale.as_str() data-theme=session.theme_attribute() data-session=session.to_attribute()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link
                    rel="preload"
                    href="/fonts/atkinson-hyperlegible-next.woff2"
                    r#as="font"
                    r#type="font/woff2"
                    crossorigin="anonymous"
                />
                <link rel="stylesheet" href=css />
                {program}
                <MetaTags />
            </head>
            <body>{page}</body>
        </html>
    }
    .into_any()
}

/// A door loads no program: its forms post by themselves. A few lines show a password on request.
fn door() -> AnyView {
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    view! {
        <script type="module" nonce=use_nonce()>
            {REVEAL}
        </script>
    }
    .into_any()
}

const REVEAL: &str = "for (const button of document.querySelectorAll('[data-reveal]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const field = button.parentElement.querySelector('input');
    const shown = field.type === 'text';
    field.type = shown ? 'password' : 'text';
    button.setAttribute('aria-pressed', String(!shown));
    field.focus();
  });
}
document.querySelector('.error-summary:not([hidden])')?.focus();
document.documentElement.dataset.hydrated = 'true';";
