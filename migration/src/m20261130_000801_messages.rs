//! Messages that people write to each other are notifications: how they are meant, and what machine they are about. Of each
//! notification, when it was made.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let key = "REFERENCES \"equipment\" (\"id\") ON DELETE CASCADE";
        let mut equipment = big_null("equipment_id").extra(key).take();
        let (mut meant, mut made) = (text_null("meant"), at_null("created_at"));
        for column in [&mut equipment, &mut meant, &mut made] {
            let alter = Table::alter().table(Alias::new("notifications")).add_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        let known = Query::update()
            .table(Alias::new("notifications"))
            .value(Alias::new("created_at"), Expr::col(Alias::new("at")))
            .to_owned();
        manager.execute(known).await?;
        create(manager, [], [index("notifications_equipment", "notifications", &["equipment_id"])]).await
    }
}
