//! Calls of the earlier back end, in its own words: `titre`, `statut`, `technicien_id`. They are served by the same use
//! cases, and are not in the OpenAPI document.

use super::{
    input::{Fields, Id},
    interventions,
};
use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Json, Router,
    extract::{RawQuery, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, put},
};
use domain::{
    Caller, Error, FieldCode, FieldErrors, InterventionId, Role, UserId,
    intervention::{
        AssignDraft, InterventionDetail, InterventionDraft, InterventionKind, InterventionStatus, Priority,
        ReasonDraft,
    },
    user::{ExperienceLevel, UserQuery, UserRow},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use services::Services;

/// Under `/api/v1`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/api/v1/maintenance/interventions", get(interventions::list).post(interventions::create))
        .route("/api/v1/maintenance/interventions/{id}/validate", put(validate))
        .route("/api/v1/interventions/{id}/assign", put(assign))
        .route("/api/v1/techniciens", get(technicians).post(add_technician))
}

/// A new intervention.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Create {
    titre: String,
    description: String,
    type_intervention: String,
    priorite: String,
    urgence: Option<bool>,
    date_limite: Option<String>,
    equipement_id: Option<i64>,
}

pub(super) fn is_create(fields: &Fields) -> bool {
    fields.has("titre") || fields.has("equipement_id")
}

/// # Errors
/// 422 with the names of the earlier fields.
pub(super) async fn create(by: &Caller, s: &Services, fields: &Fields) -> RestResult<Response> {
    let new: Create = fields.draft()?;
    let length = new.description.trim().chars().count();
    if (1..10).contains(&length) {
        return Err(RestError::field("description", FieldCode::TooShort { min: 10 }));
    }
    let kind = kind(&new.type_intervention)
        .ok_or_else(|| RestError::field("type_intervention", FieldCode::UnknownValue))?;
    let priority =
        priority(&new.priorite).ok_or_else(|| RestError::field("priorite", FieldCode::UnknownValue))?;
    let priority = if new.urgence == Some(true) { Priority::Urgent } else { priority };
    let draft = InterventionDraft {
        equipment_id: new.equipement_id.map(|id| id.to_string()).unwrap_or_default(),
        title: new.titre,
        description: new.description,
        kind: kind.to_string(),
        priority: priority.to_string(),
        due: new.date_limite.unwrap_or_default(),
        ..Default::default()
    };
    let made = s.interventions().create(by, &draft).await.map_err(renamed)?;
    Ok((StatusCode::CREATED, Json(told(&made, by.user_id()))).into_response())
}

/// An intervention in the earlier words.
fn told(i: &InterventionDetail, creator: Option<UserId>) -> Value {
    json!({
        "id": i.row.id,
        "numero": i.row.code,
        "titre": i.row.title,
        "description": i.description,
        "type_intervention": i.row.kind,
        "statut": status(i.row.status),
        "priorite": i.row.priority,
        "urgence": i.row.priority == Priority::Urgent,
        "date_creation": i.created_at,
        "date_limite": i.row.due_at,
        "createur_id": creator,
        "equipement_id": i.row.equipment.id,
        "equipement": {
            "id": i.row.equipment.id, "nom": i.row.equipment.name, "localisation": i.row.site.name,
        },
    })
}

const fn status(status: InterventionStatus) -> &'static str {
    match status {
        InterventionStatus::Open => "ouverte",
        InterventionStatus::Assigned => "affectee",
        InterventionStatus::InProgress => "en_cours",
        InterventionStatus::OnHold => "en_attente",
        InterventionStatus::Completed => "terminee",
        InterventionStatus::Closed => "cloturee",
        InterventionStatus::Archived => "archivee",
        InterventionStatus::Cancelled => "annulee",
    }
}

fn kind(text: &str) -> Option<InterventionKind> {
    match domain::text::fold(text.trim()).as_str() {
        "corrective" | "curative" | "" => Some(InterventionKind::Corrective),
        "predictive" => Some(InterventionKind::Predictive),
        other => other.parse().ok(),
    }
}

fn priority(text: &str) -> Option<Priority> {
    match domain::text::fold(text.trim()).as_str() {
        "critique" | "urgente" | "critical" => Some(Priority::Urgent),
        "haute" => Some(Priority::High),
        "normale" | "moyenne" | "normal" | "" => Some(Priority::Medium),
        "basse" => Some(Priority::Low),
        other => other.parse().ok(),
    }
}

