//! What becomes of each row: new, known or refused. The check, the commit and the file of refused rows all
//! ask here, so they cannot disagree.

use super::{
    known::{Keys, Source},
    references::{Known, Place, References},
};
use crate::access::Reader;
use domain::{
    EquipmentTypeId, FieldCode, ImportId, LineId, Result, SiteId, Timestamp,
    equipment::NewEquipment,
    import::{
        Compiled, ImportField, ImportKind, ImportedEquipment, ImportedIntervention, NewRow, RawRow, ReadRow,
        RowError, Target, When,
    },
    key::code_key,
    text,
};
use entity::equipment;
use jiff::tz::TimeZone;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};

/// A row with what becomes of it.
pub(super) struct Judged {
    pub row: RawRow,
    pub verdict: Verdict,
    /// Optional fields that it comes in without.
    pub left_out: Vec<RowError>,
}

impl Judged {
    /// The errors to list for the row: why it is refused, or what it comes in without.
    pub fn told(&self) -> &[RowError] {
        match &self.verdict {
            Verdict::Refused(errors) => errors,
            Verdict::Known { ours: false } => &[],
            _ => &self.left_out,
        }
    }
}

pub(super) enum Verdict {
    Intervention(Box<ReadyIntervention>),
    Equipment(Box<ReadyEquipment>),
    /// It is there already; `ours` when this import has written it.
    Known {
        ours: bool,
    },
    Refused(Vec<RowError>),
}

/// An intervention that lacks its number, and perhaps its equipment.
pub(super) struct ReadyIntervention {
    pub row: ImportedIntervention,
    pub reported_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// Year of the site, for its number.
    pub year: i16,
    pub place: Place,
    pub line: i64,
    pub keys: Keys,
}

/// An equipment that may lack its type and its parent.
pub(super) struct ReadyEquipment {
    pub new: NewEquipment,
    pub line: Option<LineId>,
    pub type_id: Option<EquipmentTypeId>,
    /// The type to make.
    pub type_name: Option<String>,
    pub parent: Option<String>,
}

/// Judges the rows of one file, in its order.
pub(super) struct Evaluator {
    pub compiled: Compiled,
    pub references: References,
    pub(super) import: ImportId,
    pub(super) source: Source,
    codes: HashSet<(SiteId, String)>,
    serials: HashSet<String>,
    /// Equipment that the file brings → its parent's code; filled when parents are mapped.
    parents: Option<HashMap<(SiteId, String), Option<String>>>,
}

impl Evaluator {
    pub fn new(compiled: Compiled, references: References, import: ImportId, source: Source) -> Self {
        Self {
            compiled,
            references,
            import,
            source,
            codes: HashSet::new(),
            serials: HashSet::new(),
            parents: None,
        }
    }

    /// Whether a first reading of the whole file is needed: a component may stand above its parent.
    pub fn needs_parents(&self) -> bool {
        self.compiled.has(ImportField::Parent)
    }

    /// Takes up what the first reading found; the second begins anew.
    pub async fn collect_parents(
        &mut self,
        reader: &Reader<'_>,
        rows: Vec<RawRow>,
        parents: &mut HashMap<(SiteId, String), Option<String>>,
    ) -> Result<()> {
        for judged in self.judge(reader, rows).await? {
            if let Verdict::Equipment(e) = judged.verdict {
                parents.insert((e.new.site_id, code_key(&e.new.code)), e.parent);
            }
        }
        Ok(())
    }

    /// Ends the first reading.
    pub fn restart(&mut self, parents: HashMap<(SiteId, String), Option<String>>) {
        self.source.reset();
        self.codes.clear();
        self.serials.clear();
        self.parents = Some(parents);
    }

    /// Judges the next rows.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`] or [`domain::Error::Internal`].
    pub async fn judge(&mut self, reader: &Reader<'_>, rows: Vec<RawRow>) -> Result<Vec<Judged>> {
        let mut judged: Vec<Judged> = rows
            .into_iter()
            .map(|row| {
                let (verdict, left_out) = match self.parse(&row) {
                    Err(errors) => (Verdict::Refused(self.with_machine(&row, errors)), vec![]),
                    Ok(ReadRow { row: NewRow::Intervention(i), left_out }) => {
                        (self.intervention(&row, *i), left_out)
                    }
                    Ok(ReadRow { row: NewRow::Equipment(e), left_out }) => {
                        (self.equipment(&row, *e), left_out)
                    }
                };
                Judged { row, verdict, left_out }
            })
            .collect();
        match self.compiled.kind {
            ImportKind::Interventions => self.known_interventions(reader, &mut judged).await?,
            ImportKind::Equipment => self.taken_serials(reader, &mut judged).await?,
        }
        Ok(judged)
    }

