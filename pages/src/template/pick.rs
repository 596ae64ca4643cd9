//! Choosing a template for a new intervention: a plain GET of the same form, which comes back filled.

use crate::{ApiResult, backend, form::Form, page::Asked};
use domain::{
    EquipmentTypeId, TemplateId,
    intervention::InterventionDraft,
    intervention_template::{TemplateQuery, TemplateView},
    user::tidy_skills,
};
use i18n::{Locale, checklist as text};
use leptos::prelude::*;
use ui::Select;

/// The templates to choose from, and the form as it stands with the one that was chosen.
pub struct Picked {
    pub draft: InterventionDraft,
    pub offered: Vec<(String, String)>,
    pub chosen: Option<TemplateId>,
}

/// What was typed before the template was chosen, filled from it. What came from another template before goes.
pub async fn picked(
    asked: &Asked,
    stored: InterventionDraft,
    family: Option<EquipmentTypeId>,
) -> ApiResult<Picked> {
    let query = TemplateQuery { equipment_type: family, ..TemplateQuery::default() };
    let all =
        backend::call(|s, by| async move { s.intervention_templates().list(&by, &query).await }).await?;
    let find = |name: &str| -> Option<&TemplateView> {
        let id: TemplateId = asked.value(name)?.parse().ok()?;
        all.iter().find(|template| template.id == id)
    };
    let draft = match find("draft[template_id]").or_else(|| find("template")) {
        None if asked.value("draft[title]").is_none() => stored,
        chosen => {
            let typed = typed(asked, stored.clone());
            let typed = find("filled").map_or_else(|| typed.clone(), |before| before.unfill(&typed));
            let mut draft = chosen.map_or_else(|| typed.clone(), |chosen| chosen.fill(&typed));
            for (field, first) in [(&mut draft.kind, stored.kind), (&mut draft.priority, stored.priority)] {
                if field.is_empty() {
                    *field = first;
                }
            }
            draft
        }
    };
    let chosen = draft.template_id.parse().ok();
    let offered = all.into_iter().map(|template| (template.id.to_string(), template.title)).collect();
    Ok(Picked { draft, offered, chosen })
}

/// What the address says was typed. Kind and priority as the form first had them were not chosen by anybody.
fn typed(asked: &Asked, stored: InterventionDraft) -> InterventionDraft {
    let value = |field: &str| asked.value(&format!("draft[{field}]")).unwrap_or_default();
    let chosen = |field: &str, first: &str| Some(value(field)).filter(|v| v != first).unwrap_or_default();
    InterventionDraft {
        title: value("title"),
        description: value("description"),
        kind: chosen("kind", &stored.kind),
        priority: chosen("priority", &stored.priority),
        planned: value("planned"),
        due: value("due"),
        estimated_minutes: value("estimated_minutes"),
        stops_equipment: value("stops_equipment"),
        skills: tidy_skills(&asked.values("draft[skills]")),
        ..stored
    }
}

/// The control: the template, and the button that fills the form from it.
pub fn pick(locale: Locale, form: &Form, picked: &Picked, path: &'static str) -> AnyView {
    if picked.offered.is_empty() {
        return ().into_any();
    }
    let chosen = form.value("template_id", &picked.draft.template_id);
    let filled = picked.chosen.map(|id| view! { <input type="hidden" name="filled" value=id.to_string() /> });
    view! {
        <div class="flex flex-wrap items-end gap-3">
            <Select
                label=text::choose(locale)
                name="draft[template_id]"
                options=picked.offered.clone()
                empty=text::choose_none(locale)
                selected=chosen
                hint=text::choose_hint(locale)
                error=form.error("template_id")
                class="min-w-0 flex-1"
            />
            <button type="submit" class="btn" formmethod="get" formaction=path formnovalidate>
                {text::fill(locale)}
            </button>
        </div>
        {filled}
    }
    .into_any()
}