/// Errors at the fields of the earlier names.
fn renamed(error: Error) -> RestError {
    let Error::Invalid(FieldErrors(mut errors)) = error else { return error.into() };
    for error in &mut errors {
        let name = match error.field.as_str() {
            "title" => "titre",
            "equipment_id" => "equipement_id",
            "due" => "date_limite",
            "technicians" | "lead" => "technicien_id",
            "planned" => "date_planifiee",
            "estimated_minutes" => "duree_estimee",
            "specialty" => "specialite",
            "skills" => "competences",
            "experience_level" => "niveau_experience",
            _ => continue,
        };
        error.field = name.to_owned();
    }
    Error::Invalid(FieldErrors(errors)).into()
}

/// Who is to do it. The earlier status `planifiee` is `assigned` here.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Assign {
    technicien_id: Option<i64>,
    date_planifiee: Option<String>,
    /// Minutes.
    duree_estimee: Option<i64>,
}

async fn assign(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Response> {
    if !fields.has("technicien_id") {
        let detail = s.interventions().assign(&by, id, &fields.draft()?).await?;
        return Ok(Json(detail).into_response());
    }
    let new: Assign = fields.draft()?;
    let draft = AssignDraft {
        technicians: new.technicien_id.map(UserId).into_iter().collect(),
        planned: new.date_planifiee.unwrap_or_default(),
        estimated_minutes: new.duree_estimee.map(|minutes| minutes.to_string()).unwrap_or_default(),
        ..Default::default()
    };
    let detail = s.interventions().assign(&by, id, &draft).await.map_err(renamed)?;
    let technician = detail.row.lead.as_ref().map(|lead| json!({ "id": lead.id, "nom": lead.name }));
    let status = match detail.row.status {
        InterventionStatus::Assigned => "planifiee",
        other => status(other),
    };
    let answer = json!({
        "id": detail.row.id,
        "statut": status,
        "technicien": technician,
        "planning": {
            "date_planifiee": detail.row.planned_at, "duree_estimee": detail.estimated_minutes,
        },
    });
    Ok(Json(answer).into_response())
}

async fn validate(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
) -> RestResult<Json<Value>> {
    let detail = s.interventions().validate(&by, id, &ReasonDraft::default()).await?;
    Ok(Json(json!({
        "id": detail.row.id,
        "statut": status(detail.row.status),
        "is_validated": true,
        "validated_by": detail.validated_by,
        "validated_at": detail.validated_at,
    })))
}

/// Technicians of the caller's sites.
async fn technicians(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Value>> {
    let mut query = RestError::unless_read(UserQuery::from_url(query.as_deref().unwrap_or_default()))?;
    query.role = vec![Role::Technician];
    let page = s.users().list(&by, &query).await?;
    let data: Vec<Value> = page.data.iter().map(technician).collect();
    Ok(Json(json!({ "data": data, "pagination": page.pagination })))
}

fn technician(row: &UserRow) -> Value {
    let known = row.technician.clone().unwrap_or_default();
    json!({
        "id": row.user.id,
        "user_id": row.user.id,
        "nom": row.user.last_name,
        "prenom": row.user.first_name,
        "email": row.user.email,
        "specialite": known.specialty,
        "competences": known.skills,
        "niveau_experience": known.experience_level,
        "disponibilite": row.user.is_active,
    })
}

/// What somebody with the role of a technician can do.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct AddTechnician {
    user_id: Option<i64>,
    specialite: String,
    competences: Vec<String>,
    niveau_experience: String,
}

async fn add_technician(
    By(by): By,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<(StatusCode, Json<Value>)> {
    let new: AddTechnician = fields.draft()?;
    let Some(id) = new.user_id.map(UserId) else {
        return Err(RestError::field("user_id", FieldCode::Required));
    };
    let mut draft = s.users().draft(&by, id).await?;
    // A record of a technician is only made for somebody with that role.
    if draft.role != Role::Technician.as_str() {
        return Err(RestError::field("user_id", FieldCode::NotAllowed));
    }
    draft.specialty = new.specialite;
    draft.skills = new.competences;
    draft.experience_level = level(&new.niveau_experience);
    let detail = s.users().update(&by, id, &draft).await.map_err(renamed)?;
    let row = UserRow { user: detail.user, last_login_local: None, technician: detail.technician };
    Ok((StatusCode::CREATED, Json(technician(&row))))
}

fn level(text: &str) -> String {
    let known = match domain::text::fold(text.trim()).as_str() {
        "debutant" => ExperienceLevel::Junior,
        "intermediaire" => ExperienceLevel::Intermediate,
        "confirme" => ExperienceLevel::Senior,
        _ => return text.to_owned(),
    };
    known.to_string()
}
