//! Codes that looked the same before codes had keys (`domain::key`): both are kept, and named at each start until one of them
//! is another.

use crate::Services;
use domain::{Caller, Permission, Result, key};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Alias, Expr, ExprTrait, Query},
};

/// A row whose code, serial number or name looks like that of an older one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAlike {
    pub table: &'static str,
    pub id: i64,
    /// As it was typed.
    pub text: String,
}

/// Table, text and key.
const KEYS: [(&str, &str, &str); 5] = [
    ("sites", "code", "code_key"),
    ("production_lines", "code", "code_key"),
    ("equipment", "code", "code_key"),
    ("equipment", "serial_number", "serial_key"),
    ("saved_views", "name", "name_key"),
];

impl Services {
    /// Every code that looks like another of its kind. Five statements.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`].
    pub async fn look_alikes(&self) -> Result<Vec<LookAlike>> {
        let by = Caller::system("look_alikes", &[Permission::EquipmentRead]);
        let reader = self.read(&by, Permission::EquipmentRead)?;
        let mut found = vec![];
        for (table, text, key) in KEYS {
            let marked = Expr::col(Alias::new(key)).like(format!("%{}%", key::LOOK_ALIKE));
            let select = Query::select()
                .columns([Alias::new("id"), Alias::new(text)])
                .from(Alias::new(table))
                .and_where(marked)
                .take();
            for row in reader.db.query_all(&select).await? {
                found.push(LookAlike { table, id: row.try_get_by_index(0)?, text: row.try_get_by_index(1)? });
            }
        }
        Ok(found)
    }

    /// Says in the log which codes look the same.
    pub(crate) async fn name_look_alikes(&self) -> Result<()> {
        for LookAlike { table, id, text } in self.look_alikes().await? {
            tracing::warn!(
                "\"{text}\" ({table} {id}) looks like an older one of the same kind: give one of them another code"
            );
        }
        Ok(())
    }
}
