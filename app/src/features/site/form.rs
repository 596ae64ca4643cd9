//! `/admin/sites/new` and `/admin/sites/:id/edit`.

use super::{
    api::{DeleteSite, LIST, SaveSite, get_site},
    choices::{CURRENCIES, ZONES},
};
use crate::{
    features::production_line,
    session::{use_locale, use_session},
    shared::{
        form::{Form, input_name},
        load::loaded,
        record::{Editing, stored_meanwhile, use_record, version},
        removal::Removal,
    },
};
use domain::{
    Noun, Permission, SiteId,
    equipment::EquipmentQuery,
    error::Usage,
    intervention::InterventionQuery,
    site::{SiteDraft, SiteView},
};
use i18n::{Locale, common, shell, site as text};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use ui::{
    Button, Card, DialogButton, Field, Icon, LinkButton, LinkItem, PageHeader, Select, SkeletonDetail,
    TextArea, Variant,
};

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
    let removal = Form::new(delete, replay.clone());
    let came_back = removal.came_back().is_some();
    let form = Form::new(save, replay);
    let crumbs = vec![LinkItem::new(LIST, text::title(locale))];
    let remove = site.is_some().then(|| {
        let label = text::remove(locale);
        view! { <DialogButton dialog=DIALOG label=label icon=Icon::Trash variant=Variant::Ghost /> }
    });
    let dialog = site.clone().map(|site| {
        let id = site.id;
        view! {
            <Removal
                id=DIALOG
                title=text::remove_title(locale, &site.name)
                text=text::remove_what(locale)
                answer=removal.answer()
                open=came_back
                where_used=Callback::new(move |usage: Usage| where_used(id, &usage))
            >
                <ActionForm action=delete>
                    <input type="hidden" name="id" value=id.to_string() />
                    <Button label=common::delete(locale) variant=Variant::Danger busy=delete.pending() />
                </ActionForm>
            </Removal>
        }
    });
    view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=crumbs crumbs_label=shell::administration(locale)>
            {remove}
        </PageHeader>
        <div class="page-body">
            <div class="page-narrow">{fields(locale, form, save, site)}</div>
        </div>
        {dialog}
    }
    .into_any()
}

fn fields(locale: Locale, form: Form, save: ServerAction<SaveSite>, site: Option<SiteView>) -> AnyView {
    let session = use_session();
    let stored = site.as_ref().map(SiteDraft::from).unwrap_or_else(|| SiteDraft {
        timezone: session.timezone,
        currency: session.currency,
        ..SiteDraft::default()
    });
    let identity = site.as_ref().map(|site| {
        let id = site.id;
        let version =
            version(&form, site.version, move || async move { get_site(id).await.map(|s| s.version) });
        view! {
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name=input_name("version") value=move || version.get() />
        }
    });
    let check = form.check_on_leave(|sent: SaveSite| sent.draft.parse().map(drop));
    let sent = form.clone();
    let currency = form.value("currency", &stored.currency);
    let mut currencies: Vec<(String, String)> =
        CURRENCIES.iter().map(|c| ((*c).to_owned(), (*c).to_owned())).collect();
    if !CURRENCIES.contains(&currency.as_str()) {
        currencies.push((currency.clone(), currency.clone()));
    }
    view! {
        <div on:focusout=check on:submit=move |_| sent.sent()>
            <ActionForm action=save attr:class="stack" attr:novalidate="">
                {form.summary(move |field| label(locale, field).to_owned())}
                <Card>
                    <div class="form-grid">
                        {identity}
                        <div>
                            <Field
                                label=text::code(locale)
                                name=input_name("code")
                                value=form.value("code", &stored.code)
                                required=true
                                maxlength="20"
                                autocomplete="off"
                                hint=text::code_hint(locale)
                                error=form.error("code")
                            />
                            {stored_meanwhile(&form, "code")}
                        </div>
                        <div>
                            <Field
                                label=text::name(locale)
                                name=input_name("name")
                                value=form.value("name", &stored.name)
                                required=true
                                maxlength="120"
                                autocomplete="off"
                                error=form.error("name")
                            />
                            {stored_meanwhile(&form, "name")}
                        </div>
                        <div class="wide">
                            <Field
                                label=text::location(locale)
                                name=input_name("location")
                                value=form.value("location", &stored.location)
                                maxlength="200"
                                autocomplete="off"
                                optional=common::optional(locale)
                                error=form.error("location")
                            />
                            {stored_meanwhile(&form, "location")}
                        </div>
                        <div>
                            <Field
                                label=text::timezone(locale)
                                name=input_name("timezone")
                                value=form.value("timezone", &stored.timezone)
                                maxlength="64"
                                autocomplete="off"
                                list="time-zones"
                                hint=text::timezone_hint(locale)
                                error=form.error("timezone")
                            />
                            {stored_meanwhile(&form, "timezone")}
                            <datalist id="time-zones">
                                {ZONES.iter().map(|zone| view! { <option value=*zone></option> }).collect_view()}
                            </datalist>
                        </div>
                        <div>
                            <Select
                                label=text::currency(locale)
                                name=input_name("currency")
                                options=currencies
                                selected=currency
                                hint=text::currency_hint(locale)
                                error=form.error("currency")
                            />
                            {stored_meanwhile(&form, "currency")}
                        </div>
                        <div class="wide">
                            <TextArea
                                label=text::description(locale)
                                name=input_name("description")
                                value=form.value("description", &stored.description)
                                maxlength="2000"
                                optional=common::optional(locale)
                                error=form.error("description")
                            />
                            {stored_meanwhile(&form, "description")}
                        </div>
                    </div>
                </Card>
                <div class="form-actions">
                    <LinkButton href=LIST label=common::cancel(locale) />
                    <Button
                        label=if site.is_some() { common::save(locale) } else { common::create(locale) }
                        variant=Variant::Primary
                        busy=save.pending()
                    />
                </div>
            </ActionForm>
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

/// The list that shows what keeps the site from being deleted.
fn where_used(site: SiteId, usage: &Usage) -> Option<String> {
    match usage.noun {
        Noun::ProductionLine => Some(production_line::list_href(Some(site))),
        Noun::Equipment => Some(EquipmentQuery { site: vec![site], ..EquipmentQuery::default() }.href()),
        Noun::Intervention => {
            Some(InterventionQuery { site: vec![site], ..InterventionQuery::default() }.href())
        }
        _ => None,
    }
}
