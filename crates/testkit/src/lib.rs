//! A small world to test in: a fresh database of each kind, a clock that stands still, people and machines
//! in one line each, and a count of the statements sent.

mod app_code;
mod clock;
mod database;
mod history;
mod hostile;
mod markup;
mod outbox;
mod pdf_text;
mod people;
mod smtp;
mod template;

pub use clock::ManualClock;
pub use database::{SECRET, Statements, each_database, each_empty_database};
pub use hostile::hostile;
pub use markup::{MARKUP, Marked};
pub use pdf_text::PdfText;
pub use people::PASSWORD;
pub use smtp::{Behaviour, FakeSmtp, Guard, Received};

use domain::{
    Caller, EquipmentId, LineId, SiteId,
    equipment::{EquipmentDetail, EquipmentDraft},
    production_line::LineDraft,
    site::SiteDraft,
};
use sea_orm::DatabaseConnection;
use services::{Engine, Services};

/// Everything a test needs; made anew for each test and each database.
pub struct World {
    pub services: Services,
    pub clock: ManualClock,
    /// Statements that the services have sent since the last [`Statements::take`].
    pub statements: Statements,
    /// A connection of the test's own, to look at rows and to put in what no use case can.
    pub db: DatabaseConnection,
    pub engine: Engine,
    /// The database's address, to open it a second time.
    pub url: String,
    /// The folder in which contents of documents lie.
    pub documents: std::path::PathBuf,
    /// An administrator, who sees every site.
    pub admin: Caller,
}

impl World {
    /// A site with that code, in Paris time and euros.
    pub async fn site(&self, code: &str) -> SiteId {
        let draft = SiteDraft { code: code.into(), name: format!("Site {code}"), ..Default::default() };
        self.services.sites().create(&self.admin, &draft).await.expect("a valid site").id
    }

    /// A production line of a site.
    pub async fn line(&self, site: SiteId, code: &str) -> LineId {
        let draft = LineDraft {
            site_id: site.to_string(),
            code: code.into(),
            name: format!("Ligne {code}"),
            ..Default::default()
        };
        self.services.lines().create(&self.admin, &draft).await.expect("a valid line").id
    }

    /// An equipment with that code.
    pub async fn equipment(&self, site: SiteId, code: &str) -> EquipmentId {
        self.equipment_with(site, code, |_| ()).await.row.id
    }

    /// An equipment whose draft is completed before it is saved.
    pub async fn equipment_with(
        &self,
        site: SiteId,
        code: &str,
        complete: impl FnOnce(&mut EquipmentDraft),
    ) -> EquipmentDetail {
        let mut draft = EquipmentDraft {
            code: code.into(),
            name: format!("Machine {code}"),
            site_id: site.to_string(),
            ..Default::default()
        };
        complete(&mut draft);
        self.services.equipment().create(&self.admin, &draft).await.expect("a valid equipment")
    }
}
