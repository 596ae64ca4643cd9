//! `vigie import`: brings in a file of history, with the server stopped or running.

mod bar;
mod prepare;
mod report;

use super::{Common, Failure};
use bar::Bar;
use clap::{Args, Subcommand};
use domain::{
    Caller, Error, FieldErrors, ImportId, Permission, SiteId,
    import::{
        DateOrder, DecimalMark, FileLayout, FileProblem, ImportKind, ImportMapping, ImportState, ImportView,
        LookAlikes,
    },
    intervention::InterventionQuery,
    page::Window,
    site::SiteDraft,
};
use i18n::{Locale, format::whole};
use prepare::{doubtful, prepare, unknown_column};
use report::{tell, write_refused};
use services::{NewUpload, Services};
use std::{
    io::Read,
    path::{Path, PathBuf},
};

const PIECE: usize = 256 * 1024;
/// Refused rows that are printed; the file has all of them.
const SHOWN: u32 = 10;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring in a list of equipment
    Equipment(FileArguments),
    /// Bring in a history of interventions
    Interventions(FileArguments),
    /// Go on with an import that was interrupted
    Resume {
        /// The number that the list tells
        id: i64,
        #[command(flatten)]
        common: Common,
    },
    /// Take an import out again, whole
    Undo {
        /// The number that the import told
        id: i64,
        #[command(flatten)]
        common: Common,
    },
    /// The latest imports
    List {
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Debug, Args)]
pub struct FileArguments {
    /// CSV with any separator, or XLSX
    file: PathBuf,
    /// How the columns are read; guessed when absent
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    /// Code of the site [default: the one that the mapping names]
    #[arg(long, value_name = "CODE")]
    site: Option<String>,
    /// Order of the dates: `dmy`, `mdy` or `ymd`
    #[arg(long, value_name = "ORDER")]
    dates: Option<DateOrder>,
    /// Mark before the decimals of amounts: `point` or `comma`
    #[arg(long, value_name = "MARK")]
    decimal: Option<DecimalMark>,
    /// Rows that look like those of another import: `skip` (they are the same) or `add` (they are others)
    #[arg(long, value_name = "WHAT")]
    look_alikes: Option<LookAlikes>,
    /// Sheet of the workbook [default: the first with anything in it]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Line with the names of the columns, 0 for none [default: recognised]
    #[arg(long, value_name = "LINE")]
    header: Option<i64>,
    /// Check every row and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Where the refused rows go, to be corrected [default: NAME.refused.csv in the current folder]
    #[arg(long, value_name = "FILE")]
    refused: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

impl FileArguments {
    /// Puts what the command line says over the mapping.
    fn say(&self, mapping: &mut ImportMapping) {
        mapping.dates = self.dates.unwrap_or(mapping.dates);
        mapping.decimal = self.decimal.unwrap_or(mapping.decimal);
        mapping.look_alikes = self.look_alikes.unwrap_or(mapping.look_alikes);
        mapping.file.sheet = self.sheet.clone().or(mapping.file.sheet.take());
        mapping.file.header = self.header.or(mapping.file.header);
    }

    fn layout(&self) -> FileLayout {
        FileLayout { sheet: self.sheet.clone(), header: self.header, ..FileLayout::default() }
    }
}

/// Runs one of the commands.
///
/// # Errors
/// When the file or the mapping cannot be used, or the database cannot be opened or written.
pub async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Equipment(arguments) => file(ImportKind::Equipment, arguments).await,
        Command::Interventions(arguments) => file(ImportKind::Interventions, arguments).await,
        Command::Resume { id, common } => resume(ImportId(id), &common).await,
        Command::Undo { id, common } => undo(ImportId(id), &common).await,
        Command::List { common } => list(&common).await,
    }
}

fn system() -> Caller {
    Caller::system(
        "import",
        &[Permission::ImportRun, Permission::SiteRead, Permission::SiteWrite, Permission::InterventionRead],
    )
}

async fn open(common: &Common) -> Result<Services, Failure> {
    crate::serve::open(&common.load()?).await
}

/// What a use case's error is in a terminal: a sentence, and every wrong part.
fn said(error: &Error) -> Failure {
    let mut text = pages::shared::error_text::error(Locale::En, error);
    if let Error::Invalid(FieldErrors(fields)) = error {
        for e in fields {
            let why = pages::shared::error_text::field(Locale::En, &e.code);
            text.push_str(&format!("\n  {}: {why}", e.field));
        }
    }
    Failure(text)
}

