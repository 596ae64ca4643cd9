//! `/admin/import/new`: the file, what it holds and where it belongs.

use super::{
    LIST, UPLOAD,
    detail::{Step, stepper},
    recall::recall,
    text,
};
use crate::{
    ApiResult, backend,
    page::{Asked, needs},
    plain_form::PlainForm,
};
use domain::{
    Permission,
    import::ImportKind,
    site::{SiteRef, SiteView},
};
use i18n::{Locale, common, import as words, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{
    Button, Card, Empty, FileField, Icon, LinkButton, LinkItem, PageHeader, RadioGroup, Select, Variant,
};

/// The form of a new import.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    needs(Permission::ImportRun)?;
    let locale = asked.locale;
    let (sites, described) = backend::call(|s, by| async move {
        // Those who may not read sites import all the same.
        let described = s.sites().all(&by).await.unwrap_or_default();
        Ok((s.sites().choices(&by).await?, described))
    })
    .await?;
    let form = PlainForm::new(&asked, UPLOAD).await;
    let crumbs = vec![LinkItem::new(LIST, words::title(locale))];
    Ok(view! {
        <Title text=words::title_new(locale) />
        <PageHeader
            title=words::title_new(locale)
            crumbs=crumbs
            crumbs_label=shell::administration(locale)
        />
        {page(locale, &form, sites, described)}
    }
    .into_any())
}

fn page(locale: Locale, form: &PlainForm, sites: Vec<SiteRef>, described: Vec<SiteView>) -> AnyView {
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
    let kind = match form.value("kind") {
        empty if empty.is_empty() => ImportKind::Interventions.to_string(),
        kind => kind,
    };
    let site = match form.value("site_id") {
        empty if empty.is_empty() && sites.len() == 1 => sites[0].id.to_string(),
        site => site,
    };
    let recall = recall(locale, described, &site);
    let kinds: Vec<_> =
        ImportKind::ALL.iter().map(|k| (k.to_string(), text::kind(locale, *k).to_owned())).collect();
    let options: Vec<_> =
        sites.into_iter().map(|s| (s.id.to_string(), format!("{} {}", s.code, s.name))).collect();
    let (kind_error, site_error, file_error) =
        (form.error("kind"), form.error("site_id"), form.error("file"));
    let label = |field: &str| match field {
        "site_id" => words::site(locale),
        "kind" => words::kind(locale),
        _ => words::file(locale),
    };
    view! {
        <div class="page-body">
            <div class="page-narrow stack">
                {stepper(locale, None, Step::File)}
                <form method="post" action=UPLOAD enctype="multipart/form-data" class="stack" novalidate>
                    {form.summary(label)}
                    <Card>
                        <div class="stack">
                            <p class="text-ink-2">{words::intro(locale)}</p>
                            <RadioGroup
                                label=words::kind(locale)
                                name="kind"
                                options=kinds
                                selected=kind
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
                            />
                            {recall}
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
