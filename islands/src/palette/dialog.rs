//! The search from anywhere, as far as every page carries it: the way to it, its shortcut and the dialog, which
//! opens at once. What it lists may come a moment later.

use crate::focus;
use i18n::{Locale, palette as text};
use leptos::{
    ev::{self, KeyboardEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys,
};
use ui::{Glyph, Icon, SearchLink, SkeletonTable};

/// The page that does the same without scripts.
pub const PATH: &str = "/search";
/// The list's id, whose options the field steers.
const LIST: &str = "palette-list";
const ID: &str = "palette";

/// Draws the list.
pub type Draw = fn(Palette) -> AnyView;

/// The state of the dialog.
#[derive(Clone, Copy)]
pub struct Palette {
    /// Whether the dialog is shown.
    pub open: RwSignal<bool>,
    /// The text in the field.
    pub typed: RwSignal<String>,
    /// Id of the option that Enter takes.
    pub active: RwSignal<Option<String>>,
    /// What the list makes of keys, once it is there.
    pub keys: StoredValue<Option<Callback<KeyboardEvent>>>,
    /// Brings the list's own code.
    load: fn(Palette),
    /// The list's own code, once it is there.
    body: RwSignal<Option<Draw>>,
    asked: StoredValue<bool>,
}

impl Palette {
    /// Closed; `load` is called once, when somebody is about to use it.
    pub fn new(load: fn(Palette)) -> Self {
        let palette = Self {
            load,
            open: RwSignal::new(false),
            typed: RwSignal::default(),
            active: RwSignal::default(),
            keys: StoredValue::new(None),
            body: RwSignal::new(None),
            asked: StoredValue::new(false),
        };
        Effect::new(move |_| {
            // For the life of the document, as the frame.
            let _ = window_event_listener(ev::keydown, move |event| palette.shortcut(&event));
        });
        palette
    }

    /// Ctrl+K or ⌘K, unless another dialog is open.
    fn shortcut(self, event: &KeyboardEvent) {
        let held = event.ctrl_key() || event.meta_key();
        if !held || event.alt_key() || event.shift_key() || !event.key().eq_ignore_ascii_case("k") {
            return;
        }
        let open = self.open.get_untracked();
        if open || document().query_selector(":modal").ok().flatten().is_none() {
            event.prevent_default();
            self.open.set(!open);
            self.load();
        }
    }

    pub fn close(self) {
        self.open.set(false);
    }

    /// Draws the list with `body` from now on.
    pub fn draw_with(self, body: Draw) {
        self.body.set(Some(body));
    }

    /// Brings what the dialog lists, once.
    fn load(self) {
        if !self.asked.get_value() {
            self.asked.set_value(true);
            (self.load)(self);
        }
    }
}

/// The way to the dialog at the head of every page; to the page of the same where scripts do not run.
pub fn way(locale: Locale, palette: Palette) -> AnyView {
    let open = Callback::new(move |()| {
        palette.open.set(true);
        palette.load();
    });
    view! {
        <span class="contents" on:pointerenter=move |_| palette.load() on:focusin=move |_| palette.load()>
            <SearchLink href=PATH label=text::title(locale) keys=text::shortcut(locale) on_open=open />
        </span>
    }
    .into_any()
}

/// The dialog, in the page while it is open.
pub fn dialog(locale: Locale, palette: Palette) -> AnyView {
    view! { {move || palette.open.get().then(|| shown(locale, palette))} }.into_any()
}

fn shown(locale: Locale, palette: Palette) -> AnyView {
    let (dialog, field) = (NodeRef::<html::Dialog>::new(), NodeRef::<html::Input>::new());
    let before = StoredValue::new_local(document().active_element());
    palette.typed.set(String::new());
    palette.active.set(None);
    Effect::new(move |_| {
        if let (Some(dialog), Some(field)) = (dialog.get(), field.get()) {
            // Fails only when the dialog has left the document, and then there is nothing to show.
            let _ = dialog.show_modal();
            let _ = field.focus();
        }
    });
    // Taken out of the page, a dialog gives the focus back to nobody.
    on_cleanup(move || focus::give_back(before));
    let whole = move |event: ev::SubmitEvent| {
        // Before the list is there, Enter goes to the page.
        event.prevent_default();
        let query = domain::url::QueryWriter::default().text("q", &palette.typed.get_untracked()).finish();
        palette.close();
        // Fails only where the document may not navigate.
        let _ = window().location().assign(&domain::url::href(PATH, &query));
    };
    let on_key = move |event: KeyboardEvent| {
        if let Some(keys) = palette.keys.get_value() {
            keys.run(event);
        }
    };
    let list = move || match palette.body.get() {
        Some(draw) => draw(palette),
        None => view! { <SkeletonTable label=i18n::common::loading(locale) rows=4 /> }.into_any(),
    };
    view! {
        <dialog
            node_ref=dialog
            id=ID
            class="dialog palette"
            aria-label=text::title(locale)
            on:close=move |_| palette.close()
            // Only the dialog itself is around its content: a click there is one beside it.
            on:click=move |event| {
                let element = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
                if element.is_some_and(|e| e.id() == ID) {
                    palette.close();
                }
            }
        >
            <form class="palette-head" on:submit=whole>
                <Glyph icon=Icon::Search />
                <input
                    node_ref=field
                    type="text"
                    role="combobox"
                    aria-label=text::title(locale)
                    placeholder=text::title(locale)
                    aria-autocomplete="list"
                    aria-expanded="true"
                    aria-controls=LIST
                    aria-activedescendant=move || palette.active.get()
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    enterkeyhint="go"
                    maxlength=domain::palette::LONGEST.to_string()
                    on:input=move |event| palette.typed.set(event_target_value(&event))
                    on:keydown=on_key
                />
                <button type="button" class="palette-close" aria-label=i18n::common::close(locale) on:click=move |_| palette.close()>
                    <kbd class="kbd">{text::escape(locale)}</kbd>
                    <Glyph icon=Icon::X />
                </button>
            </form>
            {list}
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
        </dialog>
    }
    .into_any()
}
