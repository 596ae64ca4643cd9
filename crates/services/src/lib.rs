//! Vigie's use cases: permission, then rule, then transaction with its audit entry and event.
//!
//! Both edges (server functions and REST) call these and nothing else. No axum and no leptos here.

pub mod access;
mod alert;
mod audit;
mod campaign;
mod checklist_spec;
mod clock;
mod database;
mod database_file;
mod defect;
mod demo;
mod document;
mod equipment;
mod equipment_type;
mod event;
mod failure;
mod failure_code;
mod form_replay;
mod health;
mod idempotency;
mod import;
mod intervention;
mod intervention_template;
mod job;
mod keyset;
mod local_time;
mod look_alike;
mod mail;
mod maintenance_type;
mod notification;
mod palette;
pub mod password;
mod process;
mod production_line;
mod record;
mod reference;
mod saved_view;
mod seal;
mod search;
mod session;
mod settings;
mod site;
mod team;
mod undo;
mod unique;
mod user;

pub use alert::FreeSpace;
pub use audit::{AuditService, Defect, Fault, Verified};
pub use campaign::CampaignService;
pub use clock::Clock;
pub use database::{Engine, OpenError, redacted};
pub use demo::{BenchSize, DEMO_ACCOUNTS, DEMO_PASSWORD, DemoService, Loaded};
pub use document::{
    Content, DocumentService, DocumentUpload, Keys, KeysError, Part, PartUpload, Rotated, S3Options, Storage,
    StorageError, StoreVerified, UploadService,
};
pub use equipment::EquipmentService;
pub use event::EventService;
pub use failure::FailureService;
pub use form_replay::FormReplayService;
pub use health::{Health, Pool};
pub use idempotency::{Answer, IdempotencyService, Turn};
pub use import::{ImportService, NewUpload, Progress, RefusedFile, RefusedTexts, Upload};
pub use intervention::{InterventionReport, InterventionService};
pub use intervention_template::InterventionTemplateService;
pub use job::JobService;
pub use look_alike::LookAlike;
pub use mail::{MailOptions, MailService};
pub use notification::NotificationService;
pub use palette::PaletteService;
pub use record::{Records, Stored};
pub use saved_view::SavedViewService;
pub use session::{
    AuthOptions, Client, KeyError, Known, Renewed, SessionService, SignInStep, SignedIn, Tokens,
};
pub use settings::SettingsService;
pub use team::TeamService;
pub use undo::UndoService;
pub use user::UserService;

use std::sync::Arc;
use tokio::sync::Notify;

/// Every use case, over one database. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    inner: Arc<Inner>,
}

struct Inner {
    store: access::Store,
    clock: Clock,
    auth: AuthOptions,
    /// Told when a job was asked for.
    wake: Arc<Notify>,
    /// Counts what was committed, for whoever waits for events.
    committed: tokio::sync::watch::Sender<u64>,
    /// How far this process has handed events on; nothing until somebody has listened.
    handed_on: tokio::sync::watch::Sender<Option<domain::event::EventCursor>>,
    /// Where mails go, and what is known of the way.
    post: mail::Post,
    words: Arc<mail::EditedWords>,
    settings: settings::Known,
    /// Set once somebody has an account, so that it is asked no more.
    has_users: std::sync::atomic::AtomicBool,
    storage: std::sync::OnceLock<Storage>,
    /// The requests with a key that this process works on.
    keyed: idempotency::InHand,
    /// How much room the disk of the data folder has.
    free_space: std::sync::OnceLock<alert::FreeSpace>,
}

impl Services {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// [`OpenError`] says in one line what to do.
    pub async fn open(database_url: &str, clock: Clock, auth: AuthOptions) -> Result<Self, OpenError> {
        let store = access::Store::open(database_url).await?;
        let inner = Inner {
            store,
            clock,
            auth,
            settings: settings::Known::default(),
            wake: Arc::default(),
            committed: tokio::sync::watch::Sender::new(0),
            handed_on: tokio::sync::watch::Sender::new(None),
            post: mail::Post::default(),
            words: Arc::default(),
            has_users: false.into(),
            storage: std::sync::OnceLock::new(),
            keyed: idempotency::InHand::default(),
            free_space: std::sync::OnceLock::new(),
        };
        let services = Self { inner: Arc::new(inner) };
        let known = services.settings().refresh().await;
        known.map_err(|error| OpenError::Unreachable {
            what: redacted(database_url),
            why: format!("its settings cannot be read: {error}"),
        })?;
        services.name_look_alikes().await.map_err(|error| OpenError::Unreachable {
            what: redacted(database_url),
            why: format!("its codes cannot be read: {error}"),
        })?;
        Ok(services)
    }

    /// The instant that everything in the current call happens at.
    pub fn now(&self) -> domain::Timestamp {
        self.inner.clock.now()
    }

    pub fn audit(&self) -> AuditService<'_> {
        AuditService(self)
    }

    pub fn campaigns(&self) -> CampaignService<'_> {
        CampaignService(self)
    }

    pub fn demo(&self) -> DemoService<'_> {
        DemoService(self)
    }

    pub fn documents(&self) -> DocumentService<'_> {
        DocumentService(self)
    }

    /// Where contents of documents lie, from now on, and the size of the largest until the settings say otherwise;
    /// said once, at the start.
    pub fn set_storage(&self, storage: Storage) {
        let max_mb = i64::try_from(storage.max_bytes() >> 20).unwrap_or(i64::MAX);
        let rules = domain::settings::Storage { max_mb, ..Default::default() };
        self.settings().configure(Some(&rules));
        let _ = self.inner.storage.set(storage);
    }

    /// Where contents lie.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`] when the program was started without a place for them.
    pub fn storage(&self) -> domain::Result<&Storage> {
        self.inner.storage.get().ok_or(domain::Error::Unavailable)
    }

    pub fn equipment(&self) -> EquipmentService<'_> {
        EquipmentService(self)
    }

    pub fn events(&self) -> EventService<'_> {
        EventService(self)
    }

    pub fn form_replays(&self) -> FormReplayService<'_> {
        FormReplayService(self)
    }

    pub fn failures(&self) -> FailureService<'_> {
        FailureService(self)
    }

    pub fn idempotency(&self) -> IdempotencyService<'_> {
        IdempotencyService(self)
    }

    pub fn imports(&self) -> ImportService<'_> {
        ImportService(self)
    }

    pub fn interventions(&self) -> InterventionService<'_> {
        InterventionService(self)
    }

    pub fn intervention_templates(&self) -> InterventionTemplateService<'_> {
        InterventionTemplateService(self)
    }

    pub fn jobs(&self) -> JobService<'_> {
        JobService(self)
    }

    pub fn mails(&self) -> MailService<'_> {
        MailService(self)
    }

    pub fn notifications(&self) -> NotificationService<'_> {
        NotificationService(self)
    }

    pub fn palette(&self) -> PaletteService<'_> {
        PaletteService(self)
    }

    pub fn saved_views(&self) -> SavedViewService<'_> {
        SavedViewService(self)
    }

    pub fn settings(&self) -> SettingsService<'_> {
        SettingsService(self)
    }

    pub fn team(&self) -> TeamService<'_> {
        TeamService(self)
    }

    pub fn undo(&self) -> UndoService<'_> {
        UndoService(self)
    }

    pub fn sessions(&self) -> SessionService<'_> {
        SessionService(self)
    }

    pub fn uploads(&self) -> UploadService<'_> {
        UploadService(self)
    }

    pub fn users(&self) -> UserService<'_> {
        UserService(self)
    }
}
