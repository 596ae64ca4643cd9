//! The HTML document around a page from the server.

use crate::App;
use app::session;
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

/// The document. `css` is the style sheet's address, `pkg` the folder of the browser's program.
pub fn document(css: String, pkg: String) -> AnyView {
    // Nothing here is hydrated but the islands.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let session = session::use_session();
    let (script, program) = (format!("/{pkg}/islands.js"), format!("/{pkg}/islands_bg.wasm"));
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
                <link rel="modulepreload" href=script.clone() fetchpriority="low" />
                <link
                    rel="preload"
                    href=program.clone()
                    r#as="fetch"
                    r#type="application/wasm"
                    crossorigin="anonymous"
                    fetchpriority="low"
                />
                <script type="module" nonce=use_nonce()>
                    {take_over(&script, &program)}
                </script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
    .into_any()
}

/// Starts the program and makes the islands live, those of the page and later those that a fetched part brings.
fn take_over(script: &str, program: &str) -> String {
    format!(
        "import init, * as program from {script:?};\n\
         await init({{ module_or_path: {program:?} }});\n\
         globalThis.takeOver = (root) => {{\n\
           const found = [...root.querySelectorAll('leptos-island')];\n\
           if (root.matches('leptos-island')) found.unshift(root);\n\
           for (const island of found) program[island.dataset.component]?.(island);\n\
         }};\n\
         program.start();\n\
         takeOver(document.body);\n\
         document.documentElement.dataset.hydrated = 'true';"
    )
}
