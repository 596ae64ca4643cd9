//! Use cases of intervention templates. They are shared by all sites; clients read none.

use crate::{
    Services,
    access::{Reader, Scope, Writer},
    audit, checklist_spec as spec,
    record::{Record, Row, Stored, retried},
    unique::UniqueIndex,
};
use domain::{
    Caller, Error, FieldCode, Noun, Permission, Result, TemplateId,
    audit::{Action, Change},
    checklist::StepDraft,
    intervention::{skills_of, skills_text},
    intervention_template::{InterventionTemplateDraft, TemplateQuery, TemplateView},
    key::sort_by_name,
    text,
    undo::Obstacle,
    user::tidy_skills,
};
use entity::{
    equipment_type,
    intervention_template::{ActiveModel, Column, Entity, Model},
    template_step,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a title that a copy keeps, so that its number fits.
const COPIED: usize = 190;

/// Intervention templates: list, read, create, change, copy, retire, delete.
pub struct InterventionTemplateService<'a>(pub(crate) &'a Services);

impl InterventionTemplateService<'_> {
    /// Templates by title. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller, query: &TemplateQuery) -> Result<Vec<TemplateView>> {
        let reader = self.reader(by)?;
        let mut all = Condition::all();
        if let Some(kind) = query.kind {
            all = all.add(Column::Kind.eq(kind));
        }
        if let Some(family) = query.equipment_type {
            let any = Column::EquipmentTypeId.is_null();
            all = all.add(Condition::any().add(Column::EquipmentTypeId.eq(family)).add(any));
        }
        if !query.retired {
            all = all.add(Column::RetiredAt.is_null());
        }
        views(reader.db, all).await
    }

    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn get(&self, by: &Caller, id: TemplateId) -> Result<TemplateView> {
        let reader = self.reader(by)?;
        one(reader.db, id).await?.ok_or(Error::NotFound(Noun::InterventionTemplate))
    }

    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn create(&self, by: &Caller, draft: &InterventionTemplateDraft) -> Result<TemplateView> {
        draft.create(self.0, by).await
    }

    /// Interventions that were made from it keep what they have.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::Invalid`], [`Error::NotFound`].
    pub async fn update(
        &self,
        by: &Caller,
        id: TemplateId,
        draft: &InterventionTemplateDraft,
    ) -> Result<TemplateView> {
        let draft = InterventionTemplateDraft { skills: tidy_skills(&draft.skills), ..draft.clone() };
        draft.update(self.0, by, id).await
    }

    /// # Errors
    /// [`domain::Refusal::InUse`] with the interventions that were made from it; [`Error::NotFound`].
    pub async fn delete(&self, by: &Caller, id: TemplateId) -> Result<()> {
        InterventionTemplateDraft::delete(self.0, by, id).await
    }

    /// A new template of the same words and steps, with a number behind its title.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn copy(&self, by: &Caller, id: TemplateId) -> Result<TemplateView> {
        retried(|| async {
            let mut w = self.0.write(by, Permission::InterventionWrite).await?;
            let found = one(w.tx(), id).await?.ok_or(Error::NotFound(Noun::InterventionTemplate))?;
            let mut draft = InterventionTemplateDraft::from(&found);
            draft.title = free_title(&w, &found.title).await?;
            let view = w.insert(&draft).await?;
            w.commit().await?;
            Ok(view)
        })
        .await
    }

    /// It is not offered any more; what was made from it stays.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn retire(&self, by: &Caller, id: TemplateId) -> Result<TemplateView> {
        retried(|| self.offer(by, id, false)).await
    }

    /// It is offered again.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn restore(&self, by: &Caller, id: TemplateId) -> Result<TemplateView> {
        retried(|| self.offer(by, id, true)).await
    }

    /// Done already, it changes nothing.
    async fn offer(&self, by: &Caller, id: TemplateId, offered: bool) -> Result<TemplateView> {
        let mut w = self.0.write(by, Permission::InterventionWrite).await?;
        w.hold::<Entity>(id).await?;
        let gone = || Error::NotFound(Noun::InterventionTemplate);
        let stored = Entity::find_by_id(id).one(w.tx()).await?.ok_or_else(gone)?;
        if stored.retired_at.is_none() != offered {
            let row = ActiveModel {
                id: Set(id),
                retired_at: Set((!offered).then_some(w.now)),
                version: Set(stored.version + 1),
                updated_at: Set(w.now),
                ..Default::default()
            };
            row.update(w.tx()).await?;
            let action = if offered { Action::Restored } else { Action::Retired };
            let title = audit::json(&serde_json::json!({ "title": stored.title }));
            w.record(Change::new(action, Noun::InterventionTemplate, id.0, None).after(title));
        }
        let view = one(w.tx(), id).await?.ok_or_else(gone)?;
        w.commit().await?;
        Ok(view)
    }

    /// Whoever sees only their own interventions reads no template.
    fn reader(&self, by: &Caller) -> Result<Reader<'_>> {
        let reader = self.0.read(by, Permission::InterventionRead)?;
        if reader.scope.own.is_some() { Err(Error::Forbidden) } else { Ok(reader) }
    }
}

