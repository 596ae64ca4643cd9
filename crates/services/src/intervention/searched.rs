//! The folded text that an intervention is searched by: its own words, then those of its machine.

use crate::access::Writer;
use domain::{EquipmentId, Result, text};
use entity::intervention;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Alias, Expr, Func},
};

/// Stands between the two; folded text holds no line break.
pub(crate) const BREAK: char = '\n';

/// The text of an intervention of `own` words on a machine whose folded text is `machine`.
pub(crate) fn searched(own: &[Option<&String>], machine: &str) -> String {
    let own: Vec<&str> = own.iter().flatten().map(|words| words.as_str()).collect();
    format!("{}{BREAK}{machine}", text::fold(&own.join(" ")))
}

/// The machine's folded text was `before` and is `now`: its interventions are found by that. One statement.
pub(crate) async fn follow_machine(w: &Writer, id: EquipmentId, before: &str, now: &str) -> Result<()> {
    use intervention::Column as C;
    let end = |machine: &str| Expr::val(format!("{BREAK}{machine}"));
    let text = Func::cust(Alias::new("replace")).args([Expr::col(C::SearchText), end(before), end(now)]);
    intervention::Entity::update_many()
        .col_expr(C::SearchText, text.into())
        .filter(C::EquipmentId.eq(id))
        .exec(w.tx())
        .await?;
    Ok(())
}
