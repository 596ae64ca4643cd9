//! A plant whose every text is markup, to prove that no page lets it out of its place.

use crate::World;
use domain::{
    CampaignId, DocumentId, EquipmentId, EquipmentTypeId, FailureCodeId, FailureId, ImportId, InterventionId,
    LineId, MailId, MaintenanceTypeId, RegistrationId, Role, SiteId, TeamId, TemplateId, UserId,
    campaign::CampaignStatus,
    document::DocumentDraft,
    equipment_type::EquipmentTypeDraft,
    failure_code::FailureCodeDraft,
    import::ImportKind,
    intervention::{InterventionKind, Priority},
    notification::{NotificationKind, NotificationType},
    saved_view::SavedViewDraft,
    team::{AbsenceDraft, AbsenceState, TeamDraft},
    user::{Language, Theme},
};
use entity::{
    absence, campaign, campaign_machine, campaign_site, document, equipment, equipment_type, failure,
    failure_code, import, intervention, job, mail, maintenance_type, notification, production_line,
    registration, saved_view, site, skill, technician, technician_skill, user,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::Expr,
};
use services::NewUpload;

/// Ends a title, were it written as it is, and opens an element that no page has.
pub const MARKUP: &str = "</title><x>";

/// One row of each kind; all their texts are [`MARKUP`] or hold it.
pub struct Marked {
    pub site: SiteId,
    pub line: LineId,
    pub kind: EquipmentTypeId,
    pub maintenance: MaintenanceTypeId,
    pub code: FailureCodeId,
    pub failure: FailureId,
    pub template: TemplateId,
    pub team: TeamId,
    pub campaign: CampaignId,
    pub equipment: EquipmentId,
    pub intervention: InterventionId,
    pub document: DocumentId,
    pub import: ImportId,
    pub mail: MailId,
    pub user: UserId,
    pub registration: RegistrationId,
}

impl World {
    async fn marked_code(&self, kind: EquipmentTypeId) -> FailureCodeId {
        let draft = FailureCodeDraft {
            kind: "mode".into(),
            equipment_type_id: kind.to_string(),
            code: "X".into(),
            label_fr: MARKUP.into(),
            label_en: MARKUP.into(),
            ..Default::default()
        };
        self.services.failure_codes().create(&self.admin, &draft).await.expect("a code").id
    }