async fn file(kind: ImportKind, arguments: FileArguments) -> Result<(), Failure> {
    let mut mapping = arguments.map.as_deref().map(read_mapping).transpose()?;
    if let Some(mapping) = &mut mapping {
        arguments.say(mapping);
    }
    // Before the database is touched: most mistakes are in the name of the file.
    let name = arguments.file.display().to_string();
    let content = std::fs::File::open(&arguments.file)
        .map_err(|e| Failure(format!("{name} cannot be read ({e}): check its path")))?;
    let services = open(&arguments.common).await?;
    let by = system();
    let (site, made) = site(&services, &by, mapping.as_ref(), arguments.site.as_deref()).await?;
    let file_name = arguments.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let new = NewUpload { kind, site_id: site, file_name, mapping };
    let done = import(&services, &by, new, content, &arguments).await;
    if arguments.dry_run && made {
        // The site was only made to check against.
        services.sites().delete(&by, site).await.map_err(|e| said(&e))?;
    }
    done
}

fn read_mapping(path: &Path) -> Result<ImportMapping, Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| {
        Failure(format!("the mapping {} cannot be read ({e}): check its path", path.display()))
    })?;
    toml::from_str(&text).map_err(|e| Failure(format!("the mapping {} is not valid:\n{e}", path.display())))
}

/// The site of the rows, made when the mapping says how; whether it was made.
async fn site(
    services: &Services,
    by: &Caller,
    mapping: Option<&ImportMapping>,
    asked: Option<&str>,
) -> Result<(SiteId, bool), Failure> {
    let named = mapping.and_then(|m| m.site.as_ref());
    let sites = services.sites().all(by).await.map_err(|e| said(&e))?;
    let Some(code) = asked.or(named.map(|s| s.code.as_str())) else {
        let codes: Vec<_> = sites.into_iter().map(|s| s.code).collect();
        return Err(Failure(format!(
            "say which site the rows belong to: --site CODE, or [site] in the mapping (there are: {})",
            codes.join(", ")
        )));
    };
    if let Some(found) = sites.iter().find(|s| s.code == code) {
        return Ok((found.id, false));
    }
    let Some(new) = named.filter(|s| s.code == code && !s.name.is_empty()) else {
        return Err(Failure(format!(
            "there is no site {code}: create it first, or give its name, timezone and currency under [site] in the mapping"
        )));
    };
    let draft = SiteDraft {
        code: new.code.clone(),
        name: new.name.clone(),
        timezone: new.timezone.clone(),
        currency: new.currency.clone(),
        ..Default::default()
    };
    let made = services.sites().create(by, &draft).await.map_err(|e| said(&e))?;
    eprintln!("Made the site {} {}.", made.code, made.name);
    Ok((made.id, true))
}

async fn import(
    services: &Services,
    by: &Caller,
    new: NewUpload,
    content: std::fs::File,
    arguments: &FileArguments,
) -> Result<(), Failure> {
    let imports = services.imports();
    let uploaded = upload(services, by, new, content).await?;
    let id = uploaded.id;
    if let Err(error) = prepare(services, by, &uploaded, arguments).await {
        // Nothing of a file that cannot be read as asked stays behind.
        let _ = imports.forget(by, id).await;
        return Err(error);
    }
    let mut bar = Bar::new("checking");
    let checked = imports.check_to_end(by, id, &mut |p| bar.show(p)).await;
    bar.end();
    let mut view = match expect(checked, ImportState::Checked) {
        Ok(view) => view,
        Err(failure) => {
            // Nothing of a file that cannot be checked stays behind.
            let _ = imports.forget(by, id).await;
            return Err(failure);
        }
    };
    if !arguments.dry_run {
        let mut bar = Bar::new("writing");
        let committed = imports.commit_to_end(by, id, &mut |p| bar.show(p)).await;
        bar.end();
        view = expect(committed, ImportState::Committed)?;
    }
    tell(services, by, &view, arguments.dry_run).await?;
    let refused = match view.rows_refused {
        0 => Ok(()),
        _ => write_refused(services, by, &view, arguments.refused.as_deref()).await,
    };
    match arguments.dry_run {
        true => imports.forget(by, id).await.map_err(|e| said(&e))?,
        false => println!("This is import {id}. To take it out again: vigie import undo {id}"),
    }
    refused
}

