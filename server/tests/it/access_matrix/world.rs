//! The plant that is called, and the people who call it.

use crate::access_matrix::{Call, Request};
use axum::{
    Router,
    body::Body,
    http::{self, StatusCode, header},
};
use domain::{
    AbsenceId, Caller, CampaignId, DocumentId, EquipmentId, EquipmentTypeId, FailureCodeId, FailureId,
    ImportId, InterventionId, JobId, LineId, MailId, MaintenanceTypeId, Permission, SavedViewId, SiteId,
    TeamId, TemplateId, UploadId, UserId,
    access::Role,
    campaign::CampaignDraft,
    document::{DocumentDraft, UploadDraft},
    equipment_type::EquipmentTypeDraft,
    failure_code::FailureCodeDraft,
    import::ImportKind,
    intervention_template::InterventionTemplateDraft,
    maintenance_type::MaintenanceTypeDraft,
    saved_view::SavedViewDraft,
    session::SignInDraft,
    team::{AbsenceDraft, ShiftsDraft, TeamDraft},
};
use sea_orm::{
    ActiveValue::Set, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};
use services::{Client, Engine, NewUpload};
use std::sync::atomic::{AtomicU32, Ordering};
use testkit::World;
use tower::ServiceExt;

/// Somebody who calls.
pub struct Person {
    pub name: &'static str,
    /// Nothing when signed out.
    pub role: Option<Role>,
    /// Whether the plant is among their sites.
    pub sees_plant: bool,
    token: Option<String>,
    caller: Option<Caller>,
}

