//! Notifications that are about an absence instead of an intervention.

use crate::columns::*;
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const KEPT: [&str; 13] = [
    "id",
    "user_id",
    "kind",
    "site_id",
    "intervention_id",
    "code",
    "title",
    "equipment_code",
    "actor",
    "remark",
    "changes",
    "at",
    "read_at",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            DbBackend::Sqlite => rebuilt(manager).await?,
            _ => changed(manager).await?,
        }
        create(manager, [], [index("notifications_absence", "notifications", &["absence_id"])]).await
    }
}

async fn changed(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut optional = big_null("intervention_id");
    let table = || Table::alter().table(Alias::new("notifications")).to_owned();
    manager.alter_table(table().modify_column(&mut optional).to_owned()).await?;
    let key = "REFERENCES \"absences\" (\"id\") ON DELETE CASCADE";
    let mut absence = big_null("absence_id").extra(key).take();
    manager.alter_table(table().add_column(&mut absence).to_owned()).await
}

/// SQLite changes no column: the table is written anew.
async fn rebuilt(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let told = table(
        "notifications_new",
        [
            id(),
            big("user_id"),
            text("kind"),
            big("site_id"),
            big_null("intervention_id"),
            text("code"),
            text("title"),
            text("equipment_code"),
            text("actor"),
            text_null("remark"),
            int("changes"),
            at("at"),
            at_null("read_at"),
            big_null("absence_id"),
        ],
    )
    .foreign_key(&mut part_of("user_id", "users"))
    .foreign_key(&mut part_of("site_id", "sites"))
    .foreign_key(&mut part_of("intervention_id", "interventions"))
    .foreign_key(&mut part_of("absence_id", "absences"))
    .take();
    manager.create_table(told).await?;
    let rows = Query::select().columns(KEPT.map(Alias::new)).from(Alias::new("notifications")).to_owned();
    let copy = Query::insert()
        .into_table(Alias::new("notifications_new"))
        .columns(KEPT.map(Alias::new))
        .select_from(rows)
        .map_err(|error| DbErr::Custom(error.to_string()))?
        .to_owned();
    manager.execute(copy).await?;
    manager.drop_table(Table::drop().table(Alias::new("notifications")).to_owned()).await?;
    let renamed =
        Table::rename().table(Alias::new("notifications_new"), Alias::new("notifications")).to_owned();
    manager.rename_table(renamed).await?;
    let indexes = [
        index("notifications_user", "notifications", &["user_id", "id"]),
        index("notifications_unread", "notifications", &["user_id", "read_at"]),
        index("notifications_intervention", "notifications", &["intervention_id"]),
        index("notifications_site", "notifications", &["site_id"]),
        index("notifications_age", "notifications", &["at"]),
    ];
    create(manager, [], indexes).await
}
