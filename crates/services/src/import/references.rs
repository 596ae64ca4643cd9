//! What the rows of a file can refer to: sites, lines, types and equipment, by the names that people use.

use crate::{access::Reader, local_time};
use domain::{
    EquipmentId, EquipmentTypeId, ImportId, LineId, Result, SiteId,
    import::{ImportField, ImportKind, Target},
    key::{code_key, is_look_alike},
    text,
};
use entity::{equipment, equipment_type, import, production_line, site};
use jiff::tz::TimeZone;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;

/// An equipment that exists.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub id: EquipmentId,
    /// The import that made it.
    pub import: Option<ImportId>,
    /// Whether it has a parent.
    pub placed: bool,
}

/// A site, with how its rows are read.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub id: SiteId,
    pub currency: String,
    pub zone: TimeZone,
}

/// Everything by name, loaded once for a task.
pub(super) struct References {
    /// The import's own site.
    pub own: Place,
    /// These by the key of their code.
    sites: HashMap<String, Place>,
    equipment: HashMap<(SiteId, String), Known>,
    /// By their very code: those that look like another of their site ([`is_look_alike`]).
    look_alikes: HashMap<(SiteId, String), Known>,
    lines: HashMap<(SiteId, String), LineId>,
    types: HashMap<String, EquipmentTypeId>,
}

impl References {
    pub async fn load(
        reader: &Reader<'_>,
        stored: &import::Model,
        columns: impl Iterator<Item = &Target>,
    ) -> Result<Self> {
        let all_sites = site::Entity::find()
            .filter(reader.scope.filter_by_site((site::Entity, site::Column::Id)))
            .all(reader.db)
            .await?;
        let own = all_sites.iter().find(|s| s.id == stored.site_id).cloned();
        let own = own.ok_or(domain::Error::NotFound(domain::Noun::Site))?;
        let elsewhere = columns.into_iter().any(|t| *t == Target::Field(ImportField::Site));
        let wanted: Vec<SiteId> =
            if elsewhere { all_sites.iter().map(|s| s.id).collect() } else { vec![own.id] };
        let place =
            |s: site::Model| Place { id: s.id, zone: local_time::zone(&s.timezone), currency: s.currency };
        let mut references = Self {
            sites: all_sites.into_iter().map(|s| (s.code_key.clone(), place(s))).collect(),
            own: place(own),
            equipment: HashMap::new(),
            look_alikes: HashMap::new(),
            lines: HashMap::new(),
            types: HashMap::new(),
        };
        type Row = (EquipmentId, SiteId, String, String, Option<ImportId>, Option<EquipmentId>);
        let rows: Vec<Row> = equipment::Entity::find()
            .select_only()
            .columns([
                equipment::Column::Id,
                equipment::Column::SiteId,
                equipment::Column::Code,
                equipment::Column::CodeKey,
                equipment::Column::ImportId,
                equipment::Column::ParentId,
            ])
            .filter(equipment::Column::SiteId.is_in(wanted.iter().copied()))
            .into_tuple()
            .all(reader.db)
            .await?;
        for (id, site, code, key, import, parent) in rows {
            let known = Known { id, import, placed: parent.is_some() };
            match is_look_alike(&key) {
                true => references.look_alikes.insert((site, code), known),
                false => references.equipment.insert((site, key), known),
            };
        }
        let types = equipment_type::Entity::find().all(reader.db).await?;
        references.types = types.into_iter().map(|t| (t.name_folded, t.id)).collect();
        if stored.kind == ImportKind::Equipment {
            let lines = production_line::Entity::find()
                .filter(production_line::Column::SiteId.is_in(wanted))
                .all(reader.db)
                .await?;
            references.lines = lines.into_iter().map(|l| ((l.site_id, l.code_key), l.id)).collect();
        }
        Ok(references)
    }

    /// The caller's site of that code; the import's own when there is none.
    pub fn site(&self, code: Option<&str>) -> Option<&Place> {
        match code {
            None => Some(&self.own),
            Some(code) => self.sites.get(&code_key(code)),
        }
    }

    pub fn line(&self, site: SiteId, code: &str) -> Option<LineId> {
        self.lines.get(&(site, code_key(code))).copied()
    }

    pub fn type_of(&self, name: &str) -> Option<EquipmentTypeId> {
        self.types.get(&text::fold(name)).copied()
    }

    pub fn add_type(&mut self, name: &str, id: EquipmentTypeId) {
        self.types.insert(text::fold(name), id);
    }

    pub fn equipment(&self, site: SiteId, code: &str) -> Option<Known> {
        let exact = self.look_alikes.get(&(site, code.to_owned()));
        exact.or_else(|| self.equipment.get(&(site, code_key(code)))).copied()
    }

    pub fn add_equipment(&mut self, site: SiteId, key: String, known: Known) {
        self.equipment.insert((site, key), known);
    }
}
