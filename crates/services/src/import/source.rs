//! The rows of a file, batch by batch, out of its pieces in the database: memory does not grow with the file.

use super::{
    BATCH, ImportError,
    format::FileFormat,
    workbook::{self, Part, Piece},
};
use crate::Services;
use domain::{
    Caller, Error, FieldCode, ImportId, Permission,
    import::{
        CsvParser, FileLayout, FileProblem, FirstLine, HEADER_LINES, ImportFailure, MAX_COLUMNS, MAX_ROWS,
        RawRow, guess_header, unguarded,
    },
};
use entity::import_chunk;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::VecDeque;
use tokio::sync::mpsc;

/// Reads one file from its beginning to its end.
pub(super) struct RowSource {
    services: Services,
    by: Caller,
    id: ImportId,
    /// Rows that have been cut and not been looked at.
    rows: VecDeque<RawRow>,
    /// Rows that were looked at for the header and are still to be read.
    ahead: VecDeque<RawRow>,
    content: Content,
    seen: i64,
    /// The names of the columns; empty names where no line has them.
    pub header: Vec<String>,
    /// How the file is read: as it was said, or guessed.
    pub layout: FileLayout,
    /// The sheets of a workbook.
    pub sheets: Vec<String>,
    pub first_lines: Vec<FirstLine>,
}

/// Characters of a first line that are shown.
const SHOWN: usize = 120;

enum Content {
    Text { next: i32, decoder: encoding_rs::Decoder, parser: Box<CsvParser> },
    Workbook(mpsc::Receiver<Piece>),
    End,
}

fn failure(problem: FileProblem, line: Option<i64>) -> ImportError {
    ImportError::File(ImportFailure { problem, line })
}

impl RowSource {
    /// Opens the file and reads its header.
    ///
    /// # Errors
    /// [`ImportError::File`] when it has none or cannot be read; [`Error::Invalid`] at `file.sheet` or `file.header`
    /// when the layout asks for what is not there.
    pub async fn open(
        services: &Services,
        by: &Caller,
        id: ImportId,
        format: &FileFormat,
        layout: &FileLayout,
    ) -> Result<Self, ImportError> {
        let mut source = Self {
            services: services.clone(),
            by: by.clone(),
            id,
            rows: VecDeque::new(),
            ahead: VecDeque::new(),
            content: Content::End,
            seen: 0,
            header: vec![],
            layout: FileLayout { header: layout.header, sheet: layout.sheet.clone(), ..format.layout() },
            sheets: vec![],
            first_lines: vec![],
        };
        source.content = match format {
            FileFormat::Text { delimiter, .. } => Content::Text {
                next: 0,
                decoder: format.encoding().new_decoder_with_bom_removal(),
                parser: Box::new(CsvParser::new(*delimiter)),
            },
            FileFormat::Workbook => Content::Workbook(source.read_workbook().await?),
        };
        source.find_header().await?;
        Ok(source)
    }

    async fn find_header(&mut self) -> Result<(), ImportError> {
        let mut first = vec![];
        while first.len() < HEADER_LINES
            && let Some(row) = self.next_row().await?
        {
            first.push(row);
        }
        if first.is_empty() {
            return Err(failure(FileProblem::Empty, None));
        }
        let shown = |row: &RawRow| {
            let filled = row.cells.iter().map(|c| c.trim()).filter(|c| !c.is_empty());
            let text = filled.collect::<Vec<_>>().join(" · ").chars().take(SHOWN).collect();
            FirstLine { line: row.line, text }
        };
        self.first_lines = first.iter().map(shown).collect();
        let line = self.layout.header.unwrap_or_else(|| guess_header(&first));
        self.layout.header = Some(line);
        self.ahead = first.into();
        if line == 0 {
            let width = self.ahead.iter().map(|row| row.cells.len()).max().unwrap_or(0);
            self.header = vec![String::new(); width];
            return Ok(());
        }
        while let Some(row) = self.next_row().await? {
            if row.line >= line {
                self.header = row.cells;
                return Ok(());
            }
        }
        Err(ImportError::Service(Error::field("file.header", FieldCode::NotFound)))
    }

