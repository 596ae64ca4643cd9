//! What the rows of a file can refer to: sites, lines, types and equipment, by the names that people use.

use crate::{access::Reader, local_time};
use domain::{
    EquipmentId, EquipmentTypeId, ImportId, LineId, Result, SiteId,
    import::{ImportField, ImportKind, Target},
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
    /// By code in lower case.
    sites: HashMap<String, Place>,
    equipment: HashMap<(SiteId, String), Known>,
    /// By code in lower case, for rows that do not write a code as it is; none where two differ by case only.
    folded: HashMap<(SiteId, String), Option<String>>,
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
            .filter(reader.scope.on((site::Entity, site::Column::Id)))
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
            sites: all_sites.into_iter().map(|s| (s.code.to_lowercase(), place(s))).collect(),
            own: place(own),
            equipment: HashMap::new(),
            folded: HashMap::new(),
            lines: HashMap::new(),
            types: HashMap::new(),
        };
        type Row = (EquipmentId, SiteId, String, Option<ImportId>, Option<EquipmentId>);
        let rows: Vec<Row> = equipment::Entity::find()
            .select_only()
            .columns([
                equipment::Column::Id,
                equipment::Column::SiteId,
                equipment::Column::Code,
                equipment::Column::ImportId,
                equipment::Column::ParentId,
            ])
            .filter(equipment::Column::SiteId.is_in(wanted.iter().copied()))
            .into_tuple()
            .all(reader.db)
            .await?;
        for (id, site, code, import, parent) in rows {
            references.add_equipment(site, &code, Known { id, import, placed: parent.is_some() });
        }
        let types = equipment_type::Entity::find().all(reader.db).await?;
        references.types = types.into_iter().map(|t| (t.name_folded, t.id)).collect();
        if stored.kind == ImportKind::Equipment {
            let lines = production_line::Entity::find()
                .filter(production_line::Column::SiteId.is_in(wanted))
                .all(reader.db)
                .await?;
            references.lines =
                lines.into_iter().map(|l| ((l.site_id, l.code.to_lowercase()), l.id)).collect();
        }
        Ok(references)
    }

    /// The caller's site of that code; the import's own when there is none.
    pub fn site(&self, code: Option<&str>) -> Option<&Place> {
        match code {
            None => Some(&self.own),
            Some(code) => self.sites.get(&code.trim().to_lowercase()),
        }
    }

    pub fn line(&self, site: SiteId, code: &str) -> Option<LineId> {
        self.lines.get(&(site, code.to_lowercase())).copied()
    }

    pub fn type_of(&self, name: &str) -> Option<EquipmentTypeId> {
        self.types.get(&text::fold(name)).copied()
    }

    pub fn add_type(&mut self, name: &str, id: EquipmentTypeId) {
        self.types.insert(text::fold(name), id);
    }

    /// The equipment with exactly that code.
    pub fn exact(&self, site: SiteId, code: &str) -> Option<Known> {
        self.equipment.get(&(site, code.to_owned())).copied()
    }

    /// The equipment with that code, whatever its case where that leaves no doubt.
    pub fn equipment(&self, site: SiteId, code: &str) -> Option<Known> {
        self.exact(site, code).or_else(|| {
            let exact = self.folded.get(&(site, code.to_lowercase()))?.as_ref()?;
            self.exact(site, exact)
        })
    }

    pub fn add_equipment(&mut self, site: SiteId, code: &str, known: Known) {
        self.folded
            .entry((site, code.to_lowercase()))
            .and_modify(|one| {
                if one.as_deref() != Some(code) {
                    *one = None;
                }
            })
            .or_insert_with(|| Some(code.to_owned()));
        self.equipment.insert((site, code.to_owned()), known);
    }
}
