//! `/templates/new` and `/templates/:id/edit`.

use super::steps::{self, rows};
use crate::{
    ApiResult, backend,
    checklist::field,
    form::Form,
    page::Asked,
    session::may,
    shared::{form::input_name, labels, replay::Replay},
    skills,
};
use domain::{
    Error, Noun, Permission, TemplateId,
    intervention::{InterventionKind, Priority},
    intervention_template::{InterventionTemplateDraft, TemplateQuery, TemplateView},
};
use i18n::{Locale, checklist as text, common, shell, work};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, Icon, LinkButton, LinkItem, PageHeader, Variant};

pub(super) const SAVE: &str = "/rpc/work-template/save";

/// The form of a new template.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    let stored = InterventionTemplateDraft {
        kind: InterventionKind::Preventive.to_string(),
        priority: Priority::Medium.to_string(),
        ..InterventionTemplateDraft::default()
    };
    page(&asked, &stored, None, text::template_new(asked.locale)).await
}

/// The form of one that is there.
pub async fn edit(asked: Asked) -> ApiResult<AnyView> {
    let id: TemplateId = asked.id(Noun::InterventionTemplate)?;
    let found = backend::call(|s, by| async move { s.intervention_templates().get(&by, id).await }).await?;
    let stored = InterventionTemplateDraft::from(&found);
    page(&asked, &stored, Some(&found), text::template_edit(asked.locale)).await
}

async fn page(
    asked: &Asked,
    stored: &InterventionTemplateDraft,
    found: Option<&TemplateView>,
    title: &'static str,
) -> ApiResult<AnyView> {
    let locale = asked.locale;
    if !may(Permission::InterventionWrite) {
        return Err(Error::Forbidden.into());
    }
    let families = match may(Permission::SiteRead) {
        true => backend::call(|s, by| async move { s.equipment_types().all(&by).await }).await?,
        false => vec![],
    };
    let families = families.into_iter().map(|f| (f.id.to_string(), f.name)).collect();
    let known = skills::known().await?;
    let replay = asked.replay().await;
    let crumbs = vec![LinkItem::new(TemplateQuery::PATH, text::templates(locale))];
    let form = form(locale, stored, found, (families, known), replay.as_ref());
    Ok(view! {
        <Title text=title />
        <PageHeader title=title crumbs=crumbs crumbs_label=shell::navigation(locale) />
        <div class="page-body">
            <div class="page-narrow">
                <div class="stack">{form} {found.map(|found| others(locale, found, replay.as_ref()))}</div>
            </div>
        </div>
    }
    .into_any())
}

fn form(
    locale: Locale,
    stored: &InterventionTemplateDraft,
    found: Option<&TemplateView>,
    (families, known): (Vec<(String, String)>, Vec<String>),
    replay: Option<&Replay>,
) -> AnyView {
    let form = Form::new(locale, SAVE, replay);
    let summary = form.summary(|name| name_of(locale, name));
    let steps = rows(replay.filter(|replay| replay.path == SAVE), &stored.steps);
    let id = found.map(|found| view! { <input type="hidden" name="id" value=found.id.to_string() /> });
    let frozen = found.map(|_| view! { <p class="hint">{text::frozen(locale)}</p> });
    let head = head(locale, &form, stored, (families, known));
    let editor = steps::editor(locale, &form, &steps);
    view! {
        <form method="post" action=SAVE class="stack" novalidate>
            // The button that Enter presses.
            <button type="submit" class="sr-only" tabindex="-1" aria-hidden="true"></button>
            {summary} {id}
            <input type="hidden" name=input_name("version") value=stored.version.clone() />
            <Card>{head}</Card>
            <h2 class="px-1 text-lg font-bold">{text::template_steps(locale)}</h2>
            {frozen} {editor}
            <div class="form-actions">
                <LinkButton href=TemplateQuery::PATH label=common::cancel(locale) />
                <Button label=text::template_save(locale) variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
}

fn head(
    locale: Locale,
    form: &Form,
    stored: &InterventionTemplateDraft,
    (families, known): (Vec<(String, String)>, Vec<String>),
) -> AnyView {
    let kinds =
        InterventionKind::ALL.iter().map(|k| (k.to_string(), labels::kind(locale, *k).to_owned())).collect();
    let priorities = Priority::ALL.iter().map(|p| (p.to_string(), labels::priority(locale, *p))).collect();
    let title = form.input("title", text::template_title(locale)).stored(&stored.title).max(200).required();
    let description = form.input("description", work::description(locale)).stored(&stored.description);
    let kind = form.input("kind", work::kind(locale)).stored(&stored.kind).required();
    let priority = form.input("priority", work::priority(locale)).stored(&stored.priority).required();
    let minutes = form.input("estimated_minutes", work::estimated(locale)).stored(&stored.estimated_minutes);
    let family =
        form.input("equipment_type_id", text::template_for(locale)).stored(&stored.equipment_type_id);
    view! {
        <div class="form-grid">
            {title.wide().line()} {description.max(2000).wide().area(3)} {kind.select(kinds, None)}
            {priority.select(priorities, None)} {minutes.count()}
            {family.select(families, Some(text::template_any(locale)))}
            {form.tick("stops_equipment", work::stops(locale), stored.stops_equipment == "true")}
            {skills::required(locale, form, &stored.skills, &known)}
        </div>
    }
    .into_any()
}

/// The name of a field of the form.
fn name_of(locale: Locale, name: &str) -> String {
    match name {
        "kind" => work::kind(locale).to_owned(),
        "priority" => work::priority(locale).to_owned(),
        "estimated_minutes" => work::estimated(locale).to_owned(),
        "description" => work::description(locale).to_owned(),
        "stops_equipment" => work::stops(locale).to_owned(),
        _ => field(locale, name),
    }
}

/// What else is done with a template: copied, taken out of use, deleted.
fn others(locale: Locale, found: &TemplateView, replay: Option<&Replay>) -> AnyView {
    let press = |action: &'static str, label: &'static str, icon: Icon, variant: Variant| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="id" value=found.id.to_string() />
                <Button label=label icon=icon variant=variant />
            </form>
        }
    };
    let offer = match found.retired_at {
        None => press("/rpc/work-template/retire", text::retire(locale), Icon::Archive, Variant::Quiet),
        Some(_) => {
            press("/rpc/work-template/restore", text::restore(locale), Icon::ArchiveRestore, Variant::Quiet)
        }
    };
    let refusal =
        replay.filter(|replay| replay.path != SAVE && replay.path.starts_with("/rpc/work-template/"));
    let refusal = refusal.map(|replay| {
        crate::shared::form::refused(locale, &replay.error, &|name: &str| name_of(locale, name))
    });
    view! {
        {refusal}
        <div class="flex flex-wrap gap-2">
            {press("/rpc/work-template/copy", text::copy(locale), Icon::Copy, Variant::Quiet)} {offer}
            {press("/rpc/work-template/delete", text::delete(locale), Icon::Trash, Variant::Danger)}
        </div>
    }
    .into_any()
}
