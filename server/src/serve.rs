//! Starting, serving and ending.

use crate::{
    AppState, app,
    cli::Failure,
    config::{Algorithm, Config, LogFormat, Secret, document_keys, generated},
    connection::{self, within_open_files},
    listener::GracefulListener,
    private,
};
use domain::{Caller, Permission, user::UserQuery};
use services::{
    AuthOptions, Clock, DEMO_ACCOUNTS, DEMO_PASSWORD, Keys, MailOptions, S3Options, Services, Storage,
};
use std::{
    fs,
    io::{self, IsTerminal},
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

/// So long after SIGTERM the server still serves, closing each connection after its answer and no longer calling
/// itself ready: a proxy in front notices, and a request that is already on its way is not lost.
const DRAIN: Duration = Duration::from_secs(1);
/// So long those who were let in last have to say what they want; a connection that says nothing is then closed.
const ACCEPT_GRACE: Duration = Duration::from_millis(500);
/// How long requests in flight may take after that.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);
/// After so long a setting changed through another server holds here too.
const REFRESH_EVERY: Duration = Duration::from_secs(5);

/// Serves until SIGTERM or SIGINT, then finishes what is in flight.
///
/// # Errors
/// Why it could not start, in one line.
pub async fn serve(config: Config, demo: bool, work: bool) -> Result<(), Failure> {
    start_log(&config);
    let limits = within_open_files(config.server.limits())?;
    let listener = bind(config.server.listen).await?;
    let services = open(&config).await?;
    if demo {
        load_demonstration(&services).await?;
    }
    mark_store(&services).await;
    let signalled = signalled();
    greet(&config, listener.local_addr()?, demo, &services).await?;
    let worker = Worker::start(services.clone(), work);
    let refreshing = tokio::spawn(refresh(services.clone()));
    let state = AppState::new(services, config);
    let draining = state.draining.clone();
    let (listener, handle) = GracefulListener::new(listener)?;
    let (ended, signal) = tokio::sync::oneshot::channel();
    let stop_worker = worker.stop.clone();
    let serving = connection::serve(listener, app(state), limits, async move {
        let patient = signalled.await == Signal::Terminate;
        draining.begin();
        if patient {
            tokio::time::sleep(DRAIN).await;
        }
        tracing::info!("ending: no new requests, those in flight are finished");
        handle.close().await;
        if patient {
            tokio::time::sleep(ACCEPT_GRACE).await;
        }
        let _ = ended.send(());
        // While the last requests are finished, so are the jobs in flight.
        let _ = stop_worker.send(true);
    });
    let late = async {
        let _ = signal.await;
        tokio::time::sleep(SHUTDOWN_TIMEOUT).await;
    };
    tokio::select! {
        () = serving => {}
        () = late => {
            tracing::warn!("requests were still in flight after {} s and are cut off", SHUTDOWN_TIMEOUT.as_secs());
        }
    }
    worker.end().await;
    refreshing.abort();
    Ok(())
}

/// Does jobs until a signal ends it.
///
/// # Errors
/// Why it could not start, in one line.
pub async fn work(config: Config) -> Result<(), Failure> {
    start_log(&config);
    let services = open(&config).await?;
    mark_store(&services).await;
    let signalled = signalled();
    let worker = Worker::start(services.clone(), true);
    let refreshing = tokio::spawn(refresh(services));
    tracing::info!("doing jobs");
    signalled.await;
    worker.end().await;
    refreshing.abort();
    Ok(())
}

/// A store that does not answer now may do so when somebody sends a file.
async fn mark_store(services: &Services) {
    if let Err(error) = services.documents().mark_store().await {
        tracing::warn!(%error, "the documents' store cannot be marked as this installation's: {error}");
    }
}

/// The loop that does jobs in the background.
struct Worker {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Worker {
    /// Begins it, unless others are to do the jobs.
    fn start(services: Services, work: bool) -> Self {
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(async move {
            if work && let Err(error) = services.jobs().run(stopped).await {
                tracing::error!(%error, "jobs are not done any more: {error}");
            }
        });
        Self { stop, task }
    }

    /// Waits until the jobs in flight are finished or given back.
    async fn end(self) {
        // Fails when the loop has ended by itself.
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
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
    Ok(services.users().list(&by, &query).await?.data.iter().any(|row| row.user.email == admin))
}

/// Looks now and then whether another server has changed a setting, and whether the database is where it was.
async fn refresh(services: Services) {
    let mut often = tokio::time::interval(REFRESH_EVERY);
    loop {
        often.tick().await;
        // Writes a line to the log when a SQLite file is gone, even if nobody asks whether the server is ready.
        let _ = services.ping().await;
        if let Err(error) = services.settings().refresh().await {
            tracing::warn!(%error, "the settings cannot be read: {error}");
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
    private::mend(config)?;
    let services = Services::open(&config.database.url, Clock::system(), auth(config)?).await?;
    services
        .set_mail(MailOptions { public_url: config.server.public_url.clone(), server: config.mail.clone() });
    if let Some(file) = &config.mail_ca_file {
        let pem =
            fs::read(file).map_err(|why| Failure(format!("{} cannot be read ({why})", file.display())))?;
        let trusted = services.trust_mail_authority(&pem);
        trusted.map_err(|why| Failure(format!("mail.ca_file is {}: {why}", file.display())))?;
    }
    services.set_storage(storage(config)?);
    crate::disk::watch(&services, config);
    Ok(services)
}

/// Where documents lie, and the keys that they are encrypted with.
fn storage(config: &Config) -> Result<Storage, Failure> {
    let (storage, dir) = (&config.storage, config.server.data_dir.clone());
    let keys = match &storage.keys {
        Some(keys) => Keys::parse(&keys.0)?,
        None => document_keys::generated(&dir).map_err(|why| {
            Failure(format!("the keys in {} cannot be used: {why}", document_keys::file(&dir).display()))
        })?,
    };
    let text = |secret: &Option<Secret>| secret.as_ref().map(|s| s.0.clone()).unwrap_or_default();
    let opened = match &storage.s3_bucket {
        Some(bucket) => {
            let options = S3Options {
                bucket: bucket.clone(),
                region: storage.s3_region.clone(),
                endpoint: storage.s3_endpoint.clone().unwrap_or_default(),
                access_key: text(&storage.s3_access_key),
                secret_key: text(&storage.s3_secret_key),
            };
            Storage::s3(&options, keys)?
        }
        None => Storage::local(&storage.dir.clone().unwrap_or_else(|| dir.join("documents")), keys)?,
    };
    let opened = opened.with_max_bytes(u64::try_from(storage.max_mb).unwrap_or(1) << 20);
    Ok(match &storage.keys {
        Some(_) => opened,
        // `vigie storage rotate-keys` adds one while this process runs.
        None => opened.rereading(move || document_keys::generated(&dir).ok()),
    })
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
    private::folder(dir)?;
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signal {
    /// Ctrl+C: a person waits.
    Interrupt,
    Terminate,
}

/// Waits for a signal. A request to end is heard from this call on, not only from the first time it is waited for: before,
/// it would end the process at once.
fn signalled() -> impl Future<Output = Signal> {
    #[cfg(unix)]
    let heard = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
    async move {
        #[cfg(unix)]
        let terminate = async {
            match heard {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        #[cfg(not(unix))]
        let terminate = std::future::pending::<()>();
        let interrupt = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        tokio::select! {
            () = interrupt => Signal::Interrupt,
            () = terminate => Signal::Terminate,
        }
    }
}