/// A picture of one pixel.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\
    \0\0\x0bIDATx\x9cc\xf8\x0f\x04\0\t\xfb\x03\xfd\xfb^k+\0\0\0\0IEND\xaeB`\x82";

pub struct Plant {
    world: World,
    /// One connection that writes nothing: see [`Plant::fingerprint`].
    observer: DatabaseConnection,
    router: Router,
    site: SiteId,
    pub people: Vec<Person>,
    number: AtomicU32,
    /// Under way for the last call; a person may have only so many.
    last_upload: tokio::sync::Mutex<Option<(Caller, UploadId)>>,
    /// Kept for the last call; a person may keep only so many.
    last_view: tokio::sync::Mutex<Option<(Caller, SavedViewId)>>,
}

/// Rows made for one call, so that what a call does to them disturbs no other.
pub struct Fresh {
    /// Stands in the code of every row, to be looked for in lists.
    pub mark: String,
    pub site: SiteId,
    pub site_version: i64,
    /// Somebody with an account.
    pub user: UserId,
    pub line: LineId,
    pub kind: EquipmentTypeId,
    pub maintenance: MaintenanceTypeId,
    pub failure_code: FailureCodeId,
    /// What the intervention was about.
    pub failure: FailureId,
    pub template: TemplateId,
    /// A technician of the plant, with a week of shifts and a proposed absence.
    pub technician: UserId,
    pub team: TeamId,
    pub absence: AbsenceId,
    /// On one machine of the plant.
    pub campaign: CampaignId,
    pub equipment: EquipmentId,
    pub intervention: InterventionId,
    pub saved_view: SavedViewId,
    /// A job that waits, and a mail that was kept.
    pub job: JobId,
    pub mail: MailId,
    /// A picture on the equipment.
    pub document: DocumentId,
    /// A file that the caller, where they may, is sending in parts.
    pub upload: UploadId,
    /// A file that the administrator has sent.
    pub import: ImportId,
}

impl Plant {
    pub async fn new(world: World) -> Self {
        let (site, elsewhere) = (world.site("PLANT").await, world.site("ELSEWHERE").await);
        let config =
            server::config::load(&server::config::Sources::default()).expect("the defaults are valid");
        let router = server::app(server::AppState::new(world.services.clone(), config));
        let mut people =
            vec![Person { name: "nobody", role: None, sees_plant: false, token: None, caller: None }];
        let here: &[SiteId] = &[site];
        let cases: [(&str, Role, &[SiteId]); 8] = [
            ("an administrator", Role::Admin, &[]),
            ("a supervisor", Role::Supervisor, here),
            ("a technician", Role::Technician, here),
            ("a client", Role::Client, here),
            ("a supervisor of another site", Role::Supervisor, &[elsewhere]),
            ("a technician of another site", Role::Technician, &[elsewhere]),
            ("a client of another site", Role::Client, &[elsewhere]),
            ("a supervisor of no site", Role::Supervisor, &[]),
        ];
        for (i, (name, role, sites)) in cases.into_iter().enumerate() {
            let login = format!("person{i}");
            let caller = world.person_with_password(&login, role, sites).await;
            let draft = SignInDraft { login, password: testkit::PASSWORD.into(), ..Default::default() };
            let client = Client { address: format!("192.0.2.{i}"), ..Default::default() };
            let signed = world.services.sessions().sign_in(&draft, &client).await.expect("signed in");
            people.push(Person {
                name,
                role: Some(role),
                sees_plant: role == Role::Admin || sites.contains(&site),
                token: Some(signed.tokens.access),
                caller: Some(caller),
            });
        }
        let mut one = ConnectOptions::new(world.url.clone());
        one.max_connections(1).sqlx_logging(false);
        let observer = Database::connect(one).await.expect("the same database");
        Self {
            world,
            observer,
            router,
            site,
            people,
            number: AtomicU32::new(0),
            last_upload: None.into(),
            last_view: None.into(),
        }
    }

    /// New rows in the plant; what can be requested is requested by that person.
    pub async fn fresh(&self, person: &Person) -> Fresh {
        let (w, site) = (&self.world, self.site);
        let number = self.number.fetch_add(1, Ordering::SeqCst);
        let mark = format!("MARK{number:05}");
        let equipment = w.equipment(site, &mark).await;
        let requested_by = person.caller.as_ref().filter(|_| person.sees_plant).and_then(Caller::user_id);
        let intervention = w
            .intervention_with(equipment, &mark, w.clock.now(), |i| i.requested_by = Set(requested_by))
            .await;
        // Deletion is tried on equipment without history; only clients need one to see it.
        let photographed = equipment;
        let equipment = match person.role {
            Some(Role::Client) => equipment,
            _ => w.equipment(site, &format!("{mark}B")).await,
        };
        let draft = EquipmentTypeDraft { name: format!("Type {number}"), ..Default::default() };
        let maintenance = MaintenanceTypeDraft {
            name: format!("Type {number}"),
            colour: "#0a5a7d".into(),
            icon: "wrench".into(),
            ..Default::default()
        };
        let code = FailureCodeDraft {
            kind: "cause".into(),
            code: mark.clone(),
            label_fr: "Usure".into(),
            label_en: "Wear".into(),
            ..Default::default()
        };
        let template = InterventionTemplateDraft {
            title: format!("Modèle {number}"),
            kind: "preventive".into(),
            priority: "low".into(),
            ..Default::default()
        };
        let template = w.services.intervention_templates().create(&w.admin, &template).await;
        let view = SavedViewDraft {
            list: "equipment".into(),
            name: format!("Filtre {number}"),
            query: String::new(),
        };
        let file = NewUpload {
            kind: ImportKind::Equipment,
            site_id: site,
            file_name: "e.csv".into(),
            mapping: None,
        };
        let (technician, absence) = self.technician(&mark).await;
        let team = TeamDraft { site_id: site.to_string(), name: mark.clone(), ..Default::default() };
        let (job, mail) = w.job_and_mail().await;
        let owner = person.caller.as_ref().unwrap_or(&w.admin);
        let photo = DocumentDraft {
            entity: "equipment".into(),
            // Not on the equipment whose deletion is tried.
            entity_id: photographed.to_string(),
            file_name: "photo.png".into(),
            ..Default::default()
        };
        let sender = match person.role {
            Some(role) if person.sees_plant && role.permissions().contains(Permission::DocumentWrite) => {
                owner
            }
            _ => &w.admin,
        };
        let upload = UploadDraft {
            document: DocumentDraft { file_name: "a.txt".into(), ..photo.clone() },
            size: "3".into(),
            ..Default::default()
        };
        let mut last = self.last_upload.lock().await;
        if let Some((sender, id)) = last.take() {
            // The call may have ended it.
            let _ = w.services.uploads().cancel(&sender, id).await;
        }
        let upload = w.services.uploads().create(sender, &upload).await.expect("begun").id;
        *last = Some((sender.clone(), upload));
        drop(last);
        let mut last = self.last_view.lock().await;
        if let Some((owner, id)) = last.take() {
            // The call may have deleted it.
            let _ = w.services.saved_views().delete(&owner, id).await;
        }
        let saved_view = w.services.saved_views().create(owner, &view).await.expect("a view");
        *last = Some((owner.clone(), saved_view));
        drop(last);
        let document = w.services.documents().upload_bytes(&w.admin, &photo, PIXEL).await.expect("sent").id;
        let template = template.expect("a template").id;
        let campaign = CampaignDraft {
            title: mark.clone(),
            due_on: w.clock.now().plus_seconds(30 * 86_400).to_string().chars().take(10).collect(),
            kind: "inspection".into(),
            priority: "low".into(),
            equipment_ids: vec![photographed],
            ..Default::default()
        };
        let campaign = w.services.campaigns().create(&w.admin, &campaign).await.expect("a campaign").row.id;
        Fresh {
            site,
            site_version: w.services.sites().get(&w.admin, site).await.expect("the plant").version,
            user: w.admin.user_id().expect("a person"),
            line: w.line(site, &mark).await,
            kind: w.services.equipment_types().create(&w.admin, &draft).await.expect("a type").id,
            maintenance: w
                .services
                .maintenance_types()
                .create(&w.admin, &maintenance)
                .await
                .expect("a type")
                .id,
            failure_code: w.services.failure_codes().create(&w.admin, &code).await.expect("a code").id,
            failure: w.failure_of(photographed, intervention).await,
            template,
            campaign,
            technician,
            team: w.services.teams().create(&w.admin, &team).await.expect("a team").id,
            absence,
            equipment,
            intervention,
            document,
            upload,
            saved_view,
            import: w
                .services
                .imports()
                .upload_bytes(&w.admin, file, b"Code,Nom\nX,M\n")
                .await
                .expect("sent")
                .id,
            job,
            mail,
            mark,
        }
    }

    /// A technician with a week of shifts, and the absence that they propose.
    async fn technician(&self, name: &str) -> (UserId, AbsenceId) {
        let (w, team) = (&self.world, self.world.services.team());
        let person = w.person(&name.to_lowercase(), Role::Technician, &[self.site]).await;
        let id = person.user_id().expect("a person");
        let shifts = ShiftsDraft { valid_from: "2026-01-05".into(), ..Default::default() };
        team.set_shifts(&w.admin, id, &shifts).await.expect("a week");
        let leave =
            AbsenceDraft { kind: "leave".into(), first_day: "2027-03-01".into(), ..Default::default() };
        let absence = team.add_absence(&person, &leave).await.expect("proposed").id;
        (id, absence)
    }

    /// Another text after every change: SQLite counts the commits of other connections, and on PostgreSQL
    /// no change is without its entry in the audit trail.
    pub async fn fingerprint(&self) -> String {
        let (backend, sql) = match self.world.engine {
            Engine::Sqlite => (DbBackend::Sqlite, "PRAGMA data_version"),
            Engine::Postgres => {
                (DbBackend::Postgres, "SELECT count(*) + (SELECT count(*) FROM events) FROM audit_entries")
            }
        };
        let row = self.observer.query_one_raw(Statement::from_string(backend, sql)).await;
        let row = row.expect("the database answers").expect("a row");
        match self.world.engine {
            Engine::Sqlite => row.try_get_by_index::<i32>(0).expect("a number").to_string(),
            Engine::Postgres => row.try_get_by_index::<i64>(0).expect("a number").to_string(),
        }
    }

    /// How many changes the audit trail tells.
    pub async fn audited(&self) -> i64 {
        let backend = match self.world.engine {
            Engine::Sqlite => DbBackend::Sqlite,
            Engine::Postgres => DbBackend::Postgres,
        };
        let count = Statement::from_string(backend, "SELECT count(*) FROM audit_entries");
        let row = self.observer.query_one_raw(count).await.expect("the database answers").expect("a row");
        row.try_get_by_index::<i64>(0).expect("a number")
    }

    /// The answer's status and body.
    pub async fn call(&self, call: &Call, person: &Person, fresh: &Fresh) -> (StatusCode, String) {
        let response = self.answer(call, person, fresh).await;
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 10_000_000).await.expect("a body");
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    /// The answer.
    pub async fn answer(&self, call: &Call, person: &Person, fresh: &Fresh) -> http::Response<Body> {
        let Request { uri, content_type, body } = (call.make)(fresh);
        let mut request = http::Request::builder()
            .method(call.method.clone())
            .uri(uri)
            .header(header::HOST, "vigie.test")
            .header(header::ACCEPT, "application/json");
        if !content_type.is_empty() {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        if let Some(token) = &person.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::from(body)).expect("a request");
        self.router.clone().oneshot(request).await.expect("an answer")
    }
}
