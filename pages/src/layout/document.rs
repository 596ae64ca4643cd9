//! The HTML document, rendered by the server alone.

use crate::session;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// The document around a page: `program` loads what the page needs, `css` is the style sheet's address.
pub fn document(css: String, program: AnyView, page: AnyView) -> AnyView {
    let session = session::use_session();
    view! {
        <!DOCTYPE html>
        <html lang=session.locale.as_str() data-theme=session.theme_attribute() data-person=session.viewer.as_ref().map(|v| v.id.to_string())>
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