    fn parse(&self, row: &RawRow) -> Result<ReadRow, Vec<RowError>> {
        let site = self.compiled.text_of(ImportField::Site, &row.cells);
        let place = self.references.site(site).unwrap_or(&self.references.own);
        self.compiled.read_row(&row.cells, &place.currency)
    }

    /// The row's errors, with that of its machine when there is none of that code: both are told in one round.
    fn with_machine(&self, row: &RawRow, mut errors: Vec<RowError>) -> Vec<RowError> {
        let place = Target::Field(ImportField::Equipment);
        let creates = self.compiled.mapping.missing_equipment.create;
        if self.compiled.kind != ImportKind::Interventions
            || creates
            || errors.iter().any(|e| e.field == place)
        {
            return errors;
        }
        let code = self.compiled.text_of(ImportField::Equipment, &row.cells).unwrap_or_default();
        let site = self.references.site(self.compiled.text_of(ImportField::Site, &row.cells));
        let missing = site.is_some_and(|site| self.references.equipment(site.id, code).is_none());
        if !code.is_empty() && missing {
            errors.push(self.compiled.error(&row.cells, place, FieldCode::NotFound));
        }
        errors
    }

    pub(super) fn refused(&self, row: &RawRow, field: ImportField, code: FieldCode) -> Verdict {
        Verdict::Refused(vec![self.compiled.error(&row.cells, Target::Field(field), code)])
    }

    fn intervention(&mut self, row: &RawRow, i: ImportedIntervention) -> Verdict {
        let Some(place) = self.references.site(i.site.as_deref()).cloned() else {
            return self.refused(row, ImportField::Site, FieldCode::NotFound);
        };
        let creates = self.compiled.mapping.missing_equipment.create;
        if !creates && self.references.equipment(place.id, &i.equipment).is_none() {
            return self.refused(row, ImportField::Equipment, FieldCode::NotFound);
        }
        let Some(reported_at) = instant(i.reported_at, &place.zone) else {
            return self.refused(row, ImportField::ReportedAt, FieldCode::NotADate);
        };
        let started_at = i.started_at.and_then(|w| instant(w, &place.zone));
        let ended_at = i.ended_at.and_then(|w| instant(w, &place.zone));
        if let (Some(started), Some(ended)) = (started_at, ended_at)
            && ended < started
        {
            let other = ImportField::StartedAt.to_string();
            return self.refused(row, ImportField::EndedAt, FieldCode::Before { other });
        }
        let year = place.zone.to_datetime(*reported_at).year();
        let keys = self.source.keys(place.id, &i);
        Verdict::Intervention(Box::new(ReadyIntervention {
            row: i,
            reported_at,
            started_at,
            ended_at,
            year,
            place,
            line: row.line,
            keys,
        }))
    }

    fn equipment(&mut self, row: &RawRow, e: ImportedEquipment) -> Verdict {
        let mut errors = vec![];
        let mut fail = |field, code| errors.push(self.compiled.error(&row.cells, Target::Field(field), code));
        let site = self.references.site(e.site.as_deref()).map(|place| place.id);
        let Some(site) = site else { return self.refused(row, ImportField::Site, FieldCode::NotFound) };
        let new = NewEquipment { site_id: site, ..e.new };
        if !self.codes.insert((site, code_key(&new.code))) {
            return self.refused(row, ImportField::Code, FieldCode::Repeated);
        }
        if let Some(known) = self.references.equipment(site, &new.code)
            && known.import != Some(self.import)
        {
            return Verdict::Known { ours: false };
        }
        let line = e.line.as_deref().map(|code| self.references.line(site, code));
        if line == Some(None) {
            fail(ImportField::Line, FieldCode::NotFound);
        }
        let type_id = e.type_name.as_deref().and_then(|name| self.references.type_of(name));
        if e.type_name.is_some() && type_id.is_none() && !self.compiled.mapping.create_types {
            fail(ImportField::Type, FieldCode::NotFound);
        }
        if let Some(code) = self.parent_problem(site, &new.code, e.parent.as_deref()) {
            fail(ImportField::Parent, code);
        }
        if new.serial_number.as_ref().is_some_and(|serial| !self.serials.insert(code_key(serial))) {
            fail(ImportField::SerialNumber, FieldCode::Duplicate);
        }
        if !errors.is_empty() {
            return Verdict::Refused(errors);
        }
        let type_name = e.type_name.filter(|_| type_id.is_none());
        Verdict::Equipment(Box::new(ReadyEquipment {
            new,
            line: line.flatten(),
            type_id,
            type_name,
            parent: e.parent,
        }))
    }

