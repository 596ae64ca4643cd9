//! An intervention with everything that its report says.

use super::InterventionService;
use crate::{Content, local_time};
use domain::{
    Caller, Error, InterventionId, LocalDateTime, Noun, Permission, Result,
    document::{DocumentView, Holder},
    intervention::WorkView,
};
use entity::{equipment, intervention, production_line, site, user};
use sea_orm::{EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait};

/// Pictures that a report shows.
const PICTURES: usize = 12;

/// What a report is made of.
pub struct InterventionReport {
    /// The intervention, with everything that hangs on it and that the reader may know.
    pub work: WorkView,
    /// The production line of the equipment, as it is now.
    pub line: Option<String>,
    /// The documents that are current.
    pub documents: Vec<DocumentView>,
    /// Small pictures, about to be read: what was broken, before and after first; at most twelve.
    pub pictures: Vec<Content>,
    /// When it was asked for, on the site's wall clock, and by whom.
    pub made_at: LocalDateTime,
    pub made_by: String,
}

impl InterventionService<'_> {
    /// What the report of an intervention says. At most nineteen statements.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn report(&self, by: &Caller, id: InterventionId) -> Result<InterventionReport> {
        let work = self.work(by, id).await?;
        let reader = self.0.read(by, Permission::InterventionRead)?;
        let place: Option<(String, Option<String>)> = intervention::Entity::find_by_id(id)
            .join(JoinType::InnerJoin, intervention::Relation::Site.def())
            .join(JoinType::InnerJoin, intervention::Relation::Equipment.def())
            .join(JoinType::LeftJoin, equipment::Relation::Line.def())
            .filter(super::within(&reader.scope))
            .select_only()
            .column(site::Column::Timezone)
            .column_as(production_line::Column::Name, "line_name")
            .into_tuple()
            .one(reader.db)
            .await?;
        let (zone, line) = place.ok_or(Error::NotFound(Noun::Intervention))?;
        let person = match by.user_id() {
            Some(id) => user::Entity::find_by_id(id).one(reader.db).await?,
            None => None,
        };
        let documents = self.0.documents();
        let (documents, pictures) = match documents.pictured(by, Holder::Intervention, id.0, PICTURES).await {
            // Who may not read documents has a report without them.
            Err(Error::Forbidden) => (vec![], vec![]),
            found => found?,
        };
        Ok(InterventionReport {
            work,
            line,
            documents,
            pictures,
            made_at: local_time::local(self.0.now(), &local_time::zone(&zone)),
            made_by: person.map_or_else(|| by.name.clone(), |p| p.name()),
        })
    }
}
