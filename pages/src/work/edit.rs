//! `/interventions/new` and `/interventions/:id/edit`: what is to be done, entered or changed by whoever directs the work.

use super::{report::choose, text::field};
use crate::{
    ApiResult, backend,
    form::Form,
    page::Asked,
    session::may,
    shared::{form::input_name, labels},
    skills,
    template::{Picked, pick, picked},
};
use domain::{
    EquipmentId, Error, FieldDiff, InterventionId, LocalDateTime, Noun, Permission,
    equipment::EquipmentRef,
    intervention::{InterventionDetail, InterventionDraft, InterventionKind, InterventionQuery, Priority},
};
use i18n::{Locale, checklist, common, intervention, shell, work as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, LinkButton, LinkItem, PageHeader, Variant};

const SAVE: &str = "/rpc/work/save";
const NEW: &str = "/interventions/new";

/// The form of a new intervention; first its machine, unless the address names it.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    if !may(Permission::InterventionWrite) {
        return Err(Error::Forbidden.into());
    }
    let like = match asked.value("copy").and_then(|id| id.parse::<InterventionId>().ok()) {
        Some(id) => {
            Some(backend::call(|s, by| async move { s.interventions().copy_of(&by, id).await }).await?)
        }
        None => None,
    };
    let content = match asked
        .value("equipment")
        .or_else(|| asked.value("draft[equipment_id]"))
        .or_else(|| like.as_ref().map(|like| like.equipment_id.clone()))
        .and_then(|id| id.parse::<EquipmentId>().ok())
    {
        Some(id) => {
            let found = backend::call(|s, by| async move { s.equipment().get(&by, id).await }).await?;
            let (machine, family) = (
                EquipmentRef { id, code: found.row.code, name: found.row.name },
                found.row.equipment_type.map(|family| family.id),
            );
            let stored = like.unwrap_or_else(|| InterventionDraft {
                kind: InterventionKind::Preventive.to_string(),
                priority: Priority::Medium.to_string(),
                ..InterventionDraft::default()
            });
            let stored = InterventionDraft { equipment_id: machine.id.to_string(), ..stored };
            let picked = picked(&asked, stored, family).await?;
            form(&asked, &picked.draft, &machine, None, Some(&picked)).await?
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
    let content = form(&asked, &stored, &detail.row.equipment, Some(id), None).await?;
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
    picked: Option<&Picked>,
) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let replay = asked.replay().await;
    let known = skills::known().await?;
    let form = Form::new(locale, SAVE, replay.as_ref()).with_stored_text(stored_text);
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
    let template = picked.map(|picked| pick(locale, &form, picked, NEW));
    let fields = fields(locale, &form, stored, (picked, &known));
    let head = head.into_any();
    Ok(view! {
        <form method="post" action=SAVE class="stack" novalidate data-check="" data-keep=kept>
            // The button that Enter presses.
            <button type="submit" class="sr-only" tabindex="-1" aria-hidden="true"></button>
            {form.summary(|name| field(locale, name))} {along}
            {id.map(|id| view! { <input type="hidden" name="id" value=id.to_string() /> })}
            <Card>{head} {template}</Card>
            <Card>{fields}</Card>
            <div class="form-actions">
                <LinkButton href=back label=common::cancel(locale) />
                <Button label=send variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any())
}

fn fields(
    locale: Locale,
    form: &Form,
    stored: &InterventionDraft,
    (picked, known): (Option<&Picked>, &[String]),
) -> AnyView {
    let kinds =
        InterventionKind::ALL.iter().map(|k| (k.to_string(), labels::kind(locale, *k).to_owned())).collect();
    let priorities = Priority::ALL.iter().map(|p| (p.to_string(), labels::priority(locale, *p))).collect();
    let title = form.input("title", text::title_field(locale)).stored(&stored.title).max(200).required();
    let description = form.input("description", text::description(locale)).stored(&stored.description);
    let kind = form.input("kind", text::kind(locale)).stored(&stored.kind).required();
    let priority = form.input("priority", text::priority(locale)).stored(&stored.priority).required();
    let planned = form.input("planned", text::planned(locale)).stored(&stored.planned);
    let due = form.input("due", text::promised(locale)).stored(&stored.due).hint(text::promised_hint(locale));
    let minutes = form.input("estimated_minutes", text::estimated(locale)).stored(&stored.estimated_minutes);
    // A box that is not ticked says nothing, and the template would have its way.
    let stops = match picked.is_some_and(|picked| picked.chosen.is_some()) {
        true => {
            let answers = [("true", checklist::stops_yes(locale)), ("false", checklist::stops_no(locale))];
            let answers = answers.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
            let stops = form.input("stops_equipment", checklist::stops(locale));
            stops.stored(&stored.stops_equipment).required().radio(answers)
        }
        false => form.tick("stops_equipment", text::stops(locale), stored.stops_equipment == "true"),
    };
    view! {
        <div class="form-grid">
            {title.wide().line()} {description.max(2000).wide().area(4)} {kind.select(kinds, None)}
            {priority.select(priorities, None)} {planned.time()} {due.time()} {minutes.count()}
            {stops} {skills::required(locale, form, &stored.skills, known)}
        </div>
    }
    .into_any()
}

/// The words behind what somebody else has stored meanwhile.
fn stored_text(locale: Locale, diff: &FieldDiff) -> String {
    let kind = || diff.current.parse().ok().map(|kind| labels::kind(locale, kind).to_owned());
    let priority = || diff.current.parse().ok().map(|priority| labels::priority(locale, priority));
    let known = match diff.field.as_str() {
        "kind" => kind(),
        "priority" => priority(),
        _ => None,
    };
    known.unwrap_or_else(|| diff.current.clone())
}
