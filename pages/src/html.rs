//! The HTML document around a page from the server.

use crate::{App, layout, routes::asks_for_door};
use leptos::{nonce::use_nonce, prelude::*};

/// The document. `css` is the style sheet's address, `pkg` the folder of the browser's program.
pub fn document(css: String, pkg: String) -> AnyView {
    // Nothing here is hydrated but the islands.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let program = if asks_for_door() { door() } else { islands(&pkg) };
    layout::document(css, program, view! { <App /> }.into_any())
}

/// A door loads no program: its forms post by themselves. A few lines do what only a script can.
fn door() -> AnyView {
    view! {
        <script type="module" nonce=use_nonce()>
            {AT_DOORS}
        </script>
    }
    .into_any()
}

/// Shows a password on request, says first what was refused, and suggests the zone of the browser's clock with its currency.
const AT_DOORS: &str = r#"for (const button of document.querySelectorAll('[data-reveal]')) {
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
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zone = document.querySelector(`option[value="${here}"][data-currency]`);
if (zone) {
  document.getElementById('f-timezone').value = here;
  document.getElementById('f-currency').value = zone.dataset.currency;
}
document.documentElement.dataset.hydrated = 'true';"#;

/// The islands' program.
fn islands(pkg: &str) -> AnyView {
    view! {
        <script type="speculationrules" nonce=use_nonce()>
            {PREFETCH_RULES}
        </script>
        <script type="module" nonce=use_nonce()>
            {take_over(&format!("/{pkg}/islands.js"), &format!("/{pkg}/islands_bg.wasm"))}
        </script>
    }
    .into_any()
}

/// Which pages are fetched ahead, once somebody points at a link to one of them or touches it: not files, nor what is drawn in
/// place, nor a list whose address chooses columns, which are remembered. The server writes nothing for it
/// (`server/src/edge/prefetch.rs`).
const PREFETCH_RULES: &str = r#"{"prefetch":[{"eagerness":"moderate","where":{"and":[{"href_matches":"/*"},{"not":{"href_matches":["/*.*","/api/*","/docs","/redoc","/*\\?*cols=*"]}},{"not":{"selector_matches":"[download],[target],[rel~=external],[href^='#'],[data-in-place] a"}}]}}]}"#;

/// Throws away what was fetched ahead, every half minute: a browser would show it for minutes. Rules that are gone for a moment
/// take it with them.
const DROP_PREFETCHES: &str = r#"setInterval(() => {
  const old = document.querySelector('script[type=speculationrules]');
  const rules = Object.assign(document.createElement('script'), {
    type: old.type,
    nonce: old.nonce,
    textContent: old.textContent,
  });
  old.remove();
  setTimeout(() => document.head.append(rules));
}, 30000);"#;

/// Starts the program and makes the islands live, those of the page and later those that a fetched part brings. The page is drawn
/// first: the program's files are asked for after that, or they would take their time from the style sheet and the font. In the
/// background nothing is drawn that could be waited for.
fn take_over(script: &str, wasm: &str) -> String {
    format!(
        "{DROP_PREFETCHES}\n\
         if (!document.hidden) await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));\n\
         const wasm = fetch({wasm:?}, {{ priority: 'low' }});\n\
         const program = await import({script:?});\n\
         await program.default({{ module_or_path: wasm }});\n\
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
