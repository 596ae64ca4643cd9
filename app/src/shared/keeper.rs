//! Nothing typed is lost: a form is kept in the browser's tab at every keystroke, comes back after a reload, a crash
//! or Back, and its page is not left by mistake. Passwords and other secrets are never kept.

use super::form::Form;
use crate::{
    ApiError,
    session::{use_locale, use_viewer},
};
use i18n::common as text;
use islands::controls::{VERSION, fill, written};
use leptos::{
    ev,
    html::Div,
    prelude::*,
    server_fn::ServerFn,
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys,
};
use std::sync::Arc;
use ui::{Banner, Icon, Tone};

/// Absent where the browser refuses storage; the form works without.
fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// What makes a form as large as what was kept needs it, before it is filled: told the names of the fields.
type MakeRoom = Arc<dyn Fn(&[(String, String)]) + Send + Sync>;

/// What watches over one form.
#[derive(Clone, Copy)]
pub struct Keeper {
    around: NodeRef<Div>,
    /// Under which name it is kept.
    key: StoredValue<String>,
    dirty: RwSignal<bool>,
    restored: RwSignal<bool>,
}

impl Keeper {
    /// Watches the form of `record` (`site:3`, `site:new`, `settings:mail`), whose fields are named `draft[…]`. With
    /// `restore`, what was kept comes back into it: not where the form itself came back from the server.
    pub fn new(record: &str, restore: bool) -> Self {
        Self::with_room(record, restore, Arc::new(|_| ()))
    }

    /// The same for a form that grows.
    pub fn with_room(record: &str, restore: bool, make_room: MakeRoom) -> Self {
        // Of one person: another may sign in in the same tab.
        let who = use_viewer().map(|viewer| viewer.id.to_string()).unwrap_or_default();
        let keeper = Self {
            around: NodeRef::new(),
            key: StoredValue::new(format!("vigie:{who}:{record}")),
            dirty: RwSignal::new(false),
            restored: RwSignal::new(false),
        };
        Effect::new(move |_| {
            if keeper.around.get().is_some() && restore {
                keeper.bring_back(&make_room);
            }
        });
        let question = text::leave_question(use_locale());
        Effect::new(move |_| keeper.stand_guard(question));
        keeper
    }

    /// Hears the answers of what saves the form: saved, there is nothing to keep any more; refused, it is unsaved
    /// again.
    pub fn follow<S, T>(self, save: ServerAction<S>)
    where
        S: ServerFn<Output = T, Error = ApiError> + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
        S::Error: Send + Sync + Clone + 'static,
        T: Clone + Send + Sync + 'static,
    {
        Effect::new(move |before: Option<usize>| {
            let answers = save.version().get();
            // Not the answer to a form that stood here before.
            if before.is_some_and(|before| before != answers) {
                let saved = save.value().with_untracked(|answer| matches!(answer, Some(Ok(_))));
                self.dirty.set(!saved);
                if saved {
                    self.forget();
                }
            }
            answers
        });
    }

    /// The form within its watch: the line that says that unsaved input came back, and the form. `check` is what is
    /// done when a field is left.
    pub fn around(
        self,
        form: &Form,
        check: impl Fn(ev::FocusEvent) + Send + 'static,
        inside: AnyView,
    ) -> AnyView {
        let sent = form.clone();
        let note = self.note();
        view! {
            <div
                node_ref=self.around
                on:focusout=check
                on:input=move |_| self.typed()
                on:change=move |_| self.typed()
                on:submit=move |_| {
                    sent.sent();
                    self.let_go();
                }
            >
                {note}
                {inside}
            </div>
        }
        .into_any()
    }

    /// The page is about to be left because that was asked for: by sending this form, or by what throws its input
    /// away.
    pub fn let_go(self) {
        self.dirty.set(false);
    }

    /// What was typed is thrown away.
    pub fn drop_input(self) {
        self.let_go();
        self.forget();
    }

