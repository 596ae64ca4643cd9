//! The HTML document around a page from the server.

use crate::App;
use leptos::{nonce::use_nonce, prelude::*};

/// The document. `css` is the style sheet's address, `pkg` the folder of the browser's program.
pub fn document(css: String, pkg: String) -> AnyView {
    // Nothing here is hydrated but the islands.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let (script, wasm) = (format!("/{pkg}/islands.js"), format!("/{pkg}/islands_bg.wasm"));
    let start = take_over(&script, &wasm);
    let program = view! {
        <link rel="modulepreload" href=script fetchpriority="low" />
        <link
            rel="preload"
            href=wasm
            r#as="fetch"
            r#type="application/wasm"
            crossorigin="anonymous"
            fetchpriority="low"
        />
        <script type="module" nonce=use_nonce()>
            {start}
        </script>
    };
    app::document(css, program.into_any(), view! { <App /> }.into_any())
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
