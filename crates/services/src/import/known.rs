//! Which rows are there already. A row is known against its own source: the same file seen before, or a number
//! of its own. A row that only looks like one of another file is asked about.

use super::evaluate::{Evaluator, Judged, ReadyIntervention, Verdict};
use crate::{access::Reader, audit};
use domain::{
    EquipmentId, FieldCode, ImportId, Result, SiteId, Timestamp,
    import::{ImportField, ImportedIntervention, LookAlikes},
};
use entity::{import, intervention};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The keys of a row.
pub(super) struct Keys {
    /// Its file, what it says, and which of its twins it is.
    pub own: String,
    /// Its equipment and number, where it has one; which of its twins it is.
    pub number: Option<String>,
    /// Its fingerprint, without its file.
    pub print: String,
    /// Which of the rows of its file that say the same it is, from 0.
    pub twin: usize,
    /// The key to write it under.
    pub chosen: String,
}

/// The file that the rows come from, and what has been seen of it.
pub(super) struct Source {
    digest: String,
    /// Earlier imports of the same file.
    earlier: Vec<ImportId>,
    twins: HashMap<String, usize>,
}

/// Two reports of one event may differ by the hour that clocks are put back.
const SAME_EVENT_SECONDS: i64 = 7_200;

impl Source {
    /// # Errors
    /// [`domain::Error::Unavailable`] or [`domain::Error::Internal`].
    pub async fn load(reader: &Reader<'_>, stored: &import::Model) -> Result<Self> {
        // A file that was read through before this was kept is a source of its own.
        let digest = stored.source.clone().unwrap_or_else(|| stored.file_sha256.clone());
        let earlier = import::Entity::find()
            .select_only()
            .column(import::Column::Id)
            .filter(import::Column::Source.eq(digest.clone()))
            .filter(import::Column::Id.ne(stored.id))
            .into_tuple()
            .all(reader.db)
            .await?;
        Ok(Self { digest, earlier, twins: HashMap::new() })
    }

    /// Forgets what was seen, for another reading of the file.
    pub fn reset(&mut self) {
        self.twins.clear();
    }

    pub fn keys(&mut self, site: SiteId, row: &ImportedIntervention) -> Keys {
        let print = digest(&row.fingerprint());
        let twin = self.next(format!("{site}:{print}"));
        let own = digest(&format!("{}\u{1f}{print}\u{1f}{twin}", self.digest));
        let number = row.external_ref.as_deref().map(|number| {
            let base = format!("intervention\u{1f}{}\u{1f}number\u{1f}{number}", row.equipment);
            let twin = self.next(format!("{site}:{base}")) + 1;
            digest(&format!("{}:{twin}", audit::hex(&Sha256::digest(base))))
        });
        let chosen = number.clone().unwrap_or_else(|| own.clone());
        Keys { own, number, print, twin, chosen }
    }

    fn next(&mut self, of: String) -> usize {
        let seen = self.twins.entry(of).or_default();
        *seen += 1;
        *seen - 1
    }
}

fn digest(text: &str) -> String {
    audit::hex(&Sha256::digest(text)[..20])
}

/// A stored intervention that a row may be.
#[derive(Clone)]
struct Stored {
    site: SiteId,
    equipment: EquipmentId,
    code: String,
    title: String,
    reported_at: Timestamp,
    import: Option<ImportId>,
    line: Option<i64>,
    key: Option<String>,
    print: Option<String>,
}

impl Stored {
    /// Whether it may be the event of a row that has its number.
    fn agrees(&self, row: &ReadyIntervention) -> bool {
        let apart = self.reported_at.seconds_since(row.reported_at).abs();
        self.title == row.row.title || apart <= SAME_EVENT_SECONDS
    }

    fn looks_like(&self) -> FieldCode {
        FieldCode::LooksLike {
            number: self.code.clone(),
            import: self.import.map_or(0, |id| id.0),
            line: self.line.unwrap_or(0),
        }
    }
}

/// The stored rows that the rows of a batch may be.
struct Candidates {
    by_key: HashMap<(SiteId, String), Stored>,
    by_code: HashMap<(SiteId, String), Stored>,
    /// In the order in which they came in.
    by_print: HashMap<(SiteId, String), Vec<Stored>>,
    /// Of the same file, by line.
    by_line: HashMap<(SiteId, i64), Stored>,
}

/// The outcome of comparing a row with stored ones.
enum Match {
    None,
    Known { ours: bool },
    Alike(FieldCode),
}

impl Evaluator {
    /// Takes out the interventions that are there already, and asks about those that only look like it.
    pub(super) async fn known_interventions(&self, reader: &Reader<'_>, judged: &mut [Judged]) -> Result<()> {
        let candidates = self.candidates(reader, judged).await?;
        for j in judged {
            let Verdict::Intervention(i) = &mut j.verdict else { continue };
            let alike = match self.matched(&candidates, i) {
                Match::None => continue,
                Match::Known { ours } => {
                    j.verdict = Verdict::Known { ours };
                    continue;
                }
                Match::Alike(code) => code,
            };
            match self.compiled.mapping.look_alikes {
                LookAlikes::Skip => j.verdict = Verdict::Known { ours: false },
                // Its number may be taken by the one that it looks like.
                LookAlikes::Add => i.keys.chosen = i.keys.own.clone(),
                LookAlikes::Ask => {
                    let field = match i.row.external_ref {
                        Some(_) => ImportField::ExternalRef,
                        None => ImportField::Title,
                    };
                    j.verdict = self.refused(&j.row, field, alike);
                }
            }
        }
        Ok(())
    }

