//! The search from anywhere, as far as every page carries it: the way to it, and its dialog as a pattern, which opens at once. What
//! it lists comes a moment later.

use super::list::FORM;
use i18n::{Locale, palette as text};
use leptos::prelude::*;
use ui::{Glyph, Icon, SearchLink, SkeletonTable};

/// The page that does the same without scripts.
pub const PATH: &str = "/search";
/// The list's id, whose options the field steers.
const LIST: &str = "palette-list";

/// The way to the dialog at the head of every page; to the page of the same where scripts do not run.
pub fn way(locale: Locale) -> AnyView {
    view! { <SearchLink href=PATH label=text::title(locale) keys=text::shortcut(locale) /> }.into_any()
}

/// The dialog. It stays in its place while the page around it is drawn anew.
pub fn dialog(locale: Locale) -> AnyView {
    view! {
        <span class="contents" data-lasting="">
            <template id="palette-pattern">
                <dialog id="palette" class="dialog palette" aria-label=text::title(locale)>
                    {head(locale)} <form id=FORM method="post" hidden></form>
                    <p class="palette-said sr-only" role="status"></p>
                    <div class="palette-waits">
                        <SkeletonTable label=i18n::common::loading(locale) rows=4 />
                    </div>
                    <div
                        id=LIST
                        class="palette-list"
                        role="listbox"
                        aria-label=text::listed(locale)
                        hidden
                    ></div>
                    {foot(locale)}
                </dialog>
            </template>
        </span>
    }
    .into_any()
}

fn head(locale: Locale) -> AnyView {
    view! {
        <form class="palette-head" method="get" action=PATH>
            <Glyph icon=Icon::Search />
            <input
                type="text"
                name="q"
                role="combobox"
                aria-label=text::title(locale)
                placeholder=text::title(locale)
                aria-autocomplete="list"
                aria-expanded="true"
                aria-controls=LIST
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="go"
                maxlength=domain::palette::LONGEST.to_string()
            />
            <button type="button" class="palette-close" aria-label=i18n::common::close(locale)>
                <kbd class="kbd">{text::escape(locale)}</kbd>
                <Glyph icon=Icon::X />
            </button>
        </form>
    }
    .into_any()
}

fn foot(locale: Locale) -> AnyView {
    view! {
        <footer class="palette-foot" aria-hidden="true">
            <span>
                <kbd class="kbd">"↑"</kbd>
                <kbd class="kbd">"↓"</kbd>
                {text::choose(locale)}
            </span>
            <span>
                <kbd class="kbd">"↵"</kbd>
                {text::open(locale)}
            </span>
            <span>
                <kbd class="kbd">{text::new_tab_keys(locale)}</kbd>
                {text::new_tab(locale)}
            </span>
        </footer>
    }
    .into_any()
}
