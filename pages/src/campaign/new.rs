//! `/campaigns/new`: what is to be done, on which machines; first they are shown, then the campaign is started.

use super::{api::LOOK, preview, text::field};
use crate::{
    ApiResult, backend,
    form::{Form, listed},
    page::Asked,
    session::may,
    shared::{form::input_name, labels, replay::Replay},
    site::api::site_choices,
};
use domain::{
    EquipmentId, Error, FieldErrors, Permission, Refusal,
    campaign::{CampaignDraft, CampaignPreview, CampaignQuery},
    equipment_type::EquipmentTypeView,
    intervention::{InterventionKind, Priority},
    intervention_template::{TemplateQuery, TemplateView},
    production_line::LineView,
    site::SiteRef,
};
use i18n::{Locale, campaign as text, common, shell, work};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, Checkbox, Icon, LinkButton, LinkItem, PageHeader, Variant};

const START: &str = "/rpc/campaign/start";

/// What the form chooses from.
struct Choices {
    types: Vec<EquipmentTypeView>,
    lines: Vec<LineView>,
    sites: Vec<SiteRef>,
    templates: Vec<TemplateView>,
}

/// The form of a new campaign.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    if !may(Permission::InterventionWrite) {
        return Err(Error::Forbidden.into());
    }
    let replay = asked.replay().await.filter(|replay| replay.path == START);
    let mut draft = match &replay {
        Some(replay) => typed(replay),
        None => CampaignDraft {
            kind: InterventionKind::Preventive.to_string(),
            priority: Priority::Medium.to_string(),
            equipment_type_id: asked.value("type").unwrap_or_default(),
            equipment_ids: ids(&asked.value("equipment").unwrap_or_default()),
            ..CampaignDraft::default()
        },
    };
    let looks = replay.as_ref().is_some_and(|replay| may_look(&replay.error))
        || replay.is_none() && !draft.equipment_ids.is_empty();
    let sites = site_choices().await?;
    let wanted = draft.clone();
    let (choices, preview, once) = backend::call(|s, by| async move {
        let (types, lines) = match by.may(Permission::SiteRead) {
            true => (s.equipment_types().all(&by).await?, s.lines().list(&by, None).await?),
            false => (vec![], vec![]),
        };
        let templates = s.intervention_templates().list(&by, &TemplateQuery::default()).await?;
        let preview = match looks {
            true => s.campaigns().preview(&by, &wanted).await.ok(),
            false => None,
        };
        Ok((Choices { types, lines, sites, templates }, preview, s.campaigns().once()?))
    })
    .await?;
    if draft.once.is_empty() {
        draft.once = once;
    }
    let crumbs = vec![LinkItem::new(CampaignQuery::PATH, text::title(locale))];
    let form = form(locale, &draft, &choices, preview.as_ref(), replay.as_ref());
    Ok(view! {
        <Title text=text::new(locale) />
        <PageHeader title=text::new(locale) crumbs=crumbs crumbs_label=shell::navigation(locale) />
        <div class="page-body">
            <div class="page-narrow">{form}</div>
        </div>
    }
    .into_any())
}

/// Whether what the form is about may be looked at: nothing is wrong there.
fn may_look(error: &Error) -> bool {
    match error {
        Error::Invalid(errors) => {
            let about = ["equipment_type_id", "site_ids", "line_id", "codes", "equipment_ids"];
            about.iter().all(|field| errors.of(field).is_none())
        }
        Error::Refused(Refusal::CampaignChanged { .. } | Refusal::CampaignTooLarge { .. }) => true,
        _ => false,
    }
}

/// The form as it came back.
fn typed(replay: &Replay) -> CampaignDraft {
    let value = |name: &str| replay.value(&input_name(name)).unwrap_or_default().to_owned();
    CampaignDraft {
        title: value("title"),
        description: value("description"),
        due_on: value("due_on"),
        kind: value("kind"),
        priority: value("priority"),
        estimated_minutes: value("estimated_minutes"),
        stops_equipment: value("stops_equipment"),
        template_id: value("template_id"),
        equipment_type_id: value("equipment_type_id"),
        site_ids: listed(replay, "site_ids"),
        line_id: value("line_id"),
        equipment_ids: listed(replay, "equipment_ids"),
        codes: value("codes"),
        expected: String::new(),
        once: value("once"),
    }
}

/// Machines that another page has chosen: `3,5,8`.
fn ids(text: &str) -> Vec<EquipmentId> {
    text.split(',').filter_map(|id| id.parse().ok()).collect()
}

fn form(
    locale: Locale,
    draft: &CampaignDraft,
    choices: &Choices,
    preview: Option<&CampaignPreview>,
    replay: Option<&Replay>,
) -> AnyView {
    let form = Form::new(locale, START, replay);
    let summary = match form.refusal() {
        // The button that only looks: nothing is wrong.
        Some(Error::Invalid(errors)) if *errors == FieldErrors::default() => ().into_any(),
        _ => form.summary(|name| field(locale, name)),
    };
    let what = what(locale, &form, draft, choices);
    let about = about(locale, &form, draft, choices);
    let shown = preview.map(|preview| preview::machines(locale, preview));
    let shown = shown.map(|shown| view! { <Card title=text::concerned(locale)>{shown}</Card> });
    let ready = preview.filter(|preview| preview.machines > 0);
    let start = ready.map(|preview| {
        view! {
            <input type="hidden" name=input_name("expected") value=preview.machines.to_string() />
            <Button label=text::start(locale, preview.machines) icon=Icon::Check variant=Variant::Primary />
        }
    });
    let (look, variant) = match ready {
        Some(_) => (text::look_again(locale), Variant::Quiet),
        None => (text::look(locale), Variant::Primary),
    };
    view! {
        <form method="post" action=START class="stack" novalidate>
            // The button that Enter presses.
            <button type="submit" name="press" value=LOOK class="sr-only" tabindex="-1" aria-hidden="true"></button>
            {summary} <input type="hidden" name=input_name("once") value=draft.once.clone() />
            <Card title=text::what(locale)>{what}</Card>
            <Card title=text::about(locale)>{about}</Card>
            {shown}
            <div class="form-actions">
                <LinkButton href=CampaignQuery::PATH label=common::cancel(locale) />
                <Button label=look icon=Icon::Eye variant=variant name="press" value=LOOK />
                {start}
            </div>
        </form>
    }
    .into_any()
}

