//! The program as it is started: one clear line when it cannot, an orderly end when it is told to.

use domain::{
    access::Role,
    mail::{MailQuery, MailTemplate},
    session::{SecondStepState, SignInDraft},
};
use sea_orm::ConnectionTrait;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, ChildStdout, Command, Output, Stdio},
};

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("vigie-cli-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).expect("the temporary folder can be written");
        Self(path)
    }

    /// The program in this folder, with nothing of the tests' own environment in its configuration.
    fn vigie(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
        command.current_dir(&self.0).args(arguments).env_remove("DATABASE_URL");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.vigie(arguments).stdin(Stdio::null()).output().expect("it runs")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What it says on the way to a failure: one line, beginning with `error:`.
fn refusal(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    said
}

/// A running server, ended with its test.
struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    address: String,
}

impl Server {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            assert!(out.read_line(&mut line).expect("text") > 0, "it ended before it served");
        }
        let address = line.split("http://").nth(1).expect("an address").trim().to_owned();
        Self { child, out, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address)
            .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    /// Sends SIGTERM; its exit code and what else it had printed.
    fn end(mut self) -> (Option<i32>, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").arg(pid).status().expect("sent").success());
        let code = self.child.wait().expect("ended").code();
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).expect("text");
        (code, rest)
    }
}

#[test]
fn a_fresh_server_prints_a_link_to_the_first_setup_and_ends_in_order() {
    let folder = Folder::new("fresh");
    let server = Server::start(folder.vigie(&["serve", "--listen", "127.0.0.1:0"]));
    assert!(server.get("/health").starts_with("HTTP/1.1 200"), "healthy");
    let (code, printed) = server.end();
    assert_eq!(code, Some(0));
    assert!(printed.contains("/setup?token="), "{printed}");
    let secret = folder.0.join("data/jwt.secret");
    assert!(fs::metadata(&secret).expect("the generated secret").len() >= 32);
    #[cfg(unix)]
    {
        assert_eq!(mode(&secret), 0o600, "only its owner reads the secret");
    }
}

#[cfg(unix)]
fn mode(path: &std::path::Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

#[cfg(unix)]
#[test]
fn nobody_else_on_the_machine_reads_the_data() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("private");
    let data = folder.0.join("data");
    // Whatever the account's own umask is.
    let serve = |folder: &Folder| {
        let mut shell = Command::new("sh");
        let program = env!("CARGO_BIN_EXE_vigie");
        let line = format!("umask 022; exec '{program}' serve --listen 127.0.0.1:0");
        shell.current_dir(&folder.0).args(["-c", &line]).env_remove("DATABASE_URL");
        Server::start(shell)
    };
    let server = serve(&folder);
    assert_eq!(mode(&data), 0o700);
    let files = ["vigie.db", "vigie.db-wal", "jwt.secret", "documents.keys"].map(|name| data.join(name));
    for file in &files {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    server.end();

    // What an earlier version left open is closed; what a group may read was meant so.
    let of = |file: &std::path::Path, mode| fs::set_permissions(file, fs::Permissions::from_mode(mode));
    of(&data, 0o755).expect("changed");
    of(&files[0], 0o644).expect("changed");
    of(&files[3], 0o640).expect("changed");
    let server = serve(&folder);
    assert_eq!([&files[0], &files[1], &files[3]].map(|file| mode(file)), [0o600, 0o600, 0o640]);
    assert_eq!(mode(&data), 0o755, "it may hold other things");
    server.end();
}

#[test]
fn a_port_in_use_is_told_in_one_line() {
    let folder = Folder::new("port");
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let listen = taken.local_addr().expect("its address").to_string();
    let said = refusal(&folder.run(&["serve", "--listen", &listen]));
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(&listen) && said.contains("--listen"), "{said}");
}

#[test]
fn a_data_folder_that_cannot_be_written_is_told_in_one_line() {
    let folder = Folder::new("folder");
    fs::write(folder.0.join("file"), "").expect("written");
    let said = refusal(&folder.run(&["serve", "--listen", "127.0.0.1:0", "--data-dir", "file/data"]));
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("file/data") && said.contains("--data-dir"), "{said}");
}

#[test]
fn a_database_that_does_not_answer_is_told_without_its_password() {
    let folder = Folder::new("database");
    let url = "postgres://vigie:hunter2@127.0.0.1:1/vigie";
    let said = refusal(&folder.run(&["migrate", "--database-url", url]));
    assert!(said.contains("postgres://vigie@127.0.0.1:1/vigie") && !said.contains("hunter2"), "{said}");
    let said = refusal(&folder.run(&["migrate", "--database-url", "mysql://x"]));
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    testkit::each_database(|w| async move {
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m99990101_000001_later', 0)";
        w.db.execute_unprepared(newer).await.expect("written");
        let folder = Folder::new(&format!("newer-{:?}", w.engine));
        let said = refusal(&folder.run(&["migrate", "--database-url", &w.url]));
        assert!(said.contains("newer") && said.contains("m99990101_000001_later"), "{said}");
    })
    .await;
}

#[test]
fn every_problem_of_the_configuration_is_told_at_once() {
    let folder = Folder::new("config");
    fs::write(
        folder.0.join("vigie.toml"),
        "[server]\nlisten = \"x\"\nport = 1\n[auth]\nsecret = \"changeme\"\n",
    )
    .expect("written");
    let said = refusal(&folder.run(&["config", "check"]));
    for key in ["server.listen", "server.port", "auth.secret"] {
        assert!(said.contains(key), "{key} in {said}");
    }
    assert!(!said.contains("changeme"), "{said}");
    fs::write(folder.0.join("vigie.toml"), "[server\n").expect("written");
    assert!(refusal(&folder.run(&["config", "check"])).contains("vigie.toml"));
}

