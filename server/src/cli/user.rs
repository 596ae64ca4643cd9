//! `vigie user create`, `vigie user invite` and `vigie user reset-second-step`.

use super::{Common, Failure};
use clap::{Args, Subcommand};
use domain::{
    Caller, Error, Permission, Role, SiteId,
    user::{NewUserDraft, UserQuery, UserView},
};
use i18n::Locale;
use pages::shared::error_text;
use services::Services;
use std::io::{self, IsTerminal};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create an account; its password is read from standard input, or made and printed on a terminal
    Create(Wanted),
    /// Create an account whose person chooses the password, with a link that is sent to them by mail
    Invite(Wanted),
    /// Take away the second step of sign-in of somebody who has lost it, such as the only administrator
    ResetSecondStep(ResetSecondStep),
}

#[derive(Debug, Args)]
pub struct ResetSecondStep {
    /// E-mail address or username
    login: String,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
pub struct Wanted {
    #[arg(long)]
    email: String,
    #[arg(long)]
    first_name: String,
    #[arg(long)]
    last_name: String,
    /// admin, supervisor, technician or client
    #[arg(long)]
    role: Role,
    /// Made of the e-mail address when left out
    #[arg(long, default_value = "")]
    username: String,
    /// Code of a site that the person may see; several times for several. An admin sees all
    #[arg(long = "site", value_name = "CODE")]
    sites: Vec<String>,
    #[command(flatten)]
    common: Common,
}

/// # Errors
/// Every wrong field, in one line each.
pub async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Create(wanted) => create(wanted).await,
        Command::Invite(wanted) => invite(wanted).await,
        Command::ResetSecondStep(wanted) => reset_second_step(wanted).await,
    }
}

async fn reset_second_step(wanted: ResetSecondStep) -> Result<(), Failure> {
    let config = wanted.common.load()?;
    let services = crate::serve::open(&config).await?;
    let by = Caller::system("command-line", Permission::ALL);
    let query = UserQuery { q: wanted.login.clone(), ..UserQuery::default() };
    let found = services.users().list(&by, &query).await.map_err(|error| explained(&error))?;
    let login = wanted.login.to_lowercase();
    let user =
        found.data.iter().map(|row| &row.user).find(|user| user.email == login || user.username == login);
    let user = user.ok_or_else(|| Failure(format!("nobody signs in as '{}'", wanted.login)))?;
    services.users().remove_second_step(&by, user.id).await.map_err(|error| explained(&error))?;
    println!("{} signs in with the password alone now.", user.username);
    Ok(())
}

async fn create(wanted: Wanted) -> Result<(), Failure> {
    let (password, made) = password()?;
    let user = new(wanted, Some(password.clone())).await?;
    println!("Created {} ({}, {}).", user.username, user.email, user.role);
    if made {
        println!("Password: {password}");
        println!("It is not shown again.");
    }
    Ok(())
}

async fn invite(wanted: Wanted) -> Result<(), Failure> {
    let user = new(wanted, None).await?;
    println!("Invited {} ({}, {}).", user.username, user.email, user.role);
    println!(
        "The mail with the link goes as soon as a server or a worker runs; until then it is in the outbox."
    );
    Ok(())
}

/// The account; without a password its person is invited.
async fn new(wanted: Wanted, password: Option<String>) -> Result<UserView, Failure> {
    let services = crate::serve::open(&wanted.common.load()?).await?;
    let by = Caller::system("command-line", Permission::ALL);
    let draft = NewUserDraft {
        sites: sites(&services, &by, &wanted.sites).await?,
        email: wanted.email,
        username: wanted.username,
        invite: password.is_none(),
        password: password.unwrap_or_default(),
        first_name: wanted.first_name,
        last_name: wanted.last_name,
        role: wanted.role.to_string(),
        ..NewUserDraft::default()
    };
    services.users().create(&by, &draft).await.map_err(|error| explained(&error))
}

/// The password, and whether it was made here. On a terminal what is typed would be seen.
fn password() -> Result<(String, bool), Failure> {
    if io::stdin().is_terminal() {
        return Ok((random()?, true));
    }
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok((line.trim_end_matches(['\n', '\r']).to_owned(), false))
}

/// Five groups of four letters and digits: about 100 bits.
fn random() -> Result<String, Failure> {
    // 32 signs: each of a byte's values gives each of them eight times. Without 0, 1, i, l and o.
    const SIGNS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyzA";
    let mut bytes = [0u8; 20];
    getrandom::fill(&mut bytes).map_err(|error| Failure(error.to_string()))?;
    let signs: Vec<char> = bytes.iter().map(|b| char::from(SIGNS[usize::from(b % 32)])).collect();
    Ok(signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

async fn sites(services: &Services, by: &Caller, codes: &[String]) -> Result<Vec<SiteId>, Failure> {
    if codes.is_empty() {
        return Ok(vec![]);
    }
    let known = services.sites().all(by).await?;
    codes
        .iter()
        .map(|code| match known.iter().find(|site| site.code.eq_ignore_ascii_case(code)) {
            Some(site) => Ok(site.id),
            None => {
                let codes: Vec<&str> = known.iter().map(|s| s.code.as_str()).collect();
                Err(Failure(format!("there is no site '{code}'; there are: {}", codes.join(", "))))
            }
        })
        .collect()
}

/// The error as a person reads it, field by field.
fn explained(error: &Error) -> Failure {
    match error {
        Error::Invalid(fields) => {
            let lines = fields
                .0
                .iter()
                .map(|e| format!("\n  {}: {}", e.field, error_text::field(Locale::En, &e.code)));
            Failure(format!("the account was not created{}", lines.collect::<String>()))
        }
        other => Failure(error_text::error(Locale::En, other)),
    }
}
