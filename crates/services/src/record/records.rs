//! The use cases that every record has.

use super::{Record, retried, sees};
use crate::{Services, access::Writer, undo::Row};
use domain::{
    Caller, Error, Noun, Result, equipment_type::EquipmentTypeDraft, failure_code::FailureCodeDraft,
    intervention_template::InterventionTemplateDraft, maintenance_type::MaintenanceTypeDraft,
    production_line::LineDraft, record::RecordDraft, site::SiteDraft, team::TeamDraft, undo::Outcome,
};
use std::{future::Future, marker::PhantomData};

/// The records of one noun: read, create, change, delete. A noun's own use cases stand beside them, in its file.
pub struct Records<'a, D>(pub(crate) &'a Services, pub(crate) PhantomData<D>);

/// A draft whose records are stored here.
pub trait Stored: RecordDraft {
    /// [`Records::all`].
    fn all(s: &Services, by: &Caller) -> impl Future<Output = Result<Vec<Self::View>>> + Send;

    /// [`Records::get`].
    fn get(s: &Services, by: &Caller, id: Self::Id) -> impl Future<Output = Result<Self::View>> + Send;

    /// [`Records::create`].
    fn create(&self, s: &Services, by: &Caller) -> impl Future<Output = Result<Self::View>> + Send;

    /// [`Records::update`].
    fn update(
        &self,
        s: &Services,
        by: &Caller,
        id: Self::Id,
    ) -> impl Future<Output = Result<Self::View>> + Send;

    /// [`Records::delete`].
    fn delete(s: &Services, by: &Caller, id: Self::Id) -> impl Future<Output = Result<()>> + Send;
}

impl<D: Stored> Records<'_, D> {
    /// Every record of the caller's sites, in the order of the list.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn all(&self, by: &Caller) -> Result<Vec<D::View>> {
        D::all(self.0, by).await
    }

    /// # Errors
    /// [`Error::NotFound`]; also for what the caller does not see.
    pub async fn get(&self, by: &Caller, id: D::Id) -> Result<D::View> {
        D::get(self.0, by, id).await
    }

    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn create(&self, by: &Caller, draft: &D) -> Result<D::View> {
        draft.create(self.0, by).await
    }

    /// # Errors
    /// [`Error::Stale`], [`Error::Invalid`], [`Error::NotFound`].
    pub async fn update(&self, by: &Caller, id: D::Id, draft: &D) -> Result<D::View> {
        draft.update(self.0, by, id).await
    }

    /// # Errors
    /// [`domain::Refusal::InUse`] with what refers to it; [`Error::NotFound`].
    pub async fn delete(&self, by: &Caller, id: D::Id) -> Result<()> {
        D::delete(self.0, by, id).await
    }
}

impl<D: Record> Stored for D {
    async fn all(s: &Services, by: &Caller) -> Result<Vec<D::View>> {
        let reader = s.read(by, D::READ)?;
        let mut all = D::views(reader.db, &reader.scope, None).await?;
        all.retain(|view| sees(&reader.scope, view));
        Ok(all)
    }

    async fn get(s: &Services, by: &Caller, id: D::Id) -> Result<D::View> {
        let reader = s.read(by, D::READ)?;
        let found = D::views(reader.db, &reader.scope, Some(id)).await?.pop();
        found.filter(|view| sees(&reader.scope, view)).ok_or(Error::NotFound(D::NOUN))
    }

    async fn create(&self, s: &Services, by: &Caller) -> Result<D::View> {
        retried(|| async {
            let mut w = s.write(by, D::WRITE).await?;
            let view = w.insert(self.completed(s).as_ref()).await?;
            D::created(&w, &view).await?;
            w.commit().await?;
            Ok(view)
        })
        .await
    }

    async fn update(&self, s: &Services, by: &Caller, id: D::Id) -> Result<D::View> {
        retried(|| async {
            let mut w = s.write(by, D::WRITE).await?;
            let held = w.hold_record::<D>(id).await?;
            let view = w.replace(held, self).await?;
            w.commit().await?;
            Ok(view)
        })
        .await
    }

    async fn delete(s: &Services, by: &Caller, id: D::Id) -> Result<()> {
        let contents = retried(|| async {
            let mut w = s.write(by, D::WRITE).await?;
            let held = w.hold_record::<D>(id).await?;
            let contents = D::purge(&mut w, id).await?;
            w.remove(held).await?;
            w.commit().await?;
            Ok(contents)
        })
        .await?;
        s.documents().forget(&contents).await;
        Ok(())
    }
}

/// Every noun of [`Record`]: the use cases by their name, and what is asked of a [`Noun`].
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident: $draft:ident,)+ ; $($other:ident,)+) => {
        impl Services {
            $(
                $(#[$doc])*
                pub fn $name(&self) -> Records<'_, $draft> {
                    Records(self, PhantomData)
                }
            )+
        }

        /// Puts deleted rows of a noun back, each unless something stands in its way.
        pub(crate) async fn bring_back(w: &mut Writer, noun: Noun, rows: &[Row]) -> Result<Outcome> {
            $(if noun == <$draft>::NOUN {
                return super::undo::bring_back::<$draft>(w, rows).await;
            })+
            $(if noun == <$other>::NOUN {
                return super::undo::bring_back::<$other>(w, rows).await;
            })+
            Err(Error::Forbidden)
        }

        #[cfg(test)]
        mod tests {
            use super::*;
            use sea_orm::EntityName;

            #[test]
            fn a_nouns_table_is_that_of_its_entity() {
                fn same<D: Record>() {
                    assert_eq!(D::Entity::default().table_name(), D::TABLE);
                }
                $(same::<$draft>();)+
                $(same::<$other>();)+
            }
        }
    };
}

records! {
    equipment_types: EquipmentTypeDraft,
    failure_codes: FailureCodeDraft,
    lines: LineDraft,
    maintenance_types: MaintenanceTypeDraft,
    sites: SiteDraft,
    teams: TeamDraft,
    ;
    // Its use cases do more, and are in its file.
    InterventionTemplateDraft,
}
