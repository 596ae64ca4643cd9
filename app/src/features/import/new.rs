//! `/admin/import/new`: the file, what it holds and where it belongs. A plain form that sends the file and
//! leads to the import's page, the same before WASM.

use super::{
    LIST, UPLOAD,
    api::import_sites,
    page::{Step, stepper},
    recall::recall,
    text,
};
use crate::{
    session::{may, use_locale},
    shared::{
        error_text,
        load::{failed, loaded},
        replay::{Replay, form_replay},
    },
};
use domain::{Error, Permission, import::ImportKind, site::SiteRef};
use i18n::{Locale, common, import as words, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{
    Button, Card, Empty, ErrorSummary, FileField, Icon, LinkButton, LinkItem, PageHeader, RadioGroup, Select,
    SkeletonDetail, Variant,
};

/// The form of a new import.
pub fn new_page() -> AnyView {
    let search = use_location().search;
    let token = move || {
        let pairs = domain::url::pairs(&search.get());
        pairs.into_iter().find(|(key, _)| key == "replay").map(|(_, token)| token)
    };
    let data = Resource::new(token, |token| async move {
        let replay = match token {
            Some(token) => form_replay(token).await.ok().flatten().filter(|r| r.path == UPLOAD),
            None => None,
        };
        Ok((import_sites().await?, replay))
    });
    let locale = use_locale();
    if !may(Permission::ImportRun) {
        return failed(&Error::Forbidden);
    }
    let crumbs = vec![LinkItem::new(LIST, words::title(locale))];
    let skeleton = move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any();
    view! {
        <Title text=words::title_new(locale) />
        <PageHeader
            title=words::title_new(locale)
            crumbs=crumbs
            crumbs_label=shell::administration(locale)
        />
        {loaded(data, skeleton, move |(sites, replay)| form(locale, sites, replay))}
    }
    .into_any()
}

fn form(locale: Locale, sites: Vec<SiteRef>, replay: Option<Replay>) -> AnyView {
    if sites.is_empty() {
        return view! {
            <Empty icon=Icon::MapPin title=words::no_site(locale)>
                <LinkButton
                    href="/admin/sites/new"
                    label=i18n::site::add(locale)
                    icon=Icon::Plus
                    variant=Variant::Primary
                />
            </Empty>
        }
        .into_any();
    }
    let typed = |name: &str| replay.as_ref().and_then(|r| r.value(name)).unwrap_or_default().to_owned();
    let refused = replay.as_ref().map(|r| r.error.clone());
    let error = |field: &'static str| {
        let text = match &refused {
            Some(Error::Invalid(errors)) => errors.of(field).map(|e| error_text::field(locale, &e.code)),
            _ => None,
        };
        Signal::stored(text)
    };
    let (kind_error, site_error, file_error) = (error("kind"), error("site_id"), error("file"));
    let chosen_kind = match typed("kind") {
        empty if empty.is_empty() => ImportKind::Interventions.to_string(),
        kind => kind,
    };
    let site = match typed("site_id") {
        empty if empty.is_empty() && sites.len() == 1 => sites[0].id.to_string(),
        site => site,
    };
    let chosen = RwSignal::new(site.clone());
    let kinds: Vec<_> =
        ImportKind::ALL.iter().map(|k| (k.to_string(), text::kind(locale, *k).to_owned())).collect();
    let options: Vec<_> =
        sites.into_iter().map(|s| (s.id.to_string(), format!("{} {}", s.code, s.name))).collect();
    let summary = replay.as_ref().map(|r| {
        let fields = match &r.error {
            Error::Invalid(errors) => errors.0.clone(),
            _ => vec![],
        };
        let label = |field: &str| match field {
            "site_id" => words::site(locale),
            "kind" => words::kind(locale),
            _ => words::file(locale),
        };
        let errors: Vec<_> = fields
            .iter()
            .map(|e| {
                let line = common::labelled(locale, label(&e.field), error_text::field(locale, &e.code));
                (e.field.clone(), line)
            })
            .collect();
        view! { <ErrorSummary title=error_text::error(locale, &r.error) errors=errors /> }
    });
    view! {
        <div class="page-body">
            <div class="page-narrow stack">
                {stepper(locale, None, Step::File)}
                <form method="post" action=UPLOAD enctype="multipart/form-data" class="stack" novalidate>
                    {summary}
                    <Card>
                        <div class="stack">
                            <p class="text-ink-2">{words::intro(locale)}</p>
                            <RadioGroup
                                label=words::kind(locale)
                                name="kind"
                                options=kinds
                                selected=chosen_kind
                                inline=true
                                error=kind_error
                            />
                            <Select
                                label=words::site(locale)
                                name="site_id"
                                options=options
                                selected=site
                                empty=common::choose(locale)
                                required=true
                                hint=words::site_hint(locale)
                                error=site_error
                                on_change=Callback::new(move |site| chosen.set(site))
                            />
                            {recall(locale, chosen.into())}
                            <FileField
                                label=words::file(locale)
                                name="file"
                                accept=".csv,.txt,.tsv,.xlsx"
                                required=true
                                hint=words::file_hint(locale)
                                error=file_error
                            />
                        </div>
                    </Card>
                    <div class="form-actions">
                        <LinkButton href=LIST label=common::cancel(locale) />
                        <Button label=words::upload(locale) icon=Icon::Upload variant=Variant::Primary />
                    </div>
                </form>
            </div>
        </div>
    }
    .into_any()
}
