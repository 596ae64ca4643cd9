//! `/admin/sites/new` and `/admin/sites/:id/edit`.

use super::{
    api::{DeleteSite, LIST, SaveSite, get_site},
    choices::{CURRENCIES, ZONES},
};
use crate::{
    session::{use_locale, use_session},
    shared::{
        draft_field::{DraftField, DraftText},
        form::{Form, input_name},
        keeper::Keeper,
        load::loaded,
        record::{Editing, stored_meanwhile, use_record},
        record_page::{Deletion, delete_button, identity, record_fields, record_page},
    },
};
use domain::{
    Noun, Permission, SiteId,
    error::Usage,
    reference::{self, SITES},
    site::{SiteDraft, SiteView},
};
use i18n::{Locale, common, site as text};
use leptos::{form::ActionForm, prelude::*};
use ui::{LinkItem, Select, SkeletonDetail};

const DIALOG: &str = "delete-site";

/// The form of a new site, or of one that is there.
pub fn form_page() -> AnyView {
    let locale = use_locale();
    let data = use_record(Noun::Site, Permission::SiteWrite, |id: Option<SiteId>| async move {
        match id {
            Some(id) => get_site(id).await.map(Some),
            None => Ok(None),
        }
    });
    loaded(data, move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any(), page)
}

fn page((site, replay): Editing<Option<SiteView>>) -> AnyView {
    let locale = use_locale();
    let title =
        site.as_ref().map_or_else(|| text::new(locale).to_owned(), |s| format!("{} {}", s.code, s.name));
    let (save, delete) = (ServerAction::<SaveSite>::new(), ServerAction::<DeleteSite>::new());
    let deletion = site.as_ref().map(|site| {
        let id = site.id;
        let form = delete_button(locale, id, delete.pending());
        Deletion {
            dialog: DIALOG,
            label: text::remove(locale),
            title: text::remove_title(locale, &site.name),
            what: text::remove_what(locale),
            form: Form::new(delete, replay.clone()),
            where_used: Callback::new(move |usage: Usage| reference::list(SITES, id.0, usage.noun)),
            children: view! { <ActionForm action=delete>{form}</ActionForm> }.into_any(),
        }
    });
    let form = edit(locale, Form::new(save, replay), save, site.as_ref());
    record_page(title, LinkItem::new(LIST, text::title(locale)), deletion, form)
}

fn edit(locale: Locale, form: Form, save: ServerAction<SaveSite>, site: Option<&SiteView>) -> AnyView {
    let session = use_session();
    let stored = site.map(SiteDraft::from).unwrap_or_else(|| SiteDraft {
        timezone: session.timezone,
        currency: session.currency,
        ..SiteDraft::default()
    });
    let which = site.map(|site| {
        let id = site.id;
        identity(&form, id, site.version, move || async move { get_site(id).await.map(|s| s.version) })
    });
    let action = if site.is_some() { common::save(locale) } else { common::create(locale) };
    let check = form.check_on_leave(|sent: SaveSite| sent.draft.parse().map(drop));
    let record = site.map_or_else(|| "site:new".to_owned(), |one| format!("site:{}", one.id));
    let keeper = Keeper::new(&record, form.came_back().is_none());
    keeper.follow(save);
    let fields = view! {
        {which}
        <DraftField
            form=form.clone()
            name="code"
            label=text::code(locale)
            stored=stored.code
            max=20
            required=true
            hint=text::code_hint(locale)
        />
        <DraftField
            form=form.clone()
            name="name"
            label=text::name(locale)
            stored=stored.name
            max=120
            required=true
        />
        <DraftField
            form=form.clone()
            name="location"
            label=text::location(locale)
            stored=stored.location
            max=200
            optional=common::optional(locale)
            wide=true
        />
        <DraftField
            form=form.clone()
            name="timezone"
            label=text::timezone(locale)
            stored=stored.timezone
            max=64
            list="time-zones"
            hint=text::timezone_hint(locale)
        />
        <datalist id="time-zones">
            {ZONES.iter().map(|zone| view! { <option value=*zone></option> }).collect_view()}
        </datalist>
        {currency_field(locale, &form, &stored.currency)}
        <DraftText
            form=form.clone()
            name="description"
            label=text::description(locale)
            stored=stored.description
            max=2000
            optional=common::optional(locale)
        />
    }
    .into_any();
    let inside = record_fields(&form, label, fields, LIST, action, save.pending());
    let inside = view! {
        <ActionForm action=save attr:class="stack" attr:novalidate="">
            {inside}
        </ActionForm>
    };
    keeper.around(&form, check, inside.into_any())
}

fn currency_field(locale: Locale, form: &Form, stored: &str) -> AnyView {
    let currency = form.value("currency", stored);
    let mut currencies: Vec<(String, String)> =
        CURRENCIES.iter().map(|c| ((*c).to_owned(), (*c).to_owned())).collect();
    if !CURRENCIES.contains(&currency.as_str()) {
        currencies.push((currency.clone(), currency.clone()));
    }
    view! {
        <div>
            <Select
                label=text::currency(locale)
                name=input_name("currency")
                options=currencies
                selected=currency
                hint=text::currency_hint(locale)
                error=form.error("currency")
            />
            {stored_meanwhile(form, "currency")}
        </div>
    }
    .into_any()
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