fn what(locale: Locale, form: &Form, draft: &CampaignDraft, choices: &Choices) -> AnyView {
    let kinds =
        InterventionKind::ALL.iter().map(|k| (k.to_string(), labels::kind(locale, *k).to_owned())).collect();
    let priorities = Priority::ALL.iter().map(|p| (p.to_string(), labels::priority(locale, *p))).collect();
    let templates: Vec<(String, String)> =
        choices.templates.iter().map(|t| (t.id.to_string(), t.title.clone())).collect();
    let as_template = (!templates.is_empty()).then(|| text::as_template(locale));
    let title = form.input("title", field(locale, "title")).stored(&draft.title).max(200).required();
    let description = form.input("description", field(locale, "description")).stored(&draft.description);
    let due = form.input("due_on", field(locale, "due_on")).stored(&draft.due_on).required();
    let kind = form.input("kind", field(locale, "kind")).stored(&draft.kind).required();
    let priority = form.input("priority", field(locale, "priority")).stored(&draft.priority).required();
    let minutes = form.input("estimated_minutes", field(locale, "estimated_minutes"));
    let minutes = minutes.stored(&draft.estimated_minutes);
    let template = form.input("template_id", field(locale, "template_id")).stored(&draft.template_id);
    let template = (!templates.is_empty()).then(|| {
        template.hint(text::template_hint(locale)).select(templates, Some(text::no_template(locale)))
    });
    let stops = form.tick("stops_equipment", work::stops(locale), draft.stops_equipment == "true");
    view! {
        <div class="form-grid">
            {title.wide().line()} {description.max(2000).wide().area(3)} {due.day()} {template}
            {kind.select(kinds, as_template)} {priority.select(priorities, as_template)} {minutes.count()} {stops}
        </div>
    }
    .into_any()
}

fn about(locale: Locale, form: &Form, draft: &CampaignDraft, choices: &Choices) -> AnyView {
    let types = choices.types.iter().map(|t| (t.id.to_string(), t.name.clone())).collect();
    let of_type = form.input("equipment_type_id", field(locale, "equipment_type_id"));
    let of_type = of_type.stored(&draft.equipment_type_id).select(types, Some(text::no_type(locale)));
    let lines = choices.sites.iter().map(|site| {
        let of = choices.lines.iter().filter(|line| line.site.id == site.id);
        let of = of.map(|line| (line.id.to_string(), format!("{} {}", line.code, line.name)));
        (format!("{} {}", site.code, site.name), of.collect())
    });
    let line = form.input("line_id", field(locale, "line_id")).stored(&draft.line_id);
    let line = (!choices.lines.is_empty()).then(|| line.grouped(lines.collect(), text::every_line(locale)));
    let chosen = draft.equipment_ids.iter().enumerate().map(|(at, id)| {
        let name = input_name(&format!("equipment_ids[{at}]"));
        view! { <input type="hidden" name=name value=id.to_string() /> }
    });
    let chosen = chosen.collect_view();
    let count = i64::try_from(draft.equipment_ids.len()).unwrap_or_default();
    let note = (count > 0).then(|| view! { <p class="wide">{text::chosen(locale, count)}</p> });
    let wrong = form.error("equipment_ids").map(|why| view! { <p class="error wide">{why}</p> });
    let codes = form.input("codes", field(locale, "codes")).stored(&draft.codes);
    let codes = codes.hint(text::codes_hint(locale)).wide().area(3);
    view! {
        <div class="form-grid" id="f-draft-equipment_ids" tabindex="-1">
            {note} {wrong} {chosen} {of_type} {line} {sites(locale, form, draft, &choices.sites)} {codes}
        </div>
    }
    .into_any()
}

/// Where machines of the type stand; of one site there is nothing to choose.
fn sites(locale: Locale, form: &Form, draft: &CampaignDraft, sites: &[SiteRef]) -> AnyView {
    if sites.len() < 2 {
        return ().into_any();
    }
    let boxes = sites.iter().enumerate().map(|(at, site)| {
        view! {
            <Checkbox
                label=format!("{} {}", site.code, site.name)
                name=input_name(&format!("site_ids[{at}]"))
                value=site.id.to_string()
                checked=draft.site_ids.contains(&site.id)
            />
        }
    });
    let boxes = boxes.collect_view();
    let error = form.error("site_ids").map(|why| view! { <p class="error">{why}</p> });
    view! {
        <fieldset class="wide" id="f-draft-site_ids" tabindex="-1">
            <legend class="label">{text::sites(locale)}</legend>
            <p class="hint">{text::sites_hint(locale)}</p>
            <div class="grid gap-1 phone:grid-cols-2">{boxes}</div>
            {error}
        </fieldset>
    }
    .into_any()
}
