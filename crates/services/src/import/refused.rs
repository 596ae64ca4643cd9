//! The refused rows as a file to correct and import again: as they came, with their line and the reason.

use super::{
    ImportError, ImportService,
    check::open,
    evaluate::{Evaluator, Verdict},
    format::FileFormat,
    profile, read,
    source::RowSource,
};
use crate::Services;
use crate::defect::defect;
use domain::{
    Caller, Error, ImportId, Permission, Refusal, Result,
    import::{ImportState, RowError, guarded},
};

/// Makes a sentence of what is wrong with a row.
pub type Describe = Box<dyn Fn(&[RowError]) -> String + Send + Sync>;

/// The words of the file, in the reader's language.
pub struct RefusedTexts {
    /// Names of the two columns that are added.
    pub line: String,
    pub reason: String,
    /// What is wrong, as a sentence.
    pub describe: Describe,
}

/// The file, piece by piece.
pub struct RefusedFile {
    services: Services,
    by: Caller,
    source: RowSource,
    evaluator: Evaluator,
    texts: RefusedTexts,
    delimiter: u8,
    begun: bool,
    /// `bad-rows.csv` for `history.csv`.
    pub file_name: String,
}

impl ImportService<'_> {
    /// Opens the file of the refused rows. The uploaded file is read again for it, so that none is left
    /// out however many they are.
    ///
    /// # Errors
    /// [`Refusal::ImportNotReady`] when it has not been checked, or none was refused; [`Error::NotFound`].
    pub async fn refused_file(&self, by: &Caller, id: ImportId, texts: RefusedTexts) -> Result<RefusedFile> {
        let reader = self.0.read(by, Permission::ImportRun)?;
        let stored = read::find(reader.db, &reader.scope, by, id).await?;
        let checked = matches!(stored.state, ImportState::Checked | ImportState::Committed);
        if !checked || stored.rows_refused == 0 {
            return Err(Refusal::ImportNotReady.into());
        }
        let delimiter = match profile(&stored)?.format {
            FileFormat::Text { delimiter, .. } => u8::try_from(delimiter).unwrap_or(b','),
            FileFormat::Workbook => b';',
        };
        let (source, evaluator) = open(self.0, by, &stored).await.map_err(into_error)?;
        let stem = stored.file_name.rsplit_once('.').map_or(stored.file_name.as_str(), |(stem, _)| stem);
        Ok(RefusedFile {
            services: self.0.clone(),
            by: by.clone(),
            source,
            evaluator,
            texts,
            delimiter,
            begun: false,
            file_name: format!("{stem}.refused.csv"),
        })
    }
}

fn into_error(stop: ImportError) -> Error {
    match stop {
        ImportError::Service(error) => error,
        ImportError::File(file) => defect("the refused rows cannot be read again", format!("{file:?}")),
        ImportError::Job(_) => Error::Unavailable,
    }
}

impl RefusedFile {
    /// The next piece of the file; none at its end.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Internal`].
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let mut out = csv::WriterBuilder::new().delimiter(self.delimiter).flexible(true).from_writer(vec![]);
        if !self.begun {
            self.begun = true;
            let mut header: Vec<&str> = self.source.header.iter().map(String::as_str).collect();
            header.extend([self.texts.line.as_str(), self.texts.reason.as_str()]);
            write(&mut out, header)?;
            let mut bytes = "\u{feff}".as_bytes().to_vec();
            bytes.extend(finished(out)?);
            return Ok(Some(bytes));
        }
        while let Some(rows) = self.source.batch().await.map_err(into_error)? {
            let reader = self.services.read(&self.by, Permission::ImportRun)?;
            let mut any = false;
            for judged in self.evaluator.judge(&reader, rows).await? {
                let Verdict::Refused(errors) = &judged.verdict else { continue };
                any = true;
                let mut cells = judged.row.cells;
                cells.resize(self.source.header.len().max(cells.len()), String::new());
                let (line, reason) = (judged.row.line.to_string(), (self.texts.describe)(errors));
                let cells = cells.iter().chain([&line, &reason]).map(|c| guarded(c));
                write(&mut out, cells.map(|c| c.into_owned()))?;
            }
            if any {
                return Ok(Some(finished(out)?));
            }
        }
        Ok(None)
    }
}

fn write<S: AsRef<[u8]>>(out: &mut csv::Writer<Vec<u8>>, cells: impl IntoIterator<Item = S>) -> Result<()> {
    out.write_record(cells).map_err(|error| defect("the refused rows cannot be written", error))
}

fn finished(out: csv::Writer<Vec<u8>>) -> Result<Vec<u8>> {
    out.into_inner().map_err(|error| defect("the refused rows cannot be written", error))
}