    fn forget(self) {
        if let Some(storage) = storage() {
            let _ = self.key.try_with_value(|key| storage.remove_item(key));
        }
    }

    /// Something was typed or chosen.
    fn typed(self) {
        self.dirty.set(true);
        if let (Some(storage), Some(form)) = (storage(), self.form()) {
            let Ok(kept) = web_sys::UrlSearchParams::new() else { return };
            for (name, value) in written(&form) {
                kept.append(&name, &value);
            }
            let kept = kept.to_string().as_string().unwrap_or_default();
            let _ = self.key.with_value(|key| storage.set_item(key, &kept));
        }
    }

    fn form(self) -> Option<web_sys::HtmlFormElement> {
        let around = self.around.try_get_untracked().flatten()?;
        around.query_selector("form").ok().flatten()?.dyn_into().ok()
    }

    fn note(self) -> AnyView {
        let locale = use_locale();
        let drop_it = move |_| {
            self.drop_input();
            let _ = window().location().reload();
        };
        view! {
            <div role="status">
                <Show when=move || self.restored.get()>
                    <div class="mb-3">
                        <Banner
                            tone=Tone::Info
                            icon=Icon::History
                            round=true
                            end=view! {
                                <button type="button" class="btn btn-sm" on:click=drop_it>
                                    {text::forget_input(locale)}
                                </button>
                            }
                                .into_any()
                        >
                            {text::restored(locale)}
                        </Banner>
                    </div>
                </Show>
            </div>
        }
        .into_any()
    }

    fn bring_back(self, make_room: &MakeRoom) {
        let kept = storage().and_then(|s| self.key.with_value(|key| s.get_item(key).ok().flatten()));
        let (Some(kept), Some(form)) = (kept, self.form()) else { return };
        let fields = domain::url::pairs(&kept);
        // The version is nobody's input.
        let typed = |(name, _): &&(String, String)| name != VERSION;
        if fields.iter().filter(typed).eq(written(&form).iter().filter(typed)) {
            return;
        }
        make_room(&fields);
        // After the rows are there; what one choice brings with it, such as the lines of a site, a moment later.
        request_animation_frame(move || {
            let Some(form) = self.form() else { return };
            fill(&form, &fields);
            self.restored.set(true);
            self.dirty.set(true);
            request_animation_frame(move || fill(&form, &fields));
        });
    }

    /// Asks before the page is left with unsaved input: by the browser, or by a link within the application.
    fn stand_guard(self, question: &'static str) {
        let dirty = self.dirty;
        let unload = window_event_listener(ev::beforeunload, move |event| {
            if dirty.try_get_untracked() == Some(true) {
                event.prevent_default();
            }
        });
        let click = Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
            if dirty.try_get_untracked() != Some(true) || !leaves(&event) {
                return;
            }
            if window().confirm_with_message(question).unwrap_or(true) {
                self.drop_input();
            } else {
                event.prevent_default();
                event.stop_propagation();
            }
        });
        // Before the router hears of the click.
        let listener = click.as_ref().unchecked_ref::<web_sys::js_sys::Function>().clone();
        let _ = document().add_event_listener_with_callback_and_bool("click", &listener, true);
        let click = StoredValue::new_local(click);
        on_cleanup(move || {
            unload.remove();
            click.with_value(|click| {
                let listener = click.as_ref().unchecked_ref();
                let _ = document().remove_event_listener_with_callback_and_bool("click", listener, true);
            });
        });
    }
}

/// Whether a click follows a link to another page in this tab.
fn leaves(event: &web_sys::MouseEvent) -> bool {
    if event.default_prevented()
        || event.button() != 0
        || event.ctrl_key()
        || event.meta_key()
        || event.shift_key()
        || event.alt_key()
    {
        return false;
    }
    let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    let link = target.and_then(|t| t.closest("a[href]").ok().flatten());
    link.is_some_and(|link| {
        let href = link.get_attribute("href").unwrap_or_default();
        !href.starts_with('#') && !link.has_attribute("download") && link.get_attribute("target").is_none()
    })
}
