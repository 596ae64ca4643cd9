//! `/interventions/new` and `/interventions/:id/edit`: what is to be done, entered or changed by whoever directs the work.

use super::{report::choose, text::field};
use crate::{form::Form, page::Asked};
use app::{
    ApiResult, backend,
    session::may,
    shared::{form::input_name, labels},
};
use domain::{
    EquipmentId, Error, InterventionId, LocalDateTime, Noun, Permission,
    equipment::EquipmentRef,
    intervention::{InterventionDetail, InterventionDraft, InterventionKind, InterventionQuery, Priority},
};
use i18n::{Locale, common, intervention, shell, work as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, Checkbox, Field, LinkButton, LinkItem, PageHeader, Select, TextArea, Variant};

const SAVE: &str = "/rpc/work/save";
const NEW: &str = "/interventions/new";

/// The form of a new intervention; first its machine, unless the address names it.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    if !may(Permission::InterventionWrite) {
        return Err(Error::Forbidden.into());
    }
    let content = match asked.value("equipment").and_then(|id| id.parse::<EquipmentId>().ok()) {
        Some(id) => {
            let found = backend::call(|s, by| async move { s.equipment().named(&by, &[id]).await }).await?;
            let machine = found.into_iter().next().ok_or(Error::NotFound(Noun::Equipment))?;
            let stored = InterventionDraft {
                equipment_id: machine.id.to_string(),
                kind: InterventionKind::Preventive.to_string(),
                priority: Priority::Medium.to_string(),
                ..InterventionDraft::default()
            };
            form(&asked, &stored, &machine, None).await
        }
        None => {
            let q = asked.value("q").unwrap_or_default();
            choose(locale, NEW, text::choose_for(locale), &q).await?
        }
    };
    Ok(page(locale, text::new(locale), content))
}

/// The form of one that is there.
pub async fn edit(asked: Asked) -> ApiResult<AnyView> {
    let id: InterventionId = asked.id(Noun::Intervention)?;
    if !may(Permission::InterventionWrite) {
        return Err(Error::Forbidden.into());
    }
    let detail = backend::call(|s, by| async move { s.interventions().get(&by, id).await }).await?;
    let stored = typed(&detail);
    let content = form(&asked, &stored, &detail.row.equipment, Some(id)).await;
    Ok(page(asked.locale, text::edit_title(asked.locale), content))
}

/// What is stored, with times as the controls of the browser write them: on the site's clock.
fn typed(detail: &InterventionDetail) -> InterventionDraft {
    let local = |at: Option<LocalDateTime>| at.map(minute).unwrap_or_default();
    InterventionDraft {
        planned: local(detail.row.planned_local),
        due: local(detail.row.due_local.filter(|_| detail.due_fixed_at.is_some())),
        ..InterventionDraft::from(detail)
    }
}

/// `2026-11-20T08:12`.
pub(super) fn minute(at: LocalDateTime) -> String {
    at.to_string().chars().take(16).collect()
}

fn page(locale: Locale, title: &'static str, content: AnyView) -> AnyView {
    let crumbs = vec![LinkItem::new(InterventionQuery::PATH, intervention::title(locale))];
    view! {
        <Title text=title />
        <PageHeader title=title crumbs=crumbs crumbs_label=shell::navigation(locale) />
        <div class="page-body">
            <div class="page-narrow">{content}</div>
        </div>
    }
    .into_any()
}

async fn form(
    asked: &Asked,
    stored: &InterventionDraft,
    machine: &EquipmentRef,
    id: Option<InterventionId>,
) -> AnyView {
    let locale = asked.locale;
    let replay = asked.replay().await;
    let form = Form::new(locale, SAVE, replay.as_ref());
    let back = id.map_or_else(|| InterventionQuery::PATH.to_owned(), |id| format!("/interventions/{id}"));
    let kept = id.map_or_else(|| "intervention:new".to_owned(), |id| format!("intervention:{id}"));
    let send = if id.is_some() { common::save(locale) } else { text::create(locale) };
    // What other steps write goes along as it is.
    let along = [
        ("equipment_id", &stored.equipment_id),
        ("supervisor_id", &stored.supervisor_id),
        ("report", &stored.report),
        ("cause", &stored.cause),
        ("observations", &stored.observations),
        ("other_cost", &stored.other_cost),
        ("version", &stored.version),
    ]
    .map(|(name, value)| view! { <input type="hidden" name=input_name(name) value=value.clone() /> })
    .collect_view();
    let head = view! {
        <p>
            <b class="code">{machine.code.clone()}</b>
            " "
            {machine.name.clone()}
        </p>
    };
    let (head, fields) = (head.into_any(), fields(locale, &form, stored));
    view! {
        <form method="post" action=SAVE class="stack" novalidate data-keep=kept>
            {form.summary(|name| field(locale, name))} {along}
            {id.map(|id| view! { <input type="hidden" name="id" value=id.to_string() /> })}
            <Card>{head}</Card>
            <Card>{fields}</Card>
            <div class="form-actions">
                <LinkButton href=back label=common::cancel(locale) />
                <Button label=send variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
}

fn fields(locale: Locale, form: &Form, stored: &InterventionDraft) -> AnyView {
    let kinds =
        InterventionKind::ALL.iter().map(|k| (k.to_string(), labels::kind(locale, *k).to_owned())).collect();
    let priorities = Priority::ALL.iter().map(|p| (p.to_string(), labels::priority(locale, *p))).collect();
    let time = |name: &'static str, label: &'static str, stored: &str, hint: Option<&'static str>| {
        view! {
            <Field
                label=label
                name=input_name(name)
                kind="datetime-local"
                value=form.value(name, stored)
                optional=common::optional(locale)
                nostrip:hint=hint.map(str::to_owned)
                error=form.error(name)
            />
        }
    };
    view! {
        <div class="form-grid">
            <Field
                label=text::title_field(locale)
                name=input_name("title")
                value=form.value("title", &stored.title)
                required=true
                maxlength="200"
                class="wide"
                error=form.error("title")
            />
            <TextArea
                label=text::description(locale)
                name=input_name("description")
                value=form.value("description", &stored.description)
                rows=4
                maxlength="2000"
                class="wide"
                optional=common::optional(locale)
                error=form.error("description")
            />
            <Select
                label=text::kind(locale)
                name=input_name("kind")
                options=kinds
                selected=form.value("kind", &stored.kind)
                error=form.error("kind")
            />
            <Select
                label=text::priority(locale)
                name=input_name("priority")
                options=priorities
                selected=form.value("priority", &stored.priority)
                error=form.error("priority")
            />
            {time("planned", text::planned(locale), &stored.planned, None)}
            {time("due", text::promised(locale), &stored.due, Some(text::promised_hint(locale)))}
            <Field
                label=text::estimated(locale)
                name=input_name("estimated_minutes")
                kind="number"
                min="1"
                value=form.value("estimated_minutes", &stored.estimated_minutes)
                optional=common::optional(locale)
                error=form.error("estimated_minutes")
            />
            <Checkbox
                label=text::stops(locale)
                name=input_name("stops_equipment")
                checked=form.ticked("stops_equipment", stored.stops_equipment == "true")
                class="wide"
            />
        </div>
    }
    .into_any()
}