#[test]
fn the_configuration_is_printed_without_its_secrets() {
    let folder = Folder::new("print");
    let secret = "kPz7w0Qm3vTn8RyB5xUe1LcHs9DfJgA2";
    let mut command = folder.vigie(&["config", "check"]);
    command.env("VIGIE__AUTH__SECRET", secret).env("DATABASE_URL", "postgres://vigie:hunter2@db/vigie");
    let output = command.output().expect("it runs");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && printed.contains("postgres://vigie@db/vigie"), "{printed}");
    assert!(!printed.contains(secret) && !printed.contains("hunter2"), "{printed}");
}

#[test]
fn an_account_is_created_from_the_command_line() {
    let folder = Folder::new("user");
    let arguments = [
        "user",
        "create",
        "--email",
        "anne@example.com",
        "--first-name",
        "Anne",
        "--last-name",
        "Roy",
        "--role",
        "admin",
    ];
    let with_password = |password: &str| {
        let mut command = folder.vigie(&arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut input = child.stdin.take().expect("a pipe");
        writeln!(input, "{password}").expect("sent");
        drop(input);
        child.wait_with_output().expect("ended")
    };
    assert!(refusal(&with_password("short")).contains("password"));
    let created = with_password("Une-longue-phrase-7");
    assert!(created.status.success(), "{}", String::from_utf8_lossy(&created.stderr));
    assert!(refusal(&with_password("Une-longue-phrase-7")).contains("email"), "twice");
}

#[tokio::test]
async fn somebody_is_invited_from_the_command_line() {
    testkit::each_database(|w| async move {
        w.site("NORD").await;
        let folder = Folder::new(&format!("invite-{:?}", w.engine));
        let invite = |email: &str, site: &str| {
            let person = ["--first-name", "Zoé", "--last-name", "Le Bihan", "--role", "technician"];
            let mut arguments = vec!["user", "invite", "--email", email, "--site", site];
            arguments.extend(person);
            arguments.extend(["--database-url", &w.url]);
            folder.run(&arguments)
        };
        assert!(refusal(&invite("zoe", "NORD")).contains("email"));
        assert!(refusal(&invite("zoe@usine.example", "SUD")).contains("there are: NORD"));
        let output = invite("zoe@usine.example", "nord");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            said.contains("Invited zoe (zoe@usine.example, technician)") && !said.contains("token"),
            "{said}"
        );
        assert!(refusal(&invite("zoe@usine.example", "NORD")).contains("email"), "twice");
        let mails = w.services.mails();
        let query = MailQuery { template: vec![MailTemplate::Invitation], ..Default::default() };
        let written = mails.list(&w.admin, &query).await.expect("listed").data;
        assert_eq!(written.iter().map(|m| m.to_email.as_str()).collect::<Vec<_>>(), ["zoe@usine.example"]);
        let text = mails.get(&w.admin, written[0].id).await.expect("read").text.unwrap_or_default();
        assert!(text.contains("/invitation?token="), "{text}");
    })
    .await;
}

#[tokio::test]
async fn a_lost_second_step_is_taken_away_from_the_command_line() {
    testkit::each_database(|w| async move {
        w.person_with_password("lea", Role::Technician, &[]).await;
        let sessions = w.services.sessions();
        let draft =
            SignInDraft { login: "lea".into(), password: testkit::PASSWORD.into(), next: String::new() };
        let from = services::Client { address: "192.0.2.1".into(), ..Default::default() };
        let signed_in = sessions.sign_in_with_code(&draft, "", &from).await.expect("signed in");
        let by = signed_in.known.caller;
        sessions.begin_second_step(&by).await.expect("begun");
        let state = sessions.second_step(&by).await.expect("one's own").state;
        let SecondStepState::Begun { secret } = state else { panic!("{state:?}") };
        sessions.confirm_second_step(&by, &w.app_code(&secret, 0), &from).await.expect("confirmed");
        assert!(sessions.sign_in_with_code(&draft, "", &from).await.is_err(), "a code is asked");

        let folder = Folder::new(&format!("second-step-{:?}", w.engine));
        let reset = |login: &str| folder.run(&["user", "reset-second-step", login, "--database-url", &w.url]);
        assert!(refusal(&reset("nobody")).contains("nobody signs in as 'nobody'"));
        let output = reset("Lea@Vigie.test");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(sessions.sign_in_with_code(&draft, "", &from).await.is_ok());
        assert_eq!(refusal(&reset("lea")).lines().count(), 1, "there is none any more");
    })
    .await;
}

#[test]
fn the_openapi_document_is_printed() {
    let output = Folder::new("openapi").run(&["openapi"]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("json");
    assert_eq!(document["openapi"], "3.1.0");
}

#[tokio::test]
async fn the_audit_trail_is_verified_and_the_first_bad_entry_named() {
    testkit::each_database(|w| async move {
        let site = w.site("N").await;
        w.equipment(site, "A").await;
        let folder = Folder::new(&format!("audit-{:?}", w.engine));
        let verify = || folder.run(&["audit", "verify", "--database-url", &w.url]);
        let output = verify();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && said.contains("3 entries in 2 chains"), "{said}");
        let unlock = match w.engine {
            services::Engine::Sqlite => "DROP TRIGGER audit_entries_kept_delete",
            services::Engine::Postgres => "DROP TRIGGER audit_entries_kept ON audit_entries",
        };
        w.db.execute_unprepared(unlock).await.expect("unlocked");
        let first = "DELETE FROM audit_entries WHERE entity = 'site' AND action = 'created'";
        w.db.execute_unprepared(first).await.expect("deleted");
        let said = refusal(&verify());
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains("entry 3 does not follow") && said.contains(&format!("site {site}")), "{said}");
    })
    .await;
}
