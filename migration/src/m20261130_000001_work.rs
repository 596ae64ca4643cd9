//! Work from the report to the validation: failures, people, hours, history, comments, hourly rates.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_columns(manager).await?;
        create(manager, tables(), indexes()).await
    }
}

async fn add_columns(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let off = |name: &str| flag(name).default(false).to_owned();
    for (table, column) in [
        ("interventions", big_null("lead_id")),
        ("interventions", big_null("supervisor_id")),
        ("interventions", at_null("planned_at")),
        ("interventions", int_null("estimated_minutes")),
        ("interventions", off("stops_equipment")),
        // The deadline as known at the last step; while a hold that is not ours lasts, it moves with `held_since`.
        ("interventions", at_null("due_at")),
        ("interventions", at_null("due_fixed_at")),
        ("interventions", at_null("held_since")),
        ("interventions", text_null("hold_reason")),
        ("interventions", text_null("cause")),
        ("interventions", text_null("observations")),
        ("interventions", big_null("labour_minor")),
        ("interventions", big_null("parts_minor")),
        ("interventions", big_null("other_minor")),
        ("interventions", at_null("completed_at")),
        ("interventions", big_null("completed_by")),
        ("interventions", at_null("validated_at")),
        ("interventions", big_null("validated_by")),
        ("equipment", off("state_by_hand")),
    ] {
        let mut column = column;
        manager
            .alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned())
            .await?;
    }
    // Until now every state was set by hand.
    let by_hand = Query::update()
        .table(Alias::new("equipment"))
        .value(Alias::new("state_by_hand"), true)
        .and_where(Expr::col(Alias::new("state")).ne("active"))
        .to_owned();
    manager.execute(by_hand).await
}

fn tables() -> Vec<TableCreateStatement> {
    let part = |name: &str, columns: Vec<ColumnDef>| {
        let all = [id(), big("intervention_id")].into_iter().chain(columns);
        table(name, all).foreign_key(&mut part_of("intervention_id", "interventions")).take()
    };
    vec![
        edited_table(
            "failures",
            [
                big("site_id"),
                big("equipment_id"),
                text("title"),
                at("started_at"),
                at("reported_at"),
                // Since when the machine runs again, be it with the fault.
                at_null("running_again_at"),
                at_null("restored_at"),
                flag("stops"),
                flag("external"),
                text_null("mode"),
                text_null("mechanism"),
                text_null("cause"),
                at_null("withdrawn_at"),
                big_null("duplicate_of"),
                big_null("reported_by"),
            ],
        )
        .foreign_key(&mut references("site_id", "sites"))
        .foreign_key(&mut references("equipment_id", "equipment"))
        .foreign_key(&mut references("duplicate_of", "failures"))
        .foreign_key(&mut references("reported_by", "users"))
        .take(),
        part("failure_interventions", vec![big("failure_id")])
            .foreign_key(&mut part_of("failure_id", "failures"))
            .take(),
        part("intervention_assignees", vec![big("user_id"), flag("lead"), at("assigned_at")])
            .foreign_key(&mut references("user_id", "users"))
            .take(),
        // Those who are told of it beside the person who reported it.
        part("intervention_followers", vec![big("user_id"), at("since")])
            .foreign_key(&mut references("user_id", "users"))
            .take(),
        part(
            "work_periods",
            vec![
                big("user_id"),
                at("started_at"),
                at_null("ended_at"),
                big("version"),
                at("created_at"),
                at("updated_at"),
                big_null("created_by"),
            ],
        )
        .foreign_key(&mut references("user_id", "users"))
        .take(),
        part(
            "intervention_history",
            vec![
                at("at"),
                big_null("user_id"),
                text("actor"),
                text("action"),
                text_null("from_status"),
                text("to_status"),
                text_null("remark"),
                text_null("hold_reason"),
                text_null("return_kind"),
                text_null("priority"),
                at_null("due_at"),
                at_null("restored_at"),
            ],
        )
        .foreign_key(&mut references("user_id", "users"))
        .take(),
        part("intervention_comments", vec![big("user_id"), at("at"), text("text"), flag("internal")])
            .foreign_key(&mut references("user_id", "users"))
            .take(),
        edited_table(
            "hourly_rates",
            [
                big("user_id"),
                ColumnDef::new(Alias::new("valid_from")).date().not_null().take(),
                big("hourly_minor"),
            ],
        )
        .foreign_key(&mut references("user_id", "users"))
        .take(),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("failures_of_equipment", "failures", &["equipment_id", "started_at", "id"]),
        index("failures_of_site", "failures", &["site_id", "started_at", "id"]),
        unique("failure_interventions_pair", "failure_interventions", &["failure_id", "intervention_id"]),
        index("failure_interventions_back", "failure_interventions", &["intervention_id"]),
        unique("intervention_assignees_pair", "intervention_assignees", &["intervention_id", "user_id"]),
        index("intervention_assignees_of_user", "intervention_assignees", &["user_id", "intervention_id"]),
        unique("intervention_followers_pair", "intervention_followers", &["intervention_id", "user_id"]),
        index("intervention_followers_of_user", "intervention_followers", &["user_id", "intervention_id"]),
        index("work_periods_of_intervention", "work_periods", &["intervention_id", "started_at", "id"]),
        index("work_periods_of_user", "work_periods", &["user_id", "started_at", "id"]),
        index("intervention_history_of", "intervention_history", &["intervention_id", "id"]),
        index("intervention_comments_of", "intervention_comments", &["intervention_id", "id"]),
        unique("hourly_rates_day", "hourly_rates", &["user_id", "valid_from"]),
        index("interventions_by_due", "interventions", &["due_at", "id"]),
        index("interventions_by_planned", "interventions", &["planned_at", "id"]),
        index("interventions_pending", "interventions", &["equipment_id", "status"]),
    ]
}