    /// A campaign to which an intervention belongs that is there already.
    async fn marked_campaign(
        &self,
        site: SiteId,
        equipment: EquipmentId,
        intervention: InterventionId,
    ) -> CampaignId {
        let now = self.clock.now();
        let row = campaign::ActiveModel {
            title: Set(MARKUP.into()),
            description: Set(Some(MARKUP.into())),
            due_on: Set("2999-06-30".parse().expect("a day")),
            kind: Set(InterventionKind::Inspection),
            priority: Set(Priority::Low),
            stops_equipment: Set(false),
            status: Set(CampaignStatus::Open),
            reason: Set(Some(MARKUP.into())),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        let id = row.insert(&self.db).await.expect("a campaign").id;
        let place =
            campaign_site::ActiveModel { campaign_id: Set(id), site_id: Set(site), ..Default::default() };
        place.insert(&self.db).await.expect("its site");
        let machine = campaign_machine::ActiveModel {
            campaign_id: Set(id),
            site_id: Set(site),
            equipment_id: Set(equipment),
            intervention_id: Set(intervention),
            added_at: Set(now),
            ..Default::default()
        };
        machine.insert(&self.db).await.expect("its machine");
        id
    }

    /// Written to the administrator, who looks at the pages, about the machine.
    async fn marked_message(&self, site: SiteId, equipment: EquipmentId) {
        let now = self.clock.now();
        let row = notification::ActiveModel {
            user_id: Set(self.admin.user_id().expect("a person")),
            kind: Set(NotificationKind::Message),
            site_id: Set(site),
            equipment_id: Set(Some(equipment)),
            meant: Set(Some(NotificationType::Warning)),
            code: Set(MARKUP.into()),
            title: Set(MARKUP.into()),
            equipment_code: Set(MARKUP.into()),
            actor: Set(MARKUP.into()),
            remark: Set(Some(MARKUP.into())),
            changes: Set(1),
            at: Set(now),
            created_at: Set(Some(now)),
            ..Default::default()
        };
        row.insert(&self.db).await.expect("a message");
    }

    /// Makes the plant. What use cases refuse is written behind their backs: it may be there from before they did.
    pub async fn marked(&self) -> Marked {
        let (services, admin) = (&self.services, &self.admin);
        let site = self.site("S").await;
        let line = self.line(site, "L").await;
        let draft = EquipmentTypeDraft { name: MARKUP.into(), ..Default::default() };
        let kind = services.equipment_types().create(admin, &draft).await.expect("a type").id;
        let step =
            domain::checklist::StepDraft { label: MARKUP.into(), kind: "tick".into(), ..Default::default() };
        let template = domain::intervention_template::InterventionTemplateDraft {
            title: MARKUP.into(),
            kind: "preventive".into(),
            priority: "low".into(),
            description: MARKUP.into(),
            steps: vec![step],
            ..Default::default()
        };
        let template =
            services.intervention_templates().create(admin, &template).await.expect("a template").id;
        let detail = self.equipment_with(site, "E", |draft| {
            draft.name = MARKUP.into();
            draft.line_id = line.to_string();
            draft.type_id = kind.to_string();
        });
        let equipment = detail.await.row.id;
        let intervention = self.intervention(equipment, MARKUP, self.clock.now()).await;
        let campaign = self.marked_campaign(site, equipment, intervention).await;
        self.marked_message(site, equipment).await;
        let code = self.marked_code(kind).await;
        let failure = self.failure_of(equipment, intervention).await;
        let diagnosed =
            failure::ActiveModel { id: Set(failure), mode_id: Set(Some(code)), ..Default::default() };
        diagnosed.update(&self.db).await.expect("diagnosed");
        let of_it = DocumentDraft {
            entity: "equipment".into(),
            entity_id: equipment.to_string(),
            file_name: "a.txt".into(),
            ..Default::default()
        };
        let document = services.documents().upload_bytes(admin, &of_it, b"a text").await.expect("sent").id;
        let file = NewUpload {
            kind: ImportKind::Equipment,
            site_id: site,
            file_name: "e.csv".into(),
            mapping: None,
        };
        let rows = format!("Code,Nom,{MARKUP}\n{MARKUP},{MARKUP},{MARKUP}\n");
        let import = services.imports().upload_bytes(admin, file, rows.as_bytes()).await.expect("sent").id;
        let (_, mail) = self.job_and_mail().await;
        let view = SavedViewDraft { list: "equipment".into(), name: MARKUP.into(), query: "q=x".into() };
        services.saved_views().create(admin, &view).await.expect("a view");
        let user = self.marked_person(site).await;
        let team = self.marked_team(site, user).await;
        let registration = self.marked_registration().await;
        self.mark::<site::Entity>(&[
            site::Column::Code,
            site::Column::Name,
            site::Column::Location,
            site::Column::Description,
        ])
        .await;
        self.mark::<production_line::Entity>(&[
            production_line::Column::Code,
            production_line::Column::Name,
            production_line::Column::Description,
        ])
        .await;
        self.mark::<equipment_type::Entity>(&[
            equipment_type::Column::Name,
            equipment_type::Column::Description,
        ])
        .await;
        self.mark::<maintenance_type::Entity>(&[
            maintenance_type::Column::Name,
            maintenance_type::Column::Description,
        ])
        .await;
        let maintenance =
            maintenance_type::Entity::find().one(&self.db).await.expect("read").expect("a type").id;
        self.mark::<failure_code::Entity>(&[
            failure_code::Column::Code,
            failure_code::Column::LabelFr,
            failure_code::Column::LabelEn,
        ])
        .await;
        self.mark::<equipment::Entity>(&[
            equipment::Column::Code,
            equipment::Column::Name,
            equipment::Column::Model,
            equipment::Column::SerialNumber,
            equipment::Column::Manufacturer,
            equipment::Column::StateReason,
            equipment::Column::Notes,
        ])
        .await;
        let specifications = format!(r#"[{{"key":"{MARKUP}","value":"{MARKUP}","unit":"{MARKUP}"}}]"#);
        equipment::Entity::update_many()
            .col_expr(equipment::Column::Specifications, Expr::value(specifications))
            .exec(&self.db)
            .await
            .expect("specifications");
        self.mark::<intervention::Entity>(&[
            intervention::Column::Code,
            intervention::Column::Title,
            intervention::Column::Description,
            intervention::Column::Report,
            intervention::Column::ExternalRef,
        ])
        .await;
        self.mark::<document::Entity>(&[document::Column::FileName]).await;
        self.mark::<import::Entity>(&[import::Column::FileName]).await;
        self.mark::<mail::Entity>(&[
            mail::Column::ToName,
            mail::Column::ToEmail,
            mail::Column::Subject,
            mail::Column::Text,
            mail::Column::LastAnswer,
        ])
        .await;
        self.mark::<job::Entity>(&[job::Column::LastError]).await;
        self.mark::<saved_view::Entity>(&[saved_view::Column::Name]).await;
        self.mark::<user::Entity>(&[user::Column::FirstName, user::Column::LastName]).await;
        Marked {
            site,
            line,
            kind,
            maintenance,
            code,
            failure,
            template,
            team,
            campaign,
            equipment,
            intervention,
            document,
            import,
            mail,
            user,
            registration,
        }
    }

    /// Sets these columns of every row to [`MARKUP`].
    async fn mark<E: EntityTrait>(&self, columns: &[E::Column]) {
        let all = E::update_many();
        let marked = columns.iter().fold(all, |rows, column| rows.col_expr(*column, Expr::value(MARKUP)));
        marked.exec(&self.db).await.expect("columns of text");
    }

    /// A technician with a skill. Everybody's names are marked in the end.
    async fn marked_person(&self, site: SiteId) -> UserId {
        let person = self.person("marked", Role::Technician, &[site]).await;
        let id = person.user_id().expect("a person");
        user::Entity::update_many()
            .col_expr(user::Column::Username, Expr::value(MARKUP))
            .col_expr(user::Column::Email, Expr::value(MARKUP))
            .col_expr(user::Column::Theme, Expr::value(Theme::Dark))
            .filter(user::Column::Id.eq(id))
            .exec(&self.db)
            .await
            .expect("a user");
        let row = technician::ActiveModel {
            id: NotSet,
            user_id: Set(id),
            specialty: Set(Some(MARKUP.into())),
            experience_level: Set(None),
            phone: Set(Some(MARKUP.into())),
            version: Set(1),
            ..Default::default()
        };
        let technician = row.insert(&self.db).await.expect("a technician").id;
        let skill = skill::ActiveModel { id: NotSet, name: Set(MARKUP.into()), folded: Set(MARKUP.into()) };
        let skill = skill.insert(&self.db).await.expect("a skill").id;
        let row = technician_skill::ActiveModel {
            id: NotSet,
            technician_id: Set(technician),
            skill_id: Set(skill),
            certificate: Set(Some(MARKUP.into())),
            ..Default::default()
        };
        row.insert(&self.db).await.expect("their skill");
        id
    }

    /// A team with the person in it, and an absence that they propose.
    async fn marked_team(&self, site: SiteId, person: UserId) -> TeamId {
        let draft = TeamDraft { site_id: site.to_string(), name: MARKUP.into(), ..Default::default() };
        let team = self.services.teams().create(&self.admin, &draft).await.expect("a team").id;
        technician::Entity::update_many()
            .col_expr(technician::Column::TeamId, Expr::value(team))
            .exec(&self.db)
            .await
            .expect("a member");
        let leave = AbsenceDraft {
            user_id: person.to_string(),
            kind: "leave".into(),
            first_day: "2026-12-07".into(),
            remark: MARKUP.into(),
            ..Default::default()
        };
        self.services.team().add_absence(&self.admin, &leave).await.expect("an absence");
        self.mark::<absence::Entity>(&[absence::Column::Remark, absence::Column::Reason]).await;
        absence::Entity::update_many()
            .col_expr(absence::Column::State, Expr::value(AbsenceState::Proposed))
            .exec(&self.db)
            .await
            .expect("a proposal");
        team
    }

    /// A request for an account that waits to be decided.
    async fn marked_registration(&self) -> RegistrationId {
        let now = self.clock.now();
        let row = registration::ActiveModel {
            id: NotSet,
            email: Set(MARKUP.into()),
            first_name: Set(MARKUP.into()),
            last_name: Set(MARKUP.into()),
            role: Set(Role::Technician),
            language: Set(Language::Fr),
            password_hash: Set("unusable".into()),
            token_hash: Set(None),
            created_at: Set(now),
            confirmed_at: Set(Some(now)),
            expires_at: Set(now.plus_seconds(86_400)),
        };
        row.insert(&self.db).await.expect("a request").id
    }
}
