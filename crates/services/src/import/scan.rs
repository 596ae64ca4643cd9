//! Reading a file through, to know its columns and what it is.

use super::{ImportError, Place, Profile, format::FileFormat, source::RowSource};
use crate::{Services, audit};
use domain::{
    Caller, ImportId, Permission,
    import::{FileLayout, FileProblem, ImportFailure, MAX_COLUMNS, Profiler},
};
use entity::{equipment, import, site};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use sha2::{Digest, Sha256};

/// The result of reading a file through.
pub(super) struct Scan {
    pub profile: Profile,
    /// A digest of its rows: the same file has the same, whatever its encoding and separator.
    pub source: String,
}

/// Reads the file through with that layout.
///
/// # Errors
/// [`ImportError::File`] when it cannot be read; [`domain::Error::Invalid`] when the layout asks for a sheet or a
/// header that is not there.
pub(super) async fn scan(
    services: &Services,
    by: &Caller,
    id: ImportId,
    format: FileFormat,
    layout: &FileLayout,
) -> Result<Scan, ImportError> {
    let mut source = RowSource::open(services, by, id, &format, layout).await?;
    let failure = |problem| ImportError::File(ImportFailure { problem, line: None });
    if source.header.len() > MAX_COLUMNS {
        return Err(failure(FileProblem::TooManyColumns));
    }
    let mut digest = Sha256::new();
    let mut add = |cells: &[String]| {
        for cell in cells {
            digest.update(cell.trim());
            digest.update([0x1f]);
        }
        digest.update([0x1e]);
    };
    add(&source.header);
    let mut profiler = Profiler::new(&source.header);
    while let Some(rows) = source.batch().await? {
        for row in rows {
            profiler.look(&row.cells);
            add(&row.cells);
        }
    }
    let mut file = profiler.finish();
    if file.rows == 0 {
        return Err(failure(FileProblem::Empty));
    }
    file.layout = source.layout;
    file.sheets = source.sheets;
    file.first_lines = source.first_lines;
    let place = place(services, by, id).await?;
    Ok(Scan { profile: Profile { format, file, place }, source: audit::hex(&digest.finalize()) })
}

async fn place(services: &Services, by: &Caller, id: ImportId) -> Result<Place, ImportError> {
    let reader = services.read(by, Permission::ImportRun)?;
    let stored = super::read::find(reader.db, &reader.scope, by, id).await?;
    let sites = site::Entity::find()
        .filter(reader.scope.filter_by_site((site::Entity, site::Column::Id)))
        .all(reader.db)
        .await?;
    let machines = equipment::Entity::find().filter(equipment::Column::SiteId.eq(stored.site_id));
    Ok(Place {
        is_empty: machines.count(reader.db).await? == 0,
        sites: sites.into_iter().map(|s| s.code.to_lowercase()).collect(),
    })
}

impl Scan {
    /// Changes of a new reading to the row of the import.
    pub fn changes(&self) -> import::ActiveModel {
        use sea_orm::ActiveValue::Set;
        import::ActiveModel {
            rows_total: Set(self.profile.file.rows),
            profile: Set(audit::json(&self.profile)),
            source: Set(Some(self.source.clone())),
            ..Default::default()
        }
    }
}
