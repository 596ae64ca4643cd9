//! Which file and line a row came from, and what it says: rows are known against their own source, and only look
//! like those of another. Also what an import refused, by reason, and the rows that an undo left.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [
            // A digest of the file's rows, whatever their encoding and separators.
            ("imports", text_null("source")),
            // JSON: refused rows by reason.
            ("imports", text_null("refusals")),
            ("imports", big("rows_kept").default(0).to_owned()),
            ("interventions", big_null("import_line")),
            // A digest of what the row says.
            ("interventions", text_null("import_print")),
        ] {
            let mut column = column;
            manager
                .alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned())
                .await?;
        }
        manager
            .create_index(index("interventions_import_print", "interventions", &["site_id", "import_print"]))
            .await
    }
}
