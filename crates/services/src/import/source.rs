//! The rows of a file, batch by batch, out of its pieces in the database: memory does not grow with the file.

use super::{
    BATCH, Stop,
    format::FileFormat,
    workbook::{self, Piece},
};
use crate::Services;
use domain::{
    Caller, ImportId, Permission,
    import::{CsvParser, FileProblem, ImportFailure, MAX_COLUMNS, MAX_ROWS, RawRow, unguarded},
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
    rows: VecDeque<RawRow>,
    content: Content,
    seen: i64,
    pub header: Vec<String>,
}

enum Content {
    Text { next: i32, decoder: encoding_rs::Decoder, parser: Box<CsvParser> },
    Workbook(mpsc::Receiver<Piece>),
    End,
}

fn failure(problem: FileProblem, line: Option<i64>) -> Stop {
    Stop::File(ImportFailure { problem, line })
}

impl RowSource {
    /// Opens the file and reads its header.
    ///
    /// # Errors
    /// [`Stop::File`] when it has none or cannot be read.
    pub async fn open(
        services: &Services,
        by: &Caller,
        id: ImportId,
        format: &FileFormat,
    ) -> Result<Self, Stop> {
        let mut source = Self {
            services: services.clone(),
            by: by.clone(),
            id,
            rows: VecDeque::new(),
            content: Content::End,
            seen: 0,
            header: vec![],
        };
        source.content = match format {
            FileFormat::Text { delimiter, .. } => Content::Text {
                next: 0,
                decoder: format.encoding().new_decoder_with_bom_removal(),
                parser: Box::new(CsvParser::new(*delimiter)),
            },
            FileFormat::Workbook => Content::Workbook(source.read_workbook().await?),
        };
        match source.next_row().await? {
            Some(row) => source.header = row.cells,
            None => return Err(failure(FileProblem::Empty, None)),
        }
        Ok(source)
    }

    /// The next rows; none at the end.
    ///
    /// # Errors
    /// [`Stop::File`] where the file cannot be read on.
    pub async fn batch(&mut self) -> Result<Option<Vec<RawRow>>, Stop> {
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

    async fn next_row(&mut self) -> Result<Option<RawRow>, Stop> {
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
    async fn read_on(&mut self) -> Result<bool, Stop> {
        match std::mem::replace(&mut self.content, Content::End) {
            Content::End => Ok(false),
            Content::Workbook(mut receiver) => match receiver.recv().await {
                None => Ok(false),
                Some(Err(failure)) => Err(Stop::File(failure)),
                Some(Ok(rows)) => {
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

    async fn piece(&self, position: i32) -> Result<Option<Vec<u8>>, Stop> {
        let reader = self.services.read(&self.by, Permission::ImportRun)?;
        let piece = import_chunk::Entity::find()
            .filter(import_chunk::Column::ImportId.eq(self.id))
            .filter(import_chunk::Column::Position.eq(position))
            .one(reader.db)
            .await?;
        Ok(piece.map(|p| p.content))
    }

    async fn read_workbook(&self) -> Result<mpsc::Receiver<Piece>, Stop> {
        let mut content = vec![];
        let mut next = 0;
        while let Some(piece) = self.piece(next).await? {
            content.extend_from_slice(&piece);
            next += 1;
        }
        let (to, from) = mpsc::channel(2);
        tokio::task::spawn_blocking(move || workbook::read(content, &to));
        Ok(from)
    }
}
