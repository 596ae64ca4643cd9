//! Whether the server runs and is ready, for people, for proxies and for Prometheus.

use crate::{
    AppState,
    error::{By, RestResult},
    session::bearer,
};
use axum::{
    Json, Router,
    extract::{ConnectInfo, FromRequestParts, State},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing,
};
use domain::{Caller, Error, Permission, Timestamp};
use serde::Serialize;
use services::Engine;
use sha2::{Digest, Sha256};
use std::{
    net::SocketAddr,
    sync::LazyLock,
    time::{Duration, Instant},
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

const SERVICE: &str = "vigie";
/// A probe gets its answer even when the database does not.
const PATIENCE: Duration = Duration::from_secs(2);
static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The addresses at the root, where proxies and Prometheus look by habit.
pub fn router() -> Router<AppState> {
    LazyLock::force(&STARTED);
    Router::new()
        .route("/health", routing::get(health))
        .route("/health/live", routing::get(live))
        .route("/health/ready", routing::get(ready))
        .route("/health/detailed", routing::get(detailed))
        .route("/metrics", routing::get(metrics))
}

/// The same under the API.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(health))
        .routes(routes!(live))
        .routes(routes!(ready))
        .routes(routes!(database))
        .routes(routes!(detailed))
        .routes(routes!(metrics))
}

/// The short answer.
#[derive(Serialize, ToSchema)]
struct Status {
    /// `ok`, or `unavailable` when the database does not answer or the server is about to end.
    #[schema(example = "ok")]
    status: &'static str,
    timestamp: Timestamp,
    #[schema(example = "vigie")]
    service: &'static str,
}

impl Status {
    fn of(state: &AppState, ok: bool) -> (StatusCode, Json<Self>) {
        let (code, status) =
            if ok { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "unavailable") };
        (code, Json(Self { status, timestamp: state.services.now(), service: SERVICE }))
    }
}

async fn answers(state: &AppState) -> bool {
    tokio::time::timeout(PATIENCE, state.services.ping()).await.is_ok_and(|pong| pong.is_ok())
}

/// Whether the server can serve
#[utoipa::path(get, path = "/health", tag = "health", security(()),
    responses((status = OK, body = Status), (status = SERVICE_UNAVAILABLE, body = Status)))]
async fn health(State(state): State<AppState>) -> (StatusCode, Json<Status>) {
    let ok = answers(&state).await;
    Status::of(&state, ok)
}

/// Whether the server can serve: send requests here or elsewhere
#[utoipa::path(get, path = "/health/ready", tag = "health", security(()),
    responses((status = OK, body = Status), (status = SERVICE_UNAVAILABLE, body = Status)))]
async fn ready(State(state): State<AppState>) -> (StatusCode, Json<Status>) {
    let ok = !state.draining.has_begun() && answers(&state).await;
    Status::of(&state, ok)
}

/// Whether the database answers
#[utoipa::path(get, path = "/health/db", tag = "health", security(()),
    responses((status = OK, body = Status), (status = SERVICE_UNAVAILABLE, body = Status)))]
async fn database(state: State<AppState>) -> (StatusCode, Json<Status>) {
    health(state).await
}

/// Whether the process runs: restart it when not
#[utoipa::path(get, path = "/health/live", tag = "health", security(()), responses((status = OK, body = Status)))]
async fn live(State(state): State<AppState>) -> (StatusCode, Json<Status>) {
    Status::of(&state, true)
}

/// What an operator wants to know.
#[derive(Serialize, ToSchema)]
struct Detailed {
    #[schema(example = "ok")]
    status: &'static str,
    timestamp: Timestamp,
    service: &'static str,
    version: &'static str,
    uptime_seconds: u64,
    database: Database,
    system: System,
}

#[derive(Serialize, ToSchema)]
struct Database {
    /// `sqlite` or `postgres`.
    engine: &'static str,
    /// Time that it took to answer, in milliseconds.
    answered_ms: f64,
    pools: Vec<Connections>,
}

