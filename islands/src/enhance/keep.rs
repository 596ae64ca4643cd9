//! Nothing typed is lost: a form with `data-keep` is kept in the browser's tab at every keystroke, comes back after a reload, a
//! crash or Back, and its page is not left by mistake. Passwords, files and other secrets are never kept.

use super::{
    dom::{self, tab_storage},
    follow, link, rows,
};
use crate::{
    controls::{fill, is_version, written},
    document::{person, use_locale},
};
use i18n::common as text;
use leptos::{
    ev,
    prelude::{document, window, window_event_listener},
    wasm_bindgen::JsCast,
    web_sys::{BeforeUnloadEvent, Element, Event, HtmlFormElement, MouseEvent, UrlSearchParams},
};
use ui::Icon;

/// On a form with input that is not saved.
pub const DIRTY: &str = "data-dirty";
/// On a form that was looked at.
pub const SEEN: &str = "data-kept";

pub fn watch() {
    for name in ["input", "change"] {
        dom::on(name, false, |event: Event| {
            if let Some(form) = kept_form(&event) {
                typed(&form);
            }
        });
    }
    dom::on("click", true, |event: MouseEvent| {
        if dom::around(&event, "[data-forget]").is_some() {
            if let Some(form) = dom::first(&format!("form[{DIRTY}]")).and_then(|f| f.dyn_into().ok()) {
                forget(&form);
                let_go(&form);
            }
            let _ = window().location().reload();
            return;
        }
        let dirty = dom::first(&format!("form[{DIRTY}]")).and_then(|f| f.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = dirty.filter(|_| leaves(&event) && link::stays(&event).is_none()) else { return };
        if window().confirm_with_message(text::leave_question(use_locale())).unwrap_or(true) {
            forget(&form);
            let_go(&form);
        } else {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    let unload = window_event_listener(ev::beforeunload, |event: BeforeUnloadEvent| {
        if dom::first(&format!("form[{DIRTY}]:not([data-sent])")).is_some() {
            event.prevent_default();
        }
    });
    // For the life of the document.
    std::mem::forget(unload);
}

/// Brings what was kept back into the forms below `root`, except into one that the server itself brought back.
pub fn bring_back(root: &Element) {
    let came_back = window().location().search().is_ok_and(|search| search.contains("replay="));
    for form in dom::all(root, &format!("form[data-keep]:not([{SEEN}])")) {
        let Ok(form) = form.dyn_into::<HtmlFormElement>() else { continue };
        let _ = form.set_attribute(SEEN, "");
        let kept = tab_storage().and_then(|storage| storage.get_item(&key(&form)).ok().flatten());
        let Some(kept) = kept.filter(|_| !came_back) else { continue };
        let fields = domain::url::pairs(&kept);
        let typed = |(name, _): &&(String, String)| !is_version(name);
        if fields.iter().filter(typed).eq(written(&form).iter().filter(typed)) {
            continue;
        }
        rows::make_room(&form, &fields);
        fill(&form, &fields);
        // What one choice brings with it, such as the lines of a site, is chosen after it.
        follow::offer();
        fill(&form, &fields);
        let _ = form.set_attribute(DIRTY, "");
        note(&form);
    }
}

/// The page may be left: the form was sent, or its input is thrown away.
pub fn let_go(form: &HtmlFormElement) {
    let _ = form.remove_attribute(DIRTY);
}

/// Nothing is kept of the form any more.
pub fn forget(form: &HtmlFormElement) {
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item(&key(form));
    }
}

fn kept_form(event: &Event) -> Option<HtmlFormElement> {
    dom::target(event)?.closest("form[data-keep]").ok().flatten()?.dyn_into().ok()
}

/// Of one person: another may sign in in the same tab.
fn key(form: &HtmlFormElement) -> String {
    let who = person().unwrap_or_default();
    format!("vigie:{who}:{}", form.get_attribute("data-keep").unwrap_or_default())
}

fn typed(form: &HtmlFormElement) {
    let _ = form.set_attribute(DIRTY, "");
    let (Some(storage), Ok(kept)) = (tab_storage(), UrlSearchParams::new()) else { return };
    for (name, value) in written(form) {
        kept.append(&name, &value);
    }
    let _ = storage.set_item(&key(form), &kept.to_string().as_string().unwrap_or_default());
}

/// Says above the form that unsaved input came back, and offers to throw it away.
fn note(form: &HtmlFormElement) {
    let (Ok(line), Ok(words), Ok(button)) = (
        document().create_element("div"),
        document().create_element("p"),
        document().create_element("button"),
    ) else {
        return;
    };
    line.set_class_name("banner banner-info banner-round mb-3");
    let _ = line.set_attribute("role", "status");
    line.set_inner_html(&format!(
        r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"></path></svg>"#,
        Icon::History.path()
    ));
    words.set_class_name("min-w-0 flex-1");
    words.set_text_content(Some(text::restored(use_locale())));
    button.set_class_name("btn btn-sm");
    let _ = button.set_attribute("type", "button");
    let _ = button.set_attribute("data-forget", "");
    button.set_text_content(Some(text::forget_input(use_locale())));
    let _ = line.append_child(&words);
    let _ = line.append_child(&button);
    let _ = form.insert_before(&line, form.first_child().as_ref());
}

/// Whether a click follows a link to another page in this tab.
pub fn leaves(event: &MouseEvent) -> bool {
    if event.default_prevented()
        || event.button() != 0
        || event.ctrl_key()
        || event.meta_key()
        || event.shift_key()
    {
        return false;
    }
    dom::around(event, "a[href]").is_some_and(|link| {
        let href = link.get_attribute("href").unwrap_or_default();
        !href.starts_with('#')
            && !link.has_attribute("data-palette")
            && !link.has_attribute("download")
            && !link.has_attribute("target")
    })
}
