//! What was opened from the list, by this person in this browser.

use super::entry::{Act, Entry};
use domain::UserId;
use leptos::{prelude::*, web_sys};
use serde::{Deserialize, Serialize};
use ui::Icon;

/// How many are kept.
const KEPT: usize = 5;

/// A line as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    href: String,
    code: String,
    label: String,
    note: String,
}

/// Absent where the browser refuses storage; the list works without.
fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn key(of: UserId) -> String {
    format!("vigie:opened:{of}")
}

fn kept(of: UserId) -> Vec<Kept> {
    let text = storage().and_then(|storage| storage.get_item(&key(of)).ok().flatten());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// The newest first.
pub(super) fn opened(of: UserId) -> Vec<Entry> {
    let icon = |href: &str| match href {
        _ if href.starts_with("/equipments/") => Icon::Cog,
        _ if href.starts_with("/interventions/") => Icon::ClipboardList,
        _ => Icon::User,
    };
    // What another program may have written there is no address of ours.
    let own = kept(of).into_iter().filter(|k| domain::url::safe_next(&k.href).is_some());
    own.map(|k| Entry::record(k.href.clone(), icon(&k.href), (k.code, k.label, k.note), None)).collect()
}

/// Notes that a line was taken.
pub(super) fn note(of: UserId, entry: &Entry) {
    let (Act::Go(href), true) = (&entry.act, entry.kept) else { return };
    let mut all = kept(of);
    all.retain(|k| k.href != *href);
    let (code, label, note) = (entry.code.clone(), entry.label.clone(), entry.note.clone());
    all.insert(0, Kept { href: href.clone(), code, label, note });
    all.truncate(KEPT);
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&all)) {
        // Full or refused: then nothing is remembered.
        let _ = storage.set_item(&key(of), &text);
    }
}