#[derive(Serialize, ToSchema)]
struct Connections {
    name: &'static str,
    open: u32,
    idle: u32,
}

#[derive(Serialize, ToSchema)]
struct System {
    /// Memory of the process, in bytes, where the system tells it.
    resident_bytes: Option<u64>,
    processors: usize,
}

/// The state of the server in detail
///
/// For whoever operates the platform.
#[utoipa::path(get, path = "/health/detailed", tag = "health", responses((status = OK, body = Detailed)))]
async fn detailed(By(by): By, State(state): State<AppState>) -> RestResult<Json<Detailed>> {
    let began = Instant::now();
    let health = state.services.health(&by).await?;
    let answered_ms = began.elapsed().as_secs_f64() * 1000.0;
    let pools =
        health.pools.iter().map(|p| Connections { name: p.name, open: p.open, idle: p.idle }).collect();
    let engine = match health.engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    Ok(Json(Detailed {
        status: "ok",
        timestamp: state.services.now(),
        service: SERVICE,
        version: env!("CARGO_PKG_VERSION"),
        uptime_seconds: STARTED.elapsed().as_secs(),
        database: Database { engine, answered_ms, pools },
        system: System {
            resident_bytes: resident_bytes(),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
        },
    }))
}

fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kb| kb * 1024)
}

/// Either asked from this machine without a proxy between, or with the configured token, or by an operator.
struct Scraper;

/// What proxies add to a request; some add nothing of it.
const OF_PROXIES: [&str; 6] =
    ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded", "x-real-ip", "via"];

impl FromRequestParts<AppState> for Scraper {
    type Rejection = crate::error::RestError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> RestResult<Self> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let from_here = peer.is_some_and(|p| p.0.ip().to_canonical().is_loopback());
        let by_proxy = OF_PROXIES.iter().any(|header| parts.headers.contains_key(*header));
        // Where people come by a name, a proxy may stand on this machine and say nothing of itself.
        if from_here && !by_proxy && state.config.server.is_local() {
            return Ok(Self);
        }
        let token = state.config.server.metrics_token.as_ref();
        if token.is_some_and(|token| bearer(&parts.headers).is_some_and(|sent| is_same(sent, &token.0))) {
            return Ok(Self);
        }
        match parts.extensions.get::<Caller>() {
            Some(by) => Ok(state.services.check(by, Permission::Operate).map(|()| Self)?),
            None => Err(Error::SignedOut.into()),
        }
    }
}

/// Whether two secrets are the same. Their hashes are compared, so that the time tells nothing.
fn is_same(sent: &str, known: &str) -> bool {
    Sha256::digest(sent) == Sha256::digest(known)
}

/// Figures for Prometheus
///
/// With the bearer `server.metrics_token` of the configuration. From the machine itself without, where `server.public_url` is an
/// address of that machine too. Else for whoever operates the platform.
#[utoipa::path(get, path = "/health/metrics", tag = "health",
    responses((status = OK, body = String, content_type = "text/plain")))]
async fn metrics(_: Scraper, State(state): State<AppState>) -> Response {
    // A scrape must not hang on the database: without an answer the old figure stays.
    if let Ok(Ok(active)) = tokio::time::timeout(PATIENCE, state.services.active_interventions()).await {
        state.metrics.gauge("interventions_active_total", &[], active as f64);
    }
    for pool in state.services.pools() {
        let (open, idle) = (f64::from(pool.open), f64::from(pool.idle));
        state.metrics.gauge("database_connections_open", &[("pool", pool.name)], open);
        state.metrics.gauge("database_connections_idle", &[("pool", pool.name)], idle);
    }
    state.metrics.gauge("process_uptime_seconds", &[], STARTED.elapsed().as_secs_f64());
    if let Some(bytes) = resident_bytes() {
        state.metrics.gauge("process_resident_memory_bytes", &[], bytes as f64);
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], state.metrics.render())
        .into_response()
}
