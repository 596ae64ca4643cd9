//! Parameters of lists, for the OpenAPI document. They are read by the queries of `domain`.

use domain::{
    Date, Noun,
    audit::Action,
    equipment::{Criticality, EquipmentState},
    intervention::{DueWithin, InterventionKind, InterventionStatus, Priority},
    job::{JobKind, JobState},
    mail::{MailState, MailTemplate},
    notification::{NotificationKind, NotificationType},
};
use utoipa::IntoParams;

/// Which part of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct WindowParams {
    /// Rows of a page, 1 to 200; 50 unless given.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// Rows to skip.
    #[param(minimum = 0, maximum = 1_000_000_000)]
    offset: Option<u64>,
}

/// Filters, order and page of an equipment list. Several values are separated by commas.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct EquipmentParams {
    /// Words that must all be found in code, name, model, serial number or manufacturer.
    q: Option<String>,
    #[param(style = Form, explode = false)]
    site: Option<Vec<i64>>,
    #[param(style = Form, explode = false)]
    line: Option<Vec<i64>>,
    #[param(style = Form, explode = false)]
    r#type: Option<Vec<i64>>,
    #[param(style = Form, explode = false)]
    state: Option<Vec<EquipmentState>>,
    #[param(style = Form, explode = false)]
    criticality: Option<Vec<Criticality>>,
    /// Show what is out of service for good, and only that.
    retired: Option<bool>,
    /// `code`, `name`, `state`, `criticality`, `in_service`, `interventions` or `updated`; `-` before it turns
    /// the order.
    #[param(example = "-criticality")]
    sort: Option<String>,
    /// Rows of a page, 1 to 200; 50 unless given.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// Rows to skip; a cursor is faster.
    #[param(minimum = 0, maximum = 1_000_000_000)]
    offset: Option<u64>,
    /// `next_cursor` or `prev_cursor` of another page of the same list.
    cursor: Option<String>,
}

/// Filters, order and page of an intervention list. Several values are separated by commas.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct InterventionParams {
    /// Words that must all be found in code, title, description, report or the machine’s code, name, model, serial number or manufacturer.
    q: Option<String>,
    #[param(style = Form, explode = false)]
    site: Option<Vec<i64>>,
    #[param(style = Form, explode = false)]
    equipment: Option<Vec<i64>>,
    #[param(style = Form, explode = false)]
    kind: Option<Vec<InterventionKind>>,
    #[param(style = Form, explode = false)]
    status: Option<Vec<InterventionStatus>>,
    #[param(style = Form, explode = false)]
    priority: Option<Vec<Priority>>,
    /// Reported on this day of the site or later.
    from: Option<Date>,
    /// Reported on this day of the site or earlier.
    to: Option<Date>,
    /// Of one import.
    import: Option<i64>,
    /// Assigned to one of these people.
    #[param(style = Form, explode = false)]
    technician: Option<Vec<i64>>,
    /// Assigned to the caller; of a client, reported or followed by them.
    mine: Option<bool>,
    /// Still to be done after the deadline.
    late: Option<bool>,
    /// Still to be done, today or within 7 or 30 days of the site.
    due: Option<DueWithin>,
    /// Of this campaign.
    campaign: Option<i64>,
    /// `reported`, `code`, `cost`, `priority`, `due` or `planned`; `-` before it turns the order.
    #[param(example = "-reported")]
    sort: Option<String>,
    /// Rows of a page, 1 to 200; 50 unless given.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// Rows to skip; a cursor is faster.
    #[param(minimum = 0, maximum = 1_000_000_000)]
    offset: Option<u64>,
    /// `next_cursor` or `prev_cursor` of another page of the same list.
    cursor: Option<String>,
}

/// Filters and page of the jobs. Several values are separated by commas.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct JobParams {
    #[param(style = Form, explode = false)]
    state: Option<Vec<JobState>>,
    #[param(style = Form, explode = false)]
    kind: Option<Vec<JobKind>>,
    /// Rows of a page, 1 to 200; 50 unless given.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// Rows to skip; a cursor is faster.
    #[param(minimum = 0, maximum = 1_000_000_000)]
    offset: Option<u64>,
    /// `next_cursor` or `prev_cursor` of another page of the same list.
    cursor: Option<String>,
}

/// Filters and page of the outbox. Several values are separated by commas.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct MailParams {
    /// Words that must all be found in the recipient or the subject.
    q: Option<String>,
    #[param(style = Form, explode = false)]
    state: Option<Vec<MailState>>,
    #[param(style = Form, explode = false)]
    template: Option<Vec<MailTemplate>>,
    /// Rows of a page, 1 to 200; 50 unless given.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// Rows to skip; a cursor is faster.
    #[param(minimum = 0, maximum = 1_000_000_000)]
    offset: Option<u64>,
    /// `next_cursor` or `prev_cursor` of another page of the same list.
    cursor: Option<String>,
}

/// Filters and page of the audit trail. Several values are separated by commas.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct AuditParams {
    /// The whole username, or the name of a part of the program.
    actor: Option<String>,
    /// The person, whatever they were called then.
    user: Option<i64>,
    #[param(style = Form, explode = false)]
    action: Option<Vec<Action>>,
    #[param(style = Form, explode = false)]
    entity: Option<Vec<Noun>>,
    /// Of one row, beside its `entity`.
    entity_id: Option<i64>,
    #[param(style = Form, explode = false)]
    site: Option<Vec<i64>>,
    /// On this day of the plant or later.
    from: Option<Date>,
    /// On this day of the plant or earlier.
    to: Option<Date>,
    /// Rows of a page, 1 to 200; 50 unless given.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// Rows to skip; a cursor is faster.
    #[param(minimum = 0, maximum = 1_000_000_000)]
    offset: Option<u64>,
    /// `next_cursor` or `prev_cursor` of another page of the same list.
    cursor: Option<String>,
}

/// Filters and page of the notifications. Several values are separated by commas.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct NotificationParams {
    /// Only those that were read, or only those that wait to be read.
    read: Option<bool>,
    /// Another name of `read`.
    lue: Option<bool>,
    /// `true`: only those that wait to be read.
    unread: Option<bool>,
    #[param(style = Form, explode = false)]
    kind: Option<Vec<NotificationKind>>,
    #[param(style = Form, explode = false)]
    r#type: Option<Vec<NotificationType>>,
    /// About this intervention.
    intervention: Option<i64>,
    /// Rows of a page, 1 to 200; 50 unless given.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` or `prev_cursor` of another page of the same list.
    cursor: Option<String>,
}
