//! Nothing typed is lost: the form is kept in the browser's tab at every keystroke, comes back after a reload
//! or a crash, and the page is not left by mistake.

use domain::EquipmentId;
use i18n::{Locale, equipment as text};
use leptos::{
    ev,
    html::Form,
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys,
};
use ui::{Banner, Icon, Tone};

/// Under which name the form of this equipment is kept; of a new one by the machine that it belongs to.
pub(super) fn key(id: Option<EquipmentId>, parent: Option<EquipmentId>) -> String {
    match (id, parent) {
        (Some(id), _) => format!("vigie:equipment:{id}"),
        (None, Some(parent)) => format!("vigie:equipment:new:{parent}"),
        (None, None) => "vigie:equipment:new".to_owned(),
    }
}

/// Drops what is kept under that name.
fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Absent where the browser refuses storage; the form works without.
fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// What watches over one form.
#[derive(Clone, Copy)]
pub(super) struct Keeper {
    form: NodeRef<Form>,
    key: StoredValue<String>,
    dirty: RwSignal<bool>,
    restored: RwSignal<bool>,
}

impl Keeper {
    /// Watches `form`. With `restore`, what was kept comes back into it; `make_room` is told the number of
    /// specification rows that it needs.
    pub fn new(
        form: NodeRef<Form>,
        key: String,
        restore: bool,
        question: &'static str,
        make_room: impl Fn(usize) + Clone + 'static,
    ) -> Self {
        let keeper = Self {
            form,
            key: StoredValue::new(key),
            dirty: RwSignal::new(false),
            restored: RwSignal::new(false),
        };
        Effect::new(move |_| {
            if form.get().is_some() && restore {
                keeper.bring_back(make_room.clone());
            }
        });
        Effect::new(move |_| keeper.stand_guard(question));
        keeper
    }

    /// Something was typed or chosen.
    pub fn typed(self) {
        self.dirty.set(true);
        if let (Some(storage), Some(text)) = (storage(), self.text()) {
            let _ = self.key.with_value(|key| storage.set_item(key, &text));
        }
    }

    /// The form is on its way: leaving the page is what it is for.
    pub fn sent(self) {
        self.dirty.set(false);
    }

    /// The answer: saved, there is nothing to keep any more; refused, it is unsaved again.
    pub fn answered(self, saved: bool) {
        self.dirty.set(!saved);
        if saved {
            self.key.with_value(|key| forget(key));
        }
    }

    /// The line that says that unsaved input came back, with the way to drop it.
    pub fn note(self, locale: Locale) -> AnyView {
        let drop_it = move |_| {
            self.dirty.set(false);
            self.key.with_value(|key| forget(key));
            let _ = window().location().reload();
        };
        view! {
            <div role="status">
                <Show when=move || self.restored.get()>
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
                </Show>
            </div>
        }
        .into_any()
    }

    /// The form's fields as one text.
    fn text(self) -> Option<String> {
        let data = web_sys::FormData::new_with_form(&self.form.get_untracked()?).ok()?;
        let query = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
        query.to_string().as_string()
    }

    fn bring_back(self, make_room: impl Fn(usize) + 'static) {
        let kept = storage().and_then(|s| self.key.with_value(|key| s.get_item(key).ok().flatten()));
        let Some(kept) = kept.filter(|kept| self.text().as_ref() != Some(kept)) else { return };
        let fields = domain::url::pairs(&kept);
        make_room(fields.iter().filter(|(name, _)| name.ends_with("[key]")).count());
        // After the rows are there.
        request_animation_frame(move || {
            let Some(form) = self.form.try_get_untracked().flatten() else { return };
            for (name, value) in &fields {
                if name != "id" {
                    fill(&form, name, value);
                }
            }
            self.restored.set(true);
            self.dirty.set(true);
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
        let key = self.key;
        let click = Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
            if dirty.try_get_untracked() != Some(true) || !leaves(&event) {
                return;
            }
            if window().confirm_with_message(question).unwrap_or(true) {
                dirty.set(false);
                key.with_value(|key| forget(key));
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

/// Puts a value into the control of that name, and lets what follows the control hear of it.
fn fill(form: &web_sys::HtmlFormElement, name: &str, value: &str) {
    let Some(control) = form.elements().named_item(name) else { return };
    if let Some(input) = control.dyn_ref::<web_sys::HtmlInputElement>() {
        input.set_value(value);
    } else if let Some(area) = control.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        area.set_value(value);
    } else if let Some(select) = control.dyn_ref::<web_sys::HtmlSelectElement>() {
        select.set_value(value);
        if let Ok(changed) = web_sys::Event::new("change") {
            let _ = select.dispatch_event(&changed);
        }
    }
}