    fn matched(&self, candidates: &Candidates, row: &ReadyIntervention) -> Match {
        let site = row.place.id;
        let known = |stored: &Stored| Match::Known { ours: stored.import == Some(self.import) };
        if let Some(same) = candidates.by_key.get(&(site, row.keys.own.clone())) {
            return known(same);
        }
        if let Some(number) = &row.keys.number
            && let Some(same) = candidates.by_key.get(&(site, number.clone()))
        {
            // The same line of the same file is the same event, even if somebody has edited it since.
            let again = candidates.by_line.get(&(site, row.line)).is_some_and(|l| l.key == same.key);
            return if again || same.agrees(row) { known(same) } else { Match::Alike(same.looks_like()) };
        }
        let machine = self.references.equipment(site, &row.row.equipment).map(|known| known.id);
        if let Some(number) = &row.row.external_ref
            && let Some(own) = candidates.by_code.get(&(site, number.clone()))
            && Some(own.equipment) == machine
            && own.agrees(row)
        {
            return Match::Known { ours: false };
        }
        let twin =
            candidates.by_print.get(&(site, row.keys.print.clone())).and_then(|t| t.get(row.keys.twin));
        // The same line of the same file, imported with other defaults or columns.
        let line = candidates.by_line.get(&(site, row.line));
        match twin.or(line) {
            Some(stored) => Match::Alike(stored.looks_like()),
            None => Match::None,
        }
    }

    async fn candidates(&self, reader: &Reader<'_>, judged: &[Judged]) -> Result<Candidates> {
        let (mut keys, mut codes, mut prints, mut lines, mut sites) =
            (vec![], vec![], vec![], vec![], vec![]);
        for j in judged {
            let Verdict::Intervention(i) = &j.verdict else { continue };
            keys.push(i.keys.own.clone());
            keys.extend(i.keys.number.clone());
            codes.extend(i.row.external_ref.clone());
            prints.push(i.keys.print.clone());
            lines.push(i.line);
            sites.push(i.place.id);
        }
        let mut candidates = Candidates {
            by_key: HashMap::new(),
            by_code: HashMap::new(),
            by_print: HashMap::new(),
            by_line: HashMap::new(),
        };
        if keys.is_empty() {
            return Ok(candidates);
        }
        sites.sort();
        sites.dedup();
        let mut any = Condition::any()
            .add(intervention::Column::ImportKey.is_in(keys))
            .add(intervention::Column::ImportPrint.is_in(prints));
        if !codes.is_empty() {
            any = any.add(intervention::Column::Code.is_in(codes));
        }
        let here = || Condition::all().add(intervention::Column::SiteId.is_in(sites.iter().copied()));
        for stored in stored(reader, here().add(any)).await? {
            let site = stored.site;
            if let Some(key) = &stored.key {
                candidates.by_key.insert((site, key.clone()), stored.clone());
            }
            if stored.import != Some(self.import) {
                candidates.by_code.insert((site, stored.code.clone()), stored.clone());
                if let Some(print) = &stored.print {
                    candidates.by_print.entry((site, print.clone())).or_default().push(stored);
                }
            }
        }
        if !self.source.earlier.is_empty() {
            let same_file = here()
                .add(intervention::Column::ImportId.is_in(self.source.earlier.iter().copied()))
                .add(intervention::Column::ImportLine.is_in(lines));
            let of_line = |s: Stored| s.line.map(|line| ((s.site, line), s));
            candidates.by_line =
                self::stored(reader, same_file).await?.into_iter().filter_map(of_line).collect();
        }
        Ok(candidates)
    }
}

type Row = (
    SiteId,
    EquipmentId,
    String,
    String,
    Timestamp,
    Option<ImportId>,
    Option<i64>,
    Option<String>,
    Option<String>,
);

async fn stored(reader: &Reader<'_>, filter: Condition) -> Result<Vec<Stored>> {
    let rows: Vec<Row> = intervention::Entity::find()
        .select_only()
        .columns([
            intervention::Column::SiteId,
            intervention::Column::EquipmentId,
            intervention::Column::Code,
            intervention::Column::Title,
            intervention::Column::ReportedAt,
            intervention::Column::ImportId,
            intervention::Column::ImportLine,
            intervention::Column::ImportKey,
            intervention::Column::ImportPrint,
        ])
        .filter(filter)
        .order_by_asc(intervention::Column::Id)
        .into_tuple()
        .all(reader.db)
        .await?;
    let of = |(site, equipment, code, title, reported_at, import, line, key, print): Row| Stored {
        site,
        equipment,
        code,
        title,
        reported_at,
        import,
        line,
        key,
        print,
    };
    Ok(rows.into_iter().map(of).collect())
}