    /// Walks up from a row's parent to one that exists, through those that the file brings.
    fn parent_problem(&self, site: SiteId, code: &str, parent: Option<&str>) -> Option<FieldCode> {
        let parents = self.parents.as_ref()?;
        let mut above = parent?;
        let mut seen = HashSet::from([code_key(code)]);
        loop {
            // What stood here before this import cannot hang below a row of it.
            if self.references.equipment(site, above).is_some_and(|k| k.import != Some(self.import)) {
                return None;
            }
            let key = code_key(above);
            if !seen.insert(key.clone()) {
                return Some(FieldCode::Cycle);
            }
            match parents.get(&(site, key)) {
                None => return Some(FieldCode::NotFound),
                Some(None) => return None,
                Some(Some(next)) => above = next,
            }
        }
    }

    /// Serial numbers are unique over all sites; and what this import wrote before it was interrupted is known.
    async fn taken_serials(&self, reader: &Reader<'_>, judged: &mut [Judged]) -> Result<()> {
        let serials: Vec<String> = judged
            .iter()
            .filter_map(|j| match &j.verdict {
                Verdict::Equipment(e) => e.new.serial_number.as_deref().map(code_key),
                _ => None,
            })
            .collect();
        let taken: HashSet<Option<String>> = match serials.is_empty() {
            true => HashSet::new(),
            false => equipment::Entity::find()
                .select_only()
                .column(equipment::Column::SerialKey)
                .filter(equipment::Column::SerialKey.is_in(serials))
                .into_tuple()
                .all(reader.db)
                .await?
                .into_iter()
                .collect(),
        };
        for j in judged {
            let Verdict::Equipment(e) = &j.verdict else { continue };
            if self.ours(e).is_some() {
                continue;
            }
            let serial = e.new.serial_number.as_deref().map(code_key);
            if serial.is_some() && taken.contains(&serial) {
                j.verdict = self.refused(&j.row, ImportField::SerialNumber, FieldCode::Duplicate);
            }
        }
        Ok(())
    }

    /// The equipment of a row, when this import has written it before.
    pub fn ours(&self, e: &ReadyEquipment) -> Option<Known> {
        self.references.equipment(e.new.site_id, &e.new.code).filter(|k| k.import == Some(self.import))
    }
}

fn instant(when: When, zone: &TimeZone) -> Option<Timestamp> {
    match when {
        When::Instant(at) => Some(at),
        // A time that the clocks skipped or showed twice is taken as clocks usually do.
        When::Wall(wall) => wall.to_zoned(zone.clone()).ok().map(|zoned| Timestamp::new(zoned.timestamp())),
    }
}

/// What would be made beside the rows themselves.
#[derive(Default)]
pub(super) struct ImplicitRecords {
    equipment: HashSet<(SiteId, String)>,
    types: HashSet<String>,
}

impl ImplicitRecords {
    /// Counts what a row would bring with it.
    pub fn count(&mut self, evaluator: &Evaluator, verdict: &Verdict) {
        let references = &evaluator.references;
        match verdict {
            Verdict::Intervention(i) => {
                let code = &i.row.equipment;
                if references.equipment(i.place.id, code).is_none()
                    && self.equipment.insert((i.place.id, code_key(code)))
                {
                    let name = evaluator.compiled.mapping.missing_equipment.type_name.trim();
                    if !name.is_empty() && references.type_of(name).is_none() {
                        self.types.insert(text::fold(name));
                    }
                }
            }
            Verdict::Equipment(e) => {
                self.types.extend(e.type_name.as_deref().map(text::fold));
            }
            Verdict::Known { .. } | Verdict::Refused(_) => {}
        }
    }

    pub fn equipment(&self) -> i64 {
        self.equipment.len() as i64
    }

    pub fn types(&self) -> i64 {
        self.types.len() as i64
    }
}
