//! `/admin/sites/new` and `/admin/sites/:id/edit`.

use super::api::LIST;
use crate::{
    ApiResult, backend,
    form::Form,
    page::{Asked, needs},
    record::{Deletion, RecordForm, record_page},
    session::use_session,
    site::choices::{CURRENCIES, ZONES},
};
use domain::{
    Noun, Permission, SiteId,
    reference::SITES,
    site::{SiteDraft, SiteView},
};
use i18n::{Locale, common, site as text};
use leptos::prelude::*;
use ui::LinkItem;

const SAVE: &str = "/rpc/site/save";
const DELETE: &str = "/rpc/site/delete";

/// The form of a new site.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    needs(Permission::SiteWrite)?;
    page(&asked, None).await
}

/// The form of one that is there.
pub async fn edit(asked: Asked) -> ApiResult<AnyView> {
    needs(Permission::SiteWrite)?;
    let id: SiteId = asked.id(Noun::Site)?;
    let site = backend::call(|s, by| async move { s.sites().get(&by, id).await }).await?;
    page(&asked, Some(&site)).await
}

async fn page(asked: &Asked, site: Option<&SiteView>) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let replay = asked.replay().await;
    let title = site.map_or_else(|| text::new(locale).to_owned(), |s| format!("{} {}", s.code, s.name));
    let deletion = site.map(|site| Deletion {
        action: DELETE,
        id: site.id.0,
        of: SITES,
        dialog: "delete-site",
        label: text::remove(locale),
        title: common::remove_title(locale, &site.name),
        what: text::remove_what(locale),
    });
    let form = form(locale, &Form::new(locale, SAVE, replay.as_ref()), site);
    let list = LinkItem::new(LIST, text::title(locale));
    Ok(record_page(locale, title, list, deletion, replay.as_ref(), form))
}

fn form(locale: Locale, form: &Form, site: Option<&SiteView>) -> AnyView {
    let stored = site.map(SiteDraft::from).unwrap_or_else(|| {
        let session = use_session();
        SiteDraft { timezone: session.timezone, currency: session.currency, ..SiteDraft::default() }
    });
    let code = form.input("code", text::code(locale)).stored(stored.code).max(20).required();
    let name = form.input("name", text::name(locale)).stored(stored.name).max(120).required();
    let place = form.input("location", text::location(locale)).stored(stored.location).max(200).wide();
    let zone = form.input("timezone", text::timezone(locale)).stored(stored.timezone).max(64).required();
    let about = form.input("description", text::description(locale)).stored(stored.description).max(2000);
    let zones = ZONES.iter().map(|zone| view! { <option value=*zone></option> }).collect_view();
    let fields = view! {
        {code.hint(text::code_hint(locale)).line()}
        {name.line()}
        {place.line()}
        {zone.hint(text::timezone_hint(locale)).suggested_by("time-zones").line()}
        <datalist id="time-zones">{zones}</datalist>
        {currency(locale, form, stored.currency)}
        {about.wide().area(3)}
    };
    let of = site.map(|site| (site.id.0, site.version));
    RecordForm { noun: "site", of, list: LIST, label }.draw(locale, form, fields.into_any())
}

fn currency(locale: Locale, form: &Form, stored: String) -> AnyView {
    let chosen = form.value("currency", &stored);
    let mut currencies: Vec<(String, String)> =
        CURRENCIES.iter().map(|c| ((*c).to_owned(), (*c).to_owned())).collect();
    if !CURRENCIES.contains(&chosen.as_str()) {
        currencies.push((chosen.clone(), chosen));
    }
    let input = form.input("currency", text::currency(locale)).stored(stored).required();
    input.hint(text::currency_hint(locale)).select(currencies, None)
}

fn label(locale: Locale, field: &str) -> &'static str {
    match field {
        "code" => text::code(locale),
        "name" => text::name(locale),
        "location" => text::location(locale),
        "timezone" => text::timezone(locale),
        "currency" => text::currency(locale),
        _ => text::description(locale),
    }
}
