//! The OpenAPI document: made of the handlers' own descriptions, so that it cannot drift from them.

use crate::edge::problem::Problem;
use axum::http::{Method, StatusCode};
use domain::record::{Field, RECORDS};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self, ContentBuilder, ObjectBuilder, PathItem, Ref, RefOr, ResponseBuilder,
        path::{Operation, ParameterBuilder, ParameterIn},
        schema::{Schema, Type},
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
    },
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Vigie",
        description = "Maintenance of industrial equipment. Sign in with `POST /api/v1/auth/login` and send \
                       the access token as `Authorization: Bearer …`. Lists answer `data` and `pagination`; \
                       errors are problem documents (RFC 9457) in the language of `Accept-Language`."
    ),
    components(schemas(Problem)),
    tags(
        (name = "auth", description = "Signing in and out"),
        (name = "users", description = "People with an account"),
        (name = "sites", description = "Plants"),
        (name = "production lines", description = "Machines of a site that work one after the other"),
        (name = "equipment types", description = "Families of equipment"),
        (name = "maintenance types", description = "Kinds of maintenance work, with their colours"),
        (name = "failure codes", description = "Words that failures are diagnosed with"),
        (name = "equipment", description = "Machines and their components"),
        (name = "failures", description = "Breakdowns and degradations, and what they were"),
        (name = "interventions", description = "Work orders"),
        (name = "notifications", description = "What you are told of"),
        (name = "checklists", description = "Steps of interventions, and their answers"),
        (name = "intervention templates", description = "Work that is done again and again"),
        (name = "technicians", description = "People who work, their teams, weeks of shifts and absences"),
        (name = "campaigns", description = "One action over many machines"),
        (name = "documents", description = "Files on equipment and interventions"),
        (name = "imports", description = "History from files"),
        (name = "jobs", description = "Work outside of requests"),
        (name = "mails", description = "The outbox"),
        (name = "settings", description = "What an administrator tells the platform"),
        (name = "mail templates", description = "The words of mails"),
        (name = "audit", description = "What was done, by whom"),
        (name = "health", description = "State of the running server"),
    ),
    modifiers(&Common)
)]
struct Head;

/// What all operations have in common.
struct Common;

impl Modify for Common {
    fn modify(&self, api: &mut openapi::OpenApi) {
        let bearer = Http::builder().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        api.components.get_or_insert_default().add_security_scheme("bearer", SecurityScheme::Http(bearer));
        api.security = Some(vec![SecurityRequirement::new("bearer", [] as [&str; 0])]);
    }
}

/// The document without its operations.
pub(super) fn head() -> openapi::OpenApi {
    Head::openapi()
}

/// The whole document.
pub fn openapi() -> openapi::OpenApi {
    let mut api = super::routes().into_openapi();
    for record in RECORDS {
        limit(&mut api, record.schema, record.fields);
    }
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in all(item) {
            operation.operation_id = Some(operation_id(&method, path));
            describe(&method, operation);
        }
    }
    api
}

/// Says how long the texts of a draft may be, from the record's list of fields.
fn limit(api: &mut openapi::OpenApi, schema: &str, fields: &[Field]) {
    let schemas = api.components.as_mut().map(|components| &mut components.schemas);
    let Some(RefOr::T(Schema::Object(draft))) = schemas.and_then(|all| all.get_mut(schema)) else { return };
    for field in fields {
        if let Some(RefOr::T(Schema::Object(property))) = draft.properties.get_mut(field.name) {
            property.max_length = field.max().map(|max| max as usize);
        }
    }
}

/// Every operation: what a test of access has to cover.
pub fn operations() -> Vec<(Method, String)> {
    let mut api = openapi();
    let mut found = vec![];
    for (path, item) in &mut api.paths.paths {
        found.extend(all(item).into_iter().map(|(method, _)| (method, path.clone())));
    }
    found
}

/// A path's operations.
fn all(item: &mut PathItem) -> Vec<(Method, &mut Operation)> {
    let PathItem { get, head, put, post, delete, patch, .. } = item;
    [
        (Method::GET, get),
        (Method::HEAD, head),
        (Method::POST, post),
        (Method::PUT, put),
        (Method::PATCH, patch),
        (Method::DELETE, delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
    .collect()
}

/// `get_equipment_id_components`: unique, as generators of clients need it.
fn operation_id(method: &Method, path: &str) -> String {
    let words = path.trim_start_matches("/api/v1/").split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|w| !w.is_empty()).collect();
    format!("{}_{}", method.as_str().to_ascii_lowercase(), words.join("_"))
}

/// Adds what every operation has: the problem document, and the key of those that create.
fn describe(method: &Method, operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            let phrase = status.parse().ok().and_then(|s: StatusCode| s.canonical_reason());
            response.description = phrase.unwrap_or("Answer").to_owned();
        }
    }
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let problem = ResponseBuilder::new()
        .description("Why it was not done")
        .content("application/problem+json", content)
        .build();
    operation.responses.responses.insert("default".into(), RefOr::T(problem));
    let takes_file = match &operation.request_body {
        Some(RefOr::T(body)) => body.content.contains_key("multipart/form-data"),
        _ => false,
    };
    if *method == Method::POST && !takes_file {
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .description(Some(
                "A request sent again with the same key and body has no second effect and gets the first \
                 answer, for 24 hours.",
            ))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String).max_length(Some(200))))
            .build();
        operation.parameters.get_or_insert_default().push(RefOr::T(key));
    }
}