impl Record for InterventionTemplateDraft {
    type Entity = Entity;
    const UNIQUE: &'static [UniqueIndex] = &[("intervention_templates_title", &["title_folded"], "title")];

    async fn views<C: ConnectionTrait>(
        db: &C,
        _scope: &Scope,
        only: Option<TemplateId>,
    ) -> Result<Vec<TemplateView>> {
        views(db, Condition::all().add_option(only.map(|id| Column::Id.eq(id)))).await
    }

    async fn check(&self, w: &Writer, _stored: Option<&TemplateView>) -> Result<Row<Self>> {
        let new = self.parse()?;
        if let Some(family) = new.equipment_type_id
            && w.hold_reference::<equipment_type::Entity>(family).await?.is_none()
        {
            return Err(Error::field("equipment_type_id", FieldCode::NotFound));
        }
        Ok(ActiveModel {
            title_folded: Set(text::fold(&new.title)),
            title: Set(new.title),
            kind: Set(new.kind),
            priority: Set(new.priority),
            estimated_minutes: Set(new.estimated_minutes),
            description: Set(new.description),
            stops_equipment: Set(new.stops_equipment),
            skills: Set(skills_text(&new.skills)),
            equipment_type_id: Set(new.equipment_type_id),
            ..Default::default()
        })
    }

    async fn write_parts(&self, w: &Writer, id: TemplateId) -> Result<()> {
        let steps = self.parse()?.steps;
        let before = template_step::Entity::delete_many().filter(template_step::Column::TemplateId.eq(id));
        before.exec(w.tx()).await?;
        if steps.is_empty() {
            return Ok(());
        }
        let rows = steps.iter().enumerate().map(|(at, step)| spec::template_row(id, at, step));
        template_step::Entity::insert_many(rows).exec_without_returning(w.tx()).await?;
        Ok(())
    }

    async fn obstacle(w: &Writer, row: &Model) -> Result<Option<Obstacle>> {
        let Some(family) = row.equipment_type_id else { return Ok(None) };
        let there = w.hold_reference::<equipment_type::Entity>(family).await?.is_some();
        Ok((!there).then_some(Obstacle::Unattached))
    }
}

/// One template. Two statements.
pub(crate) async fn one<C: ConnectionTrait>(db: &C, id: TemplateId) -> Result<Option<TemplateView>> {
    Ok(views(db, Condition::all().add(Column::Id.eq(id))).await?.pop())
}

async fn views<C: ConnectionTrait>(db: &C, which: Condition) -> Result<Vec<TemplateView>> {
    let select = Entity::find().find_also_related(equipment_type::Entity).filter(which);
    let mut rows = select.all(db).await?;
    sort_by_name(&mut rows, |(template, _)| &template.title);
    let steps = template_step::Entity::find()
        .filter(template_step::Column::TemplateId.is_in(rows.iter().map(|(t, _)| t.id)))
        .order_by_asc(template_step::Column::Position)
        .order_by_asc(template_step::Column::Id)
        .all(db)
        .await?;
    let mut of: BTreeMap<TemplateId, Vec<StepDraft>> = BTreeMap::new();
    for step in &steps {
        of.entry(step.template_id).or_default().push(StepDraft::from(&spec::of_template(step)));
    }
    Ok(rows.into_iter().map(|(t, family)| view(of.remove(&t.id).unwrap_or_default(), t, family)).collect())
}

/// A family of machines that is gone is none.
fn view(steps: Vec<StepDraft>, t: Model, family: Option<equipment_type::Model>) -> TemplateView {
    TemplateView {
        id: t.id,
        title: t.title,
        kind: t.kind,
        priority: t.priority,
        estimated_minutes: t.estimated_minutes,
        description: t.description,
        stops_equipment: t.stops_equipment,
        skills: skills_of(t.skills.as_deref()),
        equipment_type_id: family.as_ref().map(|family| family.id),
        equipment_type: family.map(|family| family.name),
        steps,
        retired_at: t.retired_at,
        updated_at: t.updated_at,
        version: t.version,
    }
}

/// The title with the first number that no other template has: `Graissage (2)`.
async fn free_title(w: &Writer, title: &str) -> Result<String> {
    let kept: String = title.chars().take(COPIED).collect();
    let taken: BTreeSet<String> = Entity::find()
        .select_only()
        .column(Column::TitleFolded)
        .filter(Column::TitleFolded.starts_with(text::fold(&kept)))
        .into_tuple()
        .all(w.tx())
        .await?
        .into_iter()
        .collect();
    let numbered = (2_u32..).map(|number| format!("{kept} ({number})"));
    let free = numbered.take(taken.len() + 1).find(|title| !taken.contains(&text::fold(title)));
    Ok(free.unwrap_or(kept))
}
