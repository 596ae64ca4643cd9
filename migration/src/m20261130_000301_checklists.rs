//! Intervention templates with their steps, and the checklists of interventions with their answers.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, tables(), indexes()).await
    }
}

/// What a step asks, the same in a template and in an intervention.
fn spec() -> [ColumnDef; 8] {
    [
        int("position"),
        text("label"),
        text("kind"),
        flag("required"),
        text_null("unit"),
        // Exact numbers as text: `4.5`.
        text_null("low"),
        text_null("high"),
        text_null("options"),
    ]
}

fn tables() -> Vec<TableCreateStatement> {
    let part = |name: &str, whole: &str, of: &str, columns: Vec<ColumnDef>| {
        let all = [id(), big(whole)].into_iter().chain(columns);
        table(name, all).foreign_key(&mut part_of(whole, of)).take()
    };
    vec![
        // Without a key to the type: a template outlives the family of machines that it was for.
        edited_table(
            "intervention_templates",
            [
                text("title"),
                text("title_folded"),
                text("kind"),
                text("priority"),
                int_null("estimated_minutes"),
                text_null("description"),
                flag("stops_equipment"),
                big_null("equipment_type_id"),
                at_null("retired_at"),
            ],
        ),
        part("template_steps", "template_id", "intervention_templates", spec().to_vec()),
        // Which template an intervention was made from.
        part(
            "checklists",
            "intervention_id",
            "interventions",
            vec![big("template_id"), big("site_id"), text("title")],
        )
        .foreign_key(&mut references("template_id", "intervention_templates"))
        .take(),
        part("checklist_steps", "intervention_id", "interventions", spec().to_vec()),
        part(
            "checklist_answers",
            "step_id",
            "checklist_steps",
            vec![
                big("intervention_id"),
                text("value"),
                text_null("note"),
                flag("done"),
                text("judged"),
                big_null("document_id"),
                big("user_id"),
                at("at"),
                big("version"),
            ],
        )
        .foreign_key(&mut part_of("intervention_id", "interventions"))
        .foreign_key(&mut references("user_id", "users"))
        .take(),
        part(
            "checklist_correctives",
            "step_id",
            "checklist_steps",
            vec![big("intervention_id"), at("created_at"), big_null("created_by"), at_null("withdrawn_at")],
        )
        .foreign_key(&mut part_of("intervention_id", "interventions"))
        .take(),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("intervention_templates_title", "intervention_templates", &["title_folded"]),
        index("template_steps_order", "template_steps", &["template_id", "position"]),
        unique("checklists_of", "checklists", &["intervention_id"]),
        index("checklists_from", "checklists", &["template_id"]),
        index("checklist_steps_order", "checklist_steps", &["intervention_id", "position"]),
        unique("checklist_answers_step", "checklist_answers", &["step_id"]),
        index("checklist_answers_of", "checklist_answers", &["intervention_id"]),
        unique("checklist_correctives_step", "checklist_correctives", &["step_id"]),
        index("checklist_correctives_back", "checklist_correctives", &["intervention_id"]),
    ]
}
