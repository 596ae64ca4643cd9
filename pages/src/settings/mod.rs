//! The settings: one page per section, made of what the section says of its fields.

mod api;
mod field;
mod form;
mod nav;
mod search;
mod store;
mod text;
mod trial;

pub use nav::{PATH as SETTINGS, beside};
pub use text::section as section_name;

use crate::{
    ApiResult,
    page::{Asked, needs},
};
use domain::{Permission, settings::SECTIONS};
use i18n::settings as words;
use leptos::prelude::*;

/// `/admin/settings` and `/admin/settings/:section`: the section that is open, the first one unless another is named, or what a
/// search found.
pub async fn section(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    needs(Permission::SettingsManage)?;
    let q = asked.value("q").map(|q| q.trim().to_owned()).unwrap_or_default();
    let open = asked.part("section").unwrap_or_else(|| SECTIONS[0].key.to_owned());
    let (here, content) = match q.is_empty() {
        true => (format!("{SETTINGS}/{open}"), form::form(&asked, &open).await?),
        false => (String::new(), search::results(locale, &q)),
    };
    Ok(beside(locale, words::title(locale), &here, &q, content))
}