    /// The next rows; none at the end.
    ///
    /// # Errors
    /// [`ImportError::File`] where the file cannot be read on.
    pub async fn batch(&mut self) -> Result<Option<Vec<RawRow>>, ImportError> {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH {
            match self.next_row().await? {
                Some(row) => batch.push(row),
                None => break,
            }
        }
        self.seen += batch.len() as i64;
        if self.seen > MAX_ROWS {
            return Err(failure(FileProblem::TooManyRows, batch.first().map(|r| r.line)));
        }
        Ok((!batch.is_empty()).then_some(batch))
    }

    async fn next_row(&mut self) -> Result<Option<RawRow>, ImportError> {
        if let Some(row) = self.ahead.pop_front() {
            return Ok(Some(row));
        }
        loop {
            if let Some(mut row) = self.rows.pop_front() {
                if row.cells.len() > MAX_COLUMNS {
                    return Err(failure(FileProblem::TooManyColumns, Some(row.line)));
                }
                // Spreadsheets leave rows of nothing but separators.
                if row.cells.iter().all(|c| c.trim().is_empty()) {
                    continue;
                }
                row.cells.iter_mut().for_each(unguarded);
                return Ok(Some(row));
            }
            if !self.read_on().await? {
                return Ok(None);
            }
        }
    }

    /// Reads the next piece; false at the end.
    async fn read_on(&mut self) -> Result<bool, ImportError> {
        match std::mem::replace(&mut self.content, Content::End) {
            Content::End => Ok(false),
            Content::Workbook(mut receiver) => match receiver.recv().await {
                None => Ok(false),
                Some(Err(failure)) => Err(ImportError::File(failure)),
                Some(Ok(Part::Sheets { all, chosen })) => {
                    if chosen.is_none() {
                        return Err(ImportError::Service(Error::field("file.sheet", FieldCode::NotFound)));
                    }
                    self.sheets = all;
                    self.layout.sheet = chosen;
                    self.content = Content::Workbook(receiver);
                    Ok(true)
                }
                Some(Ok(Part::Rows(rows))) => {
                    self.rows.extend(rows);
                    self.content = Content::Workbook(receiver);
                    Ok(true)
                }
            },
            Content::Text { next, mut decoder, mut parser } => {
                let bytes = self.piece(next).await?;
                let last = bytes.is_none();
                let bytes = bytes.unwrap_or_default();
                let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
                let mut text = String::with_capacity(room);
                let _ = decoder.decode_to_string(&bytes, &mut text, last);
                let mut rows = vec![];
                let mut fed = parser.feed(&text, &mut rows);
                if last {
                    fed = fed.and_then(|()| parser.finish(&mut rows));
                } else {
                    self.content = Content::Text { next: next + 1, decoder, parser };
                }
                self.rows.extend(rows);
                match fed {
                    Ok(()) => Ok(!last || !self.rows.is_empty()),
                    Err(e) if e.quoted => Err(failure(FileProblem::OpenQuote, Some(e.line))),
                    Err(e) => Err(failure(FileProblem::CellTooLong, Some(e.line))),
                }
            }
        }
    }

    async fn piece(&self, position: i32) -> Result<Option<Vec<u8>>, ImportError> {
        let reader = self.services.read(&self.by, Permission::ImportRun)?;
        let piece = import_chunk::Entity::find()
            .filter(import_chunk::Column::ImportId.eq(self.id))
            .filter(import_chunk::Column::Position.eq(position))
            .one(reader.db)
            .await?;
        Ok(piece.map(|p| p.content))
    }

    async fn read_workbook(&self) -> Result<mpsc::Receiver<Piece>, ImportError> {
        let mut content = vec![];
        let mut next = 0;
        while let Some(piece) = self.piece(next).await? {
            content.extend_from_slice(&piece);
            next += 1;
        }
        let (to, from) = mpsc::channel(2);
        let sheet = self.layout.sheet.clone();
        tokio::task::spawn_blocking(move || workbook::read(content, sheet.as_deref(), &to));
        Ok(from)
    }
}
