//! Starting, serving and ending.

use crate::{
    AppState, app,
    cli::Failure,
    config::{Algorithm, Config, LogFormat, generated},
};
use axum::serve::ListenerExt;
use domain::{Caller, Permission, user::UserQuery};
use services::{AuthOptions, Clock, DEMO_ACCOUNTS, DEMO_PASSWORD, Services};
use std::{
    fs,
    io::{self, IsTerminal},
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::net::TcpListener;

/// How long requests in flight may take after a signal to end.
const FAREWELL: Duration = Duration::from_secs(10);
const CLEAN_UP_EVERY: Duration = Duration::from_secs(3600);
/// After so long a setting changed through another server holds here too.
const REFRESH_EVERY: Duration = Duration::from_secs(5);

/// Serves until SIGTERM or SIGINT, then finishes what is in flight.
///
/// # Errors
/// Why it could not start, in one line.
pub async fn serve(config: Config, demo: bool) -> Result<(), Failure> {
    start_log(&config);
    let listener = bind(config.server.listen).await?;
    let services = open(&config).await?;
    if demo {
        load_demonstration(&services).await?;
    }
    greet(&config, listener.local_addr()?, demo, &services).await?;
    let cleaning = tokio::spawn(clean_up(services.clone()));
    let refreshing = tokio::spawn(refresh(services.clone()));
    let router = app(AppState::new(services, config)).into_make_service_with_connect_info::<SocketAddr>();
    // Small answers leave at once.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let (ended, signal) = tokio::sync::oneshot::channel();
    let serving = axum::serve(listener, router).with_graceful_shutdown(async {
        signalled().await;
        tracing::info!("ending: no new requests, those in flight are finished");
        let _ = ended.send(());
    });
    let late = async {
        let _ = signal.await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        result = serving => result?,
        () = late => {
            tracing::warn!("requests were still in flight after {} s and are cut off", FAREWELL.as_secs());
        }
    }
    cleaning.abort();
    refreshing.abort();
    Ok(())
}

async fn load_demonstration(services: &Services) -> Result<(), Failure> {
    let Some(loaded) = services.demo().load(services.now()).await? else { return Ok(()) };
    println!(
        "Loaded the demonstration plant: {} equipments, {} interventions.",
        loaded.equipment, loaded.interventions
    );
    Ok(())
}

/// What a person who starts it wants to know: where to look, and how to get in.
async fn greet(config: &Config, at: SocketAddr, demo: bool, services: &Services) -> Result<(), Failure> {
    println!("\n  Vigie {}   {}\n", env!("CARGO_PKG_VERSION"), config.address(at));
    if let Some(token) = services.sessions().setup_link().await? {
        println!("  Nobody has an account yet. Make the first administrator here, once:");
        println!("  {}/setup?token={token}\n", config.address(at));
    } else if demo && has_demonstration(services).await? {
        println!("  Demonstration accounts, password {DEMO_PASSWORD}:");
        for (account, _) in DEMO_ACCOUNTS {
            println!("    {account}");
        }
        println!();
    }
    Ok(())
}

/// Whether the demonstration's accounts are in this database: `--demo` leaves one in use as it is.
async fn has_demonstration(services: &Services) -> Result<bool, Failure> {
    let by = Caller::system("start", &[Permission::UserRead]);
    let (admin, _) = DEMO_ACCOUNTS[0];
    let query = UserQuery { q: admin.to_owned(), ..Default::default() };
    Ok(services.users().list(&by, &query).await?.data.iter().any(|user| user.email == admin))
}

/// Looks now and then whether another server has changed a setting.
async fn refresh(services: Services) {
    let mut often = tokio::time::interval(REFRESH_EVERY);
    loop {
        often.tick().await;
        if let Err(error) = services.settings().refresh().await {
            tracing::warn!(%error, "the settings cannot be read: {error}");
        }
    }
}

/// Throws away what is over, now and then every hour.
async fn clean_up(services: Services) {
    let mut hourly = tokio::time::interval(CLEAN_UP_EVERY);
    loop {
        hourly.tick().await;
        for done in [services.sessions().clean_up().await, services.idempotency().clean_up().await] {
            match done {
                Ok(0) => {}
                Ok(rows) => tracing::debug!(rows, "cleaned up {rows} rows"),
                Err(error) => tracing::warn!(%error, "cleaning up failed: {error}"),
            }
        }
    }
}

/// The data folder, the secret and the database, as the configuration says.
///
/// # Errors
/// What is missing, in one line.
pub async fn open(config: &Config) -> Result<Services, Failure> {
    let dir = &config.server.data_dir;
    writable(dir).map_err(|why| {
        Failure(format!(
            "the data folder {} cannot be written ({why}): make it writable or choose another with --data-dir",
            dir.display()
        ))
    })?;
    Ok(Services::open(&config.database.url, Clock::system(), auth(config)?).await?)
}

/// The signing key and the lifetimes.
fn auth(config: &Config) -> Result<AuthOptions, Failure> {
    let auth = &config.auth;
    let pem = |file: &Option<PathBuf>| {
        let path = file.as_deref().unwrap_or(Path::new(""));
        fs::read(path)
            .map_err(|why| Failure(format!("the key file {} cannot be read ({why})", path.display())))
    };
    let mut options = match auth.algorithm {
        Algorithm::Hs256 => match &auth.secret {
            Some(secret) => AuthOptions::hs256(secret.0.as_bytes()),
            None => AuthOptions::hs256(&generated(&config.server.data_dir).map_err(|why| {
                Failure(format!("the secret in {} cannot be used: {why}", config.server.data_dir.display()))
            })?),
        },
        Algorithm::Rs256 => AuthOptions::rs256(&pem(&auth.private_key_file)?, &pem(&auth.public_key_file)?)?,
        Algorithm::EdDsa => AuthOptions::eddsa(&pem(&auth.private_key_file)?, &pem(&auth.public_key_file)?)?,
    };
    options.access_minutes = auth.access_minutes;
    options.refresh_days = auth.refresh_days;
    Ok(options)
}

fn writable(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let probe = dir.join(format!(".write-{}", std::process::id()));
    fs::write(&probe, b"")?;
    fs::remove_file(probe)
}

async fn bind(listen: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(listen).await.map_err(|error| {
        let what_to_do = match error.kind() {
            io::ErrorKind::AddrInUse => {
                "is in use: stop the program that has it, or choose another with --listen".to_owned()
            }
            io::ErrorKind::PermissionDenied => {
                "may not be used by this account: choose a port above 1023 with --listen".to_owned()
            }
            io::ErrorKind::AddrNotAvailable => {
                "is not an address of this machine: choose another with --listen".to_owned()
            }
            _ => format!("cannot be listened on ({error}): choose another with --listen"),
        };
        Failure(format!("{listen} {what_to_do}"))
    })
}

fn start_log(config: &Config) {
    use tracing_subscriber::{EnvFilter, fmt};
    // The level was checked when the configuration was read.
    let quiet = "sea_orm_migration=warn";
    let filter = EnvFilter::new(format!("{quiet},{}", config.log.level));
    let colours = io::stderr().is_terminal();
    let builder = fmt().with_env_filter(filter).with_target(false).with_ansi(colours).with_writer(io::stderr);
    let started = match config.log.format {
        LogFormat::Human => builder.compact().try_init(),
        LogFormat::Json => {
            builder.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
        }
    };
    // Already started: by a test.
    let _ = started;
}

async fn signalled() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