async fn upload(
    services: &Services,
    by: &Caller,
    new: NewUpload,
    mut content: std::fs::File,
) -> Result<ImportView, Failure> {
    let name = new.file_name.clone();
    let mut upload = services.imports().upload(by, new).await.map_err(|e| said(&e))?;
    let id = upload.id();
    let mut piece = vec![0; PIECE];
    loop {
        match content.read(&mut piece)? {
            0 => break,
            n => upload.write(&piece[..n]).await.map_err(|e| said(&e))?,
        }
    }
    let refused = match upload.finish().await {
        Ok(view) if view.state != ImportState::Failed => return Ok(view),
        Ok(view) => {
            let failure = view.failure.as_ref();
            let why = failure.map(|f| pages::words::import::failure(Locale::En, f));
            Failure(format!("{name} cannot be imported. {}", why.unwrap_or_default()))
        }
        Err(error) => {
            let Failure(mut what) = doubtful(&error);
            if unknown_column(&error)
                && let Ok((profile, _)) = services.imports().columns(by, id).await
            {
                let seen: Vec<_> = profile.columns.iter().map(|c| c.header.as_str()).collect();
                what.push_str(&format!("\n  its columns are: {}", seen.join(", ")));
            }
            Failure(format!("the mapping does not fit {name}. {what}"))
        }
    };
    // Nothing of a file that cannot be used stays behind.
    services.imports().forget(by, id).await.map_err(|e| said(&e))?;
    Err(refused)
}

/// The import in the state that its task should have left it in.
fn expect(done: domain::Result<ImportView>, state: ImportState) -> Result<ImportView, Failure> {
    let view = done.map_err(|e| said(&e))?;
    if view.state == state {
        return Ok(view);
    }
    let why = match &view.failure {
        Some(f) if f.problem != FileProblem::Internal => pages::words::import::failure(Locale::En, f),
        _ => {
            "The database refused it; the lines above say why. Run the same command again: what is in is not \
              added twice."
                .to_owned()
        }
    };
    Err(Failure(format!("import {} stopped after {} rows. {why}", view.id, view.rows_done)))
}

async fn resume(id: ImportId, common: &Common) -> Result<(), Failure> {
    let services = open(common).await?;
    let by = system();
    let mut bar = Bar::new("writing");
    let done = services.imports().commit_to_end(&by, id, &mut |p| bar.show(p)).await;
    bar.end();
    let view = expect(done, ImportState::Committed)?;
    tell(&services, &by, &view, false).await
}

async fn undo(id: ImportId, common: &Common) -> Result<(), Failure> {
    let services = open(common).await?;
    let by = system();
    let mut bar = Bar::new("undoing");
    let done = services.imports().undo_to_end(&by, id, &mut |p| bar.show(p)).await;
    bar.end();
    let view = expect(done, ImportState::Undone)?;
    println!("Import {id} is undone: {} rows taken out.", whole(Locale::En, view.rows_new - view.rows_kept));
    if view.rows_kept > 0 {
        println!("  {} rows were changed since and stay:", whole(Locale::En, view.rows_kept));
        let query = InterventionQuery { import: Some(id), ..InterventionQuery::default() };
        let kept = services.interventions().list(&by, &query).await.map_err(|e| said(&e))?;
        for row in kept.data {
            println!("  {}  {}", row.code, row.title);
        }
    }
    Ok(())
}

async fn list(common: &Common) -> Result<(), Failure> {
    let services = open(common).await?;
    let page = services.imports().list(&system(), &Window::default()).await.map_err(|e| said(&e))?;
    if page.data.is_empty() {
        println!("Nothing was imported yet.");
    }
    for i in page.data {
        let state = pages::words::import::state(Locale::En, &i);
        println!(
            "{:>4}  {}  {:<12}  {:<8}  {:>7} new  {:>7} known  {:>7} refused  {} ({})",
            i.id.0,
            i.created_local.strftime("%Y-%m-%d %H:%M"),
            state,
            i.site.code,
            i.rows_new,
            i.rows_known,
            i.rows_refused,
            i.file_name,
            i.kind
        );
    }
    Ok(())
}
